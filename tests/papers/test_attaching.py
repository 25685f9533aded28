"""Files put to topics, opinions, meetings and matters: who may add, and who reads what of them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cast import AT, Cast
from law.reading.ofds import HOSTILE, packed, plain, scanned, text
from ledger.steps import entered
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.meetings.actions import ask_opinions, give_opinion
from lianxi.papers.actions import add_attachment
from lianxi.papers.attaching import list_attachments
from lianxi.papers.files import Upload, path_of
from lianxi.papers.models import Attachment
from meetings.stages import LATER, accepted_topic, called_meeting
from web.signing_in import posts, seated, words

PDF = Upload("方案.pdf", b"%PDF-1.4 plan", "application/pdf")
PNG = Upload("现场.png", b"\x89PNG\r\n\x1a\n picture", "image/png")


def put(cast: Cast, by: Actor, record: str, *files: Upload, **values: Any) -> list[Attachment]:
    return add_attachment(by, LATER, record=record, files=files or (PDF,), **values)


def test_a_topic_takes_files_of_its_unit_and_of_the_office(cast: Cast) -> None:
    record = f"meetings.topic:{accepted_topic(cast).pk}"
    put(cast, cast.liaison("市住建局"), record)
    put(cast, cast.staff, record, PNG)
    assert [one.title for one in list_attachments(cast.staff, record)] == ["方案.pdf", "现场.png"]
    with pytest.raises(NotPermitted):
        put(cast, cast.member("市总工会"), record)


def test_an_opinion_takes_files_of_its_unit_alone(cast: Cast) -> None:
    topic = accepted_topic(cast)
    (asked,) = ask_opinions(
        cast.staff, AT, topic_id=topic.pk, unit_ids=(cast.unit("市发改委").pk,), due_on=date(2026, 3, 9)
    )
    give_opinion(cast.liaison("市发改委"), AT, opinion_id=asked.pk, stance="agree", text="", seen=1)
    record = f"meetings.opinion:{asked.pk}"
    put(cast, cast.liaison("市发改委"), record)
    with pytest.raises(NotPermitted):
        put(cast, cast.staff, record)


def test_the_papers_of_a_meeting_are_the_offices_and_read_by_all(cast: Cast) -> None:
    record = f"meetings.meeting:{called_meeting(cast).pk}"
    with pytest.raises(NotPermitted):
        put(cast, cast.member("市住建局"), record)
    put(cast, cast.staff, record)
    assert len(list_attachments(cast.member("市总工会"), record)) == 1


def test_a_matter_takes_files_of_its_lead_which_a_stranger_does_not_read(cast: Cast) -> None:
    row = entered(cast)
    record = f"ledger.obligation:{row.pk}"
    lead = cast.member(row.lead_unit.name)
    put(cast, lead, record, level="own")
    assert len(list_attachments(cast.staff, record)) == 1
    others = [cast.member(name) for name in ("市总工会", "市发改委") if name != row.lead_unit.name]
    assert [list_attachments(one, record) for one in others] == [[], []]


def test_too_many_files_and_odd_ones_are_refused_whole(cast: Cast) -> None:
    record = f"meetings.topic:{accepted_topic(cast).pk}"
    with pytest.raises(BadInput, match="一次最多"):
        put(cast, cast.staff, record, *[PDF] * 21)
    with pytest.raises(BadInput, match="不接收"):
        put(cast, cast.staff, record, PDF, Upload("a.exe", b"MZ"))
    assert not Attachment.objects.exists()


def test_a_pdf_and_a_picture_are_looked_at_and_everything_else_is_saved(cast: Cast, client: Client) -> None:
    record = f"meetings.topic:{accepted_topic(cast).pk}"
    page = Upload("说明.png", b"<html><script>alert(1)</script>", "image/png")
    pdf, picture, false = put(cast, cast.staff, record, PDF, PNG, page)
    seated(client, cast.staff)
    shown = [client.get(f"/attachments/{one.pk}/view") for one in (pdf, picture, false)]
    assert [one["Content-Disposition"].partition(";")[0] for one in shown] == [
        "inline",
        "inline",
        "attachment",
    ]
    assert shown[1]["Content-Type"] == "image/png"
    assert all(one["X-Content-Type-Options"] == "nosniff" for one in shown)


def ofd(name: str, words: str) -> Upload:
    code = f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(words) - 1} 5">{words}</ofd:TextCode>'
    return Upload(name, packed(plain(text(code))), "application/ofd")


def test_the_words_of_an_ofd_are_shown_to_who_reads_it(cast: Cast, client: Client) -> None:
    record = f"meetings.topic:{accepted_topic(cast).pk}"
    one, scan, pdf = put(
        cast, cast.staff, record, ofd("来函.ofd", "请于月底前反馈"), Upload("扫描.OFD", scanned()), PDF
    )
    seated(client, cast.staff)
    page = client.get(f"/topics/{record.partition(':')[2]}")
    assert [f"/attachments/{row.pk}/words" in page.content.decode() for row in (one, scan, pdf)] == [1, 1, 0]
    shown = client.get(f"/attachments/{one.pk}/words")
    assert "请于月底前反馈" in words(shown)
    assert "共1页" in words(shown)
    assert "可能是图片" in words(client.get(f"/attachments/{scan.pk}/words"))
    assert client.get(f"/attachments/{pdf.pk}/words").status_code == 404
    assert client.get(f"/attachments/{one.pk}/view")["Content-Disposition"].startswith("attachment")
    (own,) = put(cast, cast.liaison("市住建局"), record, ofd("自用.ofd", "只给本单位"), level="own")
    seated(client, cast.member("市总工会"))
    assert client.get(f"/attachments/{own.pk}/words").status_code == 404


def test_an_ofd_changed_on_disk_shows_no_words(cast: Cast, client: Client) -> None:
    record = f"meetings.topic:{accepted_topic(cast).pk}"
    (one,) = put(cast, cast.staff, record, ofd("来函.ofd", "请于月底前反馈"))
    path = path_of(one.file.sha256)
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    answer = seated(client, cast.staff).get(f"/attachments/{one.pk}/words")
    path.write_bytes(content)
    assert (answer.status_code, "校验值不一致" in answer.content.decode()) == (500, True)


def test_as_many_ofd_as_one_act_takes_are_read(cast: Cast) -> None:
    record = f"meetings.topic:{accepted_topic(cast).pk}"
    files = [ofd(f"第{place}件.ofd", f"第{place}件") for place in range(20)]
    assert len(put(cast, cast.staff, record, *files)) == 20


@pytest.mark.parametrize(
    "name", ["a bomb", "entities in UTF-16", "a path upward", "no page", "ten thousand pages"]
)
def test_a_hostile_ofd_is_not_kept_at_any_door(cast: Cast, name: str) -> None:
    record = f"meetings.topic:{accepted_topic(cast).pk}"
    make, said = HOSTILE[name]
    with pytest.raises(BadInput, match=said) as refused:
        put(cast, cast.staff, record, PDF, Upload("来函.ofd", make()))
    assert refused.value.message.startswith("“来函.ofd”没有接收：这个 OFD")
    assert refused.value.next_step.startswith("请")
    assert not Attachment.objects.exists()


def test_a_file_that_a_seat_does_not_read_looks_missing(cast: Cast, client: Client) -> None:
    record = f"meetings.topic:{accepted_topic(cast).pk}"
    (one,) = put(cast, cast.liaison("市住建局"), record, level="own")
    seated(client, cast.member("市总工会"))
    assert client.get(f"/attachments/{one.pk}").status_code == 404
    assert client.get(f"/attachments/{one.pk}/view").status_code == 404


def test_the_pages_show_the_files_and_the_way_to_add_more(cast: Cast, client: Client) -> None:
    topic, meeting, row = accepted_topic(cast), called_meeting(cast), entered(cast)
    urls = {
        f"/topics/{topic.pk}": f"meetings.topic:{topic.pk}",
        f"/meetings/{meeting.pk}": f"meetings.meeting:{meeting.pk}",
        f"/ledger/{row.pk}": f"ledger.obligation:{row.pk}",
    }
    for url, record in urls.items():
        put(cast, cast.staff, record)
        shown = seated(client, cast.staff).get(url)
        assert "方案.pdf" in words(shown)
        assert "/do/papers.attachment.add" in posts(shown)
