"""`lianxi surveillance scan`, `trend`, `centroids`: clusters in space and time, steady rises, and where counties lie."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianxi.core.refusals import BadInput

if TYPE_CHECKING:
    from lianxi.bodies.rows import ConferenceRow
    from lianxi.detectors.batches import Batch
    from lianxi.surveillance.queries.counting import Series
    from lianxi.surveillance.queries.looking import Look

Commands = Any


def add_commands(room: Commands) -> None:
    """Add the commands of scans and trends to `lianxi surveillance`."""
    scan = room.add_parser("scan", help="时空扫描（Kulldorff，时空重排）：对周数文件，或对已入库的数据")
    scan.add_argument(
        "--input", type=Path, help="列为 series、week、n；series 写作 地区|分层（省略则用已入库的数据）"
    )
    scan.add_argument(
        "--places", type=Path, help="中心点 CSV：区划代码、名称、经度、纬度（省略则用已设定的）"
    )
    scan.add_argument("--weeks", type=int, default=52, help="看最近多少周（缺省 52）")
    scan.add_argument("--longest", type=int, default=4, help="聚集最长几周（缺省 4）")
    scan.add_argument("--most", type=float, default=0.5, help="一个圆最多含多少病例（缺省 0.5）")
    scan.add_argument("--simulations", type=int, default=999, help="随机重排次数（缺省 999）")
    scan.add_argument("--seed", type=int, default=1, help="随机种子（缺省 1），同一种子结果相同")
    scan.add_argument("--out", type=Path, help="结果文件，.parquet 或 .csv")
    scan.set_defaults(run=run_scan, needs_database=False)
    trend = room.add_parser("trend", help="单调趋势（Mann–Kendall、Theil–Sen）：对周数文件，或对已入库的数据")
    trend.add_argument("--input", type=Path, help="列为 series、week、n（省略则用已入库的数据，按月）")
    trend.add_argument("--every", type=int, default=4, help="几周合计为一步（文件；缺省 4）")
    trend.add_argument("--steps", type=int, default=24, help="看最近多少步或多少个月（缺省 24）")
    trend.add_argument("--out", type=Path, help="结果文件，.parquet 或 .csv")
    trend.set_defaults(run=run_trend, needs_database=False)
    centers = room.add_parser("centroids", help="设定或列出地区中心点（时空扫描用）")
    centers.add_argument(
        "file", nargs="?", type=Path, help="CSV：区划代码、名称、经度、纬度；省略则列出现行的"
    )
    centers.add_argument("--seat", type=int, help="席位编号，见 lianxi seats")
    centers.add_argument("--source", default="", help="中心点的出处")
    centers.set_defaults(run=run_centroids)


def run_scan(options: argparse.Namespace) -> int:
    """Scan a file of counts or the stored data, print the likeliest clusters and write all."""
    from lianxi.detectors.over_counts import CLUSTERS, Settings, scan_counts, write_rows

    settings = Settings(options.weeks, options.longest, options.most, options.simulations, options.seed)
    settings.require()
    rows: list[tuple[object, ...]] = []
    for label, batch, held in _counted(options):
        centers = _centers(options.places) if options.places else held
        if not centers:
            print(f"{label}：没有各地的中心点坐标，不做时空扫描。")
            print("请用 --places 给出中心点文件，或先用 lianxi surveillance centroids 设定。")
            continue
        found, told = scan_counts(batch, centers, settings)
        for left_out in told:
            print(f"{label}：{left_out}。")
        _tell(label, found, dated=options.input is None)
        rows += [(f"{label}|{row[0]}" if options.input is None else row[0], *row[1:]) for row in found]
    print(f"种子 {settings.seed}，随机重排 {settings.simulations} 次。")
    if options.out:
        write_rows(options.out, CLUSTERS, rows)
        print(f"{len(rows)} 个聚集，结果在 {options.out}")
    return 0


def _tell(label: str, found: list[tuple[Any, ...]], *, dated: bool) -> None:
    told: set[str] = set()
    for layer, areas, first, weeks, cases, expected, risk, llr, p in found:
        if layer in told and p > 0.05:
            continue
        told.add(layer)
        since, named = _named(first, areas.split("+")) if dated else (f"第{first}周", areas)
        print(
            f"{label}\t{layer or '全部'}\t{named}\t{since}起{weeks}周\t观测 {cases:g}，预期 {expected:.2f}，"
            f"{risk:.2f}倍\t对数似然比 {llr:.3f}，p={p:.4g}"
        )
    if not found:
        print(f"{label}：没有高于预期的地区和时段。")


def _named(week: int, areas: list[str]) -> tuple[str, str]:
    """Name the week and the places of stored data; Django has been started for them."""
    from lianxi.surveillance.queries.areas import places_words
    from lianxi.surveillance.rules.weeks import week_start

    return week_start(week).isoformat(), places_words(areas)


def run_trend(options: argparse.Namespace) -> int:
    """Test series for a steady rise or fall, print those that hold, and write all."""
    from lianxi.detectors.over_counts import TRENDS, trend_counts, write_rows

    rows: list[tuple[Any, ...]] = []
    for label, batch, _held in _counted(options, months=options.steps):
        every = options.every if options.input else 1
        found: list[tuple[Any, ...]] = list(trend_counts(batch, steps=options.steps, every=every))
        sure = [row for row in found if row[5] <= 0.05]
        for name, steps, _s, z, p, q, slope, low, high, _why in sorted(sure, key=lambda row: row[4]):
            by = f"每步 {slope:+.3g}（{low:+.3g} 至 {high:+.3g}）"
            print(f"{label}\t{name}\t{steps}步\t{by}\tz={z:.2f}，p={p:.3g}，校正后 {q:.3g}")
        print(f"{label}：{len(found)} 条序列，其中 {len(sure)} 条有趋势（错误发现率 5%）。")
        rows += [(f"{label}|{row[0]}" if options.input is None else row[0], *row[1:]) for row in found]
    if options.out:
        write_rows(options.out, TRENDS, rows)
        print(f"结果在 {options.out}")
    return 0


Counted = list[tuple[str, "Batch", Mapping[str, tuple[float, float]]]]


def _counted(options: argparse.Namespace, months: int = 0) -> Counted:
    """Give what is to be judged: the file's series, or each conference's stored counts by source with its centers."""
    if options.input:
        from lianxi.detectors import files

        base = files.connect()
        source = files.open_source(base, options.input)
        for note in source.notes:
            print(note, file=sys.stderr)
        batch = _whole(list(files.batches(base, source)))
        if source.is_coded:
            # From here on weeks are names only: as the file wrote them.
            batch = replace(batch, weeks=files.codes_of_weeks(batch.weeks))
        return [(options.input.name, batch, {})]
    from lianxi.cli.starting import start_django

    start_django()
    from lianxi.bodies.queries.own import list_conferences

    found: Counted = []
    for conference in list_conferences():
        found += _stored(conference, months)
    if not found:
        print("没有已入库的周数列。请用 --input 给出周数文件，或先导入数据。")
    return found


def _whole(parts: "list[Batch]") -> "Batch":
    import numpy as np

    from lianxi.detectors.batches import batch_of_table

    names = [name for part in parts for name in part.names]
    return batch_of_table(names, parts[0].weeks, np.concatenate([part.counts for part in parts]))


def _stored(conference: "ConferenceRow", months: int) -> Counted:
    from django.utils import timezone

    from lianxi.core.words import day_of
    from lianxi.surveillance.queries.counting import SOURCES, count_weeks
    from lianxi.surveillance.queries.looking import look_now

    look = look_now(conference.pk, day_of(timezone.now()))
    found: Counted = []
    for source in SOURCES:
        series = count_weeks(look, source)
        if series is not None:
            batch = _monthly(look, series, months) if months else _weekly(series)
            found += [(f"{conference.short_name}{source.words}", batch, look.places)] if batch else []
    return found


def _weekly(series: "Series") -> "Batch":
    from lianxi.detectors.batches import batch_of_table

    # Each industry once: the sums would count it again.
    keep = [at for at, key in enumerate(series.keys) if key in series.plain]
    names = ["|".join(series.keys[at]) for at in keep]
    return batch_of_table(names, series.weeks, series.counts[keep])


def _monthly(look: "Look", series: "Series", months: int) -> "Batch | None":
    import numpy as np

    from lianxi.detectors.batches import batch_of_table
    from lianxi.surveillance.queries.counting import count_months

    counted = count_months(look, series, int(series.weeks[-1]), months)
    if counted is None:
        return None
    names = ["|".join(key) for key in series.keys]
    return batch_of_table(names, np.arange(len(counted[0])), counted[1])


def _centers(path: Path) -> dict[str, tuple[float, float]]:
    from lianxi.surveillance.rules.centroids import read_places

    if not path.is_file():
        raise BadInput(f"找不到文件 {path}。", next_step="请检查 --places。")
    return {one.code: (one.longitude, one.latitude) for one in read_places(path.read_bytes())}


def run_centroids(options: argparse.Namespace) -> int:
    """Put a file of centers in force from a seat, or list those in force."""
    from django.utils import timezone

    from lianxi.bodies.queries.own import list_conferences
    from lianxi.cli.acts import seat_actor
    from lianxi.papers.files import Upload
    from lianxi.surveillance.actions import set_centroids
    from lianxi.surveillance.queries.centroids import centroids_in_force

    if options.file is None:
        for one in list_conferences():
            held = centroids_in_force(one.pk)
            told = f"{held}，出处：{held.source_text}" if held else "没有中心点，不做时空扫描"
            print(f"{one.short_name}\t{told}")
        return 0
    if options.seat is None:
        raise BadInput("请用 --seat 写明由哪个席位设定。", next_step="席位编号见 lianxi seats。")
    if not options.file.is_file():
        raise BadInput(f"找不到文件 {options.file}。")
    row = set_centroids(
        seat_actor(options.seat),
        timezone.now(),
        file=Upload(options.file.name, options.file.read_bytes()),
        source_text=options.source,
    )
    print(f"已设定{row}，自下一次运行起用于时空扫描。")
    return 0
