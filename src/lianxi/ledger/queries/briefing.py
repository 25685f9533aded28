"""The leader's page as of any day: the ledger at three moments, counted by the pure rule."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lianxi.bodies.queries import list_memberships, unit_names
from lianxi.bodies.queries.own import get_conference
from lianxi.core.words import CHINA
from lianxi.ledger.models import BriefLink, Obligation
from lianxi.ledger.queries.moments import cutoffs_as_of, obligations_as_of
from lianxi.ledger.rules.briefing import (
    BriefFigure,
    Moment,
    UnitLine,
    count_brief,
    count_states,
    count_units,
    decisions_in_motion,
    standing_words,
)
from lianxi.ledger.rules.figures import Standing


@dataclass(frozen=True, slots=True)
class Brief:
    """The figures and the units' lines of a period that ends on a day; `states` count what runs by where it stands."""

    since: date
    until: date
    figures: tuple[BriefFigure, ...]
    states: tuple[BriefFigure, ...]
    units: tuple[UnitLine, ...]
    # The ledger as it stood at the end, with that day's lights.
    now: Moment

    @property
    def rows(self) -> tuple[Standing, ...]:
        """Everything of the ledger as it stood at the end, in its order."""
        return tuple(self.now.rows)

    def decisions(self) -> list["Matter"]:
        """List the decisions under way, the nearest day first, each with the unit that led it then."""
        rows = decisions_in_motion(self.now)
        names = unit_names({row.lead_unit_id for row in rows})
        return [
            Matter(row.pk, row.title, names[row.lead_unit_id], row.due_on, standing_words(row, self.now.at))
            for row in rows
        ]

    def named(self, records: tuple[int, ...]) -> list[tuple[int, str, str]]:
        """Name matters of a figure as they stood: number, title and state in words, in the ledger's order."""
        wanted = set(records)
        return [
            (row.pk, row.title, standing_words(row, self.now.at)) for row in self.now.rows if row.pk in wanted
        ]

    def records(self, key: str) -> tuple[int, ...] | None:
        """Return the records behind a figure (`late`, or `unit.3.due`); None where there is no such figure."""
        kind, _, rest = key.partition(".")
        if kind != "unit":
            figures = (*self.figures, *self.states)
            return next((one.records for one in figures if one.key == key), None)
        unit, _, part = rest.partition(".")
        line = next((one for one in self.units if str(one.unit_id) == unit), None)
        return getattr(line, part) if line and part in ("due", "done", "running", "late") else None


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter as it stood on the page's day: number, title, unit that led it, day, state in words."""

    pk: int
    title: str
    lead: str
    due_on: date | None
    state: str


def brief_of(conference_id: int, since: date, until: date, at: datetime) -> Brief:
    """Count the period from the end of `since` to the end of `until`, a day not yet over until `at`."""
    conference = get_conference(conference_id)
    days = (until - since).days
    ends = [_end(day, at) for day in (until, since, since - timedelta(days=days))]
    now, start, earlier = (
        Moment(obligations_as_of(conference, end, ends[2]), cutoffs_as_of(conference, end)) for end in ends
    )
    units = [(row.unit_id, row.unit.name) for row in list_memberships(conference, until)]
    return Brief(
        since,
        until,
        tuple(count_brief(now, start, earlier)),
        tuple(count_states(now, start)),
        tuple(count_units(now, since, until, units)),
        now,
    )


def _end(day: date, at: datetime) -> datetime:
    return min(datetime.combine(day, time.max, CHINA), at)


def list_links(conference_id: int) -> list[BriefLink]:
    """List the links to the page, the latest first."""
    return list(BriefLink.objects.filter(conference_id=conference_id).order_by("-pk")[:50])


def list_named(conference_id: int, numbers: tuple[int, ...]) -> list[Obligation]:
    """List obligations by their numbers, in the ledger's order, with the unit that leads now."""
    rows = Obligation.objects.filter(conference_id=conference_id, pk__in=numbers)
    return list(rows.select_related("lead_unit").order_by("year", "sequence"))
