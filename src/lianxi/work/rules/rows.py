"""Rows of a form: what somebody typed or a sheet holds, read into values or refused in sentences naming the field."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from lianxi.core.canonical import canonical, digest
from lianxi.core.identifiers import credit_code_fault, plain_identifier
from lianxi.tables.cells import Cell, cell_date, cell_text
from lianxi.tables.faults import Fault, error
from lianxi.work.rules.forms import Field, Form, Kind

LONGEST_TEXT = 1000
MOST_DIGITS = 15
# A row's key: its key fields side by side. No text that is typed holds this mark.
BETWEEN = "\x1f"
_CODE = re.compile(r"[0-9A-HJ-NP-RTUW-Y]{18}")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,26}")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[0-9Xx](?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)")
_MARKS = str.maketrans("，．－　", ",.- ")


@dataclass(frozen=True, slots=True)
class Known:
    """What words of a row are looked up in: units and areas by name, lists of codes by name."""

    units: Mapping[str, int] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """A row that was read: its values by field name, and what is wrong with it. With faults nothing is stored."""

    values: dict[str, Any]
    faults: tuple[Fault, ...]

    @property
    def is_good(self) -> bool:
        """Whether the row may be stored."""
        return not self.faults


def check_row(form: Form, given: Mapping[str, Cell], known: Known) -> Checked:
    """Read a row of a form; every fault names its field. Derived fields and files are not read."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    asked = _parts_filled(form, given)
    for one in form.typed:
        text = cell_text(given.get(one.name))
        if not text:
            if one.required and one.group in asked:
                faults.append(error(one.name, f"“{one.label}”没有填写。"))
            continue
        try:
            values[one.name] = _READERS[one.kind](one, given[one.name], known)
        except ValueError as wrong:
            faults.append(error(one.name, f"“{one.label}”{wrong}"))
    unknown = [name for name in given if form.find(name) is None and cell_text(given[name])]
    faults += [error(name, f"“{name}”不是这张表的栏目。") for name in unknown]
    return Checked(values, tuple(faults))


def _parts_filled(form: Form, given: Mapping[str, Cell]) -> frozenset[str]:
    """Tell in which parts of a form a row is filled: only their needed fields are asked for.

    A row that fills none is taken as one of the first part.
    """
    filled = {one.group for one in form.typed if cell_text(given.get(one.name))}
    return frozenset(filled or {one.group for one in form.typed[:1]})


def lacking_to_close(form: Form, values: Mapping[str, Any]) -> list[str]:
    """Name the fields that a row lacks before it counts as finished."""
    return [one.label for one in form.typed if one.to_close and values.get(one.name) in (None, "")]


def key_of(form: Form, values: Mapping[str, Any]) -> str:
    """Give what tells a row from the others: its key fields, or all it holds where the form names none."""
    if form.keys:
        return BETWEEN.join(str(values.get(one.name, "")) for one in form.keys)[:200]
    return digest(canonical(dict(values)))


def key_words(form: Form, values: Mapping[str, Any], known: Known) -> str:
    """Say which row is meant, in its key fields or its first values."""
    shown = form.keys or form.typed[:2]
    return "、".join(filter(None, (value_words(one, values.get(one.name), known) for one in shown)))


def period_fault(form: Form, values: Mapping[str, Any], first: date, last: date) -> Fault | None:
    """Say that a row's own date lies outside the period it was given for."""
    told = values.get(form.dated) if form.dated else None
    if not told or first <= date.fromisoformat(told) <= last:
        return None
    one = form.find(form.dated)
    label = one.label if one else form.dated
    return error(
        form.dated,
        f"“{label}”是 {told}，不在本期（{first.isoformat()} 至 {last.isoformat()}）之内，请改选期次。",
    )


def doubled(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Say of every row (its place, its key) that repeats an earlier one which that was."""
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for where, key in rows:
        if key in first:
            found[where] = first[key]
        first.setdefault(key, where)
    return found


def _text(one: Field, cell: Cell, _known: Known) -> str:
    text = cell_text(cell)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"有 {len(text)} 个字，请不超过 {LONGEST_TEXT} 个字。")
    if not one.sight and _IDENTITY.search(text):
        raise ValueError("里有身份证号或手机号码，请删去；人员只填代号。")
    return text


def _number(one: Field, cell: Cell) -> Decimal:
    text = cell_text(cell).translate(_MARKS).replace(",", "").strip()
    bare = text.removesuffix(one.unit).strip() if one.unit else text
    try:
        value = Decimal(bare)
    except InvalidOperation as wrong:
        raise ValueError(f"须是数字，现在是“{text[:20]}”。") from wrong
    if not value.is_finite() or abs(value) >= Decimal(10) ** MOST_DIGITS:
        raise ValueError(f"不能是“{text[:20]}”。")
    if value < 0:
        raise ValueError(f"不能小于 0，现在是“{text[:20]}”。")
    return value


def _whole(one: Field, cell: Cell, _known: Known) -> int:
    value = _number(one, cell)
    if value != value.to_integral_value():
        raise ValueError(f"须是整数，现在是“{cell_text(cell)[:20]}”。")
    return int(value)


def _decimal(one: Field, cell: Cell, _known: Known) -> str:
    value = _number(one, cell)
    most = 2 if one.kind is Kind.MONEY else 4
    if value != round(value, most):
        raise ValueError(f"最多 {most} 位小数，现在是“{cell_text(cell)[:20]}”。")
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _date(_one: Field, cell: Cell, _known: Known) -> str:
    try:
        day = cell_date(cell)
    except ValueError as wrong:
        raise ValueError(f"不是一个日期，现在是“{cell_text(cell)[:20]}”，请写成 2026-03-02 这样。") from wrong
    if day is None or not 1949 <= day.year <= 2100:
        raise ValueError(f"年份不对，现在是“{cell_text(cell)[:20]}”。")
    return day.isoformat()


def _choice(one: Field, cell: Cell, _known: Known) -> str:
    text = cell_text(cell)
    if text not in one.options:
        raise ValueError(f"没有“{text[:20]}”这一项，请从中选一项：{'、'.join(one.options)}。")
    return text


def _code(one: Field, cell: Cell, known: Known) -> str:
    text, codes = cell_text(cell), known.lists.get(one.codes, {})
    if text in codes:
        return text
    found = [code for code, words in codes.items() if words == text]
    if len(found) != 1:
        raise ValueError(f"在目录里没有“{text[:20]}”，请填目录中的代码或全称。")
    return found[0]


def _unit(_one: Field, cell: Cell, known: Known) -> int:
    text = cell_text(cell)
    if text not in known.units:
        raise ValueError(f"没有“{text[:30]}”这个成员单位，请写单位的全称或通用简称。")
    return known.units[text]


def _area(_one: Field, cell: Cell, known: Known) -> str:
    text = cell_text(cell)
    if text not in known.areas:
        raise ValueError(f"没有“{text[:30]}”这个地区，请从本联席会议的地区中选：{'、'.join(known.areas)}。")
    return text


def _enterprise(_one: Field, cell: Cell, _known: Known) -> str:
    text, code = cell_text(cell), plain_identifier(cell_text(cell))
    # What looks like a code is one: a wrong digit must not become a name.
    if _CODE.fullmatch(code) or (len(code) >= 15 and code.isascii()):
        if fault := credit_code_fault(code):
            raise ValueError(f"的{fault}。")
        return code
    if len(text) > 200:
        raise ValueError("的名称不超过 200 个字。")
    return text


def _project(_one: Field, cell: Cell, _known: Known) -> str:
    text = cell_text(cell)
    if len(text) > 200:
        raise ValueError("不超过 200 个字。")
    return text


def _token(_one: Field, cell: Cell, _known: Known) -> str:
    text = cell_text(cell)
    if _IDENTITY.search(text) or not _TOKEN.fullmatch(text):
        raise ValueError("须是人员代号，不能填姓名、身份证号或电话。")
    return text


_READERS = {
    Kind.TEXT: _text,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _decimal,
    Kind.MONEY: _decimal,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.CODE: _code,
    Kind.UNIT: _unit,
    Kind.AREA: _area,
    Kind.ENTERPRISE: _enterprise,
    Kind.PROJECT: _project,
    Kind.TOKEN: _token,
}


def value_words(one: Field, value: Any, known: Known) -> str:
    """Say a stored value as pages, files and papers print it."""
    if value is None or value == "":
        return ""
    if one.kind is Kind.UNIT:
        return next((name for name, pk in known.units.items() if pk == value), f"单位{value}")
    if one.kind is Kind.CODE:
        return known.lists.get(one.codes, {}).get(value, str(value))
    return str(value)


def cut_values(form: Form, values: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Give the values of a receiver's cut of the fields."""
    kept = {one.name for one in form.cut(names).fields}
    return {name: value for name, value in values.items() if name in kept}
