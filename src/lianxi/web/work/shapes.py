"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict

from lianxi.work.queries.arrangements import Cost
from lianxi.work.rows import ArrangementRow, EntryRow, ReturnRow


class ArrangementsLine(TypedDict):
    """What `_line` of arrangements gives to the page."""

    row: ArrangementRow
    unit: str
    cite: str
    pattern: str
    cycle: str
    returns: int
    cost: Cost
    state: str
    may_start: bool


class ArrangementsField(TypedDict):
    """What `_field` of arrangements gives to the page."""

    label: object
    kind: str
    note: str
    required: object
    group: object


class MakingGiven(TypedDict):
    """What `_given` of making gives to the page."""

    clause: str
    title: str
    unit_ids: Sequence[int]
    receiver_ids: Sequence[int]
    fields: Sequence[str]
    answers: Sequence[str]
    figures: Sequence[str]
    cycle: str
    pattern: str
    nil_allowed: bool


class MakingTypedRows(TypedDict):
    """What `_typed_rows` of making gives to the page."""

    n: int
    label: str
    kind: str
    more: str
    required: bool
    key: bool


class ReturnsLine(TypedDict):
    """What `_line` of returns gives to the page."""

    row: ReturnRow
    period: str
    state: str
    due: str
    lamp: dict[str, str] | Mapping[str, object]
    handed: str


class RowsLine(TypedDict):
    """What `_row` of rows gives to the page."""

    row: EntryRow
    url: str
    cells: Sequence[object]


class RowsShownRows(TypedDict):
    """What `shown_rows` of rows gives to the page."""

    columns: Sequence[object]
    rows: Sequence[RowsLine]
    total: str
    hidden: str
    next: int | None


class RowsVersion(TypedDict):
    """What `_version` of rows gives to the page."""

    row: EntryRow
    at: str
    words: object


class YearsCell(TypedDict):
    """What `_cell` of years gives to the page."""

    months: int
    period: str
    mark: str
    words: str
    state: str
    rows: int
    due: date | None
    url: str


class YearsLine(TypedDict):
    """What `_row` of years gives to the page."""

    title: str
    cite: str
    url: str
    role: str
    reports: int
    cells: Sequence[YearsCell]


class YearsAct(TypedDict):
    """What `_act` of years gives to the page."""

    arrangement: ArrangementRow
    words: object
    cite: str
    pattern: str
    role: str
    reports: int
    cells: Sequence[YearsCell]
    figures: Sequence[Mapping[str, object]] | Sequence[object]
    receivers: Sequence[object]


class YearsFigureRowsCells(TypedDict):
    """A part of what the page shows."""

    period: str
    words: str
    above: Decimal | None
    below: Decimal | None
    url: str


class YearsFigureRows(TypedDict):
    """What `figure_rows` of years gives to the page."""

    label: str
    printed: bool
    missing: str
    cells: Sequence[YearsFigureRowsCells]
