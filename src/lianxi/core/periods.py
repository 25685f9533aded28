"""Periods: half-open spans of days, `starts_on <= day < ends_before`; None means open-ended."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """From `starts_on` (included) to `ends_before` (excluded)."""

    starts_on: date
    ends_before: date | None = None

    def __post_init__(self) -> None:
        if self.ends_before is not None and self.ends_before < self.starts_on:
            raise ValueError("a period cannot end before it starts")

    def holds_on(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.starts_on <= day and (self.ends_before is None or day < self.ends_before)

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods share a day."""
        starts_before_end = other.ends_before is None or self.starts_on < other.ends_before
        ends_after_start = self.ends_before is None or other.starts_on < self.ends_before
        return starts_before_end and ends_after_start
