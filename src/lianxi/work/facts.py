"""The facts that decide which steps may be taken on a return, loaded in one place for actions and pages."""

from datetime import date

from lianxi.bodies.queries import list_held_seats
from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.attaching import Writers
from lianxi.journal.guards import Deciding, holding
from lianxi.work.models import Return, Row, UnitCheck
from lianxi.work.rules.periods import period_words
from lianxi.work.rules.steps import CheckMode, Guard, ReturnFacts


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


def to_return(pk: int) -> Writers | None:
    """Let the unit that hands in, or who enters for it, put files to a return."""
    row = Return.objects.filter(pk=pk).select_related("arrangement").first()
    if row is None:
        return None
    return Writers(frozenset(filter(None, (row.unit_id, row.arrangement.entered_by_id))), by_office=False)


def on_return(guard: Guard) -> Deciding:
    """Decide over a return by a guard."""
    return Deciding(holding(Return, "return_id"), return_facts, guard)
