"""The shapes a reading is made of: spans, acts, clauses, units, seats, rules, findings and the reading itself.

All offsets are Unicode code points into the decoded text, end exclusive, and
`text == source[start:end]` holds for everything that carries a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning"]
SeatKind = Literal["director", "deputy_director", "member"]
DocumentKind = Literal["founding", "amendment", "rules", "other"]
ChangeKind = Literal["add", "remove", "rename", "person"]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of the source, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """The stretch that gave a value and the name of the rule that took it."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class ActText:
    """One act of a clause: who does what in which role (lead, guide, supervise, cooperate …)."""

    id: str
    start: int
    end: int
    text: str
    roles: tuple[str, ...]
    verbs: tuple[str, ...]
    co_units: tuple[str, ...]
    trigger: str | None
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One record of the document: a duty, a function, a rule, a roster line or a part of its head."""

    id: str
    path: tuple[str, ...]
    unit: str | None
    number: str | None
    text: str
    start: int
    end: int
    kind: str
    acts: tuple[ActText, ...]
    citation: str
    meta: str | None


@dataclass(frozen=True, slots=True)
class UnitText:
    """A member unit: its form in this document, the form printed at the span, and its other forms."""

    name: str
    printed: str
    aliases: tuple[str, ...]
    start: int
    end: int
    clause_id: str | None


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person of the roster; `title` is printed whole, `post` is the title without the unit."""

    role: str
    person: str
    person_as_printed: str
    unit: str | None
    title: str
    post: str
    start: int
    end: int
    clause_id: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change an amending notice orders: a unit added, removed, renamed (`to`), a person put in or out (`leaves`)."""

    kind: ChangeKind
    name: str
    start: int
    end: int
    to: str | None = None
    role: str | None = None
    title: str | None = None
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class ConferenceText:
    """One of several conferences that a notice founds, with what its own part of the text says."""

    name: str
    start: int
    end: int
    units: tuple[UnitText, ...]
    roster: tuple[RosterLine, ...]
    convener: str | None
    office_host_unit: str | None
    meeting_frequency: str | None
    minutes_rule: str | None


@dataclass(frozen=True, slots=True)
class OfficeSeat:
    """A seat in the conference's office: how many persons of which unit and rank."""

    kind: SeatKind
    unit: str | None
    count: int
    rank: str | None
    start: int
    end: int
    clause_id: str


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule of procedure with its value as printed, or a code where the value is a closed one."""

    code: str
    value: str
    start: int
    end: int
    clause_id: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something unsure, inconsistent or left over, said in one plain Chinese sentence."""

    code: str
    severity: Severity
    message: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read from one document; None and empty where the text is silent."""

    code: str
    text: str
    issuer: str | None
    doc_number: str | None
    date: str | None
    region: str | None
    title: str | None
    founds_conference: bool
    units: tuple[UnitText, ...]
    duties: dict[str, tuple[int, ...]]
    functions: tuple[ClauseText, ...]
    mechanisms: tuple[str, ...]
    convener: str | None
    office_host_unit: str | None
    meeting_frequency: str | None
    minutes_rule: str | None
    roster: tuple[RosterLine, ...]
    office: tuple[OfficeSeat, ...]
    rules: tuple[RuleText, ...]
    clauses: tuple[ClauseText, ...]
    sources: dict[str, tuple[Source, ...]]
    findings: tuple[Finding, ...]
    document_kind: DocumentKind = "founding"
    kind_why: str | None = None
    groups: tuple[str, ...] = ()
    deputies: tuple[RosterLine, ...] = ()
    functions_count: int | None = None
    changes: tuple[Change, ...] = ()
    conferences: tuple[ConferenceText, ...] = ()
