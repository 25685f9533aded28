"""Reads of single records of meetings by their number, and the file of record of minutes."""

from lianxi.bodies.queries.own import own
from lianxi.core.actors import Actor
from lianxi.meetings.models import Meeting, Minutes, Topic
from lianxi.papers.issuing import Uploaded


def find_topic(actor: Actor, pk: int) -> Topic | None:
    """Find a topic of a conference with its unit and what was reported on it."""
    return own(Topic, actor, pk, "unit", "report", "conference")


def find_meeting(actor: Actor, pk: int) -> Meeting | None:
    """Find a meeting of a conference with its notice and minutes."""
    return own(Meeting, actor, pk, "notice", "minutes", "conference")


def find_minutes(actor: Actor, pk: int) -> Minutes | None:
    """Find minutes of a conference with their meeting, their paper and the files that were sent for them."""
    related = ("meeting__conference__office_unit", "conference", "paper", "upload", "upload_pdf")
    return own(Minutes, actor, pk, *related)


def uploaded_of(minutes: Minutes) -> Uploaded | None:
    """Return the uploaded file of record of minutes; None where a later revision set it aside."""
    if minutes.upload is None or minutes.upload_revision != minutes.revision:
        return None
    return Uploaded(minutes.upload, minutes.upload_pdf)
