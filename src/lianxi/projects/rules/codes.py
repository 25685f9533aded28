"""The code of an investment project in its two forms.

Until 2020: year-region-industry-type-serial. Since November 2020 (GB/T 40058-2021): year and month in four digits.
They never collide: 2015–2020 cannot be a month. The check digit of the new form is not enforced, since its
reckoning (4.7 of the standard) was not seen.
"""

import re
import unicodedata
from datetime import date

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


def plain_code(text: str) -> str:
    """Write a code as it is compared: half width, upper case, no blanks, every dash a hyphen."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", re.sub(r"[‐-―−－—ー]", "-", plain)).upper()


def code_fault(code: str, day: date) -> str:
    """Say in Chinese what is wrong with a project code as of a day; empty when nothing is that can be told.

    The last digit of the new form is a check digit whose reckoning was not seen: it is not judged.
    """
    if SHAPE.fullmatch(code) is None:
        return (
            f"项目代码“{code[:40]}”不是 20 位数字加 4 个短横的写法，例如 2603-350582-04-02-123456"
            "（旧码 2019-350582-19-03-012345）"
        )
    if code_form(code) == INVALID:
        return f"项目代码“{code}”的前 4 位“{code[:4]}”既不是年月（2020 年 11 月起的新码），也不是 2015—2020 年（旧码）"
    if code_form(code) == NEW and (int(code[:2]) + 2000, int(code[2:4])) > (day.year, day.month):
        return f"项目代码“{code}”的年月是 20{code[:2]} 年 {int(code[2:4])} 月，还没有到"
    return ""


def region_of(code: str) -> str:
    """Return the division that a code was given in; empty where there is no sound code."""
    return code[5:11] if SHAPE.fullmatch(code) else ""
