"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from lianxi.bodies.rows import SeatRow
from lianxi.ledger.rows import CoUnitRow, HandbackRow
from lianxi.ledger.rules.importing import PlannedRow


class CircularsLine(TypedDict):
    """What `_row` of circulars gives to the page."""

    title: str
    url: str
    as_of: str
    state: str
    number: str
    paper_url: str


class CircularsContests(TypedDict):
    """What `_contests` of circulars gives to the page."""

    contests: Sequence[dict[str, object]]
    waiting: object
    until: str
    may_show: bool
    contestable: Sequence[object]
    early: bool


class CircularsFigures(TypedDict):
    """What `_figures` of circulars gives to the page."""

    overall: Sequence[object]
    by_unit: Sequence[object]


class CircularsMay(TypedDict):
    """What `_may` of circulars gives to the page."""

    is_draft: bool
    may_issue: bool
    may_revise: bool
    may_discard: bool
    issue_rule: str
    read_only: str


DelegationsView = TypedDict(
    "DelegationsView",
    {
        "pk": int,
        "title": str,
        "from": str,
        "number": str,
        "offered": str,
        "due": str,
        "kinds": str,
        "state": str,
        "open": bool,
        "url": str,
    },
)


class HandoversMatter(TypedDict):
    """What `_matter` of handovers gives to the page."""

    pk: int
    text: str
    due: object


class HandoversGroup(TypedDict):
    """What `_group` of handovers gives to the page."""

    seat: SeatRow
    label: str
    vacant: bool
    others: Sequence[dict[str, str]]
    matters: Sequence[HandoversMatter]
    to: Sequence[object]


class HandoversShownMatters(TypedDict):
    """A part of what the page shows."""

    url: str
    text: object
    note: object


HandoversShown = TypedDict(
    "HandoversShown",
    {
        "pk": int,
        "from": str,
        "to": str,
        "by": str,
        "note": str,
        "state": str,
        "taken": str,
        "matters": Sequence[HandoversShownMatters],
        "others": Sequence[dict[str, str]],
        "mine": bool,
    },
)


class ListsSentence(TypedDict):
    """What `_sentence` of lists gives to the page."""

    whose: str
    total: str
    parts: Sequence[dict[str, str]]
    unit: str


class ListsFilters(TypedDict):
    """What `_filters` of lists gives to the page."""

    name: str
    label: str
    options: Sequence[tuple[str, str, bool]]


class ObligationSharesEvidenceRows(TypedDict):
    """What `evidence_rows` of obligation_shares gives to the page."""

    kind: str
    title: str
    unit: str
    at: str
    url: str
    words: str


class ObligationSharesHandbackRows(TypedDict):
    """What `handback_rows` of obligation_shares gives to the page."""

    who: str
    named: str
    clause: str
    cited: Mapping[str, object] | None
    reason: str
    at: str
    state: str
    open: bool
    answer: str
    answered_by: str
    moved_to: str
    ruling: str


class ObligationSharesPartContext(TypedDict):
    """What `_part_context` of obligation_shares gives to the page."""

    part: CoUnitRow
    act: object
    offered: bool
    part_words: object


class ObligationSharesHandbackContext(TypedDict):
    """What `_handback_context` of obligation_shares gives to the page."""

    units: Sequence[tuple[int, str]]
    clauses: Sequence[tuple[str, object]]
    back: HandbackRow | None
    due_words: str
    facts: Sequence[object]


class RechecksLine(TypedDict):
    """What `_row` of rechecks gives to the page."""

    pk: int
    place: int
    matter: str
    url: str
    digest: str
    state: str
    open: bool
    text: str
    by: str
    follow: Mapping[str, object] | None


class SheetsCounts(TypedDict):
    """What `_counts` of sheets gives to the page."""

    state: str
    label: str
    mark: str
    n: int
    chosen: bool


class SheetsLine(TypedDict):
    """What `_row` of sheets gives to the page."""

    row: PlannedRow
    label: str
    mark: object
    said: object


class SlipsLine(TypedDict):
    """What `_row` of slips gives to the page."""

    number: str
    label: str
    url: str
    matter: str
    matter_url: str
    unit: str
    issued: str
    received: str
    state: str
    is_open: bool


class SlipsMay(TypedDict):
    """What `_may` of slips gives to the page."""

    may_receive: bool
    may_report: bool
    may_void: bool


class EventParts(TypedDict, total=False):
    """What only some events of an obligation have."""

    light: str
    files: Sequence[Mapping[str, object]]
    without_files: str


class Event(EventParts):
    """Something that was reported, asked or answered on an obligation."""

    moment: datetime
    at: str
    iso: str
    what: str
    by: str
    text: str
