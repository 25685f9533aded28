"""Links of tokens: whatever is linked and unlinked leaves what untouched tokens show; a mark forbids."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lianxi.protection.rules.links import Event, persons

START = date(2026, 1, 1)
TOKENS = "ABCD"


def _entered(count: int = 4) -> list[Event]:
    return [Event(START, "enter", token) for token in TOKENS[:count]]


@given(st.lists(st.tuples(st.sampled_from(TOKENS), st.sampled_from(TOKENS)), max_size=8))
def test_links_undone_leave_the_tokens_untouched(pairs: list[tuple[str, str]]) -> None:
    made = [Event(START + timedelta(days=1 + n), "link", *pair) for n, pair in enumerate(pairs)]
    undone = [Event(START + timedelta(days=50 + n), "unlink", *pair) for n, pair in enumerate(pairs)]
    assert persons([*_entered(), *made, *undone], START + timedelta(days=99)) == 4
    assert persons([*_entered(), *made, *undone], START) == 4
    assert 1 <= persons([*_entered(), *made], START + timedelta(days=40)) <= 4


def test_a_ring_adds_nothing_so_that_one_unlink_parts_it() -> None:
    made = [Event(START, "link", *pair) for pair in ("AB", "BC", "AC")]
    assert persons([*_entered(3), *made], START) == 1
    assert persons([*_entered(3), *made, Event(START, "unlink", "B", "A")], START) == 2


def test_two_marked_apart_do_not_become_one_by_a_third() -> None:
    mark = Event(START, "distinct", "A", "C")
    made = [Event(START, "link", *pair) for pair in ("AB", "BC")]
    assert persons([*_entered(3), mark, *made], START) == 2


def test_a_link_before_both_exist_or_to_itself_adds_nothing() -> None:
    early = Event(START - timedelta(days=1), "link", "A", "B")
    assert persons([early, *_entered(2), Event(START, "link", "A", "A")], START) == 2
