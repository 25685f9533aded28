"""The JSON form of a document, exact both ways, and its hash.

Fields that hold their default are left out, so that a field added later does not change the hash of
documents written before it. Reading is strict: an unknown field or a wrong type is an error.
"""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from lianxi.core.canonical import canonical, digest
from lianxi.core.papers import PaperKind
from lianxi.core.rooms import kind_of
from lianxi.papers.layout.blocks import Heading, Paragraph, Table
from lianxi.papers.layout.model import OfficialDocument

SCHEMA = 1
_BLOCKS: dict[str, type] = {"heading": Heading, "paragraph": Paragraph, "table": Table}
_BLOCK_NAMES = {block: name for name, block in _BLOCKS.items()}


def to_dict(document: OfficialDocument) -> dict[str, Any]:
    """Return the plain JSON form of a document: dates as ISO text, tuples as lists."""
    return {"schema": SCHEMA, **_record(document)}


def from_dict(data: Mapping[str, Any]) -> OfficialDocument:
    """Read a document back from its JSON form.

    Raises ValueError with a Chinese sentence for another schema, unknown or missing fields, wrong
    types and values the model refuses.
    """
    if not isinstance(data, Mapping):
        raise ValueError("公文数据应当是一个对象。")
    if data.get("schema") != SCHEMA:
        raise ValueError(f"不认识的公文数据版本：{data.get('schema')!r}。")
    rest = {key: value for key, value in data.items() if key != "schema"}
    document: OfficialDocument = _read_record(OfficialDocument, rest, "公文")
    return document


def canonical_json(document: OfficialDocument) -> str:
    """Return the one JSON text of a document: sorted keys, no spaces, Chinese unescaped."""
    return canonical(to_dict(document))


def document_hash(document: OfficialDocument) -> str:
    """Return the SHA-256 of the canonical JSON (UTF-8) as 64 hex digits.

    Raises ValueError for text that is not valid Unicode (a lone surrogate).
    """
    try:
        return digest(canonical_json(document))
    except UnicodeEncodeError as error:
        raise ValueError("公文里有不成对的代理字符，不是有效的文字。") from error


def _record(value: Any) -> dict[str, Any]:
    name = _BLOCK_NAMES.get(type(value))
    record: dict[str, Any] = {"block": name} if name else {}
    for field in fields(value):
        item = getattr(value, field.name)
        if item != field.default:
            record[field.name] = _plain(item)
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, PaperKind):
        return value.code
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return _record(value) if is_dataclass(value) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_record(kind: type, data: Any, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(f"{where}应当是一个对象。")
    known: dict[str, Field[Any]] = {field.name: field for field in fields(kind)}
    unknown = [key for key in data if key not in known]
    if unknown:
        raise ValueError(f"{where}有不认识的字段「{unknown[0]}」。")
    missing = [name for name, field in known.items() if field.default is MISSING and name not in data]
    if missing:
        raise ValueError(f"{where}缺少字段「{missing[0]}」。")
    hints = _hints(kind)
    return kind(**{key: _read(hints[key], item, f"{where}.{key}") for key, item in data.items()})


def _read(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) is tuple:
        return _read_tuple(get_args(hint)[0], value, where)
    if isinstance(hint, types.UnionType):
        return _read_union(hint, value, where)
    if hint is PaperKind:
        return _read_kind(value, where)
    if is_dataclass(hint) and isinstance(hint, type):
        return _read_record(hint, value, where)
    return _read_scalar(hint, value, where)


def _read_tuple(hint: Any, value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{where}应当是一个列表。")
    return tuple(_read(hint, item, f"{where}[{place}]") for place, item in enumerate(value))


def _read_union(hint: types.UnionType, value: Any, where: str) -> Any:
    options = get_args(hint)
    if types.NoneType in options:
        return None if value is None else _read(options[0], value, where)
    # The only other union is Block, told apart by its "block" name.
    name = value.get("block") if isinstance(value, Mapping) else None
    block = _BLOCKS.get(name) if isinstance(name, str) else None
    if block is None:
        raise ValueError(f"{where}不是标题、段落或表格。")
    return _read_record(block, {key: item for key, item in value.items() if key != "block"}, where)


def _read_kind(value: Any, where: str) -> PaperKind:
    try:
        return kind_of(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{where}的值 {value!r} 不对。") from error


def _read_scalar(hint: type, value: Any, where: str) -> Any:
    if issubclass(hint, date | Enum):
        try:
            return hint.fromisoformat(value) if issubclass(hint, date) else hint(value)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{where}的值 {value!r} 不对。") from error
    if type(value) is not hint:
        raise ValueError(f"{where}的类型不对：{value!r}。")
    return value
