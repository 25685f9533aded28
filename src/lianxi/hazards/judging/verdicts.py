"""What judging gives: a verdict with its whole reckoning, in Chinese."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

from lianxi.hazards.limits import Limit


class Outcome(IntEnum):
    """How a measurement stands; the numbers are stored by bulk judging."""

    OK = 0
    EXCEEDS = 1
    UNDETERMINED = 2
    NO_LIMIT = 3
    REFUSED = 4


WORDS = {
    Outcome.OK: "符合",
    Outcome.EXCEEDS: "超过限值",
    Outcome.UNDETERMINED: "不能判定",
    Outcome.NO_LIMIT: "没有收录限值",
    Outcome.REFUSED: "数据不能采用",
}
BANDS = ("0", "Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ")


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Why nothing was compared: an outcome that is neither OK nor EXCEEDS, a stable code and a sentence."""

    outcome: Outcome
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Applied:
    """The limit that holds for a measurement, after free silica and long shifts.

    `value` is in the limit's unit; `places` are the decimals results are rounded to; `undetermined_above` is set where a
    value between it and `value` needs more than one number (peaks) or than
    the name, and `why` is its code. `factor` turns the given unit into the limit's.
    """

    limit: Limit
    value: Decimal
    places: int
    factor: Fraction
    lines: tuple[str, ...]
    undetermined_above: Decimal | None = None
    why: str = "needs_episodes"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one measurement.

    `reported` is the rounded result in the limit's unit; `ratio` the unrounded result over the limit; `band` the level of
    exposure 0–4 (air contaminants only); `at_action` whether the configured action level is reached; `confirmed` is
    False where the limit was not seen in the official text. `trace` is the reckoning, line by line.
    """

    outcome: Outcome
    code: str
    sentence: str
    trace: tuple[str, ...] = ()
    applied: Applied | None = None
    reported: Decimal | None = None
    below_loq: bool = False
    ratio: Fraction | None = None
    band: int | None = None
    at_action: bool = False

    @property
    def confirmed(self) -> bool:
        """Tell whether the verdict rests on a limit seen in the official text."""
        return self.applied is not None and self.applied.limit.confirmed

    def explain(self) -> str:
        """Write the verdict and its reckoning, one step a line."""
        return "\n".join((f"{WORDS[self.outcome]}：{self.sentence}", *self.trace))


def unjudged(why: Unjudged, trace: tuple[str, ...] = ()) -> Verdict:
    """Return the verdict of a measurement that could not be compared with a limit."""
    return Verdict(why.outcome, why.code, why.sentence, trace)
