"""Whom minutes go to beside the members: agreed to with the text, printed in the 版记, followed by name."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from cast import Cast
from lianxi.bodies.actions import admit_unit
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, Conflict, NotPermitted, WrongState
from lianxi.journal.acting import Act
from lianxi.journal.models import Entry
from lianxi.meetings.actions import (
    add_paragraph,
    address_minutes,
    adopt_objection,
    circulate_minutes,
    close_meeting,
    correct_minutes,
    draft_minutes,
    give_consent,
    issue_minutes,
    open_meeting,
    raise_objection,
    recall_minutes,
    record_attendance,
    record_outcome,
    remove_paragraph,
    reply_to_objection,
    revise_paragraph,
    upload_minutes,
)
from lianxi.meetings.actions.issue import CannotIssueMinutes
from lianxi.meetings.facts import consent_facts, present_revision
from lianxi.meetings.models import Minutes
from lianxi.meetings.queries.documents import minutes_document, minutes_parts
from lianxi.meetings.rules.consent import consent_table
from lianxi.meetings.rules.sending import KEY, mark_of, sent_to
from lianxi.papers.actions import note_receipt
from lianxi.papers.files import Upload
from lianxi.papers.layout import from_dict, render_docx
from lianxi.papers.models import Paper
from lianxi.papers.pdf import render_pdf
from lianxi.papers.pdfchild import look_into
from lianxi.register.actions import propose_area_list
from meetings.stages import (
    LATER,
    PRESENT,
    agreed_minutes,
    called_meeting,
    circulated_minutes,
    drafted_minutes,
)
from web.signing_in import posts, seated, words

UNITS = ("市卫健委", "市人社局", "市住建局", "市总工会", "市发改委")
ALL = {"outside": "泉州海关\n", "outside_copies": "市中级人民法院", "outside_up": "省卫生健康委"}


def address(cast: Cast, minutes: Minutes, actor: Actor | None = None, **given: Any) -> Minutes:
    given.setdefault("seen", mark_of(present_revision(minutes).paragraphs))
    done = address_minutes(actor or cast.staff, LATER, minutes_id=minutes.pk, **given)
    minutes.refresh_from_db()
    return done


def consented(cast: Cast, minutes: Minutes, units: tuple[str, ...] = PRESENT) -> Minutes:
    minutes.refresh_from_db()
    for unit in units:
        give_consent(cast.member(unit), LATER, minutes_id=minutes.pk, revision=minutes.revision)
    minutes.refresh_from_db()
    return minutes


def named(minutes: Minutes) -> list[tuple[str, str]]:
    minutes.refresh_from_db()
    return sent_to(present_revision(minutes).paragraphs)


def recipients(paper: Paper) -> list[tuple[str, str, bool]]:
    rows = paper.recipients.order_by("pk")
    return [(row.name, row.mode, row.unit_id is not None) for row in rows]


def is_complete(minutes: Minutes) -> bool:
    minutes.refresh_from_db()
    return consent_table(consent_facts(minutes, LATER.date())).complete()


def test_what_was_named_is_agreed_to_printed_and_followed_by_name(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    address(cast, minutes, to_guests=True, **ALL)
    circulate_minutes(cast.staff, LATER, minutes_id=minutes.pk)
    paper = issue_minutes(cast.convener, LATER, minutes_id=consented(cast, minutes).pk)
    assert recipients(paper) == [
        *((unit, "main", True) for unit in UNITS),
        ("泉州海关", "main", False),
        ("市疾控中心", "main", False),
        ("市人民政府", "up", False),
        ("省卫生健康委", "up", False),
        ("市中级人民法院", "copy", False),
    ]
    document = from_dict(paper.document)
    assert document.recipients == (*UNITS, "泉州海关", "市疾控中心")
    assert (document.copies_up, document.copies) == (("市人民政府", "省卫生健康委"), ("市中级人民法院",))
    # The 版记 alone names them: the row that was agreed to is no text of the paper.
    assert "印发范围" not in str(paper.document["body"])
    looked = look_into(render_pdf(document))
    assert looked is not None
    text = "".join("".join(looked.pages).split())
    assert "抄报：市人民政府、省卫生健康委。分送：" in text
    assert "泉州海关、市疾控中心。抄送：市中级人民法院。" in text
    outside = paper.recipients.get(name="泉州海关")
    note_receipt(cast.staff, LATER, recipient_id=outside.pk, received_by="王某")
    outside.refresh_from_db()
    assert outside.received_by == "王某"
    told = correct_minutes(cast.convener, LATER, minutes_id=minutes.pk, wrong="专项检查", right="专项抽查")
    assert recipients(told) == recipients(paper)
    printed = from_dict(told.document)
    assert (printed.recipients, printed.copies) == (document.recipients, document.copies)


def test_without_a_word_minutes_go_to_the_members_and_up(cast: Cast) -> None:
    paper = issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)
    assert recipients(paper) == [*((unit, "main", True) for unit in UNITS), ("市人民政府", "up", False)]
    assert from_dict(paper.document).copies == ()


def test_naming_after_consent_asks_for_that_row_alone(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    before = {p["key"]: p["hash"] for p in present_revision(minutes).paragraphs}
    address(cast, minutes, **ALL)
    table = consent_table(consent_facts(minutes, LATER.date()))
    assert {key for key, unit in table.cells if not table.counts(key, unit)} == {KEY}
    assert {unit for key, unit in table.cells if key == KEY} == {cast.unit(name).pk for name in PRESENT}
    assert {p["key"]: p["hash"] for p in present_revision(minutes).paragraphs if p["key"] != KEY} == before
    with pytest.raises(CannotIssueMinutes):
        issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    consented(cast, minutes, PRESENT[:2])
    with pytest.raises(CannotIssueMinutes, match="市总工会"):
        issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    consented(cast, minutes, PRESENT[2:])
    assert issue_minutes(cast.convener, LATER, minutes_id=minutes.pk).recipients.count() == 9


def test_an_old_consent_does_not_cover_who_was_named_after_a_recall(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    address(cast, minutes, outside="泉州海关")
    circulate_minutes(cast.staff, LATER, minutes_id=minutes.pk)
    consented(cast, minutes)
    recall_minutes(cast.staff, LATER, minutes_id=minutes.pk, reason="补充印发范围")
    address(cast, minutes, outside="泉州海关\n泉州海事局")
    circulate_minutes(cast.staff, LATER, minutes_id=minutes.pk)
    assert not is_complete(minutes)
    assert is_complete(consented(cast, minutes))


def test_what_was_agreed_to_and_is_taken_back_needs_agreement_too(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    address(cast, minutes, outside="泉州海关")
    consented(cast, minutes)
    address(cast, minutes)
    assert named(minutes) == []
    assert not is_complete(minutes)
    paper = issue_minutes(cast.convener, LATER, minutes_id=consented(cast, minutes).pk)
    assert "泉州海关" not in [name for name, _mode, _seat in recipients(paper)]
    assert "泉州海关" not in str(paper.document)


def test_before_anybody_spoke_it_is_taken_back_without_a_trace(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    address(cast, minutes, outside="泉州海关")
    address(cast, minutes)
    assert KEY not in [p["key"] for p in present_revision(minutes).paragraphs]


def test_the_governments_of_the_areas_are_those_of_the_list(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    with pytest.raises(BadInput, match="还没有地区清单"):
        address(cast, minutes, to_areas=True)
    propose_area_list(cast.staff, LATER, addressees="各县(市、区)人民政府,泉州开发区、泉州台商投资区管委会:")
    address(cast, minutes, to_areas=True, outside="泉州海关\n晋江市人民政府")
    names = [name for name, _mode in named(minutes)]
    assert names[:3] == ["泉州海关", "晋江市人民政府", "鲤城区人民政府"]
    assert names.count("晋江市人民政府") == 1
    assert "泉州台商投资区管委会" in names
    # More names than the foot of a page holds: printed as an annex, by the rule of every paper.
    rows = list(present_revision(minutes).paragraphs)
    looked = look_into(render_pdf(minutes_document(minutes_parts(minutes, rows, LATER.date()), LATER.date())))
    assert looked is not None
    text = "".join("".join(looked.pages).split())
    assert all(name in text for name in names)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"outside": "市住建局"}, "“市住建局”是成员单位"),
        ({"outside_copies": "市住建局"}, "“市住建局”是成员单位"),
        ({"outside_up": "市人民政府"}, "“市人民政府”是抄报机关"),
        ({"outside": "泉州海关", "outside_copies": "泉州海关"}, "“泉州海关”是写了两次的机关"),
        ({"outside": "某" * 81}, "机关名称"),
        ({"outside": "\n".join(f"机关{n}" for n in range(101))}, "最多 100 个"),
    ],
)
def test_odd_names_are_refused_with_a_sentence_and_nothing_is_stored(
    cast: Cast, given: dict[str, Any], said: str
) -> None:
    minutes = drafted_minutes(cast)
    before = (minutes.revision, Entry.objects.count())
    with pytest.raises(BadInput, match=said):
        address(cast, minutes, **given)
    minutes.refresh_from_db()
    assert (minutes.revision, Entry.objects.count()) == before


def test_guests_are_named_only_where_somebody_sat_in(cast: Cast) -> None:
    meeting = open_meeting(cast.staff, LATER, meeting_id=called_meeting(cast, 1).pk)
    unit = cast.unit("市住建局").pk
    record_attendance(cast.staff, LATER, meeting_id=meeting.pk, unit_id=unit, role="member", person_name="甲")
    for item in meeting.items.all():
        record_outcome(cast.staff, LATER, item_id=item.pk, text="听取了汇报。", result="noted", seen=0)
    close_meeting(cast.staff, LATER, meeting_id=meeting.pk, absent=True)
    minutes = draft_minutes(cast.staff, LATER, meeting_id=meeting.pk)
    with pytest.raises(BadInput, match="没有登记列席单位"):
        address(cast, minutes, to_guests=True)
    assert seated(Client(), cast.staff).get(f"/minutes/{minutes.pk}").context["address"]["guests"] == []


@pytest.mark.parametrize("who", ["member", "liaison"])
def test_a_unit_does_not_say_whom_minutes_go_to(cast: Cast, who: str) -> None:
    minutes = circulated_minutes(cast)
    with pytest.raises(NotPermitted):
        address(cast, minutes, getattr(cast, who)("市住建局"), outside="泉州海关")


def test_issued_minutes_go_to_nobody_else(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    with pytest.raises((BadInput, WrongState)):
        address(cast, minutes, outside="泉州海关")


def test_who_saw_another_list_does_not_overwrite_this_one(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    address(cast, minutes, outside="泉州海关")
    with pytest.raises(Conflict, match="被别人改过"):
        address(cast, minutes, outside="泉州海事局", seen="")
    assert named(minutes) == [("泉州海关", "main")]
    before = minutes.revision
    address(cast, minutes, outside="泉州海关")
    assert minutes.revision == before


def test_a_lower_government_gets_no_text_that_orders(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    rows = present_revision(minutes).paragraphs
    given = {"minutes_id": minutes.pk, "key": rows[1]["key"], "seen": rows[1]["hash"]}
    revise_paragraph(cast.staff, LATER, text="各地必须限期完成。", **given)
    minutes.refresh_from_db()
    with pytest.raises(BadInput, match="必须"):
        address(cast, minutes, outside="晋江市人民政府")
    given["seen"] = present_revision(minutes).paragraphs[1]["hash"]
    revise_paragraph(cast.staff, LATER, text="会议议定开展专项检查。", **given)
    minutes.refresh_from_db()
    address(cast, minutes, outside="晋江市人民政府")
    given["seen"] = present_revision(minutes).paragraphs[1]["hash"]
    with pytest.raises(BadInput, match="晋江市人民政府"):
        revise_paragraph(cast.staff, LATER, text="各地必须限期完成。", **given)
    assert named(minutes) == [("晋江市人民政府", "main")]


def test_the_row_is_changed_by_its_own_act_alone(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    address(cast, minutes, outside="泉州海关")
    circulate_minutes(cast.staff, LATER, minutes_id=minutes.pk)
    minutes.refresh_from_db()
    seen = mark_of(present_revision(minutes).paragraphs)
    own = {"minutes_id": minutes.pk, "key": KEY}
    with pytest.raises(BadInput, match="印发范围"):
        revise_paragraph(cast.staff, LATER, text="另发别处。", seen=seen, **own)
    with pytest.raises(BadInput, match="印发范围"):
        remove_paragraph(cast.staff, LATER, reason="不发了", **own)
    with pytest.raises(BadInput, match="印发范围"):
        add_paragraph(cast.staff, LATER, minutes_id=minutes.pk, after=KEY, text="再加一段。")
    unit = cast.member("市住建局")
    objection = raise_objection(unit, LATER, minutes_id=minutes.pk, paragraph=KEY, text="不宜发海关。")
    with pytest.raises(BadInput, match="印发范围"):
        adopt_objection(
            cast.staff, LATER, objection_id=objection.pk, text="不另发。", seen=seen, reply="已采纳。"
        )
    address(cast, minutes, outside_copies="泉州海关")
    reply_to_objection(cast.staff, LATER, objection_id=objection.pk, reply="改为抄送。")
    assert is_complete(consented(cast, minutes))


def test_a_file_of_record_prints_them_and_is_set_aside_when_they_change(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    address(cast, minutes, **ALL)
    rows = list(present_revision(minutes).paragraphs)
    day = LATER.date()
    file = Upload("纪要.docx", render_docx(minutes_document(minutes_parts(minutes, rows, day), day)))
    upload_minutes(cast.staff, LATER, minutes_id=minutes.pk, file=file, seen=minutes.revision)
    minutes.refresh_from_db()
    assert minutes.upload_revision == minutes.revision
    assert named(minutes) == [("泉州海关", "main"), ("市中级人民法院", "copy"), ("省卫生健康委", "up")]
    address(cast, minutes, outside="泉州海关")
    assert minutes.upload_revision != minutes.revision
    other = Upload("纪要.docx", file.content)
    with pytest.raises(BadInput, match="正文以外"):
        upload_minutes(cast.staff, LATER, minutes_id=minutes.pk, file=other, seen=minutes.revision)


def test_one_named_that_has_joined_by_the_issue_gets_the_minutes_once_by_its_seat(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    address(cast, minutes, outside="泉州海关")
    circulate_minutes(cast.staff, LATER, minutes_id=minutes.pk)
    consented(cast, minutes)
    with transaction.atomic():
        act = Act(actor=cast.convener, at=LATER, action="meetings.minutes.issue", chain=cast.conference.pk)
        admit_unit.within(act, name="泉州海关", starts_on=LATER.date(), decision="另一份纪要")
        act.append()
    paper = issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    assert [row for row in recipients(paper) if row[0] == "泉州海关"] == [("泉州海关", "main", True)]


def test_the_page_shows_the_row_to_all_and_the_form_to_the_office(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    office = seated(Client(), cast.staff)
    page = office.get(f"/minutes/{minutes.pk}")
    assert "/do/meetings.minutes.address" in posts(page)
    assert "加上列席单位" in words(page)
    sent = {
        "minutes_id": str(minutes.pk),
        "seen": "",
        "outside": "泉州海关",
        "to_guests": "on",
        "next": f"/minutes/{minutes.pk}",
    }
    assert office.post("/do/meetings.minutes.address", sent).status_code == 302
    circulate_minutes(cast.staff, LATER, minutes_id=minutes.pk)
    told = words(office.get(f"/minutes/{minutes.pk}"))
    assert "印发范围：除各成员单位外，分送泉州海关、市疾控中心。" in told
    assert "另发2个单位" in told
    unit = seated(Client(), cast.member("市住建局")).get(f"/minutes/{minutes.pk}")
    assert "印发范围：除各成员单位外，分送泉州海关、市疾控中心。" in words(unit)
    assert "/do/meetings.minutes.address" not in posts(unit)
    pdf = look_into(office.get(f"/minutes/{minutes.pk}/preview.pdf").content)
    assert pdf is not None
    assert "泉州海关、市疾控中心。" in "".join("".join(pdf.pages).split())
