"""Reads of what was done on each clause in a year, as of any date, and of what recurs past its day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import followers_of_units
from lianxi.core.actors import Actor
from lianxi.core.words import CHINA
from lianxi.journal.sight import seen_by
from lianxi.ledger.models import CoUnit, Obligation, Progress
from lianxi.ledger.rules import Cycle


@dataclass(frozen=True, slots=True)
class Told:
    """The reports of a unit on matters that rest on a clause: how many, and when the last of them came."""

    reports: int
    last: datetime | None


NONE_TOLD = Told(0, None)


def span_of(day: date) -> tuple[datetime, datetime]:
    """Return the moments from the start of a day's year to the end of the day, in China."""
    first = datetime(day.year, 1, 1, tzinfo=CHINA)
    return first, datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(days=1)


def reports_by_clause(conference_id: int, day: date) -> defaultdict[tuple[str, int], Told]:
    """Count the reports of a day's year until that day, by clause and unit (id).

    A report counts for the unit that gave it, or for the one that followed it in a reform, whatever created the
    matter. Later records never change what an earlier day gives.
    """
    since, until = span_of(day)
    rows = Progress.objects.filter(conference_id=conference_id, at__gte=since, at__lt=until)
    rows = rows.exclude(obligation__basis_clause="")
    counted = rows.values_list("obligation__basis_clause", "unit_id").annotate(n=Count("pk"), last=Max("at"))
    place = followers_of_units(conference_id)
    found: defaultdict[tuple[str, int], Told] = defaultdict(lambda: NONE_TOLD)
    for clause, unit, n, last in counted:
        key = clause, place.get(unit, unit)
        found[key] = Told(found[key].reports + n, max(filter(None, (found[key].last, last)), default=None))
    return found


def list_matters(
    conference_id: int, clause: str, units: Iterable[int], limit: int = 50, *, to: Actor | None = None
) -> list[Obligation]:
    """List the obligations that rest on a clause, name one of the units and that `to` sees, the latest first."""
    helping = CoUnit.objects.filter(
        unit_id__in=units, obligation__basis_clause=clause, conference_id=conference_id
    )
    own = seen_by(to, Obligation.objects.filter(conference_id=conference_id, basis_clause=clause))
    led = own.filter(lead_unit_id__in=units)
    helped = own.filter(pk__in=helping.values("obligation"))
    found = [*led.order_by("-pk")[:limit], *helped.order_by("-pk")[:limit]]
    return sorted(found, key=lambda row: -row.pk)[:limit]


def list_waiting_past(day: date) -> list[tuple[int, int]]:
    """List what recurs and waits to be verified although its due date is past, as (conference, obligation)."""
    found = []
    for conference in (
        Conference.objects.filter(starts_on__lte=day).order_by("pk").values_list("pk", flat=True)
    ):
        rows = Obligation.objects.filter(conference_id=conference, state="submitted", due_order__lt=day)
        rows = rows.exclude(cycle=Cycle.ONCE).order_by("pk")
        found += [(conference, pk) for pk in rows.values_list("pk", flat=True)]
    return found
