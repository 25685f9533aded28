"""Which incidents a seat sees and how much of each; lists, tellings, the duty sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lianxi.bodies.queries import in_force, list_memberships
from lianxi.core.actors import CONVENERS, Actor
from lianxi.core.small_numbers import few
from lianxi.incidents.models import DutyPhone, DutyPrint, HandSignal, Incident, Telling, UnionLetter
from lianxi.incidents.rules.lists import Traits, concerns, is_of_line, telling_items
from lianxi.incidents.rules.machines import ENDED
from lianxi.journal.sight import seen
from lianxi.law.models import Clause

PAGE = 50


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """What a list of incidents shows; an empty field filters nothing. `before` continues below that incident."""

    state: str = ""
    kind: str = ""
    open_only: bool = False
    before: int | None = None


def visible(actor: Actor) -> QuerySet[Incident]:
    """Return the incidents of the seat's conference; what of each it sees says `sees_details`."""
    return Incident.objects.filter(conference_id=actor.conference_id or 0)


def list_incidents(actor: Actor, wanted: IncidentFilter) -> list[Incident]:
    """List the incidents a seat may see, the newest first, one more than a page."""
    rows = visible(actor).defer("report")
    named = {"state": wanted.state, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    if wanted.open_only:
        rows = rows.exclude(state__in=ENDED)
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    return list(rows.order_by("-pk")[: PAGE + 1])


def incidents_of_firm(actor: Actor, firm: str) -> list[Incident]:
    """List the incidents of a firm, by its credit code, whose place and employer the seat sees."""
    rows = visible(actor).filter(employer_code=firm).exclude(state="merged").defer("report")
    return list(seen(actor, rows).order_by("-told_at", "-pk").distinct()[:PAGE])


def detailed(actor: Actor, incidents: Iterable[Incident]) -> set[int]:
    """Return of which incidents a seat sees place and employer: office, conveners, units that told or were told."""
    ids = [one.pk for one in incidents]
    if actor.is_office or actor.kind in CONVENERS:
        return set(ids)
    own = {"incident__in": ids, "unit_id": actor.unit_id or 0}
    told = Telling.objects.filter(**own).values_list("incident_id", flat=True)
    called = HandSignal.objects.filter(**own).values_list("incident_id", flat=True)
    return {*told, *called}


def sees_details(actor: Actor, incident: Incident) -> bool:
    """Tell whether a seat sees place, employer and calls of an incident."""
    ids = [incident, *incident.children.filter(state="merged")]
    return bool(detailed(actor, ids))


def shown_count(number: int, *, whole: bool) -> str:
    """Write a number of persons; outside the handling units one to four show as <5."""
    return str(number) if whole else few(number)


def list_letters(actor: Actor, ids: list[int], unions: frozenset[int]) -> list[UnionLetter]:
    """List the union's letters a seat sees: its own, those sent to it, shared ones; the office all."""
    rows = UnionLetter.objects.filter(incident__in=ids).select_related("unit").order_by("happened_at", "pk")
    if actor.is_office or actor.unit_id in unions:
        return list(rows)
    return list(rows.filter(Q(is_shared=True) | Q(unit_id=actor.unit_id or 0)))


@dataclass(frozen=True, slots=True)
class Proposed:
    """A member unit that should be told of an incident: why, by which clause (empty: none names it)."""

    unit_id: int
    name: str
    why: str
    clause: str
    citation: str
    text: str

    @property
    def key(self) -> str:
        """The unit and its clause as the action takes them."""
        return f"{self.unit_id}:{self.clause}"


def propose_units(incident: Incident, day: date) -> list[Proposed]:
    """Propose which member units are told of an incident, each by the clause that names its line."""
    conference = incident.conference
    units = [row.unit for row in list_memberships(conference, day)]
    traits = Traits(incident.kind, incident.is_industrial, incident.sector, incident.is_municipal)
    clauses = {
        row.code: row
        for row in Clause.objects.filter(
            instrument_version__instrument__code=conference.instrument,
            instrument_version__number=conference.instrument_version,
            code__in=[code for item in telling_items(day) for code in item.clauses],
        )
    }
    found = []
    for item in telling_items(day):
        unit = next((one for one in units if is_of_line(one.name, item.words)), None)
        if unit is None or not concerns(item, traits):
            continue
        row = next((clauses[code] for code in item.clauses if code in clauses), None)
        cited = (row.code, row.citation or row.code, row.text) if row else ("", "", "")
        found.append(Proposed(unit.pk, unit.name, item.why, *cited))
    return found


def duty_sheet(conference_id: int, day: date) -> list[DutyPhone]:
    """List the lines of the duty sheet in force on a day: the call list first, then units and areas in order."""
    rows = list(DutyPhone.objects.filter(in_force(day), conference_id=conference_id))
    return sorted(rows, key=lambda row: (row.call_code == "", row.ordinal, row.pk))


def printed_sheet(conference_id: int, week: date) -> DutyPrint | None:
    """Return the note that the duty sheet of a week was printed; None where it was not."""
    rows = DutyPrint.objects.filter(conference_id=conference_id, week=week, printed_at__isnull=False)
    return rows.first()


def unsigned(now: datetime, conference_id: int | None = None) -> QuerySet[Telling]:
    """Return tellings to units that nobody signed for; none of what was entered late."""
    rows = Telling.objects.filter(
        unit__isnull=False, received_at=None, is_late=False, incident__is_late=False
    )
    rows = rows.exclude(incident__state__in=ENDED).filter(entered_at__lte=now)
    return rows if conference_id is None else rows.filter(conference_id=conference_id)
