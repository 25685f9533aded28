"""What the writer refuses before it stores a row: texts that are too long, rows that somebody else changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from lianxi.core.refusals import BadInput, Conflict


def check_lengths(model: type[models.Model], values: Mapping[str, Any]) -> None:
    """This function will refuse a text longer than its column: SQLite would keep it, PostgreSQL would fail."""
    for name, value in values.items():
        if not isinstance(value, str):
            continue
        column = model._meta.get_field(name)
        limit = column.max_length if isinstance(column, models.CharField) else None
        if limit is not None and len(value) > limit:
            label = _label(column)  # type: ignore[arg-type]
            raise BadInput(
                f"{label}太长：现有 {len(value)} 个字，不能超过 {limit} 个字。",
                next_step="请缩短后重新提交。",
            )


def overtaken() -> Conflict:
    """This function will give the refusal for a row that is no longer at the version that was read."""
    return Conflict(
        "这条记录刚刚被别人改动过。",
        rule="同时修改须先合并",
        next_step="请刷新页面，看过新内容后再提交。",
    )


def _label(column: models.CharField[Any, Any]) -> str:
    from lianxi.journal.payloads import FIELD_LABELS  # that file reads the writer's

    given = str(column.verbose_name)
    return FIELD_LABELS.get(column.name, given) if given == column.name.replace("_", " ") else given
