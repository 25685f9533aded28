"""Rises in weekly counts: series by county, hazard and industry and their sums, judged by what their history allows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lianxi.core.words import long_date
from lianxi.register.places import divisions
from lianxi.surveillance.detecting.batches import MOST_WEEKS, Batch, batch_of_table
from lianxi.surveillance.detecting.many import Merged, Rise, adjusted, merge
from lianxi.surveillance.detecting.methods import detect
from lianxi.surveillance.detecting.outcomes import Outcome
from lianxi.surveillance.detecting.pictures import picture_of
from lianxi.surveillance.detecting.small import excess_over_expected, excess_over_history
from lianxi.surveillance.judging import bulk
from lianxi.surveillance.judging.verdicts import Outcome as Judged
from lianxi.surveillance.limits import GROUPS, hazards
from lianxi.surveillance.rules.signal_rules import Rule
from lianxi.surveillance.running.found import Found, Silent
from lianxi.surveillance.running.rows import Look
from lianxi.surveillance.store.series import week_number, week_sql, week_start, weekly_counts

METHOD = {"farrington": "farrington", "glrnb": "glrnb", "ears_c2": "ears-c2"}
SHOWN = 52
Counts = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of weekly count: its name in series, its words, and the SQL of its rows and of all rows it comes from."""

    code: str
    words: str
    unit: str
    day: str
    table: str
    rows: Callable[[Look], str]


@dataclass(frozen=True, slots=True)
class Series:
    """The series of one source on one axis of weeks, whole ones among them; (division, hazard group, industry) each."""

    source: Source
    keys: tuple[tuple[str, str, str], ...]
    weeks: npt.NDArray[np.int64]
    counts: Counts


def _exceeded(look: Look) -> str:
    bulk.load_contexts(look.con, "measurements")
    judged = bulk.judged("measurements", ("division", "industry", "sampled_on"))
    return (
        "(SELECT division, hazard_group AS hazard, industry, sampled_on FROM"
        f" ({judged}) WHERE outcome = {int(Judged.EXCEEDS)})"
    )


def _cases(look: Look) -> str:
    groups = {code: one.group for code, one in hazards().items()}
    look.con.execute("CREATE OR REPLACE TEMP TABLE hazard_groups (hazard VARCHAR, grouped VARCHAR)")
    look.con.execute(
        "INSERT INTO hazard_groups SELECT unnest(?), unnest(?)", [list(groups), list(groups.values())]
    )
    return (
        "(SELECT division, coalesce(g.grouped, '') AS hazard, industry, noted_on FROM cases c"
        " LEFT JOIN hazard_groups g ON g.hazard = split_part(c.hazard, ';', 1))"
    )


SOURCES = (
    Source("exceedances", "超过限值的检测结果", "条", "sampled_on", "measurements", _exceeded),
    Source("cases", "疑似和确诊病例", "例", "noted_on", "cases", _cases),
)


def find_rises(look: Look, rules: Sequence[Rule]) -> tuple[list[Found], list[Silent]]:
    """This function will judge the last whole week of every series with the rule its history allows.

    A rule that is not used says why. Rises that contain one another give one finding.
    """
    found: list[Found] = []
    silent: list[Silent] = []
    for source in SOURCES:
        series = _series(look, source)
        if series is None:
            silent += [Silent(rule.code, f"“{rule.title}”：没有{source.words}的周数列。") for rule in rules]
            continue
        for rule in rules:
            if why := _why_not(rule, series):
                silent.append(Silent(rule.code, why))
            else:
                found += _rises(rule, series)
    return found, silent


def _why_not(rule: Rule, series: Series) -> str:
    """Say why a rule does not judge a source; the length of history decides which one does. Empty where it does."""
    weeks = series.weeks.size - 1
    least, most = int(rule.value("min_weeks")), int(rule.parameters.get("max_weeks", MOST_WEEKS))
    if least <= weeks <= most:
        return ""
    span = f"{least}周以上" if most == MOST_WEEKS else f"{least}至{most}周"
    return f"“{rule.title}”不判{series.source.words}：历史有{weeks}周，这一方法用于{span}。"


def _series(look: Look, source: Source) -> Series | None:
    """Count a source's rows by week up to the last whole week, with zeros from the first week of any data on."""
    last = week_number(look.day) - 1
    first = look.con.execute(f"SELECT min({week_sql(source.day)}) FROM {source.table}").fetchone()
    if not first or first[0] is None or first[0] >= last:
        return None
    since = max(int(first[0]), last - MOST_WEEKS + 1)
    rows = f"(SELECT * FROM {source.rows(look)} WHERE {week_sql(source.day)} BETWEEN {since} AND {last})"
    counted = weekly_counts(look.con, rows, source.day, since=since, through=last).fetchnumpy()
    names = list(dict.fromkeys(counted["series"].tolist()))
    if not names:
        return None
    span = last - since + 1
    table = np.asarray(counted["n"], dtype=np.float64).reshape(len(names), span)
    keys, whole = _with_wholes([_key(name) for name in names], table)
    return Series(source, keys, np.arange(since, last + 1, dtype=np.int64), whole)


def _key(name: str) -> tuple[str, str, str]:
    division, hazard, industry = ([*name.split("|"), "", ""])[:3]
    return division, hazard, industry


def _with_wholes(
    keys: Sequence[tuple[str, str, str]], table: Counts
) -> tuple[tuple[tuple[str, str, str], ...], Counts]:
    """Add the sums: county × hazard over all industries, and city × hazard."""
    sums: dict[tuple[str, str, str], Counts] = dict(zip(keys, table, strict=True))
    for (division, hazard, industry), counts in zip(keys, table, strict=True):
        wholes = ((division, hazard, ""), (f"{division[:4]}00", hazard, ""))
        for whole in wholes:
            if whole != (division, hazard, industry):
                sums[whole] = sums.get(whole, np.zeros(counts.size)) + counts
    return tuple(sums), np.stack(list(sums.values()))


def _rises(rule: Rule, series: Series) -> list[Found]:
    batch = batch_of_table(["|".join(key) for key in series.keys], series.weeks, series.counts)
    alarm, expected, upper, p = _judged(rule, series, batch)
    fdr = adjusted(p)
    with np.errstate(invalid="ignore"):
        hits = np.flatnonzero(alarm & (fdr <= rule.value("false_discovery")))
    history = series.counts[:, :-1].mean(axis=1)
    rises = {
        Rise(
            *series.keys[at], observed=float(series.counts[at, -1]), expected=_or(expected[at], history[at])
        ): int(at)
        for at in hits
    }
    return [
        _found(
            rule,
            series,
            batch,
            one,
            (rises[one.head], _n(expected[rises[one.head]]), _n(upper[rises[one.head]])),
        )
        for one in merge(list(rises))
    ]


def _judged(rule: Rule, series: Series, batch: Batch) -> tuple[npt.NDArray[np.bool_], Counts, Counts, Counts]:
    """Give alarm, expected, upper bound and p of the newest week by series; p is exact where a method has none."""
    now, before = series.counts[:, -1], series.counts[:, :-1]
    weeks = np.full(now.shape, float(before.shape[1]))
    exact = excess_over_history(now, before.sum(axis=1), weeks)
    if rule.code == "poisson_excess":
        expected = _elsewhere(series)
        p = np.where(np.isnan(expected) | (expected <= 0), exact, excess_over_expected(now, expected))
        return now > 0, expected, np.full(now.shape, np.nan), p
    outcome: Outcome = detect(batch, METHOD[rule.code], 1, tails=rule.code == "farrington")
    tail = outcome.tail[:, 0] if outcome.tail is not None else exact
    return outcome.alarm[:, 0] == 1, outcome.expected[:, 0], outcome.upper[:, 0], tail


def _elsewhere(series: Series) -> Counts:
    """Expected of each county's series: the mean weekly count of the same hazard and industry in the other counties."""
    found = np.full(len(series.keys), np.nan)
    for at, (division, hazard, industry) in enumerate(series.keys):
        same = [
            place
            for place, key in enumerate(series.keys)
            if key[1:] == (hazard, industry) and key[0] != division and not key[0].endswith("00")
        ]
        if same and not division.endswith("00"):
            found[at] = float(series.counts[same].mean())
    return found


def _found(
    rule: Rule, series: Series, batch: Batch, one: Merged, at: tuple[int, float | None, float | None]
) -> Found:
    place, expected, upper = at
    division, hazard, industry = series.keys[place]
    week = int(series.weeks[-1])
    observed = float(series.counts[place, -1])
    source = series.source
    parts = tuple(_words(part.division, part.hazard, part.industry) for part in one.others)
    told = f"{_words(division, hazard, industry)}{source.words}{long_date(week_start(week))}起一周{observed:g}{source.unit}"
    told += f"，预期{expected:.1f}" if expected is not None else ""
    told += f"，界限{upper:.1f}" if upper is not None else ""
    group = GROUPS.get(hazard)
    return Found(
        rule=rule.code,
        subject="|".join((source.code, division, hazard, industry)),
        period=week_start(week).isoformat(),
        happened_on=week_start(week),
        words=told,
        division=division,
        industry=industry,
        hazard=min(group.hazards, default="") if group else "",
        observed=observed,
        expected=expected,
        bound=upper,
        score=observed / upper if upper else observed,
        unit=source.unit,
        count=int(observed),
        reasons=("fdr",),
        picture=_picture(rule, series, batch, place, parts),
        parts=parts,
    )


def _picture(rule: Rule, series: Series, batch: Batch, place: int, parts: tuple[str, ...]) -> dict[str, Any]:
    note = f"同一上升还包括：{'、'.join(parts)}。" if parts else ""
    title = f"{_words(*series.keys[place])}每周{series.source.words}"
    if rule.code not in METHOD:
        points = [
            {"label": week_start(int(week)).isoformat(), "value": float(n), "mark": ""}
            for week, n in zip(series.weeks, series.counts[place], strict=True)
        ]
        points[-1]["mark"] = "broke"
        return {"title": title, "unit": series.source.unit, "points": points, "note": note}
    drawn = picture_of(batch, place, METHOD[rule.code], shown=min(SHOWN, series.weeks.size - 1))
    weight = dict(zip(drawn.used.tolist(), drawn.weights.tolist(), strict=True))
    points = [
        {
            "label": week_start(int(week)).isoformat(),
            "value": _n(n),
            "expected": _n(expected),
            "upper": _n(upper),
            "mark": "used" if weight.get(int(week), 0) >= 1 else "down" if int(week) in weight else "",
        }
        for week, n, expected, upper in zip(
            drawn.weeks, drawn.counts, drawn.expected, drawn.upper, strict=True
        )
    ]
    points[-1]["mark"] = "broke"
    down = sum(one < 1 for one in weight.values())
    used = f"与{len(weight)}周相比，其中{down}周因过去的上升而降权。" if weight else ""
    return {
        "title": title, "unit": series.source.unit, "bound_label": "界限", "points": points, "note": used + note,
        "weights": [[week_start(week).isoformat(), round(one, 4)] for week, one in sorted(weight.items())],
    }  # fmt: skip


def _words(division: str, hazard: str, industry: str) -> str:
    place = divisions()[division][0] if division in divisions() else division
    group = GROUPS[hazard].name if hazard in GROUPS else hazard or "各类危害因素"
    return f"{place}{group}{f'（行业{industry}）' if industry else ''}"


def _n(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)


def _or(value: float, other: float) -> float:
    return float(other) if np.isnan(value) else float(value)
