"""An OFD beside the PDF it was made from, each opened by a reader that had no part in the making."""

import io
import unicodedata
from dataclasses import dataclass
from xml.etree import ElementTree

import ofdkit
import pdfplumber
import pytest
from ofdkit.document import _object_transform, _parse_deltas

from papers.measured import POINT

OFD = "{http://www.ofdspec.org/2016}"
NEAR = 0.05


@dataclass(frozen=True)
class Glyph:
    """A character at its origin, in millimetres from the top left corner of its page."""

    text: str
    x: float
    y: float


def of_ofd(content: bytes) -> list[list[Glyph]]:
    """Give the characters of each page, by ofdkit's package, its transforms and its steps."""
    with ofdkit.open(content) as document:
        assert document.warnings == []
        return [glyphs_of(document._package.read_xml(page.location or "")) for page in document.pages]


def glyphs_of(root: ElementTree.Element) -> list[Glyph]:
    """Give the characters of the text objects under an element."""
    found = []
    for one in root.iter(f"{OFD}TextObject"):
        a, b, c, d, e, f = _object_transform(one)
        for code in one.iter(f"{OFD}TextCode"):
            text = code.text or ""
            steps = _parse_deltas(code.get("DeltaX"), len(text) - 1)
            assert len(steps) == len(text) - 1
            x, y = float(code.get("X", "")), float(code.get("Y", ""))
            for character, step in zip(text, (0.0, *steps), strict=True):
                x += step
                found.append(Glyph(character, a * x + c * y + e, b * x + d * y + f))
    return found


def of_pdf(content: bytes) -> list[list[Glyph]]:
    """Give the characters of each page, by pdfplumber: no reader that the OFD was made with."""
    with pdfplumber.open(io.BytesIO(content)) as document:
        return [
            [
                Glyph(
                    char["text"], char["matrix"][4] * POINT, (float(page.height) - char["matrix"][5]) * POINT
                )
                for char in page.chars
            ]
            for page in document.pages
        ]


def text_of(glyphs: list[Glyph]) -> str:
    """Give the text of some characters after NFC."""
    return unicodedata.normalize("NFC", "".join(glyph.text for glyph in glyphs))


def require_the_same(pdf: bytes, ofd: bytes) -> None:
    """See that pages and sizes are equal, text character by character, and that no character stands elsewhere."""
    with ofdkit.open(ofd) as read, pdfplumber.open(io.BytesIO(pdf)) as printed:
        sizes = [(page.width, page.height) for page in read.pages]
        assert sizes == [
            pytest.approx((float(page.width) * POINT, float(page.height) * POINT), abs=0.01)
            for page in printed.pages
        ]
        for page in read.pages:
            # What a reader shows: nothing lies off the page, nothing is said twice.
            shown = sorted("".join(page.text().split()))
            assert shown == sorted("".join("".join(run.text for run in page.runs).split()))
    for given, wanted in zip(of_ofd(ofd), of_pdf(pdf), strict=True):
        assert text_of(given) == text_of(wanted)
        for one, other in zip(given, wanted, strict=True):
            assert (one.x, one.y) == pytest.approx((other.x, other.y), abs=NEAR)
