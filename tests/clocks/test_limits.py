"""Shipped time limits, and the limit and the calendar that hold on a day."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import AT, Cast
from lianxi.bodies.actions import set_rule
from lianxi.clocks.queries import calendar_now, time_limit, time_limits
from lianxi.clocks.rules.limits import shipped_limits
from lianxi.core.due import Pause, derive, from_dict, paused, recomputed, restarted, settled, with_serious
from lianxi.core.limits import Limit, LimitUnit
from lianxi.core.words import CHINA
from lianxi.core.workdays import SpecialDay, add_workdays, amended, china, count_workdays

DAY = date(2026, 3, 2)


def _limit(amount: int, unit: LimitUnit, **more: object) -> Limit:
    given: dict[str, object] = {
        "title": "办理",
        "event": "登记",
        "source": "测试",
        "confidence": "S1",
        **more,
    }
    return Limit(code="x", amount=amount, unit=unit, **given)  # type: ignore[arg-type]


def test_the_shipped_limits_say_where_they_are_written_and_how_surely() -> None:
    found = shipped_limits()
    assert found["injury.decision"].amount == 60
    assert found["injury.decision"].is_confirmed
    assert found["injury.decision"].source_words == "工伤保险条例第二十条"
    assert found["incidents.provincial_report"].words == "1小时"
    unsure = [one for one in found.values() if one.confidence != "S1"]
    assert len(unsure) > 5
    assert all(one.source_words.endswith("设定，待确认") for one in unsure)
    assert all(one.source for one in found.values())


@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (3, LimitUnit.WORKDAYS, date(2026, 10, 10)),  # over 1-7 October; Saturday 10 October is worked
        (3, LimitUnit.DAYS, date(2026, 10, 3)),
        (5, LimitUnit.MONTHS, date(2027, 2, 28)),
    ],
)
def test_each_unit_counts_its_own_way(amount: int, unit: LimitUnit, due: date) -> None:
    derived = derive(_limit(amount, unit), date(2026, 9, 30), china())
    assert derived.due_on == due
    assert from_dict(derived.as_dict()) == derived
    assert derived.provisional == ()
    assert derived.limit is not None


def test_hours_run_over_midnight_and_over_days_off() -> None:
    start = datetime(2026, 10, 1, 23, 0, tzinfo=CHINA)
    derived = derive(_limit(2, LimitUnit.HOURS), start, china())
    assert derived.due_at == datetime(2026, 10, 2, 1, 0, tzinfo=CHINA)
    assert derived.due_on == date(2026, 10, 2)
    assert "自2026年10月1日 23:00（登记）起2小时，即2026年10月2日 01:00" in derived.sentence()
    assert from_dict(derived.as_dict()) == derived
    later = paused(derived, [Pause("等待结论", date(2026, 10, 2), date(2026, 10, 3))], china())
    assert later.due_at == datetime(2026, 10, 4, 1, 0, tzinfo=CHINA)
    with pytest.raises(ValueError, match="from a moment"):
        derive(_limit(2, LimitUnit.HOURS), DAY, china())


def test_a_calendar_day_limit_that_ends_on_a_weekend_says_that_nothing_moves_it() -> None:
    derived = derive(_limit(5, LimitUnit.DAYS), DAY, china())
    assert "第5日，即2026年3月7日（周六）（末日为周六，规则未写顺延）" in derived.sentence()


def test_a_pause_moves_the_date_by_exactly_the_days_it_takes_away() -> None:
    first = derive(_limit(10, LimitUnit.WORKDAYS), DAY, china())
    assert first.due_on == date(2026, 3, 16)
    pause = Pause("等待上级机关答复", date(2026, 3, 5), date(2026, 3, 10))  # four working days
    moved = paused(first, [pause], china())
    assert moved.due_on == date(2026, 3, 20)
    assert "3月5日至10日（暂停：等待上级机关答复）" in moved.sentence()
    assert from_dict(moved.as_dict()) == moved
    assert paused(moved, [], china()) == first


@given(
    st.dates(min_value=date(2025, 12, 1), max_value=date(2027, 6, 1)),
    st.integers(min_value=1, max_value=40),
    st.integers(min_value=0, max_value=60),
    st.integers(min_value=0, max_value=30),
    st.sampled_from([LimitUnit.WORKDAYS, LimitUnit.DAYS]),
)
def test_paused_days_are_never_counted(
    start: date, amount: int, after: int, length: int, unit: LimitUnit
) -> None:
    begins = start + timedelta(days=after)
    pause = Pause("等待", begins, begins + timedelta(days=length))
    derived = derive(_limit(amount, unit), start, china(), pauses=[pause])
    assert len(derived.counted) == amount
    assert not [day for day in derived.counted if pause.starts_on <= day <= pause.ends_on]
    assert len(derived.counted) + len(derived.skipped) == (derived.due_on - start).days


def test_a_restart_counts_from_the_new_day_and_keeps_the_earlier_date() -> None:
    first = derive(_limit(10, LimitUnit.WORKDAYS), DAY, china())
    anew = restarted(first, date(2026, 3, 12), event="退回补办", reason="重新起算", calendar=china())
    assert anew.due_on == add_workdays(date(2026, 3, 12), 10)
    assert [one.was for one in anew.extensions] == [date(2026, 3, 16)]
    assert anew.event == "退回补办"


def test_seriously_late_is_stored_and_moves_with_the_date_and_the_calendar() -> None:
    derived = with_serious(derive(_limit(1, LimitUnit.WORKDAYS), date(2026, 12, 30), china()), 2, china())
    assert (derived.due_on, derived.serious_on) == (date(2026, 12, 31), date(2027, 1, 5))
    days = {date(2027, 1, n): SpecialDay(True, "元旦") for n in (1, 2, 3, 4)}
    moved = recomputed(derived, DAY, amended(china(), 2027, days))
    assert (moved.due_on, moved.serious_on) == (date(2026, 12, 31), date(2027, 1, 6))
    assert moved.extensions == ()


def test_a_date_that_stays_is_explained_by_the_present_calendar() -> None:
    derived = derive(_limit(1, LimitUnit.WORKDAYS), date(2026, 12, 31), china())
    days = {date(2027, 1, n): SpecialDay(True, "元旦") for n in (1, 2, 3)}
    told = settled(derived, amended(china(), 2027, days))
    assert (derived.due_on, told.due_on) == (date(2027, 1, 4), date(2027, 1, 4))
    assert (derived.provisional, told.provisional) == ((2027,), ())
    assert dict(told.skipped)[date(2027, 1, 3)] == "元旦"
    moved = amended(china(), 2027, {**days, date(2027, 1, 4): SpecialDay(True, "元旦")})
    assert settled(derived, moved) is derived


def test_an_amended_calendar_announces_the_year_and_forgets_its_provisional_days() -> None:
    days = {date(2027, 1, 1): SpecialDay(True, "元旦"), date(2027, 2, 20): SpecialDay(False, "春节")}
    fresh = amended(china(), 2027, days)
    assert not fresh.is_provisional(2027)
    assert fresh.edition != china().edition
    assert fresh.edition.startswith("cn-2027-")
    assert count_workdays(date(2026, 12, 31), date(2027, 12, 31), fresh) == 261


def test_a_limit_of_the_procedure_says_whether_the_document_or_the_office_set_it(cast: Cast) -> None:
    own = time_limit(cast.conference, "consent_window", DAY)
    assert (own.amount, own.source_words) == (3, "本程序建议值，设定，待确认")
    set_rule(cast.director, AT, code="consent_window", value="7")
    assert time_limit(cast.conference, "consent_window", DAY).amount == 7
    both = time_limits(cast.conference, ("consent_window", "injury.decision"), DAY)
    assert {code: one.amount for code, one in both.items()} == {"consent_window": 7, "injury.decision": 60}
    with pytest.raises(KeyError):
        time_limit(cast.conference, "nobody.knows", DAY)


def test_without_a_notice_the_shipped_calendar_is_the_present_one(db: None) -> None:
    assert calendar_now() is china()
