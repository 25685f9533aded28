"""Many at once: the attendance sheet, the agenda as one form, decisions read from their words."""

from datetime import date

import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.core.sheets import read_sheet
from lianxi.journal.models import Entry
from lianxi.meetings.actions import (
    arrange_agenda,
    close_meeting,
    fill_agenda,
    open_meeting,
    plan_meeting,
    record_attendance_sheet,
    record_outcome,
)
from lianxi.meetings.models import Attendance, Decision, Meeting
from lianxi.meetings.rules.proposing import Terms, read_terms
from lianxi.papers.models import Paper
from meetings.stages import LATER, accepted_topic, called_meeting

UNITS = {1: "市卫健委", 2: "市人社局", 3: "市住房和城乡建设局", 4: "市总工会"}
DAY = date(2026, 11, 30)


def _opened(cast: Cast) -> Meeting:
    return open_meeting(cast.staff, LATER, meeting_id=called_meeting(cast).pk)


def _row(cast: Cast, unit: str, **cells: str) -> list[str]:
    return [f"{cast.unit(unit).pk}/{column}={value}" for column, value in cells.items()]


def test_one_sheet_records_every_unit_in_one_entry(cast: Cast) -> None:
    meeting, before = _opened(cast), Entry.objects.count()
    rows = _row(cast, "市卫健委", role="member", person_name="甲") + _row(
        cast, "市住建局", role="substitute", person_name="乙", stands_for="丙", from_item="2"
    )
    rows += _row(cast, "市人社局", role="leave") + _row(cast, "市总工会", role="", person_name="丁")
    record_attendance_sheet(cast.staff, LATER, meeting_id=meeting.pk, rows=rows)
    found = {row.organ: (row.role, row.person_name) for row in Attendance.objects.all()}
    assert found == {
        "市卫健委": ("member", "甲"),
        "市住建局": ("substitute", "乙"),
        "市人社局": ("leave", ""),
    }
    assert Entry.objects.count() == before + 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"role": "member"}, "市卫健委：请填写到会人员姓名"),
        ({"role": "guest", "person_name": "甲"}, "市卫健委"),
        ({"role": "member", "person_name": "甲", "stands_for": "丙"}, "市卫健委：写了代谁出席"),
        ({"role": "member", "person_name": "甲", "from_item": "9"}, "市卫健委：到会的议程起止序号不对"),
        ({"role": "member", "person_name": "甲", "from_item": "二"}, "市卫健委：在场议程请填写序号"),
        ({"role": ""}, "还没有登记任何单位"),
    ],
)
def test_a_sheet_with_a_fault_names_the_unit_and_stores_nothing(
    cast: Cast, cells: dict[str, str], said: str
) -> None:
    meeting = _opened(cast)
    good = _row(cast, "市住建局", role="member", person_name="乙") if cells["role"] else []
    with pytest.raises(BadInput, match=said):
        record_attendance_sheet(
            cast.staff, LATER, meeting_id=meeting.pk, rows=good + _row(cast, "市卫健委", **cells)
        )
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("cell", ["role=member", "/role=x", "1/odd=x", "1/role", "", "=", "1/=x"])
def test_a_cell_that_names_no_row_or_column_is_refused(cell: str) -> None:
    with pytest.raises(BadInput, match="哪一行、哪一栏"):
        read_sheet([cell], ("role",))


def test_closing_names_who_is_not_recorded_and_takes_them_for_absent_when_told(cast: Cast) -> None:
    meeting = _opened(cast)
    for item in meeting.items.all():
        record_outcome(cast.staff, LATER, item_id=item.pk, text="听取。", result="noted", seen=0)
    rows = _row(cast, "市卫健委", role="member", person_name="甲")
    record_attendance_sheet(cast.staff, LATER, meeting_id=meeting.pk, rows=rows)
    with pytest.raises(BadInput, match="4 个单位没有登记到会情况：市人社局、市住建局、市总工会、市发改委"):
        close_meeting(cast.staff, LATER, meeting_id=meeting.pk)
    close_meeting(cast.staff, LATER, meeting_id=meeting.pk, absent=True)
    assert Attendance.objects.filter(role="absent").count() == 4


def test_a_meeting_is_planned_with_its_whole_agenda(cast: Cast) -> None:
    topics = [accepted_topic(cast, f"议题{n}").pk for n in (1, 2)]
    meeting = plan_meeting(
        cast.staff,
        AT,
        kind="regular",
        title="全体会议",
        starts_at=LATER,
        place="三楼",
        topic_ids=tuple(topics),
        titles="通报上次议定事项\n\n其他事项\n",
    )
    assert [item.title for item in meeting.items.all()] == ["议题1", "议题2", "通报上次议定事项", "其他事项"]
    with pytest.raises(BadInput, match="还没有选择议题"):
        fill_agenda(cast.staff, AT, meeting_id=meeting.pk)


def test_order_reporters_and_times_are_set_together_and_printed(cast: Cast) -> None:
    meeting = called_meeting(cast)
    first, second = meeting.items.all()
    rows = [f"{first.pk}/place=2", f"{second.pk}/place=1", f"{second.pk}/reporter=市住建局"]
    rows += [f"{second.pk}/lasts=20", f"{first.pk}/lasts="]
    arrange_agenda(cast.staff, AT, meeting_id=meeting.pk, rows=rows)
    assert [item.title for item in meeting.items.all()] == ["议题2", "议题1"]
    second.refresh_from_db()
    assert (second.ordinal, second.reporter, second.lasts) == (1, "市住建局", 20)
    with pytest.raises(BadInput, match="时长"):
        arrange_agenda(cast.staff, AT, meeting_id=meeting.pk, rows=[f"{first.pk}/lasts=0"])
    with pytest.raises(BadInput, match="不在这次会议"):
        arrange_agenda(cast.staff, AT, meeting_id=meeting.pk, rows=["99999/place=1"])


def test_the_notice_prints_reporters_and_times(cast: Cast) -> None:
    from lianxi.meetings.actions import call_meeting

    meeting = plan_meeting(
        cast.staff, AT, kind="regular", title="会", starts_at=LATER, place="三楼", titles="通报"
    )
    item = meeting.items.get()
    arrange_agenda(
        cast.staff, AT, meeting_id=meeting.pk, rows=[f"{item.pk}/reporter=市卫健委", f"{item.pk}/lasts=10"]
    )
    call_meeting(cast.staff, AT, meeting_id=meeting.pk)
    assert "通报（汇报：市卫健委，约10分钟）" in str(Paper.objects.get(kind="notice").document)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (
            "由市住建局牵头，市卫健委、市总工会配合，于2027年4月30日前完成检查。",
            Terms(3, (1, 4), date(2027, 4, 30), "once"),
        ),
        ("市人社局牵头，每季度通报。", Terms(2, (), None, "quarterly")),
        ("由市卫健委牵头，6月底前完成。", Terms(1, (), date(2027, 6, 30), "once")),
        ("由市卫健委牵头，12月底前完成。", Terms(1, (), date(2026, 12, 31), "once")),
        ("由市卫健委牵头，2026年6月底前完成。", Terms(1, (), date(2026, 6, 30), "once")),
        ("市卫健委、市人社局牵头，年底前完成。", Terms(None, (), date(2026, 12, 31), "once")),
        ("由市卫健委牵头，3月底前报方案，9月底前完成。", Terms(1, (), None, "once")),
        ("各有关单位要高度重视。", Terms(None, (), None, "once")),
        ("由市场监管局牵头。", Terms(None, (), None, "once")),
    ],
)
def test_terms_are_read_from_the_words_and_left_open_where_unsure(text: str, terms: Terms) -> None:
    assert read_terms(text, UNITS, DAY) == terms


def test_lines_of_an_outcome_become_decisions_with_their_terms(cast: Cast) -> None:
    meeting = _opened(cast)
    item = meeting.items.get(ordinal=1)
    told = "由市住建局牵头，市卫健委配合，于2026年6月30日前完成检查。\n由市总工会牵头开展宣传。"
    record_outcome(cast.staff, LATER, item_id=item.pk, text="", result="settled", seen=0, decisions=told)
    item.refresh_from_db()
    one, two = Decision.objects.order_by("ordinal")
    assert item.outcome == "会议研究了议题1，议定如下："
    assert (one.lead_unit, one.due_on) == (cast.unit("市住建局"), date(2026, 6, 30))
    assert [row.unit.name for row in one.co_units.all()] == ["市卫健委"]
    assert (two.lead_unit, two.due_on) == (cast.unit("市总工会"), None)


@pytest.mark.parametrize(
    ("result", "told", "after"),
    [
        ("open", "由市住建局牵头开展检查。", "settled"),
        ("carried", "由市住建局牵头开展检查。", "carried"),
        ("open", " \n", "open"),
    ],
)
def test_what_has_a_decision_counts_as_settled_unless_said_otherwise(
    cast: Cast, result: str, told: str, after: str
) -> None:
    item = _opened(cast).items.get(ordinal=1)
    given = {"item_id": item.pk, "text": "听取汇报。", "result": result, "decisions": told}
    record_outcome(cast.staff, LATER, seen=0, **given)
    item.refresh_from_db()
    assert item.result == after
