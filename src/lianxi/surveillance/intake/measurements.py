"""Typing and checking of workplace measurements."""

from datetime import date

from lianxi.surveillance.intake.who import INDUSTRY_SQL, WHO, WHO_CHECKS, WHO_SQL
from lianxi.surveillance.intake.words import FITS, resolve_measured, resolve_unit
from lianxi.tables.typing import Lookup, day_checks, each, faults_sql

LOOKUPS = (
    *WHO,
    Lookup(
        "measured",
        ("hazard", "hazard_kind", "special", "metric"),
        ("code", "kind", "metric1", "metric2", "fault"),
        each(resolve_measured),
    ),
    Lookup("units", ("unit",), ("stored", "factor", "measures"), each(resolve_unit)),
)
_DAY = "coalesce(nullif(r.sampled_on, ''), r.sampled_from)"
_BELOW = r"regexp_matches(plain({0}), '^<|^(未检出|ND|nd|N\.D\.|低于.*限)')"
_BOUND = "num(regexp_extract(plain({0}), '^<=?\\s*(.*)$', 1))"
# Above these no instrument reads and no air holds: the mass of air, the loudest sound, a boiling workplace.
_TOP = "CASE m.kind WHEN 'noise' THEN 200 WHEN 'heat' THEN 100 WHEN 'vibration' THEN 10000 ELSE 1e6 END"


def _unit_checks() -> dict[str, str]:
    fits = " OR ".join(
        f"(m.kind = '{kind}' AND u.measures NOT IN ({', '.join(repr(one) for one in measured)}))"
        for kind, measured in FITS.items()
    )
    return {
        "unit_missing": "r.unit = ''",
        "unit_unknown": "r.unit <> '' AND u.stored = ''",
        "unit_liquid": "u.measures = 'liquid'",
        "unit_unfit": f"u.stored <> '' AND u.measures <> 'liquid' AND ({fits})",
        "unit_ppm": "u.measures = 'ppm' AND m.kind <> 'dust'",
    }


def _checks(today: date, result: str) -> dict[str, str]:
    below, value = _BELOW.format(result), "v.value"
    return {
        "report_missing": "r.report_no = ''",
        "text_formula": "is_formula(r.workplace || r.post) OR is_formula(r.spot) OR is_formula(r.report_no)",
        "undecodable": "contains(concat(r.report_no, r.employer_name, r.workplace, r.post, r.spot, r.sample_no, r.hazard),"
        " chr(65533))",
        **day_checks(_DAY, today),
        "value_missing": f"{result} = ''",
        "value_comma": f"is_comma({result}) OR is_comma(r.loq)",
        "value_bad": f"{result} <> '' AND NOT known({value}) AND NOT {below} AND NOT is_comma({result})",
        "loq_bad": "r.loq NOT IN ('', '/', '-', '—', '无') AND num(r.loq) IS NULL AND NOT is_comma(r.loq)",
        "value_negative": f"{value} < 0 AND m.kind <> 'heat'",
        "value_impossible": f"{value} > {_TOP} OR (m.kind = 'heat' AND {value} < -60) OR isinf({value})",
        "below_without_loq": f"{below} AND v.loq IS NULL",
        **_unit_checks(),
        "silica_bad": "r.silica <> '' AND NOT coalesce(share(r.silica) BETWEEN 0 AND 100, false)",
        "silica_small": "share(r.silica) > 0 AND share(r.silica) < 1",
        "silica_missing": "m.code = 'd40' AND r.silica = ''",
        "hours_bad": "r.hours_per_day <> '' AND NOT coalesce(num(r.hours_per_day) BETWEEN 0 AND 24, false)",
        "week_bad": "r.days_per_week <> '' AND NOT coalesce(num(r.days_per_week) BETWEEN 0 AND 7, false)",
        "workers_bad": "r.workers <> '' AND NOT coalesce(num(r.workers) BETWEEN 0 AND 10000000"
        " AND num(r.workers) = floor(num(r.workers)), false)",
        **WHO_CHECKS,
    }


def typed_sql(today: date) -> str:
    """Write the SELECT of typed rows; a line with two results gives two."""
    return f"{_one(today, 'r.result', 'm.metric1', 'true')} UNION ALL " + _one(
        today, "r.result2", "m.metric2", "m.metric2 <> '' AND r.result2 NOT IN ('', '/', '-', '—')"
    )


def _one(today: date, result: str, metric: str, where: str) -> str:
    below = _BELOW.format(result)
    # Micrograms of biological agents are not turned into milligrams: their limits are printed in micrograms.
    factor = "CASE WHEN m.kind = 'bio' AND u.factor = 0.001 THEN 1.0 ELSE u.factor END"
    unit = "CASE WHEN m.kind = 'bio' AND u.factor = 0.001 THEN 'μg/m3' ELSE u.stored END"
    loq = f"coalesce({_BOUND.format(result)}, num(r.loq))"
    values = f"LATERAL (SELECT {loq} AS loq, CASE WHEN {below} THEN {loq} ELSE num({result}) END AS value) v"
    return (
        "SELECT r.row, r.report_no, e.code AS employer,"
        f" {INDUSTRY_SQL} AS industry, r.workplace,"
        " concat_ws('·', nullif(r.post, ''), nullif(r.spot, ''), nullif(r.sample_no, '')) AS point,"
        f" day({_DAY}) AS sampled_on, m.code AS hazard, m.kind, {metric} AS metric,"
        f" v.value * {factor} AS value, {unit} AS unit, {below} AS below_loq, v.loq * {factor} AS loq,"
        " num(r.hours_per_day) AS hours_per_day, num(r.days_per_week) AS days_per_week,"
        " share(r.silica) AS silica, TRY_CAST(num(r.workers) AS INTEGER) AS workers,"
        f" {WHO_SQL} AS division, {faults_sql(_checks(today, result), ('e.fault', 'm.fault'))} AS faults"
        " FROM raw r JOIN employers e USING (employer_code, employer_name)"
        " JOIN places p USING (division_code, province, city, county)"
        " JOIN industries i USING (industry, industry_wide)"
        " JOIN measured m USING (hazard, hazard_kind, special, metric)"
        f" JOIN units u USING (unit), {values} WHERE {where}"
    )
