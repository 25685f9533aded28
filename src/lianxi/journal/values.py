"""The one form in which a column's value is compared, whether an entry noted it or a table holds it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, DateTimeField, Field, ForeignKey, IntegerField, JSONField, TextField

from lianxi.core.canonical import canonical, encoded

# A moment as `datetime.isoformat` writes it in UTC; without microseconds where they are nought.
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(?!000000)\d{6})?\+00:00", re.ASCII)


def plain_value(column: "Field[Any, Any]", value: Any) -> Any:
    """Return a value as it is after a journey through the database, moments in UTC."""
    if not isinstance(column, JSONField):
        try:
            value = column.to_python(value)
        except ValidationError:
            value = str(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC)
    return value


def text_writer(column: "Field[Any, Any]") -> Callable[[Any], str]:
    """Return what writes a column's values as `canonical(plain_value(column, value))` does, most of them sooner."""
    if isinstance(column, JSONField):
        # What a JSON column holds is plain already, be it from a body or from the table.
        return encoded
    reader = type(column.target_field if isinstance(column, ForeignKey) else column).to_python
    is_text = reader in (CharField.to_python, TextField.to_python)
    is_whole = reader is IntegerField.to_python
    is_moment = reader is DateTimeField.to_python

    def text_of(value: Any) -> str:
        kind = type(value)
        if kind is str and is_text:
            return encoded(value)
        if kind is int and is_whole:
            return str(value)
        if is_moment and kind is datetime and value.tzinfo is UTC:
            return f'"{value.isoformat()}"'
        if is_moment and kind is str and MOMENT.fullmatch(value):
            return f'"{value}"'
        return canonical(plain_value(column, value))

    return text_of
