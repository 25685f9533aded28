"""The journal as a seat reads it: what it may not see keeps its place, moment and hash, and says no more."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

import lianxi.web
from cast import AT, Cast
from lianxi.journal.acting import Act
from lianxi.journal.chain import GENESIS
from lianxi.journal.models import Entry
from lianxi.journal.queries import EntryFilter
from lianxi.journal.reading import iterate_entries, read_entries, read_entry, read_history
from lianxi.ledger.models import Circular
from meetings.stages import agreed_minutes
from web.signing_in import seated, words

SECRET = "尚未送核对的措辞"


def _drafted(cast: Cast) -> Circular:
    """Draft a circular; its entry is the last one."""
    act = Act(
        actor=cast.staff,
        at=AT + timedelta(days=300),
        action="ledger.circular.draft",
        chain=cast.conference.pk,
    )
    act.remark = SECRET
    row = act.create(
        Circular(
            conference=cast.conference,
            title=SECRET,
            as_of=AT,
            text=SECRET,
            state="draft",
            drafted_at=AT,
            drafted_by="办公室",
        )
    )
    act.append()
    return row


def test_a_closed_entry_keeps_its_kind_moment_and_hash_only(cast: Cast) -> None:
    _drafted(cast)
    stored = Entry.objects.order_by("-seq").first()
    assert stored is not None
    line = read_entry(cast.member("市住建局"), stored.seq)
    assert line is not None
    assert (line.is_closed, line.closed_kind) == (True, "通报")
    assert (line.entry.at, line.entry.hash, line.entry.prev_hash) == (
        stored.at,
        stored.hash,
        stored.prev_hash,
    )
    left = [line.entry.body, line.entry.actor, line.entry.action, line.entry.subject, line.title, line.remark]
    assert left == [""] * 6
    assert (line.changes, line.bases, line.entry.seat_id) == ((), (), None)
    own = read_entry(cast.staff, stored.seq)
    assert own is not None
    assert own.changes[0]["new"]["title"] == SECRET


def test_the_chain_can_be_followed_over_closed_entries(cast: Cast) -> None:
    _drafted(cast)
    lines = list(iterate_entries(cast.member("市住建局"), EntryFilter()))
    assert any(line.is_closed for line in lines)
    hashes = [GENESIS, *(line.entry.hash for line in reversed(lines))]
    assert [line.entry.prev_hash for line in reversed(lines)] == hashes[:-1]


def test_neither_page_nor_file_gives_a_closed_entry_away(cast: Cast) -> None:
    row = _drafted(cast)
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    addresses = (
        "/journal",
        f"/journal/{last}",
        "/journal/export",
        f"/journal?record=ledger.circular:{row.pk}",
    )
    closed, office = seated(Client(), cast.member("市住建局")), seated(Client(), cast.staff)

    def shows(client: Client, address: str) -> bool:
        answer = client.get(address)
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return SECRET in content.decode("utf-8-sig")

    assert [shows(closed, address) for address in addresses] == [False] * 4
    assert [shows(office, address) for address in addresses] == [True] * 4
    assert "不对本席位公开" in words(closed.get(f"/journal/{last}"))


def test_a_filter_finds_no_closed_entry(cast: Cast) -> None:
    """That an entry answers to a filter would say who did what."""
    _drafted(cast)
    wanted = EntryFilter(action="ledger.circular.draft")
    assert read_entries(cast.member("市住建局"), wanted).lines == ()
    assert len(read_entries(cast.staff, wanted).lines) == 1


def test_a_filter_that_looked_far_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    agreed_minutes(cast)
    monkeypatch.setattr("lianxi.journal.reading.READ", 2)
    monkeypatch.setattr("lianxi.journal.reading.MOST_READ", 4)
    page = read_entries(cast.staff, EntryFilter(actor="市"), size=50)
    assert (len(page.lines), page.rest) == (4, page.lines[-1].entry.seq)
    following = read_entries(cast.staff, EntryFilter(actor="市"), page.rest, size=50)
    assert following.lines[0].entry.seq < page.lines[-1].entry.seq


def test_what_was_written_before_a_record_opened_stays_closed(cast: Cast) -> None:
    row = _drafted(cast)
    shown = AT + timedelta(days=301)
    act = Act(actor=cast.staff, at=shown, action="ledger.circular.show", chain=cast.conference.pk)
    act.change(row, state="shown", shown_at=shown)
    act.append()
    name = f"ledger.circular:{row.pk}"
    lines = read_history(cast.member("市住建局"), name)
    assert [line.is_closed for line in lines] == [False, True]
    assert [line.is_closed for line in read_history(cast.member("市住建局"), name, since=shown)] == [
        False,
        True,
    ]
    assert [line.is_closed for line in read_history(cast.staff, name)] == [False, False]


def test_pages_read_the_journal_through_sight_alone() -> None:
    """`lianxi.journal.queries` gives whole entries: no door of a person may take them from there."""
    whole = {"find_entries", "find_entry", "list_entries", "list_history", "line_of"}
    taken = []
    for path in Path(lianxi.web.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "lianxi.journal.queries":
                taken += [f"{path.name}: {one.name}" for one in node.names if one.name in whole]
    assert taken == []
