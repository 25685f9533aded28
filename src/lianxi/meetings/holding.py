"""Figures that the records of meetings hold: meetings held, proposals made."""

from datetime import date
from decimal import Decimal

from lianxi.ledger.counting import span_of
from lianxi.ledger.holding import Held
from lianxi.meetings.models import Meeting, Topic


def held(value: int, url: str) -> Held:
    """Give a figure of meetings."""
    return Held(Decimal(value), "本系统会议记录", url)


def count_meetings(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the meetings closed in a span of days."""
    since, until = span_of(first, last)
    rows = Meeting.objects.filter(conference_id=conference_id, closed_at__gte=since, closed_at__lt=until)
    return Held(Decimal(rows.count()), "本系统会议记录", "/meetings")


def count_proposals(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the topics a unit proposed in a span of days."""
    since, until = span_of(first, last)
    rows = Topic.objects.filter(conference_id=conference_id, unit_id=unit_id)
    rows = rows.filter(raised_at__gte=since, raised_at__lt=until)
    return Held(Decimal(rows.count()), "本系统议题记录", f"/topics?unit={unit_id}")
