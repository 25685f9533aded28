"""Uploaded minutes go out as they came: the file is kept, bears its number, and a later edit sets it aside."""

from dataclasses import replace

import pytest
from django.test import Client

from cast import Cast
from lianxi.core.refusals import BadInput
from lianxi.meetings.actions import issue_minutes, revise_paragraph, withdraw_minutes_upload
from lianxi.meetings.actions.uploading import upload_minutes
from lianxi.meetings.facts import consent_facts, present_revision
from lianxi.meetings.models import Minutes
from lianxi.meetings.rules.consent import consent_table
from lianxi.papers.digests import digests_of
from lianxi.papers.files import Upload, read_file
from lianxi.papers.layout import Paragraph, Stage
from lianxi.papers.models import Paper
from lianxi.papers.pdf import render_pdf
from meetings.stages import LATER, agreed_minutes
from meetings.test_uploading import as_generated, edited, upload
from web.signing_in import posts, seated, words

NUMBER = "泉职防联纪要〔2026〕1号"
# A run of the mark's paragraph, before which an editor types the number as a line of its own.
TYPED = ("<w:sectPr", f"<w:p><w:r><w:t>{NUMBER}</w:t></w:r></w:p><w:sectPr")


def pdf_of(minutes: Minutes, *, wrong: bool = False) -> bytes:
    """The PDF an office would make of the edited DOCX; with `wrong`, one that goes up to somebody else."""
    document = as_generated(minutes)
    body = (*document.body, Paragraph(NUMBER))
    up = ("省人民政府",) if wrong else document.copies_up
    return render_pdf(replace(document, body=body, copies_up=up))


def issued(cast: Cast, minutes: Minutes) -> Paper:
    return issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)


def agreed(minutes: Minutes) -> bool:
    minutes.refresh_from_db()
    return consent_table(consent_facts(minutes, LATER.date())).complete()


def test_a_file_with_the_same_words_keeps_the_consents_and_goes_out_as_it_came(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    file = edited(minutes, TYPED)
    after = upload_minutes(cast.staff, LATER, minutes_id=minutes.pk, file=file, seen=1)
    assert (after.revision, after.upload_revision) == (1, 1)
    assert agreed(minutes)
    paper = issued(cast, minutes)
    assert (paper.number, paper.source, paper.pdf) == (NUMBER, "upload", None)
    assert read_file(paper.file) == file.content
    assert (paper.file.sha256, paper.file.sm3) == digests_of(file.content)


def test_the_units_own_pdf_goes_with_it(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    file = edited(minutes, TYPED)
    own = pdf_of(minutes)
    given = {"minutes_id": minutes.pk, "file": file, "seen": 1}
    with pytest.raises(BadInput, match="不是 PDF"):
        upload_minutes(cast.staff, LATER, **given, pdf=Upload("a.pdf", b"PK"))  # type: ignore[arg-type]
    other = Upload("a.pdf", pdf_of(minutes, wrong=True))
    with pytest.raises(BadInput, match="没有 DOCX 里的"):
        upload_minutes(cast.staff, LATER, **given, pdf=other)  # type: ignore[arg-type]
    upload_minutes(cast.staff, LATER, **given, pdf=Upload("a.pdf", own))  # type: ignore[arg-type]
    client = seated(Client(), cast.staff)
    assert b"".join(client.get(f"/minutes/{minutes.pk}/preview.pdf")) == own
    paper = issued(cast, minutes)
    assert paper.pdf is not None
    assert read_file(paper.pdf) == own


def test_without_its_number_it_is_not_issued_and_no_number_is_lost(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    upload(cast, minutes)
    with pytest.raises(BadInput, match=f"没有发文字号“{NUMBER}”"):
        issued(cast, minutes)
    assert not Paper.objects.filter(kind="minutes").exists()
    upload(cast, minutes, TYPED)
    assert issued(cast, minutes).number == NUMBER


def test_a_later_edit_sets_the_file_aside(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    upload(cast, minutes, TYPED)
    row = present_revision(minutes).paragraphs[1]
    minutes = revise_paragraph(
        cast.staff, LATER, minutes_id=minutes.pk, key=row["key"], text="一、改。", seen=row["hash"]
    )
    assert not agreed(minutes)
    page = words(seated(Client(), cast.staff).get(f"/minutes/{minutes.pk}"))
    assert "上传稿不再是印发文本" in page


def test_it_can_be_set_aside_by_hand(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    upload(cast, minutes)
    withdraw_minutes_upload(cast.staff, LATER, minutes_id=minutes.pk)
    with pytest.raises(BadInput, match="没有上传过"):
        withdraw_minutes_upload(cast.staff, LATER, minutes_id=minutes.pk)
    assert issued(cast, minutes).source == "model"


def test_the_page_says_what_goes_out_and_gives_the_file_again(cast: Cast) -> None:
    minutes, client = agreed_minutes(cast), seated(Client(), cast.staff)
    url = f"/minutes/{minutes.pk}"
    assert b"\xe4\xbc\x9a\xe7\xad\xbe\xe7\xa8\xbf" not in client.get(f"{url}/preview.docx").content  # 会签稿
    file = edited(minutes, TYPED)
    upload_minutes(cast.staff, LATER, minutes_id=minutes.pk, file=file, seen=1)
    page = client.get(url)
    assert "印发文本是上传的DOCX" in words(page)
    assert "文件里须写有发文字号“泉职防联纪要〔" in words(page)
    assert "/do/meetings.minutes.withdraw_upload" in posts(page)
    assert client.get(f"{url}/preview.docx").content == file.content
    assert "印发文本是上传的" not in words(seated(Client(), cast.member("市住建局")).get(url))


def test_a_draft_word_in_the_header_is_not_issued(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    file = edited(minutes, TYPED, stage=Stage.COSIGN)
    upload_minutes(cast.staff, LATER, minutes_id=minutes.pk, file=file, seen=1)
    with pytest.raises(BadInput, match="页眉里还有"):
        issued(cast, minutes)
