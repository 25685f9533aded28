"""What the writer refuses before it stores a row: texts that are too long, rows that somebody else changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import models

from lianxi.core.refusals import BadInput, Conflict


def check_lengths(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """Refuse a text longer than its column: SQLite would keep it, PostgreSQL would fail."""
    limited = _limited(model)
    for name, value in values.items():
        if name in limited and isinstance(value, str):
            _require_short(limited[name], value)


def check_columns(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> None:
    """Refuse texts as `check_lengths` does: values of many rows by column."""
    for name, column in _limited(model).items():
        texts = [value for value in columns.get(name, ()) if isinstance(value, str)]
        _require_short(column, max(texts, key=len, default=""))


@cache
def _limited(model: type[models.Model]) -> dict[str, models.CharField[Any, Any]]:
    columns = (column for column in model._meta.concrete_fields if isinstance(column, models.CharField))
    return {column.attname: column for column in columns if column.max_length is not None}


def _require_short(column: models.CharField[Any, Any], value: str) -> None:
    if len(value) > (column.max_length or 0):
        raise BadInput(
            f"{_label(column)}太长：现有 {len(value)} 个字，不能超过 {column.max_length} 个字。",
            next_step="请缩短后重新提交。",
        )


def overtaken() -> Conflict:
    """Return the refusal for a row that is no longer at the version that was read."""
    return Conflict(
        "这条记录刚刚被别人改动过。",
        rule="同时修改须先合并",
        next_step="请刷新页面，看过新内容后再提交。",
    )


def _label(column: models.CharField[Any, Any]) -> str:
    given = str(column.verbose_name)
    return f"{column.model._meta.verbose_name}的一项内容" if given.isascii() else given
