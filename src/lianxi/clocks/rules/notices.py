"""Notices of days off, as CSV or in the notice's own words: read, checked, or refused with a sentence."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lianxi.clocks.rules.notice_words import Words, bad, read_words
from lianxi.core.words import WEEKDAYS, long_date
from lianxi.core.workdays import FIRST_OF_BEFORE, WEEKEND, Calendar, SpecialDay, china

MOST_CHARACTERS, MOST_ROWS = 60_000, 120
OFF, WORK = "off", "work"
NEEDED, KNOWN = {"date", "kind", "name"}, {"date", "kind", "name", "status", "paper", "confidence", "source"}
# Days off by the rules on holidays in every year: a notice without them is not the whole notice.
ALWAYS_OFF = ((1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节"))
YEARS = range(2015, 2101)


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice that holds together: its year and its days in order.

    One that `amends` changes the days it names and no other. `notes` are sentences with a date that bind nobody
    (鼓励…, 可提前下班): they were read and set aside.
    """

    year: int
    days: dict[date, SpecialDay]
    amends: bool = False
    notes: tuple[str, ...] = ()

    def as_rows(self) -> list[list[str]]:
        """Return the days as they are stored: [day, off or work, name]."""
        return [[d.isoformat(), OFF if s.is_off else WORK, s.name] for d, s in sorted(self.days.items())]


def read_notice(text: str, base: Calendar | None = None) -> ReadNotice:
    """Read a notice from CSV (date, kind, name), from its own words, or from those of one that amends it.

    `base` is the calendar an amendment stands on; the shipped one where none is given. Raises BadInput with a
    sentence for anything that contradicts itself, is not whole, or is no notice.
    """
    if len(text) > MOST_CHARACTERS:
        raise bad(f"内容太长（{len(text)} 个字），不像一年的放假安排。")
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        raise bad("没有内容。")
    calendar = base or china()
    if "," in lines[0] and "date" in lines[0]:
        words = Words(None, False, list(_of_csv(lines)), ())
    else:
        words = read_words("\n".join(lines), calendar)
    days: dict[date, SpecialDay] = {}
    for day, special in words.days:
        _check_once(days, day, special)
        days[day] = special
    year = words.year if words.amends and words.year else _year_of(days)
    _check_year(year, days)
    _check_work(days, calendar if words.amends else None)
    if not words.amends:
        _check_whole(year, days)
    return ReadNotice(year, dict(sorted(days.items())), words.amends, words.notes)


def _of_csv(lines: list[str]) -> Iterable[tuple[date, SpecialDay]]:
    reader = csv.DictReader(lines)
    columns = set(reader.fieldnames or ())
    if not columns >= NEEDED or not columns <= KNOWN:
        odd = "、".join(sorted(columns - KNOWN)) or "缺少 date、kind 或 name"
        raise bad(f"表头不对：{odd[:80]}。须有 date、kind、name 三栏。")
    for number, row in enumerate(reader, 2):
        if number > MOST_ROWS + 1:
            raise bad(f"超过 {MOST_ROWS} 行，不像一年的放假安排。")
        if None in row or None in row.values():
            raise bad(f"第 {number} 行的栏数与表头不符。")
        if row["kind"] not in (OFF, WORK):
            raise bad(f"第 {number} 行的 kind 是“{row['kind'][:20]}”，只能是 off（放假）或 work（上班）。")
        if not row["name"].strip() or len(row["name"]) > 40:
            raise bad(f"第 {number} 行没有写明节日名称，或名称太长。")
        yield _iso(row["date"], number), SpecialDay(row["kind"] == OFF, row["name"].strip())


def _iso(text: str, number: int) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise bad(f"第 {number} 行的日期“{text[:20]}”看不懂，请写成 2027-01-01。") from None


def _check_once(days: dict[date, SpecialDay], day: date, special: SpecialDay) -> None:
    known = days.get(day)
    if known is None:
        return
    if known.is_off != special.is_off:
        raise bad(f"{long_date(day)}既写了放假，又写了上班。")
    raise bad(f"{long_date(day)}列了两次。")


def _year_of(days: dict[date, SpecialDay]) -> int:
    """Give the year of the notice: that of its days, but for those at the end of the year before."""
    years = {day.year for day in days if (day.month, day.day) < FIRST_OF_BEFORE}
    if len(years) != 1:
        listed = "、".join(f"{year}年" for year in sorted({day.year for day in days}))
        raise bad(f"一份安排只写一个年份，这里有{listed or '零天'}。")
    (year,) = years
    return year


def _check_year(year: int, days: dict[date, SpecialDay]) -> None:
    if year not in YEARS:
        raise bad(f"{year}年不在可以载入的年份内。")
    for day in days:
        if day.year != year and (day.year != year - 1 or (day.month, day.day) < FIRST_OF_BEFORE):
            raise bad(f"{long_date(day)}不属于{year}年的安排。")


def _check_work(days: dict[date, SpecialDay], calendar: Calendar | None) -> None:
    """Refuse a worked day that is worked anyway; an amendment may take back a day that was off."""
    for day, special in days.items():
        known = calendar.special.get(day) if calendar else None
        if not special.is_off and day.weekday() not in WEEKEND and not (known and known.is_off):
            raise bad(f"{long_date(day)}是周{WEEKDAYS[day.weekday()]}，本来就上班，不能写作调休上班。")


def _check_whole(year: int, days: dict[date, SpecialDay]) -> None:
    for month, number, name in ALWAYS_OFF:
        special_day = days.get(date(year, month, number))
        if special_day is None or not special_day.is_off:
            raise bad(f"没有{long_date(date(year, month, number))}（{name}）放假，安排不完整。")
