"""The moment of a simulation: never one to come, whatever the hour."""

from datetime import date, datetime

import pytest

from lianxi.cli.simulate import moment_of
from lianxi.core.refusals import BadInput
from lianxi.core.words import CHINA

NOON = datetime(2026, 3, 16, 12, 0, tzinfo=CHINA)
EARLY = datetime(2026, 3, 1, 8, 59, 59, tzinfo=CHINA)


def test_before_nine_it_is_the_day_before() -> None:
    assert moment_of(None, NOON) == datetime(2026, 3, 16, 9, 0, tzinfo=CHINA)
    assert moment_of(None, EARLY) == datetime(2026, 2, 28, 9, 0, tzinfo=CHINA)
    assert moment_of(None, EARLY.replace(hour=0)) == datetime(2026, 2, 28, 9, 0, tzinfo=CHINA)
    assert moment_of(date(2026, 3, 16), NOON).hour == 9


@pytest.mark.parametrize(
    ("asked", "now"), [(date(2026, 3, 1), EARLY), (date(2026, 3, 17), NOON), (date(2030, 1, 1), NOON)]
)
def test_a_moment_to_come_is_refused(asked: date, now: datetime) -> None:
    with pytest.raises(BadInput, match="将来"):
        moment_of(asked, now)
