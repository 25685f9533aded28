"""The next period of what recurs begins when its day has come, whether or not the last one was verified."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from lianxi.bodies.queries import member_unit_ids
from lianxi.clocks.queries import calendar_now
from lianxi.clocks.rules.limits import EVENT_LABELS
from lianxi.core.actors import TIMER_ONLY
from lianxi.core.due import Derivation, restarted
from lianxi.core.fields import One
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action, record_name
from lianxi.ledger.actions.checks import unit_name
from lianxi.ledger.actions.entering import enter_obligation, is_recurring
from lianxi.ledger.actions.timing import present_derivation
from lianxi.ledger.models import CoUnit, Obligation
from lianxi.ledger.rules import Cycle, next_due
from lianxi.ledger.rules.clocks import CLOCK_EVENTS

BEGIN = "ledger.obligation.begin_period"
RENEWED = CLOCK_EVENTS["ledger.obligation.renew"]


@action(BEGIN, "开始下一期", who=TIMER_ONLY, rule="下一期到时即开始，不等上一期核验")
def begin_period(act: Act, *, obligation_id: Annotated[int, One("事项")]) -> Obligation | None:
    """Enter the next period of a recurring obligation whose last one still waits to be verified.

    The last period stays with its report as an obligation of one time: verified, it is closed. The next has the same
    terms and a number of its own. Gives None where nothing is to begin: it was verified or returned meanwhile, its
    date is not past, or its lead is no member any more (of which the office was told when that unit left).
    """
    day = day_of(act.at)
    last = act.lock(Obligation, obligation_id)
    members = member_unit_ids(act.chain, day)
    is_over = last.due_on is not None and last.due_on < day
    if not (is_over and last.state == "submitted" and is_recurring(last)) or last.lead_unit_id not in members:
        return None
    act.subject = record_name(last)
    due, missed = _due(act.at, last)
    parts = CoUnit.objects.filter(obligation=last).exclude(state="released").order_by("pk")
    units = list(parts.values_list("unit_id", flat=True))
    following = enter_obligation.within(
        act,
        title=last.title,
        text=last.text,
        lead_unit_id=last.lead_unit_id,
        origin=last.origin,
        basis=last.basis,
        source=last.source,
        source_label=last.source_label,
        co_unit_ids=[unit for unit in units if unit in members],
        due_on=due.due_on,
        due_derivation=due.as_dict(),
        evidence_wanted=last.evidence_wanted,
        evidence_kinds=last.evidence_kinds,
        cycle=last.cycle,
        answer_upward=last.answer_upward,
        upward_body=last.upward_body,
    )
    act.change(last, cycle=Cycle.ONCE, next_period=following)
    act.remark = _remark(last, following, missed, [unit for unit in units if unit not in members])
    act.notify(f"事项{last.number}仍待核验，下一期已另立为事项{following.number}", about=last, office=True)
    return following


def _due(at: datetime, last: Obligation) -> tuple[Derivation, int]:
    """Derive the due date of the period that is running now, and count the periods that went by meanwhile."""
    before = present_derivation(last)
    if before.limit is not None and RENEWED in before.limit.restarts:
        why = f"{EVENT_LABELS[RENEWED]}，按规则自{long_date(day_of(at))}重新起算"
        calendar = calendar_now(exact=True)
        anew = restarted(before, at, event=EVENT_LABELS[RENEWED], reason=why, calendar=calendar)
        # The trace told of the last period's date; the new obligation has had no other.
        return replace(anew, extensions=()), 0
    due, missed = next_due(before, last.cycle), 0
    while due.due_on < day_of(at):
        due, missed = next_due(due, last.cycle), missed + 1
    return due, missed


def _remark(last: Obligation, following: Obligation, missed: int, left: list[int]) -> str:
    said = [f"上期{last.number}待核验，下一期为{following.number}"]
    if missed:
        said.append(f"其间{missed}期已过，没有另立")
    if left:
        said.append("已不是成员单位、不再列为协办：" + "、".join(unit_name(unit) for unit in left))
    return "；".join(said)[:300]


def settle_last(act: Act, row: Obligation, source: str) -> Obligation:
    """Let a matter that recurred end with its present period; `source` (a record's name) asks for the next ones."""
    return act.change(row, cycle=Cycle.ONCE, source=source)
