"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from lianxi.law.comparing.model import Row
from lianxi.law.rows import ClauseRow
from lianxi.web.shared.offers import Offer


class AskingMake(TypedDict):
    """What `_make` of asking gives to the page."""

    clauses: Sequence[object]
    title: str
    text: str
    origins: Sequence[object]


class AskingRecordMembers(TypedDict):
    """A part of what the page shows."""

    unit_id: int
    name: object
    weighed: set[str]


class AskingRecord(TypedDict):
    """What `_record` of asking gives to the page."""

    facts: Sequence[object]
    members: Sequence[AskingRecordMembers]
    clauses: Sequence[object]


class AskingFactsGroupFacts(TypedDict):
    """What `group_facts` of asking_facts gives to the page."""

    dimension: str
    label: str
    rows: Sequence[object]
    accepted: bool


class AskingAnswered(TypedDict):
    """What `_answered` of asking gives to the page."""

    asked: object
    sentence: str
    abstained: bool
    undecided: bool
    tiers: Sequence[Mapping[str, object]]
    rejected: Sequence[Mapping[str, object]]
    questions: Sequence[Mapping[str, object]]
    groups: Sequence[AskingFactsGroupFacts]
    source: Sequence[object]
    counts: dict[str, int]
    addable: Sequence[tuple[str, Sequence[tuple[str, str]]]] | Sequence[object]
    has_facets: bool
    scopes: Sequence[object]
    passed: Sequence[dict[str, str]]
    gate: str | None
    hits: Sequence[Mapping[str, object]]
    not_a_basis: str
    precedents: Sequence[Mapping[str, object]]
    reviewed: bool
    can: dict[str, Offer]
    make: AskingMake
    record: AskingRecord


class AskingAnswerCited(TypedDict):
    """What `_cited` of asking_answer gives to the page."""

    clause: str
    cite: str
    citation: str
    url: str


class AskingAnswerCondition(TypedDict):
    """What `_condition` of asking_answer gives to the page."""

    words: str
    inferred: str


class AskingAnswerRulingView(TypedDict):
    """What `ruling_view` of asking_answer gives to the page."""

    pk: int
    text: str
    units: str
    considered: str
    reason: str
    facts: str
    cite: str
    url: str
    by: str
    at: str
    why: str


class AskingFactsLine(TypedDict):
    """What `_row` of asking_facts gives to the page."""

    dimension: str
    term: str
    id: str
    label: str
    state: str | None
    shown: str
    source: str
    words: str
    span: str
    choices: Sequence[object]


class ComparingCounts(TypedDict):
    """What `_counts` of comparing gives to the page."""

    total: int
    answered: object
    found: Sequence[tuple[str | str | str | str | str | str | str | str | str, str, int]]
    absent: Sequence[object]


class ComparingRowViewWhy(TypedDict):
    """A part of what the page shows."""

    sentence: str
    steps: Sequence[object]


class ComparingOtherView(TypedDict):
    """What `_other_view` of comparing gives to the page."""

    unit: object
    act: object
    citation: object
    short: str
    url: str
    pieces: Sequence[object]


class ComparingRowView(TypedDict):
    """What `_row_view` of comparing gives to the page."""

    row: Row
    absent: bool
    label: str
    short: str
    url: str
    pieces: Sequence[object]
    why: ComparingRowViewWhy
    others: Sequence[ComparingOtherView]


class DocumentsClauseLineActs(TypedDict):
    """A part of what the page shows."""

    code: str
    text: str
    span: str
    roles: str


class DocumentsClauseLine(TypedDict):
    """What `clause_row` of documents gives to the page."""

    clause: ClauseRow
    start: int
    kind: str
    span: str
    short: str
    pieces: Sequence[object]
    acts: Sequence[DocumentsClauseLineActs]


class DocumentsLeftOver(TypedDict):
    """What `_left_over` of documents gives to the page."""

    clause: None
    start: int
    pieces: Sequence[object]


class DocumentsFacts(TypedDict):
    """What `_facts` of documents gives to the page."""

    label: str
    value: str


class DocumentsFindings(TypedDict):
    """What `_findings` of documents gives to the page."""

    message: object
    warning: object
    url: str


class ReviewRowsCorrectionsOf(TypedDict):
    """What `corrections_of` of review_rows gives to the page."""

    what: str
    was: object
    now: object
    reason: object
    by: object
    at: str
    carried: object


class ReviewRowsFindings(TypedDict):
    """What `findings` of review_rows gives to the page."""

    message: str
    warning: bool
    span: str
    start: int | None
    end: int | None


class TierUnit(TypedDict):
    """A unit that answers in a tier, with its acts."""

    name: str
    id: int | None
    tier: str
    acts: Sequence[Mapping[str, object]]


class Tier(TypedDict):
    """A tier of answers."""

    tier: str
    label: str
    help: str
    units: list[TierUnit]
