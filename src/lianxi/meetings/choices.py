"""What forms of meetings let people choose from: member units with their people, clauses to rest on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from lianxi.bodies.models import Membership, Tenure
from lianxi.bodies.queries import in_force
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import SeatKind
from lianxi.law.models import Clause
from lianxi.law.rules import KIND_LABELS

# What a topic or decision can rest on; rosters, headings and the like found nothing.
CITABLE = ("duty", "function", "mechanism", "meeting_rule", "office_rule", "composition")


@dataclass(frozen=True, slots=True)
class Member:
    """A member unit on a day, with who holds its member seat (empty where vacant)."""

    unit_id: int
    name: str
    holder: str
    title: str


def list_members(conference_id: int, day: date) -> list[Member]:
    """List the member units in the printed order with the holders of their member seats."""
    held = Tenure.objects.filter(
        in_force(day),
        conference_id=conference_id,
        seat__kind=SeatKind.MEMBER,
        seat__unit_id=OuterRef("unit_id"),
    ).order_by("seat__ordinal")
    rows = Membership.objects.filter(in_force(day), conference_id=conference_id).order_by("ordinal")
    values = rows.annotate(
        holder=Subquery(held.values("person__name")[:1]), title=Subquery(held.values("title")[:1])
    ).values_list("unit_id", "unit__name", "holder", "title")
    return [Member(pk, name, holder or "", title or "") for pk, name, holder, title in values]


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """Clauses of one unit (or of the conference) as (code, label) to choose from."""

    label: str
    options: tuple[tuple[str, str], ...]


def list_clause_groups(conference: ConferenceRow, unit_name: str = "") -> list[ClauseGroup]:
    """Group the clauses of the conference's own document, the named unit's duties first."""
    rows = Clause.objects.filter(
        instrument_version__instrument__code=conference.instrument,
        instrument_version__number=conference.instrument_version,
        kind__in=CITABLE,
    ).order_by("ordinal")
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, kind, unit, cite, text in rows.values_list("code", "kind", "unit", "citation", "text"):
        label = (unit or KIND_LABELS["duty"]) if kind == "duty" else KIND_LABELS["function"]
        words = " ".join(text.split())
        shown = f"{words[:40]}…" if len(words) > 40 else words
        groups.setdefault(label, []).append((code, f"{cite or code}　{shown}"))
    order = sorted(groups, key=lambda label: (label != unit_name, label == KIND_LABELS["function"]))
    return [ClauseGroup(label, tuple(groups[label])) for label in order]
