"""The Typst source of a document: the lengths and looks of layout/roles.py, and one call for each piece."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lianxi.papers.layout import roles
from lianxi.papers.layout.addressing import is_long
from lianxi.papers.layout.compose import compose
from lianxi.papers.layout.frame import page_words
from lianxi.papers.layout.head import LETTER_MARK_TOP, joint_pitch
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.pieces import Grid, JointMark, LetterHead, Line, Piece, Run, Turn
from lianxi.papers.layout.placing import AFTER_TABLE, LETTER_FOOT, LETTER_RULE_LEFT, LETTER_RULE_WIDTH
from lianxi.papers.layout.roles import LOOKS, Face, Look, Role
from lianxi.papers.layout.signature import SEAL
from lianxi.papers.layout.text import width
from lianxi.papers.layout.wordml import RULE_DISTANCE, RULE_SIZE, split_marks
from lianxi.papers.pdf.fonts import stand_ins

# What the place of a seal is called in the file, before the number of its organ.
SEAL_DESTINATION = "seal-"
_PAPER = Path(__file__).with_name("paper.typ")
# Where the red rule stands under the top of its line: 4 mm under the number, whose brackets end 1.07 em below it.
_RULE_DROP = round(1.07 * 320 + 4 * roles.MILLIMETER)
# As DOCX draws it, so that both break pages alike.
_RULE_ROOM = RULE_DISTANCE * 20 + RULE_SIZE * 5 // 2
# The dashes of the page number stand 7 mm under the type area, at 0.38 em over the base line of 14 pt.
_NUMBER_DROP = round(7 * roles.MILLIMETER - (0.88 - 0.30) * 280)
# What stands between rules stands in the middle of its line.
_MIDDLE = tuple(LOOKS[role] for role in (Role.MARK, Role.IMPRINT, Role.TABLE_HEAD, Role.TABLE_CELL))
_IMPORT = '#import "/paper.typ": *\n#show: paper'
# A row of more lines than this is broken over pages.
_ROW_LINES = 20


def typst_source(document: OfficialDocument) -> str:
    """Return the whole Typst source of a document; its text is quoted, never markup."""
    pieces = compose(document)
    return "\n".join((_IMPORT, *_document_lines(document, pieces), *_calls(pieces)))


@cache
def shared_source() -> str:
    """Return what every document imports as `/paper.typ`: lengths, looks and functions."""
    lines = [
        # First, since the looks name it: Typst's own red is another one.
        f"#let red = rgb({_quoted('#' + roles.RED)})",
        f"#let faces = {_faces()}",
        f"#let looks = ({', '.join(f'{_quoted(role)}: {_look(LOOKS[role])}' for role in Role)})",
        f"#let page-size = (width: {_pt(roles.PAGE_WIDTH)}, height: {_pt(roles.PAGE_HEIGHT)})",
        f"#let margin = (top: {_pt(roles.MARGIN_TOP)}, right: {_pt(roles.MARGIN_RIGHT)}, "
        f"bottom: {_pt(roles.MARGIN_BOTTOM)}, left: {_pt(roles.MARGIN_LEFT)})",
        "#let rule-width = 1pt",
        "#let outer-rule = 0.35mm + black",
        "#let inner-rule = 0.25mm + black",
    ]
    lengths = {
        "type-width": roles.TEXT_WIDTH,
        "rule-drop": _RULE_DROP,
        "rule-room": _RULE_ROOM,
        "after-table": AFTER_TABLE + 20,
        "edge": roles.SMALL_CHARACTER,
        "number-drop": _NUMBER_DROP,
        "stage-top": roles.HEADER_DISTANCE,
        "letter-left": LETTER_RULE_LEFT,
        "letter-width": LETTER_RULE_WIDTH,
        "letter-foot": LETTER_FOOT - 60,
        "seal": SEAL,
    }
    lines += [f"#let {name} = {_pt(value)}" for name, value in lengths.items()]
    return "\n".join((*lines, _PAPER.read_text(encoding="utf-8")))


def _faces() -> str:
    rows = (f"{face.name}: ({', '.join(_quoted(font.family) for font in stand_ins(face))})" for face in Face)
    return f"({', '.join(rows)})"


def _look(look: Look) -> str:
    align = {"both": "left", "left": "left", "center": "center", "right": "right"}[look.align]
    first = look.first * look.size * 10
    return (
        f"(face: {_quoted(look.face.name)}, size: {look.size / 2}pt, pitch: {_pt(look.line)}, "
        f"closer: {_pt(look.closer)}, before: {_pt(look.before)}, first: {_pt(first)}, side: {_pt(look.side)}, "
        f"middle: {_flag(look in _MIDDLE)}, align: {align}, both: {_flag(look.align == 'both')}, "
        f"keep: {_flag(look.keep_next)}, color: {'red' if look.color else 'black'})"
    )


def _document_lines(document: OfficialDocument, pieces: tuple[Piece, ...]) -> Iterator[str]:
    day = document.issued_on
    moment = f"datetime(year: {day.year}, month: {day.month}, day: {day.day})" if day else "none"
    title = " ".join(document.title.split()) or document.kind.label
    author = "、".join(document.signed_by) or document.mark
    yield f"#set document(title: {_quoted(title)}, author: {_quoted(author)}, date: {moment})"
    letter = next((piece for piece in pieces if isinstance(piece, LetterHead)), None)
    words = "　".join(f"【{word}】" for word in page_words(document))
    rule = _pt(letter.rule) if letter else "none"
    fixed = f"{_flag(document.is_letter)}, {rule}, {_quoted(words)}, {_quoted(document.footer_note)}"
    yield f"#let around(side) = frame({fixed}, side)"
    yield "#set page(..upright, foreground: around(false))"


def _calls(pieces: tuple[Piece, ...]) -> Iterator[str]:
    lines: list[Line] = []
    for piece in pieces:
        if isinstance(piece, Line):
            lines.append(piece)
            continue
        yield from _flow(lines)
        lines = []
        if isinstance(piece, Turn):
            side = "turned" if piece.landscape else "upright"
            yield f"#set page(..{side}, foreground: around({_flag(piece.landscape)}))"
        elif isinstance(piece, Grid):
            yield _grid(piece)
        elif isinstance(piece, JointMark):
            yield _joint_mark(piece)
        elif isinstance(piece, LetterHead):
            size = (piece.mark.size or 0) / 2
            end = max(roles.MARGIN_TOP, LETTER_MARK_TOP + round(size * 22))
            yield f"#letter-head({_pt(LETTER_MARK_TOP)}, {_pt(end + 20)}, {size}pt, {_body(piece.mark)})"
        else:
            bands = ", ".join("{" + "; ".join(_line(line) for line in band) + "}" for band in piece.bands)
            yield f"#imprint({_pt(piece.height)}, {_flag(piece.ruled)}, {bands})"
    yield from _flow(lines)


def _flow(lines: list[Line]) -> Iterator[str]:
    """Lines after one another; a signature under a long paragraph is set as the paragraph's own last line."""
    signed = next((place for place, line in enumerate(lines) if line.role is Role.SIGNATURE), 0)
    above = lines[signed - 1] if signed else None
    if above is None or above.role is not Role.BODY or not is_long("".join(run.text for run in above.runs)):
        yield from (f"#{_line(line)}" for line in lines)
        return
    end = next((p for p in range(signed, len(lines)) if lines[p].role is not Role.SIGNATURE), len(lines))
    end += end < len(lines) and lines[end].role is Role.ISSUED_ON
    yield from (f"#{_line(line)}" for line in lines[: signed - 1])
    tail = "; ".join(_line(line) for line in lines[signed:end])
    yield f"#{_line(above, tail)}"
    yield from (f"#{_line(line)}" for line in lines[end:])


def _line(line: Line, tail: str = "") -> str:
    words = [_quoted(line.role)]
    lengths = {"before": line.before, "end": line.end_tab}
    if line.indents is not None:
        lengths |= {"left": line.indents.left, "right": line.indents.right, "first": line.indents.first}
    words += [f"{name}: {_pt(value)}" for name, value in lengths.items() if value is not None]
    if line.size is not None:
        words.append(f"size: {line.size / 2}pt, pitch: {_pt(line.size * 11)}")
    if tail:
        words.append(f"tail: {{{tail}}}")
    flags = {"keep": line.keep_next and not tail, "ruled": line.ruled, "fresh": line.new_page}
    words += [f"{name}: true" for name, value in flags.items() if value]
    if line.seals:
        left = line.indents.left if line.indents else 0
        words.append(
            f"seals: ({_listed([f'({_pt(seal.middle - left)}, <{SEAL_DESTINATION}{seal.number}>)' for seal in line.seals])})"
        )
    if len(line.seals) > 1:
        words.append(f"names: ({_listed([_quoted(run.text.strip()) for run in line.runs])})")
        return f"ln({', '.join((*words, 'none'))})"
    return f"ln({', '.join((*words, _body(line)))})"


def _body(line: Line) -> str:
    """Return the runs joined; a tab is elastic room before what stands at the right, or a box up to the left tab."""
    if line.role is Role.ATTACHMENTS and line.indents and len(line.runs) > 1:
        # A narrow stop after the order number must not draw the name to the left of what hangs under it (7.3.4).
        label, *names = (_run(run, run.text) for run in line.runs)
        return " + ".join((f"box(width: {_pt(-line.indents.first)}, {label})", *names))
    parts: list[str] = []
    for run in line.runs:
        for mark in split_marks(run.text):
            if mark == "\t" and line.start_tab is not None:
                # A tab counts from the edge, a box from the first line's indent.
                look = LOOKS[line.role]
                room = line.start_tab - look.first * look.size * 10
                parts = [f"box(width: {_pt(room)}, {' + '.join(parts) or 'none'})"]
            elif mark == "\t":
                parts.append("h(1fr)")
            elif mark == "\n":
                parts.append("linebreak()")
            else:
                parts.append(_run(run, mark))
    return " + ".join(parts) or "none"


def _run(run: Run, text: str) -> str:
    if run.face is None and not run.bold:
        return f"[#{_quoted(text)}]"
    face = f", face: {_quoted(run.face.name)}" if run.face else ""
    return f"run({_quoted(text)}{face}{', heavy: true' if run.bold else ''})"


def _grid(grid: Grid) -> str:
    columns = ", ".join(_pt(wide) for wide in grid.widths)
    rows = [[f"{_line(line)}" for line in row] for row in grid.rows]
    whole = [_fits(row, grid.widths) for row in grid.rows]
    cells = [
        f"whole({cell})" if fits else cell for row, fits in zip(rows, whole, strict=True) for cell in row
    ]
    head = grid.head * len(grid.widths)
    return f"#grid-of(({columns},), ({_listed(cells[:head])}), ({_listed(cells[head:])}))"


def _fits(row: tuple[Line, ...], widths: tuple[int, ...]) -> bool:
    size = LOOKS[Role.TABLE_CELL].size * 10
    lines = (
        width("".join(run.text for run in line.runs)) * size / max(wide - 160, size)
        for line, wide in zip(row, widths, strict=True)
    )
    return max(lines) < _ROW_LINES


def _joint_mark(piece: JointMark) -> str:
    organs = _listed([_quoted(name) for name in piece.organs])
    widths = ", ".join(_pt(wide) for wide in piece.widths)
    place = f"{_pt(piece.before)}, {piece.size / 2}pt, {_pt(joint_pitch(piece))}"
    return f"#joint-mark({place}, ({widths}), ({organs}), {_quoted(piece.word)})"


def _listed(items: list[str]) -> str:
    return "".join(f"{item}, " for item in items)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _pt(twips: float) -> str:
    return f"{twips / 20:g}pt"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
