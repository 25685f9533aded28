"""The ledger as of a moment, from the stored events alone; later records never change what it gives.

RESTS_ON says in words what that is; the rows themselves are held against the journal by its verification.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import list_memberships, unit_names
from lianxi.clocks.queries import calendar_as_of
from lianxi.core.words import CHINA, day_of
from lianxi.ledger.models import (
    Acknowledgement,
    Circular,
    DueDate,
    Handback,
    Obligation,
    Passing,
    Progress,
    Verification,
)
from lianxi.ledger.queries.lists import cutoffs_on
from lianxi.ledger.rules import Cutoffs, Happened, state_as_of
from lianxi.ledger.rules.figures import Figure, Standing, count_figures, differing

NOTHING = Happened(None, (), ())
RESTS_ON = (
    "各事项的登记、签收、申请办结、核验、终结和每次时限变动，只算到统计时点；",
    "主办单位按当时承办的单位计，退回改办和单位更名、合并都有记录；",
    "成员单位和临期、严重逾期的规则按统计当日有效的；",
    "放假安排按统计时点已经载入的。",
)


def obligations_as_of(
    conference: Conference, moment: datetime, ended_since: datetime | None = None
) -> list[Standing]:
    """Return every obligation of the ledger as it stood at a moment, by number.

    What ended before `ended_since` is left out; by default that is the start of the moment's year in
    China, so that a circular counts this year's work.
    """
    since = ended_since or datetime(day_of(moment).year, 1, 1, tzinfo=CHINA)
    rows = Obligation.objects.filter(conference=conference, created_at__lte=moment)
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=since))
    hands = _changed_hands(rows, moment)
    happened, dues = _happened(rows, moment, hands), _dues(rows, moment)
    columns = ("pk", "number", "title", "lead_unit_id", "state", "closed_at", "origin")
    found = []
    told = rows.order_by("year", "sequence").values_list(*columns)
    for pk, number, title, lead, state, closed_at, origin in told:
        ended = (closed_at, state) if closed_at else None
        hand = hands.get(pk) or Hands(lead, frozenset({lead}), None)
        known = replace(happened.get(pk, NOTHING), ended=ended, since=hand.since)
        at_moment = state_as_of(known, moment)
        due = dues.get(pk, (None, None))
        found.append(Standing(pk, number, title, hand.lead, at_moment, *due, origin))
    return found


def figures_as_of(conference: Conference, moment: datetime) -> list[Figure]:
    """Compute a circular's figures from the ledger as of a moment."""
    rows = obligations_as_of(conference, moment)
    return count_figures(rows, cutoffs_as_of(conference, moment), units_as_of(conference, moment, rows))


def cutoffs_as_of(conference: Conference, moment: datetime) -> Cutoffs:
    """Return the lights' limits of a moment's day by the notices that were loaded then."""
    return cutoffs_on(conference, day_of(moment), calendar_as_of(moment))


def units_as_of(conference: Conference, moment: datetime, rows: Iterable[Standing]) -> list[tuple[int, str]]:
    """Name the member units of a moment's day, and behind them who else led something then."""
    units = [(row.unit_id, row.unit.name) for row in list_memberships(conference, day_of(moment))]
    others = {row.lead_unit_id for row in rows} - {pk for pk, _name in units}
    return units + sorted(unit_names(others).items())


def recounted(circular: Circular) -> list[tuple[str, int | None, int | None]]:
    """Count a circular's figures again for its moment: label, stored and present value.

    Only figures are listed whose value or records differ; an empty list says that all reproduce.
    """
    now = figures_as_of(circular.conference, circular.as_of)
    return [
        ((old or new or {"label": ""})["label"], old["value"] if old else None, new["value"] if new else None)
        for old, new in differing(circular.figures, now)
    ]


def _dues(rows: QuerySet[Obligation], moment: datetime) -> dict[int, tuple[date | None, date | None]]:
    """Give the due date of the moment, and the day from which it is seriously late, by obligation."""
    stored = DueDate.objects.filter(obligation__in=rows, at__lte=moment).order_by("at", "pk")
    return {
        pk: (due, serious) for pk, due, serious in stored.values_list("obligation_id", "due_on", "serious_on")
    }


@dataclass(frozen=True, slots=True)
class Hands:
    """Who led at a moment, whose acknowledgement counts for it, and since when it was in other hands, if it was.

    A matter that was passed on must be acknowledged anew; a unit that was renamed or merged is followed in
    what it had acknowledged.
    """

    lead: int
    units: frozenset[int]
    since: datetime | None


def _changed_hands(rows: QuerySet[Obligation], moment: datetime) -> dict[int, Hands]:
    """Tell of every obligation whose lead ever changed who held it at the moment."""
    moved = Handback.objects.filter(obligation__in=rows, of_lead=True, moved_at__isnull=False)
    passed = Passing.objects.filter(obligation__in=rows)
    changes = [
        *(
            (at, pk, old, new, True)
            for pk, old, new, at in moved.order_by("moved_at", "pk").values_list(*_MOVED)
        ),
        *(
            (at, pk, old, new, False)
            for pk, old, new, at in passed.order_by("at", "pk").values_list(*_PASSED)
        ),
    ]
    hands: dict[int, Hands] = {}
    for at, pk, old, new, anew in sorted(changes, key=lambda change: change[0]):
        before = hands.get(pk) or Hands(old, frozenset({old}), None)
        hands[pk] = before
        if at <= moment:
            to = new or old
            hands[pk] = (
                Hands(to, frozenset({to}), at)
                if anew
                else replace(before, lead=to, units=before.units | {to})
            )
    return hands


_MOVED = ("obligation_id", "unit_id", "moved_to_id", "moved_at")
_PASSED = ("obligation_id", "from_unit_id", "to_unit_id", "at")


def _happened(rows: QuerySet[Obligation], moment: datetime, hands: dict[int, Hands]) -> dict[int, Happened]:
    """Gather the deciding events until a moment; how an obligation ended is added by the caller."""
    until = Q(obligation__in=rows, at__lte=moment)
    lead = Acknowledgement.objects.filter(until, unit_id=F("obligation__lead_unit_id"))
    signed = dict(lead.order_by("pk").values_list("obligation_id", "at"))
    if hands:
        # What changed hands is looked up by the units that led then, not by the one that leads now.
        signed = {pk: at for pk, at in signed.items() if pk not in hands}
        own = Acknowledgement.objects.filter(until, obligation_id__in=hands).order_by("pk")
        for pk, unit_id, at in own.values_list("obligation_id", "unit_id", "at"):
            if unit_id in hands[pk].units:
                signed[pk] = at
    requested: dict[int, list[datetime]] = defaultdict(list)
    verified: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    reports = Progress.objects.filter(until, done=True).order_by("pk")
    for pk, at in reports.values_list("obligation_id", "at"):
        requested[pk].append(at)
    answers = Verification.objects.filter(until).order_by("pk")
    for pk, at, result in answers.values_list("obligation_id", "at", "result"):
        verified[pk].append((at, result))
    return {pk: Happened(signed[pk], requested.get(pk, ()), verified.get(pk, ())) for pk in signed}
