"""The one form in which a column's value is compared, whether an entry noted it or a table holds it."""

from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, JSONField


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
