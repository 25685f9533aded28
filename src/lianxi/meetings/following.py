"""When a unit's place passes to another one, its open topics, requests and consents pass with it."""

from lianxi.journal.acting import Act
from lianxi.meetings.models import (
    Attendance,
    Consent,
    Decision,
    DecisionCoUnit,
    Meeting,
    MeetingUnit,
    Minutes,
    Objection,
    Opinion,
    Topic,
)
from lianxi.meetings.rules.machines import OPEN_TOPICS

OPEN_MEETINGS = ("planned", "called", "in_progress")


def pass_meeting_work(act: Act, old: int, new: int) -> None:
    """Let what unit `old` has open in meetings go on with unit `new` (database ids).

    Issued minutes and held meetings keep the names of their day. Minutes still out for consent ask the
    new unit, which stands by the consents already given.
    """
    _pass_topics(act, old, new)
    meetings = Meeting.objects.filter(conference_id=act.chain, state__in=OPEN_MEETINGS)
    for called in MeetingUnit.objects.filter(meeting__in=meetings, unit_id=old):
        if not MeetingUnit.objects.filter(meeting_id=called.meeting_id, unit_id=new).exists():
            act.change(called, unit_id=new)
    _pass_decisions(act, old, new)
    minutes = Minutes.objects.filter(conference_id=act.chain).exclude(state="issued")
    rows: list[Attendance | Consent | Objection] = [
        *Attendance.objects.filter(meeting__minutes__in=minutes, unit_id=old),
        *Consent.objects.filter(minutes__in=minutes, unit_id=old),
        *Objection.objects.filter(minutes__in=minutes, unit_id=old),
    ]
    for row in rows:
        act.change(row, unit_id=new)


def _pass_topics(act: Act, old: int, new: int) -> None:
    for topic in Topic.objects.filter(conference_id=act.chain, unit_id=old, state__in=OPEN_TOPICS):
        act.change(topic, unit_id=new)
    asked = Opinion.objects.filter(conference_id=act.chain, unit_id=old, topic__state__in=OPEN_TOPICS)
    for opinion in asked:
        if not Opinion.objects.filter(topic_id=opinion.topic_id, unit_id=new).exists():
            act.change(opinion, unit_id=new)


def _pass_decisions(act: Act, old: int, new: int) -> None:
    """Decisions not yet issued bind the new unit; the agreed text keeps the name it was agreed with."""
    pending = Decision.objects.filter(conference_id=act.chain, dropped=False)
    pending = pending.exclude(item__meeting__minutes__state="issued")
    for decision in pending.filter(lead_unit_id=old):
        act.change(decision, lead_unit_id=new)
    for part in DecisionCoUnit.objects.filter(decision__in=pending, unit_id=old, dropped=False):
        act.change(part, unit_id=new)
