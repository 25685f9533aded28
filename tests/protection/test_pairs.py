"""Dated links of tokens: refused where they add nothing, counted as one person, and ended without a trace in any row."""

import random
from datetime import date, timedelta

import pytest

from lianxi.core.actors import SeatKind
from lianxi.core.refusals import Refusal
from lianxi.core.words import day_of
from lianxi.protection.actions import confirm_pair, end_pair, propose_pair
from lianxi.protection.models import ListRow
from lianxi.protection.queries.pairs import count_persons
from lianxi.protection.rules.links import Event, persons
from lianxi.protection.rules.tokens import check_mark, draw_tokens, plain_token, token_fault
from protection.played import HR, Played


def untouched() -> list[tuple[object, ...]]:
    return list(ListRow.objects.order_by("pk").values_list())


def test_a_link_and_its_end_leave_every_row_as_it_was(played: Played) -> None:
    _row, tokens = played.listed(4)
    a, b, c, d = tokens
    before, today = untouched(), day_of(played.at)
    hr, second = played.seat(HR), played.seat(HR, SeatKind.OFFICE_DEPUTY)

    def linked(one: str, other: str, kind: str = "same") -> int:
        row = propose_pair(hr, played.at, a=one, b=other, kind=kind)
        with pytest.raises(Refusal, match="由你提出"):
            confirm_pair(hr, played.at, pair_id=row.pk)
        return confirm_pair(second, played.at, pair_id=row.pk).pk

    def refused(one: str, other: str, kind: str = "same") -> str:
        with pytest.raises(Refusal) as refusal:
            propose_pair(hr, played.at, a=one, b=other, kind=kind)
        return refusal.value.message

    first = linked(a, b)
    assert count_persons(played.conference.pk, today) == 3
    assert "同一个代码" in refused(a, a)
    linked(b, c)
    assert "已经并在一起" in refused(a, c)
    assert "先结束并档" in refused(a, c, "apart")
    linked(a, d, "apart")
    assert "不是同一人" in refused(c, d)
    assert "不都在你单位" in refused(a, draw_tokens(1)[0])
    assert count_persons(played.conference.pk, today) == 2
    end_pair(hr, played.at + timedelta(days=1), pair_id=first)
    assert count_persons(played.conference.pk, today) == 2
    assert count_persons(played.conference.pk, today + timedelta(days=1)) == 3
    assert untouched() == before


def test_a_thousand_runs_of_link_write_and_unlink_come_back() -> None:
    """What two tokens show after any course of links and their ends is what two untouched tokens show."""
    chance = random.Random(17)
    for _run in range(1_000):
        tokens = [f"T{number}" for number in range(chance.randint(2, 6))]
        day = date(2026, 1, 1)
        entered = [Event(day, "enter", one) for one in tokens]
        events, open_links = list(entered), []
        for _step in range(chance.randint(1, 12)):
            day += timedelta(days=chance.randint(0, 3))
            a, b = chance.choice(tokens), chance.choice(tokens)
            if open_links and chance.random() < 0.4:
                events.append(Event(day, "unlink", *open_links.pop(chance.randrange(len(open_links)))))
            else:
                events.append(Event(day, "link", a, b))
                open_links.append((a, b))
        for a, b in open_links:
            events.append(Event(day, "unlink", a, b))
        assert persons(events, day + timedelta(days=1)) == persons(entered, day) == len(tokens)


def test_no_name_and_no_number_of_a_person_is_a_token() -> None:
    drawn = draw_tokens(500)
    assert len(set(drawn)) == 500
    assert not [one for one in drawn if token_fault(one)]
    for text in (
        "陈大文",
        "ZHANGSANFENG",
        "CHENDAWEN1",
        "13800138000",
        "350582197003071216",
        "2345678923",
        "",
    ):
        assert token_fault(plain_token(text))
    caught = 0
    for one in drawn:
        place = int(one[0], 36) % 9
        wrong = one[:place] + ("2" if one[place] != "2" else "3") + one[place + 1 :]
        caught += bool(token_fault(wrong))
    assert caught == 500
    assert token_fault(drawn[0][:-1] + check_mark(drawn[0][:-1])) == ""
