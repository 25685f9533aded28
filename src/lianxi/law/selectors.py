"""Which version of an instrument a citation means: @first, @latest, @N or :YYYY-MM-DD, never the nearest.

Pure decisions over the adopted versions; a version that does not exist is an error, not a guess.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lianxi.core.refusals import NotFound

_CODE = r"[^\W_]+(?:-[^\W_]+)*"
_FORM = re.compile(
    rf"(?P<code>{_CODE})"
    r"(?:@(?P<number>first|latest|[1-9][0-9]{0,8})|:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}))?"
)


class NoSuchVersion(NotFound):
    """The instrument has no such adopted version."""

    code = "no_such_version"


@dataclass(frozen=True, slots=True)
class Selector:
    """An instrument code with the version meant: "first", "latest", a number, or the version of a day."""

    code: str
    number: str | int | None = None
    day: date | None = None

    def __str__(self) -> str:
        return f"{self.code}:{self.day}" if self.day else f"{self.code}@{self.number}"


@dataclass(frozen=True, slots=True)
class Adopted:
    """An adopted version: its number and the day from which it holds."""

    number: int
    holds_from: date


def is_code(text: str) -> bool:
    """Tell whether a text can be an instrument's code, which every selector begins with."""
    return len(text) <= 20 and re.fullmatch(_CODE, text) is not None


def parse_selector(text: str) -> Selector:
    """Read QZ, QZ@first, QZ@latest, QZ@2 or QZ:2021-06-01; a bare code means @latest.

    Raises NoSuchVersion, saying the forms, for anything else.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise _missing(f"“{text}”不是文件引用。")
    code, number, day = match["code"].upper(), match["number"], match["day"]
    if day is not None:
        try:
            return Selector(code, day=date.fromisoformat(day))
        except ValueError:
            raise _missing(f"“{day}”不是日期。") from None
    if number in (None, "first", "latest"):
        return Selector(code, number or "latest")
    return Selector(code, int(number))


def choose(selector: Selector, versions: Sequence[Adopted]) -> int:
    """Return the number of the version meant, among the adopted ones.

    A day gives the version that held on it: adopted versions hold from their day until the next one's; of
    two with the same day, the later number holds. Raises NoSuchVersion where none is meant: before the
    first day, or a number that was never adopted.
    """
    ordered = sorted(versions, key=lambda version: version.number)
    if not ordered:
        raise _missing(f"文件 {selector.code} 没有已采用的版本。")
    if selector.day is not None:
        held = [version for version in ordered if version.holds_from <= selector.day]
        if not held:
            raise _missing(f"{selector.day} 时文件 {selector.code} 还没有施行的版本。")
        return max(held, key=lambda version: (version.holds_from, version.number)).number
    if selector.number in ("first", "latest"):
        return ordered[0 if selector.number == "first" else -1].number
    if selector.number not in {version.number for version in ordered}:
        raise _missing(f"文件 {selector.code} 没有已采用的第 {selector.number} 版。")
    return int(selector.number or 0)


def _missing(message: str) -> NoSuchVersion:
    return NoSuchVersion(
        message,
        rule="引用须指向确有的版本",
        next_step="可用 @first、@latest、@版次 或 :年-月-日，例如 QZ:2021-06-01。",
    )
