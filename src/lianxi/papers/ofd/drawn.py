"""What the pages of a PDF show: every glyph with its origin, every rule, read by the PDF's own reader.

Only what is understood is taken; a page with anything else (pictures, forms, clear colours, dashes, stretched letters,
characters without a code) gives no OFD rather than one that shows less.
"""

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import pypdfium2
from pypdfium2 import raw

from lianxi.papers.layout.roles import Face
from lianxi.papers.ofd.pages import Color, Drawn, Look, Page, Run, Stroke
from lianxi.papers.pdf.fonts import stand_ins
from lianxi.papers.pdf.reading import READING
from lianxi.papers.pdf.source import SEAL_DESTINATION
from lianxi.papers.sealing import seal_places

_POINT = 25.4 / 72
# 小标宋 is drawn from 宋体 with an outline of 0.022 em, what is bold with one of 0.035 em (paper.typ).
_BOLD_OUTLINE = 0.0285
_LINE_BREAK_HYPHENS = (0x2, 0xFFFE)
# Under the blank are no characters that XML knows in a text.
_FIRST_LETTER = 0x20
_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
# What LibreOffice adds to the name of a font whose upright letters it takes.
_VARIANT = "-VKana"
# What the official fonts are called in PDF that Word and WPS write.
_NAMES = {
    "FZXBSJW--GB1-0": Face.TITLE,
    "FZXBSJW-GB1-0": Face.TITLE,
    "FangSong_GB2312": Face.FANG,
    "KaiTi_GB2312": Face.KAI,
    "SimHei": Face.HEI,
    "SimSun": Face.SONG,
    "FangSong": "仿宋",
    "KaiTi": "楷体",
}
_STEPS = {raw.FPDF_SEGMENT_MOVETO: "M", raw.FPDF_SEGMENT_LINETO: "L"}


def drawn_pages(pdf: bytes) -> Drawn:
    """Read what a PDF shows. Raises ValueError for what is no PDF, and for a page with more than text and lines."""
    seals = tuple(
        (f"{SEAL_DESTINATION}{one.organ}", one.page - 1, one.left, one.top) for one in seal_places(pdf)
    )
    try:
        with READING, pypdfium2.PdfDocument(pdf) as document:
            told = document.get_metadata_dict()
            day = _DAY.match(told.get("CreationDate", ""))
            pages = tuple(_page(document[place]) for place in range(len(document)))
    except pypdfium2.PdfiumError as error:
        raise ValueError("这份文件不是可以读取的 PDF，不能生成 OFD。") from error
    written = "-".join(day.groups()) if day else ""
    return Drawn(pages, told.get("Title", ""), told.get("Author", ""), written, seals)


def _page(page: Any) -> Page:
    width, height = page.get_size()
    try:
        objects = list(page.get_objects(max_depth=1))
        # The reader tells places from the corner of the media box.
        if page.get_rotation() or page.get_cropbox() != (0, 0, width, height):
            raise ValueError("PDF 的页面转过方向或者裁切过，不能生成 OFD。")
        for one in objects:
            _require_plain(one)
        paths = (one for one in objects if one.type == raw.FPDF_PAGEOBJ_PATH)
        strokes = tuple(stroke for one in paths for stroke in _strokes(one, height))
        return Page(width * _POINT, height * _POINT, tuple(_runs(page, height)), strokes)
    finally:
        page.close()


def _require_plain(one: Any) -> None:
    """Raise ValueError for what is no text and no path, and for what is clear, dashed or stretched."""
    if one.type not in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH):
        raise ValueError("PDF 里有文字和线条以外的内容，不能生成 OFD。")
    matrix, odd = raw.FS_MATRIX(), False
    raw.FPDFPageObj_GetMatrix(one, matrix)
    if one.type == raw.FPDF_PAGEOBJ_TEXT:
        odd = raw.FPDFTextObj_GetTextRenderMode(one) not in (
            raw.FPDF_TEXTRENDERMODE_FILL,
            raw.FPDF_TEXTRENDERMODE_FILL_STROKE,
        )
        # Turned letters are understood; wider, leaning or mirrored ones are not.
        size = max(abs(matrix.a), abs(matrix.b), 1e-6)
        odd = odd or max(abs(matrix.a - matrix.d), abs(matrix.b + matrix.c)) > 0.01 * size
    if odd or raw.FPDFPageObj_HasTransparency(one) or raw.FPDFPageObj_GetDashCount(one) > 0:
        raise ValueError("PDF 里有透明、虚线或者变形的内容，不能生成 OFD。")


# ---- text ----


def _runs(page: Any, height: float) -> Iterator[Run]:
    layer = page.get_textpage()
    try:
        for text, glyphs, places in _found(layer.raw):
            origins = tuple((x * _POINT, (height - y) * _POINT) for x, y in places)
            yield Run(_look(text), tuple(glyphs), origins)
    finally:
        layer.close()


def _found(layer: Any) -> Iterator[tuple[Any, list[str], list[tuple[float, float]]]]:
    """Yield every text object of a page with its glyphs and their origins in points, as they follow each other."""
    x, y = ctypes.c_double(), ctypes.c_double()
    held, last, glyphs, places = None, None, list[str](), list[tuple[float, float]]()
    for place in range(raw.FPDFText_CountChars(layer)):
        # Blanks and line ends that the reader thinks of are not in the file.
        if raw.FPDFText_IsGenerated(layer, place):
            continue
        code = raw.FPDFText_GetUnicode(layer, place)
        is_known = code >= _FIRST_LETTER or code in _LINE_BREAK_HYPHENS
        if not is_known or raw.FPDFText_HasUnicodeMapError(layer, place):
            raise ValueError("PDF 里有读不出的字符，不能生成 OFD。")
        text = raw.FPDFText_GetTextObject(layer, place)
        raw.FPDFText_GetCharOrigin(layer, place, x, y)
        character, at = "-" if code in _LINE_BREAK_HYPHENS else chr(code), (x.value, y.value)
        handle = ctypes.addressof(text.contents)
        if handle != last:
            if glyphs:
                yield held, glyphs, places
            held, last, glyphs, places = text, handle, [], []
        elif at == places[-1]:
            # A glyph of several characters: a letter and its accent.
            glyphs[-1] = unicodedata.normalize("NFC", glyphs[-1] + character)
            continue
        glyphs.append(character)
        places.append(at)
    if glyphs:
        yield held, glyphs, places


def _look(text: Any) -> Look:
    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(text, size)
    raw.FPDFPageObj_GetMatrix(text, matrix)
    scale = math.hypot(matrix.a, matrix.b) or 1.0
    outline = _line_width(text) / size.value if _has_outline(text) else 0.0
    name, bold = _face(_font_name(text), outlined=0 < outline < _BOLD_OUTLINE)
    # Down is down in OFD.
    across = (round(matrix.a / scale, 6) + 0.0, round(-matrix.b / scale, 6) + 0.0)
    return Look(name, size.value * scale * _POINT, _color(text), bold or outline >= _BOLD_OUTLINE, across)


def _font_name(text: Any) -> str:
    name = ctypes.create_string_buffer(256)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(text), name, len(name))
    try:
        told = name.value.decode()
    except UnicodeDecodeError:
        told = name.value.decode("gb18030", "replace")
    return told.rpartition("+")[2]


def _face(font: str, *, outlined: bool) -> tuple[str, bool]:
    """Return the official name of a font, by what stands in for it or by its name in PDF; and whether it says bold.

    Any other keeps the name it has.
    """
    family, _mark, style = font.removesuffix(_VARIANT).partition(",")
    own = _faces().get(family)
    if own is not None:
        return (Face.TITLE if outlined else own), False
    return _NAMES.get(family, family or Face.SONG), "bold" in style.lower()


@cache
def _faces() -> dict[str, Face]:
    # 小标宋 and 宋体 have the same stand-in; the outline tells them apart.
    faces = (Face.SONG, Face.HEI, Face.FANG, Face.KAI)
    return {stand_ins(face)[0].path.stem: face for face in faces}


def _has_outline(text: Any) -> bool:
    return bool(raw.FPDFTextObj_GetTextRenderMode(text) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE)


def _color(drawn: Any, *, line: bool = False) -> Color:
    parts = [ctypes.c_uint() for _ in range(4)]
    ask = raw.FPDFPageObj_GetStrokeColor if line else raw.FPDFPageObj_GetFillColor
    ask(drawn, *parts)
    red, green, blue, _alpha = (part.value for part in parts)
    return red, green, blue


def _line_width(drawn: Any) -> float:
    width = ctypes.c_float()
    raw.FPDFPageObj_GetStrokeWidth(drawn, width)
    return width.value


# ---- lines ----


def _strokes(one: Any, height: float) -> Iterator[Stroke]:
    """Yield what a path draws: its area, then its line; a path that draws neither only cuts."""
    matrix, fill, line = raw.FS_MATRIX(), ctypes.c_int(), ctypes.c_int()
    raw.FPDFPageObj_GetMatrix(one, matrix)
    raw.FPDFPath_GetDrawMode(one, fill, line)
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    steps = tuple(_steps(one, matrix, height))
    if not steps:
        return
    if fill.value:
        yield Stroke(steps, 0.0, _color(one), filled=True)
    if line.value:
        yield Stroke(steps, _line_width(one) * scale * _POINT, _color(one, line=True))


def _steps(one: Any, matrix: Any, height: float) -> Iterator[tuple[str, tuple[tuple[float, float], ...]]]:
    """Yield the steps of a path; three points of a curve make one."""
    x, y = ctypes.c_float(), ctypes.c_float()
    curve: list[tuple[float, float]] = []
    for place in range(raw.FPDFPath_CountSegments(one)):
        step = raw.FPDFPath_GetPathSegment(one, place)
        raw.FPDFPathSegment_GetPoint(step, x, y)
        across = matrix.a * x.value + matrix.c * y.value + matrix.e
        up = matrix.b * x.value + matrix.d * y.value + matrix.f
        point = (across * _POINT, (height - up) * _POINT)
        known = _STEPS.get(raw.FPDFPathSegment_GetType(step))
        if known is not None:
            yield known, (point,)
        else:
            curve.append(point)
            if len(curve) == 3:
                yield "B", tuple(curve)
                curve = []
        if raw.FPDFPathSegment_GetClose(step):
            yield "C", ()
