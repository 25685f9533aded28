"""Who may put files to topics, opinions and meetings: whose words they are, and the office, while they go on."""

from lianxi.core.attaching import NOBODY, Writers
from lianxi.meetings.models import Meeting, Opinion, Topic


def of_topic(state: str, unit_id: int | None) -> Writers:
    """Let the unit that raised a topic add to it, and the office; not once it was declined or withdrawn."""
    if state in ("declined", "withdrawn"):
        return NOBODY
    return Writers(frozenset({unit_id} if unit_id else ()))


def of_opinion(unit_id: int) -> Writers:
    """Let the asked unit add to its opinion."""
    return Writers(frozenset({unit_id}), by_office=False)


def of_meeting(state: str) -> Writers:
    """Let the office add the papers of a meeting; not of one that was cancelled."""
    return NOBODY if state == "cancelled" else Writers(frozenset())


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
