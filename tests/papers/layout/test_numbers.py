from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.papers.layout import (
    DocNumber,
    chinese_numeral,
    date_problem,
    format_date,
    format_date_with_weekday,
    heading_label,
    number_problem,
    parse_date,
    parse_number,
)


@pytest.mark.parametrize(
    "text", ["泉职防联〔2026〕1号", "泉政办网传〔2021〕1号", "〔2026〕1号", "泉职防联办〔1999〕120号"]
)
def test_a_number_is_read_and_written_back(text: str) -> None:
    assert number_problem(text) is None
    assert str(parse_number(text)) == text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("泉职防联[2026]1号", "六角括号"),
        ("泉职防联（2026）1号", "六角括号"),
        ("泉职防联〔2026〕第1号", "“第”"),
        ("泉职防联〔2026〕01号", "虚位"),
        ("泉职防联〔26〕1号", "全称"),
        ("泉职防联2026-1", "形式"),
        ("", "形式"),
        ("泉职防联〔2026〕１号", "形式"),
        ("泉职防联〔2026〕1号\n", "形式"),
    ],
)
def test_a_wrong_number_is_explained(text: str, word: str) -> None:
    assert word in (number_problem(text) or "")
    with pytest.raises(ValueError, match=word):
        parse_number(text)


@pytest.mark.parametrize(
    ("organ", "year", "sequence"), [("AB", 2026, 1), ("泉", 26, 1), ("泉", 2026, 0), ("泉 ", 2026, 1)]
)
def test_a_number_of_impossible_parts_is_refused(organ: str, year: int, sequence: int) -> None:
    with pytest.raises(ValueError, match="不能是"):
        DocNumber(organ, year, sequence)


def test_an_organ_code_outside_the_basic_plane_is_hanzi_too() -> None:
    assert str(DocNumber("𠮷", 2026, 3)) == "𠮷〔2026〕3号"


def test_dates_have_no_leading_zeros() -> None:
    assert format_date(date(2026, 3, 7)) == "2026年3月7日"
    assert format_date_with_weekday(date(2026, 11, 21)) == "2026年11月21日（周六）"
    assert format_date_with_weekday(date(2026, 11, 22)).endswith("（周日）")


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_is_read_back(day: date) -> None:
    assert parse_date(format_date(day)) == day


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2026年03月7日", "虚位"),
        ("2026年3月07日", "虚位"),
        ("二〇二六年三月七日", "阿拉伯数字"),
        ("2026年2月30日", "不存在"),
        ("2026-03-07", "标全"),
        ("26年3月7日", "标全"),
        ("", "标全"),
    ],
)
def test_a_wrong_date_is_explained(text: str, word: str) -> None:
    assert word in (date_problem(text) or "")
    with pytest.raises(ValueError, match=word):
        parse_date(text)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_numerals(number: int, text: str) -> None:
    assert chinese_numeral(number) == text


def test_all_numerals_differ() -> None:
    assert len({chinese_numeral(number) for number in range(1, 100)}) == 99


@pytest.mark.parametrize("number", [0, 100, -1])
def test_numerals_end_at_ninety_nine(number: int) -> None:
    with pytest.raises(ValueError, match="九十九"):
        chinese_numeral(number)


def test_heading_labels() -> None:
    assert [heading_label(level, 12) for level in (1, 2, 3, 4)] == ["十二、", "（十二）", "12.", "（12）"]
    with pytest.raises(ValueError, match="四层"):
        heading_label(5, 1)
