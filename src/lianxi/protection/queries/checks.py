"""The sums of a half year between two units, list by list: sent, ended, open."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.core.sight import Level
from lianxi.journal.sight import seen
from lianxi.protection.models import ListCheck, PersonList

_HALF = re.compile(r"(20\d\d)H([12])")


@dataclass
class Sums:
    """What two units sent each other of one kind in a half year, and how each list of it stands."""

    sender_id: int
    receiver_id: int
    sent: int = 0
    ended: int = 0
    open: int = 0
    numbers: list[str] = field(default_factory=list)
    lists: list[tuple[str, int, int, int, int | None, str]] = field(default_factory=list)


def half_of(text: str, day: date) -> tuple[date, date]:
    """Read a half year such as 2026H1 as its first and last day. Raises BadInput for one that has not begun."""
    match = _HALF.fullmatch(text)
    if match is None:
        raise BadInput("不是半年。", next_step="请照“2026H1”（上半年）、“2026H2”（下半年）选择。")
    year, half = int(match[1]), int(match[2])
    first, last = (
        (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))
    )
    if first > day:
        raise BadInput("这半年还没有开始。", next_step="请选择已经开始的半年。")
    return first, last


def halves_until(day: date) -> list[tuple[str, str]]:
    """List the last four half years for a choice, the newest first."""
    found = []
    year, half = day.year, 1 if day.month < 7 else 2
    for _place in range(4):
        found.append((f"{year}H{half}", f"{year} 年{'上' if half == 1 else '下'}半年"))
        year, half = (year, 1) if half == 2 else (year - 1, 2)
    return found


def sums_of(conference_id: int, kind: str, span: tuple[date, date], units: tuple[int, int]) -> Sums | None:
    """Sum the lists of a kind sent between two units in a span of days; None where there were none."""
    rows = PersonList.objects.filter(
        conference_id=conference_id, kind=kind, state__in=("sent", "received"), sent_on__range=span,
        sender_id__in=units, receiver_id__in=units,
    )  # fmt: skip
    told = Q(rows__is_dropped=False)
    rows = rows.annotate(
        ended_rows=Count("rows", filter=told & Q(rows__ended_on__isnull=False)),
        open_rows=Count("rows", filter=told & Q(rows__ended_on=None)),
    )
    found: Sums | None = None
    for one in rows.order_by("pk"):
        found = found or Sums(one.sender_id, one.receiver_id)
        found.sent += one.count
        found.ended += one.ended_rows
        found.open += one.open_rows
        found.numbers.append(one.number)
        found.lists.append((one.number, one.count, one.ended_rows, one.open_rows, one.claimed, one.state))
    return found


def where_they_differ(found: Sums) -> list[str]:
    """Name the lists whose sums do not agree, or that were not signed for."""
    wrong = []
    for number, count, ended, left, claimed, state in found.lists:
        if claimed is not None and claimed != count:
            wrong.append(f"{number}送出 {count}，接收单位清点 {claimed}")
        elif state != "received":
            wrong.append(f"{number}还没有签收")
        elif count != ended + left:
            wrong.append(f"{number}送出 {count}，办结 {ended}＋在办 {left}")
    return wrong


def list_checks(actor: Actor) -> list[ListCheck]:
    """List the checks that a seat sees at least the state of."""
    rows = ListCheck.objects.select_related("sender", "receiver", "signed_by")
    return list(seen(actor, rows, Level.STATUS).order_by("-pk"))
