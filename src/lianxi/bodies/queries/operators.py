"""Reads of what the operators of a conference did since a convener last looked, and of the backups they ordered."""

from datetime import datetime, time

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce

from lianxi.bodies.models import BackupOrder, OperatorReview, Seat
from lianxi.core.actors import SeatKind
from lianxi.core.words import CHINA
from lianxi.journal.models import Entry


def operators_acts(conference: int) -> QuerySet[Entry]:
    """Return the entries of operators' seats that no convener has looked through yet."""
    seats = Seat.objects.filter(conference_id=conference, kind=SeatKind.OPERATOR)
    reviews = OperatorReview.objects.filter(conference_id=conference).order_by("-seq_to")
    seen = Coalesce(Subquery(reviews.values("seq_to")[:1]), 0)
    return Entry.objects.filter(chain_id=conference, seat_id__in=seats.values("pk"), seq__gt=seen)


def month_start(at: datetime) -> datetime:
    """Return the first moment of a moment's month in China."""
    return datetime.combine(at.astimezone(CHINA).date().replace(day=1), time(), CHINA)


def list_orders(conference_id: int) -> list[BackupOrder]:
    """List the latest orders to back up, the newest first."""
    return list(BackupOrder.objects.filter(conference_id=conference_id).order_by("-pk")[:10])
