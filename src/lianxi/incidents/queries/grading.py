"""An incident as the rules see it: its counts in force, who knew when, and what they answer.

The page and `lianxi rules grading` ask the same function of the same facts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianxi.core.words import CHINA
from lianxi.incidents.models import HandSignal, Incident, IncidentCount, Telling
from lianxi.incidents.rules.counting import MEASURES, Effective, Tally, effective
from lianxi.incidents.rules.judging import judge
from lianxi.incidents.rules.timing import DueRow, Told, due_rows

# What a call or a telling shows of who knew: the kind of its source or of whom was told → the actor of the duties.
KNOWERS = {
    "hospital": "hospital",
    "county": "county_health",
    "county_health": "county_health",
    "emergency": "county_emergency",
    "county_emergency": "county_emergency",
    "employer": "employer",
}
_GRADED = tuple(name for name in MEASURES if name != "exposed")


@dataclass(frozen=True, slots=True)
class Whole:
    """An incident with all that was merged into it: their calls, counts and tellings in the order of entering."""

    incident: Incident
    parts: tuple[Incident, ...]
    calls: tuple[HandSignal, ...]
    counts: tuple[IncidentCount, ...]
    tellings: tuple[Telling, ...]

    @property
    def ids(self) -> list[int]:
        """The incident's own id and those of its parts."""
        return [self.incident.pk, *(part.pk for part in self.parts)]

    @property
    def told_at(self) -> datetime:
        """The earliest moment at which anybody was told; the clocks of both calls start with it."""
        return min(one.told_at for one in (self.incident, *self.parts))

    @property
    def occurred_at(self) -> datetime | None:
        """When it happened, as far as anybody said."""
        known = [one.occurred_at for one in (self.incident, *self.parts) if one.occurred_at is not None]
        return min(known, default=None)

    def effective(self) -> list[Effective]:
        """Give every count with the numbers that hold from its moment on."""
        return effective(tally_of(row) for row in self.counts)


def merged_into(incident: Incident) -> list[Incident]:
    """List what was merged into an incident, and into its parts in turn."""
    parts: list[Incident] = []
    level = [incident.pk]
    while level:
        found = list(Incident.objects.filter(parent__in=level, state="merged").order_by("pk"))
        parts += found
        level = [one.pk for one in found]
    return parts


def load_whole(incident: Incident) -> Whole:
    """Load an incident with what was merged into it."""
    parts = merged_into(incident)
    ids = [incident.pk, *(part.pk for part in parts)]
    return Whole(
        incident,
        tuple(parts),
        tuple(HandSignal.objects.filter(incident__in=ids).select_related("unit").order_by("pk")),
        tuple(IncidentCount.objects.filter(incident__in=ids).order_by("pk")),
        tuple(Telling.objects.filter(incident__in=ids).select_related("unit").order_by("pk")),
    )


def totals_by(incidents: Iterable[Incident]) -> dict[int, dict[str, int]]:
    """Give the numbers in force of many incidents at once, each with what was merged into it."""
    top = {one.pk: one.pk for one in incidents}
    level = set(top)
    while level:
        rows = Incident.objects.filter(parent__in=level, state="merged").values_list("pk", "parent_id")
        found = {pk: top[parent] for pk, parent in rows if parent is not None and pk not in top}
        top |= found
        level = set(found)
    tallies: dict[int, list[Tally]] = {pk: [] for pk in top.values()}
    for row in IncidentCount.objects.filter(incident__in=list(top)).order_by("pk"):
        tallies[top[row.incident_id]].append(tally_of(row))
    return {pk: _last(effective(own)) for pk, own in tallies.items()}


def _last(rows: list[Effective]) -> dict[str, int]:
    return dict(rows[-1].totals) if rows else dict.fromkeys(MEASURES, 0)


def tally_of(row: IncidentCount) -> Tally:
    """Give a stored count as the rules take it."""
    numbers = {name: getattr(row, name) for name in MEASURES}
    return Tally(row.happened_at, row.pk, **numbers, is_confirmed=row.confirmed_at is not None)


def facts_of(whole: Whole, as_of: datetime) -> dict[str, Any]:
    """Give an incident's facts as `lianxi rules grading` reads them."""
    incident = whole.incident
    return {
        "kind": incident.kind,
        "confirmed": incident.is_confirmed,
        # Nobody may know when it happened: then the first call stands for it, and the page says so.
        "occurred_at": _iso(whole.occurred_at or whole.told_at),
        "work_safety": incident.work_safety,
        "counts": [
            {"at": _iso(one.tally.at), **{name: one.totals[name] for name in _GRADED}}
            for one in whole.effective()
        ],
        "as_of": _iso(as_of),
        "known_at": {actor: _iso(at) for actor, at in known_at(whole).items()},
        "radiation": dict(incident.radiation),
    }


def known_at(whole: Whole) -> dict[str, datetime]:
    """Give when each actor of the duties knew at the latest, by the calls and tellings that were entered."""
    found: dict[str, datetime] = {}
    heard = [(row.source_kind, row.happened_at) for row in whole.calls]
    heard += [(row.whom_kind, row.happened_at) for row in whole.tellings if not row.explained]
    if whole.occurred_at is not None:
        heard.append(("employer", whole.occurred_at))
    for kind, at in heard:
        actor = KNOWERS.get(kind)
        if actor is not None:
            found[actor] = min(at, found.get(actor, at))
    return found


def grade_whole(whole: Whole, as_of: datetime) -> dict[str, Any]:
    """Answer an incident's facts as of a moment: grades, duties, strictest clock."""
    return judge(facts_of(whole, as_of))


def duties_of(whole: Whole, now: datetime) -> list[DueRow]:
    """List the reporting duties until now beside what was told in answer to each."""
    return due_rows(grade_whole(whole, now)["due"], told_of(whole.tellings), now)


def told_of(tellings: Iterable[Telling]) -> list[Told]:
    """Give the tellings that answer a duty."""
    return [Told(row.duty, row.happened_at, row.proof, row.explained) for row in tellings if row.duty]


def totals_now(whole: Whole) -> dict[str, int]:
    """Give the numbers in force after the last count; zeros before the first."""
    return _last(whole.effective())


def _iso(at: datetime) -> str:
    return at.astimezone(CHINA).isoformat()
