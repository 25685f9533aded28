"""What a limit and an action level are."""

from dataclasses import dataclass
from decimal import Decimal

from lianxi.core.periods import Period

OFFICIAL = "seen in official text"
# The limit of another hazard, taken for one that has none of its own.
CONFIGURED = "configured: the limit of another hazard"
# The confidence of the tables, in the words of a verdict.
DOUBTS = {
    CONFIGURED: "名称没有自己的限值，按目录所含的一种判定（设定）",
    "two secondary sources agree; text not seen": "两处二手来源一致，未见原文",
    "two sources agree (also lvchuang.cn excerpt of table 7)": "两处来源一致，未见原文",
    "source value equals own knowledge of the standard": "由扫描件转录，未与原文核对",
    "source only": "只有一处来源，未与原文核对",
    "source and recollection agree": "一处来源，未与原文核对",
    "own recollection of table 12; source garbled, verify": "来源不清，须核对原文",
}


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
        """Tell whether the limit was seen in the official text."""
        return self.confidence == OFFICIAL

    @property
    def doubt(self) -> str:
        """Say in Chinese why the limit is to be confirmed; empty where it is not."""
        return "" if self.confirmed else DOUBTS.get(self.confidence, "未见原文")

    @property
    def decimals(self) -> int:
        """Return the number of decimals the standard prints."""
        exponent = Decimal(self.printed).as_tuple().exponent
        return max(0, -int(exponent))


@dataclass(frozen=True, slots=True)
class Action:
    """An action level: a share of the limit, or a value in the limit's unit; always configured, with its source."""

    share: Decimal | None
    value: Decimal | None
    source: str
    confidence: str
