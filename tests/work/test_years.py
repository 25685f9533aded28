"""A year with planted silences: every miss is a matter before nine of the next working day, and nothing else is."""

import pytest

from lianxi.journal.verify import verify_chains
from lianxi.stories.recounting import recount
from lianxi.stories.years import Size, play_years
from lianxi.work.models import Return

SMALL = Size(first=2025, years=1, own=1, deliveries=6, requests=4, silent=0.1)


@pytest.mark.long
@pytest.mark.django_db
def test_a_year_of_silences_is_seen_before_nine_of_the_next_working_day() -> None:
    played = play_years(SMALL)
    found = recount(played.story.conference.pk)
    assert found.missed == played.past(played.planted)
    assert len(found.missed) > 10
    assert (found.unseen, found.false, found.late) == (set(), set(), set())
    # A request binds nobody: silence on it is reminded of, and is no matter.
    assert played.past(played.requests) <= found.reminded
    assert Return.objects.filter(line__origin="own").values("line").distinct().count() == 16
    assert list(verify_chains()) == []
