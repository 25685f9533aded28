"""Numbers and issued files of the office system: kept as they are, and no number of ours is voided for them."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import AT, Cast
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import kind_of
from lianxi.meetings.actions import issue_minutes
from lianxi.papers.actions import (
    confirm_signed,
    enter_signed,
    issue_draft,
    number_draft,
    void_draft,
    void_numbers,
)
from lianxi.papers.drafting import draft_document
from lianxi.papers.files import Upload, read_file
from lianxi.papers.layout import Stage, render_docx
from lianxi.papers.models import PaperDraft, VoidNumber
from lianxi.papers.register import MISSING, list_register, next_number
from lianxi.papers.rendering import render_files
from meetings.stages import LATER, agreed_minutes
from papers.paths import numbered, signed
from web.signing_in import seated, words

DAY = AT.date()


def outside(cast: Cast, number: str) -> PaperDraft:
    return number_draft(cast.staff, AT, draft_id=signed(cast).pk, outside_number=number)


def standings(cast: Cast) -> dict[str, str]:
    return {line.number: line.standing for line in list_register(cast.conference.pk, 2026)}


def test_a_number_of_the_office_system_is_kept_and_voids_none(cast: Cast) -> None:
    draft = outside(cast, "泉卫函〔2026〕15号")
    paper = issue_draft(cast.staff, AT, draft_id=draft.pk).paper
    assert paper is not None
    assert (paper.number, paper.is_outside) == ("泉卫函〔2026〕15号", True)
    assert standings(cast) == {"泉卫函〔2026〕15号": "used"}
    assert numbered(cast).sequence == 1
    assert not VoidNumber.objects.exists()
    page = words(seated(Client(), cast.staff).get("/papers/register?year=2026"))
    assert "已用（办公系统编号）" in page


def test_our_own_series_passes_over_what_the_office_system_took_of_it(cast: Cast) -> None:
    outside(cast, "泉职防联函〔2026〕2号")
    assert next_number(cast.conference, kind_of("letter"), DAY) == "泉职防联函〔2026〕1号"
    assert [numbered(cast).sequence for _ in range(2)] == [1, 3]
    assert MISSING not in standings(cast).values()


def test_a_run_of_several_leaves_no_gap(cast: Cast) -> None:
    outside(cast, "泉职防联函〔2026〕2号")
    rows = void_numbers(cast.staff, AT, kind="letter", count=2, reason="纸质用去")
    assert [row.sequence for row in rows] == [3, 4]
    assert standings(cast)["泉职防联函〔2026〕1号"] == "voided"
    assert MISSING not in standings(cast).values()


@pytest.mark.parametrize(
    "number", ["泉卫函[2026]15号", "泉卫函〔2026〕015号", "第15号", "泉卫函〔2026〕第15号"]
)
def test_what_is_no_number_is_refused_with_the_right_form(cast: Cast, number: str) -> None:
    with pytest.raises(BadInput, match=r"〔|六角括号|不编虚位|“第”"):
        outside(cast, number)


def test_a_number_that_is_borne_already_is_refused(cast: Cast) -> None:
    number = str(numbered(cast).sequence)
    with pytest.raises(BadInput, match="已有去向"):
        outside(cast, f"泉职防联函〔2026〕{number}号")
    given_up = outside(cast, "泉卫函〔2026〕7号")
    void_draft(cast.staff, AT, draft_id=given_up.pk, reason="不发了")
    with pytest.raises(BadInput, match="已有去向"):
        outside(cast, "泉卫函〔2026〕7号")


def _issued(draft: PaperDraft) -> tuple[bytes, bytes]:
    document = draft_document(draft, DAY, Stage.FINAL)
    return render_docx(document), render_files(document).pdf


def test_the_file_issued_there_becomes_the_papers(cast: Cast) -> None:
    draft = outside(cast, "泉卫函〔2026〕15号")
    docx, pdf = _issued(draft)
    given = {"file": Upload("印发.docx", docx), "pdf": Upload("印发.pdf", pdf, "application/pdf")}
    paper = issue_draft(cast.staff, AT, draft_id=draft.pk, **given).paper
    assert paper is not None
    assert paper.pdf is not None
    assert (paper.source, read_file(paper.file), read_file(paper.pdf)) == ("upload", docx, pdf)


def test_a_pdf_alone_will_do(cast: Cast) -> None:
    draft = outside(cast, "泉卫函〔2026〕15号")
    given = {"pdf": Upload("印发.pdf", _issued(draft)[1], "application/pdf")}
    paper = issue_draft(cast.staff, AT, draft_id=draft.pk, **given).paper
    assert paper is not None
    assert paper.pdf is not None


def test_an_issued_file_of_other_words_is_refused(cast: Cast) -> None:
    draft, other = outside(cast, "泉卫函〔2026〕15号"), outside(cast, "泉卫函〔2026〕16号")
    docx, pdf = _issued(other)
    with pytest.raises(BadInput, match="没有签发的文本里的“泉卫函〔2026〕15号”"):
        issue_draft(cast.staff, AT, draft_id=draft.pk, file=Upload("印发.docx", docx))
    with pytest.raises(BadInput, match="泉卫函"):
        issue_draft(cast.staff, AT, draft_id=draft.pk, pdf=Upload("印发.pdf", pdf, "application/pdf"))


def test_minutes_take_the_number_with_the_conveners_signature_on_paper(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    given = {"given": json.dumps({"minutes_id": [str(minutes.pk)]}), "seat_id": cast.convener.seat_id or 0}
    row = enter_signed(
        cast.staff,
        LATER,
        signed="meetings.minutes.issue",
        post="副市长",
        signed_on=AT.date(),
        outside_number="泉政办纪〔2026〕3号",
        **given,
    )
    confirm_signed(cast.member("市住建局"), LATER, signed_id=row.pk)
    minutes.refresh_from_db()
    assert minutes.paper is not None
    assert minutes.paper.number == "泉政办纪〔2026〕3号"


def test_what_is_signed_without_a_number_takes_none(cast: Cast) -> None:
    with pytest.raises(BadInput, match="不编发文字号"):
        enter_signed(
            cast.staff,
            AT,
            signed="papers.draft.sign",
            given='{"draft_id": ["1"]}',
            seat_id=cast.convener.seat_id or 0,
            post="副市长",
            signed_on=AT.date(),
            outside_number="泉卫函〔2026〕15号",
        )


def test_the_convener_issues_under_it_directly(cast: Cast) -> None:
    paper = issue_minutes(
        cast.convener,
        LATER + timedelta(days=1),
        minutes_id=agreed_minutes(cast).pk,
        outside_number="泉政办纪〔2026〕3号",
    )
    assert paper.is_outside


def _post(actor: Actor, action: str, **fields: object) -> str:
    return seated(Client(), actor).post(f"/do/{action}", fields)["Location"]


def test_the_pages_take_number_and_file(cast: Cast) -> None:
    draft = signed(cast)
    url = f"/papers/drafts/{draft.pk}"
    assert "用办公系统的字号" in words(seated(Client(), cast.staff).get(url))
    _post(cast.staff, "papers.draft.number", draft_id=draft.pk, outside_number="泉卫函〔2026〕15号", next=url)
    assert "登记办公系统的印发件" in words(seated(Client(), cast.staff).get(url))
    draft.refresh_from_db()
    file = SimpleUploadedFile("印发.docx", _issued(draft)[0])
    _post(cast.staff, "papers.draft.issue", draft_id=draft.pk, file=file, next=url)
    draft.refresh_from_db()
    assert draft.state == "issued"
