"""Figures as data: what is counted over what, from rows or from records that other rooms hold.

A figure is a numerator and, for a rate, a denominator. Each is a count of rows, a sum of a field or the number of
different values of one, over rows that meet simple conditions; or a figure that another room holds (`held`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from lianxi.core.refusals import BadInput
from lianxi.core.workdays import count_workdays
from lianxi.work.rules.forms import NUMBERS, Form, Kind

ROWS, HELD, MISSING, ANSWERS = "rows", "held", "missing", "answers"
NOT_BUILT = "来源未建"
COUNT, SUM, DISTINCT, WORKDAYS = "count", "sum", "distinct", "workdays"
OPS = ("is", "not", "in", "filled", "blank", "above", "below", "until", "since")
# Compare with another field: a day not after it, a number not below it, so many days or working days after it at most.
BESIDE = ("by", "atleast", "within", "workdays")
# Stand for the first and the last day of the period that is reckoned.
FIRST, END = "$first", "$end"
# Between the fields of a sum over several.
AND = "+"
HUNDRED = Decimal(100)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Condition:
    """A field of a row, how it is compared, and with what."""

    field: str
    op: str
    value: Any = ""

    def holds(self, row: Row) -> bool:
        """Tell whether a row meets the condition; a blank field meets none but `blank` and `not`."""
        told = row.get(self.field)
        blank = told is None or told == ""
        if self.op in ("filled", "blank"):
            return blank == (self.op == "blank")
        if self.op == "not":
            return bool(told != self.value)
        if blank:
            return False
        if self.op == "in":
            return told in self.value
        if self.op in BESIDE:
            return _stands_beside(self.op, str(told), str(self.value), row)
        if self.op == "is":
            return bool(told == self.value)
        if self.op in ("until", "since"):
            # Days are kept as 2026-03-02: their order is the order of their texts.
            return str(told) <= str(self.value) if self.op == "until" else str(told) >= str(self.value)
        number = Decimal(str(told))
        return number > Decimal(str(self.value)) if self.op == "above" else number < Decimal(str(self.value))


def _stands_beside(op: str, told: str, value: str, row: Row) -> bool:
    """Compare a value with another field of its row; one that is blank compares with nothing."""
    name, _colon, most = value.partition(":")
    other = row.get(name)
    if other in (None, ""):
        return False
    if op == "atleast":
        return Decimal(told) >= Decimal(str(other))
    day, from_day = date.fromisoformat(told), date.fromisoformat(str(other))
    if op == "by":
        return day <= from_day
    passed = (day - from_day).days if op == "within" else count_workdays(from_day, day)
    return passed <= int(most)


def _workdays(row: Row, names: str) -> int:
    """Count the working days between two days of a row; none where one of them is blank."""
    first, last = (str(row.get(name) or "") for name in names.split(":"))
    return count_workdays(date.fromisoformat(first), date.fromisoformat(last)) if first and last else 0


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted. `source`: rows (of this act, or of `act`), answers (what receivers gave back), held (`code` of
    another room's figure), missing.

    `words` say it as people read it; they are all there is where the source is missing.
    """

    words: str
    source: str = ROWS
    measure: str = COUNT
    field: str = ""
    where: tuple[Condition, ...] = ()
    act: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its label: a number, or with a denominator a rate. `printed`: one of those papers print."""

    label: str
    unit: str
    above: Count
    below: Count | None = None
    printed: bool = False


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What came of a figure: numerator, denominator, value; None where a source is missing or there is nothing.

    `missing` names in words what has no source.
    """

    above: Decimal | None
    below: Decimal | None
    value: Decimal | None
    missing: tuple[str, ...] = ()

    def words(self, unit: str) -> str:
        """Say the value as pages and papers print it."""
        if self.missing:
            return NOT_BUILT
        if self.value is None:
            return "—（分母为 0）" if self.below is not None else "—"
        plain = f"{self.value:f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        return f"{plain}%" if unit == "%" else f"{plain} {unit}".strip()


# Gives the value of a count that is no count over the rows at hand; None where no record holds it.
Lookup = Callable[[Count], Decimal | None]


def count_rows(count: Count, rows: Iterable[Row]) -> Decimal:
    """Count, sum or tell apart the rows that meet all conditions."""
    met = (row for row in rows if all(one.holds(row) for one in count.where))
    if count.measure == SUM:
        names = count.field.split(AND)
        told = (row.get(name) for row in met for name in names)
        return sum((Decimal(str(value)) for value in told if value not in (None, "")), Decimal(0))
    if count.measure == WORKDAYS:
        return Decimal(sum(_workdays(row, count.field) for row in met))
    if count.measure == DISTINCT:
        return Decimal(len({row.get(count.field) for row in met} - {None, ""}))
    return Decimal(sum(1 for _row in met))


def within(figure: Figure, first: date, last: date) -> Figure:
    """Put the days of a period in the place of what stands for them."""
    days = {FIRST: first.isoformat(), END: last.isoformat()}

    def placed(count: Count) -> Count:
        where = (
            replace(one, value=days[one.value]) if isinstance(one.value, str) and one.value in days else one
            for one in count.where
        )
        return replace(count, where=tuple(where))

    below = placed(figure.below) if figure.below else None
    return replace(figure, above=placed(figure.above), below=below)


def reckon(figure: Figure, rows: Sequence[Row], lookup: Lookup) -> Reckoned:
    """Reckon a figure over the rows of its act; what other records hold is looked up.

    A rate is in percent with at most one decimal place, unknown where its denominator is 0.
    """
    parts = [figure.above] if figure.below is None else [figure.above, figure.below]
    told = [_value(one, rows, lookup) for one in parts]
    missing = tuple(one.words for one, value in zip(parts, told, strict=True) if value is None)
    above, below = told[0], told[1] if len(told) > 1 else None
    if missing or above is None:
        return Reckoned(above, below, None, missing)
    if figure.below is None:
        return Reckoned(above, None, above)
    return Reckoned(above, below, _rate(figure, above, below) if below else None)


def _rate(figure: Figure, above: Decimal, below: Decimal) -> Decimal:
    quotient = above / below * (HUNDRED if figure.unit == "%" else 1)
    return quotient.quantize(Decimal("0.1"))


def _value(count: Count, rows: Sequence[Row], lookup: Lookup) -> Decimal | None:
    if count.source == MISSING:
        return None
    return lookup(count) if count.source in (HELD, ANSWERS) or count.act else count_rows(count, rows)


def read_figures(data: Iterable[Mapping[str, Any]]) -> tuple[Figure, ...]:
    """Read stored figures."""
    return tuple(
        Figure(
            str(one["label"]),
            str(one.get("unit", "")),
            _read_count(one["above"]),
            _read_count(one["below"]) if one.get("below") else None,
            bool(one.get("printed", False)),
        )
        for one in data
    )


def _read_count(told: Mapping[str, Any]) -> Count:
    where = tuple(
        Condition(one["field"], one["op"], tuple(one["value"]) if one["op"] == "in" else one.get("value", ""))
        for one in told.get("where", ())
    )
    plain = {name: value for name, value in told.items() if name != "where"}
    return Count(where=where, **plain)


def figures_data(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Write figures as they are stored."""
    return [_plain(asdict(one)) for one in figures]


def _plain(told: Any) -> Any:
    """Leave out what is empty, and write pairs as lists, as JSON does."""
    if isinstance(told, dict):
        return {name: _plain(value) for name, value in told.items() if value not in ("", None, (), False)}
    return [_plain(one) for one in told] if isinstance(told, list | tuple) else told


def check_figures(figures: Iterable[Figure], form: Form) -> None:
    """Refuse a figure over fields the form does not have. Raises BadInput naming figure and field."""
    for figure in figures:
        for count in filter(None, (figure.above, figure.below)):
            if count.source == ROWS and not count.act:
                _check_count(figure, count, form)


def _check_count(figure: Figure, count: Count, form: Form) -> None:
    between = count.measure == WORKDAYS
    measured = [form.find(name) for name in count.field.split(":" if between else AND)]
    if between and [one.kind for one in measured if one is not None] != [Kind.DATE, Kind.DATE]:
        raise BadInput(f"指标“{figure.label}”要数天数的不是两个日期栏。")
    if count.measure not in (COUNT, SUM, DISTINCT, WORKDAYS):
        raise BadInput(f"指标“{figure.label}”的算法不在可选范围内。")
    if count.measure == SUM and any(one is None or one.kind not in NUMBERS for one in measured):
        raise BadInput(f"指标“{figure.label}”要合计的栏目不是数字。", next_step="请选一个数字栏。")
    if count.measure == DISTINCT and None in measured:
        raise BadInput(f"指标“{figure.label}”没有写明按哪一栏去重。")
    for one in count.where:
        beside = str(one.value).partition(":")[0] if one.op in BESIDE else one.field
        if form.find(one.field) is None or form.find(beside) is None or one.op not in (*OPS, *BESIDE):
            raise BadInput(
                f"指标“{figure.label}”的条件用了表里没有的栏目。", next_step="请从本表的栏目中选。"
            )
