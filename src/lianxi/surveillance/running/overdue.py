"""Rules on days that have passed: tests of workplaces and examinations of workers that should have been made."""

from collections.abc import Callable
from typing import Any

from lianxi.core.words import long_date
from lianxi.surveillance.rules.signal_rules import Rule
from lianxi.surveillance.running.found import Found
from lianxi.surveillance.running.rows import Look, listed_sql, severe_hazards


def find_tests_overdue(look: Look, rule: Rule) -> list[Found]:
    """This function will find employers whose last test lies further back than the rule allows, once per due day.

    An employer with a severe hazard, measured or declared, has the shorter span; one that only declared counts from
    its first declaration.
    """
    severe, general = int(rule.value("severe_months")), int(rule.value("general_months"))
    known = (
        "SELECT employer, hazard, division, industry, sampled_on AS tested, NULL AS declared FROM measurements"
        " UNION ALL SELECT employer, hazard, division, industry, NULL, declared_on FROM declarations"
    )
    rows = look.con.execute(
        "SELECT employer, any_value(division), any_value(industry), max(tested) AS last,"
        f" bool_or(hazard IN ({listed_sql(severe_hazards())})) AS severe, min(declared) AS declared,"
        " coalesce(max(tested), min(declared)) AS since,"
        f" CAST(since + CASE WHEN severe THEN INTERVAL {severe} MONTH ELSE INTERVAL {general} MONTH END AS DATE) AS due"
        f" FROM ({known}) GROUP BY employer HAVING due < ? ORDER BY due, employer",
        [look.day],
    ).fetchall()
    return [_test(look, rule, row) for row in rows]


def _test(look: Look, rule: Rule, row: tuple[Any, ...]) -> Found:
    employer, division, industry, last, is_severe, declared, _since, due = row
    base = f"最近一次检测在{long_date(last)}" if last else f"{long_date(declared)}申报，没有检测记录"
    months = int(rule.value("severe_months" if is_severe else "general_months"))
    return _overdue(
        look,
        rule,
        (employer, division, industry, due),
        f"{base}，{'有严重危害，' if is_severe else ''}应每{months}个月检测一次，{long_date(due)}到期",
        (*(("severe_hazard",) if is_severe else ()), *(() if last else ("never_tested",))),
    )


def find_exams_overdue(look: Look, rule: Rule) -> list[Found]:
    """This function will find employers whose last examination of workers lies further back than the rule allows."""
    months = int(rule.value("months"))
    rows = look.con.execute(
        "SELECT employer, any_value(division), any_value(industry), max(examined_on) AS last,"
        f" CAST(last + INTERVAL {months} MONTH AS DATE) AS due FROM exams WHERE employer <> ''"
        " AND examined_on IS NOT NULL GROUP BY employer HAVING due < ? ORDER BY due, employer",
        [look.day],
    ).fetchall()
    return [
        _overdue(
            look,
            rule,
            (employer, division, industry, due),
            f"最近一次职业健康检查在{long_date(last)}，按每{months}个月一次，{long_date(due)}到期",
            (),
        )
        for employer, division, industry, last, due in rows
    ]


def _overdue(look: Look, rule: Rule, who: tuple[Any, ...], words: str, reasons: tuple[str, ...]) -> Found:
    employer, division, industry, due = who
    late = (look.day - due).days
    return Found(
        rule=rule.code,
        subject=employer,
        period=due.isoformat(),
        happened_on=due,
        words=f"{look.names(employer)}{words}，已逾期{late}天",
        division=division or "",
        employer=employer,
        industry=industry or "",
        observed=float(late),
        bound=0.0,
        score=late / 30,
        unit="天",
        reasons=reasons,
    )


DUE_RULES: dict[str, Callable[[Look, Rule], list[Found]]] = {
    "test_overdue": find_tests_overdue,
    "exam_overdue": find_exams_overdue,
}
