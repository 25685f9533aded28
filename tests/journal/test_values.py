"""The quick writer of a column's values gives the text that the slow, plain way gives, for noted and stored values."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db import models
from hypothesis import given
from hypothesis import strategies as st

from lianxi.core.canonical import canonical
from lianxi.journal.models import Notice
from lianxi.journal.values import plain_value, text_writer

COLUMNS: list["models.Field[Any, Any]"] = [
    models.CharField(max_length=9),
    models.TextField(),
    models.IntegerField(),
    models.BigIntegerField(),
    models.BooleanField(),
    models.DateField(),
    models.DateTimeField(),
    models.DecimalField(max_digits=9, decimal_places=2),
    models.JSONField(),
    Notice._meta.get_field("entry"),
]
MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]))
PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
VALUES = (
    PLAIN
    | MOMENTS
    | MOMENTS.map(datetime.isoformat)
    | st.dates().map(date.isoformat)
    | st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str)
)
ODD = [
    "2026-12-01T08:00:00.000000+00:00",
    "2026-12-01T08:00:00+00:00",
    "2026-02-30T08:00:00+00:00",
    "2026-12-01 08:00:00+00:00",
    "2026-12-01T08:00:00+08:00",
    "2026-12-01T08:00:00+00:00\n",
    "２０２６-12-01T08:00:00+00:00",
    "2026-12-01T25:00:00+00:00",
    "007",
    True,
    1,
]


def _told(write: Any, value: Any) -> str:
    try:
        return str(write(value))
    except (TypeError, ValueError, OverflowError) as error:
        return type(error).__name__


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: type(column).__name__)
@given(value=VALUES)
def test_the_quick_text_is_the_plain_one(column: "models.Field[Any, Any]", value: Any) -> None:
    if isinstance(column, models.JSONField) and isinstance(value, datetime):
        return  # What a JSON column holds was read from JSON.
    slow = _told(lambda one: canonical(plain_value(column, one)), value)
    assert _told(text_writer(column), value) == slow


@pytest.mark.parametrize("value", [*ODD, Decimal("1.50")], ids=repr)
def test_neighbours_of_a_moment_are_told_as_before(value: Any) -> None:
    for column in COLUMNS:
        if isinstance(column, models.JSONField) and not isinstance(value, str | int):
            continue
        slow = _told(lambda one, column=column: canonical(plain_value(column, one)), value)
        assert _told(text_writer(column), value) == slow
