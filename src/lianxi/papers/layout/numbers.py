"""Document numbers, dates and heading numerals of official documents: how they are written and checked.

GB/T 9704-2012 7.2.5 (发文字号), 7.3.5.4 (成文日期) and 7.3.3 (levels) are the source of every form here.
"""

import re
from dataclasses import dataclass
from datetime import date

# The organ code is hanzi; it may be empty, as in 〔2026〕1号, which some conferences use.
_HANZI = r"㐀-䶿一-鿿豈-﫿\U00020000-\U0003FFFF〇"
_ORGAN_CODE = re.compile(rf"[{_HANZI}]*")
_NUMBER = re.compile(rf"(?P<organ>[{_HANZI}]*)〔(?P<year>(?:19|20)[0-9]{{2}})〕(?P<sequence>[1-9][0-9]*)号")
_DATE = re.compile(r"([0-9]{4})年([1-9][0-9]?)月([1-9][0-9]?)日")
_DIGITS = "零一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A 发文字号: organ code (机关代字, may be empty), full year 1900-2099, sequence from 1.

    Raises ValueError, with a Chinese sentence, for parts that cannot be printed as a number.
    """

    organ_code: str
    year: int
    sequence: int

    def __post_init__(self) -> None:
        if not _ORGAN_CODE.fullmatch(self.organ_code):
            raise ValueError(f"机关代字只能是汉字，不能是「{self.organ_code}」。")
        if not 1900 <= self.year <= 2099:
            raise ValueError(f"发文字号的年份应当是四位全称，不能是 {self.year}。")
        if self.sequence < 1:
            raise ValueError(f"发文字号的序号从 1 编起，不能是 {self.sequence}。")

    def __str__(self) -> str:
        return f"{self.organ_code}〔{self.year}〕{self.sequence}号"


def parse_number(text: str) -> DocNumber:
    """Read a 发文字号 such as 泉职防联〔2026〕1号.

    Raises ValueError with the sentence of `number_problem` when the form is not that of 7.2.5.
    """
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise ValueError(number_problem(text))
    return DocNumber(match["organ"], int(match["year"]), int(match["sequence"]))


def number_problem(text: str) -> str | None:
    """Say in one Chinese sentence what is wrong with a 发文字号, or None if nothing is."""
    if _NUMBER.fullmatch(text):
        return None
    if re.search(r"[\[［【(（〈<]\s*[0-9]{2,4}\s*[\]］】)）〉>]", text):
        return f"发文字号「{text}」的年份要用六角括号〔〕括入。"
    if re.search(r"〕\s*第", text):
        return f"发文字号「{text}」的序号前不加“第”字。"
    if re.search(r"〕\s*0", text):
        return f"发文字号「{text}」的序号不编虚位，1 不写作 01。"
    if re.search(r"〔[0-9]{1,3}〕", text):
        return f"发文字号「{text}」的年份要写全称。"
    return f"发文字号「{text}」不合“机关代字〔年份〕序号号”的形式，例如：泉职防联〔2026〕1号。"


def format_date(day: date) -> str:
    """Write a date as 2026年3月7日: Arabic digits, full year, no leading zeros."""
    return f"{day.year:04d}年{day.month}月{day.day}日"


def format_date_with_weekday(day: date) -> str:
    """Write a date with its weekday, as 2026年11月21日（周六）."""
    return f"{format_date(day)}（周{_WEEKDAYS[day.weekday()]}）"


def parse_date(text: str) -> date:
    """Read a date written as 2026年3月7日.

    Raises ValueError with the sentence of `date_problem` for any other form or a day that does not exist.
    """
    problem = date_problem(text)
    if problem is not None:
        raise ValueError(problem)
    year, month, day = _DATE.fullmatch(text).groups()  # type: ignore[union-attr]  # date_problem matched it
    return date(int(year), int(month), int(day))


def date_problem(text: str) -> str | None:
    """Say in one Chinese sentence what is wrong with a 成文日期, or None if nothing is."""
    match = _DATE.fullmatch(text)
    if match is None:
        if re.search(r"[〇○零一二三四五六七八九十]", text):
            return f"日期「{text}」要用阿拉伯数字，例如：2026年3月7日。"
        if re.search(r"[年月]0", text):
            return f"日期「{text}」的月、日不编虚位，1 不写作 01。"
        return f"日期「{text}」不合“年、月、日标全”的形式，例如：2026年3月7日。"
    try:
        date(*(int(part) for part in match.groups()))
    except ValueError:
        return f"日期「{text}」在历法中不存在。"
    return None


def chinese_numeral(number: int) -> str:
    """Write 1 to 99 as 一 to 九十九; raises ValueError outside that range."""
    if not 1 <= number <= 99:
        raise ValueError(f"层次序数只到九十九，不能是 {number}。")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def heading_label(level: int, number: int) -> str:
    """Return the label of a heading: 一、 （一） 1. （1） for levels 1 to 4 (7.3.3).

    Raises ValueError for a level outside 1-4 or a number outside 1-99.
    """
    numeral = chinese_numeral(number)
    labels = {1: f"{numeral}、", 2: f"（{numeral}）", 3: f"{number}.", 4: f"（{number}）"}
    if level not in labels:
        raise ValueError(f"公文的结构层次只有四层，没有第 {level} 层。")
    return labels[level]
