"""A PDF measured page by page, in millimetres from the top left corner: characters, ink and rules."""

import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pdfplumber
import pypdfium2

POINT = 25.4 / 72
DPI = 254
PIXEL = 25.4 / DPI


@dataclass(frozen=True)
class Char:
    """A printed character: edges and base line, its size in points, its font without the subset's prefix."""

    text: str
    left: float
    right: float
    base: float
    size: float
    font: str
    upright: bool


@dataclass(frozen=True)
class Box:
    """The edges of some ink."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Sheet:
    """One page."""

    def __init__(self, page: Any, content: bytes, place: int) -> None:
        self._content, self._place = content, place
        self.width, self.height = float(page.width) * POINT, float(page.height) * POINT
        found = [self._char(char) for char in page.chars if char["text"].strip()]
        # Every character that is not a blank, line by line from the top, each line from the left.
        self.chars = sorted(found, key=lambda char: (round(char.base / 1.5), char.left))
        page.close()

    def _char(self, char: dict[str, Any]) -> Char:
        base = self.height - char["matrix"][5] * POINT
        font = char["fontname"].rpartition("+")[2]
        return Char(
            char["text"],
            char["x0"] * POINT,
            char["x1"] * POINT,
            base,
            char["size"],
            font,
            char["matrix"][0] > 0.5,
        )

    @property
    def text(self) -> str:
        return "".join(char.text for char in self._read)

    @cached_property
    def _read(self) -> list[Char]:
        return [char for char in self.chars if char.upright]

    def find(self, text: str) -> list[Char]:
        """The characters of the first place where a text stands within a line or over lines."""
        place = self.text.index(text)
        return self._read[place : place + len(text)]

    def lines(self, size: float = 16) -> list[list[Char]]:
        """The lines of characters of a size in the type area, from the top."""
        lines: dict[int, list[Char]] = {}
        for char in self.chars:
            if abs(char.size - size) < 0.2 and 37 < char.base < 262:
                lines.setdefault(round(char.base), []).append(char)
        return [lines[base] for base in sorted(lines)]

    @cached_property
    def _masks(self) -> tuple[Any, Any]:
        """Where there is ink, and where it is red: a tenth of a millimetre a pixel."""
        with pypdfium2.PdfDocument(self._content) as pdf:
            page = pdf[self._place]
            drawn = np.asarray(page.render(scale=DPI / 72).to_pil().convert("RGB"))
            page.close()
        red = drawn[:, :, 0] > drawn[:, :, 1].astype(np.int16) + 60
        return drawn.min(axis=2) < 150, red

    def ink(
        self, top: float, bottom: float, *, red: bool | None = None, left: float = 0, right: float = 999
    ) -> Box:
        """The box of the ink between two heights; with `red` only red ink, or only ink that is not."""
        marked = self._marked(red)[_at(top) : _at(bottom), _at(left) : _at(right)]
        rows, columns = np.nonzero(marked.any(axis=1))[0], np.nonzero(marked.any(axis=0))[0]
        down, over = _at(top), _at(left)
        return Box(
            (columns[0] + over) * PIXEL,
            (rows[0] + down) * PIXEL,
            (columns[-1] + 1 + over) * PIXEL,
            (rows[-1] + 1 + down) * PIXEL,
        )

    def _marked(self, red: bool | None) -> Any:
        dark, is_red = self._masks
        return dark if red is None else dark & (is_red if red else ~is_red)

    def rules(self, *, red: bool = False, length: float = 140) -> list[Box]:
        """Horizontal rules at least so long, from the top; rules closer than 1 mm are one double rule."""
        marked = self._marked(red)
        rows = np.nonzero(marked.sum(axis=1) >= length / PIXEL)[0]
        found: list[list[int]] = []
        for row in rows:
            if found and row - found[-1][1] < 1 / PIXEL:
                found[-1][1] = row
            else:
                found.append([row, row])
        return [self._rule(marked, first, last) for first, last in found]

    def _rule(self, marked: Any, first: int, last: int) -> Box:
        columns = np.nonzero(marked[first : last + 1].any(axis=0))[0]
        return Box(columns[0] * PIXEL, first * PIXEL, (columns[-1] + 1) * PIXEL, (last + 1) * PIXEL)


def _at(millimetres: float) -> int:
    return max(0, round(millimetres / PIXEL))


class Measured:
    """A whole file; pages are drawn when asked for."""

    def __init__(self, content: bytes) -> None:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            self.sheets = [Sheet(page, content, place) for place, page in enumerate(pdf.pages)]

    @property
    def text(self) -> str:
        """The text of the type areas in reading order, without blanks, page numbers and headers."""
        return "".join(char.text for sheet in self.sheets for char in sheet.chars if _inside(sheet, char))


def _inside(sheet: Sheet, char: Char) -> bool:
    if sheet.width > sheet.height:
        return char.upright and 28 < char.base < 190
    return 28 < char.base < 264
