"""The ledger as of a moment, from the stored events alone; later records never change what it gives."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import list_memberships
from lianxi.core.words import CHINA, day_of
from lianxi.ledger.models import (
    Acknowledgement,
    Circular,
    DueDate,
    Handback,
    Obligation,
    Progress,
    Verification,
)
from lianxi.ledger.queries.lists import cutoffs_on
from lianxi.ledger.rules import Happened, state_as_of
from lianxi.ledger.rules.figures import Figure, Standing, count_figures

NOTHING = Happened(None, (), ())


def obligations_as_of(
    conference: Conference, moment: datetime, ended_since: datetime | None = None
) -> list[Standing]:
    """This function will give every obligation of the ledger as it stood at a moment, by number.

    What ended before `ended_since` is left out; by default that is the start of the moment's year in
    China, so that a circular counts this year's work.
    """
    since = ended_since or datetime(day_of(moment).year, 1, 1, tzinfo=CHINA)
    rows = Obligation.objects.filter(conference=conference, created_at__lte=moment)
    rows = rows.filter(Q(closed_at__isnull=True) | Q(closed_at__gte=since))
    leads, since_of = _changed_hands(rows, moment)
    happened, dues = _happened(rows, moment, leads), _dues(rows, moment)
    columns = ("pk", "number", "title", "lead_unit_id", "state", "closed_at")
    found = []
    for pk, number, title, lead, state, closed_at in rows.order_by("year", "sequence").values_list(*columns):
        ended = (closed_at, state) if closed_at else None
        known = replace(happened.get(pk, NOTHING), ended=ended, since=since_of.get(pk))
        at_moment = state_as_of(known, moment)
        found.append(Standing(pk, number, title, leads.get(pk, lead), at_moment, *dues.get(pk, (None, None))))
    return found


def figures_as_of(conference: Conference, moment: datetime) -> list[Figure]:
    """This function will compute a circular's figures from the ledger as of a moment."""
    day = day_of(moment)
    units = [(row.unit_id, row.unit.name) for row in list_memberships(conference, day)]
    return count_figures(obligations_as_of(conference, moment), cutoffs_on(conference, day), units)


def recounted(circular: Circular) -> list[tuple[str, int | None, int | None]]:
    """This function will count a circular's figures again for its moment: label, stored and present value.

    Only figures are listed whose value or records differ; an empty list says that all reproduce.
    """
    now = {one["key"]: one for one in figures_as_of(circular.conference, circular.as_of)}
    then: dict[str, Figure] = {one["key"]: one for one in circular.figures}
    found = []
    for key in {**then, **now}:
        old, new = then.get(key), now.get(key)
        if old != new:
            label = (old or new or {"label": key})["label"]
            found.append((label, old["value"] if old else None, new["value"] if new else None))
    return found


def _dues(rows: QuerySet[Obligation], moment: datetime) -> dict[int, tuple[date | None, date | None]]:
    """Give the due date of the moment, and the day from which it is seriously late, by obligation."""
    stored = DueDate.objects.filter(obligation__in=rows, at__lte=moment).order_by("at", "pk")
    return {
        pk: (due, serious) for pk, due, serious in stored.values_list("obligation_id", "due_on", "serious_on")
    }


def _changed_hands(
    rows: QuerySet[Obligation], moment: datetime
) -> tuple[dict[int, int], dict[int, datetime]]:
    """Give who led at the moment what changed hands at any time, and since when what changed before it."""
    leads: dict[int, int] = {}
    since: dict[int, datetime] = {}
    moved = Handback.objects.filter(obligation__in=rows, of_lead=True, moved_at__isnull=False)
    for pk, before, after, at in moved.order_by("moved_at", "pk").values_list(
        "obligation_id", "unit_id", "moved_to_id", "moved_at"
    ):
        if at <= moment:
            leads[pk], since[pk] = after or before, at
        else:
            leads.setdefault(pk, before)
    return leads, since


def _happened(rows: QuerySet[Obligation], moment: datetime, leads: dict[int, int]) -> dict[int, Happened]:
    """Gather the deciding events until a moment; how an obligation ended is added by the caller."""
    until = Q(obligation__in=rows, at__lte=moment)
    lead = Acknowledgement.objects.filter(until, unit_id=F("obligation__lead_unit_id"))
    signed = dict(lead.order_by("pk").values_list("obligation_id", "at"))
    if leads:
        # What changed hands is looked up by the unit that led then, not by the one that leads now.
        signed = {pk: at for pk, at in signed.items() if pk not in leads}
        own = Acknowledgement.objects.filter(until, obligation_id__in=leads).order_by("pk")
        for pk, unit_id, at in own.values_list("obligation_id", "unit_id", "at"):
            if leads[pk] == unit_id:
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
