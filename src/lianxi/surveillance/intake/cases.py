"""Typing and checking of suspected and diagnosed cases."""

from datetime import date

from lianxi.surveillance.intake.who import INDUSTRY_SQL, WHO, WHO_CHECKS, WHO_SQL
from lianxi.surveillance.intake.words import UNLISTED, resolve_disease, resolve_hazards
from lianxi.tables.typing import Lookup, day_checks, each, faults_sql


def resolve_status(text: str) -> str:
    """Return suspected or diagnosed, empty for no text, ? for another one."""
    if not text.strip():
        return ""
    if "疑似" in text:
        return "suspected"
    return "diagnosed" if any(word in text for word in ("确诊", "诊断", "首次", "晋期", "职业病")) else "?"


def resolve_named(text: str) -> str:
    """Return a disease's code; one that is not in the catalogue keeps its own words."""
    return (resolve_disease(text) or UNLISTED + text.strip()[:80]) if text.strip() else ""


LOOKUPS = (
    *WHO,
    Lookup("statuses", ("status",), ("code",), each(resolve_status)),
    Lookup("diseases", ("disease",), ("code",), each(resolve_named)),
    Lookup("hazards", ("hazard",), ("codes",), each(resolve_hazards)),
)
_NOTED = "coalesce(nullif(r.diagnosed_on, ''), nullif(r.occurred_on, ''), r.reported_on)"


def typed_sql(today: date) -> str:
    """Write the SELECT of typed rows.

    Without a card's number the key is the person, the disease and the day: `report_no` then begins with `@`.
    """
    assumed = "CASE WHEN r.diagnosed_on <> '' AND r.conclusion NOT LIKE '%疑似%' THEN 'diagnosed' ELSE 'suspected' END"
    status = f"coalesce(nullif(s.code, ''), {assumed})"
    years = "num(r.exposure_years) + coalesce(num(r.exposure_months), 0) / 12"
    number = (
        "coalesce(nullif(r.report_no, ''), nullif(r.exam_no, ''),"
        f" concat_ws('/', '@', r.person, d.code, CAST(day({_NOTED}) AS VARCHAR)))"
    )
    checks = {
        "report_missing": "r.report_no = '' AND r.exam_no = '' AND r.person = ''",
        "text_formula": "is_formula(r.institution) OR is_formula(r.disease) OR is_formula(r.report_no)",
        "undecodable": "contains(concat(r.report_no, r.exam_no, r.employer_name, r.institution, r.disease, r.hazard),"
        " chr(65533))",
        **day_checks(_NOTED, today),
        "other_day_bad": " OR ".join(
            f"(r.{name} <> '' AND day(r.{name}) IS NULL)"
            for name in ("occurred_on", "reported_on", "exposed_on", "died_on")
        ),
        "days_disordered": "day(r.diagnosed_on) < day(r.occurred_on) OR day(r.reported_on) < day(r.diagnosed_on)",
        "employer_none": "e.fault = 'employer_missing'",
        "status_unknown": "s.code = '?'",
        "status_assumed": "s.code = ''",
        "disease_missing": f"d.code = '' AND {status} = 'diagnosed'",
        "disease_unknown": f"d.code LIKE '{UNLISTED}%'",
        "years_bad": "r.exposure_years <> '' AND NOT coalesce(num(r.exposure_years) BETWEEN 0 AND 80, false)",
        "workers_bad": "r.together <> '' AND NOT coalesce(num(r.together) BETWEEN 0 AND 100000, false)",
        "person_bad": "r.person_fault = 'person_bad'",
        "person_none": "r.person_fault = 'person_none'",
        **WHO_CHECKS,
    }
    acute = "r.accident <> '' OR coalesce(num(r.together), 0) > 0 OR contains(r.disease || r.disease_kind, '急性')"
    return (
        f"SELECT r.row, {number} AS report_no, {status} AS status, r.person, e.code AS employer,"
        f" {INDUSTRY_SQL} AS industry, d.code AS disease, h.codes AS hazard, day({_NOTED}) AS noted_on,"
        " day(r.occurred_on) AS occurred_on, day(r.diagnosed_on) AS diagnosed_on,"
        f" day(r.reported_on) AS reported_on, ({acute}) AS acute,"
        f" TRY_CAST(num(r.together) AS INTEGER) AS together, round({years}, 2) AS exposure_years,"
        " day(r.exposed_on) AS exposed_on, r.stage, day(r.died_on) AS died_on, r.institution,"
        f" {WHO_SQL} AS division,"
        f" {faults_sql(checks, (_EMPLOYER_FAULT,))} AS faults"
        " FROM raw r JOIN employers e USING (employer_code, employer_name)"
        " JOIN places p USING (division_code, province, city, county)"
        " JOIN industries i USING (industry, industry_wide) JOIN statuses s USING (status)"
        " JOIN diseases d ON d.disease = r.disease JOIN hazards h ON h.hazard = r.hazard"
    )


# A case without an employer is kept: it is a person.
_EMPLOYER_FAULT = "CASE WHEN e.fault = 'employer_missing' THEN '' ELSE e.fault END"
