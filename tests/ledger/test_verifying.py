"""Verification by another seat: passed, returned, renewed."""

from datetime import date

import pytest

from cast import Cast
from ledger.steps import (
    acknowledged,
    assert_explained,
    at,
    clauses,
    closed,
    deputy,
    entered,
    fresh,
    journal,
    submitted,
)
from lianxi.core.refusals import BadInput, NotPermitted, WrongState
from lianxi.ledger.actions import (
    acknowledge_obligation,
    report_progress,
    return_obligation,
    verify_obligation,
)
from lianxi.ledger.models import DueDate, Verification


def test_another_seat_passes_and_the_obligation_is_closed(cast: Cast) -> None:
    row = closed(cast, entered(cast))
    assert row.state == "closed"
    assert row.closed_at == row.passed_at == at(3)
    body = journal("ledger.obligation.verify")
    assert "QZ-4-4" in clauses(body)
    states = [change["new"].get("state") for change in body["changes"] if change["op"] == "change"]
    assert states == ["closed"]
    with pytest.raises(WrongState, match="办结"):
        report_progress(cast.member("市住建局"), at(4), obligation_id=row.pk, text="补充。")


def test_a_returned_report_goes_round_again(cast: Cast) -> None:
    row = entered(cast)
    submitted(cast, row)
    with pytest.raises(BadInput, match="退回的理由"):
        return_obligation(cast.staff, at(3), obligation_id=row.pk, reason="")
    return_obligation(cast.staff, at(3), obligation_id=row.pk, reason="缺少复查记录")
    assert fresh(row).state == "returned"
    submitted(cast, row, at(4))
    return_obligation(cast.director, at(5), obligation_id=row.pk, reason="复查记录没有签字")
    submitted(cast, row, at(6))
    verify_obligation(deputy(cast, "市总工会"), at(7), obligation_id=row.pk)
    assert fresh(row).state == "closed"
    results = Verification.objects.filter(obligation=row).order_by("pk").values_list("result", flat=True)
    assert list(results) == ["return", "return", "pass"]


def test_a_deputy_does_not_verify_the_own_units_matter(cast: Cast) -> None:
    row = entered(cast, lead="市人社局")
    submitted(cast, row)
    own, other = deputy(cast, "市人社局"), deputy(cast, "市总工会")
    for judge in (verify_obligation, return_obligation):
        with pytest.raises(NotPermitted) as refused:
            judge(own, at(3), obligation_id=row.pk, reason="不合要求")
        assert refused.value.code == "cannot_verify_own_matter"
        assert_explained(refused.value)
    assert fresh(row).state == "submitted"
    verify_obligation(other, at(3), obligation_id=row.pk)


def test_the_seat_that_reported_for_a_co_unit_does_not_verify(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市总工会",)))
    union = deputy(cast, "市总工会")
    acknowledge_obligation(union, at(1), obligation_id=row.pk)
    report_progress(union, at(1), obligation_id=row.pk, text="已配合。")
    submitted(cast, row)
    with pytest.raises(NotPermitted, match="反馈过"):
        verify_obligation(union, at(3), obligation_id=row.pk)
    verify_obligation(cast.director, at(3), obligation_id=row.pk)


def test_units_do_not_verify(cast: Cast) -> None:
    row = entered(cast)
    submitted(cast, row)
    for actor in (cast.member("市住建局"), cast.convener, cast.liaison("市发改委")):
        with pytest.raises(NotPermitted):
            verify_obligation(actor, at(3), obligation_id=row.pk)


def test_a_recurring_obligation_goes_on_with_its_next_date_until_it_ends(cast: Cast) -> None:
    row = closed(cast, entered(cast, cycle="monthly", due_on=date(2026, 3, 31)))
    assert (row.state, row.due_on, row.closed_at) == ("in_progress", date(2026, 4, 30), None)
    assert "每月一期" in row.due_derivation["rule"]
    submitted(cast, row, at(30))
    verify_obligation(cast.staff, at(31), obligation_id=row.pk)
    assert fresh(row).due_on == date(2026, 5, 31)
    submitted(cast, row, at(60))
    verify_obligation(cast.staff, at(61), obligation_id=row.pk, final=True)
    assert fresh(row).state == "closed"
    assert DueDate.objects.filter(obligation=row).count() == 3
