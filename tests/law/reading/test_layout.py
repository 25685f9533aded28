"""Damage to the layout leaves units and duties alone; every offset stays valid; every character is accounted for."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxi.law.reading import Reading, read_text
from lianxi.law.reading.coverage import uncovered
from lianxi.law.reading.fold import _PAIRS, fold

from .conftest import DATA, seed_reading, seed_text

_TO_TRADITIONAL = dict(zip(_PAIRS[1::2], _PAIRS[::2], strict=True))
_STYLES = sorted(path.stem for path in (DATA / "styles").glob("*.txt"))


def wrapped(text: str, seed: int, *, blank: bool) -> str:
    """Break every long line at a random place between 22 and 40 characters."""
    chance = random.Random(seed)
    lines = []
    for line in text.split("\n"):
        rest = line
        while len(rest) > 40:
            cut = chance.randint(22, 40)
            # A line that ends with a mark is an item's end in print, no hard wrap.
            while rest[cut - 1] in "。；":
                cut -= 1
            lines.append(rest[:cut])
            rest = rest[cut:]
            if blank and chance.random() < 0.3:
                lines.append("")
        lines.append(rest)
    return "\n".join(lines)


def outline_of(reading: Reading) -> tuple[list[str], dict[str, tuple[int, ...]]]:
    """Units and duties with every character in one form."""
    units = [fold(unit.name) for unit in reading.units]
    return units, {fold(unit): numbers for unit, numbers in reading.duties.items()}


def check_offsets(reading: Reading) -> None:
    text = reading.text
    for clause in reading.clauses:
        assert clause.text == text[clause.start : clause.end]
        assert clause.text == clause.text.strip()
        for act in clause.acts:
            assert act.text == text[act.start : act.end]
            assert clause.start <= act.start < act.end <= clause.end
    for found in reading.sources.values():
        assert all(0 <= source.start < source.end <= len(text) and source.rule for source in found)
    for unit in reading.units:
        assert re.sub(r"\s", "", text[unit.start : unit.end]) == unit.printed
    ids = [clause.id for clause in reading.clauses]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", ["QZ", "GD"])
@settings(max_examples=12, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000), blank=st.booleans())
def test_hard_wraps(code, seed, blank):
    reading = read_text(wrapped(seed_text(code), seed, blank=blank), code=code)
    check_offsets(reading)
    assert outline_of(reading) == outline_of(seed_reading(code))


@pytest.mark.parametrize("code", ["QZ", "GD"])
@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10_000))
def test_mixed_widths_of_marks(code, seed):
    chance = random.Random(seed)
    half = dict(zip("，；：（）", ",;:()", strict=True))
    text = "".join(half[char] if char in half and chance.random() < 0.5 else char for char in seed_text(code))
    reading = read_text(text, code=code)
    check_offsets(reading)
    assert outline_of(reading) == outline_of(seed_reading(code))
    assert [one.id for one in reading.clauses] == [one.id for one in seed_reading(code).clauses]


@pytest.mark.parametrize("code", ["QZ", "GD"])
@pytest.mark.parametrize(
    "damage",
    [
        lambda text: re.sub(r"\n+", "\n", text),
        lambda text: re.sub(r"\n+", "", text),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "".join(_TO_TRADITIONAL.get(char, char) for char in text),
        lambda text: re.sub(
            r"（([一二三四五六七八九十])）",
            lambda m: chr(0x321F + "一二三四五六七八九十".index(m[1]) + 1),
            text,
        ),
        lambda text: re.sub(r"(?m)^(\d)\.", r"\1、", text),
        lambda text: re.sub(r"(?m)^[一二三四五六七八九十]+、", "", text),
        lambda text: re.sub(
            r"(?m)^((?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)[省市].{1,12})\n+(?![（1])",
            r"\1：",
            text,
        ),
    ],
    ids=[
        "no-blank-lines",
        "one-line",
        "crlf",
        "traditional",
        "circled",
        "dun",
        "lost-numbers",
        "inline-duties",
    ],
)
def test_other_damage(code, damage):
    reading = read_text(damage(seed_text(code)), code=code)
    check_offsets(reading)
    assert outline_of(reading) == outline_of(seed_reading(code))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.text(
        alphabet="一二三（）、。；：，\n\t 1.第条章①㈠是市县局委办厅负责由等组成联席会议召集人职责单位《》“”〔〕2021号年月日ab",
        max_size=300,
    )
)
def test_any_text_is_read_without_an_error(text):
    reading = read_text(text)
    check_offsets(reading)
    assert not uncovered(reading)


def test_every_character_is_in_one_record_number_heading_or_leftover(gold, style):
    readings = [seed_reading("QZ"), seed_reading("GD"), *(style(name) for name in _STYLES)]
    readings += [
        gold(number)[0] for number in ("01", "02", "05", "08", "12", "14", "15", "28", "31", "38", "40", "45")
    ]
    for reading in readings:
        check_offsets(reading)
        assert not uncovered(reading)


def test_folding_never_changes_the_length():
    sample = "".join(_PAIRS) + "（）()[]【】○\u3000\xa0０９Ａ\r\n"
    assert len(fold(sample)) == len(sample)
