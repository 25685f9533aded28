"""Words are found whatever script and width they are written in; nothing that is stored is changed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.core.searching import fold, forms_of, pattern_of, spellings, words_of

SCRIPTS = "粉尘塵检檢查发發髮干乾aAａＡ1１%％（(—-\\^]|　 é"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("粉塵危害檢查", "粉尘危害检查"),
        ("ＣＴ機房１００％", "ct机房100%"),
        ("⼀⼈", "一人"),
        ("（２０２６）", "(2026)"),
        ("é", "é"),
    ],
)
def test_a_text_has_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_words_are_parted_by_blanks_of_any_width_and_cut_at_a_length() -> None:
    assert words_of("检查　粉塵  检查", 60) == ["检查", "粉尘"]
    assert words_of(" \u3000", 60) == []
    assert words_of("一二三四", 2) == ["一二"]


@given(st.text(SCRIPTS), st.text(SCRIPTS, min_size=1, max_size=4))
def test_a_pattern_finds_a_word_exactly_where_the_folded_text_holds_it(text: str, word: str) -> None:
    assert bool(re.search(pattern_of(fold(word)), text)) == (fold(word) in fold(text))


@given(st.text(SCRIPTS, min_size=1, max_size=2))
def test_every_spelling_folds_to_the_word(word: str) -> None:
    found = spellings(fold(word))
    assert {fold(one) for one in found} == {fold(word)}
    assert "".join(c.lower() if c.isascii() else c for c in word) in found


def test_no_character_has_so_many_forms_that_a_pair_of_them_is_slow() -> None:
    most = max(len(forms_of(fold(chr(code)))) for code in range(0x4E00, 0xA000))
    assert most <= 8
