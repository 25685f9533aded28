"""Payloads as they come through a door: texts and files by field name, turned into an action's arguments."""

import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, Union, get_args, get_origin

from pydantic import ConfigDict, TypeAdapter, ValidationError

from lianxi.core.refusals import BadInput
from lianxi.core.words import CHINA
from lianxi.journal.acting import Action
from lianxi.journal.catalog import payload_of

FIELD_LABELS = {
    "amount": "长度",
    "answer": "答复",
    "answer_due_on": "上报期限",
    "channel_address": "地址",
    "clause": "条款",
    "co_unit_ids": "配合单位",
    "copy_unit_ids": "抄送单位",
    "count": "个数",
    "cycle": "周期",
    "decision": "依据的决定",
    "due_on": "期限",
    "ends_on": "最后一天",
    "effective_on": "生效日期",
    "evidence_kinds": "佐证类型",
    "evidence_wanted": "佐证",
    "considered_ids": "考虑过的单位",
    "facts": "案情事实",
    "figures": "数字表",
    "file": "文件",
    "files": "附件",
    "from_item": "到会议程起",
    "kind": "类别",
    "kinds": "佐证类型",
    "lead_unit_id": "牵头单位",
    "name": "姓名",
    "note": "说明",
    "named_unit_id": "应承办的单位",
    "number": "编号",
    "person_name": "姓名",
    "paper": "通知",
    "outside": "其他主送机关",
    "outside_copies": "其他抄送机关",
    "pdf": "PDF",
    "person": "人员代号",
    "place": "地点",
    "reason": "理由",
    "record": "记录",
    "register": "登记系统",
    "retention": "保管期限",
    "reply": "答复",
    "role": "到会情况",
    "scan": "扫描件",
    "progress": "目前进展",
    "purpose": "用途",
    "resumes_on": "恢复计时日",
    "starts_on": "起始日",
    "source_text": "出处",
    "starts_at": "开会时间",
    "taken_on": "拍摄日期",
    "text": "内容",
    "title": "标题",
    "unit_id": "单位",
    "unit_ids": "单位",
    "until_item": "到会议程止",
    "value": "取值",
}
# What only other acts fill in: a door that could set them could forge where a record comes from.
INTERNAL = frozenset({"basis", "source", "due_derivation", "is_demo"})
EXAMPLES = {
    "date": "请填写日期，例如 2026-03-02",
    "datetime": "请填写日期和时间，例如 2026-03-02T09:00",
    "int": "请填写整数",
}
YEARS = range(2000, 2101)
INTEGERS = range(-(2**63), 2**63)
# What no keyboard types and no database takes: control characters but tab and line ends, halves of pairs.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def parse_payload(action: Action[..., Any], raw: Mapping[str, Sequence[object]]) -> dict[str, Any]:
    """Turn raw values (one or more per field) into the keyword arguments of an action.

    Fields that are absent or empty take their default; unknown fields are ignored, so that a form may
    carry its own. Raises BadInput naming the field and what is expected.
    """
    arguments: dict[str, Any] = {}
    for name, field in payload_of(action).items():
        if name in INTERNAL:
            continue
        values = [value for value in raw.get(name, ()) if value != ""]
        if not values and field.default is not field.empty:
            continue
        arguments[name] = _convert(name, field.annotation, values)
    return arguments


def _convert(name: str, annotation: Any, values: list[object]) -> object:
    many = (
        get_origin(annotation) in (tuple, list)
        or annotation is Sequence
        or get_origin(annotation) is Sequence
    )
    optional = get_origin(annotation) in (Union, types.UnionType) and type(None) in get_args(annotation)
    if not values and not many:
        if optional:
            return None
        if annotation is bool:
            return False
        if annotation is str:
            return ""
        raise BadInput(f"请填写{FIELD_LABELS.get(name, name)}。")
    value: object = list(values) if many else values[-1]
    _check(name, value)
    if annotation is bool and value == "on":
        return True
    try:
        converted = _adapter(annotation).validate_python(value)
    except ValidationError as error:
        raise BadInput(f"{FIELD_LABELS.get(name, name)}填写有误：{_expected(annotation)}。") from error
    _check(name, converted)
    if isinstance(converted, datetime):
        local = converted if converted.tzinfo else converted.replace(tzinfo=CHINA)
        return local.astimezone(UTC)
    return converted


def is_unreadable(text: str) -> bool:
    """Tell whether a text holds control characters or half characters."""
    return _UNREADABLE.search(text) is not None


def _check(name: str, value: object) -> None:
    """Refuse what no record can hold: control characters, dates outside the years, too large integers."""
    label = FIELD_LABELS.get(name, name)
    if isinstance(value, str) and is_unreadable(value):
        raise BadInput(f"{label}里有不能保存的控制字符。", next_step="请删去后重新填写，或粘贴为纯文本。")
    if isinstance(value, date) and value.year not in YEARS:
        raise BadInput(f"{label}填写有误：年份须在 {YEARS[0]} 到 {YEARS[-1]} 之间。")
    if isinstance(value, int) and value not in INTEGERS:
        raise BadInput(f"{label}填写有误：数字太大。")
    for part in _parts(value):
        _check(name, part)


def _parts(value: object) -> list[object]:
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    return []


def _adapter(annotation: Any) -> TypeAdapter[Any]:
    try:
        return TypeAdapter(annotation, config=ConfigDict(arbitrary_types_allowed=True))
    except Exception:  # noqa: BLE001 - a dataclass brings its own configuration and takes no other
        return TypeAdapter(annotation)


def _expected(annotation: Any) -> str:
    names = [getattr(part, "__name__", "") for part in (annotation, *get_args(annotation))]
    return next((EXAMPLES[name] for name in names if name in EXAMPLES), "请按提示重新填写")
