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
class Seal:
    """The place of a seal over a name: the organ's number, from 1, and its middle (twips from the left)."""

    number: int
    middle: int


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the printed page. `before` (twips) and `size` (half-points) overrule the role's.

    `end_tab` sets a right-aligned tab that far from the left edge, `start_tab` a left-aligned one; `ruled`
    draws the red rule under it; `new_page` starts a page. `seals` are the places of seals over its runs, one for
    each; several runs, each after a tab, stand centered under their seals.
    """

    role: Role
    runs: tuple[Run, ...]
    indents: Indents | None = None
    before: int | None = None
    size: int | None = None
    end_tab: int | None = None
    start_tab: int | None = None
    ruled: bool = False
    keep_next: bool = False
    seals: tuple[Seal, ...] = ()
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A data table: cells are lines, `widths` are twips, the first `head` rows repeat on every page."""

    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[int, ...]
    head: int


@dataclass(frozen=True, slots=True)
class Imprint:
    """The 版记 at the foot of the last page: bands of lines between horizontal rules, or without (10.1).

    `height` is the room it takes in twips.
    """

    bands: tuple[tuple[Line, ...], ...]
    height: int
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class JointMark:
    """The mark of a joint issue: organs one below another, all as wide as the longest, and a word beside.

    `size` in half-points, `before` and the widths of both columns in twips.
    """

    organs: tuple[str, ...]
    word: str
    size: int
    before: int
    widths: tuple[int, int]


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The mark of a letter and the two double rules of its first page (10.1); `rule` twips from the top."""

    mark: Line
    rule: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows starts on a page of the other orientation."""

    landscape: bool


Piece = Line | Grid | Imprint | JointMark | LetterHead | Turn


def plain(role: Role, text: str) -> Line:
    """Return a line of one run in the role's own look."""
    return Line(role, (Run(text),))


def ruled(line: Line) -> Line:
    """Return the line with the red rule under it."""
    return replace(line, ruled=True)
