"""The rows of a large journal are read conference by conference, and everything is found that one reading finds."""

import os
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from cast import Cast, found_cast
from ledger.steps import acknowledged, entered
from lianxi.journal import by_conference, fast_chain, spreading, tally
from lianxi.journal.by_conference import verify_places_and_rows
from lianxi.journal.chain import Break
from lianxi.journal.models import Chain
from lianxi.journal.replay import verify_rows
from lianxi.journal.spreading import spread
from lianxi.journal.verify import verify_chains, verify_places


@pytest.fixture(autouse=True)
def _undone(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every journal counts as large and every pair of ids as a run; what a test breaks is taken back."""
    monkeypatch.setattr(by_conference, "LARGE", 1)
    monkeypatch.setattr(tally, "TOGETHER", 2)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def two(cast: Cast) -> tuple[Cast, Cast]:
    other = found_cast("另一联席会议", "GD")
    for one in (cast, other):
        acknowledged(one, entered(one))
    return cast, other


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _told(found: Iterator[Break]) -> list[tuple[int, str, str, str]]:
    return sorted((one.chain, one.kind, one.record, one.message) for one in found)


def _one_reading() -> Iterator[Break]:
    yield from verify_places()
    yield from verify_rows()


HARMS = (
    "UPDATE ledger_obligation SET title = 'x' WHERE conference_id = %s",
    "UPDATE bodies_conference SET name = 'x' WHERE id = %s",
    "UPDATE bodies_unit SET name = 'x' || id WHERE id IN (SELECT unit_id FROM bodies_membership WHERE conference_id = %s)",
    "DELETE FROM ledger_acknowledgement WHERE conference_id = %s",
    "UPDATE journal_entry SET actor = 'x' WHERE chain_id = %s AND seq = 2",
    "DELETE FROM journal_touch WHERE entry_id IN (SELECT id FROM journal_entry WHERE chain_id = %s AND seq = 3)",
)


@pytest.mark.parametrize("harm", HARMS)
def test_every_harm_is_told_as_one_reading_tells_it(two: tuple[Cast, Cast], harm: str) -> None:
    before = _told(_one_reading())
    assert _told(verify_places_and_rows()) == before
    _sql(harm, two[1].conference.pk)
    found = _told(verify_places_and_rows())
    assert found == _told(_one_reading())
    assert len(found) > len(before)


def test_it_is_told_how_far_it_is(two: tuple[Cast, Cast]) -> None:
    told: list[tuple[int, int]] = []
    list(verify_places_and_rows(report=lambda done, parts: told.append((done, parts))))
    parts = len(told)
    assert told == [(done, parts) for done in range(1, parts + 1)]


def test_every_row_falls_to_one_part_and_no_part_outweighs(two: tuple[Cast, Cast]) -> None:
    weights = {0: 7, **dict.fromkeys(range(1, 40), 3), 40: 1000, 41: 500}
    parts = by_conference._parts(weights, None)
    assert sorted(key for part in parts for key in part.places) == sorted(weights)
    shares = [part.share for part in parts if part.share and part.share.conferences]
    for key in set(weights) - {0}:
        for pk in range(50):
            assert sum(share.holds(pk) for share in shares if share.owns(key)) == 1
    most = sum(weights.values()) / (by_conference.PARTS_A_CORE * (os.cpu_count() or 1))
    assert max(sum(weights[k] for k in share.conferences or ()) / share.of for share in shares) <= most + 1


def test_a_large_conference_alone_is_read_in_shares(two: tuple[Cast, Cast]) -> None:
    key = two[1].conference.pk
    _sql("UPDATE ledger_obligation SET title = 'x' WHERE conference_id = %s", key)
    assert len(by_conference._parts(by_conference._weights(key), key)) > 1
    found = _told(verify_places_and_rows(key))
    assert found == _told(iter([*verify_places(key), *verify_rows(key)]))
    assert found


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_chain_in_pieces_is_whole_and_every_border_is_looked_at(
    two: tuple[Cast, Cast], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fast_chain, "PIECE", size)
    heads = {pk: (seq, head) for pk, seq, head in Chain.objects.values_list("pk", "seq", "head")}
    assert fast_chain.whole_chains(heads) == set(heads)
    key = two[1].conference.pk
    for seq in range(1, heads[key][0] + 1):
        with transaction.atomic():
            _sql(
                "UPDATE journal_entry SET prev_hash = %s WHERE chain_id = %s AND seq = %s",
                "0" * 63 + "1",
                key,
                seq,
            )
            assert fast_chain.whole_chains(heads) == set(heads) - {key}
            assert [one for one in verify_chains() if one.chain == key]
            transaction.set_rollback(True)


def test_processes_of_their_own_give_what_this_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreading, "connection", SimpleNamespace(in_atomic_block=False))
    assert dict(spread(len, ["a", "bb", ""], is_large=True)) == {"a": 1, "bb": 2, "": 0}


def test_who_works_during_the_reading_breaks_no_chain(
    two: tuple[Cast, Cast], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Heads are read first: what is written after that is none of them, and none that is missing either."""
    plan = fast_chain._pieces

    def at_work(only: int | None) -> Iterator[fast_chain.Piece]:
        acknowledged(two[0], entered(two[0]))
        yield from plan(only)

    monkeypatch.setattr(fast_chain, "_pieces", at_work)
    for only in (None, two[0].conference.pk):
        assert list(verify_chains(only)) == []
    # The slow reading, too, which a harm in the same chain asks for.
    key = two[0].conference.pk
    _sql("UPDATE journal_entry SET body = body || ' ' WHERE chain_id = %s AND seq = 2", key)
    assert [(one.kind, one.seq) for one in verify_chains()] == [("changed", 2)]


def test_an_entry_that_no_head_has_followed_is_told(two: tuple[Cast, Cast]) -> None:
    key = two[1].conference.pk
    chain = Chain.objects.get(pk=key)
    _sql("UPDATE journal_chain SET seq = %s WHERE id = %s", chain.seq - 1, key)
    for only in (None, key):
        assert "日志却到第" in next(one.message for one in verify_chains(only) if one.chain == key)
