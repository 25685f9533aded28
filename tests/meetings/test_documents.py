"""Minutes say who chaired and who came late; an extract says what was corrected since."""

import io
from datetime import timedelta

from docx import Document as DocxDocument

from cast import Cast
from ledger.steps import entered
from lianxi.meetings.actions import (
    add_agenda_item,
    call_meeting,
    correct_minutes,
    issue_minutes,
    plan_meeting,
)
from lianxi.meetings.documents import agenda_line, attendance_lists, extract_document
from lianxi.meetings.extracts import find_extract
from lianxi.meetings.models import Attendance
from lianxi.meetings.queries import binds, issued_paragraphs
from lianxi.meetings.rules.machines import ROLES
from lianxi.papers.files import read_file
from lianxi.papers.layout import Paragraph
from meetings.stages import LATER, agreed_minutes, drafted_minutes, open_meeting_with_attendance


def test_the_first_paragraph_says_who_chaired(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    first = minutes.revisions.get(number=minutes.revision).paragraphs[0]
    assert first["text"] == agenda_line(minutes.meeting)
    assert first["text"].endswith("召开2026年第一次全体会议，会议由召集人主持。")


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
        "市总工会 市总工会代表 副职（代为出席，第2项起到会）",
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
