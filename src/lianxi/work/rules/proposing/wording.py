"""The words of an act → its pattern: the first row of words.csv that holds."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

ENDS = "。；;，, "


@dataclass(frozen=True, slots=True)
class WordRule:
    """A row: words that give a pattern, unless others stand there too; for some units only."""

    words: re.Pattern[str]
    pattern: str
    cycle: str
    has_nil: bool
    unit: re.Pattern[str] | None = None
    not_words: re.Pattern[str] | None = None

    def holds(self, unit: str, text: str) -> bool:
        """Tell whether the row speaks about an act of a unit."""
        if self.unit is not None and not self.unit.search(unit):
            return False
        taken_back = self.not_words is not None and self.not_words.search(text)
        return bool(self.words.search(text)) and not taken_back


@cache
def word_rules() -> tuple[WordRule, ...]:
    """Return the rows in their order."""
    text = files("lianxi.work.rules.proposing").joinpath("words.csv").read_text(encoding="utf-8")
    return tuple(
        WordRule(
            re.compile(row["words"]),
            row["pattern"],
            row["cycle"],
            row["nil"] == "yes",
            re.compile(row["unit"]) if row["unit"] else None,
            re.compile(row["not_words"]) if row["not_words"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )


def rule_for(unit: str, text: str) -> WordRule | None:
    """Find the first row that speaks about an act; None where none does."""
    plain = text.strip(ENDS)
    return next((rule for rule in word_rules() if rule.holds(unit, plain)), None)
