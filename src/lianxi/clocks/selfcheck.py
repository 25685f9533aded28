"""What `lianxi doctor` sees of the clocks: years whose holidays are not announced."""

from collections.abc import Iterator
from datetime import date

from lianxi.clocks.queries import calendar_now
from lianxi.core.doctor import Sign


def look_at_years(today: date) -> Iterator[Sign]:
    """Say of this year and the next whether their holidays are loaded.

    The notice for a year comes out in the last months of the one before: until then its dates are
    provisional, which is no fault.
    """
    calendar = calendar_now(exact=True)
    for year in (today.year, today.year + 1):
        if not calendar.is_provisional(year):
            yield Sign(True, f"{year}年放假安排已载入")
        elif year == today.year:
            yield Sign(
                False,
                f"{year}年放假安排没有载入，时限都是暂定：请载入国务院办公厅的放假通知（设置·放假安排）",
            )
        else:
            yield Sign(True, f"{year}年放假安排尚未载入，落在该年的时限为暂定")
