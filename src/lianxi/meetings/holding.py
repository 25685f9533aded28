"""Figures that the records of meetings hold: meetings held, proposals made."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from lianxi.core.words import CHINA
from lianxi.ledger.holding import Held
from lianxi.meetings.models import Meeting, Topic

DAY = timedelta(days=1)


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    after = last + DAY
    return (
        datetime(first.year, first.month, first.day, tzinfo=CHINA),
        datetime(after.year, after.month, after.day, tzinfo=CHINA),
    )


def count_meetings(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the meetings closed in a span of days."""
    since, until = _span(first, last)
    rows = Meeting.objects.filter(conference_id=conference_id, closed_at__gte=since, closed_at__lt=until)
    return Held(Decimal(rows.count()), "本系统会议记录", "/meetings")


def count_proposals(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the topics a unit proposed in a span of days."""
    since, until = _span(first, last)
    rows = Topic.objects.filter(conference_id=conference_id, unit_id=unit_id)
    rows = rows.filter(raised_at__gte=since, raised_at__lt=until)
    return Held(Decimal(rows.count()), "本系统议题记录", f"/topics?unit={unit_id}")
