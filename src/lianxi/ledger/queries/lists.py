"""Pages of the ledger by due date, counts of lights, and what waits for a unit or for the office."""

import re
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet

from lianxi.bodies.queries import rule_values
from lianxi.bodies.rows import ConferenceRow
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.core.workdays import Calendar
from lianxi.journal.sight import seen_by
from lianxi.ledger.models import NO_DUE_DATE, CoUnit, Obligation
from lianxi.ledger.queries.filters import LATE, LedgerFilter, filtered, shown_as
from lianxi.ledger.rules import Cutoffs, LightReading, cutoffs, read_light

PAGE, FEW, COUNTED = 50, 500, 1000
UNDER_WAY = LedgerFilter()
_CURSOR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One obligation of a page, with its light; `co_units` names the units that take part."""

    obligation: Obligation
    reading: LightReading
    co_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """A page in order of due date; `next_cursor` is empty on the last one."""

    lines: tuple[LedgerLine, ...]
    next_cursor: str


def cutoffs_on(conference: ConferenceRow | int, day: date, calendar: Calendar | None = None) -> Cutoffs:
    """Return the day's limits of the lights by the conference's rules in force.

    They are counted by the present calendar unless another one is given.
    """
    found = rule_values(conference, ("near_due_days", "serious_overdue_days"), day)
    days = int(found["near_due_days"]), int(found["serious_overdue_days"])
    return cutoffs(day, *days, calendar or calendar_now())


def list_obligations(
    conference: ConferenceRow,
    day: date,
    wanted: LedgerFilter = UNDER_WAY,
    cursor: str = "",
    size: int = PAGE,
    *,
    with_text: bool = False,
    to: Actor | None = None,
) -> LedgerPage:
    """Return one page of the ledger by due date, undated obligations last: what the seat `to` sees of it.

    Nothing is counted; the texts are read only when asked for. Raises BadInput for a filter or cursor that does not exist.
    """
    limits = cutoffs_on(conference, day)
    rows = _after(filtered(conference, wanted, limits, to), cursor)
    branches = [rows]
    if wanted.unit_id is not None:
        branches = [rows.filter(lead_unit_id=wanted.unit_id), _taking_part(rows, wanted.unit_id)]
    spared = () if with_text else ("text",)
    pages = [branch.select_related("lead_unit").defer(*spared)[: size + 1] for branch in branches]
    found = list(islice(merge(*pages, key=lambda row: (row.due_order, row.pk)), size + 1))
    shown = found[:size]
    following = f"{shown[-1].due_order.isoformat()}.{shown[-1].pk}" if len(found) > size else ""
    names = _co_unit_names([row.pk for row in shown])
    lines = (
        LedgerLine(row, read_light(row.state, row.due_on, limits, row.serious_on), names.get(row.pk, ()))
        for row in shown
    )
    return LedgerPage(tuple(lines), following)


def list_dated(conference_id: int, unit_id: int, limit: int) -> list[Obligation]:
    """List what a unit leads or takes part in under way with a due date, the nearest first."""
    rows = Obligation.objects.filter(
        conference_id=conference_id, closed_at__isnull=True, due_order__lt=NO_DUE_DATE
    ).order_by("due_order", "pk")
    branches = [rows.filter(lead_unit_id=unit_id), _taking_part(rows, unit_id)]
    found = merge(*(branch[:limit] for branch in branches), key=lambda row: (row.due_order, row.pk))
    return list({row.pk: row for row in islice(found, limit)}.values())


def list_overdue(conference: ConferenceRow, day: date, size: int = PAGE) -> tuple[LedgerLine, ...]:
    """List what is overdue on a day, the longest overdue first."""
    return list_obligations(conference, day, LedgerFilter(light=LATE), size=size).lines


@dataclass(frozen=True, slots=True)
class LightCounts:
    """How much is under way and how much of it shows a light; a count of COUNTED or more stands at COUNTED."""

    total: int
    near: int
    overdue: int
    serious: int

    def of(self, light: str) -> int:
        """Return the count of a light other than normal."""
        return {"near": self.near, "overdue": self.overdue, "serious": self.serious}[light]


def count_lights(
    conference: ConferenceRow,
    day: date,
    unit_id: int | None = None,
    *,
    to: Actor | None = None,
    limits: Cutoffs | None = None,
) -> LightCounts:
    """Count what is under way by light, as far as the seat `to` sees it; with a unit, what that unit leads.

    Counting stops at COUNTED, so that the page costs the same however much there is. `limits` are those of the day
    where they are known.
    """
    limits = limits or cutoffs_on(conference, day)
    running = Obligation.objects.filter(conference_id=conference.pk, closed_at__isnull=True)
    if unit_id is not None:
        running = running.filter(lead_unit_id=unit_id)
    rows = seen_by(to, running).order_by("due_order", "pk")
    shown = [rows.filter(shown_as(light, limits)) for light in ("near", "overdue", "serious")]
    return LightCounts(*_counted([rows, *shown]))


def _counted(found: list[QuerySet[Obligation]]) -> list[int]:
    """Count several query sets in one query, each up to COUNTED."""
    parts: list[str] = []
    values: list[Any] = []
    for place, rows in enumerate(found):
        statement, given = rows.values("pk")[:COUNTED].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({statement}) AS part{place})")  # noqa: S608 - written by Django
        values += given
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return [int(count) for count in cursor.fetchone()]


def _taking_part(rows: QuerySet[Obligation], unit_id: int) -> QuerySet[Obligation]:
    """Give what a unit takes part in beside the lead.

    Few parts are looked up one by one; with many, walking the ledger in order soon meets enough of them.
    """
    parts = CoUnit.objects.filter(unit_id=unit_id).exclude(state="released")
    few = list(parts.values_list("obligation_id", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return rows.filter(pk__in=few)
    return rows.filter(Exists(parts.filter(obligation=OuterRef("pk"))))


def _after(rows: QuerySet[Obligation], cursor: str) -> QuerySet[Obligation]:
    rows = rows.order_by("due_order", "pk")
    if not cursor:
        return rows
    place = _CURSOR.fullmatch(cursor)
    try:
        due, pk = (date.fromisoformat(place[1]), int(place[2])) if place else (None, 0)
    except ValueError:
        due, pk = None, 0
    if due is None:
        raise BadInput("翻页的位置不对。", next_step="请从第一页重新打开。")
    return rows.filter(due_order__gte=due).exclude(due_order=due, pk__lte=pk)


def _co_unit_names(obligations: list[int]) -> dict[int, tuple[str, ...]]:
    names: dict[int, tuple[str, ...]] = {}
    rows = CoUnit.objects.filter(obligation_id__in=obligations).exclude(state="released").order_by("pk")
    for key, name in rows.values_list("obligation_id", F("unit__name")):
        names[key] = (*names.get(key, ()), name)
    return names
