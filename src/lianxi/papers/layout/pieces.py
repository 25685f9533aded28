"""The pieces a document is composed into before any file format is written: lines, tables and red rule.

Every renderer takes the same sequence of pieces, so that all of them print the same text in the same order.
"""

from dataclasses import dataclass, replace

from lianxi.papers.layout.roles import Face, Role


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look; `face` None is the role's face. Line breaks and tabs are honored."""

    text: str
    face: Face | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Indents:
    """Indents of one line in twips instead of its role's; a negative `first` hangs the first line out."""

    left: int = 0
    right: int = 0
    first: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the printed page. `before` (twips) and `size` (half-points) overrule the role's.

    `end_tab` sets a right-aligned tab that far from the left edge; `ruled` draws the red rule under it.
    """

    role: Role
    runs: tuple[Run, ...]
    indents: Indents | None = None
    before: int | None = None
    size: int | None = None
    end_tab: int | None = None
    ruled: bool = False
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A data table: cells are lines, `widths` are twips, the first `head` rows repeat on every page."""

    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]
    head: int


@dataclass(frozen=True, slots=True)
class Imprint:
    """The 版记: bands of lines between horizontal rules."""

    bands: tuple[tuple[Line, ...], ...]


Piece = Line | Grid | Imprint


def plain(role: Role, text: str) -> Line:
    """This function will give a line of one run in the role's own look."""
    return Line(role, (Run(text),))


def ruled(line: Line) -> Line:
    """This function will give the line with the red rule under it."""
    return replace(line, ruled=True)
