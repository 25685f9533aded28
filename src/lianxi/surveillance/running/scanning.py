"""Circles of counties where cases of the last weeks stand out in space and time, over centers an operator supplied."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from lianxi.core.words import chance_words, long_date
from lianxi.detectors.many import Rise, adjusted
from lianxi.detectors.reasons import NO_CENTROIDS
from lianxi.detectors.scan import Cluster, on_sphere, scan_permuted
from lianxi.hazards.limits import GROUPS
from lianxi.register.rules.areas import counties_of, lies_within
from lianxi.surveillance.queries.areas import places_words
from lianxi.surveillance.queries.counting import Counts, Series, series_words
from lianxi.surveillance.queries.delaying import Completeness
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.rules.signal_rules import Rule
from lianxi.surveillance.rules.weeks import week_start
from lianxi.surveillance.running.found import Candidate, Found, Silent

FEWEST_PLACES, FEWEST_WEEKS = 3, 8
HEADS = ("地区", "观测", "预期", "比值")


@dataclass(frozen=True, slots=True)
class Layer:
    """One hazard's counts by county: codes, and counties × the weeks looked at; expected as cases alone give it."""

    hazard: str
    codes: tuple[str, ...]
    counts: Counts

    @property
    def expected(self) -> Counts:
        total = max(self.counts.sum(), 1.0)
        expected: Counts = np.outer(self.counts.sum(axis=1), self.counts.sum(axis=0)) / total
        return expected


def find_clusters(
    look: Look, rule: Rule, series: Series, complete: Completeness
) -> tuple[list[Candidate], list[Silent]]:
    """Scan each hazard's counts by county, all hazards under one false discovery rate.

    Without centers, or with too few counties or weeks, it says why it is silent.
    """
    silent: list[Silent] = []

    def say(why: str) -> None:
        silent.append(Silent(rule.code, f"“{rule.title}”不判{series.source.words}：{why}"))

    if not look.places:
        say(f"{NO_CENTROIDS}。请由办公室提供中心点文件（“预警规则”页面，或 lianxi surveillance centroids）。")
        return [], silent
    layers, without = layers_of(look, rule, series)
    if without:
        why = "没有中心点，或不在地区清单内" if look.areas else "没有中心点"
        told = f"“{rule.title}”：{len(without)}个地区{why}，未纳入：{places_words(without)}。"
        silent.append(Silent(rule.code, told))
    if not layers:
        say(f"有中心点的地区不足{FEWEST_PLACES}个，或数列不足{FEWEST_WEEKS}周。")
        return [], silent
    scans = [scan_layer(look, rule, layer) for layer in layers]
    best = np.array([found[0].p if found else np.nan for found in scans])
    passed = best[adjusted(best) <= rule.value("false_discovery")]
    limit = float(passed.max()) if passed.size else -1.0
    found = [
        _Circle(rule, series, complete, layer, one).candidate()
        for layer, clusters in zip(layers, scans, strict=True)
        for one in clusters
        if one.p <= limit and one.cases >= rule.value("cases")
    ]
    return found, silent


def layers_of(look: Look, rule: Rule, series: Series) -> tuple[list[Layer], list[str]]:
    """Return the hazards that can be scanned, and the counties with counts, or of the list, but without a place."""
    # A city's own series sums its counties up, but for a city that has none.
    cities = {f"{key[0][:4]}00" for key in series.keys if not key[0].endswith("00")}
    counties = {key[0] for key in series.keys} - cities
    # Of the list those count that sent nothing, and no center outside of it is a place.
    places = set(look.places)
    if look.areas:
        places = {code for code in places if lies_within(code, look.areas)}
        counties |= counties_of(look.areas)
    without = sorted(counties - places)
    weeks = min(int(rule.value("weeks")), series.weeks.size)
    # A county without a case is a place all the same: nothing happened there.
    codes = tuple(sorted(places))
    held = {(key[0], key[1]): at for at, key in enumerate(series.keys) if not key[2]}
    layers = []
    for hazard in sorted({key[1] for key in series.keys}):
        counts = np.zeros((len(codes), weeks))
        for place, code in enumerate(codes):
            if (code, hazard) in held:
                counts[place] = series.counts[held[code, hazard], -weeks:]
        if len(codes) >= FEWEST_PLACES and weeks >= FEWEST_WEEKS and counts.sum() > 0:
            layers.append(Layer(hazard, codes, counts))
    return layers, without


def scan_layer(look: Look, rule: Rule, layer: Layer) -> list[Cluster]:
    """Scan one hazard's counts with the rule's settings and seed."""
    points = np.array([look.places[code] for code in layer.codes])
    found = scan_permuted(
        layer.counts,
        on_sphere(points[:, 0], points[:, 1]),
        longest=int(rule.value("longest")),
        seed=int(rule.value("seed")),
        simulations=int(rule.value("simulations")),
        most=rule.value("most"),
    )
    return found.clusters


@dataclass(frozen=True, slots=True)
class _Circle:
    """A cluster with all it was found in."""

    rule: Rule
    series: Series
    complete: Completeness
    layer: Layer
    one: Cluster

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.layer.codes[at] for at in self.one.areas)

    @property
    def words(self) -> str:
        hazard = series_words("", self.layer.hazard, "")
        return f"{places_words(self.codes)}{hazard}{self.series.source.words}时空聚集"

    @property
    def first(self) -> date:
        return week_start(int(self.series.weeks[-1]) - self.one.weeks + 1)

    def candidate(self) -> Candidate:
        """Offer the cluster as a rise of its last week over the weeks before it began: by that measure
        the series of its counties and cities are compared with it."""
        codes = self.codes
        inside = self.layer.counts[self.one.areas].sum(axis=0)
        usual = float(inside[: -self.one.weeks].mean())
        rise = Rise(codes[0], self.layer.hazard, "", float(inside[-1]), usual, areas=codes)
        return Candidate(rise, self.words, partial(_found, self))


def _found(circle: _Circle, parts: tuple[str, ...]) -> Found:
    one, series, codes = circle.one, circle.series, circle.codes
    last = int(series.weeks[-1])
    late = circle.complete.words(last)
    group = GROUPS.get(circle.layer.hazard)
    told = (
        f"{circle.words}：{long_date(circle.first)}起{one.weeks}周{one.cases:g}{series.source.unit}，"
        f"预期{one.expected:.1f}，是预期的{one.cases / one.expected:.1f}倍，{chance_words(one.p)}"
    )
    return Found(
        rule=circle.rule.code,
        subject="|".join((series.source.code, codes[0], circle.layer.hazard, "scan")),
        period=week_start(last).isoformat(),
        happened_on=circle.first,
        words=f"{told}（最近一周{late}）" if late else told,
        division=codes[0] if len(codes) == 1 else f"{codes[0][:4]}00",
        hazard=min(group.hazards, default="") if group else "",
        observed=one.cases,
        expected=one.expected,
        score=one.ratio,
        unit=series.source.unit,
        count=int(one.cases),
        reasons=("fdr", "incomplete_week") if late else ("fdr",),
        picture=_picture(circle, parts),
        parts=parts,
    )


def _picture(circle: _Circle, parts: tuple[str, ...]) -> dict[str, Any]:
    """Draw the counts of the circle by week with the expected, its weeks marked; and its counties as a table."""
    one, layer, series = circle.one, circle.layer, circle.series
    rows = [_row(layer, at, layer.expected, one.weeks) for at in one.areas]
    rows.append(["合计", f"{one.cases:g}", f"{one.expected:.1f}", f"{one.cases / one.expected:.2f}"])
    runs, seed = int(circle.rule.value("simulations")), int(circle.rule.value("seed"))
    former = "".join(series.note(code) for code in circle.codes)
    same = f"同一上升还包括：{'、'.join(parts)}。" if parts else ""
    return {
        "title": f"{places_words(circle.codes)}每周{series.source.words}合计",
        "unit": series.source.unit,
        "points": _points(circle),
        "areas": list(circle.codes),
        "tables": [
            {
                "title": f"聚集的地区（{long_date(circle.first)}起{one.weeks}周）",
                "heads": list(HEADS),
                "rows": rows,
            }
        ],
        "note": (
            "预期值按各地、各周的合计推算（时空重排）。"
            f"对数似然比{one.ratio:.2f}，{chance_words(one.p)}（{runs}次随机重排，种子{seed}）。{former}{same}"
        ),
    }


def _points(circle: _Circle) -> list[dict[str, Any]]:
    one, layer, last = circle.one, circle.layer, int(circle.series.weeks[-1])
    inside = layer.counts[one.areas].sum(axis=0)
    wanted = layer.expected[one.areas].sum(axis=0)
    points = []
    for at, week in enumerate(range(last - inside.size + 1, last + 1)):
        point: dict[str, Any] = {
            "label": week_start(week).isoformat(),
            "value": float(inside[at]),
            "expected": round(float(wanted[at]), 4),
            "mark": "broke" if week > last - one.weeks else "",
        }
        if late := circle.complete.words(week):
            point["late"] = late
        points.append(point)
    return points


def _row(layer: Layer, at: int, expected: Counts, weeks: int) -> list[str]:
    observed, wanted = float(layer.counts[at, -weeks:].sum()), float(expected[at, -weeks:].sum())
    ratio = f"{observed / wanted:.2f}" if wanted > 0 else "—"
    return [places_words([layer.codes[at]]), f"{observed:g}", f"{wanted:.1f}", ratio]
