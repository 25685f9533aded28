"""Rises in weekly counts as signals: the method by the length of history, one signal for one rise, silence with reasons."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cast import AT, Cast
from lianxi.stories.example_files import credit_code
from lianxi.surveillance.models import Signal
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.queries.signal_rules import rules_on
from lianxi.surveillance.rules.weeks import week_start
from lianxi.surveillance.running.series import find_rises
from lianxi.web.surveillance.pictures import draw
from surveillance.signal_stages import cases, run

DAY = AT.date()  # Monday 2 March 2026: the last whole week began on 23 February
LAST = date(2026, 2, 23)
SERIES = ("farrington", "glrnb", "ears_c2", "poisson_excess")


def look(counts: dict[tuple[str, str, str], list[int]]) -> Look:
    """A store with so many cases a week, the last entry in the last whole week."""
    con = duckdb.connect()
    con.execute("CREATE TABLE cases (division VARCHAR, hazard VARCHAR, industry VARCHAR, noted_on DATE)")
    con.execute("CREATE TABLE measurements (sampled_on DATE)")
    rows = [
        (*key, LAST - timedelta(weeks=len(weekly) - 1 - place))
        for key, weekly in counts.items()
        for place, n in enumerate(weekly)
        for _ in range(n)
    ]
    con.executemany("INSERT INTO cases VALUES (?, ?, ?, ?)", rows)
    return Look(con, DAY, lambda code: code)


@pytest.mark.long
@pytest.mark.parametrize(
    ("weeks", "code"), [(300, "farrington"), (150, "glrnb"), (40, "ears_c2"), (6, "poisson_excess")]
)
def test_the_length_of_history_decides_the_method(cast: Cast, weeks: int, code: str) -> None:
    rules = [one for one in rules_on(cast.conference.pk, DAY).values() if one.kind == "series"]
    assert [one.code for one in rules] == list(SERIES)
    # Between two and four cases a week, then thirty.
    quiet = [2, 3, 4, 3] * 80
    found, silent = find_rises(look({("350582", "noise", "C1952"): [*quiet[:weeks], 30]}), rules)
    assert [one.rule for one in found] == [code]
    assert (found[0].observed, found[0].period) == (30.0, LAST.isoformat())
    about = [one for one in silent if one.why.startswith("“") and "不判疑似和确诊病例" in one.why]
    assert {one.rule for one in about} == set(SERIES) - {code}
    assert all(f"历史有{weeks}周" in one.why for one in about)
    # The other kind of count has no data at all, and every method says so.
    assert sum("没有超过限值的检测结果" in one.why for one in silent) == 4
    drawn = draw(found[0].picture)
    assert drawn is not None
    assert drawn.dots[-1].mark == "broke"


def test_one_rise_is_one_signal_named_by_the_narrowest_that_holds_it(cast: Cast) -> None:
    """One industry of one county rises: the county over all industries and the city rise with it, in one finding."""
    rules = [one for one in rules_on(cast.conference.pk, DAY).values() if one.kind == "series"]
    calm = [2, 3, 4, 3] * 75
    store = look(
        {
            ("350582", "noise", "C1952"): [*calm, 30],
            ("350582", "noise", "C3032"): [*calm, 3],
            ("350583", "noise", "C1952"): [*calm, 3],
        }
    )
    found, _ = find_rises(store, rules)
    assert [one.subject for one in found] == ["cases|350582|noise|C19"]
    assert len(found[0].parts) == 2
    assert "晋江市噪声（行业C19）疑似和确诊病例2026年2月23日起一周30例，预期" in found[0].words
    assert "基线" not in found[0].words
    compared = found[0].picture["compared"]
    assert compared
    assert all(one["label"] < LAST.isoformat() and 0 < one["weight"] <= 1 for one in compared)


def test_a_calm_week_raises_nothing(cast: Cast) -> None:
    rules = [one for one in rules_on(cast.conference.pk, DAY).values() if one.kind == "series"]
    assert find_rises(look({("350582", "noise", "C1952"): [2, 3, 4, 3] * 76}), rules)[0] == []


def test_a_run_over_stored_cases_raises_the_rise_once(cast: Cast, tmp_path: Path) -> None:
    """Five weeks with a case each, then nine: 9 or more where 1 is usual has p below one in ten thousand."""
    listed: list[dict[str, Any]] = []
    for number in range(14):
        day = LAST - timedelta(weeks=5 - number) if number < 5 else LAST + timedelta(days=1)
        listed.append(
            {
                "报告卡编号": f"N{number}", "身份证号": "", "姓名": "", "专业工龄-年": "12",
                "具体病名": "职业性噪声聋", "接触的职业病危害因素": "噪声",
                "统一社会信用代码": credit_code("350582", number + 1), "用人单位名称": f"示例{number}厂",
                "诊断日期": day.isoformat(), "报告日期": (day + timedelta(days=2)).isoformat(),
            }
        )  # fmt: skip
    cases(cast, tmp_path, *listed)
    run(cast)
    signal = Signal.objects.get(rule="poisson_excess")
    assert (signal.observed, signal.happened_on, signal.reasons) == (9.0, LAST, ["fdr"])
    assert signal.data_sha256
    assert run(cast, AT + timedelta(days=1)).raised == 0
    assert week_start(1) < LAST
