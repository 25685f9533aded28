"""What a spreadsheet's values alone do not tell of its cells: formulas, errors, percents, dates without a day.

A library reads the values; this looks beside it into the file itself, and says where a value stands for something else.
"""

from dataclasses import dataclass, field
from enum import IntFlag, auto

Place = tuple[int, int]


class Odd(IntFlag):
    """What a cell is beside its value."""

    FORMULA = auto()
    UNRECKONED = auto()
    ERROR = auto()
    PERCENT = auto()
    MONTH = auto()
    LATE = auto()


@dataclass(slots=True)
class Oddities:
    """The odd cells of one sheet by (row, column) from 0; `epoch_1904` where its day numbers begin in 1904."""

    cells: dict[Place, Odd] = field(default_factory=dict)
    epoch_1904: bool = False


def kind_of_format(code: str) -> Odd:
    """Say what a number format makes of a number: a percent, or a date of which only the month is shown."""
    bare = []
    is_quoted = False
    for mark in code.split(";", maxsplit=1)[0].lower():
        is_quoted ^= mark == '"'
        if not is_quoted and mark != '"':
            bare.append(mark)
    text = "".join(bare).replace("\\", "")
    if "%" in text:
        return Odd.PERCENT
    if "y" in text and "m" in text and "d" not in text:
        return Odd.MONTH
    return Odd(0)


# The formats that need no code in the file: percents, and month with year.
BUILT_IN = {9: Odd.PERCENT, 10: Odd.PERCENT, 17: Odd.MONTH}
