"""What a page shows, in millimetres from its top left corner: the one form between the PDF and the OFD."""

from dataclasses import dataclass

Color = tuple[int, int, int]
BLACK: Color = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run of text is drawn: the font by its official name, the size, and its direction (1, 0 is upright)."""

    font: str
    size: float
    color: Color = BLACK
    bold: bool = False
    across: tuple[float, float] = (1.0, 0.0)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of glyphs on one base line; each is a character, or several that are drawn as one, at its origin."""

    look: Look
    glyphs: tuple[str, ...]
    origins: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn path: its steps (M, L, B, C and their points), filled or as a line of some width."""

    steps: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    width: float
    color: Color = BLACK
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page with what is on it, in the order in which it is drawn."""

    width: float
    height: float
    runs: tuple[Run, ...]
    strokes: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document: its pages, its title, its author, its day (empty where it has none), and the places of its seals.

    A seal's place is its name, its page from 0, and its left and top edge.
    """

    pages: tuple[Page, ...]
    title: str = ""
    author: str = ""
    day: str = ""
    seals: tuple[tuple[str, int, float, float], ...] = ()
