"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol


class SupervisionRow(Protocol):
    """A request for supervision and what became of it."""

    pk: int
    plan: str
    report: str
    conclusion: str
    state: str


class ResultRow(Protocol):
    """What a supervision proposed, and the answer."""

    pk: int
    kind: str
    state: str
    text: str
    body: str
    paper_ref: str
    proposed_on: date
    answer: str
    answered_on: date | None


class TeamRow(Protocol):
    """A unit of a team, and its word on the report."""

    pk: int
    body: str
    role: str
    word: str


class SubjectRow(Protocol):
    """A body that checks, and the unit whose seats act for it."""

    pk: int
    body: str
    kind: str
    system: str
    level: str
    areas: Sequence[str]
    cap: int
    unit_id: int


class CheckPlanRow(Protocol):
    """A merged plan."""

    pk: int
    title: str
    state: str
    first_day: date
    last_day: date
    round: int
    separate: int
    is_late: bool
    merged_at: datetime | None


class MergeOrderRow(Protocol):
    """An order to merge a plan, and what came of it."""

    pk: int
    state: str
    told: str
    by: str
    ordered_at: datetime


class PlanUnitRow(Protocol):
    """A subject that a plan asked: what it answered, and its word on the merged plan."""

    pk: int
    answered_at: datetime | None
    is_nil: bool
    agreed_at: datetime | None

    @property
    def subject(self) -> SubjectRow: ...


class CheckRequestRow(Protocol):
    """A unit's wish to check one item at one firm."""

    pk: int
    firm: str
    firm_name: str
    item_code: str
    type: str
    mode: str
    placed: str
    reason: str
    row: str
    first_day: date
    last_day: date

    @property
    def subject(self) -> SubjectRow: ...


class VisitPartRow(Protocol):
    """A unit's part of a visit."""

    pk: int
    state: str
    result: str
    reason: str
    approval: str
    record_no: str
    officers: Sequence[int]
    checked_on: date | None
    officers_until: date | None
    entered_from: str

    @property
    def subject(self) -> SubjectRow: ...


class VisitRow(Protocol):
    """One entry into one firm."""

    pk: int
    plan_id: int
    number: int
    firm: str
    firm_name: str
    week: date
    day: date | None
    lead_id: int

    @property
    def lead(self) -> SubjectRow: ...


class CheckedPostRow(Protocol):
    """A post measured at a visit, and again at its re-check."""

    pk: int
    post: str
    hazard: str
    measured: Decimal | None
    limit: Decimal
    again: Decimal | None


class FindingRow(Protocol):
    """A problem that one unit found."""

    pk: int
    state: str
    measure: str
    term: date | None
    rectified_on: date | None
    rechecked_on: date | None
    recheck_result: str
