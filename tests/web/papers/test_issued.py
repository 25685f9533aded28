"""Pages of papers: the register, receipts, extracts for the units bound, and safe downloads."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

from cast import Cast, found_cast
from lianxi.core.actors import Actor
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import correct_minutes, issue_minutes
from lianxi.meetings.queries.extracts import find_extract
from lianxi.papers.files import path_of
from lianxi.papers.models import Paper, StoredFile
from lianxi.web.papers.issued import attachment
from meetings.stages import LATER, agreed_minutes, called_meeting
from staging import staged
from web.signing_in import posts, seated, words


def sign_in(actor: Actor) -> Client:
    return seated(Client(), actor)


def see(actor: Actor, url: str) -> HttpResponse:
    response = sign_in(actor).get(url)
    assert response.status_code == 200
    return response


@staged
def issued(cast: Cast) -> Paper:
    return issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)


def test_the_register_lists_and_filters(cast: Cast) -> None:
    issued(cast)
    unit = cast.member("市住建局")
    assert "泉职防联纪要〔2026〕1号" in words(see(unit, "/papers"))
    assert "泉职防联会议通知〔2026〕1号" in words(see(unit, "/papers"))
    assert "会议通知〔" not in words(see(unit, "/papers?kind=minutes"))
    assert "没有符合条件的公文" in words(see(unit, "/papers?year=2020"))
    assert "纪要〔2026〕" in words(see(unit, "/papers?q=纪要"))


def test_the_own_unit_signs_and_the_office_notes_outside_receipts(cast: Cast) -> None:
    paper = issued(cast)
    url, unit = f"/papers/{paper.pk}", cast.member("市住建局")
    assert "等你单位签收" in words(see(unit, url))
    own = paper.recipients.get(unit=cast.unit("市住建局"))
    sign_in(unit).post("/do/papers.recipient.receive", {"recipient_id": own.pk, "next": url})
    assert "6个收文单位中1个已签收。" in words(see(unit, url))
    assert "/do/papers.recipient.receive" not in posts(see(unit, url))
    assert posts(see(cast.convener, url)) == []
    office = cast.staff
    assert "/do/papers.recipient.note_receipt" in posts(see(office, url))
    up = paper.recipients.get(mode="up")
    fields = {"recipient_id": up.pk, "received_by": "值班室", "next": url}
    sign_in(office).post("/do/papers.recipient.note_receipt", fields)
    assert "值班室" in words(see(unit, url))


def test_what_waits_for_the_own_unit_is_listed(cast: Cast) -> None:
    paper = issued(cast)
    unit = cast.member("市住建局")
    assert "2件公文等你单位签收" in words(see(unit, "/papers?mine=1"))
    own = paper.recipients.get(unit=cast.unit("市住建局"))
    sign_in(unit).post("/do/papers.recipient.receive", {"recipient_id": own.pk, "next": "/papers"})
    assert "1件公文等你单位签收" in words(see(unit, "/papers?mine=1"))


def test_a_paper_shows_text_basis_corrections_and_extracts(cast: Cast) -> None:
    paper = issued(cast)
    minutes_id = int(paper.subject.split(":")[1])
    change = {"wrong": "2026年6月30日前", "right": "2026年7月31日前"}
    correction = correct_minutes(cast.convener, LATER, minutes_id=minutes_id, **change)
    page = see(cast.member("市卫健委"), f"/papers/{paper.pk}")
    text = words(page)
    assert "完成房屋建筑和市政工程粉尘危害检查" in text
    assert "经与会单位同意后印发有关方面" in text
    assert "有更正" in text
    assert correction.number in text
    assert text.index("市卫健委你单位") < text.index("下载摘编市住建局")
    assert paper.number in words(see(cast.staff, f"/papers/{correction.pk}"))


def test_an_extract_leads_to_the_matter_in_the_ledger(cast: Cast) -> None:
    paper = issued(cast)
    text = see(cast.member("市住建局"), f"/papers/{paper.pk}").content.decode()
    matter = Obligation.objects.filter(lead_unit=cast.unit("市住建局")).earliest("pk")
    own = text.split("row-task chosen")[1].split("</li>")[0]
    assert f'href="/ledger/{matter.pk}"' in own


def test_an_extract_holds_what_binds_the_unit(cast: Cast) -> None:
    paper = issued(cast)
    lead, co = find_extract(paper, "市住建局"), find_extract(paper, "市卫健委")
    assert lead is not None and co is not None  # noqa: PT018
    assert [row[1] for one in (lead, co) for row in one.body[-1].rows] == ["牵头", "配合"]  # type: ignore[union-attr]
    assert find_extract(paper, "市发改委") is None
    client = sign_in(cast.member("市住建局"))
    answer = client.get(f"/papers/{paper.pk}/extract/{cast.unit('市住建局').pk}.docx")
    assert answer.content[:2] == b"PK"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/papers/{paper.pk}/extract/{cast.unit('市发改委').pk}.docx").status_code == 404
    notice = Paper.objects.get(kind="notice")
    assert find_extract(notice, "市住建局") is None


def test_a_download_is_saved_never_opened(cast: Cast) -> None:
    paper = issued(cast)
    answer = see(cast.member("市发改委"), f"/files/{paper.file_id}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content[:2] == b"PK"


def test_names_of_downloads_are_made_safe() -> None:
    answer = attachment(b"x", '../a\r\nb"<c>.html')
    assert "\r" not in answer["Content-Disposition"]
    assert "/" not in answer["Content-Disposition"].split("filename")[1]


def test_a_file_changed_on_disk_is_not_sent(cast: Cast) -> None:
    row = issued(cast).file
    path_of(row.sha256).write_bytes(b"spoiled")
    answer = sign_in(cast.staff).get(f"/files/{row.pk}")
    path_of(row.sha256).unlink()
    assert answer.status_code == 500
    assert "校验值不一致" in answer.content.decode()
    assert sign_in(cast.staff).get(f"/files/{row.pk}").status_code == 500


def test_another_conferences_papers_and_files_are_not_found(cast: Cast) -> None:
    paper = issued(cast)
    stranger = sign_in(found_cast("另一个联席会议", "GD").staff)
    unit = cast.unit("市住建局").pk
    for url in (
        f"/papers/{paper.pk}",
        f"/files/{paper.file_id}",
        f"/papers/{paper.pk}/extract/{unit}.docx",
        f"/papers/{paper.pk}/extract/{unit}.pdf",
    ):
        assert stranger.get(url).status_code == 404
    assert "纪要〔" not in words(stranger.get("/papers"))
    assert StoredFile.objects.count() > 0


def test_pages_stay_within_their_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    paper = issued(cast)
    called_meeting(cast)
    for actor in (cast.staff, cast.member("市住建局"), cast.convener):
        client = sign_in(actor)
        for url in ("/papers", "/papers?mine=1", f"/papers/{paper.pk}"):
            with django_assert_max_num_queries(16):
                assert client.get(url).status_code == 200
