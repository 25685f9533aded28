"""Steady rises by month, counties under their codes of today, and weeks that are not complete yet."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cast import AT, Cast
from lianxi.core.words import CHINA
from lianxi.register.rules.places import current_division, divisions, former_divisions
from lianxi.surveillance.actions import apply_batch, check_batch, receive_batch
from lianxi.surveillance.intake.checking import run_check
from lianxi.surveillance.models import DetectionRun, Signal
from lianxi.surveillance.queries.counting import SOURCES, count_weeks
from lianxi.surveillance.queries.delaying import completeness_of
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.queries.signal_rules import rules_on
from lianxi.surveillance.rules.weeks import week_number, week_start
from lianxi.surveillance.running.series import find_rises
from lianxi.surveillance.store import open_store
from lianxi.surveillance.store.files import incoming_dir
from lianxi.tables.staging import stage_file
from surveillance.intake_stages import CASE, rows, write_csv
from surveillance.signal_stages import cases, run
from surveillance.test_rises import DAY, LAST, look

CASES = SOURCES[1]


def monthly(counts: dict[tuple[str, str, str], list[int]]) -> Look:
    """A store with so many cases a month, on the tenth, the last entry in February 2026."""
    con = duckdb.connect()
    con.execute("CREATE TABLE cases (division VARCHAR, hazard VARCHAR, industry VARCHAR, noted_on DATE)")
    con.execute("CREATE TABLE measurements (sampled_on DATE)")
    listed = [
        (*key, _month(len(months) - 1 - place))
        for key, months in counts.items()
        for place, n in enumerate(months)
        for _ in range(n)
    ]
    con.executemany("INSERT INTO cases VALUES (?, ?, ?, ?)", listed)
    return Look(con, DAY, lambda code: code)


def _month(back: int) -> date:
    at = 2026 * 12 + 1 - back
    return date(at // 12, at % 12 + 1, 10)


def test_a_steady_rise_by_month_is_one_signal_with_its_slope(cast: Cast) -> None:
    """1, 2 … 25: the first month is not whole, so 2 … 25 are tested: 24·23/2 = 276 pairs, all rising; slope 1."""
    rule = [rules_on(cast.conference.pk, DAY)["trend"]]
    store = monthly(
        {("350582", "noise", "C1952"): list(range(1, 26)), ("350583", "noise", "C1952"): [3, 2] * 12}
    )
    found, _ = find_rises(store, rule)
    assert [(one.rule, one.subject) for one in found] == [("trend", "cases|350582|noise|C19|trend")]
    one = found[0]
    assert one.period == "2026-02"
    assert "2024年3月至2026年2月逐月上升，平均每月增加1例" in one.words
    assert "S=276，" in one.picture["note"]
    assert "Sen斜率每月+1例（95%区间+1至+1）" in one.picture["note"]
    assert [point["expected"] for point in one.picture["points"]] == [float(n) for n in range(2, 26)]
    assert len(one.parts) == 2  # the county over all industries, and the city


def test_a_short_or_level_history_has_no_trend_and_says_so(cast: Cast) -> None:
    rule = [rules_on(cast.conference.pk, DAY)["trend"]]
    found, silent = find_rises(monthly({("350582", "noise", "C1952"): list(range(1, 9))}), rule)
    assert found == []
    assert any("完整的月份有7个，须12个以上" in one.why for one in silent)
    assert find_rises(monthly({("350582", "noise", "C1952"): [4, 5, 3, 4] * 6}), rule)[0] == []


def test_former_codes_count_under_the_code_of_today_and_are_named() -> None:
    """长乐市 350182 became 长乐区 350112 in 2017."""
    assert former_divisions()["350182"] == ("长乐市", "350112", 2017)
    assert current_division("350182") == "350112"
    assert current_division("350582") == "350582"
    assert all(
        now in divisions() and old not in divisions() for old, (_, now, _) in former_divisions().items()
    )
    held = look({("350182", "noise", "C1952"): [2] * 10, ("350112", "noise", "C1952"): [1] * 10})
    series = count_weeks(held, CASES)
    assert series is not None
    assert ("350182", "noise", "C19") not in series.keys
    assert series.counts[series.keys.index(("350112", "noise", "C19"))].tolist() == [3.0] * 10
    assert series.note("350112") == "含原区划代码350182（长乐市）的数据。"
    assert series.note("350582") == ""


def test_a_city_without_counties_is_counted_once() -> None:
    series = count_weeks(look({("441900", "noise", "C1952"): [2] * 10}), CASES)
    assert series is not None
    assert series.counts[series.keys.index(("441900", "noise", ""))].tolist() == [2.0] * 10


def test_a_former_code_is_kept_as_its_file_wrote_it(cast: Cast, tmp_path: Path) -> None:
    cases(cast, tmp_path, {"地区编码": "350182", "专业工龄-年": "12"})
    con = open_store(cast.conference.pk)
    assert con.execute("SELECT division FROM cases").fetchall() == [("350182",)]


def weekly_reports(first: date, weeks: int, last: int) -> tuple[list[tuple[Any, ...]], dict[int, date]]:
    """Eight cases a week; of each, five come in the batch of the next Sunday and three a week later."""
    listed: list[tuple[Any, ...]] = []
    received = {at: first + timedelta(days=7 * at + 6) for at in range(weeks)}
    for at in range(weeks):
        day = first + timedelta(days=7 * at)
        listed += [("350582", "noise", "C1952", day, at, day)] * 5
        if at + 1 < weeks:
            listed += [("350582", "noise", "C1952", day, at + 1, day)] * 3
    assert week_number(listed[-1][3]) == last
    return listed, received


def late_look(day: date = DAY) -> Look:
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE cases (division VARCHAR, hazard VARCHAR, industry VARCHAR, noted_on DATE, batch BIGINT,"
        " reported_on DATE)"
    )
    con.execute("CREATE TABLE measurements (sampled_on DATE, batch BIGINT)")
    listed, received = weekly_reports(LAST - timedelta(weeks=29), 30, week_number(LAST))
    con.executemany("INSERT INTO cases VALUES (?, ?, ?, ?, ?, ?)", listed)
    return Look(con, day, lambda code: code, received=received)


def test_the_store_s_own_days_of_receipt_tell_how_complete_a_week_is() -> None:
    """Five of eight are in by the end of a week, all a week later: 62.5 % of the newest week."""
    last = week_number(LAST)
    found = completeness_of(late_look(), CASES, last)
    assert found.shares == {last: pytest.approx(0.625)}
    assert found.words(last) == "尚不完整，估计已报到62%"
    assert found.words(last - 1) == ""
    assert found.weeks_to_judge() == [last, last - 1]
    assert found.complete_through() == last - 1
    assert "按各批数据入库的日期估计，最近几周尚不完整：2026年2月23日起一周62%" in found.sentence


def test_without_experience_nothing_is_estimated_and_it_says_so() -> None:
    held = late_look()
    last = week_number(LAST)
    held.con.execute("UPDATE cases SET batch = 1, reported_on = NULL")
    found = completeness_of(Look(held.con, DAY, held.names, received={1: DAY}), CASES, last)
    assert found.shares == {}
    assert "没有依据估计" in found.sentence
    # What came in before the week ended cannot hold it.
    early = {1: LAST + timedelta(days=2)}
    found = completeness_of(Look(held.con, DAY, held.names, received=early), CASES, last)
    assert found.words(last) == "尚不完整，还没有收到这一周的数据"


def test_days_of_reports_stand_in_for_days_of_receipt() -> None:
    """All in one batch today, half of each week's reports written nine days after the week's first day: d = 1."""
    held = late_look()
    last = week_number(LAST)
    held.con.execute("UPDATE cases SET batch = 1, reported_on = noted_on + 3")
    held.con.execute("INSERT INTO cases SELECT division, hazard, industry, noted_on, 1, noted_on + 9 FROM cases"
                     f" WHERE noted_on < DATE '{LAST}'")  # fmt: skip
    found = completeness_of(Look(held.con, DAY, held.names, received={1: DAY}), CASES, last)
    assert found.shares == {last: pytest.approx(0.5)}
    assert "按报告日期估计，数据收到2026年3月2日" in found.sentence


def test_a_signal_in_an_incomplete_week_says_so(cast: Cast) -> None:
    held = late_look()
    held.con.execute(f"INSERT INTO cases SELECT '350582', 'noise', 'C1952', DATE '{LAST}', 29, DATE '{LAST}'"
                     " FROM range(40)")  # fmt: skip
    rules = [one for one in rules_on(cast.conference.pk, DAY).values() if one.kind == "series"]
    found, silent = find_rises(held, rules)
    assert [one.period for one in found] == [LAST.isoformat()]
    assert "incomplete_week" in found[0].reasons
    assert found[0].words.endswith("%）")
    assert "尚不完整，估计已报到" in found[0].words
    assert found[0].picture["points"][-1]["late"].startswith("尚不完整")
    assert any("按各批数据入库的日期估计" in one.why for one in silent)


def test_a_rise_that_late_reports_complete_is_found_a_week_later(cast: Cast) -> None:
    """The week before the last was quiet when it was new; the reports that came in since make it a rise."""
    held = late_look()
    week = LAST - timedelta(weeks=1)
    held.con.execute(f"INSERT INTO cases SELECT '350582', 'noise', 'C1952', DATE '{week}', 29, DATE '{week}'"
                     " FROM range(40)")  # fmt: skip
    rules = [one for one in rules_on(cast.conference.pk, DAY).values() if one.kind == "series"]
    found, _ = find_rises(held, rules)
    assert [one.period for one in found] == [week.isoformat()]
    assert found[0].observed == 48.0


def test_a_rise_that_goes_on_is_told_once(cast: Cast) -> None:
    held = late_look()
    for back in (0, 1):
        week = LAST - timedelta(weeks=back)
        held.con.execute(f"INSERT INTO cases SELECT '350582', 'noise', 'C1952', DATE '{week}', 29, DATE '{week}'"
                         " FROM range(40)")  # fmt: skip
    held.con.execute(f"INSERT INTO cases SELECT '350583', 'noise', 'C3032', DATE '{LAST}', 29, DATE '{LAST}'"
                     " FROM range(30)")  # fmt: skip
    rules = [one for one in rules_on(cast.conference.pk, DAY).values() if one.kind == "series"]
    # In the newest week the city rises as a whole, the week before one county of it alone: the same rise.
    found, _ = find_rises(held, rules)
    assert [one.period for one in found] == [LAST.isoformat()]


def test_a_run_marks_weeks_by_the_days_its_batches_came_in(cast: Cast, tmp_path: Path) -> None:
    """Twelve weekly batches, each with the week before; the report of a run says what it rests on."""
    at = AT
    for number in range(12):
        at = datetime.combine(LAST - timedelta(weeks=11 - number), datetime.min.time(), CHINA) + timedelta(
            days=7
        )
        day = LAST - timedelta(weeks=11 - number)
        listed = rows(CASE, *[
            {"报告卡编号": f"W{number}-{n}", "姓名": "", "身份证号": "", "专业工龄-年": "12", "诊断日期": day.isoformat(),
             "报告日期": day.isoformat()} for n in range(3)
        ])  # fmt: skip
        upload, _ = stage_file(
            incoming_dir(cast.conference.pk), write_csv(tmp_path / f"w{number}.csv", listed)
        )
        batch = receive_batch(cast.staff, at, stream="cases", upload=upload, name="w.csv")
        run_check(batch, at.date())
        check_batch(cast.staff, at, batch_id=batch.pk)
        apply_batch(cast.staff, at, batch_id=batch.pk)
    run(cast, at + timedelta(hours=1))
    told = [one["why"] for one in DetectionRun.objects.latest("pk").silent]
    # Each batch comes in on the Monday after its week, and it is Monday: this week is as complete as any was.
    assert any("按各批数据入库的日期估计，最近一周已基本报全" in one for one in told), told
    assert not Signal.objects.filter(rule="trend").exists()
    assert week_start(week_number(LAST)) == LAST
