"""What surrounds the text on every page: margins, page numbers and the word of an unfinished text."""

from collections.abc import Iterator

from lxml import etree

from lianxi.papers.layout import roles
from lianxi.papers.layout.model import OfficialDocument, Stage
from lianxi.papers.layout.pieces import Line, Run
from lianxi.papers.layout.roles import Role
from lianxi.papers.layout.wordml import R, element, field, paragraph

# 4号 half-width: the page number stands one character in from its edge (7.5).
_EDGE = roles.SMALL_CHARACTER


def section(header_ids: tuple[str, str], footer_ids: tuple[str, str]) -> etree._Element:
    """This function will give w:sectPr; the ids are those of the odd and the even page's part."""
    made = element("sectPr")
    for tag, ids in (("headerReference", header_ids), ("footerReference", footer_ids)):
        for kind, part_id in zip(("default", "even"), ids, strict=True):
            reference = element(tag, type=kind)
            reference.set(f"{{{R}}}id", part_id)
            made.append(reference)
    made.append(element("pgSz", w=roles.PAGE_WIDTH, h=roles.PAGE_HEIGHT))
    margins = {"top": roles.MARGIN_TOP, "right": roles.MARGIN_RIGHT, "bottom": roles.MARGIN_BOTTOM}
    margins |= {"left": roles.MARGIN_LEFT, "header": roles.HEADER_DISTANCE, "footer": roles.FOOTER_DISTANCE}
    made.append(element("pgMar", **margins, gutter=0))
    return made


def header(document: OfficialDocument) -> etree._Element:
    """This function will give the page header: empty for a final text that is no demonstration."""
    words = "　".join(f"【{word}】" for word in page_words(document))
    return element("hdr", paragraph(Line(Role.STAGE, (Run(words),))))


def page_words(document: OfficialDocument) -> tuple[str, ...]:
    """This function will give the words every page must show: 草稿 or 会签稿, and 演示."""
    words = (document.stage.word, "演示" if document.demonstration else "")
    return tuple(word for word in words if word)


def footer(document: OfficialDocument, *, even: bool) -> etree._Element:
    """This function will give the page footer: — 1 — on the outer edge, the note on the inner one."""
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


def _with_number(made: etree._Element, rest: tuple[Run, ...]) -> etree._Element:
    made.extend(field("PAGE"))
    made.extend(_runs(rest))
    return made


def _runs(runs: tuple[Run, ...]) -> Iterator[etree._Element]:
    yield from list(paragraph(Line(Role.PAGE_NUMBER, runs)))[1:]


def status(stage: Stage) -> str:
    """This function will give the content status kept in the file's properties."""
    return stage.word or "定稿"
