"""Whether the words of a decision say what its terms say: who leads, who helps, by which day, how often.

A text need not name them, since they are printed behind it; what it names must not be something else.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

CYCLE_WORDS = {"monthly": "每月", "quarterly": "每季度", "half_year": "每半年", "yearly": "每年"}
_CYCLE = re.compile(r"每(?:个)?(月|季度|季|半年|年度|年)(?!来|前|内|有)")
_CYCLES = {
    "月": "monthly",
    "季度": "quarterly",
    "季": "quarterly",
    "半年": "half_year",
    "年": "yearly",
    "年度": "yearly",
}
_FIGURES = {figure: str(value) for value, figure in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
_FIGURE = "〇○零一二三四五六七八九十"
# A deadline is a day, month, half or year with a word of ending behind it; other days in a text are none.
_DEADLINE = re.compile(
    rf"(?:(?P<year>\d{{4}}|[{_FIGURE}]{{4}})年|(?P<same>今年|本年|明年|当年|年内))?"
    rf"(?:(?P<month>\d{{1,2}}|[{_FIGURE}]{{1,3}})月(?:(?P<day>\d{{1,2}}|[{_FIGURE}]{{1,3}})[日号])?|(?P<half>上半年)|(?P<whole>年))?"
    r"(?P<end>底之?前|底以前|底|末之?前|末|之前|以前|前)"
)
_NAME = r"[一-鿿“”〔〕\dA-Za-z]"
_LEADS = re.compile(rf"(?P<who>(?:{_NAME}|、)+?)(?:牵头|主办)")
_HELPS = re.compile(rf"(?P<who>(?:{_NAME}|、)+?)(?:配合|协助|协办)")
_OPENERS = re.compile(
    r"^(?:会议(?:议定|决定|明确|要求)?|一是|二是|三是|四是|请|由|并由|同时由|以及|和|并|其中)+"
)
_OTHERS = re.compile(r"各|有关|相关|其他|其余|上述|共同|密切|积极")
_REST = re.compile(r"(?:等|有关|相关)+(?:单位|部门|各方)?$")
_ENDINGS = "局委厅部办会院社行署队中心处科"


def disagreements(text: str, binding: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each thing that the text says otherwise than the terms; `binding` is as stored."""
    if binding["kind"] != "task":
        name = str(binding["unit_name"])
        return [] if name in text else [f"正文没有写“{name}”，登记的增减单位是“{name}”"]
    return [*_lead(text, binding), *_helpers(text, binding), *_day(text, binding), *_cycle(text, binding)]


def is_same_unit(one: str, other: str) -> bool:
    """Tell whether two names can be of one unit: one is the other's short form (市住建局, 市住房和城乡建设局)."""
    short, long = sorted((one, other), key=len)
    left = iter(long)
    ends = long.endswith(short[-1:]) or (short.endswith("委") and long.endswith("委员会"))
    return bool(short) and ends and all(sign in left for sign in short)


def leads_in(text: str) -> list[str]:
    """List the units that a text names as leading, as it writes them."""
    return [name for found in _LEADS.finditer(text) for name in _names(found["who"])]


def helpers_in(text: str) -> list[str]:
    """List the units that a text names as helping, as it writes them."""
    return [name for found in _HELPS.finditer(text) for name in _names(found["who"])]


def days_in(text: str, near: date) -> list[tuple[str, date]]:
    """List the deadlines of a text with their words; a day without a year is taken in the year of `near`."""
    return [(found.group(), day) for found in _DEADLINE.finditer(text) if (day := _deadline(found, near))]


def cycles_in(text: str) -> set[str]:
    """Return the cycles that a text names."""
    return {_CYCLES[word] for word in _CYCLE.findall(text)}


def _lead(text: str, binding: Mapping[str, Any]) -> Iterator[str]:
    lead = str(binding["lead"] or "")
    for name in leads_in(text):
        if lead and not is_same_unit(name, lead):
            yield f"正文写“{name}”牵头，登记的牵头单位是“{lead}”"


def _helpers(text: str, binding: Mapping[str, Any]) -> Iterator[str]:
    co_units, said = [str(name) for name in binding["co_units"]], helpers_in(text)
    for name in said:
        if not any(is_same_unit(name, unit) for unit in co_units):
            yield f"正文写“{name}”配合，登记的配合单位是“{'、'.join(co_units) or '无'}”"
    missing = [unit for unit in co_units if said and not any(is_same_unit(unit, name) for name in said)]
    if missing and not re.search(
        r"等(?:有关|相关)?(?:单位|部门)?(?:配合|协助|协办)|各(?:有关|相关)?(?:单位|部门)", text
    ):
        yield f"登记的配合单位“{'、'.join(missing)}”，正文的配合单位里没有"


def _names(who: str) -> Iterator[str]:
    """Return the units a list names; 和 joins two of them only before the word for a level of government."""
    yield from filter(_is_unit, map(_trimmed, re.split("、|[和及](?=[省市县区])", who)))


def _trimmed(name: str) -> str:
    return _REST.sub("", _OPENERS.sub("", name))


def _is_unit(name: str) -> bool:
    return len(name) > 1 and not _OTHERS.match(name) and name[-1] in _ENDINGS


def _day(text: str, binding: Mapping[str, Any]) -> Iterator[str]:
    if not binding["due_on"]:
        return
    due = date.fromisoformat(str(binding["due_on"]))
    said = days_in(text, due)
    if said and due not in [day for _, day in said]:
        yield f"正文写“{said[-1][0]}”，登记的期限是{due.year}年{due.month}月{due.day}日"


def _deadline(found: re.Match[str], due: date) -> date | None:
    """Return the day a deadline names; without a year it is that of the terms."""
    year = _number(found["year"]) if found["year"] else due.year
    if found["half"]:
        return date(year, 6, 30)
    if found["month"]:
        month = _number(found["month"])
        if not 1 <= month <= 12:
            return None
        last = monthrange(year, month)[1]
        if found["day"]:
            day = _number(found["day"])
            return date(year, month, day) if 1 <= day <= last else None
        return date(year, month, last) if found["end"][0] in "底末" else None
    whole = found["year"] or found["same"] or found["whole"]
    return date(year, 12, 31) if whole and found["end"][0] in "底末" else None


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return int(_FIGURES.get(tens, "1")) * 10 + int(_FIGURES.get(ones, "0"))
    return int("".join(_FIGURES[sign] for sign in text))


def _cycle(text: str, binding: Mapping[str, Any]) -> Iterator[str]:
    said = cycles_in(text)
    if said and binding["cycle"] not in said:
        words = "、".join(CYCLE_WORDS[one] for one in sorted(said))
        yield f"正文写“{words}”，登记的办理周期是“{CYCLE_WORDS.get(str(binding['cycle']), '一次')}”"
