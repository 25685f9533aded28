"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import ItemsView, Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from lianxi.incidents.rows import DutyPhoneRow, IncidentRow
from lianxi.web.shared.offers import Offer

DoneGroupRows = TypedDict(
    "DoneGroupRows",
    {
        "row": object,
        "kind": str,
        "lead": str,
        "units": Sequence[object],
        "from": str,
        "until": str,
        "end": Offer,
    },
)


DoneMeasureRows = TypedDict(
    "DoneMeasureRows",
    {
        "row": object,
        "from": str,
        "until": str,
        "lift": Offer,
    },
)


class DoneSettling(TypedDict):
    """Which outcomes of a follow-up the seat enters."""

    finish: Offer
    refuse: Offer
    supersede: Offer


class DoneFollowUpRows(DoneSettling):
    """What `follow_up_rows` of done gives to the page."""

    row: object
    whom: str
    number: str
    url: str
    ledger: str
    state: str


class DrawingBar(TypedDict):
    """What `_bar` of drawing gives to the page."""

    y: int
    left: float
    right: object
    told: float | None
    number: object


class DutyPhoneLine(TypedDict):
    """What `phone_row` of duty gives to the page."""

    row: DutyPhoneRow
    body: str
    post: object
    phones: Sequence[tuple[str, str]]


class EventsHead(TypedDict):
    """What `_head` of events gives to the page."""

    incident: IncidentRow
    meeting_url: str
    meetings: Sequence[object]
    places: Sequence[tuple[str, str]]
    details: bool
    state: str
    kind: str
    counted: str
    told_at: str
    warning: str
    not_investigating: str
    parts: tuple[IncidentRow, ...]
    running: bool
    may: dict[str, Offer]
    now: datetime


class FactsSummaryRows(TypedDict):
    """What `summary_rows` of facts gives to the page."""

    label: str
    value: str


class EventsAsked(TypedDict):
    """What `_asked` of events gives to the page."""

    calls: Sequence[Mapping[str, object]]
    unknown: Sequence[object]
    asked: bool
    signals: Sequence[object]
    summary: Sequence[FactsSummaryRows]


class GradedDueViews(TypedDict):
    """What `due_views` of graded gives to the page."""

    code: str
    actor: str
    to: str
    limit: str
    starts: str
    due: str
    words: str
    light: str
    open: bool
    told: str
    source: str
    strict: bool


class EventsGraded(TypedDict):
    """What `_graded` of events gives to the page."""

    own_telling: str
    grades: Sequence[Mapping[str, object]]
    graded: Sequence[Mapping[str, object]]
    due: Sequence[GradedDueViews]
    counts: Sequence[Mapping[str, object]]
    steps: Sequence[object]
    line: object
    tellings: Sequence[object]
    asked_bodies: Sequence[tuple[object, str, Offer]]
    others: Sequence[object]


class EventsDone(TypedDict):
    """What `_done` of events gives to the page."""

    proposed: Sequence[object]
    members: Sequence[tuple[int, str]] | Sequence[object]
    groups: Sequence[DoneGroupRows]
    measures: Sequence[DoneMeasureRows]
    letters: Sequence[Mapping[str, object]]
    follow_ups: Sequence[DoneFollowUpRows]
    merge_into: Sequence[IncidentRow] | Sequence[object]
    entries: Sequence[Mapping[str, object]] | Sequence[object]
    form: Mapping[str, object]
    leads: Sequence[dict[str, str]]
    clauses: Sequence[tuple[str, str]] | Sequence[object]
    report: str


class FactsForm(TypedDict):
    """What `facts_form` of facts gives to the page."""

    areas: Sequence[object]
    kinds: ItemsView[str, str]
    work_safety: ItemsView[str, str]
    sectors: ItemsView[str, str]
    radiation: Sequence[object]
    severe_ars: object


class GradedGrade(TypedDict):
    """What `_grade` of graded gives to the page."""

    title: str
    version: str
    since: str
    source: str
    grade: str
    investigates: object
    note: str
    more: str


class ListsRowOf(TypedDict):
    """What `row_of` of lists gives to the page."""

    url: str
    number: str
    title: str
    division: str
    kind: str
    ill: str
    dead: str
    told: str
    told_at: datetime
    state: str
    is_open: bool
    is_late: bool


class Call(TypedDict):
    """Whom to call, why, by which source, and the telephones."""

    code: str
    body: str
    why: str
    source: str
    phones: Sequence[Mapping[str, object]]


class DoneTold(TypedDict):
    """A telling to a member unit with the clause that names it, and who may note its receipt."""

    row: object
    clause: str
    receive: Offer
    called: Offer
