"""Forms as data: typed fields that an arrangement asks for, read from JSON and written back, without loss."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from lianxi.core.refusals import BadInput

# A form nobody can fill in is none: more fields than a sheet of paper holds are refused.
MOST_FIELDS, MOST_OPTIONS, LONGEST_LABEL, LONGEST_OPTION = 40, 60, 60, 60
_BRACKETS = re.compile(r"[（(][^）)]*[）)]|[\s*＊:：]")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CODE = "code"
    UNIT = "unit"
    AREA = "area"
    ENTERPRISE = "enterprise"
    PROJECT = "project"
    TOKEN = "token"  # noqa: S105 - a kind of field
    FILE = "file"


KIND_LABELS = {
    "text": "文字",
    "whole": "整数",
    "decimal": "小数",
    "money": "金额",
    "date": "日期",
    "choice": "选项",
    "code": "目录代码",
    "unit": "单位",
    "area": "地区",
    "enterprise": "用人单位",
    "project": "建设项目",
    "token": "人员代号",
    "file": "文件",
}
NUMBERS = frozenset({Kind.WHOLE, Kind.DECIMAL, Kind.MONEY})
# Lists that a code is taken from, by the name a field gives them.
CODE_LISTS = {
    "industries": "行业（GB/T 4754）",
    "hazard_catalogue": "职业病危害因素分类目录",
    "enterprise_scale": "企业规模",
    "project_risk_categories": "建设项目职业病危害风险分类",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    `unit` stands behind a number (人、万元); `options` are the words of a choice, `codes` names the list of a
    code. `key` fields tell two rows apart. `sight` is empty, or `personal` for what only the handling unit sees.
    `derived` fields are never typed: they come from records. `group` is the part of the form it stands in;
    `to_close` is asked only before the row counts as finished.
    """

    name: str
    label: str
    kind: Kind
    unit: str = ""
    options: tuple[str, ...] = ()
    codes: str = ""
    required: bool = False
    to_close: bool = False
    key: bool = False
    sight: str = ""
    derived: bool = False
    group: str = ""

    @property
    def heading(self) -> str:
        """The label with its unit, as pages and templates head the column."""
        return f"{self.label}（{self.unit}）" if self.unit else self.label

    @property
    def is_typed(self) -> bool:
        """Whether somebody fills the field in by hand or by a sheet."""
        return not self.derived and self.kind is not Kind.FILE


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of an arrangement in their order.

    `dated` names the date field that says which period a row is about, where events bring the rows.
    `continues` marks a list kept true: a row holds until a later period changes it.
    """

    fields: tuple[Field, ...]
    dated: str = ""
    continues: bool = False

    @property
    def typed(self) -> tuple[Field, ...]:
        """The fields that a person or a sheet fills in."""
        return tuple(one for one in self.fields if one.is_typed)

    @property
    def keys(self) -> tuple[Field, ...]:
        """The fields that tell two rows apart; none where only a whole row does."""
        return tuple(one for one in self.fields if one.key)

    @property
    def required(self) -> tuple[Field, ...]:
        """The typed fields without which no row is stored."""
        return tuple(one for one in self.typed if one.required)

    def find(self, name: str) -> Field | None:
        """Return a field by its name."""
        return next((one for one in self.fields if one.name == name), None)

    def cut(self, names: Iterable[str]) -> "Form":
        """Return the form with these fields alone, in its own order; with none named, all but personal ones."""
        wanted = frozenset(names)
        kept = (one for one in self.fields if one.name in wanted or not (wanted or one.sight))
        return Form(tuple(kept), self.dated, self.continues)


NO_FORM = Form(())


def named_after(new: Form, earlier: Iterable[Form]) -> Form:
    """Give a new version's fields the names they had: same label and kind, same name; others a name never used.

    Stored rows are read by these names, so that a new column must not find an old one's values.
    """
    known = {(one.label, one.kind): one.name for form in earlier for one in form.fields}
    taken, fields_ = set(known.values()), []
    for one in new.fields:
        name = known.get((one.label, one.kind)) or next(
            f"f{n}" for n in range(1, 1000) if f"f{n}" not in taken
        )
        taken.add(name)
        fields_.append(replace(one, name=name))
    return replace(new, fields=tuple(fields_))


def as_data(form: Form) -> dict[str, Any]:
    """Write a form as it is stored: plain, without what has its default."""
    defaults = {one.name: one.default for one in fields(Field)}
    rows = []
    for one in form.fields:
        told = {name: value for name, value in asdict(one).items() if value != defaults[name]}
        if "options" in told:
            told["options"] = list(told["options"])
        rows.append({**told, "kind": str(one.kind)})
    told_form: dict[str, Any] = {"fields": rows}
    if form.dated:
        told_form["dated"] = form.dated
    return {**told_form, "continues": True} if form.continues else told_form


def read_form(data: Mapping[str, Any]) -> Form:
    """Read a stored form. Raises BadInput for what is none, naming the field."""
    rows = data.get("fields", ())
    made = tuple(_read_field(row) for row in rows)
    form = Form(made, str(data.get("dated", "")), bool(data.get("continues", False)))
    check_form(form)
    return form


def _read_field(row: Mapping[str, Any]) -> Field:
    known = {one.name for one in fields(Field)}
    told = {name: value for name, value in row.items() if name in known}
    label = str(told.get("label", ""))[:LONGEST_LABEL]
    try:
        told["kind"] = Kind(told["kind"])
    except (KeyError, ValueError) as error:
        raise BadInput(f"“{label}”的类型不在可选范围内。", next_step=f"请选：{_kinds()}。") from error
    told["options"] = tuple(told.get("options", ()))
    return Field(**told)


def _kinds() -> str:
    return "、".join(KIND_LABELS.values())


def check_form(form: Form) -> None:
    """Refuse a form that cannot be filled in. Raises BadInput naming the field and what to do."""
    if len(form.fields) > MOST_FIELDS:
        raise BadInput(f"栏目有 {len(form.fields)} 个，太多。", next_step=f"请不超过 {MOST_FIELDS} 个。")
    # What stands in brackets does not tell two headings of a sheet apart.
    _require_once([one.name for one in form.fields], [_BRACKETS.sub("", one.label) for one in form.fields])
    for one in form.fields:
        _check_field(one)
    dated = form.find(form.dated) if form.dated else None
    if form.dated and (dated is None or dated.kind is not Kind.DATE):
        raise BadInput("确定期次的栏目须是本表的日期栏。")


def _require_once(names: Sequence[str], labels: Sequence[str]) -> None:
    for told in (names, labels):
        twice = next((one for one in told if told.count(one) > 1), None)
        if twice is not None:
            raise BadInput(f"栏目“{twice}”出现了两次。", next_step="每个栏目的名称须各不相同。")


def _check_field(one: Field) -> None:
    if not _NAME.fullmatch(one.name):
        raise BadInput(f"栏目“{one.label}”的内部名称不对。", next_step="请用小写字母开头的字母、数字。")
    if not one.label.strip() or len(one.label) > LONGEST_LABEL:
        raise BadInput(f"栏目的名称须有 1 到 {LONGEST_LABEL} 个字。")
    if one.kind is Kind.CHOICE and not 1 < len(one.options) <= MOST_OPTIONS:
        raise BadInput(f"选项栏“{one.label}”须有 2 到 {MOST_OPTIONS} 个选项。")
    if any(not option.strip() or len(option) > LONGEST_OPTION for option in one.options):
        raise BadInput(f"“{one.label}”有空的或过长的选项。")
    if len(set(one.options)) != len(one.options):
        raise BadInput(f"“{one.label}”的选项有重复。")
    if one.kind is Kind.CODE and one.codes not in CODE_LISTS:
        raise BadInput(
            f"“{one.label}”没有写明用哪一个目录。", next_step=f"可用：{'、'.join(CODE_LISTS.values())}。"
        )
    if one.key and not (one.required and one.is_typed):
        raise BadInput(f"“{one.label}”用来区分各行，须是必填栏。")
