"""Small documents made for tests: duties given as (unit, words, role), one act each unless cut by a bar."""

from dataclasses import replace

from lianxi.law.comparing import Comparison, Row, Side, compare, read_side
from lianxi.law.reading import ActText, ClauseText, Reading, read_text
from lianxi.law.reading.model import UnitText

Line = tuple[str, str, str]


def reading(code: str, *lines: Line, members: tuple[str, ...] = ()) -> Reading:
    """A reading whose duties are the lines; a bar in the words ends an act, roles are parted by commas."""
    text, clauses = "", []
    for number, (unit, words, roles) in enumerate(lines, 1):
        acts, start = [], len(text)
        cut = zip(words.split("|"), (roles.split("|") * 9)[: words.count("|") + 1], strict=True)
        for place, (part, role) in enumerate(cut, 1):
            acts.append(_act(f"{code}-{number}#{place}", len(text), part, role))
            text += part
        whole = text[start:]
        clauses.append(_clause(f"{code}-{number}", unit, whole, start, tuple(acts)))
        text += "\n"
    units = tuple(UnitText(name, name, (), 0, 0, None) for name in members)
    return replace(read_text("空", code=code), text=text, title=code, clauses=tuple(clauses), units=units)


def _act(id_: str, start: int, words: str, role: str) -> ActText:
    return ActText(id_, start, start + len(words), words, tuple(role.split(",")), (), (), None, ())


def _clause(id_: str, unit: str, words: str, start: int, acts: tuple[ActText, ...]) -> ClauseText:
    return ClauseText(id_, (), unit, None, words, start, start + len(words), "duty", acts, f"《{id_}》", None)


def side(code: str, *lines: Line, members: tuple[str, ...] = ()) -> Side:
    """The same as one side of a comparison."""
    return read_side(reading(code, *lines, members=members))


def compared(left: Line, right: Line | None, *more: Line) -> Comparison:
    """Two documents of one duty each (the right may have more)."""
    return compare(side("A", left), side("B", *((right,) if right else ()), *more))


def row(left: Line, right: Line | None, *more: Line) -> Row:
    """The row of the left document's only duty."""
    return compared(left, right, *more).rows[0]
