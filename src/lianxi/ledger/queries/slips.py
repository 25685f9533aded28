"""Reads of slips: the ladder in force, slips of an obligation or a unit, what the day's run has to issue."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import in_force
from lianxi.core.actors import Actor
from lianxi.core.workdays import DAY, Calendar, add_workdays
from lianxi.journal.sight import seen
from lianxi.ledger.models import NO_DUE_DATE, Obligation, Rung, Slip
from lianxi.ledger.rules.machines import WORKING
from lianxi.ledger.rules.slips import DEFAULT, PROFILES, TO_CONVENER, Step, first_late, step_after, windows

PAGE = 50
# Counts on the desk go so far; beyond it the list tells.
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder that holds on a day; `is_default` while the office has set none."""

    profile: str
    steps: tuple[Step, ...]
    is_default: bool
    set_by: str = ""
    starts_on: date | None = None

    @property
    def label(self) -> str:
        return PROFILES.get(self.profile, DEFAULT).label

    @property
    def source(self) -> str:
        return PROFILES.get(self.profile, DEFAULT).source


def ladder_on(conference_id: int, day: date) -> Ladder:
    """Return the conference's ladder in force on a day, the default one where none is set."""
    return _ladder(list(Rung.objects.filter(in_force(day), conference_id=conference_id).order_by("step")))


def _ladder(rows: list[Rung]) -> Ladder:
    if not rows:
        return Ladder("default", PROFILES["default"].steps, is_default=True)
    steps = tuple(Step(row.step, row.label, row.anchor, row.workdays) for row in rows)
    return Ladder(
        rows[0].profile, steps, is_default=False, set_by=rows[0].set_by, starts_on=rows[0].starts_on
    )


def find_to_remind(
    conference_id: int, steps: Iterable[Step], day: date, calendar: Calendar | None = None
) -> QuerySet[Obligation]:
    """Find the obligations whose reminder has come on a working day.

    It reads a range of the running ledger's index by due date and leaves out what has its slip.
    """
    until = windows(tuple(steps), day, calendar).remind_until
    if until is None:
        return Obligation.objects.none()
    of_date = Slip.objects.filter(obligation=OuterRef("pk"), due_on=OuterRef("due_on"))
    running = _running(conference_id).filter(due_order__gte=day, due_order__lte=until)
    return running.exclude(Exists(of_date)).select_related("lead_unit").order_by("due_order", "pk")


def _running(conference_id: int) -> QuerySet[Obligation]:
    return Obligation.objects.filter(conference_id=conference_id, closed_at__isnull=True, state__in=WORKING)


def urging_facts(conference_id: int, day: date, *, asked: bool) -> tuple[QuerySet[Any], ...]:
    """Return one-column queries for the desk: the letter's days, the earliest late date without one, one to raise.

    Each is meant as a subquery of one row; all are empty where they are not `asked` for.
    """
    first = first_late(DEFAULT.steps)
    step = first.step if first else 0
    rungs = Rung.objects.filter(in_force(day), conference_id=conference_id, step=step).order_by()
    late = _without_letter(conference_id, day, step).order_by("due_order")
    raised = find_to_raise(conference_id, day).exclude(gone(F("due_on"))).order_by().annotate(n=Value(1))
    found = (rungs.values("workdays"), late.values("due_order"), raised.values("n"))
    return found if asked else tuple(one.none() for one in found)


def has_turn(letter_days: int | None, first_late_on: date | None, day: date, calendar: Calendar) -> bool:
    """Tell from the desk's facts whether a late matter's letter has its turn on a day."""
    first = first_late(DEFAULT.steps)
    if first_late_on is None or first is None:
        return False
    return first_late_on < add_workdays(day + DAY, -(letter_days or first.workdays), calendar)


def _without_letter(conference_id: int, day: date, step: int) -> QuerySet[Obligation]:
    of_date = Slip.objects.filter(obligation=OuterRef("pk"), due_on=OuterRef("due_on"))
    late = _running(conference_id).filter(due_order__lt=day)
    return late.exclude(Exists(of_date.filter(step__gte=step)))


@dataclass(frozen=True, slots=True)
class Turn:
    """A matter whose next rung has come and waits for somebody of the office to look at it."""

    row: Obligation
    step: Step


def find_turns(
    conference_id: int,
    steps: Sequence[Step],
    day: date,
    calendar: Calendar | None = None,
    *,
    only: Iterable[int] | None = None,
    size: int | None = None,
) -> list[Turn]:
    """List the matters whose letter, or whose way to the convener, has come on a day, the latest due date first.

    `only` looks at these matters alone; `size` bounds the list.
    """
    first, begun = first_late(steps), _begun(conference_id, steps, day, calendar)
    if first is None or begun is None:
        return []
    raising = find_to_raise(conference_id, day).exclude(gone(F("due_on")))
    if only is not None:
        begun, raising = begun.filter(pk__in=list(only)), raising.filter(obligation__in=list(only))
    rows = list(begun.select_related("lead_unit").order_by("due_order", "pk")[:size])
    turns = [Turn(row, first) for row in rows]
    for slip in raising.select_related("obligation__lead_unit")[:size]:
        above = step_after(steps, slip.step)
        if above is not None:
            turns.append(Turn(slip.obligation, above))
    turns.sort(key=lambda turn: (turn.row.due_on or NO_DUE_DATE, turn.row.pk))
    return turns[:size]


def _begun(
    conference_id: int, steps: Sequence[Step], day: date, calendar: Calendar | None
) -> QuerySet[Obligation] | None:
    """Find the late matters that have no letter for their due date; None where the ladder has no letter."""
    first = first_late(steps)
    before = windows(tuple(steps), day, calendar).late_before
    if first is None or before is None:
        return None
    of_date = Slip.objects.filter(obligation=OuterRef("pk"), due_on=OuterRef("due_on"))
    late = _running(conference_id).filter(due_order__lt=before)
    return late.exclude(Exists(of_date.filter(step__gte=first.step)))


def count_turns(conference_id: int, day: date, calendar: Calendar | None = None) -> int:
    """Count the matters whose next rung waits for the office, to MOST_COUNTED, without reading one."""
    steps = ladder_on(conference_id, day).steps
    begun = _begun(conference_id, steps, day, calendar)
    if begun is None:
        return 0
    last = max(one.step for one in steps)
    raising = find_to_raise(conference_id, day).exclude(gone(F("due_on"))).filter(step__lt=last)
    # In the order of the index by due date, so that counting ends early.
    late = begun.order_by("due_order", "pk")[:MOST_COUNTED].count()
    return min(late + raising[:MOST_COUNTED].count(), MOST_COUNTED)


def list_for_convener(conference_id: int) -> list[Slip]:
    """List what was put to the convener and has no answer yet, the oldest first."""
    rows = Slip.objects.filter(conference_id=conference_id, state="issued", label=TO_CONVENER)
    return list(rows.select_related("obligation").order_by("pk")[:PAGE])


def gone(due_on: F) -> Q:
    """Return the condition that a slip's matter has ended, is under verification, or has another date now."""
    return (
        ~Q(obligation__state__in=WORKING)
        | ~Q(obligation__due_on=due_on)
        | Q(obligation__closed_at__isnull=False)
    )


def find_to_raise(conference_id: int, day: date) -> QuerySet[Slip]:
    """Find the slips without a reply whose next rung has come."""
    rows = Slip.objects.filter(conference_id=conference_id, state="issued", next_on__isnull=False)
    return rows.filter(next_on__lte=day).order_by("next_on", "pk")


def issued_steps(*obligations: Obligation) -> dict[int, dict[int, date]]:
    """Return the rungs issued for each obligation's present due date with their days, by id."""
    present = {row.pk: row.due_on or NO_DUE_DATE for row in obligations}
    steps: dict[int, dict[int, date]] = {pk: {} for pk in present}
    rows = Slip.objects.filter(obligation__in=list(present))
    for pk, due_on, step, issued_on in rows.values_list("obligation_id", "due_on", "step", "issued_on"):
        if due_on == present[pk]:
            steps[pk][step] = issued_on
    return steps


def find_waiting_conferences(day: date, calendar: Calendar) -> list[int]:
    """Find the conferences with a reminder to issue or a slip to stop on a working day, begun by then.

    A hint read without a lock, so that a run opens an act only where there is something to do.
    """
    ladders: dict[int, list[Rung]] = defaultdict(list)
    for rung in Rung.objects.filter(in_force(day)).order_by("step"):
        ladders[rung.conference_id].append(rung)
    lost = Slip.objects.filter(state="issued", next_on__isnull=False, next_on__lte=day).filter(
        gone(F("due_on"))
    )
    raising = set(lost.order_by().values_list("conference_id", flat=True).distinct())
    begun = Conference.objects.filter(starts_on__lte=day).order_by("pk").values_list("pk", flat=True)
    return [
        pk
        for pk in begun
        if pk in raising or find_to_remind(pk, _ladder(ladders[pk]).steps, day, calendar).exists()
    ]


@dataclass(frozen=True, slots=True)
class SlipFilter:
    """What a list of slips shows; an empty field filters nothing. `before` continues below that slip."""

    unit_id: int | None = None
    obligation_id: int | None = None
    state: str = ""
    before: int | None = None


def list_slips(conference_id: int, wanted: SlipFilter, *, to: Actor) -> list[Slip]:
    """List slips that a seat sees, the latest first, one more than a page."""
    rows = seen(to, Slip.objects.filter(conference_id=conference_id))
    if wanted.unit_id is not None:
        rows = rows.filter(unit_id=wanted.unit_id)
    if wanted.obligation_id is not None:
        rows = rows.filter(obligation_id=wanted.obligation_id)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return list(rows.select_related("obligation", "unit").order_by("-pk")[: PAGE + 1])


def slip_summary(to: Actor) -> dict[str, Any]:
    """Return annotations of an obligation that tell of the slips a seat sees, without a query of their own.

    `slip_count`, and of the latest slip `slip_id`, `slip_name` and `slip_state`.
    """
    own = seen(to, Slip.objects.filter(obligation=OuterRef("pk"))).order_by("-pk")
    counted = own.order_by().values("obligation").annotate(n=Count("pk")).values("n")
    return {
        "slip_count": Subquery(counted),
        "slip_id": Subquery(own.values("pk")[:1]),
        "slip_name": Subquery(own.values(name=Concat("label", Value(" "), "number"))[:1]),
        "slip_state": Subquery(own.values("state")[:1]),
    }
