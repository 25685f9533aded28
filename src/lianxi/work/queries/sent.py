"""Reads of what an arrangement's rows became on their way: sent, signed for, answered, by receiver."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from lianxi.core.actors import Actor
from lianxi.core.words import CHINA
from lianxi.exchange.models import Receipt
from lianxi.journal.sight import seen
from lianxi.work.models import Arrangement, Row
from lianxi.work.queries.rows import Span, end_of
from lianxi.work.rows import ArrangementRow

MOST = 60
# Figures of what was sent, by their code: those that are due by the period's end, and of them the answered ones.
RECEIPTS = ("receipts", "receipts_answered", "receipts_due", "receipts_due_answered")


def receipts_of(row: ArrangementRow) -> QuerySet[Receipt]:
    """Return the receipts of everything that was sent under an arrangement's line, in all its versions."""
    line = Arrangement.objects.filter(Q(pk=row.line_id) | Q(first_id=row.line_id)).values_list(
        "pk", flat=True
    )
    rows = Receipt.objects.filter(
        conference_id=row.conference_id, sending__source__in=[f"work.arrangement:{pk}" for pk in line]
    )
    return rows.exclude(state="withdrawn").select_related("unit", "sending")


def list_receipts(actor: Actor, row: ArrangementRow) -> list[Receipt]:
    """List what was sent under an arrangement as far as the seat sees it, the latest first."""
    return list(seen(actor, receipts_of(row)).order_by("-pk")[:MOST])


def count_receipts(row: ArrangementRow, code: str, span: Span) -> int:
    """Count receipts of what was sent within a span, by one of the codes above, as of the span's moment."""
    starts = datetime(span.first.year, span.first.month, span.first.day, tzinfo=CHINA)
    until = span.until or end_of(span.last)
    rows = receipts_of(row).filter(
        sending__sent_at__gte=starts, sending__sent_at__lt=min(until, end_of(span.last))
    )
    if "due" in code:
        rows = rows.filter(sending__respond_by__lte=span.last)
    if "answered" in code:
        rows = rows.filter(answered_at__lt=until)
    return rows.count()


@dataclass(frozen=True, slots=True)
class SentTally:
    """What was sent under an arrangement in a span: to how many, signed, answered, and what still waits."""

    sent: int
    signed: int
    answered: int
    waiting: int


def tally_of(row: ArrangementRow, span: Span) -> SentTally | None:
    """Count what was sent under an arrangement within a span; None where nothing was. It rates nobody."""
    starts = datetime(span.first.year, span.first.month, span.first.day, tzinfo=CHINA)
    rows = receipts_of(row).filter(sending__sent_at__gte=starts, sending__sent_at__lt=end_of(span.last))
    told = rows.order_by().aggregate(
        sent=Count("pk"),
        signed=Count("pk", filter=Q(signed_at__isnull=False)),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        waiting=Count("pk", filter=Q(answered_at__isnull=True, sending__respond_by__isnull=False)),
    )
    return SentTally(**told) if told["sent"] else None


def answers_within(row: ArrangementRow, span: Span) -> list[dict[str, Any]]:
    """Return what receivers gave back, of what was sent within a span, as of the span's moment."""
    until = span.until or end_of(span.last)
    starts = datetime(span.first.year, span.first.month, span.first.day, tzinfo=CHINA)
    rows = receipts_of(row).filter(sending__sent_at__gte=starts, sending__sent_at__lt=end_of(span.last))
    return list(rows.filter(answered_at__lt=until).order_by("pk").values_list("answers", flat=True))


def count_unsent(row: ArrangementRow, unit_id: int, span: Span) -> int:
    """Count the rows about a span that no receiver has had yet."""
    rows = Row.objects.filter(
        line_id=row.line_id, unit_id=unit_id, about__gte=span.first, about__lte=span.last
    )
    return rows.filter(until__isnull=True, removed=False, sending__isnull=True).count()
