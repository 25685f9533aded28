"""Reads of returns: what a unit owes, what came in, what the matrix of a year shows, and what decides their steps."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import list_held_seats
from lianxi.core.actors import CONVENERS, UNIT_SPEAKERS, Actor
from lianxi.work.models import Arrangement, Return, Row, UnitCheck
from lianxi.work.rules.machines import OPEN, ReturnState
from lianxi.work.rules.periods import period_words
from lianxi.work.rules.steps import CheckMode, ReturnFacts


def returns_for(actor: Actor) -> QuerySet[Return]:
    """Return the returns a seat may see: the office and conveners all, a unit its own and those it enters for."""
    rows = Return.objects.filter(conference_id=actor.conference_id or 0)
    rows = rows.select_related("arrangement", "unit", "obligation")
    return rows if actor.is_office or actor.kind in CONVENERS else rows.filter(_of_unit(actor))


def _of_unit(actor: Actor) -> Q:
    """Return the condition of a return that the acting seat's unit hands in: its own, or one it enters for another."""
    unit = actor.unit_id or 0
    return Q(unit_id=unit) | Q(arrangement__entered_by_id=unit)


def list_open(actor: Actor, *, until: date | None = None, limit: int = 200) -> list[Return]:
    """List what the acting seat's unit still owes, the nearest day first; `until` leaves out what is due later."""
    rows = returns_for(actor).filter(_of_unit(actor), state__in=OPEN)
    if until is not None:
        rows = rows.filter(due_on__lte=until)
    return list(rows.order_by("due_on", "arrangement__ordinal", "pk")[:limit])


def list_in_hand(actor: Actor, *, until: date, limit: int) -> list[Return]:
    """List what the unit owes until a day, and what another of its seats filled in and this one may check."""
    return list(_in_hand(actor, until).order_by("due_on", "arrangement__ordinal", "pk")[:limit])


def _in_hand(actor: Actor, until: date) -> QuerySet[Return]:
    check = Q(unit_id=actor.unit_id or 0, state=ReturnState.CHECKING) & ~Q(filled_seat_id=actor.seat_id)
    owed = _of_unit(actor) & Q(state__in=OPEN - {ReturnState.CHECKING}, due_on__lte=until)
    return returns_for(actor).filter(check | owed)


def count_to_receive(actor: Actor, *, until: date) -> tuple[int, bool]:
    """Count what was handed in with rows and is not yet received, and tell whether the seat's unit has any in hand.

    A nil return asks for nothing.
    """
    rows = Return.objects.filter(conference_id=OuterRef("pk"), state=ReturnState.HANDED_IN, nil=False)
    number = Subquery(rows.order_by().values("conference").annotate(n=Count("pk")).values("n"))
    asked = {"number": Coalesce(number, 0), "in_hand": Exists(_in_hand(actor, until))}
    found = (
        Conference.objects.filter(pk=actor.conference_id or 0).annotate(**asked).values_list(*asked).first()
    )
    return found or (0, False)


def conferences_with_work() -> list[int]:
    """List the conferences that carry out arrangements."""
    rows = Arrangement.objects.filter(starts_on__isnull=False, ends_before__isnull=True)
    return sorted(set(rows.values_list("conference_id", flat=True)))


def by_cell(rows: Iterable[Return]) -> dict[tuple[int, int, str], Return]:
    """Return returns by line, unit and period."""
    return {(row.line_id, row.unit_id, row.period): row for row in rows}


def check_mode(conference_id: int, unit_id: int) -> str:
    """Return how a unit checks what leaves it."""
    rows = UnitCheck.objects.filter(conference_id=conference_id, unit_id=unit_id)
    last = rows.order_by("-at", "-pk").values_list("mode", flat=True).first()
    return last or CheckMode.NONE


def count_rows(row: Return) -> int:
    """Count the rows that stand for the period of a return."""
    found = Row.objects.filter(line_id=row.line_id, unit_id=row.unit_id, until__isnull=True, removed=False)
    return found.filter(about__gte=row.first_day, about__lte=row.last_day).count()


def return_facts(row: Return, day: date) -> ReturnFacts:
    """Load what decides the steps on a return on a day."""
    held = list_held_seats(row.conference_id, day)
    return ReturnFacts(
        unit_id=row.unit_id,
        unit=row.unit.name,
        state=row.state,
        period=period_words(row.period),
        last_day=row.last_day,
        nil_allowed=row.arrangement.nil_allowed,
        rows=count_rows(row),
        check=check_mode(row.conference_id, row.unit_id),
        filled_seat_id=row.filled_seat_id,
        seats=tuple(seat for kind, unit, seat in held if unit == row.unit_id and kind in UNIT_SPEAKERS),
        entered_by=row.arrangement.entered_by_id,
    )
