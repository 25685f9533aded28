"""Plain official Chinese for dates, moments and numbers, as the interface and papers print them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"


def day_of(moment: datetime) -> date:
    """Return the calendar day of a moment in China."""
    return moment.astimezone(CHINA).date()


def long_date(day: date) -> str:
    """Write a day as 2026年11月21日, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def date_with_weekday(day: date) -> str:
    """Write a day as 2026年11月21日（周六）."""
    return f"{long_date(day)}（周{WEEKDAYS[day.weekday()]}）"


def moment_text(moment: datetime) -> str:
    """Write a moment as 2026年11月21日 16:02, China time."""
    local = moment.astimezone(CHINA)
    return f"{long_date(local.date())} {local:%H:%M}"


def with_leader(by: str, leader: str) -> str:
    """Say who acted for a unit and whose consent within the unit is on record, if any: post or name and post."""
    return f"{by}，经本单位负责同志（{leader}）同意" if leader else by


def chance_words(p: float) -> str:
    """Say how likely chance alone gives as much: "纯属偶然的可能约0.1%"."""
    if p < 0.0001:
        return "纯属偶然的可能不到0.01%"
    return f"纯属偶然的可能约{100 * p:.2g}%"
