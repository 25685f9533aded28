"""Slips: reminders by the office's standing order, letters once somebody has looked; numbered, stopped by a reply."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from django.db.models import F

from lianxi.bodies.models import Conference, cited
from lianxi.bodies.queries import convener_seats, rule_value
from lianxi.clocks.queries import calendar_now
from lianxi.clocks.words import due_words
from lianxi.core.actors import OFFICE, TIMER_ONLY, UNIT_SPEAKERS
from lianxi.core.basis import Basis
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Number, Numbers, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import date_with_weekday, day_of
from lianxi.core.workdays import Calendar, is_workday
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, on
from lianxi.ledger.actions.checks import tracking_basis
from lianxi.ledger.facts import slip_facts, urged_facts
from lianxi.ledger.kinds import URGING
from lianxi.ledger.models import Obligation, Slip
from lianxi.ledger.queries.slips import (
    find_to_raise,
    find_to_remind,
    find_turns,
    gone,
    issued_steps,
    ladder_on,
)
from lianxi.ledger.rules import beside
from lianxi.ledger.rules.beside import CannotIssueSlip
from lianxi.ledger.rules.slips import SLIP, TO_CONVENER, Step, next_on, out_of_turn, slip_text
from lianxi.papers.issuing import draw_number
from lianxi.papers.letterhead import prefix_on

ISSUE, ISSUE_DUE, LAPSE = "ledger.slip.issue", "ledger.slip.issue_due", "ledger.slip.lapse"
# So many slips in one act of the day's run: the conference's register is held for less than a second.
BATCH = 500


@action(ISSUE_DUE, "按长期指令签发提醒单", who=TIMER_ONLY, rule="到日的提醒单由系统按办公室的指令签发")
def issue_due_slips(act: Act, *, size: Annotated[int, Number("份数")] = BATCH) -> int:
    """Issue the next `size` reminders whose day has come, and stop the slips that lost their cause.

    A letter to a unit is no matter of the timer: it waits for the office (`issue_looked`). Nothing happens on a day
    off, or where the office has switched the standing order off. What somebody else holds at this moment is left for
    the next run. It gives how many slips it issued or stopped.
    """
    day, calendar = day_of(act.at), calendar_now(exact=True)
    if not is_workday(day, calendar) or rule_value(act.chain, "slips_automatic", day) != "on":
        return 0
    # Slips of a conference are issued one run at a time: what is due is read under this lock.
    conference = Conference.objects.select_for_update(no_key=True).get(pk=act.chain)
    steps = ladder_on(conference.pk, day).steps
    stopped = _stopped(act, day, size)
    reminder = next((one for one in steps if one.is_reminder), None)
    if reminder is None:
        return stopped
    found = find_to_remind(act.chain, steps, day, calendar)[: size - stopped]
    rows = list(found.select_for_update(of=("self",), skip_locked=True))
    planned = [(row, reminder) for row in rows]
    return len(_issue(act, conference, steps, planned, calendar=calendar)) + stopped


def _stopped(act: Act, day: date, size: int) -> int:
    """Stop the slips whose matter has ended or has another date, and count them."""
    found = find_to_raise(act.chain, day).filter(gone(F("due_on")))[:size]
    lost = list(found.select_for_update(of=("self",), skip_locked=True))
    for slip in lost:
        act.move_as(LAPSE, slip, SLIP, next_on=None)
    return len(lost)


@action("ledger.slip.issue_looked", "签发到日的催办函", who=OFFICE, rule="催办函由办公室逐件看过后签发")
def issue_looked(
    act: Act, *, obligation_ids: Annotated[tuple[int, ...], Numbers("看过的事项")]
) -> list[Slip]:
    """Issue for each matter the rung whose turn it is, after somebody of the office has looked at it.

    What is no longer its turn (answered meanwhile, another date) is left out and named. Raises BadInput where nothing
    was chosen, CannotIssueSlip on a day off and where no turn is left.
    """
    if not obligation_ids:
        raise BadInput("没有选择事项。", next_step="请勾选看过的事项。")
    conference = Conference.objects.select_for_update(no_key=True).get(pk=act.chain)
    day, calendar = day_of(act.at), calendar_now(exact=True)
    if refusal := beside.day_off(day, calendar):
        raise refusal
    steps = ladder_on(conference.pk, day).steps
    turns = {turn.row.pk: turn for turn in find_turns(act.chain, steps, day, calendar, only=obligation_ids)}
    rows = {pk: act.lock(Obligation, pk) for pk in sorted(set(obligation_ids))}
    planned = [(rows[pk], turns[pk].step) for pk in rows if pk in turns]
    if not planned:
        raise CannotIssueSlip(
            "所选事项都没有轮到催办：已反馈、已办结或时限已改。",
            rule="催办按阶梯进行，反馈即停",
            next_step="请刷新清单。",
        )
    left = [rows[pk].number for pk in rows if pk not in turns]
    act.remark = f"未轮到而略去：{'、'.join(map(str, left))}"[:300] if left else ""
    act.subject = ""
    for row, _step in planned:
        _raise_below(act, row)
    return _issue(act, conference, steps, planned, calendar=calendar)


def _issue(
    act: Act,
    conference: Conference,
    steps: Sequence[Step],
    planned: Sequence[tuple[Obligation, Step]],
    *,
    calendar: Calendar,
    reason: str = "",
) -> list[Slip]:
    """Store slips under their numbers and put them before their units; the conference's row is held by the caller."""
    if not planned:
        return []
    day, basis = day_of(act.at), tracking_basis(act)
    prefix = prefix_on(conference, URGING, day)
    first = draw_number(act, conference, prefix, day.year, len(planned))
    slips = []
    for sequence, (row, step) in enumerate(planned, first):
        slip = _slip(act, row, step, next_on(steps, step.step, day, calendar), calendar)
        slip.reason = reason
        slip.year, slip.sequence, slip.number = day.year, sequence, f"{prefix}〔{day.year}〕{sequence}号"
        _cite(slip, basis)
        slips.append(slip)
    act.create_batch(slips)
    conveners = convener_seats(conference.pk, day)[:1]
    for slip in slips:
        if slip.label == TO_CONVENER:
            title = f"请协调事项{slip.obligation}：{slip.number}"
            for seat in conveners:
                act.notify(title[:300], about=slip, seat=seat)
        else:
            title = f"请签收{slip.label}{slip.number}：事项{slip.obligation}"
            act.notify(title[:300], about=slip, unit=slip.unit_id)
    if basis.clause:
        act.cite(basis)
    return slips


def _hold_alone(act: Act, payload: Mapping[str, Any]) -> Obligation:
    # Slips of a conference are numbered one act at a time: its row is the lock of the register.
    Conference.objects.select_for_update(no_key=True).get(pk=act.chain)
    return act.lock(Obligation, payload["obligation_id"])


def _slip(act: Act, row: Obligation, step: Step, above_on: date | None, calendar: Calendar) -> Slip:
    if row.due_on is None:
        raise ValueError(f"obligation {row.pk} has no due date")
    day, matter = day_of(act.at), f"事项{row.number}“{row.title}”"
    label = step.name_for(row.lead_unit.name)
    due = row.due_on, due_words(row.due_on, row.due_derivation)
    return Slip(
        conference_id=row.conference_id,
        obligation=row,
        unit_id=row.lead_unit_id,
        due_on=row.due_on,
        step=step.step,
        label=label,
        text=slip_text(row.lead_unit.name, matter, due, day, label, calendar=calendar),
        state=SLIP.initial,
        issued_on=day,
        issued_at=act.at,
        issued_by=act.actor.label,
        next_on=above_on,
    )


def _cite(slip: Slip, basis: Basis) -> None:
    for name, value in cited(basis).items():
        setattr(slip, name, value)


@action(
    ISSUE,
    "签发催办单",
    who=OFFICE,
    rule="催办单由办公室签发",
    deciding=Deciding(_hold_alone, urged_facts, beside.issue_slip),
)
def issue_slip(
    act: Act,
    *,
    obligation_id: Annotated[int, One("事项")],
    step: Annotated[int, Choice("催办级次")],
    reason: Annotated[str, Words("理由", 300)] = "",
) -> Slip:
    """Issue one slip by hand. Out of its turn (a jump, or early) it needs a reason.

    Raises CannotIssueSlip for a second slip of the same rung, on a day off, and without a running clock.
    """
    conference = Conference.objects.get(pk=act.chain)
    obligation, day = act.lock(Obligation, obligation_id), day_of(act.at)
    steps = ladder_on(conference.pk, day).steps
    wanted = next((one for one in steps if one.step == step), None)
    if wanted is None:
        raise BadInput("催办阶梯没有这一级。", next_step="请从列出的级别中选择。")
    told = short_enough(reason, "理由", 300)
    calendar = calendar_now(exact=True)
    issued = issued_steps(obligation)[obligation.pk]
    _require_not_issued(obligation, wanted, issued)
    why = out_of_turn(steps, wanted, obligation.due_on or day, issued, day, calendar=calendar)
    if why and not told:
        raise CannotIssueSlip(why, rule="越级或提前催办须写明理由", next_step="请写明理由后再签发。")
    act.remark = told
    _raise_below(act, obligation)
    return _issue(act, conference, steps, [(obligation, wanted)], calendar=calendar, reason=told)[0]


def _require_not_issued(obligation: Obligation, wanted: Step, issued: dict[int, date]) -> None:
    above = max(issued, default=-1)
    if wanted.step in issued:
        told = f"{wanted.label}已于{date_with_weekday(issued[wanted.step])}签发。"
    elif above > wanted.step:
        told = "已签发过更高一级的催办单。"
    else:
        return
    raise CannotIssueSlip(
        f"事项{obligation.number}这一时限的{told}",
        rule="同一时限每一级只催办一次，不降级",
        next_step="请等待反馈，或签发上一级。",
    )


def _raise_below(act: Act, obligation: Obligation) -> None:
    for slip in _open_slips(obligation):
        act.move_as(ISSUE, slip, SLIP, next_on=None)


def _open_slips(obligation: Obligation) -> list[Slip]:
    return list(Slip.objects.filter(obligation=obligation, state=SLIP.initial).order_by("pk"))


@action(LAPSE, "停止催办", who=frozenset())
def lapse_slips(act: Act, *, obligation: Obligation) -> None:
    """Stop the slips of an obligation that has ended or has another due date now."""
    for slip in _open_slips(obligation):
        act.move_as(LAPSE, slip, SLIP, next_on=None)


def answer_slips(act: Act, obligation: Obligation) -> None:
    """Stop the slips of an obligation because its lead unit has reported."""
    if act.actor.unit_id == obligation.lead_unit_id:
        for slip in _open_slips(obligation):
            act.move_as("ledger.progress.report", slip, SLIP, next_on=None)


def resume_slips(act: Act, obligation: Obligation) -> None:
    """Let the ladder go on when a report was returned: days count from the return."""
    slip = Slip.objects.filter(obligation=obligation).order_by("-pk").first()
    if slip is not None and slip.state == "answered" and slip.due_on == obligation.due_on:
        day = day_of(act.at)
        steps = ladder_on(act.chain, day).steps
        anew = next_on(steps, slip.step, day, calendar_now(exact=True))
        act.move_as("ledger.obligation.return", slip, SLIP, next_on=anew)


@action(
    "ledger.slip.receive",
    "签收催办单",
    who=UNIT_SPEAKERS,
    rule="催办单由承办单位签收",
    deciding=on(Slip, "slip_id", beside.receive_slip, facts=slip_facts),
)
def receive_slip(act: Act, *, slip_id: Annotated[int, One("催办单")]) -> Slip:
    """Note that the own unit has received a slip; it is not yet a reply."""
    slip = act.lock(Slip, slip_id)
    return act.change(slip, received_at=act.at, received_by=act.actor.label)


@action(
    "ledger.slip.void",
    "作废催办单",
    who=OFFICE,
    rule="催办单由办公室作废",
    deciding=on(Slip, "slip_id", beside.void_slip),
)
def void_slip(
    act: Act, *, slip_id: Annotated[int, One("催办单")], reason: Annotated[str, Words("理由", 200)]
) -> Slip:
    """Void a slip issued by mistake; its number stays in the register with the reason."""
    slip = act.lock(Slip, slip_id)
    act.remark = filled(reason, "理由", 300)
    act.notify(f"{slip.label}{slip.number}已作废：{act.remark}"[:300], about=slip, unit=slip.unit_id)
    return act.move(slip, SLIP, next_on=None)
