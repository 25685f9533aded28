"""OFD files (GB/T 33190): the words of each page, line by line from the top, with caps on pages, objects and words.

Words are what TextCode elements say, on the page, on the template pages it refers to, in blocks and in composed
objects; where they stand follows from boundaries, matrices and steps. Pictures and annotations are not read.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from lxml import etree

from lianxi.law.reading.ofdpackage import OfdPackage, local, open_ofd
from lianxi.law.reading.unreadable import Unreadable

MAX_PAGES = 300
MAX_CHARS = 1_000_000
MAX_OBJECTS = 200_000
# A composed object stands for a stamp or a letterhead; ten in ten in ten say a word without end.
MAX_COMPOSED = 20_000
MAX_DEPTH = 32
_STEP = "请用 OFD 阅读器打开，另存为新的 OFD 或 PDF 后再试。"
_BROKEN = f"这个 OFD 已损坏，读不出内容；{_STEP}"
_TOO_MUCH = f"这个 OFD 里的内容多得不正常，没有读取；{_STEP}"
_NO_WORDS = "这个 OFD 里没有文字，可能整页是图片，请先做文字识别（OCR）后再试。"

# a, b, c, d, e, f: x' = ax + cy + e, y' = bx + dy + f.
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Pieces that stand within this share of their size of each other's base line are one line; a wider gap is a blank.
_SAME_LINE, _BLANK = 0.4, 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of words: where it begins and ends on the page, and the size of its characters, in millimetres."""

    text: str
    x: float
    y: float
    end: float
    size: float
    is_upright: bool = True


def ofd_text(data: bytes) -> str:
    """Give the words of an OFD file, a line for each printed line, pages joined by line feeds.

    Raises Unreadable where the file is broken, locked, hostile, too long, or only pictures.
    """
    text = "\n".join(line for page in ofd_pages(data) for line in page)
    if not text.strip():
        raise Unreadable(_NO_WORDS)
    return text


def ofd_pages(data: bytes) -> tuple[tuple[str, ...], ...]:
    """Give the lines of each page of an OFD file; a page of pictures has none. Raises Unreadable as `ofd_text`."""
    package = open_ofd(data)
    root = package.root("ofd.xml")
    bodies = _children(root, "DocBody")
    if local(root) != "OFD" or not bodies:
        raise Unreadable(_BROKEN)
    words = _Words(package)
    return tuple(_lines(pieces) for body in bodies for pieces in _pages(words, body))


# ---- from the package to its pages ----


def _pages(words: _Words, body: etree._Element) -> Iterator[list[Piece]]:
    package = words.package
    path = _part(package, "ofd.xml", _text(body, "DocRoot"))
    document = package.root(path)
    common = _child(document, "CommonData")
    words.units = dict(_units(package, path, common))
    templates = {
        str(one.get("ID")).strip(): one.get("BaseLoc") or "" for one in _children(common, "TemplatePage")
    }
    found = _children(_child(document, "Pages"), "Page")
    words.pages += len(found)
    if not found:
        raise Unreadable(_BROKEN)
    if words.pages > MAX_PAGES:
        raise Unreadable(
            f"这个 OFD 有 {words.pages} 页，超过 {MAX_PAGES} 页的上限，请只保留有关的几页后再试。"
        )
    for one in found:
        own = _part(package, path, one.get("BaseLoc") or "")
        page = package.root(own)
        pieces = []
        for used in _children(page, "Template"):
            named = templates.get(str(used.get("TemplateID")).strip())
            if named is None:
                raise Unreadable(_BROKEN)
            pieces += list(words.of_page(package.root(_part(package, path, named))))
        words.units |= dict(_units(package, own, page))
        yield pieces + list(words.of_page(page))


def _part(package: OfdPackage, base: str, location: str) -> str:
    """Return a part that has to be there. Raises Unreadable where it is not."""
    found = package.find(base, location)
    if not found:
        raise Unreadable(f"这个 OFD 缺少“{location.strip()[:60] or '正文'}”这一部分，读不完整；{_STEP}")
    return found


def _units(
    package: OfdPackage, base: str, holder: etree._Element | None
) -> Iterator[tuple[str, etree._Element]]:
    """Yield the composed objects that the resources of a document or of a page define."""
    for name in ("PublicRes", "DocumentRes", "PageRes"):
        for one in _children(holder, name):
            # Resources may be wanting: fonts and pictures are not needed for the words.
            if path := package.find(base, one.text or ""):
                for group in _children(package.root(path), "CompositeGraphicUnits"):
                    for unit in _children(group, "CompositeGraphicUnit"):
                        yield str(unit.get("ID")).strip(), unit


# ---- from a page to its pieces ----


@dataclass(slots=True)
class _Words:
    """What has been read so far, counted, so that objects that use each other come to an end."""

    package: OfdPackage
    units: dict[str, etree._Element] = field(default_factory=dict)
    pages: int = 0
    objects: int = 0
    composed: int = 0
    chars: int = 0

    def of_page(self, page: etree._Element) -> Iterator[Piece]:
        for layer in _children(_child(page, "Content"), "Layer"):
            yield from self._inside(layer, _SAME, 0)

    def _inside(self, holder: etree._Element, matrix: Matrix, depth: int) -> Iterator[Piece]:
        if depth > MAX_DEPTH:
            raise Unreadable(_TOO_MUCH)
        for one in holder:
            self.objects += 1
            if self.objects > MAX_OBJECTS:
                raise Unreadable(_TOO_MUCH)
            name = local(one)
            if name == "TextObject":
                yield from self._text(one, matrix)
            elif name == "PageBlock":
                yield from self._inside(one, matrix, depth + 1)
            elif name == "CompositeObject":
                yield from self._composed(one, matrix, depth)

    def _composed(self, one: etree._Element, matrix: Matrix, depth: int) -> Iterator[Piece]:
        unit = self.units.get(str(one.get("ResourceID")).strip())
        if unit is None:
            raise Unreadable(_BROKEN)
        self.composed += 1
        if self.composed > MAX_COMPOSED:
            raise Unreadable(_TOO_MUCH)
        if (content := _child(unit, "Content")) is not None:
            yield from self._inside(content, _within(matrix, one), depth + 1)

    def _text(self, one: etree._Element, matrix: Matrix) -> Iterator[Piece]:
        a, b, c, d, e, f = _within(matrix, one)
        size = _number(one.get("Size"), 0.0)
        drawn, wide = size * math.sqrt(abs(a * d - b * c)), math.hypot(a, b)
        x = y = 0.0
        for code in _children(one, "TextCode"):
            # Without X or Y it begins where the one before it did.
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            text = "".join(map(str, code.itertext()))
            self.chars += len(text)
            if self.chars > MAX_CHARS:
                raise Unreadable(_TOO_MUCH)
            for words, along, under, width in _stretches(code, text, size):
                left, top = a * (x + along) + c * (y + under) + e, b * (x + along) + d * (y + under) + f
                yield Piece(words, left, top, left + width * wide, drawn, abs(b) <= abs(a) * 0.1)


def _stretches(code: etree._Element, text: str, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Yield the stretches of a text that stand on one base line, each with its place after the first and its width.

    What is written downwards is one stretch.
    """
    if not text:
        return
    told, fell = code.get("DeltaX"), code.get("DeltaY")
    is_column = bool(fell) and not told
    widths = [0.0 if is_column else _width(character, size) for character in text]
    places = list(accumulate(_steps(told, widths[:-1]), initial=0.0))
    falls = list(accumulate(_steps(fell, [0.0] * (len(text) - 1)), initial=0.0))
    cuts = [] if is_column else [at for at in range(1, len(text)) if falls[at] != falls[at - 1]]
    for start, end in pairwise((0, *cuts, len(text))):
        words = "".join(one for one in text[start:end] if unicodedata.category(one) != "Cc")
        yield words, places[start], falls[start], places[end - 1] - places[start] + widths[end - 1]


def _within(outer: Matrix, one: etree._Element) -> Matrix:
    """Return the matrix of an object within what holds it: its own, then its boundary's corner, then the outer one."""
    left, top, *_size = _numbers(one.get("Boundary"), 4) or (0.0, 0.0)
    a, b, c, d, e, f = _numbers(one.get("CTM"), 6) or _SAME
    p, q, r, s, t, u = outer
    x, y = e + left, f + top
    turned = (p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d)
    return *turned, p * x + r * y + t, q * x + s * y + u


def _width(character: str, size: float) -> float:
    return size if unicodedata.east_asian_width(character) in "WFA" else size / 2


def _steps(told: str | None, otherwise: Sequence[float]) -> list[float]:
    """Read the steps from character to character, `g 3 5.2` for three of 5.2; those that are not told are the others."""
    steps: list[float] = []
    most = len(otherwise)
    parts = (told or "").replace(",", " ").split()
    at = 0
    while at < len(parts) and len(steps) < most:
        if parts[at] == "g":
            times = int(_number(parts[at + 1] if at + 1 < len(parts) else None, 0.0))
            step = _number(parts[at + 2] if at + 2 < len(parts) else None, 0.0)
            steps += [step] * max(0, min(times, most - len(steps)))
            at += 3
        else:
            steps.append(_number(parts[at], 0.0))
            at += 1
    return [*steps, *otherwise[len(steps) :]]


# ---- from pieces to lines ----


def _lines(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the lines of a page from the top, each from the left; what is turned stands by itself at the end."""
    lines: list[list[Piece]] = []
    for piece in sorted((one for one in pieces if one.is_upright), key=lambda one: (one.y, one.x)):
        if lines:
            first = lines[-1][0]
            if abs(piece.y - first.y) <= _SAME_LINE * min(piece.size, first.size):
                lines[-1].append(piece)
                continue
        lines.append([piece])
    told = [_joined(sorted(line, key=lambda one: one.x)) for line in lines]
    told += [one.text.strip() for one in pieces if not one.is_upright]
    return tuple(line for line in told if line)


def _joined(line: Sequence[Piece]) -> str:
    parts, end = [], line[0].x
    for one in line:
        parts.append(" " if one.x - end > _BLANK * one.size else "")
        parts.append(one.text)
        end = one.end
    return "".join(parts).strip()


# ---- XML without its namespaces ----


def _children(holder: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if holder is None else [one for one in holder if local(one) == name]


def _child(holder: etree._Element | None, name: str) -> etree._Element | None:
    return next(iter(_children(holder, name)), None)


def _text(holder: etree._Element, name: str) -> str:
    found = _child(holder, name)
    return "" if found is None else found.text or ""


def _number(told: str | None, otherwise: float) -> float:
    try:
        number = float(told or "")
    except ValueError:
        return otherwise
    # No page is so large; what is no number is none either.
    return number if abs(number) < 1e6 else otherwise


def _numbers(told: str | None, count: int) -> tuple[float, ...] | None:
    parts = (told or "").replace(",", " ").split()
    return tuple(_number(part, 0.0) for part in parts[:count]) if len(parts) >= count else None
