"""The list of unfinished persons (未办结人员清单): each row without movement from the first working day after its clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from lianxi.bodies.models import Unit
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import Actor
from lianxi.core.sight import Level
from lianxi.core.workdays import Calendar
from lianxi.journal.sight import seen
from lianxi.protection.models import ListRow
from lianxi.protection.rules.lists import CUSTODY, NEAR_DAYS, RETURNED
from lianxi.protection.rules.timing import first_listing

RUNNING = ("sent", "received")
# A draft with persons on it waits too: for its sender alone.
OPEN = ("drafted", *RUNNING)
_BEFORE_APPLYING = ("sent", "received", "approached", "refused_to_apply", "lapsed")


def unfinished(day: date, calendar: Calendar | None = None) -> QuerySet[ListRow]:
    """Return the rows that stand on the list on a day: their clock is over, and a working day has begun since."""
    return ListRow.objects.filter(
        is_dropped=False, list__state__in=OPEN, due_on__isnull=False, due_on__lt=_edge(day, calendar)
    )


def _edge(day: date, calendar: Calendar | None) -> date:
    """Return the first day whose clock does not list a row yet: its first working day after is later than `day`."""
    known, edge = calendar or calendar_now(), day
    while first_listing(edge - timedelta(days=1), known) > day:
        edge -= timedelta(days=1)
    return edge


def list_unfinished(actor: Actor, day: date, most: int | None = None) -> list[ListRow]:
    """List what a seat sees of the unfinished rows: its own, hard cases for the office, the longest waiting first."""
    rows = seen(actor, unfinished(day), Level.STATUS).filter(conference_id=actor.conference_id or 0)
    return list(rows.select_related("list__sender", "list__receiver").order_by("due_on", "pk")[:most])


def list_near(actor: Actor, day: date, most: int) -> list[ListRow]:
    """List the seat's rows whose person has a last day to apply within thirty days, or a remedy that is open."""
    until = day + timedelta(days=NEAR_DAYS)
    near = Q(last_day__range=(day, until), word__in=_BEFORE_APPLYING) | Q(remedy_until__gte=day)
    rows = ListRow.objects.filter(near, is_dropped=False, ended_on=None, list__state__in=RUNNING)
    return list(seen(actor, rows).select_related("list").order_by("last_day", "remedy_until", "pk")[:most])


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How many rows of a unit's lists have no movement."""

    unit_id: int
    name: str
    count: int


def whose_move(row: ListRow) -> int:
    """Return the unit that a row waits for: the sender sends and confirms what came back, the receiver does the rest."""
    is_senders = row.word in RETURNED or row.list.state == "drafted"
    return row.list.sender_id if is_senders else row.list.receiver_id


def count_by_unit(conference_id: int, day: date) -> list[UnitCount]:
    """Count the unfinished rows by the unit whose move it is; of persons in custody a year is told, no day."""
    rows = unfinished(day).filter(conference_id=conference_id).exclude(list__kind__in=CUSTODY)
    back = Q(word__in=RETURNED) | Q(list__state="drafted")
    counts: dict[int, int] = {}
    for column, condition in (("list__sender_id", back), ("list__receiver_id", ~back)):
        for unit, number in rows.filter(condition).values_list(column).annotate(Count("pk")).order_by(column):
            counts[unit] = counts.get(unit, 0) + number
    names = dict(Unit.objects.filter(pk__in=counts).values_list("pk", "name"))
    return [UnitCount(pk, names[pk], number) for pk, number in sorted(counts.items())]


def by_area(rows: Iterable[ListRow], areas: Iterable[str]) -> list[tuple[str, int, int]]:
    """Count rows by area: all, and those ended; areas without any stay in the table."""
    told = {name: [0, 0] for name in areas}
    for one in rows:
        cell = told.setdefault(one.area, [0, 0])
        cell[0] += 1
        cell[1] += one.ended_on is not None
    return [(name, cell[0], cell[1]) for name, cell in told.items()]
