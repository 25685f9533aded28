"""Who may put files to a record of meetings, by its id."""

from lianxi.core.attaching import Writers
from lianxi.meetings.models import Meeting, Opinion, Topic
from lianxi.meetings.rules.attaching import of_meeting, of_opinion, of_topic


def to_topic(pk: int) -> Writers | None:
    """Say who may add to a topic by its id."""
    row = Topic.objects.filter(pk=pk).first()
    return of_topic(row.state, row.unit_id) if row else None


def to_opinion(pk: int) -> Writers | None:
    """Say who may add to an opinion by its id."""
    row = Opinion.objects.filter(pk=pk).first()
    return of_opinion(row.unit_id) if row else None


def to_meeting(pk: int) -> Writers | None:
    """Say who may add to a meeting by its id."""
    row = Meeting.objects.filter(pk=pk).first()
    return of_meeting(row.state) if row else None
