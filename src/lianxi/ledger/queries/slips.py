"""Reads of slips: the ladder in force, slips of an obligation or a unit, what the day's run has to issue."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import in_force
from lianxi.core.workdays import Calendar
from lianxi.ledger.models import NO_DUE_DATE, Obligation, Rung, Slip
from lianxi.ledger.rules.machines import WORKING
from lianxi.ledger.rules.slips import PROFILES, Step, first_late, windows

PAGE = 50


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
        return PROFILES[self.profile].label

    @property
    def source(self) -> str:
        return PROFILES[self.profile].source


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


def find_to_begin(
    conference_id: int, steps: Iterable[Step], day: date, calendar: Calendar | None = None
) -> QuerySet[Obligation]:
    """Find the obligations whose first slip, or reminder, has come on a working day.

    It reads a range of the running ledger's index by due date and leaves out what has its slip.
    """
    ladder = tuple(steps)
    limits, first = windows(ladder, day, calendar), first_late(ladder)
    of_date = Slip.objects.filter(obligation=OuterRef("pk"), due_on=OuterRef("due_on"))
    wanted = Q()
    if limits.late_before is not None and first is not None:
        had = Exists(of_date.filter(step__gte=first.step))
        wanted |= Q(due_order__lt=limits.late_before) & ~Q(had)
    if limits.remind_until is not None:
        wanted |= Q(due_order__gte=day, due_order__lte=limits.remind_until) & ~Q(Exists(of_date))
    if not wanted:
        return Obligation.objects.none()
    latest = max(one for one in (limits.late_before, limits.remind_until) if one is not None)
    # The range is named once more outside the OR, so that both databases walk the index to its end only.
    running = Obligation.objects.filter(conference_id=conference_id, closed_at__isnull=True)
    running = running.filter(due_order__lte=latest, state__in=WORKING)
    return running.filter(wanted).select_related("lead_unit").order_by("due_order", "pk")


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
    """Find the conferences with a slip to begin or to raise on a working day, begun by then.

    A hint read without a lock, so that a run opens an act only where there is something to do.
    """
    ladders: dict[int, list[Rung]] = defaultdict(list)
    for rung in Rung.objects.filter(in_force(day)).order_by("step"):
        ladders[rung.conference_id].append(rung)
    raised = Slip.objects.filter(state="issued", next_on__isnull=False, next_on__lte=day)
    raising = set(raised.order_by().values_list("conference_id", flat=True).distinct())
    begun = Conference.objects.filter(starts_on__lte=day).order_by("pk").values_list("pk", flat=True)
    return [
        pk
        for pk in begun
        if pk in raising or find_to_begin(pk, _ladder(ladders[pk]).steps, day, calendar).exists()
    ]


@dataclass(frozen=True, slots=True)
class SlipFilter:
    """What a list of slips shows; an empty field filters nothing. `before` continues below that slip."""

    unit_id: int | None = None
    obligation_id: int | None = None
    state: str = ""
    before: int | None = None


def list_slips(conference_id: int, wanted: SlipFilter) -> list[Slip]:
    """List slips, the latest first, one more than a page."""
    rows = Slip.objects.filter(conference_id=conference_id)
    if wanted.unit_id is not None:
        rows = rows.filter(unit_id=wanted.unit_id)
    if wanted.obligation_id is not None:
        rows = rows.filter(obligation_id=wanted.obligation_id)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return list(rows.select_related("obligation", "unit").order_by("-pk")[: PAGE + 1])
