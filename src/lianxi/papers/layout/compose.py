"""From model to pieces: which element stands where, in the order of GB/T 9704-2012 chapter 7 and 10.3."""

from collections.abc import Iterator
from itertools import pairwise

from lianxi.papers.layout.blocks import Block, Emphasis, Heading, Paragraph, Table
from lianxi.papers.layout.closing import closing
from lianxi.papers.layout.head import head
from lianxi.papers.layout.joining import joined
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.pieces import Grid, Indents, Line, Piece, Run, plain
from lianxi.papers.layout.roles import LINE, TEXT_WIDTH, Face, Role
from lianxi.papers.layout.titles import title_width

_HEADINGS = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)
_FACES = {Emphasis.KAI: Face.KAI, Emphasis.HEI: Face.HEI}


def compose(document: OfficialDocument) -> tuple[Piece, ...]:
    """This function will lay a document out as the sequence of its lines and tables.

    The text is that of the model, with the marks the standard adds (colons, 附件：, brackets of the note).
    """
    return (*head(document), *_title(document), *_body(document), *closing(document))


def _title(document: OfficialDocument) -> Iterator[Line]:
    spare = (TEXT_WIDTH - round(title_width(document.title) * 440)) // 2
    # Without a head the title opens the page, where two blank lines above it have no purpose.
    before = None if document.mark else 0
    yield Line(Role.TITLE, (Run(document.title),), Indents(spare, spare), before)
    if document.recipients and not document.moves_recipients:
        yield plain(Role.RECIPIENTS, joined(document.recipients).removesuffix("：") + "：")


def _body(document: OfficialDocument) -> Iterator[Piece]:
    addressed = bool(document.recipients) and not document.moves_recipients
    for place, block in enumerate(document.body):
        # A blank line parts title and body where no 主送机关 stands between them.
        before = LINE if place == 0 and not addressed else None
        # The signature must not stand alone on a page (7.3.5.5).
        last = place == len(document.body) - 1
        yield _block(block, before, last)


def _block(block: Block, before: int | None, last: bool) -> Piece:
    if isinstance(block, Heading):
        return Line(_HEADINGS[block.level - 1], (Run(block.text),), before=before)
    if isinstance(block, Paragraph):
        return Line(Role.BODY, tuple(_runs(block)), before=before, keep_next=last)
    return _grid(block)


def _runs(block: Paragraph) -> Iterator[Run]:
    spans = {span.start: span.emphasis for span in block.spans}
    edges = sorted({0, len(block.text), *(place for span in block.spans for place in (span.start, span.end))})
    for start, end in pairwise(edges):
        emphasis = spans.get(start)
        face = _FACES.get(emphasis) if emphasis else None
        yield Run(block.text[start:end], face, bold=emphasis is Emphasis.BOLD)


def _grid(table: Table) -> Grid:
    weights = table.widths or (1,) * table.columns
    filled = (row + ("",) * (table.columns - len(row)) for row in table.rows)
    rows = tuple(_row(Role.TABLE_CELL, row) for row in filled)
    if table.header:
        return Grid((_row(Role.TABLE_HEAD, table.header), *rows), _shares(weights), 1)
    return Grid(rows, _shares(weights), 0)


def _row(role: Role, cells: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(plain(role, cell) for cell in cells)


def _shares(weights: tuple[int, ...]) -> tuple[int, ...]:
    # Differences of running totals, so that the columns add up to the type area exactly.
    total, reached, edges = sum(weights), 0, [0]
    for weight in weights:
        reached += weight
        edges.append(TEXT_WIDTH * reached // total)
    return tuple(right - left for left, right in pairwise(edges))
