"""The ledger's tables, lights, periods and figures, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.core.actors import Actor, SeatKind
from lianxi.core.due import due_on_date, extended
from lianxi.core.refusals import WrongState
from lianxi.core.transitions import Machine
from lianxi.core.workdays import count_workdays
from lianxi.journal.acting import catalogue
from lianxi.ledger import actions
from lianxi.ledger.rules import (
    CIRCULAR,
    EXTENSION,
    OBLIGATION,
    Happened,
    Light,
    ObligationState,
    Standing,
    conflict_of_interest,
    count_figures,
    cutoffs,
    next_due,
    read_light,
    state_as_of,
    summary,
)

MACHINES = (OBLIGATION, EXTENSION, CIRCULAR)
PAIRS = [
    (machine, row.action, state) for machine in MACHINES for row in machine.rows for state in machine.states
]
TODAY = date(2026, 3, 18)  # a Wednesday
LIMITS = cutoffs(TODAY, 3, 10)
START = datetime(2026, 3, 2, 1, tzinfo=UTC)


def _moment(hours: int) -> datetime:
    return START + timedelta(hours=hours)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_state_is_reachable_and_named(machine: Machine) -> None:
    assert machine.reachable() == set(machine.states)
    assert set(machine.labels) == set(machine.states)
    assert all(row.guard for row in machine.rows)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_row_is_an_action(machine: Machine) -> None:
    assert actions.__all__
    assert {row.action for row in machine.rows} <= set(catalogue)


@pytest.mark.parametrize(("machine", "name", "state"), PAIRS)
def test_every_step_happens_or_is_refused_with_reasons(machine: Machine, name: str, state: str) -> None:
    if machine.may(name, state):
        assert machine.step(name, state) in set(machine.states)
        return
    with pytest.raises(WrongState) as refused:
        machine.step(name, state)
    assert machine.labels[state] in refused.value.message
    assert refused.value.rule
    assert "“" in refused.value.next_step


@pytest.mark.parametrize(
    ("due", "light", "says"),
    [
        (None, Light.NORMAL, "没有定"),
        (date(2026, 3, 24), Light.NORMAL, "还有4个工作日"),
        (date(2026, 3, 23), Light.NEAR, "还有3个工作日"),
        (date(2026, 3, 21), Light.NEAR, "还有2个工作日"),
        (date(2026, 3, 18), Light.NEAR, "今天到期"),
        (date(2026, 3, 17), Light.OVERDUE, "已逾期1个工作日"),
        (date(2026, 3, 5), Light.OVERDUE, "已逾期9个工作日"),
        (date(2026, 3, 4), Light.SERIOUS, "已逾期10个工作日"),
    ],
)
def test_lights_on_a_day(due: date | None, light: Light, says: str) -> None:
    reading = read_light("in_progress", due, LIMITS)
    assert reading.light is light
    assert says in reading.sentence
    assert reading.mark
    assert reading.label


def test_a_date_on_a_weekend_is_overdue_only_the_day_after() -> None:
    saturday = date(2026, 3, 21)
    assert cutoffs(saturday, 3, 10).light(saturday) is Light.NEAR
    assert cutoffs(saturday + timedelta(days=1), 3, 10).light(saturday) is Light.OVERDUE


def test_what_waits_for_the_office_is_not_late_and_what_ended_has_no_light() -> None:
    assert read_light("submitted", date(2026, 1, 1), LIMITS).light is Light.NORMAL
    assert read_light("closed", date(2026, 1, 1), LIMITS).light is None


@given(
    today=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    away=st.integers(-60, 60),
    near=st.integers(1, 10),
    serious=st.integers(1, 30),
)
def test_the_limits_say_what_counting_says(today: date, away: int, near: int, serious: int) -> None:
    due = today + timedelta(days=away)
    light = cutoffs(today, near, serious).light(due)
    if due >= today:
        assert (light is Light.NEAR) is (count_workdays(today, due) <= near)
    else:
        assert (light is Light.SERIOUS) is (count_workdays(due, today) >= serious)
        assert light in (Light.SERIOUS, Light.OVERDUE)


def test_the_next_period_is_reckoned_from_the_period_not_from_its_extension() -> None:
    first = due_on_date(date(2026, 1, 31), rule="每月报送", source="纪要")
    second = next_due(first, "monthly")
    late = extended(second, date(2026, 3, 10), reason="延期", changed_on=date(2026, 2, 20))
    third = next_due(late, "monthly")
    assert (second.due_on, third.due_on) == (date(2026, 2, 28), date(2026, 3, 31))
    assert next_due(first, "half_year").due_on == date(2026, 7, 31)
    assert "每月一期，每期31日到期" in second.sentence()


def test_nobody_judges_the_own_unit_or_the_own_report() -> None:
    deputy = Actor(SeatKind.OFFICE_DEPUTY, "市人社局·办公室副主任", 1, seat_id=7, unit_id=2)
    assert conflict_of_interest(deputy, 2, [])
    assert conflict_of_interest(deputy, 3, [7])
    assert conflict_of_interest(deputy, 3, [8]) == ""


_STEPS = {
    "issued": ("acknowledge",),
    "in_progress": ("ask",),
    "submitted": ("pass", "return", "close"),
    "returned": ("ask",),
}
_MOVES = {
    "acknowledge": "ledger.obligation.acknowledge",
    "ask": "ledger.progress.report",
    "pass": "ledger.obligation.renew",
    "return": "ledger.obligation.return",
    "close": "ledger.obligation.verify",
}


@given(st.lists(st.integers(0, 2), max_size=12))
def test_the_events_until_a_moment_give_the_state_of_that_moment(choices: list[int]) -> None:
    """Walk the table at random; replaying the events gives every state that was held on the way."""
    state, states, signed, requested, verified, ended = "issued", ["issued"], None, [], [], None
    for hour, choice in enumerate(choices, 1):
        if state not in _STEPS:
            break
        step = _STEPS[state][choice % len(_STEPS[state])]
        state = OBLIGATION.step(_MOVES[step], state)
        states.append(state)
        if step == "acknowledge":
            signed = _moment(hour)
        elif step == "ask":
            requested.append(_moment(hour))
        else:
            verified.append((_moment(hour), "return" if step == "return" else "pass"))
            ended = (_moment(hour), "closed") if step == "close" else None
    happened = Happened(signed, requested, verified, ended)
    for hour, held in enumerate(states):
        assert state_as_of(happened, _moment(hour)) == held
        assert state_as_of(happened, _moment(hour) + timedelta(minutes=59)) == held


def _standing(pk: int, unit: int, state: str, due: date | None) -> Standing:
    return Standing(pk, f"2026-{pk:03d}", "事项", unit, ObligationState(state), due)


def test_figures_hold_the_records_they_count() -> None:
    rows = [
        _standing(1, 1, "issued", date(2026, 3, 20)),
        _standing(2, 1, "in_progress", date(2026, 3, 2)),
        _standing(3, 2, "in_progress", date(2026, 3, 16)),
        _standing(4, 2, "submitted", date(2026, 3, 2)),
        _standing(5, 2, "closed", date(2026, 3, 2)),
        _standing(6, 1, "superseded", None),
    ]
    figures = {
        one["key"]: one for one in count_figures(rows, LIMITS, [(1, "甲局"), (2, "乙局"), (3, "丙局")])
    }
    assert all(one["value"] == len(one["records"]) for one in figures.values())
    assert figures["running"]["records"] == [1, 2, 3, 4]
    assert figures["light.near"]["records"] == [1]
    assert figures["light.overdue"]["records"] == [3]
    assert figures["light.serious"]["records"] == [2]
    assert figures["state.closed"]["records"] == [5]
    assert figures["unit.1.late"]["records"] == [2]
    assert figures["unit.2.late"]["records"] == [3]
    assert "unit.3.running" not in figures
    assert "在办事项4项" in summary(list(figures.values()), "2026年3月18日")
