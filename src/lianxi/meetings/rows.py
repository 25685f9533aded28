"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date, datetime
from typing import Any, Protocol

from lianxi.bodies.rows import UnitRow
from lianxi.core.related import Related
from lianxi.papers.rows import PaperRow


class TopicRow(Protocol):
    """A matter for the conference: proposed by a unit, assigned from above, or a policy proposal."""

    pk: int
    answer: str
    answer_due_on: date | None
    basis_clause: str
    conference_id: int
    kind: str
    raised_at: datetime
    source_body: str
    state: str
    text_number: int
    title: str
    unit_id: int | None

    @property
    def report(self) -> PaperRow | None: ...

    @property
    def unit(self) -> UnitRow | None: ...


class TopicTextRow(Protocol):
    """One version of a topic's text; opinions are given on a version."""

    pk: int
    at: datetime
    by: str
    number: int
    text: str


class OpinionRow(Protocol):
    """A unit asked for its written opinion on a topic, and what it answered on which text."""

    pk: int
    due_derivation: Any
    due_on: date
    given_at: datetime | None
    given_by: str
    stance: str
    state: str
    text_number: int
    unit_id: int
    unit_leader: str


class MeetingRow(Protocol):
    """A regular or special meeting of all or some units."""

    pk: int
    agreed_at: datetime | None
    agreed_by: str
    began_at: datetime | None
    conference_id: int
    ended_at: datetime | None
    kind: str
    origin: str
    origin_label: str
    place: str
    scope: str
    starts_at: datetime
    state: str
    title: str

    @property
    def notice(self) -> PaperRow | None: ...


class MeetingUnitRow(Protocol):
    """A unit called to a meeting and whom it will send; its receipt is that of the notice it was sent."""

    pk: int
    reply: str


class AgendaItemRow(Protocol):
    """One item of the agenda and what came of it."""

    pk: int
    lasts: int | None
    outcome: str
    reporter: str
    outcome_number: int
    result: str
    title: str


class AttendanceRow(Protocol):
    """Somebody at a meeting: for a unit (member or substitute) or as a guest, from which item to which."""

    pk: int
    from_item: int
    person_name: str
    role: str
    stands_for: str
    title: str
    until_item: int | None


class DecisionRow(Protocol):
    """One thing the meeting decided: who leads, who helps, by when, with what evidence."""

    pk: int
    cycle: str
    due_on: date | None
    effective_on: date | None
    evidence_wanted: str
    kind: str
    text: str
    unit_name: str

    @property
    def co_units(self) -> "Related[DecisionCoUnitRow]": ...

    @property
    def lead_unit(self) -> UnitRow | None: ...


class DecisionCoUnitRow(Protocol):
    """A unit that helps the lead of a decision."""

    pk: int
    dropped: bool
    unit_id: int

    @property
    def unit(self) -> UnitRow: ...


class MinutesRow(Protocol):
    """The minutes of a meeting on their way to issue; `revision` is the present one."""

    pk: int
    revision: int
    state: str
    upload_revision: int | None

    @property
    def paper(self) -> PaperRow | None: ...


class ConsentRow(Protocol):
    """A unit's word on a revision: agree or reserve, bound to the hash of each paragraph it saw."""

    pk: int
    by: str
    reservation: str
    scan_id: int | None
    unit_leader: str


class ObjectionRow(Protocol):
    """A unit's objection to a paragraph, the office's reply, and how it ended."""

    pk: int
    at: datetime
    paragraph: str
    replied_at: datetime | None
    state: str
    unit_id: int
