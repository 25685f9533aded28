"""Due dates in words, the same on pages, papers, feeds and files: one that rests on days not announced says 暂定."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from lianxi.clocks.queries import calendar_now
from lianxi.core.words import date_with_weekday, long_date

TENTATIVE = "（暂定）"


def unannounced_years(derivation: Mapping[str, Any] | None) -> tuple[int, ...]:
    """Return the years a stored date was counted over that are not announced even now."""
    present = calendar_now()
    return tuple(year for year in (derivation or {}).get("provisional", ()) if present.is_provisional(year))


def tentative(derivation: Mapping[str, Any] | None) -> str:
    """Return （暂定） for a stored date that rests on days not announced, else nothing."""
    return TENTATIVE if unannounced_years(derivation) else ""


def due_words(due_on: date | None, derivation: Mapping[str, Any] | None, none: str = "未定时限") -> str:
    """Write a due date as 2026年11月21日（周六）, with （暂定） where it is so."""
    return f"{date_with_weekday(due_on)}{tentative(derivation)}" if due_on else none


def counted_day(day: date) -> str:
    """Write a day that was counted in working days; in a year not announced it says （暂定）."""
    return f"{date_with_weekday(day)}{TENTATIVE if calendar_now().is_provisional(day.year) else ''}"


def short_due(due_on: date | None, derivation: Mapping[str, Any] | None, none: str = "") -> str:
    """Write a due date as `due_words` does, without its weekday."""
    return f"{long_date(due_on)}{tentative(derivation)}" if due_on else none
