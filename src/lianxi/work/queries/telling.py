"""How many rows about persons a seat is told that does not see them: small numbers hidden, and what gives them back."""

from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.small_numbers import WITHHELD, Published, publish
from lianxi.work.queries.rows import counts_by_period
from lianxi.work.rows import ArrangementRow
from lianxi.work.rules.periods import Period, periods_of_year

PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Counts:
    """The rows of a line in a year by unit and period, as they may be told to others."""

    units: tuple[int, ...]
    periods: tuple[Period, ...]
    table: Published

    def cell(self, unit: int, period: Period) -> str:
        """Tell the number of one unit in one period."""
        if unit not in self.units:
            return "0"
        return (
            self.table.cells[self.units.index(unit)][self._place(period)] if self._has(period) else WITHHELD
        )

    def total(self, period: Period) -> str:
        """Tell the number of all units in a period or the year; other spans would give hidden numbers back."""
        if self._has(period):
            return self.table.columns[self._place(period)]
        is_year = (period.first, period.last) == (self.periods[0].first, self.periods[-1].last)
        return self.table.total if is_year else WITHHELD

    def covers(self, period: Period) -> bool:
        """Tell whether anything of a period is hidden, so that figures of it are not told either."""
        if not self._has(period):
            return True
        place = self._place(period)
        column = [row[place] for row in self.table.cells]
        return any(not one.isdecimal() for one in (*column, self.table.columns[place]))

    def _has(self, period: Period) -> bool:
        return any(one.code == period.code for one in self.periods)

    def _place(self, period: Period) -> int:
        return next(place for place, one in enumerate(self.periods) if one.code == period.code)


def hides_from(actor: Actor | None, row: ArrangementRow, unit: int | None = None) -> bool:
    """Tell whether numbers of an arrangement are told to a seat only as far as they are not small.

    What is personal is known to the unit that handles it alone.
    """
    is_own = actor is not None and actor.unit_id is not None and actor.unit_id == (unit or row.unit_id)
    return row.level == PERSONAL and not is_own


def counts_of(row: ArrangementRow, year: int) -> Counts:
    """Count the rows of a line that stand in a year, and hide what is small."""
    periods = tuple(periods_of_year(year, row.returns))
    found = counts_by_period([row.line_id], date(year, 1, 1), date(year, 12, 31))
    units = tuple(sorted({unit for _line, unit, _about in found})) or (0,)
    cells = [[found.get((row.line_id, unit, one.last), 0) for one in periods] for unit in units]
    return Counts(units, periods, publish(cells))
