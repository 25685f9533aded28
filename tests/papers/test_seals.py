"""The places of seals, measured: over signature and date, within a line of the text, clear of one another (7.3.5.1)."""

import io
from dataclasses import replace
from itertools import combinations

import pytest
from docx import Document

from lianxi.papers.layout import OfficialDocument, format_date, render_docx
from lianxi.papers.pdf import render_pdf
from lianxi.papers.sealing import SealPlace, seal_places
from papers.conftest import Opener
from papers.layout import samples
from papers.layout.opened import opened
from papers.layout.specimens import EVERY
from papers.measured import POINT, Char, Measured, Sheet

NEAR, LINE, WIDE = 0.5, 28.95 * POINT, 156 / 28
LEFT, RIGHT = 28.0, 184.0
SEALED = ("circular", "joint", "short_joint", "long_title")
near = pytest.approx


def places(name: str) -> tuple[SealPlace, ...]:
    return seal_places(render_pdf(EVERY[name]))


def last_day(sheet: Sheet, document: OfficialDocument) -> list[Char]:
    """The date under the signatures; the imprint's is smaller."""
    assert document.issued_on is not None
    day = format_date(document.issued_on)
    at = sheet.text.index(document.signed_by[-1] + day) + len(document.signed_by[-1])
    return sheet._read[at : at + len(day)]


def name_of(sheet: Sheet, document: OfficialDocument, organ: int) -> list[Char]:
    """The signature of an organ: of the last page, the last but for the imprint."""
    found = [char for char in sheet._read if char.size == 16]
    text = "".join(char.text for char in found)
    name = document.signed_by[organ - 1]
    at = text.rindex(name)
    return found[at : at + len(name)]


@pytest.mark.parametrize("name", SEALED)
def test_each_organ_has_its_place_over_its_name(printed: Opener, name: str) -> None:
    document = EVERY[name]
    found = places(name)
    assert [place.organ for place in found] == list(range(1, len(document.signed_by) + 1))
    for place in found:
        sheet = printed(name).sheets[place.page - 1]
        written = name_of(sheet, document, place.organ)
        middle = (written[0].left + written[-1].right) / 2
        assert place.left + place.size / 2 == near(middle, abs=NEAR)
        assert written[0].left >= LEFT - NEAR
        assert written[-1].right <= RIGHT + NEAR


@pytest.mark.parametrize("name", SEALED)
def test_places_keep_to_the_type_area_and_touch_nothing(name: str) -> None:
    document, sheets = EVERY[name], Measured(render_pdf(EVERY[name])).sheets
    found = places(name)
    for place in found:
        sheet, bottom = sheets[place.page - 1], place.top + place.size
        assert place.left >= LEFT
        assert place.left + place.size <= RIGHT
        middle = name_of(sheet, document, place.organ)[0].base - 0.38 * 16 * POINT
        assert place.top + place.size / 2 == near(middle, abs=0.5)
        assert not [rule for rule in sheet.rules() if place.top < rule.top < bottom]
    for one, other in combinations(found, 2):
        beside = max(one.left, other.left) - min(one.left, other.left) - one.size
        under = max(one.top, other.top) - min(one.top, other.top) - one.size
        assert max(beside, under) > 2
    # The first row's top is under the text, within a line of it.
    first = found[0]
    above = [char.base for char in sheets[first.page - 1]._read if char.base < first.top + first.size / 4]
    assert first.top - max(above) < LINE
    assert first.top > max(above)


@pytest.mark.parametrize("name", SEALED)
def test_the_date_stands_four_characters_in_under_the_last_seal(
    printed: Opener, name: str, lead: float
) -> None:
    document, last = EVERY[name], places(name)[-1]
    sheet = printed(name).sheets[last.page - 1]
    day = last_day(sheet, document)
    # The room of digits is reckoned at half a character; LibreOffice sets wider between digits and hanzi.
    assert day[0].left == near(RIGHT - 10 * WIDE, abs=NEAR)
    assert day[0].base - name_of(sheet, document, last.organ)[0].base == near(LINE, abs=0.1)
    assert last.left <= day[0].left + NEAR
    assert day[-1].right <= last.left + last.size + (2 if lead else NEAR)


def test_three_long_names_stand_in_two_rows_and_short_ones_in_one() -> None:
    long, short = places("joint"), places("short_joint")
    assert long[0].top == long[1].top < long[2].top
    assert (long[1].left, long[1].page) == (long[2].left, long[2].page)
    assert {(place.top, place.page) for place in short} == {(short[0].top, short[0].page)}
    assert [short[1].left - short[0].left, short[2].left - short[1].left] == near([8 * WIDE] * 2, abs=0.2)


def test_the_place_prints_nothing() -> None:
    """Without names and date there is no ink in the square; the bookmarks hold the names and nothing else."""
    document = replace(
        EVERY["circular"], body=EVERY["joint"].body, signed_by=("　",), issued_on=None, note=""
    )
    content = render_pdf(document)
    (place,) = seal_places(content)
    sheet = Measured(content).sheets[place.page - 1]
    marked = sheet._marked(None)
    pixels = [
        round(edge * 10) for edge in (place.top, place.top + place.size, place.left, place.left + place.size)
    ]
    assert not marked[pixels[0] : pixels[1], pixels[2] : pixels[3]].any()


@pytest.mark.parametrize("name", SEALED)
def test_the_docx_has_a_bookmark_over_each_name(name: str) -> None:
    document = EVERY[name]
    body = opened(document).element.body
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = {}
    for start in body.iter(f"{word}bookmarkStart"):
        run = start.getnext()
        found[start.get(f"{word}name")] = "".join(one.text for one in run.iter(f"{word}t"))
        assert run.getnext().tag == f"{word}bookmarkEnd"
        assert run.getnext().get(f"{word}id") == start.get(f"{word}id")
    assert found == {f"印章位置{place}": organ for place, organ in enumerate(document.signed_by, 1)}
    text = [line.text.replace("\t", "") for line in Document(io.BytesIO(render_docx(document))).paragraphs]
    assert any(document.signed_by[-1] in line for line in text)


def test_papers_without_a_seal_have_no_place() -> None:
    for document in (samples.NOTICE, samples.MINUTES):
        assert seal_places(render_pdf(document)) == ()
        assert "bookmarkStart" not in opened(document).element.xml
    with pytest.raises(ValueError, match="PDF"):
        seal_places(b"%PDF-1.7 broken")
