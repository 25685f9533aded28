"""The played conference of the room's tests."""

import pytest

from protection.played import HEALTH, HR, Played, found


@pytest.fixture
def played(db: None) -> Played:
    """A conference whose health and labour units have assessed the impact of their lists."""
    told = found()
    told.assess(HEALTH)
    told.assess(HR)
    return told
