"""Payloads as they come through a door: texts and files by field name, turned into an action's arguments."""

import re
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, Union, get_args, get_origin

from django.utils import timezone
from pydantic import ConfigDict, TypeAdapter, ValidationError

from lianxi.core.fields import Inner, Secret
from lianxi.core.refusals import BadInput
from lianxi.core.words import CHINA, day_of
from lianxi.journal.acting import Action
from lianxi.journal.classified import refuse_classified
from lianxi.journal.patients import refuse_patients
from lianxi.journal.signatures import PayloadField

YEARS = range(2000, 2101)
INTEGERS = range(-(2**63), 2**63)
# What no keyboard types and no database takes: control characters but tab and line ends, halves of pairs.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def parse_payload(action: Action[..., Any], raw: Mapping[str, Sequence[object]]) -> dict[str, Any]:
    """Turn raw values (one or more per field) into the keyword arguments of an action.

    Fields that are absent or empty take their default; unknown fields are ignored, so that a form may
    carry its own. Raises BadInput naming the field and what is expected, or that it names a patient; NotPermitted for an
    action that lives only inside another one.
    """
    arguments: dict[str, Any] = {}
    for name, field in action.payload.items():
        if isinstance(field.words, Inner) and field.needed:
            raise action.never_alone(field.words.label)
        if isinstance(field.words, Inner):
            continue
        values = [value for value in raw.get(name, ()) if value != ""]
        if values or field.needed:
            arguments[name] = _convert(field, values)
            if not isinstance(field.words, Secret):
                refuse_patients(field.words.label, _texts(arguments[name]), day_of(timezone.now()))
    return arguments


def _convert(field: PayloadField, values: list[object]) -> object:
    annotation, label = field.type, field.words.label
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
        raise BadInput(f"请填写{label}。")
    value: object = list(values) if many else values[-1]
    _check(label, value)
    if annotation is bool and value == "on":
        return True
    try:
        converted = _adapter(annotation).validate_python(value)
    except ValidationError as error:
        raise BadInput(f"{label}填写有误：{field.words.expected}。") from error
    _check(label, converted)
    if isinstance(converted, datetime):
        local = converted if converted.tzinfo else converted.replace(tzinfo=CHINA)
        return local.astimezone(UTC)
    return converted


def is_unreadable(text: str) -> bool:
    """Tell whether a text holds control characters or half characters."""
    return _UNREADABLE.search(text) is not None


def _check(label: str, value: object) -> None:
    """Refuse what no record can hold: control characters, dates outside the years, too large integers."""
    if isinstance(value, str) and is_unreadable(value):
        raise BadInput(f"{label}里有不能保存的控制字符。", next_step="请删去后重新填写，或粘贴为纯文本。")
    if isinstance(value, str):
        refuse_classified(label, (value,))
    if isinstance(value, date) and value.year not in YEARS:
        raise BadInput(f"{label}填写有误：年份须在 {YEARS[0]} 到 {YEARS[-1]} 之间。")
    if isinstance(value, int) and value not in INTEGERS:
        raise BadInput(f"{label}填写有误：数字太大。")
    for part in _parts(value):
        _check(label, part)


def _parts(value: object) -> list[object]:
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    return []


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a value, however deep they stand in it."""
    if isinstance(value, str):
        yield value
    for part in _parts(value):
        yield from _texts(part)


def _adapter(annotation: Any) -> TypeAdapter[Any]:
    try:
        return TypeAdapter(annotation, config=ConfigDict(arbitrary_types_allowed=True))
    except Exception:  # noqa: BLE001 - a dataclass brings its own configuration and takes no other
        return TypeAdapter(annotation)
