"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NotRequired, TypedDict

from lianxi.meetings.rows import (
    AgendaItemRow,
    AttendanceRow,
    ConsentRow,
    DecisionRow,
    MeetingRow,
    ObjectionRow,
    OpinionRow,
    TopicRow,
)
from lianxi.meetings.rules.decisions import Fault
from lianxi.papers.rows import StoredFileRow
from lianxi.web.shared.compare import Piece
from lianxi.web.shared.offers import Offer


class KitSeat(TypedDict):
    """What `_seats` of kit gives to the page."""

    unit: str
    name: str
    title: str
    is_sure: bool


class StagesStep(TypedDict):
    """What `stages_of` of stages gives to the page."""

    label: str
    url: str
    is_done: bool
    is_now: bool


class ConsentOwnConsent(TypedDict):
    """What `own_consent` of consent gives to the page."""

    asked: bool
    again: bool
    seen: int
    changed: Mapping[str, int]
    speaks: bool
    unit: str
    open: tuple[str, ...]
    places: Sequence[tuple[object, int, object]]
    status: str
    word: ConsentRow | None


class ConsentLine(TypedDict):
    """What `_consent_row` of consent gives to the page."""

    unit: str
    state: str
    words: str
    version: str
    at: str
    by: str
    scan_url: str
    note: str
    reply: str
    why: Mapping[str, object] | None


class ConsentCellWhy(TypedDict):
    """What `_cell_why` of consent gives to the page."""

    sentence: str
    steps: object


class MinutesAddress(TypedDict, total=False):
    """What `_address` of minutes gives to the page: names one a line, the mark of the list, whom it may add."""

    main: str
    copies: str
    up: str
    seen: str
    guests: list[str]


class MinutesUpload(TypedDict):
    """What `_upload` of minutes gives to the page."""

    file: NotRequired[StoredFileRow]
    pdf: NotRequired[StoredFileRow | None]
    holds: NotRequired[bool]
    number: NotRequired[str]


class MinutesRuleWhy(TypedDict):
    """What `_rule_why` of minutes gives to the page."""

    sentence: str
    cite: str


class MinutesUnitsWhy(TypedDict):
    """What `_units_why` of minutes gives to the page."""

    sentence: str
    steps: object


class MinutesSilenceWhy(TypedDict):
    """What `_silence_why` of minutes gives to the page."""

    sentence: str
    cite: object


class MinutesParagraph(TypedDict):
    """What `_paragraph` of minutes gives to the page."""

    key: str
    row: Mapping[str, object]
    pieces: tuple[Piece, ...]
    binding: str
    old_binding: str
    count: str
    count_words: str
    all: bool
    waiting: Sequence[dict[str, str]]
    origin: str
    reason: str
    words: Sequence[str]


MinutesDecision = TypedDict(
    "MinutesDecision",
    {
        "binding": Mapping[str, object],
        "row": DecisionRow | None,
        "obligation": object,
        "kind": str,
        "cycle": str,
        "due": object,
        "from": object,
        "cite": object,
        "cite_url": object,
    },
)


class MinutesRun(TypedDict):
    """What `_runs` of minutes gives to the page."""

    folded: bool
    words: str
    rows: list[Mapping[str, object]]


class MinutesAdoption(TypedDict):
    """What `_adoption` of minutes gives to the page."""

    key: str
    place: int
    form: Mapping[str, str]
    drafted: bool
    binding: Mapping[str, object] | None
    lead: int | None
    co_ids: Sequence[int]


class MinutesObjection(TypedDict):
    """What `_objection` of minutes gives to the page."""

    row: ObjectionRow
    place: str
    state: str
    at: str
    replied_at: str
    may_reply: bool
    may_withdraw: bool
    withdraw: Offer
    draft_key: str
    draft: object
    adopt: MinutesAdoption | None


class SittingsListLine(TypedDict):
    """What `_list_row` of sittings gives to the page."""

    meeting: MeetingRow
    when: str
    kind: str
    scope: str
    state: str
    minutes: object
    minutes_state: str


class SittingsAgreed(TypedDict):
    """What `_agreed` of sittings gives to the page."""

    label: str
    value: object


class SittingsCourse(TypedDict):
    """What `_course` of sittings gives to the page."""

    hours: str
    began: datetime


class SittingsDecisionView(TypedDict):
    """What `_decision_view` of sittings gives to the page."""

    row: DecisionRow
    kind: str
    co_units: Sequence[object]
    co_ids: Sequence[object]
    cycle: str
    faults: Sequence[Fault]


class SittingsItemView(TypedDict):
    """What `_item_view` of sittings gives to the page."""

    item: AgendaItemRow
    key: str
    form: dict[str, str]
    decision_key: str
    decision: Mapping[str, object]
    result: str
    decisions: Sequence[SittingsDecisionView]


class SittingsAttendanceLine(TypedDict):
    """What `_attendance_row` of sittings gives to the page."""

    unit: str
    unit_id: int
    row: AttendanceRow | None
    role: str
    reply: str
    person: str
    post: str
    from_item: int
    until_item: int | None
    stands_for: str


TopicsListLine = TypedDict(
    "TopicsListLine",
    {
        "topic": TopicRow,
        "state": str,
        "kind": str,
        "waiting": object,
        "from": str,
        "lamp": dict[str, str] | Mapping[str, object],
        "due": str,
    },
)


class TopicsVersion(TypedDict):
    """What `_version` of topics gives to the page."""

    number: int
    at: str
    by: object
    before: object


class TopicsOpinionView(TypedDict):
    """What `_opinion_view` of topics gives to the page."""

    row: OpinionRow
    state: str
    stance: str
    due: str
    why: str
    lamp: dict[str, str]
    stale: bool
    at: str
    given_by: str
