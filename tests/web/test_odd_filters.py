"""Every filter of every page with odd values: a page, a sentence or a refusal, never a fault of the system."""

from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from cast import Cast
from lianxi.core.rooms import record_kinds
from lianxi.web.shared.filters import day_asked, number_of
from matrix.doors import NUMBER, addresses, pages_about
from matrix.world import rows_of
from web.signing_in import seated, words
from work.making import running

# Days at the ends of the calendar, numbers that no column or no integer holds, a digit of no number, marks of
# query languages, too much text, and bytes that are no text.
TEXTS = ("0001-01-01", "9999-12-31", "9" * 23, "9" * 5000, "²", "%'\"\\", "长" * 3000)
ODD = (*(quote(one) for one in TEXTS), "%ed%a0%80")


def pages(cast: Cast) -> list[str]:
    """Every address that can be opened, of a kind of record with the number of one of its rows."""
    found = [path for path in addresses() if not NUMBER.search(path)]
    for table in record_kinds():
        row = rows_of(table, cast.conference).first()
        found += [NUMBER.sub(str(row.pk), path) for path in pages_about(table)] if row else []
    return list(dict.fromkeys(found))


def asked_by(path: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that a page looks up in its address, as its own code asks for them."""
    asked: dict[str, None] = {}
    get = QueryDict.__getitem__

    def noted(self: QueryDict, name: str) -> Any:
        asked[name] = None
        return get(self, name)

    with monkeypatch.context() as patched:
        patched.setattr(QueryDict, "__getitem__", noted)
        opened(client, path)
    return list(asked)


def opened(client: Client, path: str, query: str = "") -> int:
    """The status of a page; a file that is streamed is read to its end."""
    answer = client.get(path, QUERY_STRING=query)
    if answer.streaming:
        for _part in answer.streaming_content:  # type: ignore[attr-defined]
            pass
    return answer.status_code


# Thousands of requests: a matrix of pages and filters.
@pytest.mark.matrix
def test_no_filter_of_any_page_is_a_fault(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    running(cast, timezone.now())
    client = seated(Client(raise_request_exception=False), cast.director)
    faults, tried = [], set()
    for path in pages(cast):
        for name in asked_by(path, client, monkeypatch):
            tried.add(name)
            faults += [(path, name, odd[:20]) for odd in ODD if opened(client, path, f"{name}={odd}") >= 500]
    assert faults == []
    assert {"on", "unit", "before", "year", "state", "q", "cursor", "person", "at", "seat_id"} <= tried


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("0001-01-01", "“0001-01-01”不在2000年至2100年之内"),
        ("1999-12-31", "不在2000年至2100年之内"),
        ("9999-12-31", "不在2000年至2100年之内"),
        ("2026-02-30", "“2026-02-30”不是日期"),
        ("2099-01-01", "“2099-01-01”还没有到，显示的是今天的情形"),
    ],
)
def test_a_day_that_cannot_be_shown_is_said_so(cast: Cast, asked: str, said: str) -> None:
    row = running(cast, timezone.now())
    client = seated(Client(), cast.director)
    for path in ("/work", f"/work/arrangements/{row.pk}"):
        assert said in words(client.get(path, {"on": asked}))


def test_the_conference_says_so_too(cast: Cast) -> None:
    client = seated(Client(), cast.director)
    assert "不在2000年至2100年之内" in words(client.get("/conference?on=0001-01-01"))
    assert "不是日期" not in words(client.get("/conference?on=2026-03-02"))


def test_a_day_that_can_be_shown_is_shown_without_a_word() -> None:
    today = date(2026, 3, 2)
    assert day_asked("2026-01-05", today, latest=today) == (date(2026, 1, 5), "")
    assert day_asked("2026-05-01", today) == (date(2026, 5, 1), "")
    assert day_asked("", today) == (today, "")


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("²", None), ("٣", None), ("-1", None), ("", None)],
)
def test_a_number_is_ascii_digits_that_a_column_holds(text: str, number: int | None) -> None:
    assert number_of(text) == number


def test_an_address_with_a_control_character_is_refused_with_a_sentence(cast: Cast) -> None:
    answer = seated(Client(), cast.director).get("/papers?q=a%00b")
    assert answer.status_code == 400
    assert "请从页面上的链接重新打开" in answer.content.decode()
