"""Reads of duties: what was done on each clause in a year, as of any date, and the figures given."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, QuerySet, Window

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import followers_of_units
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.words import CHINA
from lianxi.journal.sight import seen_by
from lianxi.ledger.models import CoUnit, IndicatorValue, Obligation, Progress, StandingDuty
from lianxi.ledger.rows import StandingDutyRow
from lianxi.ledger.rules import Cycle
from lianxi.ledger.rules.standing import Period


@dataclass(frozen=True, slots=True)
class Done:
    """What stands in the records for a duty: reports, figures, and when the last of them came."""

    reports: int = 0
    figures: int = 0
    last: datetime | None = None

    @property
    def total(self) -> int:
        """How many records there are; none means 无履职记录."""
        return self.reports + self.figures


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A duty with what was done on it from the start of the year to the day."""

    duty: StandingDuty
    done: Done


def span_of(day: date) -> tuple[datetime, datetime]:
    """Return the moments from the start of a day's year to the end of the day, in China."""
    first = datetime(day.year, 1, 1, tzinfo=CHINA)
    return first, datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(days=1)


def list_coverage(
    conference: ConferenceRow, day: date, unit_id: int | None = None, *, to: Actor | None = None
) -> list[CoverageLine]:
    """Say of every duty that the seat `to` sees what the records of a day's year hold until that day.

    A record is a report of the duty's own unit, or of one it followed in a reform, on any obligation that
    rests on the clause, whatever created it, or a figure given for it. Later records never change what an
    earlier day gives.
    """
    rows = seen_by(to, StandingDuty.objects.filter(conference_id=conference.pk))
    rows = rows.select_related("unit", "obligation")
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    duties = list(rows.order_by("ordinal", "pk"))
    since, until = span_of(day)
    reports = _reports(conference, since, until)
    figures = _figures(conference, since, until)
    lines = []
    for duty in duties:
        told, last_told = reports.get((duty.basis_clause, duty.unit_id), (0, None))
        given, last_given = figures.get(duty.pk, (0, None))
        last = max((at for at in (last_told, last_given) if at), default=None)
        lines.append(CoverageLine(duty, Done(told, given, last)))
    return lines


_Counts = tuple[int, datetime | None]


def _reports(conference: ConferenceRow, since: datetime, until: datetime) -> dict[tuple[str, int], _Counts]:
    rows = Progress.objects.filter(conference_id=conference.pk, at__gte=since, at__lt=until)
    rows = rows.exclude(obligation__basis_clause="")
    counted = rows.values_list("obligation__basis_clause", "unit_id").annotate(n=Count("pk"), last=Max("at"))
    place = followers_of_units(conference.pk)
    found: dict[tuple[str, int], _Counts] = {}
    for clause, unit, n, last in counted:
        key = clause, place.get(unit, unit)
        earlier, before = found.get(key, (0, None))
        found[key] = earlier + n, max(filter(None, (before, last)), default=None)
    return found


def units_of(duty: StandingDuty) -> list[int]:
    """Give the duty's unit and those it followed."""
    place = followers_of_units(duty.conference_id)
    return [duty.unit_id, *(old for old, new in place.items() if new == duty.unit_id)]


def _figures(conference: ConferenceRow, since: datetime, until: datetime) -> dict[int, _Counts]:
    rows = IndicatorValue.objects.filter(conference_id=conference.pk, at__gte=since, at__lt=until)
    counted = rows.values_list("duty_id").annotate(n=Count("pk"), last=Max("at"))
    return {duty: (n, last) for duty, n, last in counted}


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports that count for a duty: the latest that a seat sees, how many it sees, and how many there are."""

    rows: list[Progress]
    seen: int
    every: int


def find_reports(
    duty: StandingDuty, day: date, units: Iterable[int], limit: int = 100, *, to: Actor | None = None
) -> Reports:
    """Return the reports of a day's year until that day; `units` are the duty's own, `limit` bounds the rows."""
    since, until = span_of(day)
    every = Progress.objects.filter(
        conference_id=duty.conference_id,
        obligation__basis_clause=duty.basis_clause,
        unit_id__in=units,
        at__gte=since,
        at__lt=until,
    )
    rows = seen_by(to, every).annotate(seen=Window(Count("pk"))).select_related("obligation")
    found = list(rows.order_by("-at", "-pk")[:limit])
    return Reports(found, found[0].seen if found else 0, every.count())


def list_matters(
    duty: StandingDuty, units: Iterable[int], limit: int = 50, *, to: Actor | None = None
) -> list[Obligation]:
    """List the obligations that rest on a duty's clause, name one of its units and that `to` sees, the latest first."""
    helping = CoUnit.objects.filter(
        unit_id__in=units, obligation__basis_clause=duty.basis_clause, conference_id=duty.conference_id
    )
    every = Obligation.objects.filter(conference_id=duty.conference_id, basis_clause=duty.basis_clause)
    own = seen_by(to, every)
    led = own.filter(lead_unit_id__in=units)
    helped = own.filter(pk__in=helping.values("obligation"))
    found = [*led.order_by("-pk")[:limit], *helped.order_by("-pk")[:limit]]
    return sorted(found, key=lambda row: -row.pk)[:limit]


def figures_of(
    duty: StandingDutyRow, until: datetime, periods: Iterable[Period]
) -> dict[str, dict[str, IndicatorValue]]:
    """Return the figures that hold at a moment, by period and indicator."""
    return _latest(IndicatorValue.objects.filter(duty_id=duty.pk), until, periods)


def figures_elsewhere(
    duty: StandingDutyRow, until: datetime, periods: Iterable[Period]
) -> dict[str, dict[str, IndicatorValue]]:
    """Return the same figures as the same unit gave them for other clauses, by period and indicator."""
    rows = IndicatorValue.objects.filter(conference_id=duty.conference_id, duty__unit_id=duty.unit_id)
    rows = rows.filter(indicator__in=duty.indicators).exclude(duty_id=duty.pk)
    return _latest(rows.select_related("duty"), until, periods)


def _latest(
    rows: QuerySet[IndicatorValue], until: datetime, periods: Iterable[Period]
) -> dict[str, dict[str, IndicatorValue]]:
    codes = [period.code for period in periods]
    rows = rows.filter(period__in=codes, at__lt=until).order_by("at", "pk")
    found: dict[str, dict[str, IndicatorValue]] = defaultdict(dict)
    for row in rows:
        found[row.period][row.indicator] = row
    return found


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
