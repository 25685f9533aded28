"""What a limit and an action level are."""

from dataclasses import dataclass
from decimal import Decimal

from lianxi.core.periods import Period

OFFICIAL = "seen in official text"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of one hazard and metric, for the days of `period`.

    `printed` is the number as the standard prints it: its decimals decide how results are rounded.
    `band` is 0 where the limit does not depend on free silica, else 1 (10–50 %), 2 (50–80 %], 3 (> 80 %).
    `per_hour` means the limit is `value` divided by the hours of exposure. `confirmed` is False for every
    row that was not seen in the official text; verdicts that rest on it say so.
    """

    hazard: str
    metric: str
    printed: str
    value: Decimal
    unit: str
    period: Period
    reference: str
    source: str
    confidence: str
    condition: str = ""
    band: int = 0
    per_hour: bool = False
    mandatory: bool = True

    @property
    def confirmed(self) -> bool:
        """This function will tell whether the limit was seen in the official text."""
        return self.confidence == OFFICIAL

    @property
    def decimals(self) -> int:
        """This function will give the number of decimals the standard prints."""
        exponent = Decimal(self.printed).as_tuple().exponent
        return max(0, -int(exponent))


@dataclass(frozen=True, slots=True)
class Action:
    """An action level: a share of the limit, or a value in the limit's unit; always configured, with its source."""

    share: Decimal | None
    value: Decimal | None
    source: str
    confidence: str
