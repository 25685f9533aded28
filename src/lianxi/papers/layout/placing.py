"""Pieces as elements of word/document.xml: in the flow, or at their fixed place on the page."""

from collections.abc import Iterator

from lxml import etree

from lianxi.papers.layout import roles
from lianxi.papers.layout.drawing import Place, double_rule, text_box
from lianxi.papers.layout.head import LETTER_MARK_TOP, joint_pitch
from lianxi.papers.layout.pieces import Grid, Imprint, JointMark, LetterHead, Line, Run
from lianxi.papers.layout.roles import TEXT_WIDTH, Role
from lianxi.papers.layout.wordml import cell, element, grid_table, paragraph, table_frame

# 0.35 mm for the outer and 0.25 mm for the inner rules of the 版记 (7.4.1).
_OUTER_RULE, _INNER_RULE = 8, 6
# Two tables with nothing between them would become one.
AFTER_TABLE = 160
# The double rules of a letter are 170 mm wide, in the middle of the page; the lower one 20 mm above its foot.
LETTER_RULE_WIDTH, LETTER_RULE = round(170 * roles.MILLIMETER), 60
LETTER_RULE_LEFT = (roles.PAGE_WIDTH - LETTER_RULE_WIDTH) // 2
LETTER_FOOT = roles.PAGE_HEIGHT - round(20 * roles.MILLIMETER)


def piece_elements(piece: Line | Grid | Imprint | JointMark | LetterHead) -> Iterator[etree._Element]:
    """Return the elements of one piece; tables bring the gaps Word needs around them."""
    if isinstance(piece, Line):
        yield paragraph(piece)
    elif isinstance(piece, Grid):
        yield grid_table(piece)
        yield paragraph(Line(Role.GAP, (), before=AFTER_TABLE))
    elif isinstance(piece, JointMark):
        yield paragraph(Line(Role.GAP, (), before=piece.before - 20))
        yield _joint_mark(piece)
        yield paragraph(Line(Role.GAP, ()))
    elif isinstance(piece, LetterHead):
        yield from _letter_head(piece)
    else:
        yield _imprint(piece)


def section_break(properties: etree._Element) -> etree._Element:
    """Return the paragraph that ends a section with those properties."""
    made = paragraph(Line(Role.GAP, ()))
    made[0].append(properties)
    return made


def _imprint(piece: Imprint) -> etree._Element:
    """One paragraph as high as the 版记 keeps its room in the flow and anchors it at the foot of its page."""
    outer: dict[str, object] = {"val": "single", "sz": _OUTER_RULE, "space": 0, "color": "auto"}
    inner = {**outer, "sz": _INNER_RULE}
    if not piece.ruled:
        outer = inner = {"val": "nil"}
    borders = element(
        "tblBorders", element("top", **outer), element("bottom", **outer), element("insideH", **inner)
    )
    table = table_frame(borders, (TEXT_WIDTH,), margin=0)
    for band in piece.bands:
        table.append(element("tr", element("trPr", element("cantSplit")), cell(band, TEXT_WIDTH)))
    made = paragraph(Line(Role.GAP, ()))
    made[0].append(element("spacing", before=0, after=0, line=piece.height, lineRule="exact"))
    end = paragraph(Line(Role.GAP, ()))
    made.append(text_box(Place(TEXT_WIDTH, piece.height, at_foot=True), [table, end], number=1))
    return made


def _joint_mark(piece: JointMark) -> etree._Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    table = table_frame(
        element("tblBorders", *(element(side, val="nil") for side in sides)), piece.widths, margin=0
    )
    table[0].insert(1, element("jc", val="center"))
    for place, organ in enumerate(piece.organs):
        row = element("tr", element("trPr", element("cantSplit")))
        row.append(_mark_cell(organ, piece, piece.widths[0], "distribute"))
        if piece.word:
            last = _mark_cell(piece.word if place == 0 else "", piece, piece.widths[1], "center")
            last[0].insert(1, element("vMerge", val="restart" if place == 0 else "continue"))
            row.append(last)
        table.append(row)
    return table


def _mark_cell(text: str, piece: JointMark, wide: int, align: str) -> etree._Element:
    made = cell((), wide)
    line = Line(Role.MARK, (Run(text),), before=0, size=piece.size)
    made.append(paragraph(line, pitch=joint_pitch(piece), align=align))
    return made


def _letter_head(piece: LetterHead) -> Iterator[etree._Element]:
    made = paragraph(piece.mark)
    frame = element(
        "framePr",
        w=TEXT_WIDTH,
        h=(piece.mark.size or 0) * 11,
        hRule="exact",
        wrap="notBeside",
        vAnchor="page",
        hAnchor="margin",
        xAlign="center",
        y=LETTER_MARK_TOP,
    )
    made[0].insert(1, frame)
    yield made
    rules = paragraph(Line(Role.GAP, ()))
    upper = Place(LETTER_RULE_WIDTH, LETTER_RULE, LETTER_RULE_LEFT, piece.rule)
    lower = Place(LETTER_RULE_WIDTH, LETTER_RULE, LETTER_RULE_LEFT, LETTER_FOOT - LETTER_RULE)
    rules.append(double_rule(upper, 2, thick_first=True))
    rules.append(double_rule(lower, 3, thick_first=False))
    yield rules
