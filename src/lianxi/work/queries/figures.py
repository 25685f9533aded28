"""Figures of an arrangement for a period: counted from its rows and from what other rooms' records hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from lianxi.core.actors import Actor
from lianxi.core.small_numbers import SMALL, WITHHELD
from lianxi.ledger.holding import holders
from lianxi.work.models import Arrangement
from lianxi.work.queries.counted import COUNTERS
from lianxi.work.queries.rows import Span, values_within
from lianxi.work.queries.sent import RECEIPTS, answers_within, count_receipts
from lianxi.work.queries.telling import counts_of, hides_from
from lianxi.work.rows import ArrangementRow
from lianxi.work.rules.figures import (
    ANSWERS,
    HELD,
    Count,
    Figure,
    Reckoned,
    count_rows,
    read_figures,
    reckon,
    within,
)
from lianxi.work.rules.forms import read_form
from lianxi.work.rules.periods import Period


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with what came of it in a period."""

    figure: Figure
    period: Period
    reckoned: Reckoned
    words: str
    is_hidden: bool = False


def figures_of(
    row: ArrangementRow,
    periods: Sequence[Period],
    *,
    until: datetime | None = None,
    actor: Actor | None = None,
) -> list[list[Told]]:
    """Reckon every figure of an arrangement for periods, by figure and then by period, as of a moment."""
    form, figures = read_form(row.form), read_figures(row.figures)
    covered = _covered(row, periods) if hides_from(actor, row) else set()
    found: list[list[Told]] = [[] for _figure in figures]
    if not figures:
        return found
    for period in periods:
        span = Span(period.first, period.last, until)
        rows = values_within(row.line_id, span, continues=form.continues)
        for place, figure in enumerate(figures):
            told = reckon(within(figure, period.first, period.last), rows, partial(_held, row, span))
            hides = hides_from(actor, row) and (period.code in covered or _is_small(told))
            found[place].append(
                Told(figure, period, told, WITHHELD if hides else told.words(figure.unit), is_hidden=hides)
            )
    return found


def _covered(row: ArrangementRow, periods: Sequence[Period]) -> set[str]:
    """Name the periods of which a number of rows is hidden."""
    years = {one.first.year: counts_of(row, one.first.year) for one in periods}
    return {one.code for one in periods if years[one.first.year].covers(one)}


def _is_small(told: Reckoned) -> bool:
    """Tell whether a part is small, or what it leaves of the whole."""
    parts = [one for one in (told.above, told.below) if one is not None]
    if told.above is not None and told.below is not None:
        parts.append(told.below - told.above)
    return any(0 < one < SMALL for one in parts)


def _held(row: ArrangementRow, span: Span, count: Count) -> Decimal | None:
    if count.act:
        return _of_act(row, count, span)
    if count.source == ANSWERS:
        return count_rows(count, answers_within(row, span))
    if count.code in RECEIPTS:
        return Decimal(count_receipts(row, count.code, span))
    counter = COUNTERS.get(count.code)
    if counter is not None:
        told = counter(row, span)
        return None if told is None else Decimal(told)
    holder = holders().get(count.code)
    found = holder(row.conference_id, row.unit_id or 0, span.first, span.last) if holder else None
    return found.value if found is not None else None


def _of_act(row: ArrangementRow, count: Count, span: Span) -> Decimal | None:
    """Count over the rows of another act of the conference; None where nobody carries it out."""
    rows = Arrangement.objects.filter(conference_id=row.conference_id, act=count.act, starts_on__isnull=False)
    other = rows.order_by("-pk").first()
    if other is None:
        return None
    form = read_form(other.form)
    return count_rows(count, values_within(other.line_id, span, continues=form.continues))


def count_missing(rows: Sequence[ArrangementRow]) -> tuple[int, int]:
    """Count the figures of arrangements, and those of them that have a source missing."""
    figures = [figure for row in rows for figure in read_figures(row.figures)]
    known = holders()

    def lacks(count: Count | None) -> bool:
        if count is None:
            return False
        return count.source == "missing" or (
            count.source == HELD and count.code not in {*COUNTERS, *RECEIPTS, *known}
        )

    return len(figures), sum(lacks(one.above) or lacks(one.below) for one in figures)
