"""Pages of the ledger by due date, counts of lights, and what waits for a unit or for the office."""

import re
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import rule_values
from lianxi.clocks.queries import calendar_now
from lianxi.core.refusals import BadInput
from lianxi.journal.payloads import is_unreadable
from lianxi.ledger.models import NO_DUE_DATE, CoUnit, Obligation
from lianxi.ledger.rules import OBLIGATION, WORKING, Cutoffs, Light, LightReading, cutoffs, read_light

PAGE, FEW = 50, 500
ALL, LATE = "all", "late"
_NUMBER = re.compile(r"([0-9]{4})-([0-9]{1,9})")
_CURSOR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """What a page of the ledger shows.

    `state` is a state, "all", or empty for what is under way; `light` is a light, "late" for both kinds
    of overdue, or empty; `unit_id` takes what a unit leads or takes part in; `text` is a number such as
    2026-015 or words of the title.
    """

    unit_id: int | None = None
    light: str = ""
    state: str = ""
    text: str = ""


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


def cutoffs_on(conference: Conference | int, day: date) -> Cutoffs:
    """This function will give the day's limits of the lights by the conference's rules in force."""
    found = rule_values(conference, ("near_due_days", "serious_overdue_days"), day)
    days = int(found["near_due_days"]), int(found["serious_overdue_days"])
    return cutoffs(day, *days, calendar_now())


def list_obligations(
    conference: Conference,
    day: date,
    wanted: LedgerFilter = LedgerFilter(),
    cursor: str = "",
    size: int = PAGE,
    *,
    with_text: bool = False,
) -> LedgerPage:
    """This function will give one page of the ledger by due date, undated obligations last.

    Nothing is counted; the texts are read only when asked for. Raises BadInput for a filter or cursor that does not exist.
    """
    limits = cutoffs_on(conference, day)
    rows = _after(_filtered(conference, wanted, limits), cursor)
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
        LedgerLine(row, read_light(row.state, row.due_on, limits), names.get(row.pk, ())) for row in shown
    )
    return LedgerPage(tuple(lines), following)


def list_dated(conference_id: int, unit_id: int, limit: int) -> list[Obligation]:
    """This function will list what a unit leads or takes part in under way with a due date, the nearest first."""
    rows = Obligation.objects.filter(
        conference_id=conference_id, closed_at__isnull=True, due_order__lt=NO_DUE_DATE
    ).order_by("due_order", "pk")
    branches = [rows.filter(lead_unit_id=unit_id), _taking_part(rows, unit_id)]
    found = merge(*(branch[:limit] for branch in branches), key=lambda row: (row.due_order, row.pk))
    return list({row.pk: row for row in islice(found, limit)}.values())


def list_overdue(conference: Conference, day: date, size: int = PAGE) -> tuple[LedgerLine, ...]:
    """This function will list what is overdue on a day, the longest overdue first."""
    return list_obligations(conference, day, LedgerFilter(light=LATE), size=size).lines


def count_lights(conference: Conference, day: date, unit_id: int | None = None) -> dict[str, int]:
    """This function will count what is under way by light; with a unit, what that unit leads."""
    limits = cutoffs_on(conference, day)
    rows = Obligation.objects.filter(conference=conference, closed_at__isnull=True)
    if unit_id is not None:
        rows = rows.filter(lead_unit_id=unit_id)
    counts = {
        light.value: Count("pk", filter=_shows(light.value, limits))
        for light in Light
        if light is not Light.NORMAL
    }
    found: dict[str, int] = rows.aggregate(total=Count("pk"), **counts)
    total = found.pop("total")
    return {Light.NORMAL.value: total - sum(found.values()), **found}


def _taking_part(rows: QuerySet[Obligation], unit_id: int) -> QuerySet[Obligation]:
    """Give what a unit takes part in beside the lead.

    Few parts are looked up one by one; with many, walking the ledger in order soon meets enough of them.
    """
    parts = CoUnit.objects.filter(unit_id=unit_id)
    few = list(parts.values_list("obligation_id", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return rows.filter(pk__in=few)
    return rows.filter(Exists(parts.filter(obligation=OuterRef("pk"))))


def _filtered(conference: Conference, wanted: LedgerFilter, limits: Cutoffs) -> QuerySet[Obligation]:
    rows: QuerySet[Obligation] = Obligation.objects.filter(conference=conference)
    if wanted.light or not wanted.state:
        rows = rows.filter(closed_at__isnull=True)
    if wanted.state and wanted.state != ALL:
        if wanted.state not in OBLIGATION.labels:
            raise BadInput("没有这种状态。", next_step="请从列出的状态中选择。")
        rows = rows.filter(state=wanted.state)
    if wanted.light:
        rows = rows.filter(_shows(wanted.light, limits))
    return rows.filter(_says(wanted.text)) if wanted.text.strip() else rows


def _shows(light: str, limits: Cutoffs) -> Q:
    """Give the filter of a light: the same limits that `Cutoffs.light` applies to one date."""
    today = limits.today
    dues = {
        "near": Q(due_order__gte=today, due_order__lt=limits.near_before),
        "overdue": Q(due_order__lt=today, due_order__gt=limits.serious_until),
        "serious": Q(due_order__lt=today, due_order__lte=limits.serious_until),
        LATE: Q(due_order__lt=today),
    }
    if light == "normal":
        return Q(state="submitted") | Q(due_order__gte=limits.near_before)
    if light not in dues:
        raise BadInput("没有这种灯。", next_step="请从正常、临期、逾期、严重逾期中选择。")
    return dues[light] & Q(state__in=WORKING)


def _says(text: str) -> Q:
    if is_unreadable(text):
        raise BadInput("查找的字里有控制字符。", next_step="请重新输入要查找的字。")
    number = _NUMBER.fullmatch(text.strip())
    if number:
        return Q(year=int(number[1]), sequence=int(number[2]))
    return Q(title__icontains=text.strip()[:60])


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
    rows = CoUnit.objects.filter(obligation_id__in=obligations).order_by("pk")
    for key, name in rows.values_list("obligation_id", F("unit__name")):
        names[key] = (*names.get(key, ()), name)
    return names
