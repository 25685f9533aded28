"""Notices of days off, as CSV or in the notice's own words: read, checked, or refused with a sentence."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lianxi.core.refusals import BadInput
from lianxi.core.words import WEEKDAYS, long_date
from lianxi.core.workdays import WEEKEND, SpecialDay

MOST_CHARACTERS, MOST_ROWS = 60_000, 120
OFF, WORK = "off", "work"
NEEDED, KNOWN = {"date", "kind", "name"}, {"date", "kind", "name", "status", "paper", "confidence", "source"}
# A year's holidays may begin in the last days of the year before, never earlier.
FIRST_OF_BEFORE = (12, 26)
# Days off by the rules on holidays in every year: a notice without them is not the whole notice.
ALWAYS_OFF = ((1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节"))
YEARS = range(2015, 2101)

_HEAD = re.compile(r"^[一二三四五六七八九十]+、\s*([^：:]{2,20})[：:](.+)$")
_DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]*)[）)])?"
_SPAN = re.compile(rf"{_DATE}(?:\s*[至到—-]+\s*{_DATE})?")
_COUNT = re.compile(r"共\s*(\d{1,2})\s*天")
_TITLE = re.compile(r"(20\d\d)\s*年")
NEXT = "请核对通知原文，改正后重新载入。"


@dataclass(frozen=True, slots=True)
class ReadNotice:
    """A notice that holds together: its year and its days in order."""

    year: int
    days: dict[date, SpecialDay]

    def as_rows(self) -> list[list[str]]:
        """Return the days as they are stored: [day, off or work, name]."""
        return [[d.isoformat(), OFF if s.is_off else WORK, s.name] for d, s in sorted(self.days.items())]


def read_notice(text: str) -> ReadNotice:
    """Read a year's notice from CSV (date, kind, name) or from the notice's own words.

    Raises BadInput with a sentence for anything that contradicts itself, is not whole, or is no notice.
    """
    if len(text) > MOST_CHARACTERS:
        raise _bad(f"内容太长（{len(text)} 个字），不像一年的放假安排。")
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        raise _bad("没有内容。")
    listed = list(_of_csv(lines)) if "," in lines[0] and "date" in lines[0] else list(_of_words(lines))
    days: dict[date, SpecialDay] = {}
    for day, special in listed:
        _check_once(days, day, special)
        days[day] = special
    year = _year_of(days)
    _check_days(year, days)
    return ReadNotice(year, dict(sorted(days.items())))


def _of_csv(lines: list[str]) -> Iterable[tuple[date, SpecialDay]]:
    reader = csv.DictReader(lines)
    columns = set(reader.fieldnames or ())
    if not columns >= NEEDED or not columns <= KNOWN:
        odd = "、".join(sorted(columns - KNOWN)) or "缺少 date、kind 或 name"
        raise _bad(f"表头不对：{odd[:80]}。须有 date、kind、name 三栏。")
    for number, row in enumerate(reader, 2):
        if number > MOST_ROWS + 1:
            raise _bad(f"超过 {MOST_ROWS} 行，不像一年的放假安排。")
        if None in row or None in row.values():
            raise _bad(f"第 {number} 行的栏数与表头不符。")
        if row["kind"] not in (OFF, WORK):
            raise _bad(f"第 {number} 行的 kind 是“{row['kind'][:20]}”，只能是 off（放假）或 work（上班）。")
        if not row["name"].strip() or len(row["name"]) > 40:
            raise _bad(f"第 {number} 行没有写明节日名称，或名称太长。")
        yield _iso(row["date"], number), SpecialDay(row["kind"] == OFF, row["name"].strip())


def _of_words(lines: list[str]) -> Iterable[tuple[date, SpecialDay]]:
    """Read paragraphs such as 一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月4日（周一）上班。"""
    text = "\n".join(lines)
    title = _TITLE.search(text)
    if title is None:
        raise _bad("没有找到年份。请连同标题（如“关于2027年部分节假日安排的通知”）一起粘贴，或用 CSV。")
    year, found = int(title[1]), False
    for line in lines:
        head = _HEAD.match(line)
        if head is None:
            continue
        for sentence in head[2].split("。"):
            for day, special in _of_sentence(sentence, head[1].strip(), year):
                found = True
                yield day, special
    if not found:
        raise _bad("没有读到放假或上班的日期。请粘贴“一、元旦：1月1日至3日放假”这样的原文，或用 CSV。")


def _of_sentence(sentence: str, name: str, year: int) -> list[tuple[date, SpecialDay]]:
    is_off, is_work = "放假" in sentence or "补休" in sentence, "上班" in sentence
    if is_off == is_work:
        if _SPAN.search(sentence):
            raise _bad(f"“{sentence[:40]}”看不出是放假还是上班。")
        return []
    days = [day for span in _SPAN.finditer(sentence) for day in _span_days(span, sentence, year)]
    count = _COUNT.search(sentence)
    if count and int(count[1]) != len(days):
        raise _bad(f"{name}写明共{count[1]}天，列出的却是{len(days)}天。")
    return [(day, SpecialDay(is_off, name)) for day in days]


def _span_days(span: re.Match[str], sentence: str, year: int) -> list[date]:
    parts = span.groups()
    month = int(parts[1]) if parts[1] else _month_before(sentence, span.start())
    first = _noted(parts[0], month, parts[2], parts[3], year)
    if parts[6] is None:
        return [first]
    last_year = parts[4] or (str(first.year) if int(parts[5] or first.month) >= first.month else str(year))
    last = _noted(last_year, int(parts[5] or first.month), parts[6], parts[7], year)
    if not first <= last <= first + timedelta(days=15):
        raise _bad(f"{long_date(first)}至{long_date(last)}不是一段假期。")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _month_before(sentence: str, place: int) -> int:
    """Find the month of a day that is listed without it: 2月14日（周六）、28日（周六）上班."""
    months = re.findall(r"(\d{1,2})月", sentence[:place])
    if not months:
        raise _bad(f"“{sentence[:40]}”里的日期没有写明月份。")
    return int(months[-1])


def _noted(given: str | None, month: int, day: str, aside: str | None, year: int) -> date:
    # A holiday that begins in December belongs to the year before, whether or not the notice says so.
    wanted = int(given) if given else year
    try:
        found = date(wanted, month, int(day))
    except ValueError:
        raise _bad(f"{wanted}年{month}月{day}日不存在。") from None
    weekday = re.search(r"(?:周|星期)([一二三四五六日天])", aside or "")
    if (
        weekday
        and WEEKDAYS["一二三四五六日".index(weekday[1].replace("天", "日"))] != WEEKDAYS[found.weekday()]
    ):
        said = weekday[1]
        raise _bad(f"{long_date(found)}写作周{said}，实际是周{WEEKDAYS[found.weekday()]}。")
    return found


def _iso(text: str, number: int) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise _bad(f"第 {number} 行的日期“{text[:20]}”看不懂，请写成 2027-01-01。") from None


def _check_once(days: dict[date, SpecialDay], day: date, special: SpecialDay) -> None:
    known = days.get(day)
    if known is None:
        return
    if known.is_off != special.is_off:
        raise _bad(f"{long_date(day)}既写了放假，又写了上班。")
    raise _bad(f"{long_date(day)}列了两次。")


def _year_of(days: dict[date, SpecialDay]) -> int:
    """Give the year of the notice: that of its days, but for those at the end of the year before."""
    years = {day.year for day in days if (day.month, day.day) < FIRST_OF_BEFORE}
    if len(years) != 1:
        listed = "、".join(f"{year}年" for year in sorted({day.year for day in days}))
        raise _bad(f"一份安排只写一个年份，这里有{listed or '零天'}。")
    (year,) = years
    if year not in YEARS:
        raise _bad(f"{year}年不在可以载入的年份内。")
    return year


def _check_days(year: int, days: dict[date, SpecialDay]) -> None:
    for day, special in days.items():
        if day.year != year and (day.year != year - 1 or (day.month, day.day) < FIRST_OF_BEFORE):
            raise _bad(f"{long_date(day)}不属于{year}年的安排。")
        if not special.is_off and day.weekday() not in WEEKEND:
            raise _bad(f"{long_date(day)}是周{WEEKDAYS[day.weekday()]}，本来就上班，不能写作调休上班。")
    for month, number, name in ALWAYS_OFF:
        special_day = days.get(date(year, month, number))
        if special_day is None or not special_day.is_off:
            raise _bad(f"没有{long_date(date(year, month, number))}（{name}）放假，安排不完整。")


def _bad(message: str) -> BadInput:
    return BadInput(message, rule="放假安排须前后一致、完整", next_step=NEXT)
