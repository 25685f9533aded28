"""Whom a signal concerns: routing over the conference's own document, by the facts of the signal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lianxi.bodies.models import Unit
from lianxi.bodies.queries import list_memberships
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.words import day_of
from lianxi.law.cases import CaseLaw, find_case_law, printed_role
from lianxi.law.routing import Answer, Question, Ruling, load_vocabulary, route
from lianxi.surveillance.rows import SignalRow
from lianxi.surveillance.rules.facts import as_facts

NO_DOCUMENT = "本联席会议还没有采用的建立文件，无从依据；请先采用文件，或由办公室选定单位和条款。"


@dataclass(frozen=True, slots=True)
class Named:
    """A member unit that a clause names for the signal: the clause, its citation, words and role, how surely."""

    unit: Unit
    clause: str
    citation: str
    text: str
    role: str
    tier: str
    url: str

    @property
    def is_firm(self) -> bool:
        """Tell whether the facts alone decide that the clause answers, and it is no general one."""
        return self.tier == "established"


@dataclass(frozen=True, slots=True)
class Routed:
    """The answer for a signal: member units with their clauses, what is still open, and why nothing answers."""

    named: tuple[Named, ...]
    questions: tuple[Question, ...]
    missing: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as it is stored with a warning."""
        return {
            "named": [
                {"unit": one.unit.name, "clause": one.clause, "role": one.role, "tier": one.tier}
                for one in self.named
            ],
            "questions": [{"dimension": one.dimension, "why": one.why} for one in self.questions],
            "missing": self.missing,
        }


TIER_LABELS = {"established": "确定", "conditional": "待确认", "general": "一般职责"}


def route_signal(conference: ConferenceRow, signal: SignalRow) -> Routed:
    """Return the units whose clauses answer to a signal's facts, the firmest first.

    A unit stands once for each clause. Only members of the day the signal was found are named.
    """
    law = find_case_law(conference)
    if law is None:
        return Routed((), (), NO_DOCUMENT)
    ruling = route(law.instrument, as_facts(signal.facts))
    members = {
        name: row.unit
        for row in list_memberships(conference, day_of(signal.detected_at))
        for name in (row.unit.name, *(alias.text for alias in row.unit.aliases.all()))
    }
    return Routed(_named(law, ruling, members), ruling.questions, ruling.missing or "")


def _named(law: CaseLaw, ruling: Ruling, members: dict[str, Unit]) -> tuple[Named, ...]:
    found: dict[tuple[int, str], Named] = {}
    for answer in ruling.answers:
        unit = members.get(answer.unit)
        if unit is not None:
            found.setdefault((unit.pk, answer.clause), _one(law, unit, answer))
    order = list(TIER_LABELS)
    return tuple(sorted(found.values(), key=lambda one: order.index(one.tier)))


def _one(law: CaseLaw, unit: Unit, answer: Answer) -> Named:
    role = printed_role(answer.text, answer.role)
    citation = law.citations.get(answer.clause, answer.clause)
    url = law.source_url(answer.start, answer.end)
    return Named(unit, answer.clause, citation, answer.text, role, answer.tier, url)


def questions_with_values(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Return each open question with the values it can be answered with."""
    known = load_vocabulary()
    return [
        {
            "dimension": one.dimension,
            "label": known[one.dimension].label,
            "why": one.why,
            "answers": list(known[one.dimension].values.items()),
        }
        for one in questions
        if one.dimension in known
    ]
