"""Periods of returns, and the one day by which everything of a period is due (a setting, no law)."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lianxi.core.due import Derivation, due_on_date
from lianxi.core.limits import TO_CONFIRM
from lianxi.core.refusals import BadInput

DAY = timedelta(days=1)
# Returns a year → months of a period.
MONTHS = {1: 12, 2: 6, 4: 3, 12: 1}
RETURNS_LABELS = {0: "不定期", 1: "每年一次", 2: "每半年一次", 4: "每季度一次", 12: "每月一次"}
CYCLE_LABELS = {
    "monthly": "每月",
    "quarterly": "每季度",
    "half-yearly": "每半年",
    "yearly": "每年",
    "five-yearly": "每五年",
    "by-event": "随事项",
}
RETURNS_OF = {"monthly": 12, "quarterly": 4, "half-yearly": 2, "yearly": 1, "five-yearly": 1, "by-event": 0}
_CODE = re.compile(r"(20\d\d)(?:(H)([12])|(Q)([1-4])|-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its code (2026, 2026H1, 2026Q3 or 2026-05), with its first and last day."""

    code: str
    first: date
    last: date

    @property
    def words(self) -> str:
        """The period in words: 2026年上半年."""
        return period_words(self.code)


@dataclass(frozen=True, slots=True)
class DueDays:
    """The settings: month and day after a half-year, after a year, and days after a month or quarter."""

    half: tuple[int, int] = (7, 20)
    year: tuple[int, int] = (1, 31)
    short: int = 20


def read_due_days(half: str, year: str, short: str) -> DueDays:
    """Read the settings as they are stored: 07-20, 01-31, 20. Raises BadInput for what is none."""
    try:
        read = [tuple(int(part) for part in text.split("-")) for text in (half, year)]
        checked = [date(2025, month, day) for month, day in read]
        return DueDays((checked[0].month, checked[0].day), (checked[1].month, checked[1].day), int(short))
    except ValueError as error:
        raise BadInput("填报截止日的设定不对。", next_step="请写成 07-20 这样的月和日。") from error


def period_of(day: date, returns: int) -> Period:
    """Return the period in which a day lies; without a cycle of its own the year counts."""
    months = MONTHS.get(returns, 12)
    index = (day.month - 1) // months
    first = date(day.year, index * months + 1, 1)
    after = date(day.year + (index + 1) * months // 12, (index + 1) * months % 12 + 1, 1)
    codes = {1: f"{day.year}-{day.month:02d}", 3: f"{day.year}Q{index + 1}", 6: f"{day.year}H{index + 1}"}
    return Period(codes.get(months, str(day.year)), first, after - DAY)


def before(period: Period, returns: int) -> Period:
    """Return the period before one."""
    return period_of(period.first - DAY, returns)


def read_period(code: str) -> Period:
    """Read a period by its code. Raises BadInput for what is none."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise BadInput("期次不对。", next_step="请从列出的期次中选择。")
    year = int(match[1])
    if match[2]:
        return period_of(date(year, 1 if match[3] == "1" else 7, 1), 2)
    if match[4]:
        return period_of(date(year, int(match[5]) * 3 - 2, 1), 4)
    return period_of(date(year, int(match[6]), 1), 12) if match[6] else period_of(date(year, 1, 1), 1)


def period_words(code: str) -> str:
    """Say a period in words: 2026年上半年. Raises BadInput for what is none."""
    match = _CODE.fullmatch(code)
    if match is None:
        raise BadInput("期次不对。", next_step="请从列出的期次中选择。")
    year = f"{match[1]}年"
    if match[2]:
        return year + ("上半年" if match[3] == "1" else "下半年")
    if match[4]:
        return f"{year}第{'一二三四'[int(match[5]) - 1]}季度"
    return f"{year}{int(match[6])}月" if match[6] else year


def periods_of_year(year: int, returns: int) -> list[Period]:
    """List the periods of a year in their order."""
    months = MONTHS.get(returns, 12)
    return [period_of(date(year, first, 1), returns) for first in range(1, 13, months)]


def due_of(period: Period, days: DueDays) -> Derivation:
    """Say by when a return for a period is due: one day for all, after the half-year or the year.

    A period that ends with neither is due some days after its end.
    """
    following = period.last + DAY
    if period.last.month == 12:
        due, rule = date(following.year, *days.year), "年度、下半年填报截止日"
    elif period.last.month == 6:
        due, rule = date(period.last.year, *days.half), "半年填报截止日"
    else:
        due, rule = period.last + timedelta(days=days.short), f"期末后 {days.short} 日"
    return due_on_date(due, rule=f"{period.words}：{rule}", source=TO_CONFIRM)
