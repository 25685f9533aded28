"""What forms of meetings let people choose from: member units with their people, clauses to rest on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from lianxi.bodies.models import Membership, Tenure
from lianxi.bodies.queries import in_force
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import SeatKind
from lianxi.law.models import Clause
from lianxi.law.queries import list_further
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
    """Group the clauses that the conference cites, the named unit's duties first, the further instruments' last."""
    own = list_clauses(conference.instrument, conference.instrument_version)
    groups: dict[str, list[tuple[str, str]]] = {}
    for kind, unit, option in own:
        label = (unit or KIND_LABELS["duty"]) if kind == "duty" else KIND_LABELS["function"]
        groups.setdefault(label, []).append(option)
    order = sorted(groups, key=lambda label: (label != unit_name, label == KIND_LABELS["function"]))
    found = [ClauseGroup(label, tuple(groups[label])) for label in order]
    for one in list_further(conference.pk, in_force=True):
        rows = list_clauses(one.instrument_version.instrument.code, one.instrument_version.number)
        found.append(ClauseGroup(f"《{one}》", tuple(option for _kind, _unit, option in rows)))
    return found


def list_clauses(code: str, number: int) -> list[tuple[str, str, tuple[str, str]]]:
    """List the clauses of a version that can be rested on, as (kind, unit, option)."""
    rows = Clause.objects.filter(
        instrument_version__instrument__code=code, instrument_version__number=number, kind__in=CITABLE
    ).order_by("ordinal")
    return [
        (kind, unit, (clause, f"{cite or clause}　{_short(text)}"))
        for clause, kind, unit, cite, text in rows.values_list("code", "kind", "unit", "citation", "text")
    ]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return f"{words[:40]}…" if len(words) > 40 else words
