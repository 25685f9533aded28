"""The next period of what recurs begins on its day, though the last one still waits to be verified."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from cast import Cast
from ledger.steps import CLAUSE, closed, entered, fresh, submitted
from lianxi.core.words import CHINA
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import (
    return_obligation,
    verify_obligation,
)
from lianxi.ledger.daily import begin_periods
from lianxi.ledger.models import CoUnit, Obligation
from web.signing_in import seated, words

DUE = date(2026, 3, 20)


def morning(month: int, day: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, 9, tzinfo=CHINA).astimezone(UTC)


def recurring(cast: Cast, **values: object) -> Obligation:
    return entered(
        cast, **{"origin": "standing", "basis": CLAUSE, "cycle": "monthly", "due_on": DUE, **values}
    )


def test_the_next_period_begins_the_day_after_the_due_date_and_no_earlier(cast: Cast) -> None:
    row = recurring(cast, co=("市总工会",))
    submitted(cast, row)
    assert begin_periods(morning(3, 20)) == 0
    assert begin_periods(morning(3, 21)) == 1
    last = fresh(row)
    following = last.next_period
    assert following is not None
    assert (last.state, last.cycle) == ("submitted", "once")
    assert (following.state, following.cycle, following.due_on) == ("issued", "monthly", date(2026, 4, 20))
    assert (following.title, following.basis, following.lead_unit) == (row.title, row.basis, row.lead_unit)
    assert [part.unit.name for part in CoUnit.objects.filter(obligation=following)] == ["市总工会"]
    assert begin_periods(morning(3, 21)) == 0
    assert [*verify_chains(), *verify_rows()] == []


def test_the_last_period_is_verified_later_and_closed(cast: Cast) -> None:
    row = recurring(cast)
    submitted(cast, row)
    begin_periods(morning(3, 21))
    verify_obligation(cast.staff, morning(3, 25), obligation_id=row.pk)
    assert fresh(row).state == "closed"
    assert Obligation.objects.count() == 2


def test_a_last_period_that_is_returned_is_done_again_by_itself(cast: Cast) -> None:
    row = recurring(cast)
    submitted(cast, row)
    begin_periods(morning(3, 21))
    return_obligation(cast.staff, morning(3, 25), obligation_id=row.pk, reason="缺少汇总表")
    assert fresh(row).state == "returned"
    assert begin_periods(morning(4, 30)) == 0


@pytest.mark.parametrize("cycle", ["once", "monthly"])
def test_what_was_verified_or_never_recurs_begins_nothing(cast: Cast, cycle: str) -> None:
    row = recurring(cast, cycle=cycle)
    if cycle == "monthly":
        closed(cast, row)
    else:
        submitted(cast, row)
    assert begin_periods(morning(3, 21)) == 0
    assert Obligation.objects.count() == 1


def test_periods_that_went_by_meanwhile_are_counted_and_not_entered(cast: Cast) -> None:
    row = recurring(cast)
    submitted(cast, row)
    assert begin_periods(morning(6, 1)) == 1
    following = fresh(row).next_period
    assert following is not None
    assert following.due_on == date(2026, 6, 20)
    page = words(seated(Client(), cast.staff).get(f"/ledger/{row.pk}"))
    assert "其间2期已过，没有另立" in page


def test_both_pages_lead_to_each_other(cast: Cast) -> None:
    row = recurring(cast)
    submitted(cast, row)
    begin_periods(morning(3, 21))
    following = fresh(row).next_period
    assert following is not None
    office = seated(Client(), cast.staff)
    assert f"下一期{following.number}" in words(office.get(f"/ledger/{row.pk}")).replace(" ", "")
    assert f"上一期{row.number}" in words(office.get(f"/ledger/{following.pk}")).replace(" ", "")
