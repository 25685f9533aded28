"""What is reckoned from rows of meetings that are at hand: a meeting's facts, what a decision binds, what stands."""

from collections.abc import Sequence
from typing import Any

from lianxi.meetings.rows import AgendaItemRow, DecisionRow, MeetingRow
from lianxi.meetings.rules.sending import KEY
from lianxi.meetings.rules.steps import MeetingFacts


def facts_of_meeting(
    meeting: MeetingRow, items: Sequence[AgendaItemRow], *, is_attended: bool
) -> MeetingFacts:
    """Reckon what decides on a meeting from rows that are at hand."""
    return MeetingFacts(
        state=meeting.state,
        agreed_by=meeting.agreed_by if meeting.agreed_at else "",
        items=len(items),
        unsaid=tuple(item.title for item in items if item.result == "open"),
        is_attended=is_attended,
        has_minutes=hasattr(meeting, "minutes"),
    )


def co_units_of(decision: DecisionRow) -> list[tuple[int, str]]:
    """Return the co-units that stand, as (id, name)."""
    return [(row.unit_id, row.unit.name) for row in decision.co_units.all() if not row.dropped]


def binding_of(decision: DecisionRow) -> dict[str, Any]:
    """Return what a decision binds, in the words and days that units consent to."""
    return {
        "decision": decision.pk,
        "kind": decision.kind,
        "task": decision.text,
        "lead": decision.lead_unit.name if decision.lead_unit else None,
        "co_units": sorted(name for _, name in co_units_of(decision)),
        "due_on": decision.due_on.isoformat() if decision.due_on else None,
        "cycle": decision.cycle,
        "evidence": decision.evidence_wanted,
        "unit_name": decision.unit_name,
        "effective_on": decision.effective_on.isoformat() if decision.effective_on else None,
    }


def standing(paragraphs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the rows that papers do not print: paragraphs that were taken out, and whom the minutes go to."""
    return [row for row in paragraphs if not row.get("removed") and row["key"] != KEY]
