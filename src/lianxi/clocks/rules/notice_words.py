"""The words of a notice of days off: which days are off, which are worked, which sentences bind nobody.

Notices are pasted as people have them: with the page's head before the title, in one line, in figures or in Chinese
numerals, in either script, with any dash. What cannot be told is refused; what was set aside is named.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from lianxi.core.refusals import BadInput
from lianxi.core.words import WEEKDAYS, long_date
from lianxi.core.workdays import DAY, Calendar, SpecialDay

NEXT = "请核对通知原文，改正后重新载入。"
DIGITS = {sign: str(number) for number, sign in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
# Of the traditional script what such notices use.
FOLD = str.maketrans(
    "０１２３４５６７８９週調節勞動國慶補關於陽曆農曆間與連後舊長續務號發電臨時開",
    "0123456789周调节劳动国庆补关于阳历农历间与连后旧长续务号发电临时开",
)
_DASH = r"(?:起|开始)?\s*[至到～~〜－–—―‐-]+\s*"
_DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(]([^）)]*)[）)])?"
_SPAN = re.compile(rf"{_DATE}(?:\s*{_DASH}{_DATE})?")
_VERB = re.compile(r"放假|公休|补休|(?<!不)调休|上班")
_COUNT = re.compile(r"(?:共|放假)\s*(\d{1,2})\s*天")
# What may stand between two days of one list.
_LISTED = re.compile(r"[、，,和及与\s]*")
_HEAD = re.compile(r"^[一二三四五六七八九十]{1,3}、\s*([^：:。]{2,30})[：:](.+)$")
_NEW_HEAD = re.compile(r"(?<=[。：:；;])\s*(?=[一二三四五六七八九十]{1,3}、[^。：:]{2,30}[：:])")
_NUMERAL = re.compile(r"[〇○零一二三四五六七八九十]+(?=[年月日天])")
_WHOLE = re.compile(r"(20\d\d)\s*年[^。\n]{0,6}节假日安排")
_AMENDS = re.compile(
    r"(?:(?:调整|延长|增加)\s*(?:(?P<year>20\d\d)\s*年)?(?P<name>[^。\n]{0,20}?)(?:假期|节假日|放假)"
    r"|关于(?P<day>[^。\n]{2,40}?)(?:调休放假|放假|补假)的通知)"
)
_EXTENDS = re.compile(rf"延长(?:\d{{4}}年)?(?P<name>[^。\n]{{2,8}}?)假期\s*{_DASH}{_DATE}")
# Sentences that ask or allow, and the return to ordinary days: no day off and no worked day comes of them.
_BINDS_NOBODY = re.compile(r"鼓励|倡导|提倡|建议|可以|可提前|可适当|弹性|酌情")
_ORDINARY = re.compile(r"(?:起|恢复|照常|正常)[^，。]{0,4}上班")

Listed = list[tuple[date, SpecialDay]]


@dataclass(frozen=True, slots=True)
class Words:
    """What the words say: the year where the title tells it, the days as listed, and what binds nobody."""

    year: int | None
    amends: bool
    days: Listed
    notes: tuple[str, ...]


def bad(message: str) -> BadInput:
    """Return the refusal of a notice."""
    return BadInput(message, rule="放假安排须前后一致、完整", next_step=NEXT)


def read_words(text: str, calendar: Calendar) -> Words:
    """Read a notice, or one that amends it, whose days stand on `calendar`. Raises BadInput."""
    plain = _folded(text)
    whole, amends = _WHOLE.search(plain), _AMENDS.search(plain[:600])
    if amends and (whole is None or amends.start() < whole.start()):
        return _amendment(plain, amends, calendar)
    title = whole or re.search(r"(20\d\d)\s*年", plain)
    if title is None:
        raise bad("没有找到年份。请连同标题（如“关于2027年部分节假日安排的通知”）一起粘贴，或用 CSV。")
    days, notes = _paragraphs(_NEW_HEAD.sub("\n", plain).splitlines(), int(title[1]))
    if not days:
        raise bad("没有读到放假或上班的日期。请粘贴“一、元旦：1月1日至3日放假”这样的原文，或用 CSV。")
    return Words(int(title[1]), False, days, tuple(notes))


def _folded(text: str) -> str:
    """Write figures for numerals before 年, 月, 日 and 天, and the simplified script."""
    return _NUMERAL.sub(lambda found: _figure(found[0]), text.translate(FOLD))


def _figure(text: str) -> str:
    if "十" not in text:
        return "".join(DIGITS[sign] for sign in text)
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return text
    return str(int(DIGITS.get(tens, "1")) * 10 + int(DIGITS.get(ones, "0")))


def _paragraphs(lines: Iterable[str], year: int) -> tuple[Listed, list[str]]:
    days: Listed = []
    notes: list[str] = []
    for line in lines:
        head = _HEAD.match(line.strip())
        if head is None:
            continue
        name, own = head[1].strip(), list[tuple[date, SpecialDay]]()
        for sentence in re.split(r"[。；;]", head[2]):
            own += _of_sentence(sentence, name, year, notes)
        if not any(special.is_off for _day, special in own) and _SPAN.search(head[2]):
            raise bad(f"“{name}”这一段看不出哪天放假。")
        days += own
    return days, notes


def _amendment(text: str, title: re.Match[str], calendar: Calendar) -> Words:
    """Read a notice that changes some days: every sentence with a day, under the name its title gives."""
    stated = title["year"] or (re.search(r"(20\d\d)\s*年|〔(20\d\d)〕", text) or [""])[0]
    if not stated:
        raise bad("没有找到年份。请连同标题和正文一起粘贴。")
    year = int(re.sub(r"\D", "", stated))
    name = (
        re.sub(r"^(?:20\d\d年|调整|延长|增加)+", "", title["name"] or title["day"] or "").strip() or "节假日"
    )
    longer = _EXTENDS.search(text, title.start())
    if longer is not None and longer["name"]:
        return Words(year, True, _extended(longer, year, calendar), ())
    days: Listed = []
    notes: list[str] = []
    for sentence in re.split(r"[。；;\n]", text[title.end() :]):
        # Such a notice goes through its days more than once (“其中…”): what it says again is no second day.
        days += [one for one in _of_sentence(sentence, name, year, notes) if one not in days]
    if not days:
        raise bad("没有读到改动的放假或上班日期。")
    return Words(year, True, days, tuple(notes))


def _extended(longer: re.Match[str], year: int, calendar: Calendar) -> Listed:
    """Give the days of a holiday that is prolonged to a day: from its first day on in the calendar it amends."""
    name = longer["name"].strip()
    own = [d for d, s in calendar.special.items() if d.year == year and s.is_off and name in s.name]
    if not own:
        raise bad(f"现有日历里没有{year}年的{name}放假，不知从哪天延长。请先载入当年的放假安排。")
    month, day, aside = (
        longer.group(longer.re.groups - 2),
        longer.group(longer.re.groups - 1),
        longer[longer.re.groups],
    )
    last, first = _noted(None, int(month or own[-1].month), day, aside, year), min(own)
    if not first < last <= first + timedelta(days=60):
        raise bad(f"{name}自{long_date(first)}放假，不能延长至{long_date(last)}。")
    return [(first + n * DAY, SpecialDay(True, name)) for n in range((last - first).days + 1)]


def _of_sentence(sentence: str, name: str, year: int, notes: list[str]) -> Listed:
    """Give the days of a sentence: those before each verb belong to it. What binds nobody goes to `notes`."""
    spans = list(_SPAN.finditer(sentence))
    if spans and (_BINDS_NOBODY.search(sentence) or not _VERB.search(sentence)):
        notes.append(sentence.strip())
        return []
    if _ORDINARY.search(sentence):
        notes.append(sentence.strip())
        return []
    found: Listed = []
    place = 0
    for verb in _VERB.finditer(sentence):
        own = [span for span in spans if place <= span.start() < verb.start()]
        _check_listed(own, sentence)
        days = [day for span in own for day in _span_days(span, sentence, year)]
        found += [(day, SpecialDay(verb[0] != "上班", name)) for day in days]
        place = verb.end()
    if any(span.start() >= place for span in spans):
        raise bad(f"“{sentence.strip()[:40]}”看不出是放假还是上班。")
    _check_count(sentence, name, found)
    return found


def _check_count(sentence: str, name: str, found: Listed) -> None:
    count, off = _COUNT.search(sentence), sum(special.is_off for _day, special in found)
    if count and int(count[1]) != off:
        raise bad(f"{name}写明共{count[1]}天，列出的却是{off}天。")


def _check_listed(spans: list[re.Match[str]], sentence: str) -> None:
    """Refuse two days with a mark between them that is neither a list's nor a span's."""
    for one, other in pairwise(spans):
        between = sentence[one.end() : other.start()]
        if not _LISTED.fullmatch(between) and len(between) <= 3:
            raise bad(
                f"“{sentence[one.start() : other.end()][:40]}”中间的“{between}”看不懂，不知是两天还是一段。"
            )


def _span_days(span: re.Match[str], sentence: str, year: int) -> Iterator[date]:
    parts = span.groups()
    month = int(parts[1]) if parts[1] else _month_before(sentence, span.start())
    first = _noted(parts[0], month, parts[2], parts[3], year)
    if parts[6] is None:
        yield first
        return
    last_year = parts[4] or (str(first.year) if int(parts[5] or first.month) >= first.month else str(year))
    last = _noted(last_year, int(parts[5] or first.month), parts[6], parts[7], year)
    if not first <= last <= first + timedelta(days=15):
        raise bad(f"{long_date(first)}至{long_date(last)}不是一段假期。")
    yield from (first + n * DAY for n in range((last - first).days + 1))


def _month_before(sentence: str, place: int) -> int:
    """Find the month of a day that is listed without it: 2月14日（周六）、28日（周六）上班."""
    months = re.findall(r"(\d{1,2})月", sentence[:place])
    if not months:
        raise bad(f"“{sentence[:40]}”里的日期没有写明月份。")
    return int(months[-1])


def _noted(given: str | None, month: int, day: str, aside: str | None, year: int) -> date:
    # A holiday that begins in December belongs to the year before only where the notice says so.
    wanted = int(given) if given else year
    try:
        found = date(wanted, month, int(day))
    except ValueError:
        raise bad(f"{wanted}年{month}月{day}日不存在。") from None
    weekday = re.search(r"(?:周|星期|礼拜)([一二三四五六日天])", aside or "")
    said = weekday[1].replace("天", "日") if weekday else ""
    if said and said != WEEKDAYS[found.weekday()]:
        raise bad(f"{long_date(found)}写作周{said}，实际是周{WEEKDAYS[found.weekday()]}。")
    return found
