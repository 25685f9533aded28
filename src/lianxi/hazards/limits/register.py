"""The register of limits: every shipped limit with its days of validity, and the action levels.

Tables 1–3 of GBZ 2.1-2019 count from 2020-04-01; benzene changed with amendment 1, acetochlor came with
amendment 2; physical agents count from GBZ 2.2-2007. Earlier limits are not held.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from lianxi.core.periods import Period
from lianxi.hazards.limits.hazards import air_code, dust_code, get_hazard
from lianxi.hazards.limits.metrics import HOT
from lianxi.hazards.limits.model import OFFICIAL, Action, Limit
from lianxi.hazards.limits.tables import Row, table

_AIR_COLUMNS = (("pc_twa", "twa"), ("pc_stel", "ste"), ("mac", "mac"))
_DUST_COLUMNS = (("pc_twa_total", "dust_total"), ("pc_twa_respirable", "dust_respirable"))
_SILICA_BANDS = {"a": 1, "b": 2, "c": 3}
_RECOMMENDED = frozenset({"workload", "mine_climate"})


def _starts(code: str) -> date:
    row = next(row for row in table("standards") if row["code"] == code)
    return date.fromisoformat(row["starts_on"])


def _validity(row: Row) -> tuple[Period, str, str]:
    """Return the days, the words of the reference and the confidence of a row of table 1."""
    base, change = _starts("GBZ 2.1-2019"), row["amendment"]
    if row["status"] == "superseded":
        return Period(base, _starts("GBZ 2.1-2019/XG1")), "", OFFICIAL
    if "第1号修改单" in change:
        return Period(_starts("GBZ 2.1-2019/XG1")), "（第1号修改单）", _confidence("GBZ 2.1-2019/XG1")
    if "第2号修改单" in change:
        return Period(_starts("GBZ 2.1-2019/XG2")), "（第2号修改单）", OFFICIAL
    return Period(base), "", OFFICIAL


def _confidence(standard: str) -> str:
    return next(row["confidence"] for row in table("standards") if row["code"] == standard)


def _chemical() -> Iterator[Limit]:
    for row in table("oel_chemical"):
        period, amended, confidence = _validity(row)
        where = f"GBZ 2.1-2019 表1 序号{row['seq']}{amended}"
        for column, metric in _AIR_COLUMNS:
            if row[column]:
                yield _limit(
                    row,
                    air_code(row),
                    metric,
                    row[column],
                    period=period,
                    reference=where,
                    confidence=confidence,
                )


def _dust_and_bio() -> Iterator[Limit]:
    period = Period(_starts("GBZ 2.1-2019"))
    for row in table("oel_dust"):
        where, band = f"GBZ 2.1-2019 表2 序号{row['seq']}", 0
        if row["seq"] == "40":
            band = _SILICA_BANDS[row["sub"]]
        for column, metric in _DUST_COLUMNS:
            if row[column]:
                yield _limit(
                    row, dust_code(row), metric, row[column], period=period, reference=where, band=band
                )
    for row in table("oel_bio"):
        where = f"GBZ 2.1-2019 表3 序号{row['seq']}"
        for column, metric in _AIR_COLUMNS:
            if row[column]:
                yield _limit(row, f"b{row['seq']}", metric, row[column], period=period, reference=where)


def _limit(
    row: Row,
    hazard: str,
    metric: str,
    printed: str,
    *,
    period: Period,
    reference: str,
    confidence: str = OFFICIAL,
    band: int = 0,
) -> Limit:
    return Limit(
        hazard=hazard,
        metric=metric,
        printed=printed,
        value=Decimal(printed),
        unit=row["unit"],
        period=period,
        reference=reference,
        source=row["source"],
        confidence=confidence,
        condition=row.get("condition", ""),
        band=band,
    )


def _physical() -> Iterator[Limit]:
    period = Period(_starts("GBZ 2.2-2007"))
    for row in table("oel_physical"):
        if not row["metric"]:
            continue
        printed = row["value"].removeprefix("≤").removesuffix("/t")
        limit = Limit(
            hazard=row["hazard"],
            metric=row["metric"],
            printed=printed,
            value=Decimal(printed),
            unit=row["unit"],
            period=period,
            reference=f"GBZ 2.2-2007 {row['factor']} {row['limit_type']}",
            source=row["source"],
            confidence=row["confidence"],
            condition=row["condition"],
            per_hour=row["value"].endswith("/t"),
            mandatory=row["hazard"] not in _RECOMMENDED,
        )
        yield limit
        if row["hazard"] == "heat":
            yield _in_hot_regions(limit)


def _in_hot_regions(limit: Limit) -> Limit:
    from dataclasses import replace

    raised = limit.value + 1
    condition = f"{limit.condition}，本地区室外通风设计温度≥30℃，限值加1℃"
    return replace(limit, metric=limit.metric + HOT, printed=str(raised), value=raised, condition=condition)


@cache
def _held() -> dict[tuple[str, str], tuple[Limit, ...]]:
    held: defaultdict[tuple[str, str], list[Limit]] = defaultdict(list)
    for source in (_chemical(), _dust_and_bio(), _physical()):
        for limit in source:
            held[limit.hazard, limit.metric].append(limit)
    return {key: tuple(limits) for key, limits in held.items()}


def find_limits(hazard: str, metric: str | None = None) -> tuple[Limit, ...]:
    """Return every limit held for a hazard code (and metric), of all days; none is an answer."""
    if metric is not None:
        return _held().get((hazard, metric), ())
    return tuple(limit for (code, _), limits in _held().items() if code == hazard for limit in limits)


def limit_for(hazard: str, metric: str, day: date, band: int = 0) -> Limit | None:
    """Return the limit in force on a day for a band of free silica (0: none), or None."""
    held = find_limits(hazard, metric)
    return next((one for one in held if one.band == band and one.period.holds_on(day)), None)


@cache
def _changes() -> tuple[date, ...]:
    return tuple(sorted({limit.period.starts_on for limits in _held().values() for limit in limits}))


def edition_of(day: date) -> int:
    """Give the span of days, between two changes of any limit, in which `day` lies, its number."""
    return bisect_right(_changes(), day)


def edition_starts() -> tuple[date, ...]:
    """Return the days on which some limit changed, in order."""
    return _changes()


@cache
def action_for(hazard: str) -> Action | None:
    """Return the action level configured for a hazard or its kind, or None."""
    kind = get_hazard(hazard).kind
    rows = {row["scope"]: row for row in table("action_levels")}
    row = rows.get(hazard) or rows.get(kind)
    if row is None:
        return None
    share = Decimal(row["share"]) if row["share"] else None
    value = Decimal(row["value"]) if row["value"] else None
    return Action(share, value, row["source"], row["confidence"])
