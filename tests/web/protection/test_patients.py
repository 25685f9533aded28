"""Pages of the lists: what each seat reads, a list's whole way through forms, exports that show what the page shows."""

import pytest
from django.test import Client
from django.utils import timezone

from lianxi.core.actors import SeatKind
from lianxi.protection.models import PersonList
from lianxi.protection.rules.tokens import draw_tokens, token_fault
from lianxi.web.protection import unfinished
from protection.conftest import played
from protection.played import CIVIL, HEALTH, HR, MARKET, MEDICAL, Played, found
from web.signing_in import posts, seated, words

__all__ = ["played"]
PAGES = ("", "/new", "/unfinished", "/recognitions", "/checks", "/areas", "/pairs", "/settings")


def test_every_page_answers_every_seat_and_tokens_only_the_two_units(played: Played, client: Client) -> None:
    row, tokens = played.listed(3)
    everyone = [(unit, SeatKind.MEMBER) for unit in (HEALTH, HR, MEDICAL, CIVIL, MARKET)]
    everyone += [(HEALTH, SeatKind.OFFICE_DIRECTOR), (HEALTH, SeatKind.CONVENER)]
    for unit, kind in everyone:
        person = seated(client, played.seat(unit, kind))
        whole = kind is SeatKind.MEMBER and unit in (HEALTH, HR)
        for page in PAGES:
            assert person.get(f"/patients{page}").status_code == 200, (unit, page)
        answer = person.get(f"/patients/lists/{row.pk}")
        office = kind in (SeatKind.OFFICE_DIRECTOR, SeatKind.CONVENER)
        assert answer.status_code == (200 if whole or office else 404), (unit, kind)
        seen = b"".join(person.get(f"/patients{page}").content for page in PAGES) + answer.content
        seen += b"".join(person.get("/patients/unfinished/export").streaming_content)
        seen += person.get("/journal").content
        assert any(one.encode() in seen for one in tokens) == whole, (unit, kind)
        if office:
            assert "<5" in words(answer).replace("&lt;", "<")


def test_the_sender_and_the_receiver_have_their_own_steps(played: Played, client: Client) -> None:
    draft, health = played.draft(), seated(client, played.seat(HEALTH))
    page = health.get(f"/patients/lists/{draft.pk}")
    assert "/do/protection.list.fill" in posts(page)
    file = health.get("/patients/tokens?n=7&kind=L1").content.decode().splitlines()
    assert len(file) == 8
    assert not [one for one in file[1:] if token_fault(one.split(",")[0])]
    played.fill(draft, [(draw_tokens(1)[0], "晋江市", played.at.date())])
    assert "/do/protection.list.send" in posts(health.get(f"/patients/lists/{draft.pk}"))
    played.send(draft, 1)
    labour = seated(Client(), played.seat(HR))
    assert "签收名单" in words(labour.get("/"))
    assert "/do/protection.list.receive" in posts(labour.get(f"/patients/lists/{draft.pk}"))
    played.receive(PersonList.objects.get(pk=draft.pk), 1)
    assert "/do/protection.row.answer_sheet" in posts(labour.get(f"/patients/lists/{draft.pk}"))


def test_lists_of_persons_in_custody_are_offered_where_the_justice_line_sits(
    played: Played, client: Client
) -> None:
    assert "监所" not in words(seated(client, played.seat(HR)).get("/patients/checks"))
    assert "监所" not in words(seated(client, played.seat(HR)).get("/patients"))
    labour = seated(Client(), found(instrument="GD").seat("省人力资源社会保障厅"))
    assert "监所人员名单（医疗救助）" in words(labour.get("/patients/checks"))


@pytest.mark.parametrize(
    "page", ["/patients?before=x&kind=zz", "/patients/areas?year=99999", "/patients/tokens?n=-4"]
)
def test_odd_addresses_are_answered(played: Played, client: Client, page: str) -> None:
    assert seated(client, played.seat(HEALTH)).get(page).status_code == 200


def test_a_page_that_shows_not_all_says_so(
    played: Played, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    played.listed(3)
    played.wait(31)
    monkeypatch.setattr(timezone, "now", lambda: played.at)
    labour = seated(client, played.seat(HR))
    assert "只显示" not in words(labour.get("/patients/unfinished"))
    for shown, sentence in ((3, ""), (2, "只显示前2行，其余见导出")):
        monkeypatch.setattr(unfinished, "MOST", shown)
        page = labour.get("/patients/unfinished")
        assert page.content.count(b"data-row") == min(shown, 3)
        assert sentence in words(page)
        assert ("只显示前" in words(page)) == bool(sentence)
    # The diagnosis leaves a year to apply: with thirty days to go all three are near.
    played.wait(310)
    labour = seated(Client(), played.seat(HR))
    monkeypatch.setattr(unfinished, "MOST_NEAR", 2)
    assert "只显示期限最近的2人" in words(labour.get("/patients/unfinished"))
