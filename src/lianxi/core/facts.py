"""Facts handed in as JSON, read into a typed value or refused with a sentence that names the field."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NotRequired, TypedDict, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

T = TypeVar("T")
# Deeper than any facts we read; the standard parser fails on far deeper texts with an error of its own kind.
DEEPEST = 50
SENTENCES = {
    "missing": "没有填写",
    "extra_forbidden": "不是这里的事实",
    "unexpected_keyword_argument": "不是这里的事实",
    "date_from_datetime_parsing": "不是日期（例：2026-03-09）",
    "date_parsing": "不是日期（例：2026-03-09）",
    "datetime_parsing": "不是时刻（例：2026-03-09T10:00:00+08:00）",
    "datetime_from_date_parsing": "不是时刻（例：2026-03-09T10:00:00+08:00）",
    "timezone_aware": "须写明时区（例：+08:00）",
    "int_type": "不是整数",
    "int_from_float": "不是整数",
    "greater_than_equal": "不能小于 {ge}",
    "literal_error": "只能是 {expected}",
    "bool_type": "只能是 true 或 false",
    "string_type": "不是文字",
    "dict_type": "不是一组字段",
    "dataclass_type": "不是一组字段",
    "list_type": "不是列表",
    "tuple_type": "不是列表",
}


class BadFacts(ValueError):
    """Facts that cannot be judged; the sentence says which field and why."""


class Line(TypedDict):
    """One line of facts: its id, what it asks where a file mixes kinds, and the facts themselves."""

    id: str
    facts: dict[str, Any]
    kind: NotRequired[str]


def read_facts(adapter: TypeAdapter[T], facts: Mapping[str, Any]) -> T:
    """Read facts by a type. Raises BadFacts naming the first fields that do not fit, five at most."""
    try:
        # As JSON: dates and moments are read from text, and a text is never taken for a number.
        return adapter.validate_json(json.dumps(facts), strict=True)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)
        raise BadFacts("；".join(_sentence(one) for one in wrong[:5]) + "。") from None


def _sentence(error: ErrorDetails) -> str:
    place = ".".join(str(part) for part in error["loc"]) or "facts"
    told = SENTENCES.get(error["type"])
    context = {name: str(value) for name, value in error.get("ctx", {}).items()}
    return f"{place}：{told.format(**context) if told else context.get('error', '读不懂')}"


def read_lines(lines: Iterable[str]) -> Iterator[tuple[str | None, Line | BadFacts]]:
    """Read lines of JSON `{id, facts}`, each with its id, or with what is wrong with it; empty ones pass.

    A byte-order mark before the first line is skipped; more than DEEPEST nested brackets are refused.
    """
    for number, line in enumerate(lines, 1):
        text = line.removeprefix("\ufeff").strip() if number == 1 else line.strip()
        if text:
            yield _read_line(text, number)


def _read_line(text: str, number: int) -> tuple[str | None, Line | BadFacts]:
    if _depth(text) > DEEPEST:
        return None, BadFacts(f"第 {number} 行：括号嵌套超过 {DEEPEST} 层。")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None, BadFacts(f"第 {number} 行：不是一行 JSON。")
    if not isinstance(told, dict) or not isinstance(told.get("id"), str):
        return None, BadFacts(f"第 {number} 行：须是含有 id（文字）和 facts 的一行 JSON。")
    if not isinstance(told.get("facts"), dict):
        return told["id"], BadFacts("facts：没有填写，或不是一组字段。")
    kind = told.get("kind")
    line = Line(id=told["id"], facts=told["facts"])
    return told["id"], {**line, "kind": kind} if isinstance(kind, str) else line


def _depth(text: str) -> int:
    deepest = depth = 0
    for mark in re.sub(r'"(?:[^"\\]|\\.)*"', "", text):
        depth += (mark in "[{") - (mark in "]}")
        deepest = max(deepest, depth)
    return deepest
