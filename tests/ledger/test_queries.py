"""Reads of the ledger: pages, lights, what waits, one conference at a time, in few queries."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast, found_cast
from ledger.steps import FILE, acknowledged, at, closed, decided, deputy, entered, fresh, submitted
from lianxi.bodies.actions import set_rule
from lianxi.core.refusals import BadInput, NotFound
from lianxi.ledger.actions import (
    acknowledge_obligation,
    ask_extension,
    draft_circular,
    report_progress,
    return_obligation,
    supersede_obligation,
)
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries import (
    LedgerFilter,
    LightCounts,
    count_lights,
    cutoffs_on,
    get_obligation_page,
    list_obligations,
    list_obligations_of,
    list_overdue,
    list_waiting_for_office,
    list_waiting_for_unit,
    lists,
)
from lianxi.ledger.rules import read_light

TODAY = date(2026, 3, 18)
LIMIT = 15


def _numbers(cast: Cast, wanted: LedgerFilter, day: date = TODAY) -> list[str]:
    return [line.obligation.number for line in list_obligations(cast.conference, day, wanted).lines]


@pytest.fixture
def full(cast: Cast) -> Cast:
    """001 near, 002 overdue, 003 serious, 004 undated, 005 submitted late, 006 closed, 007 normal."""
    entered(cast, due_on=date(2026, 3, 20), co=("市人社局",), title="一、粉尘排查")
    entered(cast, due_on=date(2026, 3, 16))
    acknowledged(cast, entered(cast, due_on=date(2026, 3, 3), lead="市人社局"))
    entered(cast, due_on=None)
    submitted(cast, entered(cast, due_on=date(2026, 3, 4)))
    closed(cast, entered(cast, due_on=date(2026, 3, 5)))
    entered(cast, due_on=date(2026, 5, 20), source="meetings.decision:3")
    return cast


def test_a_page_lists_what_is_under_way_by_due_date(full: Cast) -> None:
    page = list_obligations(full.conference, TODAY)
    assert [line.obligation.number[-3:] for line in page.lines] == ["003", "005", "002", "001", "007", "004"]
    assert page.next_cursor == ""
    assert page.lines[3].co_units == ("市人社局",)
    assert page.lines[0].reading.label == "严重逾期"


def test_filters_show_what_they_say(full: Cast) -> None:
    builders = full.unit("市住建局").pk
    labour = full.unit("市人社局").pk
    assert _numbers(full, LedgerFilter(light="near")) == ["2026-001"]
    assert _numbers(full, LedgerFilter(light="overdue")) == ["2026-002"]
    assert _numbers(full, LedgerFilter(light="serious")) == ["2026-003"]
    assert _numbers(full, LedgerFilter(light="late")) == ["2026-003", "2026-002"]
    assert _numbers(full, LedgerFilter(light="normal")) == ["2026-005", "2026-007", "2026-004"]
    assert _numbers(full, LedgerFilter(state="closed")) == ["2026-006"]
    assert len(_numbers(full, LedgerFilter(state="all"))) == 7
    assert _numbers(full, LedgerFilter(unit_id=labour)) == ["2026-003", "2026-001"]
    assert _numbers(full, LedgerFilter(unit_id=builders, light="late")) == ["2026-002"]
    assert _numbers(full, LedgerFilter(text="粉尘")) == _numbers(full, LedgerFilter())
    assert _numbers(full, LedgerFilter(text="一、粉尘")) == ["2026-001"]
    assert _numbers(full, LedgerFilter(text="2026-006", state="all")) == ["2026-006"]
    assert list_obligations_of(full.conference, "meetings.decision:3")[0].number == "2026-007"
    assert [line.obligation.number for line in list_overdue(full.conference, TODAY)] == [
        "2026-003",
        "2026-002",
    ]


@pytest.mark.parametrize("wanted", [LedgerFilter(light="red"), LedgerFilter(state="lost")])
def test_a_filter_that_does_not_exist_is_refused(full: Cast, wanted: LedgerFilter) -> None:
    with pytest.raises(BadInput):
        list_obligations(full.conference, TODAY, wanted)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 10])
@pytest.mark.parametrize("by_unit", [False, True])
def test_pages_join_without_gap_or_repetition(
    full: Cast, size: int, by_unit: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", size % 2)
    wanted = LedgerFilter(state="all", unit_id=full.unit("市人社局").pk if by_unit else None)
    whole = [line.obligation.pk for line in list_obligations(full.conference, TODAY, wanted, size=50).lines]
    met, cursor = [], ""
    while True:
        page = list_obligations(full.conference, TODAY, wanted, cursor, size)
        met += [line.obligation.pk for line in page.lines]
        cursor = page.next_cursor
        if not cursor:
            break
    assert met == whole


def test_a_broken_cursor_is_refused(full: Cast) -> None:
    for cursor in ("x", "2026-03-01", "2026-13-01.5", "2026-03-01.a"):
        with pytest.raises(BadInput):
            list_obligations(full.conference, TODAY, cursor=cursor)


def test_lights_are_counted_as_they_are_shown(full: Cast) -> None:
    counts = count_lights(full.conference, TODAY)
    assert counts == LightCounts(total=6, near=1, overdue=1, serious=1)
    for light in ("near", "overdue", "serious"):
        assert len(_numbers(full, LedgerFilter(light=light))) == counts.of(light)
    assert count_lights(full.conference, TODAY, full.unit("市人社局").pk).serious == 1


def test_the_filter_and_the_reading_of_a_light_agree_on_every_day(full: Cast) -> None:
    for day in (date(2026, 3, 1), date(2026, 3, 6), TODAY, date(2026, 5, 18), date(2026, 6, 30)):
        limits = cutoffs_on(full.conference, day)
        for light in ("normal", "near", "overdue", "serious"):
            for line in list_obligations(full.conference, day, LedgerFilter(light=light)).lines:
                row = line.obligation
                assert read_light(row.state, row.due_on, limits).light == light


def test_a_configured_limit_moves_the_lights(full: Cast) -> None:
    set_rule(full.director, at(), code="near_due_days", value="1")
    assert count_lights(full.conference, TODAY).near == 0


def test_what_waits_for_a_unit_says_what_and_why(full: Cast) -> None:
    waits = list_waiting_for_unit(full.conference, full.unit("市人社局").pk, TODAY)
    assert [(one.obligation.number, one.what) for one in waits if one.obligation] == [
        ("2026-003", "反馈办理情况"),
        ("2026-001", "签收"),
    ]
    assert [one.why for one in waits] == ["你单位是主办单位", "你单位是协办单位"]
    first = waits[1].record_id
    acknowledge_obligation(full.member("市人社局"), at(1), obligation_id=first)
    now = list_waiting_for_unit(full.conference, full.unit("市人社局").pk, TODAY)
    assert [one.what for one in now] == ["反馈办理情况", "完成本单位的协办部分"]
    report_progress(full.member("市人社局"), at(2), obligation_id=first, text="已完成。", done=True)
    assert len(list_waiting_for_unit(full.conference, full.unit("市人社局").pk, TODAY)) == 1
    builders = list_waiting_for_unit(full.conference, full.unit("市住建局").pk, TODAY)
    assert builders[-1].due_on is None


def test_what_waits_for_the_office_marks_the_own_units_matters(full: Cast) -> None:
    row = acknowledged(full, entered(full, lead="市人社局", due_on=date(2026, 4, 1)))
    ask_extension(
        full.member("市人社局"),
        at(2),
        obligation_id=row.pk,
        asked_on=date(2026, 4, 9),
        reason="x",
        progress="已完成大半",
    )
    closed(full, entered(full, answer_upward=True, upward_body="市人民政府"))
    draft_circular(full.staff, at(5), as_of=at(4))
    waits = list_waiting_for_office(full.conference, TODAY, full.unit("市人社局").pk)
    assert [one.action for one in waits] == [
        "ledger.obligation.verify",
        "ledger.extension.grant",
        "ledger.obligation.answer_upward",
        "ledger.circular.issue",
    ]
    assert [bool(one.blocked) for one in waits] == [False, True, False, False]
    with CaptureQueriesContext(connection) as queries:
        list_waiting_for_office(full.conference, TODAY)
        list_waiting_for_unit(full.conference, full.unit("市人社局").pk, TODAY)
    assert len(queries) <= LIMIT


def test_an_obligations_page_holds_everything_in_few_queries(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市人社局", "市总工会")))
    lead = cast.member("市住建局")
    for day in (2, 3, 4):
        report_progress(lead, at(day), obligation_id=row.pk, text="过半。", files=(FILE, FILE))
    ask_extension(
        lead, at(5), obligation_id=row.pk, asked_on=date(2026, 4, 9), reason="材料未齐", progress="已完成大半"
    )
    submitted(cast, row, at(6))
    return_obligation(deputy(cast, "市人社局"), at(7), obligation_id=row.pk, reason="缺签字")
    other = entered(cast)
    supersede_obligation(
        cast.director,
        at(8),
        obligation_id=row.pk,
        by_id=other.pk,
        reason="合并",
        decision=decided(cast, at(8)),
    )
    with CaptureQueriesContext(connection) as queries:
        page = get_obligation_page(cast.conference, row.pk, TODAY)
        names = [file.file.name for report in page.progress for file in report.files.all()]
        assert page.obligation.lead_unit.name == "市住建局"
        assert {one.unit_id for one in page.acknowledgements} == {
            unit.pk for unit in (page.obligation.lead_unit, *page.co_units)
        }
    assert len(queries) <= LIMIT
    assert len(names) == 7
    assert page.waiting_units == ()
    assert [part.state for part in page.parts] == ["finished", "finished"]
    assert page.superseded_by == other
    assert page.state_label == "已被替代"
    assert (page.origin_label, page.cycle_label) == ("党委政府交办", "一次")
    assert "时限定为2026年3月20日（周五）" in page.due_sentence
    assert [one.state for one in page.extensions] == ["lapsed"]
    assert [one.reason for one in page.verifications] == ["缺签字"]


def test_a_page_of_the_ledger_takes_few_queries_however_long(cast: Cast) -> None:
    for n in range(12):
        entered(cast, co=("市人社局",), title=f"事项{n}")
    with CaptureQueriesContext(connection) as queries:
        wanted = LedgerFilter(unit_id=cast.unit("市人社局").pk)
        page = list_obligations(cast.conference, TODAY, wanted)
        assert {line.obligation.lead_unit.name for line in page.lines} == {"市住建局"}
        count_lights(cast.conference, TODAY)
    assert len(page.lines) == 12
    assert len(queries) <= LIMIT


def test_a_conference_reads_only_its_own(full: Cast) -> None:
    other = found_cast("另一个联席会议", "OTHER")
    own = entered(other)
    row = fresh(own)
    assert [line.obligation.pk for line in list_obligations(other.conference, TODAY).lines] == [row.pk]
    assert count_lights(other.conference, TODAY).total == 1
    assert len(list_waiting_for_unit(other.conference, other.unit("市住建局").pk, TODAY)) == 1
    assert list_waiting_for_office(other.conference, TODAY) == []
    assert list_obligations_of(other.conference, "meetings.decision:3") == []
    with pytest.raises(NotFound):
        get_obligation_page(full.conference, row.pk, TODAY)


def test_a_light_and_a_state_together_show_exactly_the_rows_that_have_both(full: Cast) -> None:
    """A pair of filters is read as one condition; it must give what the two give one after the other."""
    states = ("issued", "in_progress", "submitted", "returned", "closed", "superseded", "all")
    for light in ("normal", "near", "overdue", "serious", "late"):
        alone = list_obligations(full.conference, TODAY, LedgerFilter(light=light)).lines
        for state in states:
            both = list_obligations(full.conference, TODAY, LedgerFilter(light=light, state=state)).lines
            expected = [line.obligation.pk for line in alone if state in ("all", line.obligation.state)]
            assert [line.obligation.pk for line in both] == expected, (light, state)


def _plan(read: Callable[[], object]) -> str:
    """Tell how SQLite finds the rows of a read: the plans of its queries."""
    with CaptureQueriesContext(connection) as queries:
        read()
    with connection.cursor() as cursor:
        told: list[str] = []
        for query in queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            told += [row[-1] for row in cursor.fetchall()]
    return "\n".join(told)


def test_lights_are_counted_within_the_index_for_members_too(full: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a planner without statistics is SQLite's")
    member = full.member("市人社局")
    limits = cutoffs_on(full.conference, TODAY)
    for unit, index in ((None, "obligation_running"), (member.unit_id, "obligation_running_lead")):
        plan = _plan(partial(count_lights, full.conference, TODAY, unit, to=member, limits=limits))
        assert plan.count(f"ledger_obligation USING COVERING INDEX {index} ") == 4, plan


def test_what_has_ended_is_passed_over_within_the_index() -> None:
    """Both indexes by due date hold what says that a matter has ended: no row is read for it."""
    held = {index.name: index.fields for index in Obligation._meta.indexes}
    assert "closed_at" in held["obligation_by_due"]
    assert "closed_at" in held["obligation_by_lead"]
