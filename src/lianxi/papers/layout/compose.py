"""From model to pieces: which element stands where, in the order of GB/T 9704-2012 chapter 7 and 10.3."""

from collections.abc import Iterator
from itertools import pairwise

from lianxi.papers.layout.addressing import is_long, moves_recipients, with_listed
from lianxi.papers.layout.blocks import Block, Emphasis, Heading, Paragraph, Table
from lianxi.papers.layout.closing import closing, imprint
from lianxi.papers.layout.head import head
from lianxi.papers.layout.joining import joined
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.pieces import Grid, Indents, Line, Piece, Run, Turn, plain
from lianxi.papers.layout.roles import LINE, TEXT_HEIGHT, TEXT_WIDTH, Face, Role
from lianxi.papers.layout.titles import title_width

_HEADINGS = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)
_FACES = {Emphasis.KAI: Face.KAI, Emphasis.HEI: Face.HEI}


def compose(document: OfficialDocument) -> tuple[Piece, ...]:
    """Lay a document out as the sequence of its lines and tables.

    The text is that of the model, with the marks the standard adds (colons, 附件：, brackets of the note).
    """
    document = with_listed(document)
    addressed = bool(document.recipients) and not moves_recipients(document)
    return (
        *head(document),
        *_title(document),
        *_body(document.body, after_title=not addressed, keep=_keeps_last(document)),
        *closing(document),
        *_annexes(document),
        *imprint(document),
    )


def _title(document: OfficialDocument) -> Iterator[Line]:
    spare = (TEXT_WIDTH - round(title_width(document.title) * 440)) // 2
    # Without a head the title opens the page, where two blank lines above it have no purpose.
    before = None if document.mark else 0
    yield Line(Role.TITLE, (Run(document.title),), Indents(spare, spare), before)
    if document.recipients and not moves_recipients(document):
        yield plain(Role.RECIPIENTS, joined(document.recipients).removesuffix("：") + "：")


def _keeps_last(document: OfficialDocument) -> bool:
    """Whether the last paragraph stays with what follows, so that no signature is alone on a page (7.3.5.5).

    A long one that is the whole text, or that a list of attachments follows, need not: page one must show text (7.3.3).
    """
    last = document.body[-1] if document.body else None
    if document.is_minutes or not document.signed_by:
        return False
    if isinstance(last, Paragraph) and is_long(last.text):
        return len(document.body) > 1 and not document.attachment_names
    return True


def _body(
    body: tuple[Block, ...], *, after_title: bool, keep: bool = False, across: int = TEXT_WIDTH
) -> Iterator[Piece]:
    for place, block in enumerate(body):
        # A blank line parts title and body where no 主送机关 stands between them.
        before = LINE if place == 0 and after_title else None
        if before is not None and isinstance(block, Table):
            yield Line(Role.GAP, (), before=LINE - 20, keep_next=True)
        yield _block(block, before, keep and place == len(body) - 1, across)


def _annexes(document: OfficialDocument) -> Iterator[Piece]:
    """Return the bound attachments: each on a new page, its label in the first line, its title in the third (7.3.7)."""
    landscape = False
    alone = len(document.attachment_names) == 1
    for place, annex in enumerate(document.annexes, 1):
        turned = annex.landscape != landscape
        if turned:
            landscape = annex.landscape
            yield Turn(landscape)
        label = Line(Role.ANNEX_LABEL, (Run("附件" if alone else f"附件{place}"),), new_page=not turned)
        yield label
        across = TEXT_HEIGHT if landscape else TEXT_WIDTH
        spare = max(0, (across - round(title_width(annex.title) * 440)) // 2)
        yield Line(Role.ANNEX_TITLE, (Run(annex.title),), Indents(spare, spare))
        yield from _body(annex.body, after_title=True, across=across)
    if landscape and (document.copies or document.copies_up or document.printed_by):
        # The 版记 stands at the foot of an upright page.
        yield Turn(landscape=False)


def _block(block: Block, before: int | None, last: bool, across: int) -> Piece:
    if isinstance(block, Heading):
        return Line(_HEADINGS[block.level - 1], (Run(block.text),), before=before)
    if isinstance(block, Paragraph):
        return Line(Role.BODY, tuple(_runs(block)), before=before, keep_next=last)
    return _grid(block, across)


def _runs(block: Paragraph) -> Iterator[Run]:
    spans = {span.start: span.emphasis for span in block.spans}
    edges = sorted({0, len(block.text), *(place for span in block.spans for place in (span.start, span.end))})
    for start, end in pairwise(edges):
        emphasis = spans.get(start)
        face = _FACES.get(emphasis) if emphasis else None
        yield Run(block.text[start:end], face, bold=emphasis is Emphasis.BOLD)


def _grid(table: Table, across: int) -> Grid:
    weights = table.widths or (1,) * table.columns
    filled = (row + ("",) * (table.columns - len(row)) for row in table.rows)
    rows = tuple(_row(Role.TABLE_CELL, row) for row in filled)
    if table.header:
        return Grid((_row(Role.TABLE_HEAD, table.header), *rows), _shares(weights, across), 1)
    return Grid(rows, _shares(weights, across), 0)


def _row(role: Role, cells: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(plain(role, cell) for cell in cells)


def _shares(weights: tuple[int, ...], across: int) -> tuple[int, ...]:
    # Differences of running totals, so that the columns add up to the type area exactly.
    total, reached, edges = sum(weights), 0, [0]
    for weight in weights:
        reached += weight
        edges.append(across * reached // total)
    return tuple(right - left for left, right in pairwise(edges))
