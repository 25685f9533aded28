"""The register of numbers: what is used, held or voided, and that nothing is missing."""

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import kind_of, paper_kinds
from lianxi.papers.actions import void_draft, void_numbers
from lianxi.papers.register import list_register, register_years
from lianxi.papers.rules import RegisterGap, find_gaps, number_prefix
from meetings.stages import called_meeting
from papers.paths import TITLE, numbered, sent

LETTERS = "泉职防联函"


def standings(cast: Cast, prefix: str = LETTERS) -> list[tuple[int, str]]:
    rows = list_register(cast.conference.pk, 2026)
    return [(line.sequence, line.standing) for line in rows if line.prefix == prefix]


def test_every_number_is_used_held_or_voided(cast: Cast) -> None:
    void_numbers(cast.staff, AT, kind="letter", count=2, reason="启用本系统前在纸上用过")
    sent(cast)
    gone = numbered(cast)
    void_draft(cast.staff, AT, draft_id=gone.pk, reason="会议取消")
    numbered(cast)
    assert standings(cast) == [(1, "voided"), (2, "voided"), (3, "used"), (4, "voided"), (5, "held")]
    words = [line.words for line in list_register(cast.conference.pk, 2026)]
    assert words == ["启用本系统前在纸上用过", "启用本系统前在纸上用过", TITLE, "会议取消", TITLE]
    assert register_years(cast.conference.pk) == [2026]


def test_papers_of_other_rooms_are_in_it(cast: Cast) -> None:
    called_meeting(cast)
    assert standings(cast, "泉职防联会议通知") == [(1, "used")]
    assert standings(cast) == []


def test_a_number_without_its_record_is_shown_as_missing(cast: Cast) -> None:
    sent(cast)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE papers_numberregister SET last = 3 WHERE prefix = %s", [LETTERS])
        found = standings(cast)
        transaction.set_rollback(True)
    assert found == [(1, "used"), (2, "missing"), (3, "missing")]


@pytest.mark.parametrize("count", [0, 501, -1])
def test_a_few_numbers_at_a_time(cast: Cast, count: int) -> None:
    with pytest.raises(BadInput):
        void_numbers(cast.staff, AT, kind="letter", count=count, reason="纸上用过")


def test_letters_and_minutes_keep_their_word_in_one_register_for_all() -> None:
    said = {kind: number_prefix("泉职防联", kind, by_kind=False) for kind in paper_kinds().values()}
    assert said[kind_of("letter")] == LETTERS
    assert said[kind_of("minutes")] == "泉职防联纪要"
    assert {said.pop(kind_of(code)) for code in ("bulletin", "special_report")} == {
        "泉职防联简报",
        "泉职防联专报",
    }
    assert {said.pop(kind) for kind in (kind_of("urging"), kind_of("reminder"))} == {"泉职防联督办"}
    assert {said[kind] for kind in said if kind not in (kind_of("letter"), kind_of("minutes"))} == {
        "泉职防联"
    }
    assert number_prefix("", kind_of("report"), by_kind=True) == "报告"


@given(last=st.integers(0, 40), used=st.sets(st.integers(1, 40)))
def test_gaps_are_exactly_what_nothing_accounts_for(last: int, used: set[int]) -> None:
    found = find_gaps([("甲", 2026, last)], [("甲", 2026, number) for number in used])
    assert found == [RegisterGap("甲", 2026, n) for n in sorted(set(range(1, last + 1)) - used)]
    assert len(find_gaps([("甲", 2026, last)], [("乙", 2026, number) for number in used])) == last
