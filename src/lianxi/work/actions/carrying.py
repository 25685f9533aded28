"""What an older version kept of the clauses' duties goes on as arrangements, rows and returns: once, and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lianxi.bodies.models import Conference, cited
from lianxi.core.actors import TIMER_ONLY
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.ledger.actions.periods import settle_last
from lianxi.ledger.holding import holders
from lianxi.ledger.models import Obligation
from lianxi.ledger.rules import ENDED
from lianxi.work.actions.arranging import planned, propose_arrangements
from lianxi.work.models import Arrangement, Party, Return, Row
from lianxi.work.queries.arrangements import acts_of, due_days
from lianxi.work.queries.former import are_there, list_former
from lianxi.work.rules.former import FormerDuty, begun_on, lost, plan_of, versions_of
from lianxi.work.rules.machines import ARRANGEMENT, RETURN
from lianxi.work.rules.periods import DAY, DueDays, Period, due_of, period_of, read_period
from lianxi.work.rules.plans import Plan
from lianxi.work.rules.proposing import propose
from lianxi.work.rules.rows import key_of

FORMERLY = "ledger.standingduty:{}"
BEFORE = "由原职责跟踪转入之前的期次，不再要求报送"


@dataclass(frozen=True, slots=True)
class Carried:
    """How many duties went on as arrangements, with how many figures; how many their acts' own proposals replace."""

    kept: int = 0
    figures: int = 0
    replaced: int = 0

    def __add__(self, other: "Carried") -> "Carried":
        return Carried(self.kept + other.kept, self.figures + other.figures, self.replaced + other.replaced)


@action("work.duty.carry", "转入原职责跟踪", who=TIMER_ONLY, rule="一件事只记一处")
def carry_duties(act: Act) -> Carried:
    """Carry over every duty of the conference that an older version followed. Raises BadInput where none is left.

    A duty that people switched on, edited or gave figures for becomes an arrangement of its own, its figures rows,
    its running matter the one of the present return. What was proposed alone is replaced by its acts' proposals,
    or goes on as a proposal where the document was read without acts.
    """
    found = [one for one in list_former() if one.conference_id == act.chain] if are_there() else []
    if not found:
        raise BadInput("没有要转入的职责跟踪。", rule="只转入一次", next_step="无需办理。")
    conference = Conference.objects.get(pk=act.chain)
    has_acts = bool(acts_of(conference))
    kept = [one for one in found if one.is_kept or not has_acts]
    act.subject = record_name(conference)
    if len(kept) < len(found) and not Arrangement.objects.filter(conference_id=act.chain).exists():
        propose_arrangements.within(act)
    days = due_days(act.chain, day_of(act.at))
    for duty in kept:
        _carry(act, duty, days)
    figures = sum(len(one.values) for one in kept)
    act.remark = (
        f"原职责跟踪 {len(found)} 条：转为履职安排 {len(kept)} 条，指标 {figures} 个；"
        f"只有建议的 {len(found) - len(kept)} 条由各职责事项的建议代替"
    )
    return Carried(len(kept), figures, len(found) - len(kept))


def _carry(act: Act, duty: FormerDuty, days: DueDays) -> None:
    day = day_of(act.at)
    found = propose(duty.unit, duty.title)
    plan = plan_of(duty, found.pattern or found.choices[0], holders())
    row = planned(act, plan, duty.unit_id, duty.title)
    for name, value in cited(duty.basis).items():
        setattr(row, name, value)
    row.ordinal = duty.ordinal
    act.create(row)
    doer = Party(conference_id=act.chain, arrangement=row, role="doer", unit_id=duty.unit_id)
    doer.words, doer.printed = duty.unit[:120], True
    act.create(doer)
    own = Obligation.objects.filter(conference_id=act.chain, source=FORMERLY.format(duty.pk))
    matters = list(own.order_by("created_at", "pk"))
    if duty.state == "on":
        begun = begun_on(duty, day, matters[0].created_at if matters else None)
        act.move_as("work.arrangement.switch_on", row, ARRANGEMENT, starts_on=begun)
    elif duty.state == "off":
        act.move_as("work.arrangement.end", row, ARRANGEMENT, ends_before=day, ended_why="转入前已停用")
    _rows(act, row, duty, plan)
    for one in matters:
        settle_last(act, one, record_name(row))
    if duty.state == "on" and row.returns:
        _returns(act, row, duty, days)


def _rows(act: Act, row: Arrangement, duty: FormerDuty, plan: Plan) -> None:
    versions = versions_of(duty)
    if gone := lost(duty, versions):
        raise RuntimeError(f"duty {duty.pk}: figures would be lost: {gone}")
    act.create_many(
        [
            Row(
                conference_id=act.chain,
                line_id=row.line_id,
                unit_id=duty.unit_id,
                period=one.period,
                about=read_period(one.period).last,
                key=key_of(plan.form, one.values),
                values=one.values,
                edition=one.edition,
                at=one.at,
                until=one.until,
                seat_id=one.seat_id,
                by=one.by,
            )
            for one in versions
        ]
    )


def _returns(act: Act, row: Arrangement, duty: FormerDuty, days: DueDays) -> None:
    """Give each period since the duty was followed its return: received with its figures, or not asked for any more.

    The period of the running matter is still owed: handing it in settles that matter.
    """
    running = _running(row)
    given = {one.period: one for one in sorted(duty.values, key=lambda one: one.at)}
    today = day_of(act.at)
    for period in _periods(row.starts_on or today, today, row.returns):
        own = _return(act, row, duty.unit_id, period, days)
        matter = next(
            (one for one in running if one.due_on and period.first <= one.due_on <= period.last), None
        )
        if matter is not None:
            own.obligation = matter
        act.create(own)
        last = given.get(period.code)
        if matter is not None or period.last >= today:
            continue
        if last is None:
            act.move_as("work.arrangement.end", own, RETURN, reason=BEFORE)
            continue
        told = {"handed_at": last.at, "handed_by": last.by, "rows": 1}
        act.move_as("work.return.hand_in", own, RETURN, **told)
        act.move_as("work.return.receive", own, RETURN, received_at=act.at)


def _running(row: Arrangement) -> Sequence[Obligation]:
    rows = Obligation.objects.filter(conference_id=row.conference_id, source=record_name(row))
    return list(rows.exclude(state__in=ENDED).order_by("pk"))


def _periods(first: date, last: date, returns: int) -> list[Period]:
    found, period = [], period_of(first, returns)
    while period.first <= last:
        found.append(period)
        period = period_of(period.last + DAY, returns)
    return found


def _return(act: Act, row: Arrangement, unit_id: int, period: Period, days: DueDays) -> Return:
    due = due_of(period, days)
    own = Return(conference_id=act.chain, line_id=row.line_id, arrangement=row, unit_id=unit_id)
    own.period, own.first_day, own.last_day = period.code, period.first, period.last
    own.due_on, own.derivation, own.opened_at = due.due_on, due.as_dict(), act.at
    own.state = RETURN.initial
    return own
