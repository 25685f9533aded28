"""Owns the scan and the trend over a file of counts: series named place|layer|…, on one axis of weeks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt

from lianxi.core.refusals import BadInput
from lianxi.detectors.batches import Batch
from lianxi.detectors.files import save
from lianxi.detectors.many import adjusted
from lianxi.detectors.scan import on_sphere, scan_permuted
from lianxi.detectors.trends import trend_of
from lianxi.detectors.windows import Floats

CLUSTERS = ("layer", "areas", "first_week", "weeks", "cases", "expected", "relative_risk", "llr", "p")
TRENDS = ("series", "steps", "s", "z", "p", "p_adjusted", "slope", "low", "high", "reason")
KINDS = {
    **dict.fromkeys(("layer", "areas", "series", "reason"), "VARCHAR"),
    **dict.fromkeys(("first_week", "weeks", "steps"), "INTEGER"),
}
FEWEST_PLACES, FEWEST_WEEKS, NAMED = 3, 8, 6
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a scan runs: the last `weeks` are looked at, a cluster lasts at most `longest` of them; the rest as `scan`."""

    weeks: int = 52
    longest: int = 4
    most: float = 0.5
    simulations: int = 999
    seed: int = 1

    def require(self) -> None:
        """Raise BadInput for a setting that makes no scan."""
        bounds = (
            ("--weeks", self.weeks, 8, 5200),
            ("--longest", self.longest, 1, self.weeks // 2),
            ("--most", self.most, 0.01, 0.5),
            ("--simulations", self.simulations, 9, 99_999),
            ("--seed", self.seed, 0, 2**31 - 1),
        )
        for name, value, least, most in bounds:
            if not least <= value <= most:
                raise BadInput(f"{name} 须在 {least:g} 到 {most:g} 之间，现为 {value:g}。")


def scan_counts(
    batch: Batch, centers: Mapping[str, tuple[float, float]], settings: Settings
) -> tuple[list[Row], list[str]]:
    """Scan every layer of a batch; gives rows of CLUSTERS, likeliest first in each layer, and what was left out.

    Left out are places without a center, and weeks that not all places of a layer reported: a week without a report is no
    week without a case.
    """
    settings.require()
    codes = sorted(centers)
    if len(codes) < FEWEST_PLACES:
        raise BadInput(f"有中心点的地区不足{FEWEST_PLACES}个，不能做时空扫描。")
    points = np.array([centers[code] for code in codes])
    space = on_sphere(points[:, 0], points[:, 1])
    names = [[*name.split("|"), ""][:2] for name in batch.names]
    found: list[Row] = []
    told: list[str] = []
    for layer in sorted({layer for _, layer in names}):
        counts, reported = _layer(batch, names, layer, codes, min(settings.weeks, batch.weeks.size))
        weeks = batch.weeks[-reported.size :][reported]
        if not reported.all():
            gone = int((~reported).sum())
            told.append(f"“{layer or '全部'}”有 {gone} 周不是各地都有报告，未纳入{_spans(batch, reported)}")
        if weeks.size < FEWEST_WEEKS:
            told.append(f"“{layer or '全部'}”各地都有报告的不足 {FEWEST_WEEKS} 周，不做时空扫描")
            continue
        counts = counts[:, reported]
        scanned = scan_permuted(
            counts, space, longest=settings.longest, seed=settings.seed, simulations=settings.simulations,
            most=settings.most,
        )  # fmt: skip
        for one in scanned.clusters:
            first = int(weeks[-one.weeks])
            areas = "+".join(codes[at] for at in one.areas)
            risk = one.cases / one.expected
            found.append((layer, areas, first, one.weeks, one.cases, one.expected, risk, one.ratio, one.p))
    if without := sorted({code for code, _ in names} - set(codes)):
        more = "等" if len(without) > NAMED else ""
        told.insert(0, f"{len(without)}个地区没有中心点，未纳入：{'、'.join(without[:NAMED])}{more}")
    return found, told


def _layer(
    batch: Batch, names: list[list[str]], layer: str, codes: list[str], weeks: int
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Lay out a layer's counts, places × weeks, and tell which weeks every place with a series reported."""
    counts, reported = np.zeros((len(codes), weeks)), np.ones(weeks, dtype=np.bool_)
    place = {code: at for at, code in enumerate(codes)}
    for at, (code, own) in enumerate(names):
        if own == layer and code in place:
            row = batch.counts[at, -weeks:]
            reported &= ~np.isnan(row)
            counts[place[code]] += np.nan_to_num(row)
    return counts, reported


def _spans(batch: Batch, reported: npt.NDArray[np.bool_]) -> str:
    """Name the weeks left out, the first few of many."""
    gone = [int(week) for week in batch.weeks[-reported.size :][~reported]]
    return f"：第{'、'.join(map(str, gone[:NAMED]))}{'……' if len(gone) > NAMED else ''}周"


def trend_counts(batch: Batch, *, steps: int, every: int) -> list[Row]:
    """Test every series for a trend over its last `steps` sums of `every` weeks; rows of TRENDS.

    A sum with a week that was not reported is left out. Raises BadInput where steps or weeks make no trend.
    """
    if not (1 <= every <= 53 and 4 <= steps <= 5200):
        raise BadInput("--every 须在 1 到 53 周之间，--steps 须在 4 到 5200 之间。")
    steps = min(steps, batch.weeks.size // every)
    sums = (
        batch.counts[:, batch.weeks.size - steps * every :]
        .reshape(len(batch.names), steps, every)
        .sum(axis=2)
    )
    trends = [trend_of(row) for row in sums]
    fdr: Floats = adjusted(np.array([one.p for one in trends]))
    return [
        (name, steps, one.s, one.z, one.p, q, one.slope, one.low, one.high, one.reason)
        for name, one, q in zip(batch.names, trends, fdr.tolist(), strict=True)
    ]


def write_rows(path: Path, heads: Sequence[str], rows: Sequence[Row]) -> None:
    """Write rows to Parquet or CSV by the file's ending, whole or not at all. Raises BadInput."""
    if path.suffix not in {".parquet", ".csv"}:
        raise BadInput(f"结果文件“{path.name}”应以 .parquet 或 .csv 结尾。", next_step="请检查 --out。")
    base = duckdb.connect()
    columns = ", ".join(f"{name} {KINDS.get(name, 'DOUBLE')}" for name in heads)
    base.execute(f"CREATE TABLE found ({columns})")
    if rows:
        base.executemany(f"INSERT INTO found VALUES ({', '.join('?' * len(heads))})", list(_plain(rows)))
    form = "format parquet" if path.suffix == ".parquet" else "format csv, header true"
    save(path, lambda to: _copy(base, to, form))


def _plain(rows: Sequence[Row]) -> Iterator[list[object]]:
    for row in rows:
        yield [None if isinstance(one, float) and np.isnan(one) else one for one in row]


def _copy(base: duckdb.DuckDBPyConnection, to: Path, form: str) -> None:
    quoted = str(to).replace("'", "''")
    base.execute(f"COPY found TO '{quoted}' ({form})")
