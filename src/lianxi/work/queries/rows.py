"""Reads of rows: those that stand for a period as of a moment, by what a list keeps true and by what happened."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from lianxi.core.words import CHINA
from lianxi.work.models import Row
from lianxi.work.rows import ArrangementRow, EntryRow

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day that rows are about, as it stood at a moment."""

    first: date
    last: date
    until: datetime | None = None


def end_of(day: date) -> datetime:
    """Return the moment at which a day in China is over."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA) + DAY


def versions(line_ids: Iterable[int], until: datetime | None = None) -> QuerySet[Row]:
    """Return the versions of rows that held at a moment (now, where none is given), also those that took one away."""
    rows = Row.objects.filter(line_id__in=list(line_ids))
    if until is None:
        return rows.filter(until__isnull=True)
    return rows.filter(at__lt=until).filter(Q(until__isnull=True) | Q(until__gte=until))


def values_within(line: int, span: Span, *, continues: bool) -> list[dict[str, Any]]:
    """Return the values of the rows of a line that stand for a span.

    Rows of events are those about the span. Of a list kept true the last version of each row until the span's
    end stands, whichever period brought it.
    """
    rows = versions([line], span.until).filter(about__lte=span.last)
    if not continues:
        rows = rows.filter(about__gte=span.first, removed=False)
        return list(rows.order_by("pk").values_list("values", flat=True))
    standing: dict[tuple[int, str], tuple[bool, dict[str, Any]]] = {}
    told = rows.order_by("about", "pk").values_list("unit_id", "key", "removed", "values")
    for unit_id, key, removed, values in told.iterator(chunk_size=5000):
        standing[unit_id, key] = (removed, values)
    return [values for removed, values in standing.values() if not removed]


def history_of(row: EntryRow) -> list[Row]:
    """List every version of a row, the latest first."""
    rows = Row.objects.filter(line_id=row.line_id, unit_id=row.unit_id, about=row.about, key=row.key)
    return list(rows.order_by("-edition", "-pk"))


def counts_by_period(line_ids: Iterable[int], first: date, last: date) -> dict[tuple[int, int, date], int]:
    """Count the rows that stand now by line, unit and the period they are about."""
    rows = versions(line_ids).filter(about__gte=first, about__lte=last, removed=False)
    told = rows.order_by().values_list("line_id", "unit_id", "about").annotate(n=Count("pk"))
    return {(line, unit, about): n for line, unit, about, n in told}


def lines_of(rows: Iterable[ArrangementRow]) -> Iterator[int]:
    """Give the lines of arrangements."""
    return (row.line_id for row in rows)
