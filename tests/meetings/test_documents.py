"""Minutes say who chaired and who came late; an extract says what was corrected since."""

from cast import Cast
from lianxi.meetings.actions import correct_minutes, issue_minutes
from lianxi.meetings.documents import agenda_line, attendance_lists, extract_document
from lianxi.meetings.extracts import extract_docx
from lianxi.meetings.models import Attendance
from lianxi.meetings.queries import binds, issued_paragraphs
from lianxi.meetings.rules.machines import ROLES
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
    assert extract_docx(paper, "市住建局") is not None
