"""What an address asks for in its filters: whole numbers and days, whatever somebody typed there."""

from datetime import date

from lianxi.journal.payloads import YEARS

# Longer numbers do not fit a 64-bit column.
MAX_DIGITS = 18


def number_of(text: str, digits: int = MAX_DIGITS) -> int | None:
    """Return a whole number of so many ASCII digits; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def day_asked(text: str, today: date, latest: date | None = None) -> tuple[date, str]:
    """Return the day that a filter names, and a sentence where it is another one than was asked for.

    `latest` is the last day there is something to show of; days outside the years an act may name are none.
    """
    if not text:
        return today, ""
    shown = text[:20] + "…" * (len(text) > 20)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, f"“{shown}”不是日期，显示的是今天的情形。请写成 2026-03-02 这样。"
    if day.year not in YEARS:
        years = f"{YEARS[0]}年至{YEARS[-1]}年"
        return today, f"“{shown}”不在{years}之内，显示的是今天的情形。请写成 2026-03-02 这样。"
    if latest is not None and day > latest:
        return (
            latest,
            f"“{shown}”还没有到，显示的是{'今天' if latest == today else latest.isoformat()}的情形。",
        )
    return day, ""
