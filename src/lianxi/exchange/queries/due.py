"""What is open by a day: receipts, requests and replies without an answer, for the timer and the desks."""

from datetime import date

from django.db.models import QuerySet

from lianxi.exchange.models import Receipt, Reply, Request
from lianxi.exchange.rules.machines import REQUEST_OPEN


def find_open_receipts(conference_id: int) -> QuerySet[Receipt]:
    """Find receipts that are not signed, or not answered though an answer was asked for by a day."""
    rows = Receipt.objects.filter(conference_id=conference_id, state__in=("sent", "signed"))
    rows = rows.exclude(state="signed", sending__respond_by__isnull=True)
    return rows.select_related("sending").order_by("pk")


def find_missing(conference_id: int, day: date) -> QuerySet[Receipt]:
    """Find receipts past their day whose answer a clause or decision asks for, and that are no matter yet."""
    rows = Receipt.objects.filter(conference_id=conference_id, state__in=("sent", "signed"))
    rows = rows.filter(sending__binds=True, sending__respond_by__lt=day, obligation__isnull=True)
    # Somebody who left was told of once.
    rows = rows.exclude(reminded_on=day)
    return rows.select_related("sending__unit", "unit").order_by("pk")


def find_open_requests(conference_id: int) -> QuerySet[Request]:
    """Find requests that wait for the answerer."""
    rows = Request.objects.filter(conference_id=conference_id, state__in=REQUEST_OPEN)
    return rows.exclude(state="proposed").select_related("unit", "to_unit").order_by("pk")


def find_open_replies(conference_id: int) -> QuerySet[Reply]:
    """Find what units have not given to collections that are open."""
    rows = Reply.objects.filter(conference_id=conference_id, state="asked", collection__state="open")
    return rows.select_related("collection").order_by("pk")


def find_conferences() -> list[int]:
    """List the conferences (database ids) in which anything of the exchange is open."""
    receipts = Receipt.objects.filter(state__in=("sent", "signed"))
    requests = Request.objects.filter(state__in=REQUEST_OPEN)
    replies = Reply.objects.filter(state="asked", collection__state="open")
    found: set[int] = set()
    for rows in (receipts, requests, replies):
        found |= set(rows.values_list("conference_id", flat=True).distinct())
    return sorted(found)
