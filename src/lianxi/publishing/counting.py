"""Figures of publications, by the day by which the information had to be public, whenever it was entered."""

from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet

from lianxi.ledger.holding import Held
from lianxi.publishing.models import Publication

SOURCE, URL = "信息发布登记", "/publications"


def _due(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[Publication]:
    rows = Publication.objects.filter(conference_id=conference_id, due_on__range=(first, last))
    rows = rows.exclude(state__in=("refused", "dropped"))
    return rows.filter(unit_id=unit_id) if unit_id else rows


def publications_due(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count what had to be public by a day of the period; what was refused or given up had not."""
    return Held(Decimal(_due(conference_id, unit_id, first, last).count()), SOURCE, URL)


def publications_in_time(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count of these what was public by its day, also where it was withdrawn later."""
    rows = _due(conference_id, unit_id, first, last).filter(published_on__lte=F("due_on"))
    return Held(Decimal(rows.count()), SOURCE, URL)
