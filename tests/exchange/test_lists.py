"""Lists of the exchange are searched as the ledger's are: in any script, width and case, every word."""

import pytest

from cast import Cast
from exchange.stages import sent
from exchange.test_collecting import opened
from exchange.test_incoming import registered
from exchange.test_reporting import planned
from exchange.test_requesting import asked
from lianxi.core.actors import Actor
from lianxi.exchange.queries.lists import (
    Wanted,
    list_collections,
    list_incoming,
    list_requests,
    list_sendings,
    list_upward,
)

LISTS = {
    "sendings": list_sendings,
    "requests": list_requests,
    "collections": list_collections,
    "incoming": list_incoming,
    "upward": list_upward,
}
TITLE = "CT机房粉塵检测（２０２６）档案"


@pytest.fixture
def filled(cast: Cast) -> Cast:
    for title in (TITLE, "另一件事"):
        sent(cast, title=title)
        asked(cast, title=title)
        opened(cast, title=title)
        registered(cast, title=title, system_number=title[:6])
        planned(cast, title=title)
    return cast


def found(name: str, actor: Actor, words: str) -> list[str]:
    return [row.title for row in LISTS[name](actor, Wanted(words=words))]


def test_a_title_is_found_in_any_script_width_and_case_by_every_word(filled: Cast) -> None:
    for words in ("粉尘", "粉塵", "ct机房", "ＣＴ", "2026", "档案 ct", "檔案　粉尘"):
        for name in LISTS:
            assert found(name, filled.staff, words) == [TITLE], (name, words)


def test_a_title_without_one_of_the_words_is_not_found(filled: Cast) -> None:
    for words in ("粉尘 另一件", "粉_检", "粉.检", "CT%"):
        for name in LISTS:
            assert found(name, filled.staff, words) == [], (name, words)


def test_words_may_stand_in_different_columns(filled: Cast) -> None:
    assert found("incoming", filled.staff, "粉尘 省衛生健康委") == [TITLE]
    assert found("upward", filled.staff, "省卫生健康委 ct") == [TITLE]
    assert found("sendings", filled.staff, "市住建局 粉尘") == [TITLE]
