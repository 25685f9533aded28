"""Working days against the announced calendars, and due dates that explain themselves."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.core.due import (
    add_months,
    due_after_workdays,
    due_on_date,
    extended,
    from_dict,
    recomputed,
)
from lianxi.core.workdays import (
    add_workdays,
    china,
    count_workdays,
    day_off_name,
    is_workday,
    read_calendar,
)

DAYS = st.dates(min_value=date(2014, 12, 1), max_value=date(2036, 2, 1))
FEW = st.integers(min_value=1, max_value=80)
RULE = {"rule": "会签期限3个工作日", "source": "工作规则，设定"}


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 2, 13), True),
        (date(2026, 2, 14), True),  # a Saturday that is worked
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),  # the last day of the Spring Festival
        (date(2026, 2, 28), True),  # a Saturday that is worked
        (date(2026, 9, 20), True),  # a Sunday that is worked
        (date(2026, 9, 25), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 11, 21), False),
        (date(2020, 1, 31), False),  # the holiday that was prolonged
        (date(2020, 2, 3), True),
        (date(2015, 9, 3), False),
        (date(2027, 1, 1), False),
        (date(2027, 10, 5), False),
    ],
)
def test_days_of_the_announced_calendars(day: date, worked: bool) -> None:
    assert is_workday(day) is worked
    assert (day_off_name(day) == "") is worked


def test_each_announced_year_has_a_plausible_number_of_working_days() -> None:
    years = {year: count_workdays(date(year - 1, 12, 31), date(year, 12, 31)) for year in range(2015, 2027)}
    assert set(years.values()) <= set(range(247, 252))
    assert years[2026] == 248
    assert china().announced == frozenset(range(2015, 2027))


def test_a_compensatory_day_is_a_weekend_day() -> None:
    worked = [day for day, special in china().special.items() if not special.is_off]
    assert len(worked) == 75
    assert all(day.weekday() >= 5 for day in worked)


@given(DAYS, FEW)
def test_adding_and_counting_agree(start: date, days: int) -> None:
    due = add_workdays(start, days)
    assert is_workday(due)
    assert count_workdays(start, due) == days
    assert count_workdays(due, start) == -days


@given(DAYS, FEW, FEW)
def test_adding_twice_is_adding_once(start: date, first: int, second: int) -> None:
    assert add_workdays(add_workdays(start, first), second) == add_workdays(start, first + second)


@given(DAYS, FEW)
def test_counting_back_undoes_adding_from_a_working_day(start: date, days: int) -> None:
    begin = add_workdays(start, 1)
    assert add_workdays(add_workdays(begin, days), -days) == begin


@given(DAYS, st.integers(min_value=-400, max_value=400))
def test_the_count_is_the_number_of_worked_days(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    low, high = min(start, end), max(start, end)
    walked = [low + timedelta(days=n) for n in range(1, (high - low).days + 1)]
    worked = sum(is_workday(day) for day in walked)
    assert count_workdays(start, end) == (worked if length >= 0 else -worked)


@given(DAYS, FEW)
def test_a_derivation_accounts_for_every_day_it_walks_over(start: date, days: int) -> None:
    due = due_after_workdays(start, days, **RULE)
    walked = {*due.counted, *(day for day, _ in due.skipped)}
    assert len(due.counted) == days
    assert len(walked) == (due.due_on - start).days
    assert all(name for _, name in due.skipped)
    assert due.is_provisional is any(day.year > 2026 or day.year < 2015 for day in walked)
    assert from_dict(due.as_dict()) == due
    assert due.sentence()


def test_the_sentence_names_what_was_skipped_and_why() -> None:
    due = due_after_workdays(date(2026, 9, 30), 3, event="纪要送签", **RULE)
    assert due.sentence() == (
        "自2026年9月30日（纪要送签）起第3个工作日，即2026年10月10日（周六），跳过10月1日至7日（国庆节）。"
        "依据：会签期限3个工作日（工作规则，设定）。"
    )
    assert due.edition.startswith("cn-2026-")


def test_a_year_not_announced_makes_the_date_provisional() -> None:
    due = due_after_workdays(date(2026, 12, 30), 3, **RULE)
    assert due.due_on == date(2027, 1, 5)
    assert due.provisional == (2027,)
    assert "2027年放假安排尚未公布" in due.sentence()
    assert "暂定" in due.sentence()


def test_a_new_calendar_moves_the_date_and_keeps_the_earlier_one() -> None:
    due = due_after_workdays(date(2026, 12, 30), 3, **RULE)
    rows = ["date,kind,name,status,paper", "2026-10-10,work,国庆节,announced,x"]
    rows += [f"2027-01-0{n},off,元旦,announced,x" for n in (1, 2, 3, 4)]
    moved = recomputed(due, date(2026, 11, 10), read_calendar("\n".join(rows)))
    assert moved.due_on == date(2027, 1, 6)
    assert moved.provisional == ()
    assert [one.was for one in moved.extensions] == [date(2027, 1, 5)]
    assert recomputed(due, date(2026, 11, 10)) is due
    fixed = due_on_date(date(2027, 1, 5), **RULE)
    assert recomputed(fixed, date(2026, 11, 10), read_calendar("\n".join(rows))) is fixed


def test_an_extension_keeps_the_first_date() -> None:
    first = due_on_date(date(2026, 3, 20), **RULE)
    later = extended(first, date(2026, 4, 3), reason="等待检测报告", changed_on=date(2026, 3, 18))
    last = extended(later, date(2026, 4, 10), reason="再次申请", changed_on=date(2026, 4, 1))
    assert last.first_due_on == date(2026, 3, 20)
    assert "2026年3月18日由2026年3月20日改定：等待检测报告" in last.sentence()
    assert from_dict(last.as_dict()) == last


@pytest.mark.parametrize("text", ["2026-01-01,rest,元旦,announced,x", "2026-01-01,off,元旦,known,x"])
def test_a_calendar_row_nobody_knows_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_calendar(f"date,kind,name,status,paper\n{text}")


def test_a_day_listed_twice_is_refused() -> None:
    row = "2026-01-01,off,元旦,announced,x"
    with pytest.raises(ValueError, match="cannot be read"):
        read_calendar(f"date,kind,name,status,paper\n{row}\n{row}")


def test_less_than_one_working_day_is_no_limit() -> None:
    with pytest.raises(ValueError, match="at least one"):
        due_after_workdays(date(2026, 3, 2), 0, **RULE)


def test_months_aim_at_the_same_day() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 2, 28), 1, anchor=31) == date(2026, 3, 31)
    assert add_months(date(2026, 12, 5), 1) == date(2027, 1, 5)
    assert add_months(date(2026, 8, 31), 6) == date(2027, 2, 28)
