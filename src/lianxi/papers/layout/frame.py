"""What surrounds the text on every page: size, margins, page numbers and the word of an unfinished text."""

from collections.abc import Iterator

from lxml import etree

from lianxi.papers.layout import roles
from lianxi.papers.layout.drawing import Place, text_box
from lianxi.papers.layout.model import OfficialDocument, Stage
from lianxi.papers.layout.pieces import Line, Run
from lianxi.papers.layout.roles import Role
from lianxi.papers.layout.wordml import R, element, field, paragraph

# 4号 half-width: the page number stands one character in from its edge (7.5).
_EDGE = roles.SMALL_CHARACTER
# The number's line is so high; on a turned page its middle lies 7 mm beside the type area.
_NUMBER_LINE = 320


def section(parts: dict[str, str], *, landscape: bool = False, letter: bool = False) -> etree._Element:
    """Return w:sectPr; `parts` maps header1, footer1 … to their relationship ids.

    On a landscape page the margins are those of the upright page turned, and the number stays at its place.
    """
    made = element("sectPr")
    odd, even = ("footer3", "footer4") if landscape else ("footer1", "footer2")
    wanted = [("headerReference", "header1", "header2"), ("footerReference", odd, even)]
    for tag, *names in wanted:
        for kind, name in zip(("default", "even"), names, strict=True):
            made.append(_reference(tag, kind, parts[name]))
    if letter:
        # The first page of a letter shows no number (10.1).
        made.append(_reference("headerReference", "first", parts["header1"]))
        made.append(_reference("footerReference", "first", parts["footer5"]))
    made.append(_page(landscape))
    made.append(_margins(landscape))
    if letter:
        made.append(element("titlePg"))
    return made


def _reference(tag: str, kind: str, part_id: str) -> etree._Element:
    made = element(tag, type=kind)
    made.set(f"{{{R}}}id", part_id)
    return made


def _page(landscape: bool) -> etree._Element:
    if landscape:
        return element("pgSz", w=roles.PAGE_HEIGHT, h=roles.PAGE_WIDTH, orient="landscape")
    return element("pgSz", w=roles.PAGE_WIDTH, h=roles.PAGE_HEIGHT)


def _margins(landscape: bool) -> etree._Element:
    sides = (roles.MARGIN_TOP, roles.MARGIN_RIGHT, roles.MARGIN_BOTTOM, roles.MARGIN_LEFT)
    if landscape:
        # Turned so that the table's head lies at the left edge of the upright page (8).
        sides = (roles.MARGIN_LEFT, roles.MARGIN_TOP, roles.MARGIN_RIGHT, roles.MARGIN_BOTTOM)
    top, right, bottom, left = sides
    distances = {"header": roles.HEADER_DISTANCE, "footer": roles.FOOTER_DISTANCE}
    if landscape:
        distances = {"header": roles.HEADER_DISTANCE, "footer": 400}
    return element("pgMar", top=top, right=right, bottom=bottom, left=left, **distances, gutter=0)


def header(document: OfficialDocument) -> etree._Element:
    """Return the page header: empty for a final text that is no demonstration."""
    words = "　".join(f"【{word}】" for word in page_words(document))
    return element("hdr", paragraph(Line(Role.STAGE, (Run(words),))))


def page_words(document: OfficialDocument) -> tuple[str, ...]:
    """Return the words every page must show: 草稿 or 会签稿, and 演示."""
    words = (document.stage.word, "演示" if document.demonstration else "")
    return tuple(word for word in words if word)


def footer(document: OfficialDocument, *, even: bool) -> etree._Element:
    """Return the page footer: — 1 — on the outer edge, the note on the inner one."""
    note = document.footer_note
    odd_tab = roles.TEXT_WIDTH - _EDGE
    if not even:
        line = Line(Role.PAGE_NUMBER, (Run(f"{note}\t— "),), end_tab=odd_tab)
        return element("ftr", _with_number(paragraph(line), (Run(" —"),)))
    line = Line(Role.PAGE_NUMBER, (Run("— "),), end_tab=odd_tab)
    made = paragraph(line)
    properties = made[0]
    properties.append(element("ind", left=_EDGE))
    return element("ftr", _with_number(made, (Run(f" —\t{note}" if note else " —"),)))


def turned_footer(*, even: bool) -> etree._Element:
    """Return a landscape page's footer: the number where the upright page has it (8)."""
    number = paragraph(Line(Role.PAGE_NUMBER, (Run("— "),)), align="left" if even else "right")
    number[0].insert(1, element("ind", left=_EDGE, right=_EDGE))
    place = Place(
        _NUMBER_LINE,
        roles.TEXT_WIDTH,
        roles.MARGIN_BOTTOM - round(7 * roles.MILLIMETER) - _NUMBER_LINE // 2,
        roles.MARGIN_LEFT,
    )
    made = paragraph(Line(Role.GAP, ()))
    made.append(text_box(place, [_with_number(number, (Run(" —"),))], 4 + even, turned=True))
    return element("ftr", made)


def empty_footer() -> etree._Element:
    """Return the footer of a page without number."""
    return element("ftr", paragraph(Line(Role.PAGE_NUMBER, ())))


def _with_number(made: etree._Element, rest: tuple[Run, ...]) -> etree._Element:
    made.extend(field("PAGE"))
    made.extend(_runs(rest))
    return made


def _runs(runs: tuple[Run, ...]) -> Iterator[etree._Element]:
    yield from list(paragraph(Line(Role.PAGE_NUMBER, runs)))[1:]


def status(stage: Stage) -> str:
    """Return the content status kept in the file's properties."""
    return stage.word or "定稿"
