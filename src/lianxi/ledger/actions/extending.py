"""Later due dates: the lead unit asks with its progress, the office or a convener answers with a definite date.

Asked before the due date, the date moves. Asked later, a day is agreed, and everything still counts by the date.
"""

from datetime import date
from typing import Annotated

from lianxi.core.actors import CONVENERS, OFFICE, UNIT_SPEAKERS
from lianxi.core.due import agreed_late, extended
from lianxi.core.entries import filled
from lianxi.core.fields import Day, One, Words
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import cite_tracking, tell_units
from lianxi.ledger.actions.timing import present_derivation, set_due
from lianxi.ledger.facts import on_extension, on_obligation
from lianxi.ledger.models import Extension, Obligation
from lianxi.ledger.rules import EXTENSION, steps
from lianxi.ledger.rules.refusals import CannotAnswerExtension, CannotAskExtension

# Others import what sets a due date from here.
__all__ = [
    "CannotAnswerExtension",
    "CannotAskExtension",
    "ask_extension",
    "grant_extension",
    "lapse_extension",
    "present_derivation",
    "refuse_extension",
    "set_due",
]


@action(
    "ledger.extension.ask",
    "申请延期",
    who=UNIT_SPEAKERS,
    rule="由主办单位申请",
    deciding=on_obligation(steps.ask_extension),
)
def ask_extension(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    asked_on: Annotated[date, Day("延至")],
    reason: Annotated[str, Words("理由", 500)],
    progress: Annotated[str, Words("目前进展", 500)],
) -> Extension:
    """Record the lead unit's request for a later day, with how far the work has come.

    Made on the due date or later it is kept as late. Raises CannotAskExtension, ObligationEnded.
    """
    obligation = act.lock(Obligation, obligation_id)
    due_on = _askable(act, obligation, asked_on)
    row = Extension(conference_id=obligation.conference_id, obligation=obligation, due_on=due_on)
    row.asked_on, row.reason = asked_on, filled(reason, "理由", 500)
    row.progress, row.late = filled(progress, "目前进展", 500), day_of(act.at) >= due_on
    row.unit_id, row.seat_id = obligation.lead_unit_id, act.actor.seat_id or 0
    row.by, row.at, row.state = act.actor.label, act.at, EXTENSION.initial
    act.create(row)
    cite_tracking(act, obligation)
    late = "逾期后" if row.late else ""
    act.notify(
        f"{act.actor.label}{late}申请将事项{obligation.number}延至{long_date(asked_on)}",
        about=obligation,
        office=True,
    )
    return row


def _askable(act: Act, obligation: Obligation, asked_on: date) -> date:
    """Give the present due date where an extension of it may be asked for; refuse otherwise."""
    due_on = obligation.due_on or asked_on
    if due_on < asked_on < day_of(act.at):
        raise CannotAskExtension(
            f"申请的日期{long_date(asked_on)}已经过去。",
            rule="延期须有明确的新时限",
            next_step="请填写今天或以后的日期。",
        )
    latest = max(due_on, obligation.agreed_on or due_on)
    if asked_on <= latest:
        known = "现在的时限" if latest == due_on else "已约定的日期"
        raise CannotAskExtension(
            f"申请的日期不晚于{known}{long_date(latest)}。",
            rule="延期须有明确的新时限",
            next_step="请填写更晚的日期。",
        )
    return due_on


@action(
    "ledger.extension.grant",
    "同意延期",
    who=OFFICE | CONVENERS,
    deciding=on_extension(steps.answer_extension),
)
def grant_extension(
    act: Act,
    *,
    extension_id: Annotated[int, One("延期申请")],
    granted_on: Annotated[date | None, Day("延至")] = None,
    answer: Annotated[str, Words("答复", 500)] = "",
) -> Extension:
    """Set the new due date, as asked or as decided here; the old one stays readable.

    A late request moves nothing: the day is agreed, and everything counts by the due date as before.
    Raises CannotAnswerExtension for a date that is not later, or a seat of the lead unit.
    """
    row, obligation = _answerable(act, extension_id)
    new = granted_on or row.asked_on
    if new <= row.due_on:
        raise CannotAnswerExtension(
            f"新的时限不晚于原时限{long_date(row.due_on)}。",
            rule="延期须有明确的新时限",
            next_step="请填写更晚的日期；不同意的，请写明理由。",
        )
    _move_date(act, row, obligation, new)
    cite_tracking(act, obligation)
    values = {"granted_on": new, "answer": answer.strip()[:500]}
    return act.move(row, EXTENSION, answered_at=act.at, answered_by=act.actor.label, **values)


def _move_date(act: Act, row: Extension, obligation: Obligation, new: date) -> None:
    before, told = present_derivation(obligation), {"changed_on": day_of(act.at)}
    if not row.late:
        after = extended(before, new, reason=f"同意延期申请（{row.reason}）", **told)
        set_due(act, obligation, after, "extended")
        tell_units(act, obligation, f"事项{obligation.number}的时限延至{long_date(new)}")
        return
    after = agreed_late(before, new, reason=f"逾期后申请：{row.reason}", **told)
    set_due(act, obligation, after, "agreed", agreed_on=new)
    was = f"仍按原时限{long_date(row.due_on)}计算"
    tell_units(act, obligation, f"事项{obligation.number}同意办至{long_date(new)}，{was}")


@action(
    "ledger.extension.refuse",
    "不同意延期",
    who=OFFICE | CONVENERS,
    deciding=on_extension(steps.answer_extension),
)
def refuse_extension(
    act: Act, *, extension_id: Annotated[int, One("延期申请")], answer: Annotated[str, Words("理由", 500)]
) -> Extension:
    """Answer a request with the reason why the due date stays."""
    row, obligation = _answerable(act, extension_id)
    told = filled(answer, "理由", 500)
    cite_tracking(act, obligation)
    tell_units(act, obligation, f"事项{obligation.number}未同意延期，时限不变")
    return act.move(row, EXTENSION, answer=told, answered_at=act.at, answered_by=act.actor.label)


@action("ledger.extension.lapse", "使延期申请失效", who=frozenset())
def lapse_extension(act: Act, *, obligation: Obligation) -> None:
    """End a request that waits for an answer when its obligation no longer needs one.

    It runs only inside the act that verifies or supersedes the obligation.
    """
    for row in Extension.objects.filter(obligation=obligation, state="asked"):
        act.move_as(
            "ledger.extension.lapse",
            row,
            EXTENSION,
            answered_at=act.at,
            answer="事项已核验通过或被替代，无需延期。",
        )


def _answerable(act: Act, extension_id: int) -> tuple[Extension, Obligation]:
    # The obligation is the aggregate: it is held first, then the request is read again under its lock.
    obligation = act.lock(Obligation, act.get(Extension, extension_id).obligation_id)
    return act.lock(Extension, extension_id), obligation
