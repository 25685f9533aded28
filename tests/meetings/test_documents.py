"""Minutes say who chaired and who came late; an extract says what was corrected since."""

import io
from datetime import timedelta

import pytest
from docx import Document as DocxDocument

from cast import AT, Cast
from ledger.steps import entered
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.meetings.actions import (
    add_agenda_item,
    agree_to_meeting,
    call_meeting,
    correct_minutes,
    issue_minutes,
    open_meeting,
    plan_meeting,
    record_course,
)
from lianxi.meetings.models import Attendance
from lianxi.meetings.queries import binds, issued_paragraphs
from lianxi.meetings.queries.documents import agenda_line, attendance_lists, extract_document, terms_line
from lianxi.meetings.queries.extracts import find_extract
from lianxi.meetings.rules.machines import ROLES
from lianxi.papers.files import Upload, read_file
from lianxi.papers.incoming import docx_lines, open_docx
from lianxi.papers.layout import Paragraph
from meetings.stages import (
    LATER,
    agreed_minutes,
    called_meeting,
    drafted_minutes,
    open_meeting_with_attendance,
)


def test_the_first_paragraph_says_who_chaired(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    first = minutes.revisions.get(number=minutes.revision).paragraphs[0]
    assert first["text"] == agenda_line(minutes.meeting)
    assert first["text"] == (
        "2026年3月9日 07:00至08:30，在市卫健委三楼会议室召开2026年第一次全体会议，会议由副市长王明主持。"
    )


def test_nothing_is_said_that_nobody_entered(cast: Cast) -> None:
    meeting = called_meeting(cast)
    assert agenda_line(meeting) == "在市卫健委三楼会议室召开2026年第一次全体会议。"
    open_meeting(cast.staff, LATER, meeting_id=meeting.pk)
    meeting.refresh_from_db()
    assert agenda_line(meeting) == "在市卫健委三楼会议室召开2026年第一次全体会议。"


@pytest.mark.parametrize(("began", "ended"), [(1, 2), (-3, -4), (-30, -1), (-1, 1)])
def test_impossible_hours_are_refused(cast: Cast, began: int, ended: int) -> None:
    meeting = open_meeting(cast.staff, LATER, meeting_id=called_meeting(cast).pk)
    hours = {"began_at": LATER + timedelta(hours=began), "ended_at": LATER + timedelta(hours=ended)}
    with pytest.raises(BadInput, match="时间"):
        record_course(cast.staff, LATER, meeting_id=meeting.pk, chair="王明", **hours)


def test_the_conveners_consent_is_printed_only_where_it_is_on_record(cast: Cast) -> None:
    plain = called_meeting(cast).notice
    assert plain is not None
    assert plain.document["body"][0]["text"].startswith("定于")
    meeting = plan_meeting(cast.staff, AT, kind="special", title="专题会议", starts_at=LATER, place="会议室")
    add_agenda_item(cast.staff, AT, meeting_id=meeting.pk, title="专题")
    with pytest.raises(NotPermitted):
        agree_to_meeting(cast.staff, AT, meeting_id=meeting.pk)
    agree_to_meeting(cast.convener, AT, meeting_id=meeting.pk)
    with pytest.raises(BadInput, match="已经同意召开"):
        agree_to_meeting(cast.convener, AT, meeting_id=meeting.pk)
    notice = call_meeting(cast.staff, AT, meeting_id=meeting.pk).notice
    assert notice is not None
    assert notice.document["body"][0]["text"].startswith("经召集人同意，定于")


def test_minutes_print_behind_each_decision_what_units_agreed_to(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    paper = issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    said = [block["text"] for block in paper.document["body"]]
    place = next(n for n, text in enumerate(said) if text.startswith("由市住建局牵头"))
    assert said[place + 1] == (
        "（牵头单位：市住建局；配合单位：市卫健委；完成期限：2026年6月30日；佐证：检查结果表）"
    )
    lines = docx_lines(open_docx(Upload("a.docx", read_file(paper.file))))
    assert said[place + 1] in lines


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"cycle": "quarterly", "due_on": "2026-03-31"},
            "（牵头单位：甲；每季度办理，首次期限：2026年3月31日）",
        ),
        (
            {"kind": "unit_join", "unit_name": "市民政局", "effective_on": "2026-04-01"},
            "（增加成员单位：市民政局；自2026年4月1日起）",
        ),
        ({}, "（牵头单位：甲；完成期限：未定）"),
    ],
)
def test_terms_are_printed_as_they_stand(changed: dict[str, str], said: str) -> None:
    terms = {"kind": "task", "lead": "甲", "co_units": [], "due_on": None, "cycle": "once", "evidence": ""}
    assert terms_line(terms | changed) == said


def test_late_and_early_attendance_is_marked(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast, late="市住建局")
    rows = list(Attendance.objects.filter(meeting=meeting).order_by("pk"))
    rows[0].until_item = 1
    rows[2].from_item = 2
    present = attendance_lists(rows, ROLES)[0]
    assert present.label == "出席"
    assert present.entries == (
        "市卫健委 市卫健委代表 副职（至第1项）",
        "市住建局 市住建局代表 副职（第2项起到会）",
        "市总工会 市总工会代表 副职（代李主席出席，第2项起到会）",
    )


def test_an_extract_names_the_corrigenda_issued_since(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    paper = issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    bound = binds(issued_paragraphs(minutes), "市住建局")
    before = extract_document(minutes.meeting, paper, "市住建局", bound)
    assert not any("更正" in block.text for block in before.body if isinstance(block, Paragraph))
    fix = correct_minutes(
        cast.convener, LATER, minutes_id=minutes.pk, wrong="2026年6月30日", right="2026年7月31日"
    )
    after = extract_document(minutes.meeting, paper, "市住建局", bound)
    note = after.body[1]
    assert isinstance(note, Paragraph)
    assert note.text == f"本纪要已由{fix.number}更正：“2026年6月30日”，更正为“2026年7月31日”。"
    assert after.body[2:] == before.body[1:]
    assert find_extract(paper, "市住建局") == after


def test_every_agenda_carries_the_table_of_open_decisions(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    entered(cast, moment=LATER, title="交办事项不在表内")
    moment = LATER + timedelta(days=120)
    meeting = plan_meeting(
        cast.staff,
        moment,
        kind="regular",
        title="第二次会议",
        starts_at=moment + timedelta(days=9),
        place="会议室",
    )
    add_agenda_item(cast.staff, moment, meeting_id=meeting.pk, title="通报办理情况")
    notice = call_meeting(cast.staff, moment, meeting_id=meeting.pk).notice
    assert notice is not None
    document = DocxDocument(io.BytesIO(read_file(notice.file)))
    (table,) = [one for one in document.tables if one.rows[0].cells[0].text == "编号"]
    cells = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert cells == [["2026-001", cells[0][1], "市住建局", "2026年6月30日", "待签收（逾期）"]]
    assert "未办结议定事项一览表" in "".join(row.text for row in document.paragraphs)
