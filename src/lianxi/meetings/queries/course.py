"""How a conference's meetings go on: those held in a period, and how far the first one has come."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from lianxi.bodies.models import Conference
from lianxi.meetings.models import Meeting, Topic


def held_between(conference_id: int, after: datetime, until: datetime) -> list[Meeting]:
    """List the meetings closed after one moment and not after another, with their minutes, in their order."""
    rows = Meeting.objects.filter(conference_id=conference_id, closed_at__gt=after, closed_at__lte=until)
    return list(rows.select_related("minutes__paper").order_by("closed_at", "pk"))


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a conference has come: topics taken in, a meeting held, minutes issued."""

    topics: bool
    held: bool
    issued: bool


def stages_reached(conference_id: int) -> Reached:
    """Tell how far a conference has come with its first meeting."""
    topics = Topic.objects.filter(conference_id=OuterRef("pk")).exclude(state="submitted")
    meetings = Meeting.objects.filter(conference_id=OuterRef("pk"))
    row = Conference.objects.filter(pk=conference_id).values_list(
        Exists(topics),
        Exists(meetings.filter(state="held")),
        Exists(meetings.filter(minutes__state="issued")),
    )
    return Reached(*row.get())
