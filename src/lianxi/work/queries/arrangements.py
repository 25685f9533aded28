"""Reads of arrangements: the acts of a document, what is carried out on a day, whose they are, what they cost."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import rule_values
from lianxi.law.models import ClauseAct
from lianxi.work.models import Arrangement, Party
from lianxi.work.rows import ArrangementRow
from lianxi.work.rules.forms import read_form
from lianxi.work.rules.machines import ArrangementState
from lianxi.work.rules.periods import DueDays, read_due_days

DUE_RULES = ("return_half_day", "return_year_day", "return_short_days")
LIVE = (ArrangementState.PROPOSED, ArrangementState.ON)


def acts_of(conference: Conference) -> list[ClauseAct]:
    """List the acts of the adopted document in its order."""
    rows = ClauseAct.objects.filter(
        clause__instrument_version__instrument__code=conference.instrument,
        clause__instrument_version__number=conference.instrument_version,
    )
    return list(rows.select_related("clause").order_by("clause__ordinal", "start"))


def left_out(conference_id: int) -> dict[str, list[str]]:
    """Return the clauses with acts that have no arrangement, by whom the document names: bodies that are no member unit."""
    there = set(Arrangement.objects.filter(conference_id=conference_id).values_list("act", flat=True))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for act in acts_of(Conference.objects.get(pk=conference_id)):
        if act.code not in there and act.clause.code not in found[act.clause.unit]:
            found[act.clause.unit].append(act.clause.code)
    return dict(found)


def due_days(conference_id: int, day: date) -> DueDays:
    """Return by which days returns are due, as the conference has set it."""
    values = rule_values(conference_id, DUE_RULES, day)
    return read_due_days(*(values[code] for code in DUE_RULES))


def list_arrangements(conference_id: int, *, live: bool = True) -> list[Arrangement]:
    """List the arrangements of a conference in the order of its document; `live` leaves out ended and replaced."""
    rows = Arrangement.objects.filter(conference_id=conference_id)
    if live:
        rows = rows.filter(state__in=LIVE)
    return list(rows.select_related("unit").prefetch_related("parties").order_by("ordinal", "pk"))


def carried_out_on(conference_id: int, day: date) -> QuerySet[Arrangement]:
    """Return the arrangements that are carried out on a day: begun, not ended, not yet replaced."""
    rows = Arrangement.objects.filter(conference_id=conference_id, starts_on__lte=day)
    rows = rows.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=day))
    return rows.filter(Q(replaced_at__isnull=True) | Q(replaced_at__date__gt=day))


def parties_of(arrangements: Iterable[ArrangementRow]) -> dict[int, list[Party]]:
    """Return the parties of arrangements by arrangement."""
    found: dict[int, list[Party]] = defaultdict(list)
    ids = [one.pk for one in arrangements]
    for party in Party.objects.filter(arrangement_id__in=ids).select_related("unit").order_by("pk"):
        found[party.arrangement_id].append(party)
    return found


def needs_of(arrangements: Iterable[ArrangementRow]) -> set[int]:
    """Return the units that hand something in under arrangements."""
    ids = [one.pk for one in arrangements]
    rows = Party.objects.filter(arrangement_id__in=ids, role="doer", unit__isnull=False)
    return set(rows.values_list("unit_id", flat=True))


@dataclass(frozen=True, slots=True)
class Cost:
    """What arrangements ask of units in a typical year: returns, required fields of one row each."""

    returns: int = 0
    fields: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.returns + other.returns, self.fields + other.fields)


def cost_of(row: ArrangementRow, doers: int = 1) -> Cost:
    """Return what one arrangement asks of its units in a year."""
    required = len(read_form(row.form).required)
    return Cost(row.returns * doers, row.returns * doers * required)


def costs_by_unit(arrangements: Iterable[ArrangementRow]) -> dict[str, Cost]:
    """Return what arrangements ask in a year by unit's name, in the order of the document."""
    rows = list(arrangements)
    parties = parties_of(rows)
    found: dict[str, Cost] = {}
    for row in rows:
        names = [one.unit.name for one in parties[row.pk] if one.role == "doer" and one.unit is not None]
        for name in names:
            found[name] = found.get(name, Cost()) + cost_of(row)
    return found
