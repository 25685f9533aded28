"""From texts to typed rows: look-ups of distinct values, and the SQL that reads days, numbers and faults."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

# What a room knows beforehand, against which its look-ups resolve; it is only read.
Known_contra = TypeVar("Known_contra", contravariant=True)
Rows = list[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Lookup(Generic[Known_contra]):
    """A look-up: its name, the raw fields it answers for, the columns it adds, and how distinct texts resolve."""

    name: str
    given: tuple[str, ...]
    gives: tuple[str, ...]
    resolve: Callable[[list[tuple[str, ...]], Known_contra], Rows]


def each(resolve: Callable[..., object]) -> Callable[[list[tuple[str, ...]], object], Rows]:
    """Make a look-up's resolver from a function of one value's texts."""

    def resolved(texts: list[tuple[str, ...]], _known: object) -> Rows:
        rows: Rows = []
        for text in texts:
            found = resolve(*text)
            rows.append((*text, *(found if isinstance(found, tuple) else (found,))))
        return rows

    return resolved


# Spreadsheets count the days from 1899-12-30, or from four years later; then a bare number may be any day.
_SERIALS = (
    "CASE WHEN regexp_full_match(plain(t), '[2-6][0-9]{4}([.][0-9]+)?') THEN"
    " DATE '1899-12-30' + CAST(floor(TRY_CAST(plain(t) AS DOUBLE)) AS INTEGER) END"
)
# As `numbers.number_of`: a comma parts thousands, in groups of three after a digit that is not 0.
_THOUSANDS = "'[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+([.][0-9]+)?'"


def macros(*, epoch_1904: bool = False) -> tuple[str, ...]:
    """Return the macros of reading: plain, num, share (of a hundred), known, is_comma, day, is_formula.

    With `epoch_1904` a bare number is no day: nobody knows from which year it counts.
    """
    return (
        *_MACROS,
        "CREATE MACRO day(t) AS CASE WHEN t = '' THEN NULL ELSE"
        f" coalesce({_DAYS}, {'NULL' if epoch_1904 else _SERIALS}) END",
    )


_MACROS = (
    "CREATE MACRO plain(t) AS translate(trim(t), '０１２３４５６７８９．＜＞－＋％，：　', '0123456789.<>-+%,: ')",
    "CREATE MACRO num(t) AS coalesce(TRY_CAST(t AS DOUBLE), CASE WHEN t <> '' THEN TRY_CAST(CASE WHEN"
    f" regexp_full_match(plain(t), {_THOUSANDS}) THEN replace(plain(t), ',', '') ELSE plain(t) END AS DOUBLE) END)",
    "CREATE MACRO share(t) AS num(rtrim(plain(t), '%'))",
    "CREATE MACRO is_comma(t) AS regexp_full_match(plain(t), '[<]?=?[+-]?[0-9]+,[0-9]+') AND num(t) IS NULL"
    f" AND NOT regexp_full_match(ltrim(plain(t), '<='), {_THOUSANDS})",
    "CREATE MACRO known(x) AS x IS NOT NULL AND isfinite(x)",
    "CREATE MACRO is_formula(t) AS regexp_matches(t, '^[=+@]')",
)
_DAYS = (
    "TRY_CAST(CASE WHEN regexp_full_match(t, '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*') THEN t END AS DATE),"
    "CAST(try_strptime(rtrim(plain(t)), ['%Y-%m-%d', '%Y/%m/%d', '%Y.%m.%d', '%Y%m%d', '%Y年%m月%d日',"
    " '%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M:%S', '%Y/%m/%d %H:%M', '%Y/%m/%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S']) AS DATE)"
)


def faults_sql(checks: dict[str, str], more: tuple[str, ...] = ()) -> str:
    """Write the list of faults: code → condition, and expressions that give codes joined by |."""
    listed = [f"CASE WHEN {condition} THEN '{code}' END" for code, condition in checks.items()]
    split = [f"string_split({one}, '|')" for one in more]
    whole = " || ".join([f"[{', '.join(listed)}]", *split])
    return f"list_sort(list_distinct(list_filter({whole}, lambda x: x IS NOT NULL AND x <> '')))"


def day_checks(text: str, today: date, prefix: str = "") -> dict[str, str]:
    """Return the checks of the day a row lies on, from the SQL of its text."""
    return {
        f"{prefix}day_missing": f"{text} = ''",
        f"{prefix}day_bad": f"{text} <> '' AND day({text}) IS NULL",
        f"{prefix}day_future": f"day({text}) > DATE '{today}'",
        f"{prefix}day_old": f"day({text}) < DATE '1990-01-01'",
    }
