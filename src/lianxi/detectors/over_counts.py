"""Owns the scan and the trend over a file of counts: series named place|layer|…, on one axis of weeks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

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
FEWEST_PLACES = 3
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
    """Scan every layer of a batch; gives rows of CLUSTERS, likeliest first in each layer, and the
    places of the counts that have no center."""
    settings.require()
    codes = sorted(centers)
    if len(codes) < FEWEST_PLACES:
        raise BadInput(f"有中心点的地区不足{FEWEST_PLACES}个，不能做时空扫描。")
    points = np.array([centers[code] for code in codes])
    space = on_sphere(points[:, 0], points[:, 1])
    names = [[*name.split("|"), ""][:2] for name in batch.names]
    found: list[Row] = []
    for layer in sorted({layer for _, layer in names}):
        weeks = min(settings.weeks, batch.weeks.size)
        counts = np.zeros((len(codes), weeks))
        place = {code: at for at, code in enumerate(codes)}
        for at, (code, own) in enumerate(names):
            if own == layer and code in place:
                counts[place[code]] += np.nan_to_num(batch.counts[at, -weeks:])
        scanned = scan_permuted(
            counts, space, longest=settings.longest, seed=settings.seed, simulations=settings.simulations,
            most=settings.most,
        )  # fmt: skip
        for one in scanned.clusters:
            first = int(batch.weeks[-1]) - one.weeks + 1
            areas = "+".join(codes[at] for at in one.areas)
            risk = one.cases / one.expected
            found.append((layer, areas, first, one.weeks, one.cases, one.expected, risk, one.ratio, one.p))
    return found, sorted({code for code, _ in names} - set(codes))


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
