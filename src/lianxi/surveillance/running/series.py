"""Rises in counts: weekly series judged by what their history allows, and circles of counties; one finding for one rise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lianxi.core.words import long_date
from lianxi.detectors.batches import MOST_WEEKS, Batch, batch_of_table
from lianxi.detectors.many import Rise, adjusted, contains, merge
from lianxi.detectors.methods import detect
from lianxi.detectors.outcomes import Outcome
from lianxi.detectors.pictures import picture_of
from lianxi.detectors.small import excess_over_expected, excess_over_history
from lianxi.hazards.limits import GROUPS
from lianxi.register.rules.areas import counties_of
from lianxi.surveillance.queries.counting import SOURCES, Counts, Series, count_weeks, series_words
from lianxi.surveillance.queries.delaying import Completeness, completeness_of
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.rules.signal_rules import Rule
from lianxi.surveillance.rules.weeks import week_start
from lianxi.surveillance.running.found import Candidate, Found, Silent
from lianxi.surveillance.running.scanning import find_clusters
from lianxi.surveillance.running.trending import find_trends

METHOD = {"farrington": "farrington", "glrnb": "glrnb", "ears_c2": "ears-c2"}
SHOWN = 52


@dataclass(frozen=True, slots=True)
class _Week:
    """The week a rule judges: the series that end with it, and how complete their weeks are."""

    rule: Rule
    series: Series
    batch: Batch
    complete: Completeness


def find_rises(look: Look, rules: Sequence[Rule]) -> tuple[list[Found], list[Silent]]:
    """Judge the last whole week of every series with the rule its history allows, and the weeks
    before it that were incomplete when they were new; and look for circles of counties and for trends.

    A rule that is not used says why. Rises that contain one another give one finding.
    """
    found: list[Found] = []
    silent: list[Silent] = []
    for source in SOURCES:
        series = count_weeks(look, source)
        if series is None:
            silent += [Silent(rule.code, f"“{rule.title}”：没有{source.words}的周数列。") for rule in rules]
            continue
        complete = completeness_of(look, source, int(series.weeks[-1]))
        silent += [Silent("", complete.sentence)] if complete.sentence else []
        judged, why = _judge_source(look, rules, series, complete)
        found, silent = found + judged, silent + why
    return found, silent


def _judge_source(
    look: Look, rules: Sequence[Rule], series: Series, complete: Completeness
) -> tuple[list[Found], list[Silent]]:
    silent: list[Silent] = []
    rises: list[list[Candidate]] = [[] for _ in complete.weeks_to_judge()]
    trends: list[Found] = []
    counties = counties_of(look.areas)
    for rule in rules:
        if rule.kind == "space":
            circles, why = find_clusters(look, rule, series, complete)
            rises[0] += circles
            silent += why
        elif rule.kind == "trend":
            rising, why = find_trends(look, rule, series, complete)
            trends += rising
            silent += why
        elif told := _why_not(rule, series):
            silent.append(Silent(rule.code, told))
        else:
            for place, week in enumerate(complete.weeks_to_judge()):
                if week > series.weeks[0]:
                    rises[place] += _rises(rule, series.until(week), complete, counties)
    return _merged(rises) + trends, silent


def _merged(rises: Sequence[list[Candidate]]) -> list[Found]:
    """Give one finding for one rise; one that went on for several weeks is told of its newest."""
    found: list[Found] = []
    newer: list[Rise] = []
    for week in rises:
        made = {one.rise: one for one in week}
        for merged in merge(list(made)):
            group = (merged.head, *merged.others)
            if not any(contains(one, known) or contains(known, one) for one in group for known in newer):
                found.append(made[merged.head].make(tuple(made[one].words for one in merged.others)))
        newer += made
    return found


def _why_not(rule: Rule, series: Series) -> str:
    """Say why a rule does not judge a source; the length of history decides which one does. Empty where it does."""
    weeks = series.weeks.size - 1
    least, most = int(rule.value("min_weeks")), int(rule.parameters.get("max_weeks", MOST_WEEKS))
    if least <= weeks <= most:
        return ""
    span = f"{least}周以上" if most == MOST_WEEKS else f"{least}至{most}周"
    return f"“{rule.title}”不判{series.source.words}：历史有{weeks}周，这一方法用于{span}。"


def _rises(rule: Rule, series: Series, complete: Completeness, areas: frozenset[str]) -> list[Candidate]:
    batch = batch_of_table(["|".join(key) for key in series.keys], series.weeks, series.counts)
    alarm, expected, upper, p = _judged(rule, series, batch, areas)
    fdr = adjusted(p)
    with np.errstate(invalid="ignore"):
        hits = np.flatnonzero(alarm & (fdr <= rule.value("false_discovery")))
    history = series.counts[:, :-1].mean(axis=1)
    week = _Week(rule, series, batch, complete)
    return [
        Candidate(
            Rise(*series.keys[at], observed=float(series.counts[at, -1]), expected=_or(expected[at], history[at])),
            series_words(*series.keys[at]),
            _maker(week, int(at), expected, upper),
        )
        for at in hits
    ]  # fmt: skip


def _maker(week: _Week, at: int, expected: Counts, upper: Counts) -> Callable[[tuple[str, ...]], Found]:
    return lambda parts: _found(week, at, (_n(expected[at]), _n(upper[at])), parts)


def _judged(
    rule: Rule, series: Series, batch: Batch, areas: frozenset[str]
) -> tuple[npt.NDArray[np.bool_], Counts, Counts, Counts]:
    """Give alarm, expected, upper bound and p of the newest week by series; p is exact where a method has none."""
    now, before = series.counts[:, -1], series.counts[:, :-1]
    weeks = np.full(now.shape, float(before.shape[1]))
    exact = excess_over_history(now, before.sum(axis=1), weeks)
    if rule.code == "poisson_excess":
        expected = _elsewhere(series, areas)
        p = np.where(np.isnan(expected) | (expected <= 0), exact, excess_over_expected(now, expected))
        return now > 0, expected, np.full(now.shape, np.nan), p
    outcome: Outcome = detect(batch, METHOD[rule.code], 1, tails=rule.code == "farrington")
    tail = outcome.tail[:, 0] if outcome.tail is not None else exact
    return outcome.alarm[:, 0] == 1, outcome.expected[:, 0], outcome.upper[:, 0], tail


def _elsewhere(series: Series, areas: frozenset[str]) -> Counts:
    """Reckon what is expected of each county's series: the others' mean weekly count of the same hazard and industry.

    The others are the counties of the conference's list, those without a row among them; without a list, those that
    sent rows.
    """
    found = np.full(len(series.keys), np.nan)
    for at, (division, hazard, industry) in enumerate(series.keys):
        same = [
            place
            for place, key in enumerate(series.keys)
            if key[1:] == (hazard, industry) and key[0] != division and not key[0].endswith("00")
        ]
        others = (areas | {series.keys[place][0] for place in same}) - {division}
        if same and not division.endswith("00"):
            found[at] = float(series.counts[same].sum()) / (len(others) * series.weeks.size)
    return found


def _found(
    judged: _Week, place: int, band: tuple[float | None, float | None], parts: tuple[str, ...]
) -> Found:
    series, (expected, upper) = judged.series, band
    division, hazard, industry = series.keys[place]
    week, source = int(series.weeks[-1]), series.source
    observed = float(series.counts[place, -1])
    told = f"{series_words(division, hazard, industry)}{source.words}{long_date(week_start(week))}起一周"
    told += f"{observed:g}{source.unit}"
    told += f"，预期{expected:.1f}" if expected is not None else ""
    told += f"，界限{upper:.1f}" if upper is not None else ""
    late = judged.complete.words(week)
    group = GROUPS.get(hazard)
    return Found(
        rule=judged.rule.code,
        subject="|".join((source.code, division, hazard, industry)),
        period=week_start(week).isoformat(),
        happened_on=week_start(week),
        words=f"{told}（{late}）" if late else told,
        division=division,
        industry=industry,
        hazard=min(group.hazards, default="") if group else "",
        observed=observed,
        expected=expected,
        bound=upper,
        score=observed / upper if upper else observed,
        unit=source.unit,
        count=int(observed),
        reasons=("fdr", "incomplete_week") if late else ("fdr",),
        picture=_picture(judged, place, expected, parts),
        parts=parts,
    )


def _picture(judged: _Week, place: int, expected: float | None, parts: tuple[str, ...]) -> dict[str, Any]:
    series, rule = judged.series, judged.rule
    key = series.keys[place]
    same = f"同一上升还包括：{'、'.join(parts)}。" if parts else ""
    note = series.note(key[0]) + same
    drawn = {"title": f"{series_words(*key)}每周{series.source.words}", "unit": series.source.unit}
    if rule.code not in METHOD:
        points = _points(judged, series.counts[place], np.full(series.weeks.size, np.nan), None)
        points[-1]["expected"] = expected
        return {**drawn, "points": points, "note": f"预期值为同行业、同危害因素其他地区的平均。{note}"}
    shown = min(SHOWN, series.weeks.size - 1)
    found = picture_of(judged.batch, place, METHOD[rule.code], shown=shown)
    weight = dict(zip(found.used.tolist(), found.weights.tolist(), strict=True))
    down = sum(one < 1 for one in weight.values())
    used = f"与{len(weight)}周相比，其中{down}周因过去的上升而降权。" if weight else ""
    held = dict(zip(series.weeks.tolist(), series.counts[place].tolist(), strict=True))
    points = _points(judged, found.counts, found.expected, found.upper)
    for point, week in zip(points[:-1], found.weeks.tolist(), strict=False):
        point["mark"] = "" if week not in weight else "used" if weight[week] >= 1 else "down"
    return {
        **drawn, "bound_label": "界限", "points": points, "note": used + note,
        "compared": [
            {"label": week_start(week).isoformat(), "value": held.get(week), "weight": round(one, 4)}
            for week, one in sorted(weight.items())
        ],
    }  # fmt: skip


def _points(judged: _Week, counts: Counts, expected: Counts, upper: Counts | None) -> list[dict[str, Any]]:
    """Lay the newest weeks out to be drawn, the last one as the point that broke it, each with its completeness."""
    points = []
    for at, week in enumerate(judged.series.weeks[-counts.size :].tolist()):
        one: dict[str, Any] = {"label": week_start(week).isoformat(), "value": _n(counts[at]), "mark": ""}
        if not np.isnan(expected[at]):
            one["expected"] = _n(expected[at])
        if upper is not None:
            one["upper"] = _n(upper[at])
        if late := judged.complete.words(week):
            one["late"] = late
        points.append(one)
    points[-1]["mark"] = "broke"
    return points


def _n(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)


def _or(value: float, other: float) -> float:
    return float(other) if np.isnan(value) else float(value)
