"""Rules on rows: exceedances, suspected and acute cases, cases at one employer, pneumoconiosis after short exposure."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from lianxi.core.canonical import digest
from lianxi.core.words import long_date
from lianxi.hazards.judging import bulk
from lianxi.hazards.judging.verdicts import Outcome
from lianxi.hazards.limits import METRICS, hazards
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.rules.diseases import disease_names
from lianxi.surveillance.rules.signal_rules import Rule
from lianxi.surveillance.running.found import MOST_ROWS, Found
from lianxi.surveillance.running.row_pictures import (
    Picture,
    cases_by_month,
    draw_months,
    draw_window,
    draw_years,
    whose,
)
from lianxi.tables.engine import Connection

# The groups whose hazards count as severe beside the substances that the standard marks G1.
SEVERE_GROUPS = ("silica", "asbestos")
LATE_DAYS = 7


@cache
def severe_hazards() -> frozenset[str]:
    """Return the hazards held as severe: silica, asbestos, and what the standard marks G1."""
    return frozenset(
        code for code, one in hazards().items() if one.group in SEVERE_GROUPS or "G1" in one.marks
    )


def hazard_name(code: str) -> str:
    """Name a hazard; an unlisted one keeps the words of its file."""
    return hazards()[code].name if code in hazards() else code.removeprefix("x:")


def listed_sql(codes: Iterable[str]) -> str:
    """Write codes as a SQL list."""
    return ", ".join(f"'{code}'" for code in sorted(codes)) or "NULL"


def _dicts(con: Connection, sql: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
    cursor = con.execute(sql, list(values))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


_ROWS = f"list([batch, row] ORDER BY batch, row)[1:{MOST_ROWS}] AS rows, count(*) AS n"


def find_exceedances(look: Look, rule: Rule) -> list[Found]:
    """Find results above their limit, by employer, hazard and month."""
    return _measured(look, rule, f"outcome = {int(Outcome.EXCEEDS)}", "超过限值")


def find_half_limit(look: Look, rule: Rule) -> list[Found]:
    """Find results of severe hazards at the share of the limit or more, not above it."""
    share = rule.value("share")
    severe = f"hazard IN ({listed_sql(severe_hazards())})"
    wanted = f"outcome = {int(Outcome.OK)} AND NOT below_loq AND ratio >= {share} AND {severe}"
    return _measured(look, rule, wanted, f"达到限值的{share:.0%}以上")


def _measured(look: Look, rule: Rule, wanted: str, words: str) -> list[Found]:
    table = look.new("measurements")
    if not bulk.load_contexts(look.con, table):
        return []
    best = ", ".join(
        f"arg_max({name}, (ratio, batch, row)) AS {name}"
        for name in ("value", "limit_value", "unit", "metric")
    )
    rows = _dicts(
        look.con,
        f"SELECT employer, hazard, strftime(sampled_on, '%Y-%m') AS period, max(ratio) AS ratio, {best},"
        " any_value(division) AS division, any_value(industry) AS industry, min(sampled_on) AS happened,"
        " arg_max(sampled_on, (ratio, batch, row)) AS sampled, bool_and(confirmed) AS confirmed,"
        f" {_ROWS} FROM ({bulk.judged(table)}) WHERE {wanted} AND sampled_on > ? AND sampled_on <= ?"
        " GROUP BY employer, hazard, period ORDER BY ratio DESC, employer, hazard, period",
        [look.since(rule), look.day],
    )
    return [_measurement(look, rule, row, words) for row in rows]


def _measurement(look: Look, rule: Rule, row: dict[str, Any], words: str) -> Found:
    metric = METRICS[row["metric"]].name if row["metric"] in METRICS else row["metric"]
    limit = f"（限值{row['limit_value']:g}）" if row["limit_value"] is not None else ""
    reasons = [] if row["confirmed"] else ["limit_to_confirm"]
    if row["hazard"] in severe_hazards():
        reasons.append("severe_hazard")
    told = (
        f"{look.names(row['employer'])}{hazard_name(row['hazard'])}{metric}检测结果"
        f"{row['value']:g} {row['unit']}，{words}{limit}"
    )
    return Found(
        rule=rule.code,
        subject=f"{row['employer']}|{row['hazard']}",
        period=row["period"],
        happened_on=row["happened"],
        words=told,
        division=row["division"] or "",
        employer=row["employer"],
        industry=row["industry"] or "",
        hazard=row["hazard"],
        observed=row["value"],
        bound=row["limit_value"],
        score=row["ratio"],
        unit=row["unit"],
        count=row["n"],
        rows=tuple((batch, line) for batch, line in row["rows"]),
        reasons=tuple(reasons),
        picture=_measured_picture(look, row),
    )


def _measured_picture(look: Look, row: dict[str, Any]) -> dict[str, Any]:
    """Draw the results of the same employer, hazard and metric against the limit, oldest first."""
    points = look.con.execute(
        "SELECT sampled_on, max(CASE WHEN below_loq THEN loq ELSE value END) FROM measurements WHERE employer = ?"
        " AND hazard = ? AND metric = ? AND sampled_on <= ? GROUP BY sampled_on ORDER BY sampled_on DESC LIMIT 60",
        [row["employer"], row["hazard"], row["metric"], look.day],
    ).fetchall()
    return {
        "title": f"{hazard_name(row['hazard'])}历次检测结果（同日取最大）",
        "unit": row["unit"],
        "bound_label": "限值",
        "points": [
            {
                "label": day.isoformat(),
                "value": value,
                "upper": row["limit_value"],
                "mark": "broke" if day == row["sampled"] else "",
            }
            for day, value in reversed(points)
            if value is not None
        ],
    }


def find_suspected(look: Look, rule: Rule) -> list[Found]:
    """Find suspected occupational disease, in cases and in conclusions of examinations."""
    cases = (
        "SELECT batch, row, report_no, employer, division, industry, disease, hazard, noted_on AS day, reported_on"
        f" FROM {look.new('cases')} WHERE status = 'suspected' AND noted_on > $1 AND noted_on <= $2"
    )
    exams = (
        "SELECT batch, row, report_no, employer, division, industry, '' AS disease, hazard, examined_on AS day,"
        f" reported_on FROM {look.new('exams')} WHERE conclusion = 'suspected' AND examined_on > $1"
        " AND examined_on <= $2"
    )
    rows = _dicts(
        look.con, f"{cases} UNION ALL {exams} ORDER BY day, batch, row", [look.since(rule), look.day]
    )
    known = cases_by_month(
        look,
        "SELECT employer, division, noted_on AS day FROM cases WHERE status = 'suspected' UNION ALL"
        " SELECT employer, division, examined_on FROM exams WHERE conclusion = 'suspected'",
    )
    return [
        _case(look, rule, row, "发现疑似职业病", _by_month(look, row, known, "疑似职业病")) for row in rows
    ]


def _by_month(
    look: Look, row: dict[str, Any], known: dict[tuple[str, str], dict[str, int]], words: str
) -> Picture:
    return draw_months(known.get(whose(row["employer"], row["division"]), {}), row["day"], look.day, words)


def find_acute(look: Look, rule: Rule) -> list[Found]:
    """Find acute cases."""
    chemical = (
        "disease LIKE '____-05-%' OR contains(disease, '中毒') OR starts_with(coalesce(hazard, ''), 'c')"
    )
    wanted = f"acute AND ({chemical})"
    known = cases_by_month(look, f"SELECT employer, division, noted_on AS day FROM cases WHERE {wanted}")
    return [
        _case(look, rule, row, "发生急性职业中毒", _by_month(look, row, known, "急性职业中毒"))
        for row in _cases(look, rule, wanted)
    ]


def find_short_pneumoconiosis(look: Look, rule: Rule) -> list[Found]:
    """Find pneumoconiosis diagnosed after less than the given years of exposure."""
    years = rule.value("years")
    all_of = (
        "status = 'diagnosed' AND regexp_matches(disease, '^\\d{4}-01-1-') AND exposure_years IS NOT NULL"
    )
    known: dict[tuple[str, str], list[tuple[date, float]]] = {}
    listed = look.con.execute(
        f"SELECT employer, division, noted_on, exposure_years FROM cases WHERE {all_of} AND noted_on <= ?",
        [look.day],
    ).fetchall()
    for employer, division, day, value in listed:
        known.setdefault(whose(employer, division), []).append((day, value))
    return [
        _case(
            look, rule, row, f"接尘不满{years:g}年确诊尘肺病",
            draw_years(known[whose(row["employer"], row["division"])], row["day"], years, row["exposure_years"]),
        )
        for row in _cases(look, rule, f"{all_of} AND exposure_years < {years}")
    ]  # fmt: skip


def _cases(look: Look, rule: Rule, wanted: str) -> list[dict[str, Any]]:
    return _dicts(
        look.con,
        "SELECT batch, row, report_no, employer, division, industry, disease, hazard, noted_on AS day, reported_on,"
        f" exposure_years FROM {look.new('cases')} WHERE {wanted} AND noted_on > ? AND noted_on <= ?"
        " ORDER BY day, batch, row",
        [look.since(rule), look.day],
    )


def _case(look: Look, rule: Rule, row: dict[str, Any], words: str, picture: Picture) -> Found:
    """Make a finding of one case; it is named by a digest of its card, never by the person."""
    about = disease_names().get(row["disease"] or "", "") or "、".join(
        hazard_name(code) for code in (row["hazard"] or "").split(";") if code
    )
    late = row["reported_on"] is not None and (row["reported_on"] - row["day"]).days > LATE_DAYS
    employer = row["employer"] or ""
    return Found(
        rule=rule.code,
        subject=f"{employer}|{_card(row)}",
        period=row["day"].isoformat(),
        happened_on=row["day"],
        words=f"{look.names(employer)}{words}{f'（{about}）' if about else ''}",
        division=row["division"] or "",
        employer=employer,
        industry=row["industry"] or "",
        hazard=(row["hazard"] or "").split(";")[0],
        observed=row.get("exposure_years"),
        bound=rule.parameters.get("years"),
        score=1.0,
        unit="年" if "years" in rule.parameters else "",
        count=1,
        rows=((row["batch"], row["row"]),),
        reasons=("late_report",) if late else (),
        picture=picture,
    )


def _card(row: dict[str, Any]) -> str:
    return digest("/".join(str(row[name] or "") for name in ("report_no", "disease", "hazard")))[:16]


def find_employer_cases(look: Look, rule: Rule) -> list[Found]:
    """Find employers with so many diagnosed persons within so many months, newest window first."""
    months, least = int(rule.value("window_months")), int(rule.value("cases"))
    rows = _dicts(
        look.con,
        "WITH c AS (SELECT employer, person, min(noted_on) AS day FROM cases WHERE status = 'diagnosed'"
        " AND employer <> '' AND noted_on <= $2 GROUP BY employer, person),"
        f" touched AS (SELECT DISTINCT employer FROM {look.new('cases')} WHERE status = 'diagnosed'),"
        # One window a day: persons of the same day would else be counted once for each of them.
        " days AS (SELECT DISTINCT employer, day FROM c),"
        " windows AS (SELECT l.employer, l.day, count(*) AS n, min(e.day) AS first FROM days l JOIN c e"
        f" ON e.employer = l.employer AND e.day <= l.day AND e.day > l.day - INTERVAL {months} MONTH"
        " JOIN touched t ON t.employer = l.employer WHERE l.day > $1 GROUP BY l.employer, l.day)"
        f" SELECT * FROM windows WHERE n >= {least} QUALIFY row_number() OVER"
        " (PARTITION BY employer ORDER BY day DESC) = 1 ORDER BY n DESC, employer",
        [look.since(rule), look.day],
    )
    return [_cluster(look, rule, row) for row in rows]


def _cluster(look: Look, rule: Rule, row: dict[str, Any]) -> Found:
    months, least = int(rule.value("window_months")), int(rule.value("cases"))
    listed = _dicts(
        look.con,
        "SELECT batch, row, noted_on, division, industry, hazard FROM cases WHERE employer = ? AND status = 'diagnosed'"
        " AND noted_on BETWEEN ? AND ? ORDER BY noted_on, batch, row",
        [row["employer"], row["first"], row["day"]],
    )
    persons = look.con.execute(
        "SELECT min(noted_on) FROM cases WHERE employer = ? AND status = 'diagnosed' AND noted_on <= ? GROUP BY person",
        [row["employer"], look.day],
    ).fetchall()
    last = listed[-1]
    span = f"{long_date(row['first'])}至{long_date(row['day'])}"
    return Found(
        rule=rule.code,
        subject=row["employer"],
        period=row["day"].isoformat(),
        happened_on=row["day"],
        words=f"{look.names(row['employer'])}{span}确诊职业病{row['n']}人（{months}个月内{least}人起预警）",
        division=last["division"] or "",
        employer=row["employer"],
        industry=last["industry"] or "",
        hazard=(last["hazard"] or "").split(";")[0],
        observed=float(row["n"]),
        bound=float(least),
        score=row["n"] / least,
        unit="人",
        count=len(listed),
        rows=tuple((one["batch"], one["row"]) for one in listed[:MOST_ROWS]),
        picture=draw_window([day for (day,) in persons], row["day"], months, least),
    )


ROW_RULES: dict[str, Callable[[Look, Rule], list[Found]]] = {
    "exceedance": find_exceedances,
    "half_limit_severe": find_half_limit,
    "suspected_case": find_suspected,
    "employer_cases": find_employer_cases,
    "acute_poisoning": find_acute,
    "pneumoconiosis_short": find_short_pneumoconiosis,
}
