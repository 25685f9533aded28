"""A list that a page cuts off says so."""

import pytest
from django.test import Client

from cast import Cast
from ledger.steps import entered
from lianxi.web.ledger import obligations
from lianxi.web.papers import drafts
from lianxi.web.shared.cutting import cut
from lianxi.web.work import arrangements
from papers.paths import drafted
from web.signing_in import seated, words
from work.making import running

SAID = "还有没有列出的"


def test_the_rows_and_the_sentence() -> None:
    assert cut([1, 2, 3], 2) == ([1, 2], "只列最近 2 项，还有没有列出的。")
    assert cut([1, 2], 2, "前") == ([1, 2], "")
    assert cut(iter("abc"), 1)[0] == ["a"]


def test_drafts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        drafted(cast)
    office = seated(Client(), cast.staff)
    assert SAID not in words(office.get("/papers/drafts"))
    monkeypatch.setattr(drafts, "MOST", 2)
    assert SAID in words(office.get("/papers/drafts"))


def test_matters_to_choose_from(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [entered(cast) for _ in range(4)]
    office = seated(Client(), cast.director)
    assert SAID not in words(office.get(f"/ledger/{rows[0].pk}/supersede"))
    monkeypatch.setattr(obligations, "CANDIDATES", 2)
    assert SAID in words(office.get(f"/ledger/{rows[0].pk}/supersede"))


def test_matters_under_a_clause(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    row = running(cast)
    office = seated(Client(), cast.staff)
    for _ in range(2):
        entered(cast, clause="QZ-3-11-2")
    assert SAID not in words(office.get(f"/work/arrangements/{row.pk}"))
    monkeypatch.setattr(arrangements, "MATTERS", 1)
    assert SAID in words(office.get(f"/work/arrangements/{row.pk}"))


def test_pages_that_hold_less_say_nothing(cast: Cast) -> None:
    office = seated(Client(), cast.director)
    for url in ("/rechecks", "/handover", "/delegations", "/papers/drafts"):
        page = office.get(url)
        assert page.status_code == 200
        assert "data-cut" not in page.content.decode()
