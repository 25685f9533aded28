"""Lines and tables as WordprocessingML elements: paragraphs, runs, cells and fields, in schema order."""

import re
from collections.abc import Iterator

from lxml import etree

from lianxi.papers.layout.pieces import Grid, Indents, Line, Run
from lianxi.papers.layout.roles import RED, Face

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = {"w": W, "r": R}
# 4 mm from number to red rule (7.2.7): 8 pt and what an exact line leaves under its characters, as
# measured in the converted page. The rule's own width is in eighths of a point.
RULE_DISTANCE, RULE_SIZE = 8, 8
SEAL_BOOKMARK = "印章位置"
_MARKS = re.compile(r"(\r\n|\r|\n|\t)")


def element(tag: str, *children: etree._Element, **attributes: object) -> etree._Element:
    """Make the element w:`tag` with w: attributes and children."""
    made = etree.Element(f"{{{W}}}{tag}", nsmap=NAMESPACES)
    for name, value in attributes.items():
        made.set(f"{{{W}}}{name}", str(value))
    made.extend(children)
    return made


def fonts(face: Face) -> etree._Element:
    """Name a font for all scripts, so that digits do not fall back to another one."""
    return element("rFonts", ascii=face, hAnsi=face, eastAsia=face, cs=face)


def paragraph(line: Line, pitch: int | None = None, align: str = "") -> etree._Element:
    """Return the w:p of a line: its style and only what differs from it.

    `pitch` (twips) and `align` overrule the line's height and its role's alignment.
    """
    properties = element("pPr", element("pStyle", val=line.role))
    properties.extend(_flow(line))
    properties.extend(_spacing(line, pitch))
    if line.indents is not None:
        properties.append(_indents(line.indents))
    if align:
        properties.append(element("jc", val=align))
    made = element("p", properties)
    for place, run in enumerate(line.runs):
        runs = list(_run(run, line.size))
        made.extend(_marked(line.seals[place].number, runs) if line.seals else runs)
    return made


def _marked(number: int, runs: list[etree._Element]) -> Iterator[etree._Element]:
    """Return the runs of a signature under a bookmark, which prints nothing: the place of its seal."""
    yield element("bookmarkStart", id=number, name=f"{SEAL_BOOKMARK}{number}")
    yield from runs
    yield element("bookmarkEnd", id=number)


def _flow(line: Line) -> Iterator[etree._Element]:
    if line.keep_next:
        yield element("keepNext")
    if line.new_page:
        yield element("pageBreakBefore")
    if line.ruled:
        bottom = element("bottom", val="single", sz=RULE_SIZE, space=RULE_DISTANCE, color=RED)
        yield element("pBdr", bottom)
    tabs = [("left", line.start_tab), ("right", line.end_tab)]
    if len(line.seals) > 1:
        tabs += [("center", seal.middle) for seal in line.seals]
    stops = [element("tab", val=kind, pos=place) for kind, place in tabs if place is not None]
    if stops:
        yield element("tabs", *stops)


def _spacing(line: Line, pitch: int | None) -> Iterator[etree._Element]:
    attributes: dict[str, object] = {}
    if line.before is not None:
        attributes["before"] = line.before
    if line.size is not None:
        # A mark of another size takes a tight line of its own, so that its top edge is where it must be.
        attributes.update(line=pitch or line.size * 11, lineRule="exact")
    if attributes:
        yield element("spacing", **attributes)


def _indents(indents: Indents) -> etree._Element:
    attributes: dict[str, object] = {"left": indents.left, "right": indents.right}
    if indents.first < 0:
        attributes["hanging"] = -indents.first
    elif indents.first:
        attributes["firstLine"] = indents.first
    return element("ind", **attributes)


def _run(run: Run, size: int | None) -> Iterator[etree._Element]:
    content = list(_content(run.text))
    if content:
        yield element("r", _run_properties(run, size), *content)


def _run_properties(run: Run, size: int | None) -> etree._Element:
    # The hint makes “ ” — … take their full-width shapes.
    named = fonts(run.face) if run.face else element("rFonts")
    named.set(f"{{{W}}}hint", "eastAsia")
    properties = element("rPr", named)
    if run.bold:
        properties.append(element("b"))
    if size is not None:
        properties.extend((element("sz", val=size), element("szCs", val=size)))
    return properties


def split_marks(text: str) -> Iterator[str]:
    """Part a text at tabs and line breaks, the breaks as \n; empty parts are left out."""
    for part in _MARKS.split(text):
        if part:
            yield "\n" if part in ("\r", "\r\n") else part


def _content(text: str) -> Iterator[etree._Element]:
    for part in split_marks(text):
        if part in "\t\n":
            yield element("tab" if part == "\t" else "br")
        else:
            made = element("t")
            made.text = part
            made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            yield made


def grid_table(grid: Grid) -> etree._Element:
    """Return the w:tbl of a data table; its head rows repeat on every page."""
    rule = {"val": "single", "sz": 4, "space": 0, "color": "auto"}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = element("tblBorders", *(element(side, **rule) for side in sides))
    table = table_frame(borders, grid.widths, margin=80)
    for place, row in enumerate(grid.rows):
        properties = element("trPr", element("cantSplit"))
        if place < grid.head:
            properties.append(element("tblHeader"))
        cells = (cell((line,), wide) for line, wide in zip(row, grid.widths, strict=True))
        table.append(element("tr", properties, *cells))
    return table


def table_frame(borders: etree._Element, widths: tuple[int, ...], margin: int) -> etree._Element:
    """Return a w:tbl of fixed columns (twips) without rows."""
    margins = element("tblCellMar", *(element(side, w=margin, type="dxa") for side in ("left", "right")))
    properties = element(
        "tblPr", element("tblW", w=sum(widths), type="dxa"), element("tblInd", w=0, type="dxa")
    )
    properties.extend((borders, element("tblLayout", type="fixed"), margins))
    return element("tbl", properties, element("tblGrid", *(element("gridCol", w=wide) for wide in widths)))


def cell(lines: tuple[Line, ...], wide: int) -> etree._Element:
    """Return a w:tc of lines, centered in its height."""
    properties = element("tcPr", element("tcW", w=wide, type="dxa"), element("vAlign", val="center"))
    return element("tc", properties, *(paragraph(line) for line in lines))


def field(code: str) -> Iterator[etree._Element]:
    """Return the runs of a complex field such as PAGE, in its paragraph's look."""
    for kind in ("begin", "instr", "separate", "result", "end"):
        yield element("r", _field_part(kind, code))


def _field_part(kind: str, code: str) -> etree._Element:
    if kind in ("begin", "separate", "end"):
        return element("fldChar", fldCharType=kind)
    made = element("instrText" if kind == "instr" else "t")
    made.text = code if kind == "instr" else "1"
    return made
