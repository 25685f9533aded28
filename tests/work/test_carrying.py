"""What an older version kept of the clauses' duties: carried over once, counted before and after, nothing twice."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from cast import AT, Cast, found_cast
from lianxi.bodies.queries import find_unit
from lianxi.core.basis import Basis
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import enter_obligation
from lianxi.ledger.models import Obligation
from lianxi.stories.founding import found_shipped
from lianxi.work.actions import hand_in_return
from lianxi.work.carrying import carry_former
from lianxi.work.models import Arrangement, Return, Row
from lianxi.work.queries.figures import figures_of
from lianxi.work.queries.former import DUTIES, VALUES, are_there, count_former
from lianxi.work.rules.former import MARK
from lianxi.work.rules.periods import read_period
from work.former import old_duty, old_models

pytestmark = pytest.mark.django_db(transaction=True)
CLAUSE = "QZ-3-11-2"


@pytest.fixture
def older() -> Iterator[tuple[Cast, Any, Any]]:
    duty, value = old_models()
    yield found_cast(), duty, value
    with connection.cursor() as cursor:
        for table in (VALUES, DUTIES):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _give(value: Any, duty: Any, figure: str, days: int) -> None:
    period, code, number = figure.split()
    at = AT + timedelta(days=days)
    told = {"period": period, "indicator": code, "value": Decimal(number), "seat_id": 1, "by": "住建·联络员"}
    value.objects.create(conference_id=duty.conference_id, duty=duty, at=at, **told)


def _matter(cast: Cast, duty: Any, due_on: date) -> Obligation:
    made = enter_obligation(
        cast.staff,
        AT,
        title=duty.title,
        text=duty.title,
        lead_unit_id=duty.unit_id,
        origin="standing",
        basis=Basis("QZ", 1, duty.basis_clause, 0, 10),
        source=f"ledger.standingduty:{duty.pk}",
        due_on=due_on,
        cycle="half_year",
    )
    duty.obligation_id = made.pk
    duty.save()
    return made


def test_duties_and_figures_are_counted_before_and_after(older: tuple[Cast, Any, Any]) -> None:
    cast, duty, value = older
    followed = old_duty(cast, duty, CLAUSE, state="on")
    given = old_duty(cast, duty, "QZ-1-02", ordinal=2)
    old_duty(cast, duty, "QZ-4-1", ordinal=3)
    old_duty(cast, duty, "QZ-2-3", ordinal=4, state="off", origin="edited")
    _give(value, followed, "2025H2 employers_inspected 12", 1)
    _give(value, followed, "2025H2 problems_found 3", 1)
    _give(value, followed, "2025H2 employers_inspected 15", 5)
    _give(value, given, "2026H1 plan_issued 1", 2)
    assert count_former() == (4, 4)
    carry_former()
    assert not are_there()
    rows = {row.basis_clause: row for row in Arrangement.objects.filter(origin="carried")}
    assert {clause: str(row.state) for clause, row in rows.items()} == {
        CLAUSE: "on",
        "QZ-1-02": "proposed",
        "QZ-4-1": "proposed",
        "QZ-2-3": "ended",
    }
    assert all(row.act == f"{clause}{MARK}" for clause, row in rows.items())
    # Two versions of one period's row, the second over the first; one row of the other duty.
    told = Row.objects.filter(line=rows[CLAUSE]).order_by("edition").values_list("edition", "values", "at")
    unit = cast.unit("市住建局").pk
    assert list(told) == [
        (1, {"reporter": unit, "employers_inspected": 12, "problems_found": 3}, AT + timedelta(days=1)),
        (2, {"reporter": unit, "employers_inspected": 15, "problems_found": 3}, AT + timedelta(days=5)),
    ]
    assert Row.objects.get(line=rows["QZ-1-02"]).values == {"reporter": unit, "plan_issued": "是"}
    figures = figures_of(rows[CLAUSE], [read_period("2025H2")])
    assert [one[0].words for one in figures] == ["15 家", "3 个", "0 项"]
    assert [*verify_chains(), *verify_rows()] == []


def test_what_was_proposed_alone_is_replaced_by_what_its_acts_are_proposed_as(
    older: tuple[Cast, Any, Any],
) -> None:
    _cast, duty, _value = older
    whole = Cast(found_shipped("GD", AT))
    unit = find_unit(whole.conference, "省教育厅", AT.date())
    assert unit is not None
    old_duty(whole, duty, "GD-03-01", unit_id=unit.pk, basis_instrument="GD")
    carry_former()
    assert not Arrangement.objects.filter(origin="carried").exists()
    assert Arrangement.objects.filter(conference=whole.conference, state="proposed").count() == 93


def test_a_running_matter_becomes_the_one_of_the_present_return(
    older: tuple[Cast, Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, duty, _value = older
    row = old_duty(cast, duty, CLAUSE, state="on")
    matter = _matter(cast, row, date(2026, 6, 30))
    monkeypatch.setattr("lianxi.work.carrying.timezone.now", lambda: AT + timedelta(days=30))
    carry_former()
    matter.refresh_from_db()
    made = Arrangement.objects.get(origin="carried")
    assert (matter.source, str(matter.cycle)) == (f"work.arrangement:{made.pk}", "once")
    owed = Return.objects.get(line=made)
    assert (owed.period, str(owed.state), owed.obligation_id) == ("2026H1", "due", matter.pk)
    hand_in_return(cast.liaison("市住建局"), AT + timedelta(days=40), return_id=owed.pk, note="已检查")
    matter.refresh_from_db()
    assert str(matter.state) == "closed"


def test_a_figure_that_would_be_lost_stops_everything(older: tuple[Cast, Any, Any]) -> None:
    cast, duty, value = older
    row = old_duty(cast, duty, CLAUSE, state="on")
    _give(value, row, "2026H1 no_such_figure 1", 1)
    with pytest.raises(RuntimeError, match="no_such_figure"):
        carry_former()
    assert are_there()
    assert count_former() == (1, 1)
    assert not Arrangement.objects.exists()


def test_nothing_is_left_to_carry_in_a_new_database(older: tuple[Cast, Any, Any]) -> None:
    assert count_former() == (0, 0)
    carry_former()
    assert not are_there()
    carry_former()
