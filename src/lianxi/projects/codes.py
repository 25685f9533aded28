"""The code of an investment project in its two forms.

Until 2020: year-region-industry-type-serial. Since November 2020 (GB/T 40058-2021): year and month in four digits.
They never collide: 2015–2020 cannot be a month. The check digit of the new form is not enforced, since its
reckoning (4.7 of the standard) was not seen.
"""

import re

SHAPE = re.compile(r"(\d{2})(\d{2})-\d{6}-\d{2}-\d{2}-\d{6}")
NEW, OLD, INVALID, NONE = "new", "old", "invalid", "none"
OLD_YEARS = range(2015, 2021)


def code_form(code: str | None) -> str:
    """Return the form of a project code: new, old, invalid, or none where there is no code."""
    if not code:
        return NONE
    found = SHAPE.fullmatch(code)
    if found is None:
        return INVALID
    first, second = int(found[1]), int(found[2])
    if first * 100 + second in OLD_YEARS:
        return OLD
    return NEW if first >= 20 and 1 <= second <= 12 else INVALID
