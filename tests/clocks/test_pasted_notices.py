"""Notices as they are found: page heads, one line, either script, amendments; and the marks nobody can read."""

from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from cast import AT, Cast
from lianxi.clocks.actions import load_notice
from lianxi.clocks.queries import calendar_now
from lianxi.clocks.rules.notices import read_notice
from lianxi.core.actors import INSTALLER
from lianxi.core.due import derive
from lianxi.core.limits import Limit, LimitUnit
from lianxi.core.refusals import BadInput
from lianxi.core.workdays import DAY, Calendar, SpecialDay, amended, china, is_workday, notice_year

PUBLISHED = Path(__file__).parent / "published"
NUMERALS = "一二三四五六七八九十"


def _text(name: str) -> str:
    return (PUBLISHED / f"{name}.txt").read_text(encoding="utf-8")


def _worked(calendar: Calendar, year: int) -> list[date]:
    first = date(year, 1, 1)
    return [day for n in range(365) if is_workday(day := first + timedelta(days=n), calendar)]


@pytest.mark.parametrize(
    "name", ["2024", "p2023", "oneline2025", "zhou2025", "silent_tilde", "extra_sentence"]
)
def test_a_published_notice_gives_the_working_days_of_the_shipped_calendar(name: str) -> None:
    notice = read_notice(_text(name))
    got = amended(china(), notice.year, notice.days)
    assert _worked(got, notice.year) == _worked(china(), notice.year)
    assert notice.amends is False


def _rebuilt(year: int) -> str:
    """Write a year's days in the form of the notices."""
    days = [(d, s) for d, s in sorted(china().special.items()) if notice_year(d) == year]
    lines = [f"国务院办公厅关于{year}年部分节假日安排的通知"]
    for number, (name, own) in enumerate(
        groupby(sorted(days, key=lambda one: one[1].name), lambda o: o[1].name)
    ):
        listed = list(own)
        off = "、".join(f"{d.year}年{d.month}月{d.day}日" for d, s in listed if s.is_off)
        work = "、".join(f"{d.year}年{d.month}月{d.day}日" for d, s in listed if not s.is_off)
        lines.append(f"{NUMERALS[number]}、{name}：{off}放假。" + (f"{work}上班。" if work else ""))
    return "\n".join(lines)


@pytest.mark.parametrize("year", range(2015, 2027))
def test_every_year_in_that_form_gives_its_days(year: int) -> None:
    wanted = {d: s for d, s in china().special.items() if notice_year(d) == year}
    assert read_notice(_rebuilt(year)).days == wanted


def test_what_binds_nobody_is_named_and_set_aside() -> None:
    assert read_notice(_text("2024")).notes == (
        "鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息",
    )
    assert read_notice(_text("extra_sentence")).notes == ("节日前12月31日（周二）可提前下班",)


def _before(year: int, changed: dict[date, SpecialDay | None]) -> Calendar:
    """The calendar as it stood before an amendment."""
    special = {**china().special, **{day: one for day, one in changed.items() if one}}
    kept = {day: one for day, one in special.items() if changed.get(day, one) is not None}
    return Calendar("before", kept, china().announced)


OFF = SpecialDay(True, "劳动节")


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        (
            "a2020",
            {
                date(2020, 1, 31): None,
                date(2020, 2, 1): SpecialDay(False, "春节"),
                date(2020, 2, 2): None,
            },
        ),
        ("a2019", {date(2019, 5, n): None for n in (2, 3, 4, 5)} | {date(2019, 4, 28): None}),
        ("a2015", {date(2015, 9, n): None for n in (3, 4, 5, 6)}),
    ],
)
def test_an_amendment_changes_the_days_it_names_and_no_other(
    name: str, changed: dict[date, SpecialDay | None]
) -> None:
    before = _before(2020, changed)
    notice = read_notice(_text(name), before)
    assert notice.amends
    after = amended(before, notice.year, notice.days, is_whole=False)
    assert _worked(before, notice.year) != _worked(china(), notice.year)
    assert _worked(after, notice.year) == _worked(china(), notice.year)
    untouched = {day: one for day, one in before.special.items() if day not in notice.days}
    assert {day: after.special[day] for day in untouched} == untouched


TWO = "国务院办公厅关于2027年部分节假日安排的通知\n一、元旦：1月1日放假。\n二、劳动节：{}\n三、国庆节：10月1日至3日放假。"


@pytest.mark.parametrize(
    "said",
    [
        "5月1日—5日放假。",
        "5月1日–5日放假。",
        "5月1日－5日放假。",
        "5月1日〜5月5日放假，共5天。",
        "5月1日起至5日放假。",
        "５月１日到５日放假。",
        "五月一日至五日放假，共五天。",
        "五月一日至五月五日放假公休，共五天。",
        "5月1日（星期六）至5月5日（礼拜三）放假。",
        "5月1日至5日放假，4月25日（周日）、5月8日（周六）上班。",
        "5月1日、2日、3日、4日和5日放假。",
    ],
)
def test_the_marks_that_people_write_between_days(said: str) -> None:
    days = read_notice(TWO.format(said)).days
    assert [day for day, one in days.items() if one.is_off and day.month == 5] == [
        date(2027, 5, n) for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("5月1日…5日放假。", "看不懂"),
        ("5月1日→5日放假。", "看不懂"),
        ("5月1日/5日放假。", "看不懂"),
        ("5月1日至5日放假，共4天。", "列出的却是5天"),
        ("5月1日至5日休息。", "看不出哪天放假"),
        ("5月1日至5日放假，5月8日。", "看不出是放假还是上班"),
        ("5月1日至5日放假。5月7日上班。", "本来就上班"),
    ],
)
def test_a_mark_that_nobody_can_read_is_refused(said: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        read_notice(TWO.format(said))


def test_correcting_a_year_keeps_what_the_next_years_notice_gave(cast: Cast) -> None:
    own = read_notice(_text("p2023"))
    assert date(2022, 12, 31) in own.days
    corrected = amended(china(), 2023, own.days)
    # 30 and 31 December 2023 belong to the new year of 2024.
    assert not is_workday(date(2023, 12, 30), corrected)
    assert corrected.special[date(2023, 12, 31)].name == "元旦"


def test_a_year_loaded_again_leaves_its_amendment_above(cast: Cast) -> None:
    whole = TWO.format("5月1日至5日放假。")
    change = "国务院办公厅关于调整2027年劳动节假期安排的通知\n5月6日放假。5月9日（周日）上班。"
    load_notice(INSTALLER, AT, text=whole, paper="一")
    load_notice(INSTALLER, AT, text=change, paper="二")
    load_notice(INSTALLER, AT, text=whole.replace("至3日", "至7日"), paper="三")
    calendar = calendar_now(exact=True)
    assert not is_workday(date(2027, 5, 6), calendar)
    assert is_workday(date(2027, 5, 9), calendar)
    assert not is_workday(date(2027, 10, 7), calendar)


def test_an_amendment_that_lengthens_an_unknown_holiday_is_refused() -> None:
    with pytest.raises(BadInput, match="不知从哪天延长"):
        read_notice("国务院办公厅关于延长2020年植树节假期的通知\n一、延长2020年植树节假期至3月15日。")


@pytest.mark.parametrize(
    ("start", "days", "said"),
    [
        (date(2026, 9, 7), 30, "末日为国庆节"),
        (date(2026, 4, 9), 30, ""),
        (date(2026, 4, 10), 30, "末日为周日"),
    ],
)
def test_a_limit_that_ends_on_a_day_off_says_so(start: date, days: int, said: str) -> None:
    limit = Limit(
        code="x", title="办理", event="登记", amount=days, unit=LimitUnit.DAYS, source="测试", confidence="S1"
    )
    told = derive(limit, start, china())
    # 9 May 2026 is a Saturday that is worked.
    assert ("末日为" in told.sentence()) is bool(said)
    assert said in told.sentence()
    assert told.due_on == start + days * DAY
