"""Every seat × what leaves a door: lists, rows, journal entries, exports, messages, search; by the table written by hand."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lianxi.core.actors import Actor
from lianxi.journal.models import Entry, Notice
from lianxi.outbox.actions import add_channel
from lianxi.outbox.daily import build_digests
from lianxi.outbox.models import Delivery, Digest
from lianxi.protection.daily import run_patients
from lianxi.protection.models import ListRow, PersonList
from protection.played import CIVIL, HEALTH, HR, MARKET, MEDICAL, SHA, Played
from protection.test_sight import SPEAKERS, everyone, filled
from web.signing_in import seated

__all__ = ["filled"]

# Units whose speaking seats read a token of the row handed on: both lists' parties, and civil affairs its state.
TOKENS = {HEALTH: (0, 1, 2), HR: (0, 1, 2), MEDICAL: (0,), CIVIL: (0,)}
LISTS = (
    "/patients",
    "/patients/export",
    "/patients/unfinished",
    "/patients/unfinished/export",
    "/patients/areas",
)
ROOM = (*LISTS, "/patients/recognitions", "/patients/checks", "/patients/pairs", "/patients/settings")
OUTSIDE = ("/", "/notices", "/journal", "/journal/export", "/journal/disclosures", "/account/feed")


def body_of(person: Client, url: str) -> str:
    answer = person.get(url)
    assert answer.status_code < 500, url
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode("utf-8", "replace")


def read_of(told: str, tokens: list[str]) -> set[int]:
    return {place for place, token in enumerate(tokens) if token in told}


def late(played: Played) -> None:
    """Let the rows stand on the list, and be told of."""
    played.wait(31)
    run_patients(played.at)


@pytest.fixture
def told(filled: tuple[Played, list[str]], monkeypatch: pytest.MonkeyPatch) -> tuple[Played, list[str]]:
    played, tokens = filled
    late(played)
    monkeypatch.setattr(timezone, "now", lambda: played.at)
    return played, tokens


def each_sort(played: Played) -> Iterator[tuple[Actor, str]]:
    """A seat of each kind of each unit that lists concern, and of one other: the rest are treated as that one."""
    met = set()
    for actor, unit in everyone(played):
        sort = (actor.kind, unit if unit in (*TOKENS, MARKET) else "")
        if sort not in met:
            met.add(sort)
            yield actor, unit


def pages(played: Played) -> Iterator[str]:
    yield from ROOM
    for row in PersonList.objects.order_by("pk"):
        yield f"/patients/lists/{row.pk}"


@pytest.mark.long
def test_every_seat_reads_by_lists_and_exports_what_its_table_says(told: tuple[Played, list[str]]) -> None:
    """Tokens, check sums and diagnosis days stand on no page and in no export of a seat outside the table."""
    played, tokens = told
    since = ListRow.objects.filter(list__kind="L1").values_list("since_on", flat=True)[0]
    assert isinstance(since, date)
    checked = 0
    for actor, unit in everyone(played):
        person = seated(Client(), actor)
        speaks = actor.kind in SPEAKERS
        allowed = set(TOKENS.get(unit, ())) if speaks else set()
        whole = speaks and unit in (HEALTH, HR, MEDICAL)
        seen_tokens: set[int] = set()
        for url in pages(played):
            text = body_of(person, url)
            seen_tokens |= read_of(text, tokens)
            assert read_of(text, tokens) <= allowed, (actor.label, url)
            assert whole or SHA not in text, (actor.label, url)
            checked += 1
        # What is granted is shown: a table that hid everything would pass otherwise.
        assert not (speaks and unit in (HEALTH, HR)) or seen_tokens == {0, 1, 2}, actor.label
    assert checked > 300


@pytest.mark.long
def test_no_journal_message_or_search_of_any_seat_tells_a_token(told: tuple[Played, list[str]]) -> None:
    """Tokens stand in nobody's journal, messages, calendar, desk or search; what an entry holds is its parties' alone."""
    played, tokens = told
    since = ListRow.objects.filter(list__kind="L1").values_list("since_on", flat=True)[0]
    acts = ("protection.list.fill", "protection.list.send", "protection.row.answer_sheet")
    numbers = [Entry.objects.filter(action=one).values_list("seq", flat=True)[0] for one in acts]
    checked = 0
    for actor, unit in each_sort(played):
        person, speaks = seated(Client(), actor), actor.kind in SPEAKERS
        urls = [*OUTSIDE, *(f"/journal/{one}" for one in numbers)]
        urls += [f"/search?q={tokens[0]}", f"/search?q={tokens[0][:6]}", "/search?q=名单"]
        for url in urls:
            text = body_of(person, url)
            plain = text.replace(tokens[0], "") if url.startswith("/search") else text
            assert read_of(plain, tokens) == set(), (actor.label, url)
            assert not url.startswith("/search?q=2") or "没有" in text, (actor.label, url)
            if url.startswith("/journal") and not (speaks and unit in (HEALTH, HR, MEDICAL)):
                assert since.isoformat() not in text, (actor.label, url)
                assert SHA not in text, (actor.label, url)
            checked += 1
    assert checked > 150


def test_messages_and_digests_name_numbers_alone(told: tuple[Played, list[str]], settings: Any) -> None:
    played, tokens = told
    settings.MAIL_IS_SET = True
    for unit in (HEALTH, HR, MEDICAL, MARKET):
        given = {"kind": "mail", "channel_address": f"x{played.unit(unit).pk}@example.gov.cn"}
        add_channel(played.office, played.at, unit_id=played.unit(unit).pk, **given)
    played.wait(1)
    build_digests(played.at)
    texts = [str(one) for model in (Notice, Digest, Delivery) for one in model.objects.values_list()]
    assert any("名单〔2026〕" in one for one in texts)
    assert Digest.objects.exists()
    assert [one for one in texts if read_of(one, tokens) or "晋江市" in one] == []
