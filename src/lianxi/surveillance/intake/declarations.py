"""Typing and checking of employers' declarations: one row per workplace and hazard."""

from datetime import date

from lianxi.surveillance.intake.who import INDUSTRY_SQL, WHO, WHO_CHECKS, WHO_SQL
from lianxi.surveillance.intake.words import resolve_hazard
from lianxi.tables.typing import Lookup, day_checks, each, faults_sql

KINDS = {"初次": "first", "变更": "change", "年度": "annual"}


def resolve_declaration(text: str) -> str:
    """Return the code of a declaration's kind; empty when unknown."""
    return next((code for word, code in KINDS.items() if word in text), "")


LOOKUPS = (
    *WHO,
    Lookup("declared", ("declaration",), ("code",), each(resolve_declaration)),
    Lookup("hazards", ("hazard",), ("code", "kind", "fault"), each(resolve_hazard)),
)
_COUNTS = ("workers", "workers_total", "exposed_total", "patients_total")


def typed_sql(today: date) -> str:
    """Write the SELECT of typed rows."""
    bad = " OR ".join(
        f"(r.{name} <> '' AND NOT coalesce(num(r.{name}) BETWEEN 0 AND 10000000"
        f" AND num(r.{name}) = floor(num(r.{name})), false))"
        for name in _COUNTS
    )
    checks = {
        "text_formula": "is_formula(r.workplace)",
        "undecodable": "contains(concat(r.employer_name, r.workplace, r.hazard), chr(65533))",
        **day_checks("r.declared_on", today),
        "declaration_unknown": "r.declaration <> '' AND k.code = ''",
        "workers_bad": bad,
        **WHO_CHECKS,
    }
    counts = ", ".join(f"TRY_CAST(num(r.{name}) AS INTEGER) AS {name}" for name in _COUNTS)
    return (
        f"SELECT r.row, e.code AS employer, {INDUSTRY_SQL} AS industry, day(r.declared_on) AS declared_on,"
        f" k.code AS declaration, r.workplace, h.code AS hazard, {counts}, {WHO_SQL} AS division,"
        f" {faults_sql(checks, ('e.fault', 'h.fault'))} AS faults"
        " FROM raw r JOIN employers e USING (employer_code, employer_name)"
        " JOIN places p USING (division_code, province, city, county)"
        " JOIN industries i USING (industry, industry_wide) JOIN declared k USING (declaration)"
        " JOIN hazards h ON h.hazard = r.hazard"
    )
