"""How a request for closing is answered: passed, or returned with the reason.

The office answers by a seat of another unit; where it sits in the lead unit alone a seat of another unit does,
else the convener.
"""

from typing import Annotated

from lianxi.core.actors import SEATED
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Flag, One, Words
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import cite_tracking, tell_units
from lianxi.ledger.actions.entering import is_recurring
from lianxi.ledger.actions.lapsing import lapse_open
from lianxi.ledger.actions.slips import resume_slips
from lianxi.ledger.actions.timing import present_derivation, restart_clock, set_due
from lianxi.ledger.facts import on_obligation
from lianxi.ledger.models import CoUnit, Obligation, Progress, Verification
from lianxi.ledger.rules import CO_PART, OBLIGATION, next_due, steps

VERIFY = "ledger.obligation.verify"
RETURN = "ledger.obligation.return"
RENEW = "ledger.obligation.renew"


@action(VERIFY, "核验办结", who=SEATED, rule="由另一席位核验", deciding=on_obligation(steps.verify))
def verify_obligation(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    reason: Annotated[str, Words("意见", 500)] = "",
    final: Annotated[bool, Flag("不再转入下一期")] = False,
) -> Verification:
    """Pass the report that asks for closing.

    A passed obligation is closed; a recurring one goes on with the next period's due date, unless
    `final` ends it. Raises CannotVerifyOwnMatter, PartsMissing, EvidenceMissing,
    WrongState.
    """
    obligation = act.lock(Obligation, obligation_id)
    recurring = is_recurring(obligation) and not final
    row = _answer(act, obligation, "pass", short_enough(reason, "意见", 500))
    if recurring:
        renew_obligation.within(act, obligation=obligation)
    else:
        act.move_as(VERIFY, obligation, OBLIGATION, closed_at=act.at, passed_at=act.at)
        tell_units(act, obligation, f"事项{obligation.number}核验通过，已办结")
    lapse_open.within(act, obligation=obligation)
    return row


@action(RETURN, "退回补办", who=SEATED, rule="由另一席位核验", deciding=on_obligation(steps.judge))
def return_obligation(
    act: Act, *, obligation_id: Annotated[int, One("事项")], reason: Annotated[str, Words("退回的理由", 500)]
) -> Verification:
    """Return the report that asks for closing, with the reason; the clock runs again."""
    obligation = act.lock(Obligation, obligation_id)
    row = _answer(act, obligation, "return", filled(reason, "退回的理由", 500))
    act.move_as(RETURN, obligation, OBLIGATION)
    restart_clock(act, obligation, RETURN)
    resume_slips(act, obligation)
    tell_units(act, obligation, f"事项{obligation.number}退回补办：{row.reason}"[:300])
    return row


@action(RENEW, "转入下一期", who=frozenset())
def renew_obligation(act: Act, *, obligation: Obligation) -> None:
    """Carry a recurring obligation into its next period, with the next due date.

    It runs only inside the act that verifies the present period.
    """
    if obligation.due_on is not None and not restart_clock(act, obligation, RENEW):
        set_due(act, obligation, next_due(present_derivation(obligation), obligation.cycle), "renewed")
    act.move_as(RENEW, obligation, OBLIGATION, passed_at=act.at)
    for part in CoUnit.objects.filter(obligation=obligation, state__in=("finished", "waived")):
        act.move_as(RENEW, part, CO_PART, finished_at=None, waiver="")
    tell_units(act, obligation, f"事项{obligation.number}本期核验通过，转入下一期")


def _answer(act: Act, obligation: Obligation, result: str, reason: str) -> Verification:
    asked = Progress.objects.filter(obligation=obligation, done=True).order_by("pk").last()
    if asked is None:
        raise ValueError(f"obligation {obligation.pk} is submitted without a report")
    row = Verification(conference_id=obligation.conference_id, obligation=obligation, progress=asked)
    row.unit_id, row.seat_id = act.actor.unit_id or 0, act.actor.seat_id or 0
    row.by, row.at, row.result, row.reason = act.actor.label, act.at, result, reason
    act.create(row)
    cite_tracking(act, obligation)
    return row
