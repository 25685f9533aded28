"""Clocks that stand still: by the office, for a reason the clock's own rule names, with a start and an end."""

from datetime import date
from typing import Annotated

from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import OFFICE
from lianxi.core.due import Pause, paused
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Day, One, Words
from lianxi.core.words import long_date
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import cite_tracking, tell_units
from lianxi.ledger.actions.timing import present_derivation, set_due
from lianxi.ledger.facts import on_obligation, on_pause
from lianxi.ledger.models import ClockPause, Obligation
from lianxi.ledger.rules import beside, steps
from lianxi.ledger.rules.clocks import pause_refused
from lianxi.ledger.rules.refusals import CannotPause


@action(
    "ledger.clock.pause",
    "暂停时限",
    who=OFFICE,
    rule="由办公室按规则写明的情形暂停",
    deciding=on_obligation(steps.pause),
)
def pause_clock(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    reason: Annotated[str, Choice("情形")],
    starts_on: Annotated[date, Day("暂停第一天")],
    ends_on: Annotated[date, Day("暂停最后一天")],
    note: Annotated[str, Words("说明", 300)],
) -> ClockPause:
    """Let a clock stand still from a day to a day, both included; the date moves by them.

    `reason` is one that the clock's rule names, `note` what it is this time. Raises CannotPause.
    """
    obligation = act.lock(Obligation, obligation_id)
    before = present_derivation(obligation)
    wanted = Pause(reason.strip(), starts_on, ends_on)
    if why := pause_refused(before, before.pauses, wanted):
        raise _refused(why)
    row = ClockPause(conference_id=obligation.conference_id, obligation=obligation, reason=wanted.reason)
    row.note, row.starts_on, row.ends_on = filled(note, "说明", 300), starts_on, ends_on
    row.at, row.by = act.at, act.actor.label
    act.create(row)
    _derive_anew(act, obligation, (*before.pauses, wanted))
    return row


@action(
    "ledger.clock.resume",
    "恢复计时",
    who=OFFICE,
    rule="由办公室恢复计时",
    deciding=on_pause(beside.resume_clock),
)
def resume_clock(
    act: Act, *, pause_id: Annotated[int, One("时限暂停")], resumes_on: Annotated[date, Day("提前恢复，自")]
) -> ClockPause:
    """End a pause early: from `resumes_on` the clock runs again.

    Raises CannotPause where that is not within the pause, or the clock has been started anew since.
    """
    obligation = act.lock(Obligation, act.get(ClockPause, pause_id).obligation_id)
    row = act.lock(ClockPause, pause_id)
    if not row.starts_on < resumes_on <= row.ends_on:
        raise _refused(f"恢复计时须在{long_date(row.starts_on)}之后、{long_date(row.ends_on)}当天或之前。")
    before = present_derivation(obligation)
    ended = Pause(row.reason, row.starts_on, row.ends_on)
    last = date.fromordinal(resumes_on.toordinal() - 1)
    kept = tuple(one for one in before.pauses if one != ended)
    act.change(row, ends_on=last)
    _derive_anew(act, obligation, (*kept, Pause(row.reason, row.starts_on, last)))
    return row


def _derive_anew(act: Act, obligation: Obligation, pauses: tuple[Pause, ...]) -> None:
    after = paused(present_derivation(obligation), pauses, calendar_now(exact=True))
    set_due(act, obligation, after, "paused", obligation.agreed_on)
    cite_tracking(act, obligation)
    tell_units(act, obligation, f"事项{obligation.number}的时限因暂停计时改为{long_date(after.due_on)}")


def _refused(why: str) -> CannotPause:
    return CannotPause(
        why,
        rule="时限只按其规则写明的情形暂停",
        next_step="请核对规则和日期；需要更多时间的，请由主办单位申请延期。",
    )
