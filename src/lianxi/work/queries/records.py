"""Reads of single records of work by their number, and the short lists that stand on their pages."""

from lianxi.bodies.queries.own import own
from lianxi.core.actors import Actor
from lianxi.journal.sight import seen
from lianxi.work.models import Arrangement, Part, Party, Return, Row
from lianxi.work.queries.returns import returns_for
from lianxi.work.queries.rows import Span, versions
from lianxi.work.queries.sent import count_unsent
from lianxi.work.rows import ArrangementRow
from lianxi.work.rules.filling import owner

MOST_PARTS, MOST_RETURNS = 30, 60


def find_arrangement(actor: Actor, pk: int) -> Arrangement | None:
    """Find an arrangement of a conference with its units."""
    return own(Arrangement, actor, pk, "unit", "entered_by", "replaces", "conference")


def find_return(actor: Actor, pk: int) -> Return | None:
    """Find a return that the seat sees."""
    return own(Return, actor, pk, "arrangement", "unit", "obligation")


def find_row(actor: Actor, pk: int) -> Row | None:
    """Find a version of a row that the seat sees, with its line."""
    return own(Row, actor, pk, "line", "unit")


def find_act(actor: Actor, act: str) -> Arrangement | None:
    """Find how an act of the conference's own document is carried out now."""
    rows = Arrangement.objects.filter(conference_id=actor.conference_id or 0, act=act)
    return rows.order_by("pk").last()


def current(row: ArrangementRow) -> Arrangement:
    """Return the latest version of an arrangement's line: rows are read and filled in by its form."""
    rows = Arrangement.objects.select_related("unit", "entered_by")
    newer: Arrangement | None = rows.filter(first_id=row.line_id).order_by("-pk").first()
    return newer if newer is not None else rows.get(pk=row.line_id)


def replaced_by(row: ArrangementRow) -> Arrangement | None:
    """Return the version that took an arrangement's place."""
    return Arrangement.objects.filter(replaces_id=row.pk).order_by("-pk").first()


def find_replaced(row: ArrangementRow) -> Arrangement | None:
    """Return the version in whose place an arrangement stands."""
    return Arrangement.objects.filter(replaced_by=row.pk).first()


def count_to_send(actor: Actor, row: ArrangementRow, span: Span) -> int:
    """Count the rows that a seat could send now: of the unit for which it fills in; none where nobody receives them."""
    named = Party.objects.filter(arrangement_id=row.pk, unit__isnull=False).order_by("pk")
    units = [(role, unit) for role, unit in named.values_list("role", "unit_id") if unit]
    own = owner([unit for role, unit in units if role == "doer"], row.entered_by_id, actor)
    if own is None or "receiver" not in dict(units):
        return 0
    return count_unsent(row, own, span)


def late_periods(row: ArrangementRow) -> list[str]:
    """List the periods of a line for which something is still to be handed in."""
    rows = Return.objects.filter(line_id=row.line_id, state__in=("due", "returned"))
    return sorted(set(rows.values_list("period", flat=True)))


def returns_of(actor: Actor, row: ArrangementRow, year: int) -> list[Return]:
    """List the returns of a line since the year before, as far as the seat sees them, the latest period first."""
    rows = returns_for(actor).filter(line_id=row.line_id, last_day__year__gte=year - 1)
    return list(rows.order_by("-last_day", "unit_id")[:MOST_RETURNS])


def parts_of(row: ArrangementRow) -> list[Part]:
    """List what those who take part said, the latest first."""
    rows = Part.objects.filter(line_id=row.line_id).select_related("unit")
    return list(rows.order_by("-at", "-pk")[:MOST_PARTS])


def rows_seen(
    actor: Actor,
    row: ArrangementRow,
    span: Span,
    *,
    unit: int | None = None,
    before: int | None = None,
    size: int = 100,
) -> tuple[list[Row], int]:
    """List the rows about a span that a seat sees, the latest first below an id, and count all there are."""
    rows = versions([row.line_id], span.until).filter(
        about__gte=span.first, about__lte=span.last, removed=False
    )
    if unit is not None:
        rows = rows.filter(unit_id=unit)
    mine = seen(actor, rows)
    if before is not None:
        mine = mine.filter(pk__lt=before)
    return list(mine.select_related("unit").order_by("-pk")[:size]), rows.count()


def all_rows_seen(actor: Actor, row: ArrangementRow, span: Span | None) -> "list[Row]":
    """List all rows of a line that stand and that a seat sees, in the order they were entered."""
    rows = versions([row.line_id]).filter(removed=False)
    if span is not None:
        rows = rows.filter(about__gte=span.first, about__lte=span.last)
    return list(seen(actor, rows).select_related("unit").order_by("pk"))
