"""The facts behind decisions about minutes, loaded from the tables for the pure rules."""

from datetime import date
from typing import Any

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import find_unit, rule_value, unit_names
from lianxi.core.refusals import BadInput
from lianxi.meetings.models import Attendance, Decision, Meeting, Minutes, Revision
from lianxi.meetings.rows import DecisionRow
from lianxi.meetings.rules.consent import Facts, IssueFacts, Presence, consent_table, facts_from
from lianxi.meetings.rules.machines import PRESENT
from lianxi.papers.issuing import Uploaded


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
    return IssueFacts(minutes.state, table, unit_names(table.units))


def decisions_of(meeting: Meeting) -> list[Decision]:
    """List the meeting's decisions that stand, with lead and co-units."""
    rows = Decision.objects.filter(item__meeting=meeting, item__ordinal__gt=0, dropped=False)
    return list(rows.select_related("lead_unit", "item").prefetch_related("co_units__unit"))


def co_units_of(decision: DecisionRow) -> list[tuple[int, str]]:
    """Return the co-units that stand, as (id, name)."""
    return [(row.unit_id, row.unit.name) for row in decision.co_units.all() if not row.dropped]


def standing(paragraphs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the rows of paragraphs that were taken out; papers print the others."""
    return [row for row in paragraphs if not row.get("removed")]


def uploaded_of(minutes: Minutes) -> Uploaded | None:
    """Return the uploaded file of record of minutes; None where a later revision set it aside."""
    if minutes.upload is None or minutes.upload_revision != minutes.revision:
        return None
    return Uploaded(minutes.upload, minutes.upload_pdf)


def require_unit_change(conference_id: int, kind: str, name: str, day: date) -> None:
    """Refuse a change of member units that could not be carried out.

    A unit that is a member cannot join, one that is not cannot leave, nor can the office's own.
    """
    unit = find_unit(conference_id, name, day)
    if kind == "unit_join" and unit is not None:
        raise BadInput(f"“{name}”已经是成员单位（{unit.name}）。", next_step="请核对单位名称。")
    if kind == "unit_leave" and unit is None:
        raise BadInput(f"“{name}”不是成员单位。", next_step="请核对单位名称。")
    if kind == "unit_leave" and Conference.objects.filter(pk=conference_id, office_unit=unit).exists():
        raise BadInput("办公室所在单位不能退出。", next_step="须先修订建立文件，另设办公室。")


def require_unit_changes(meeting: Meeting, day: date) -> None:
    """Refuse minutes with a change of member units that could not be carried out."""
    for decision in decisions_of(meeting):
        if decision.kind != "task":
            require_unit_change(meeting.conference_id, decision.kind, decision.unit_name, day)


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
