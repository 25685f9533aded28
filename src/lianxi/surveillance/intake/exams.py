"""Typing and checking of occupational health examinations: one row per examination and hazard."""

from datetime import date

from lianxi.surveillance.intake.who import INDUSTRY_SQL, WHO, WHO_CHECKS, WHO_SQL
from lianxi.surveillance.intake.words import resolve_hazard
from lianxi.tables.typing import Lookup, day_checks, each, faults_sql

KINDS = {
    "上岗前": "pre_placement",
    "在岗期间": "periodic",
    "在岗": "periodic",
    "离岗时": "leaving",
    "离岗后": "post_leaving",
    "应急": "emergency",
}
CONCLUSIONS = {
    "目前未见异常": "normal",
    "未见异常": "normal",
    "疑似职业病": "suspected",
    "职业禁忌": "contraindication",
    "复查": "recheck",
    "其他疾病或异常": "other",
    "其他异常": "other",
}
# GBZ 188-2025 is in force from here; its conclusions no longer have 复查.
NEW_EDITION = date(2026, 8, 1)
# “苯_目前未见异常;噪声_复查”; without a hazard the conclusion is of the hazard column.
_PARTS = "string_split_regex(CASE WHEN r.conclusion = '' THEN '' ELSE r.conclusion END, '[;；]')"


def resolve_kind(text: str) -> str:
    """Return the code of an examination's kind; empty when unknown."""
    return next((code for word, code in KINDS.items() if word in text), "")


def resolve_conclusion(text: str) -> tuple[str, str, str]:
    """Return (hazard, conclusion, fault) of one part of a conclusion, “hazard_conclusion”."""
    hazard, mark, words = text.strip().rpartition("_")
    conclusion = next((code for word, code in CONCLUSIONS.items() if word in (words or text)), "")
    return (
        (resolve_hazard(hazard.strip())[0] if mark else ""),
        conclusion,
        "" if conclusion else "conclusion_unknown",
    )


LOOKUPS = (
    *WHO,
    Lookup("kinds", ("exam_kind",), ("code",), each(resolve_kind)),
    Lookup("hazards", ("hazard",), ("code", "kind", "fault"), each(resolve_hazard)),
    Lookup("conclusions", ("part",), ("hazard", "code", "fault"), each(resolve_conclusion)),
)
PARTS_SQL = (
    "CREATE TABLE parts AS SELECT row, trim(unnest(string_split_regex(conclusion, '[;；]'))) AS part FROM raw;"
    "DELETE FROM parts WHERE part = '' AND row IN (SELECT row FROM parts WHERE part <> '')"
)


def typed_sql(today: date) -> str:
    """Write the SELECT of typed rows."""
    hazard = "coalesce(nullif(c.hazard, ''), h.code)"
    years = "num(r.exposure_years) + coalesce(num(r.exposure_months), 0) / 12"
    checks = {
        "report_missing": "r.report_no = '' AND r.exam_no = ''",
        "text_formula": "is_formula(r.institution) OR is_formula(r.finding) OR is_formula(r.report_no)",
        "undecodable": "contains(concat(r.report_no, r.exam_no, r.employer_name, r.institution, r.finding,"
        " r.conclusion, r.hazard), chr(65533))",
        **day_checks("r.examined_on", today),
        "other_day_bad": "(r.reported_on <> '' AND day(r.reported_on) IS NULL)"
        " OR (r.exposed_on <> '' AND day(r.exposed_on) IS NULL)",
        "days_disordered": "day(r.reported_on) < day(r.examined_on)",
        "kind_unknown": "k.code = ''",
        "conclusion_recheck": f"c.code = 'recheck' AND day(r.examined_on) >= DATE '{NEW_EDITION}'",
        "hazard_missing": f"{hazard} = ''",
        "hazard_unknown": f"{hazard} LIKE 'x:%'",
        "years_bad": "r.exposure_years <> '' AND NOT coalesce(num(r.exposure_years) BETWEEN 0 AND 80, false)",
        "person_bad": "r.person_fault = 'person_bad'",
        **WHO_CHECKS,
    }
    return (
        "SELECT r.row, coalesce(nullif(r.report_no, ''), r.exam_no) AS report_no, r.person,"
        f" e.code AS employer, {INDUSTRY_SQL} AS industry, r.institution, day(r.examined_on) AS examined_on,"
        " day(r.reported_on) AS reported_on, k.code AS exam_kind,"
        f" {hazard} AS hazard, c.code AS conclusion, r.finding, round({years}, 2) AS exposure_years,"
        f" day(r.exposed_on) AS exposed_on, {WHO_SQL} AS division,"
        f" {faults_sql(checks, ('e.fault', 'c.fault'))} AS faults"
        " FROM raw r JOIN parts s USING (row) JOIN employers e USING (employer_code, employer_name)"
        " JOIN places p USING (division_code, province, city, county)"
        " JOIN industries i USING (industry, industry_wide) JOIN kinds k USING (exam_kind)"
        " JOIN hazards h ON h.hazard = r.hazard JOIN conclusions c ON c.part = s.part"
    )
