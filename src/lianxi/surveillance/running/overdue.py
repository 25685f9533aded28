"""Rules on days that have passed: tests of workplaces and examinations of workers that should have been made."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from lianxi.core.words import long_date
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.rules.signal_rules import Rule
from lianxi.surveillance.running.found import Found
from lianxi.surveillance.running.row_pictures import Picture, draw_since
from lianxi.surveillance.running.rows import listed_sql, severe_hazards


def find_tests_overdue(look: Look, rule: Rule) -> list[Found]:
    """Find employers whose last test lies further back than the rule allows, once per due day.

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
    done = _days(look, "measurements", "sampled_on", [row[0] for row in rows])
    return [_test(look, rule, row, done.get(row[0], [])) for row in rows]


def _days(look: Look, table: str, day: str, employers: list[str]) -> dict[str, list[date]]:
    """Give the days on which these employers had something done."""
    look.con.execute("CREATE OR REPLACE TEMP TABLE overdue (employer VARCHAR)")
    if employers:
        look.con.execute("INSERT INTO overdue SELECT unnest(?)", [employers])
    rows = look.con.execute(
        f"SELECT employer, list(DISTINCT {day}) FROM {table} WHERE {day} <= ? AND employer IN (FROM overdue) GROUP BY 1",
        [look.day],
    ).fetchall()
    return dict(rows)


def _test(look: Look, rule: Rule, row: tuple[Any, ...], done: list[date]) -> Found:
    employer, division, industry, last, is_severe, declared, _since, due = row
    base = f"最近一次检测在{long_date(last)}" if last else f"{long_date(declared)}申报，没有检测记录"
    months = int(rule.value("severe_months" if is_severe else "general_months"))
    found = _overdue(
        look,
        rule,
        (employer, division, industry, due),
        f"{base}，{'有严重危害，' if is_severe else ''}应每{months}个月检测一次，{long_date(due)}到期",
        draw_since(done, declared, look.day, months, "检测"),
    )
    reasons = [*(["severe_hazard"] if is_severe else []), *([] if last else ["never_tested"])]
    return replace(found, reasons=tuple(reasons))


def find_exams_overdue(look: Look, rule: Rule) -> list[Found]:
    """Find employers whose last examination of workers lies further back than the rule allows."""
    months = int(rule.value("months"))
    rows = look.con.execute(
        "SELECT employer, any_value(division), any_value(industry), max(examined_on) AS last,"
        f" CAST(last + INTERVAL {months} MONTH AS DATE) AS due FROM exams WHERE employer <> ''"
        " AND examined_on IS NOT NULL GROUP BY employer HAVING due < ? ORDER BY due, employer",
        [look.day],
    ).fetchall()
    done = _days(look, "exams", "examined_on", [row[0] for row in rows])
    return [
        _overdue(
            look,
            rule,
            (employer, division, industry, due),
            f"最近一次职业健康检查在{long_date(last)}，按每{months}个月一次，{long_date(due)}到期",
            draw_since(done.get(employer, []), None, look.day, months, "职业健康检查"),
        )
        for employer, division, industry, last, due in rows
    ]


def _overdue(look: Look, rule: Rule, who: tuple[Any, ...], words: str, picture: Picture) -> Found:
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
        picture=picture,
    )


DUE_RULES: dict[str, Callable[[Look, Rule], list[Found]]] = {
    "test_overdue": find_tests_overdue,
    "exam_overdue": find_exams_overdue,
}
