"""What starts a clock anew: every act of the machine × every event a rule can name, and every way to another lead."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cast import Cast
from ledger.steps import acknowledged, adopted, at, decided, entered, fresh, submitted
from lianxi.bodies.actions import carry_out_succession, record_succession
from lianxi.clocks.actions import replace_limit
from lianxi.clocks.queries import time_limit
from lianxi.clocks.rules.limits import EVENT_LABELS
from lianxi.ledger.actions import (
    accept_handback,
    acknowledge_obligation,
    cancel_obligation,
    decline_handback,
    hand_back,
    merge_obligation,
    return_obligation,
    rule_handback,
    supersede_obligation,
    verify_obligation,
)
from lianxi.ledger.models import DueDate, Obligation
from lianxi.ledger.rules import OBLIGATION
from lianxi.ledger.rules.clocks import CLOCK_EVENTS


def ruled(cast: Cast, **values: Any) -> Obligation:
    return entered(cast, due_on=None, limit_code="ledger.rework", **values)


def _acknowledge(cast: Cast, row: Obligation, moment: datetime) -> None:
    acknowledge_obligation(cast.member("市住建局"), moment, obligation_id=row.pk)


def _submit(cast: Cast, row: Obligation, moment: datetime) -> None:
    acknowledged(cast, row)
    submitted(cast, row, moment)


def _verify(cast: Cast, row: Obligation, moment: datetime) -> None:
    submitted(cast, row, moment - timedelta(hours=1))
    verify_obligation(cast.staff, moment, obligation_id=row.pk)


def _return(cast: Cast, row: Obligation, moment: datetime) -> None:
    submitted(cast, row, moment - timedelta(hours=1))
    return_obligation(cast.staff, moment, obligation_id=row.pk, reason="缺签字")


def _supersede(cast: Cast, row: Obligation, moment: datetime) -> None:
    told = {"reason": "合并", "decision": decided(cast, moment)}
    other = entered(cast)
    supersede_obligation(cast.director, moment, obligation_id=row.pk, by_id=other.pk, **told)


def _merge(cast: Cast, row: Obligation, moment: datetime) -> None:
    told = {"reason": "合并", "decision": decided(cast, moment)}
    merge_obligation(cast.director, moment, obligation_id=row.pk, into_id=entered(cast).pk, **told)


def _cancel(cast: Cast, row: Obligation, moment: datetime) -> None:
    cancel_obligation(
        cast.director, moment, obligation_id=row.pk, reason="撤销", decision=decided(cast, moment)
    )


def _reassign(cast: Cast, row: Obligation, moment: datetime) -> None:
    acknowledged(cast, row)
    named = cast.unit("市发改委").pk
    told = {"clause": "QZ-1-02", "reason": "条款写的是该单位的职责", "named_unit_id": named}
    back = hand_back(cast.member("市住建局"), at(2), obligation_id=row.pk, **told)
    accept_handback(cast.member("市发改委"), moment, handback_id=back.pk)


PATHS: dict[str, tuple[str, Callable[[Cast, Obligation, datetime], None]]] = {
    "ledger.obligation.acknowledge": ("once", _acknowledge),
    "ledger.progress.report": ("once", _submit),
    "ledger.obligation.verify": ("once", _verify),
    "ledger.obligation.renew": ("monthly", _verify),
    "ledger.obligation.return": ("once", _return),
    "ledger.obligation.supersede": ("once", _supersede),
    "ledger.obligation.merge": ("once", _merge),
    "ledger.obligation.cancel": ("once", _cancel),
    "ledger.obligation.reassign": ("once", _reassign),
}


@pytest.mark.parametrize("named", [None, *EVENT_LABELS])
@pytest.mark.parametrize("path", PATHS)
def test_an_act_starts_exactly_the_clock_anew_whose_rule_names_it(
    cast: Cast, path: str, named: str | None
) -> None:
    replace_limit(
        cast.director,
        at(),
        code="ledger.rework",
        amount=10,
        unit="workdays",
        source_text="测试",
        starts_on=date(2026, 3, 2),
        restarts=(named,) if named else (),
    )
    cycle, take = PATHS[path]
    more = {"origin": "standing", "clause": "QZ-3-11-2"} if cycle != "once" else {}
    row = ruled(cast, cycle=cycle, **more)
    take(cast, row, at(7))  # Monday 9 March
    after = fresh(row)
    anew = after.due_derivation["start"] == "2026-03-09"
    assert anew is (named is not None and CLOCK_EVENTS.get(path) == named)
    if anew:
        assert after.due_on == date(2026, 3, 23)
        assert DueDate.objects.filter(obligation=row).latest("pk").cause == "restarted"
        assert [one["was"] for one in after.due_derivation["extensions"]] == ["2026-03-16"]
    elif path == "ledger.obligation.renew":
        assert after.due_on == date(2026, 4, 16)
    else:
        assert after.due_on == date(2026, 3, 16)


def _ruled(cast: Cast, row: Obligation, moment: datetime) -> None:
    """The named unit declines, and the office rules that it answers."""
    adopted()
    told = {"clause": "QZ-4-1", "reason": "条款写的是该单位的职责"}
    named = cast.unit("市发改委").pk
    back = hand_back(cast.member("市住建局"), at(2), obligation_id=row.pk, named_unit_id=named, **told)
    decline_handback(cast.member("市发改委"), at(3), handback_id=back.pk, clause="QZ-4-1", reason="不是")
    ruling = {"reason": "属实", "clause": "QZ-4-1", "facts": ("matter:aid:true",)}
    rule_handback(cast.director, moment, handback_id=back.pk, unit_id=named, **ruling)


def _part(cast: Cast, row: Obligation, moment: datetime) -> None:
    """A co-unit's part changes hands; the lead, whose clock it is, stays."""
    told = {"clause": "QZ-1-02", "reason": "条款写的是该单位的职责"}
    named = cast.unit("市发改委").pk
    back = hand_back(cast.member("市总工会"), at(2), obligation_id=row.pk, named_unit_id=named, **told)
    accept_handback(cast.member("市发改委"), moment, handback_id=back.pk)


def _reform(cast: Cast, row: Obligation, moment: datetime) -> None:
    """The lead is renamed: the same unit goes on under another name."""
    told = {
        "from_unit": "市住建局",
        "to_unit": "市住建和城管局",
        "kind": "renamed",
        "basis_text": "机构改革方案",
    }
    succession = record_succession(cast.director, moment, effective_on=date(2026, 3, 1), **told)
    carry_out_succession(cast.director, moment, succession_id=succession.pk)


@pytest.mark.parametrize(
    ("take", "anew"), [(_reassign, True), (_ruled, True), (_part, False), (_reform, False)]
)
def test_another_lead_by_any_way_starts_the_clock_anew_and_nothing_else_does(
    cast: Cast, take: Callable[[Cast, Obligation, datetime], None], anew: bool
) -> None:
    assert "reassigned" in time_limit(cast.conference, "ledger.rework", date(2026, 3, 2)).restarts
    row = ruled(cast, co=("市总工会",))
    take(cast, row, at(7))
    assert (fresh(row).due_derivation["start"] == "2026-03-09") is anew
    assert fresh(row).due_on == (date(2026, 3, 23) if anew else date(2026, 3, 16))


def test_every_act_of_the_machine_is_walked() -> None:
    # A sheet closes what it brings along in the same act: no clock has run before it.
    # What was missing and came in closes its matter at once, as a step of the act that brings it (exchange, work).
    assert {row.action for row in OBLIGATION.rows} == {
        *PATHS,
        "ledger.sheet.apply",
        "ledger.obligation.fulfil",
    }
    assert set(CLOCK_EVENTS) <= set(PATHS)
