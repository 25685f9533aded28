"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from lianxi.surveillance.rows import BatchRow
from lianxi.surveillance.rules.signal_rules import Rule


class BatchesCounts(TypedDict):
    """What `_counts` of batches gives to the page."""

    label: str
    mark: object
    n: object


class BatchesLine(TypedDict):
    """What `_line` of batches gives to the page."""

    batch: BatchRow
    stream: str
    state: str
    at: str
    counts: Sequence[BatchesCounts]


class BatchesSample(TypedDict):
    """What `_sample` of batches gives to the page."""

    line: object
    mark: str
    state: str
    facts: str
    employer: object
    day: object
    words: str


class SeriesPicture(TypedDict):
    """What `_picture` of series gives to the page."""

    title: str
    unit: str
    points: Sequence[dict[str, object]]
    note: str


class SignalsLine(TypedDict):
    """What `_row` of signals gives to the page."""

    pick: int
    url: str
    sentence: str
    rule: str
    happened: str
    detected: str
    state: str
    risk: str
    is_open: bool
    repeats: int | None


class SignalsAxes(TypedDict):
    """What `_axes` of signals gives to the page."""

    label: str
    value: object


class SignalsEarlier(TypedDict):
    """What `_earlier` of signals gives to the page."""

    url: str
    at: str
    sentence: str
    state: str
    why: str


class SignalsTold(TypedDict):
    """What `_told` of signals gives to the page."""

    unit: object
    clause: str
    level: str
    paper: str
    paper_url: str
    obligation: object
    obligation_url: str
    state: str
    due: str


class SignalsStep(TypedDict):
    """What `_step` of signals gives to the page."""

    label: object
    at: str
    by: object
    text: object
    more: str


class SignalsRoutingNamed(TypedDict):
    """A part of what the page shows."""

    key: str
    unit: str
    citation: str
    text: str
    url: str
    tier: str
    firm: bool


class SignalsRouting(TypedDict):
    """What `_routing` of signals gives to the page."""

    named: Sequence[SignalsRoutingNamed]
    questions: Sequence[Mapping[str, object]]
    missing: str


class SignalsRuleParameters(TypedDict):
    """A part of what the page shows."""

    name: str
    label: str
    value: str


class SignalsRule(TypedDict):
    """What `_rule` of signals gives to the page."""

    rule: Rule
    kind: str
    sure: str
    may_run: bool
    parameters: Sequence[SignalsRuleParameters]
