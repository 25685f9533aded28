"""The leader's page as a PDF: set like a paper, but no paper — no number, no seal, and every page says so."""

from collections.abc import Iterator

from lianxi.core.papers import Form, PaperKind
from lianxi.papers.layout import Block, Heading, OfficialDocument, Paragraph, Table, heading_label
from lianxi.papers.layout.text import find_unprintable
from lianxi.papers.layout.walk import printed_texts
from lianxi.papers.pdf import render_pdf
from lianxi.papers.pdf.fonts import missing_glyphs
from lianxi.papers.pdf.reading import count_pages
from lianxi.web.desk.brief_sheet import Other, Piece, Sheet, Shown

NAME = "工作情况一页"
# The form of what goes without number, mark and imprint. It is stored nowhere, so no room states it.
_KIND = PaperKind("brief_sheet", NAME, 0, Form.INNER)
# Characters of a record's name that are printed; units listed one by one.
LONGEST, LONGER, MOST_UNITS = 28, 36, 60
# Printed for a character that no font has: a name must not keep the page from its reader.
STAND_IN = "〓"


def brief_pdf(sheet: Sheet, conference: str, *, is_demo: bool) -> bytes:
    """Set a page as PDF; where it takes more than one sheet of A4, its first lines and every foot say how many."""
    document = _document(sheet, conference, is_demo=is_demo, pages=1)
    strange = {one for _place, one in missing_glyphs(document)}
    strange |= {one for _place, text in printed_texts(document) for one in text if find_unprintable(one)}
    gone = str.maketrans(dict.fromkeys(strange, STAND_IN))
    made, pages = b"", 1
    # The words on the number of pages may themselves need another line.
    for _turn in range(3):
        document = _document(sheet, conference, is_demo=is_demo, pages=pages, gone=gone)
        made = render_pdf(document)
        counted = count_pages(made)
        if counted == pages:
            break
        pages = counted
    return made


def _document(
    sheet: Sheet, conference: str, *, is_demo: bool, pages: int, gone: dict[int, str] | None = None
) -> OfficialDocument:
    more = f"内容较多，印成 {pages} 页。" if pages > 1 else ""
    missing = f"“{STAND_IN}”为字库没有的字。" if gone else ""
    lead = f"{sheet.lead}{more}由系统按记录生成，不是印发的公文。{missing}"
    count = f"（共{pages}页）" if pages > 1 else ""
    body = (Paragraph(lead), *_numbered(_sections(sheet)))
    return OfficialDocument(
        kind=_KIND,
        title=f"{conference}{NAME}".translate(gone or {}),
        body=tuple(_translated(block, gone or {}) for block in body),
        demonstration=is_demo,
        footer_note=f"{NAME}{count}，截至{sheet.as_of}，非公文",
    )


def _sections(sheet: Sheet) -> Iterator[tuple[str, list[Block]]]:
    states = "，".join(f"{one.label}{one.value}项" for one in sheet.states)
    yield "主要数字", [_figures(sheet.figures), Table((), (("在办事项按办理状态", states),), widths=(2, 5))]
    if sheet.deciding is not None:
        yield "需要召集人决定", _listed(sheet.deciding, sheet.more_deciding, "件，见工作台")
    if not sheet.bare:
        yield "议定事项办理进展", _decisions(sheet)
    yield "各单位主办事项（按建立文件的次序）", _units(sheet)
    if sheet.others:
        rows = tuple((f"{one.label}{len(one.rows)}{one.counter}", _named(one)) for one in sheet.others)
        yield "本期其他情况", [Table((), rows, widths=(2, 7))]


def _numbered(sections: Iterator[tuple[str, list[Block]]]) -> Iterator[Block]:
    for place, (title, blocks) in enumerate(sections, 1):
        yield Heading(1, f"{heading_label(1, place)}{title}")
        yield from blocks


def _figures(figures: tuple[Shown, ...]) -> Table:
    """Set the figures in two columns, each beside that of the last period and the change in words."""
    cells = [(one.label, str(one.value), str(one.before), _change(one)) for one in figures]
    half = (len(cells) + 1) // 2
    left, right = cells[:half], [*cells[half:], ("", "", "", "")][:half]
    rows = tuple((*one, *other) for one, other in zip(left, right, strict=True))
    head = ("项目", "本期", "上期", "比上期")
    return Table((*head, *head), rows, widths=(38, 16, 16, 24, 38, 16, 16, 24))


def _change(one: Shown) -> str:
    return one.change.replace(" ", "").removeprefix("比上期") if one.value != one.before else "相同"


def _decisions(sheet: Sheet) -> list[Block]:
    if not sheet.decisions:
        return [Paragraph("没有在办的议定事项。")]
    rows = tuple((_short(one.title.words), one.lead, one.due, one.state) for one in sheet.decisions)
    table = Table(("议定事项", "主办单位", "时限", "办理状态"), rows, widths=(46, 24, 30, 30))
    return [table, *_rest(sheet.more_decisions, "项，见台账")]


def _units(sheet: Sheet) -> list[Block]:
    shown = sheet.units[:MOST_UNITS]
    rows = tuple((one.name, "".join(_short(piece.words) for piece in one.pieces)) for one in shown)
    return [
        Table((), rows, widths=(2, 7)) if rows else Paragraph("没有成员单位。"),
        *_rest(len(sheet.units) - len(shown), "个单位，见页面"),
    ]


def _listed(pieces: tuple[Piece, ...], more: int, after: str) -> list[Block]:
    if not pieces:
        return [Paragraph("没有。")]
    rows = tuple((str(place), _short(piece.words, LONGER)) for place, piece in enumerate(pieces, 1))
    return [Table((), rows, widths=(1, 16)), *_rest(more, after)]


def _rest(more: int, after: str) -> list[Block]:
    return [Paragraph(f"另有{more}{after}。")] if more > 0 else []


def _named(one: Other) -> str:
    words = "；".join(_short(piece.words) for piece in one.named)
    return f"{words}；另有{one.more}{one.counter}" if one.more else words or "没有。"


def _short(words: str, most: int = LONGEST) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _translated(block: Block, gone: dict[int, str]) -> Block:
    if isinstance(block, Heading):
        return Heading(block.level, block.text.translate(gone))
    if isinstance(block, Paragraph):
        return Paragraph(block.text.translate(gone))
    rows = tuple(tuple(cell.translate(gone) for cell in row) for row in block.rows)
    return Table(block.header, rows, block.widths)
