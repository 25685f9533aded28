import pytest

from lianxi.papers.layout import full_width_punctuation
from lianxi.papers.layout.text import find_half_width, width
from lianxi.papers.layout.titles import FULL, _cuts, title_width
from papers.layout import samples


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("各县(市、区)人民政府,泉州开发区:", "各县（市、区）人民政府，泉州开发区："),
        ("经市政府同意,现将《制度》印发", "经市政府同意，现将《制度》印发"),
        ("1. 协调开展\n6.组织指导", "1.协调开展\n6.组织指导"),
        ("时间9:00,电话0595-1(2)", "时间9:00,电话0595-1(2)"),
        ("GB/T (A)", "GB/T (A)"),
        ("会议(A)决定", "会议（A）决定"),
    ],
)
def test_punctuation_between_hanzi_becomes_full_width(text: str, normal: str) -> None:
    assert full_width_punctuation(text) == normal
    assert find_half_width(normal) is None


def test_width_counts_digits_half() -> None:
    assert width("2026年3月7日") == 6
    assert width("“𠮷”") == 3


@pytest.mark.parametrize("document", samples.ALL, ids=lambda document: document.kind)
def test_titles_break_into_lines_without_a_single_character_left(document: samples.OfficialDocument) -> None:
    held = title_width(document.title)
    assert held <= FULL
    cuts = _cuts(document.title, int(held))
    assert not cuts or width(document.title[cuts[-1] :]) > 2


def test_a_title_breaks_before_the_year_and_not_inside_it() -> None:
    title = samples.MINUTES.title
    assert [title[:cut] for cut in _cuts(title, int(title_width(title)))] == [samples.CONFERENCE]


@pytest.mark.parametrize("title", ["", "短标题", "长" * 2000, "第一行\n第二行"])
def test_any_title_has_a_width(title: str) -> None:
    assert 0 < title_width(title) <= FULL


def test_a_bracket_never_closed_costs_no_time() -> None:
    text = "会议议定(" + "抓好落实" * 50_000
    assert find_half_width(text) is None
    assert full_width_punctuation(text) == text
