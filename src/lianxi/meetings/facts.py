"""The facts behind decisions about minutes, loaded from the tables for the pure rules."""

from datetime import date
from typing import Any

from lianxi.bodies.queries import rule_value, unit_names
from lianxi.core.guards import Guard, each
from lianxi.journal.guards import Deciding, holding, holding_part
from lianxi.meetings.models import (
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MeetingUnit,
    Minutes,
    Objection,
    Revision,
)
from lianxi.meetings.queries.joining import unit_changes_refused
from lianxi.meetings.rules.consent import Facts, Presence, consent_table, facts_from
from lianxi.meetings.rules.decisions import errors_of
from lianxi.meetings.rules.machines import PRESENT
from lianxi.meetings.rules.reckoned import facts_of_meeting
from lianxi.meetings.rules.steps import (
    CalledFacts,
    CirculateFacts,
    ConsentFacts,
    IssueFacts,
    ItemFacts,
    MeetingFacts,
    ObjectionFacts,
)


def presences_of(meeting: Meeting) -> list[Presence]:
    """Return the units present and for which items; guests and absentees are left out."""
    rows = Attendance.objects.filter(meeting=meeting, role__in=PRESENT, unit__isnull=False)
    return [Presence(row.unit_id or 0, row.from_item, row.until_item) for row in rows]


def present_revision(minutes: Minutes) -> Revision:
    """Return the revision the minutes stand at."""
    return Revision.objects.get(minutes=minutes, number=minutes.revision)


def consent_facts(minutes: Minutes, day: date) -> Facts:
    """Load everything that decides whether minutes may be issued on a day."""
    silent = rule_value(minutes.conference_id, "silent_consent", day) == "on"
    passed = minutes.consent_due_on is not None and day > minutes.consent_due_on
    return facts_from(
        present_revision(minutes).paragraphs,
        presences_of(minutes.meeting),
        minutes.consents.all(),
        minutes.objections.all(),
        silence_counts=silent and passed,
    )


def issue_facts(minutes: Minutes, day: date) -> IssueFacts:
    """Load what decides whether minutes may be issued on a day."""
    table = consent_table(consent_facts(minutes, day))
    unbound = unbound_in(present_revision(minutes).paragraphs)
    return IssueFacts(minutes.state, table, unit_names(table.units), unbound)


def unbound_in(paragraphs: list[dict[str, Any]]) -> str:
    """Say which decisions of a revision bind nobody; empty where each binds somebody."""
    return "".join(fault.message for fault in errors_of(paragraphs))


def circulate_facts(minutes: Minutes, day: date) -> CirculateFacts:
    """Load what decides whether minutes may be sent for consent."""
    unbound = unbound_in(present_revision(minutes).paragraphs)
    return CirculateFacts(minutes.state, unbound, unit_changes_refused(decisions_of(minutes.meeting), day))


def consent_of(minutes: Minutes, _day: date) -> ConsentFacts:
    """Load who is asked for consent."""
    return ConsentFacts(minutes.state, frozenset(one.unit for one in presences_of(minutes.meeting)))


def meeting_facts(meeting: Meeting, _day: date) -> MeetingFacts:
    """Load what decides on a meeting."""
    came = meeting.attendances.filter(role__in=PRESENT).exists()
    return facts_of_meeting(meeting, list(meeting.items.filter(ordinal__gt=0)), is_attended=came)


def unnoted_units(meeting: Meeting) -> dict[int, str]:
    """Return the units called to a meeting whose attendance nobody recorded, by id, in the order called."""
    noted = meeting.attendances.filter(unit__isnull=False).values_list("unit_id", flat=True)
    rows = meeting.called.exclude(unit_id__in=list(noted)).order_by("pk")
    return dict(rows.values_list("unit_id", "unit__name"))


def _of_item(item: AgendaItem, _day: date) -> ItemFacts:
    return ItemFacts(item.meeting.state, item.ordinal)


def _of_objection(row: Objection, _day: date) -> ObjectionFacts:
    return ObjectionFacts(row.state, row.minutes.state, row.unit_id)


def on_meeting(guard: Guard) -> Deciding:
    """Let a guard decide on the meeting that the payload names."""
    return Deciding(holding(Meeting, "meeting_id"), meeting_facts, guard)


def on_item(*guards: Guard) -> Deciding:
    """Let guards decide on the agenda item that the payload names; its meeting is held first."""
    return Deciding(holding_part(AgendaItem, "item_id", Meeting, "meeting_id"), _of_item, each(*guards))


def on_objection(*guards: Guard) -> Deciding:
    """Let guards decide on the objection that the payload names; its minutes are held first."""
    return Deciding(
        holding_part(Objection, "objection_id", Minutes, "minutes_id"), _of_objection, each(*guards)
    )


def called_facts(called: MeetingUnit, _day: date) -> CalledFacts:
    """Give what decides on a unit's reply to a notice."""
    return CalledFacts(called.meeting.state, called.unit_id)


def minutes_of(decision: Decision, _day: date) -> ItemFacts:
    """Load where the minutes stand that a decision belongs to; empty where there are none yet."""
    found = Minutes.objects.filter(meeting_id=decision.item.meeting_id).values_list("state", flat=True)
    return ItemFacts(found.first() or "", decision.item.ordinal)


def decisions_of(meeting: Meeting) -> list[Decision]:
    """List the meeting's decisions that stand, with lead and co-units."""
    rows = Decision.objects.filter(item__meeting=meeting, item__ordinal__gt=0, dropped=False)
    return list(rows.select_related("lead_unit", "item").prefetch_related("co_units__unit"))
