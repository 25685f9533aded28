"""Handbacks: a unit names whose matter it is and by which clause; nothing moves before it accepts or the office rules."""

from typing import Any

import pytest
from django.db.models import QuerySet

from cast import Cast
from ledger.steps import (
    acknowledged,
    adopted,
    assert_explained,
    at,
    clauses,
    deputy,
    entered,
    fresh,
    journal,
    submitted,
)
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, Refusal, WrongState
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.law.cases import list_rulings
from lianxi.law.models import Clause, Ruling
from lianxi.ledger.actions import (
    accept_handback,
    acknowledge_obligation,
    decline_handback,
    hand_back,
    report_progress,
    rule_handback,
    withdraw_handback,
)
from lianxi.ledger.models import CoUnit, Handback, Obligation
from lianxi.ledger.queries import list_waiting_for_unit, obligations_as_of

CLAUSE = "QZ-4-1"
FACTS = ("matter:aid:true", "sector:mining:true")


def _back(cast: Cast, row: Obligation, by: str, to: str, days: int = 2, **values: Any) -> Handback:
    given = {"clause": CLAUSE, "reason": "条款写的是该单位的职责", **values}
    return hand_back(cast.member(by), at(days), obligation_id=row.pk, named_unit_id=cast.unit(to).pk, **given)


def test_the_named_unit_accepts_and_has_to_acknowledge(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    back = _back(cast, row, "市住建局", "市发改委")
    assert "QZ-4-1" in clauses(journal("ledger.handback.ask"))
    # Nothing is the named unit's before it accepts: not the matter, not a part of it.
    assert fresh(row).lead_unit.name == "市住建局"
    assert not CoUnit.objects.exists()
    day = at(2).date()
    (waits,) = list_waiting_for_unit(cast.conference, cast.unit("市发改委").pk, day)
    assert (waits.action, waits.what) == ("ledger.handback.accept", "接收或答复退回")
    accept_handback(cast.member("市发改委"), at(3), handback_id=back.pk)
    assert (fresh(row).lead_unit.name, fresh(row).state) == ("市发改委", "issued")
    assert Handback.objects.get().state == "accepted"
    acknowledge_obligation(cast.member("市发改委"), at(4), obligation_id=row.pk)
    assert fresh(row).state == "in_progress"
    assert list(verify_chains()) == []
    assert list(verify_rows()) == []


def test_the_ledger_as_of_a_moment_knows_who_led_then(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    back = _back(cast, row, "市住建局", "市发改委")
    accept_handback(cast.member("市发改委"), at(3), handback_id=back.pk)
    acknowledge_obligation(cast.member("市发改委"), at(4), obligation_id=row.pk)
    told = [
        (one.lead_unit_id, one.state)
        for days in (0, 2, 3, 5)
        for one in obligations_as_of(cast.conference, at(days))
    ]
    first, second = cast.unit("市住建局").pk, cast.unit("市发改委").pk
    assert told == [(first, "issued"), (first, "in_progress"), (second, "issued"), (second, "in_progress")]


def test_a_second_return_goes_to_the_office_whose_ruling_is_kept(cast: Cast) -> None:
    adopted()
    row = acknowledged(cast, entered(cast))
    back = _back(cast, row, "市住建局", "市发改委")
    with pytest.raises(NotFound) as refused:
        decline_handback(cast.member("市总工会"), at(3), handback_id=back.pk, clause=CLAUSE, reason="x")
    assert_explained(refused.value)
    decline_handback(
        cast.member("市发改委"), at(3), handback_id=back.pk, clause=CLAUSE, reason="也不属本单位"
    )
    assert Handback.objects.get().state == "with_office"
    with pytest.raises(WrongState):
        accept_handback(cast.member("市发改委"), at(4), handback_id=back.pk)
    given = {"reason": "由工会承办", "clause": CLAUSE, "facts": FACTS}
    unit = cast.unit("市总工会").pk
    rule_handback(cast.director, at(5), handback_id=back.pk, unit_id=unit, **given)
    assert fresh(row).lead_unit.name == "市总工会"
    (ruling,) = list_rulings(cast.conference.pk)
    assert Handback.objects.get().ruling == ruling
    assert [one["name"] for one in ruling.answering] == ["市总工会"]
    assert {one["name"] for one in ruling.considered} == {"市住建局", "市发改委", "市总工会"}
    assert row.number in ruling.text
    again = _back(cast, fresh(row), "市总工会", "市发改委", 6)
    assert Handback.objects.get(pk=again.pk).state == "with_office"


def test_a_ruling_may_leave_the_matter_where_it_is(cast: Cast) -> None:
    adopted()
    row = acknowledged(cast, entered(cast))
    back = _back(cast, row, "市住建局", "市发改委")
    given = {"reason": "属于行业主管部门", "clause": CLAUSE, "facts": FACTS}
    unit = cast.unit("市住建局").pk
    rule_handback(cast.convener, at(3), handback_id=back.pk, unit_id=unit, **given)
    assert (fresh(row).lead_unit.name, fresh(row).state) == ("市住建局", "in_progress")
    assert Handback.objects.get().moved_at is None


def test_a_unit_concerned_does_not_rule(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, lead="市人社局"))
    back = _back(cast, row, "市人社局", "市总工会")
    given = {"reason": "x", "clause": CLAUSE, "facts": FACTS, "unit_id": cast.unit("市总工会").pk}
    for unit in ("市人社局", "市总工会"):
        with pytest.raises(NotPermitted) as refused:
            rule_handback(deputy(cast, unit), at(3), handback_id=back.pk, **given)
        assert_explained(refused.value)
    assert not Ruling.objects.exists()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"clause": ""}, "没有写明依据的条款"),
        ({"clause": "GD-01-1"}, "没有条款"),
        ({"reason": " "}, "请填写理由"),
        ({"to": "市住建局"}, "以外的单位"),
    ],
)
def test_a_handback_names_unit_clause_and_reason(cast: Cast, values: dict[str, Any], says: str) -> None:
    row = acknowledged(cast, entered(cast))
    with pytest.raises(BadInput, match=says):
        _back(cast, row, "市住建局", **{"to": "市发改委", **values})
    assert not Handback.objects.exists()


def test_a_clause_of_a_third_unit_is_no_reason(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    QuerySet(Clause).filter(code=CLAUSE).update(unit="市住建局")
    with pytest.raises(BadInput, match="写的是市住建局的职责"):
        _back(cast, row, "市住建局", "市发改委")


def test_it_is_too_late_after_asking_for_closing_and_only_once_at_a_time(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    back = _back(cast, row, "市住建局", "市发改委")
    with pytest.raises(Refusal, match="还没有结果") as refused:
        _back(cast, row, "市住建局", "市总工会")
    assert_explained(refused.value)
    with pytest.raises(Refusal, match="退回了这项"):
        report_progress(cast.member("市住建局"), at(3), obligation_id=row.pk, text="办完。", done=True)
    withdraw_handback(cast.member("市住建局"), at(3), handback_id=back.pk)
    submitted(cast, row, at(4))
    with pytest.raises(Refusal, match="不能再以不属本单位职责退回"):
        _back(cast, row, "市住建局", "市发改委", 5)


def test_a_co_unit_hands_back_its_part(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市人社局",)))
    back = _back(cast, row, "市人社局", "市总工会")
    accept_handback(cast.member("市总工会"), at(3), handback_id=back.pk)
    states = {part.unit.name: part.state for part in CoUnit.objects.all()}
    assert states == {"市人社局": "released", "市总工会": "issued"}
    assert fresh(row).lead_unit.name == "市住建局"
    with pytest.raises(NotPermitted):
        report_progress(cast.member("市人社局"), at(4), obligation_id=row.pk, text="x")


def test_a_co_unit_that_becomes_the_lead_is_no_co_unit_any_longer(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市人社局",)))
    back = _back(cast, row, "市住建局", "市人社局")
    accept_handback(cast.member("市人社局"), at(3), handback_id=back.pk)
    assert (fresh(row).lead_unit.name, CoUnit.objects.get().state) == ("市人社局", "released")
    acknowledge_obligation(cast.member("市人社局"), at(4), obligation_id=row.pk)
    submitted(cast, fresh(row), at(5))
    assert fresh(row).state == "submitted"
