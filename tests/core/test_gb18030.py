"""GB 18030-2022 in and out: the 24 characters that the older codec gives private code points, and all others as before."""

import codecs
import sys

import pytest

from lianxi.core.gb18030 import NAME, PAIRS
from lianxi.law.reading.plainfile import plain_text
from lianxi.tables.sheets import read_sheet

# Code of each in two bytes and its character, from the table of GB 18030-2022.
CODES = {
    "A6D9": "\ufe10", "A6DA": "\ufe12", "A6DB": "\ufe11", "A6DC": "\ufe13", "A6DD": "\ufe14", "A6DE": "\ufe15",
    "A6DF": "\ufe16", "A6EC": "\ufe17", "A6ED": "\ufe18", "A6F3": "\ufe19",
    "FE59": "\u9fb4", "FE61": "\u9fb5", "FE66": "\u9fb6", "FE67": "\u9fb7", "FE6D": "\u9fb8", "FE7E": "\u9fb9",
    "FE90": "\u9fba", "FEA0": "\u9fbb",
    "FE51": "\U00020087", "FE52": "\U00020089", "FE53": "\U000200cc", "FE6C": "\U000215d7", "FE76": "\U0002298f",
    "FE91": "\U000241fe",
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_each_of_the_24_comes_in_and_goes_out(code: str) -> None:
    assert bytes.fromhex(code).decode(NAME) == CODES[code]
    assert CODES[code].encode(NAME) == bytes.fromhex(code)


def test_the_code_points_they_left_have_codes_of_their_own() -> None:
    assert len(PAIRS) == 24
    for private, own in PAIRS.items():
        assert chr(private).encode(NAME) == chr(own).encode("gb18030")
        assert chr(private).encode(NAME).decode(NAME) == chr(private)


def test_every_other_character_is_as_before() -> None:
    traded = {*PAIRS, *PAIRS.values()}
    for start in range(0, sys.maxunicode + 1, 0x4000):
        text = "".join(
            chr(point)
            for point in range(start, start + 0x4000)
            if point not in traded and not 0xD800 <= point < 0xE000
        )
        assert text.encode(NAME) == text.encode("gb18030")
        assert text.encode("gb18030").decode(NAME) == text


def test_a_character_cut_between_two_blocks_is_whole() -> None:
    reader = codecs.getincrementaldecoder(NAME)("replace")
    content = "单位\u9fb4名称\U00020087".encode(NAME)
    assert (
        "".join(reader.decode(content[at : at + 1]) for at in range(len(content)))
        == "单位\u9fb4名称\U00020087"
    )


def test_names_of_a_system_of_2022_come_in_as_written() -> None:
    text = "市卫生健康委员会职责：张\u9fb4负责组织管理工作。"
    assert plain_text(text.encode(NAME)) == text
    sheet = read_sheet(
        "a.csv",
        "姓名,单位\n张\u9fb4,市卫健委\n".encode(NAME),
        {"name": ("姓名",), "unit": ("单位",)},
        ("name",),
    )
    assert "张\u9fb4" in str(sheet.rows)
