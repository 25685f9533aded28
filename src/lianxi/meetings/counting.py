"""Figures of how meetings are held: topics, minutes, consents. Each takes conference, unit (0: all), first and last day."""

from datetime import date

from django.db.models import QuerySet

from lianxi.clocks.queries import calendar_now
from lianxi.core.words import day_of
from lianxi.core.workdays import count_workdays
from lianxi.ledger.counting import span_of
from lianxi.ledger.holding import Held
from lianxi.meetings.holding import held
from lianxi.meetings.models import Consent, Meeting, Minutes, Topic
from lianxi.papers.models import Recipient

CHAIR = "召集人"


def _topics(conference_id: int, unit_id: int, first: date, last: date) -> QuerySet[Topic]:
    since, until = span_of(first, last)
    rows = Topic.objects.filter(conference_id=conference_id, raised_at__gte=since, raised_at__lt=until)
    return rows.filter(unit_id=unit_id) if unit_id else rows


def topics(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count the topics put to the office, assigned ones included."""
    return held(_topics(conference_id, unit_id, first, last).exclude(state="withdrawn").count(), "/topics")


def topics_of_units(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them that a member unit put."""
    rows = _topics(conference_id, unit_id, first, last).exclude(state="withdrawn")
    return held(rows.filter(unit__isnull=False).count(), "/topics")


def topics_taken(conference_id: int, unit_id: int, first: date, last: date) -> Held:
    """Count those of them that the office took."""
    rows = _topics(conference_id, unit_id, first, last)
    return held(rows.exclude(state__in=("submitted", "declined", "withdrawn")).count(), "/topics")


def topic_units(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the member units that put a topic."""
    rows = _topics(conference_id, 0, first, last).filter(unit__isnull=False)
    return held(rows.order_by().values("unit").distinct().count(), "/topics")


def _held(conference_id: int, first: date, last: date) -> QuerySet[Meeting]:
    since, until = span_of(first, last)
    return Meeting.objects.filter(conference_id=conference_id, closed_at__gte=since, closed_at__lt=until)


def meetings_chaired(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the meetings closed in the span that the convener chaired, by the title on record."""
    rows = _held(conference_id, first, last).filter(chair_title__startswith=CHAIR)
    return held(rows.count(), "/meetings")


def days_since_meeting(conference_id: int, _unit_id: int, _first: date, last: date) -> Held | None:
    """Count the days from the last plenary meeting to the end of the span; none where none was held."""
    until = span_of(last, last)[1]
    rows = Meeting.objects.filter(conference_id=conference_id, kind="regular", closed_at__lt=until)
    found = rows.order_by("-closed_at").first()
    if found is None or found.closed_at is None:
        return None
    return held((last - day_of(found.closed_at)).days, "/meetings")


def _issued(conference_id: int, first: date, last: date) -> QuerySet[Minutes]:
    since, until = span_of(first, last)
    rows = Minutes.objects.filter(conference_id=conference_id, paper__issued_at__gte=since)
    return rows.filter(paper__issued_at__lt=until)


def minutes_issued(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the minutes issued."""
    return held(_issued(conference_id, first, last).count(), "/meetings")


def minutes_agreed(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count those of them on whose issued revision every unit that was there had given its consent."""
    agreed = 0
    for one in _issued(conference_id, first, last).select_related("meeting"):
        there = set(one.meeting.attendances.filter(unit__isnull=False).values_list("unit_id", flat=True))
        said = Consent.objects.filter(minutes=one, revision=one.revision)
        agreed += there <= set(said.values_list("unit_id", flat=True))
    return held(agreed, "/meetings")


def minutes_copied_up(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count those of them that went up on the day of their issue: copies leave with the paper."""
    papers = _issued(conference_id, first, last).values("paper")
    rows = Recipient.objects.filter(paper__in=papers, mode="up")
    return held(rows.order_by().values("paper").distinct().count(), "/papers")


def _recipients(conference_id: int, first: date, last: date) -> QuerySet[Recipient]:
    papers = _issued(conference_id, first, last).values("paper")
    return Recipient.objects.filter(paper__in=papers, unit__isnull=False)


def minutes_recipients(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the units that minutes went to."""
    return held(_recipients(conference_id, first, last).count(), "/papers")


def minutes_signed(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count those of them that signed."""
    return held(_recipients(conference_id, first, last).filter(received_at__isnull=False).count(), "/papers")


def _sent_round(conference_id: int, first: date, last: date) -> QuerySet[Minutes]:
    since, until = span_of(first, last)
    rows = Minutes.objects.filter(conference_id=conference_id, circulated_at__gte=since)
    return rows.filter(circulated_at__lt=until, meeting__closed_at__isnull=False).select_related("meeting")


def minutes_drafted(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the minutes sent round for consent."""
    return held(_sent_round(conference_id, first, last).count(), "/meetings")


def minutes_draft_workdays(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Sum up the working days from the end of the meeting to the sending round of each of them."""
    calendar, days = calendar_now(exact=True), 0
    for one in _sent_round(conference_id, first, last):
        if one.meeting.closed_at is not None and one.circulated_at is not None:
            days += count_workdays(day_of(one.meeting.closed_at), day_of(one.circulated_at), calendar)
    return held(days, "/meetings")


def _consents(conference_id: int, first: date, last: date) -> QuerySet[Consent]:
    since, until = span_of(first, last)
    rows = Consent.objects.filter(conference_id=conference_id, at__gte=since, at__lt=until)
    return rows.filter(minutes__circulated_at__isnull=False).select_related("minutes")


def consents(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Count the consents to minutes."""
    return held(_consents(conference_id, first, last).count(), "/meetings")


def consent_workdays(conference_id: int, _unit_id: int, first: date, last: date) -> Held:
    """Sum up the working days from the sending round to each of them."""
    calendar, days = calendar_now(exact=True), 0
    for one in _consents(conference_id, first, last):
        if one.minutes.circulated_at is not None:
            days += count_workdays(day_of(one.minutes.circulated_at), day_of(one.at), calendar)
    return held(days, "/meetings")
