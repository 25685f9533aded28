"""`lianxi surveillance detect`: detectors over files of weekly counts, without a database."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianxi.core.refusals import BadInput

if TYPE_CHECKING:
    import duckdb

    from lianxi.detectors.batches import Batch
    from lianxi.detectors.files import Source
    from lianxi.detectors.outcomes import Outcome


Commands = Any


def add_commands(room: Commands) -> None:
    """Add the detecting commands to `lianxi surveillance`."""
    detect = room.add_parser("detect", help="对每周病例数的序列运行探测方法")
    detect.add_argument("--method", required=True, help="探测方法，例如 farrington、ears-c2、glrnb")
    detect.add_argument("--input", required=True, type=Path, help="列为 series、week、n 的 .parquet 或 .csv")
    detect.add_argument("--out", required=True, type=Path, help="结果文件，.parquet 或 .csv")
    detect.add_argument("--weeks", type=int, default=1, help="判最近多少周（缺省 1）")
    detect.add_argument(
        "--through", type=int, help="截止周：之后的周在未来，不判并写明（缺省为文件的最后一周）"
    )
    detect.add_argument("--compat", default="R", help="R（缺省，与 R surveillance 一致）或 documented")
    detect.add_argument("--engine", default="local", help="local（缺省）或 spark://主机:端口")
    detect.set_defaults(run=_detect, needs_database=False)


def _detect(options: argparse.Namespace) -> int:
    if options.out.suffix not in {".parquet", ".csv"}:
        raise BadInput(
            f"结果文件“{options.out.name}”应以 .parquet 或 .csv 结尾。", next_step="请检查 --out。"
        )
    if options.engine != "local":
        return _detect_on_spark(options)
    from lianxi.detectors import files, methods

    methods.require(options.method, options.compat)
    base = files.connect()
    source = files.open_source(base, options.input)
    if words := methods.first_run_words(options.method):
        print(words, file=sys.stderr, flush=True)
    for note in source.notes:
        print(note, file=sys.stderr)
    options.through = source.week(options.through)
    alarms = files.write(base, options.out, _verdicts(base, source, options), is_coded=source.is_coded)
    print(f"{source.series} 条序列，最近 {options.weeks} 周，{alarms} 次报警，结果在 {options.out}")
    return 0


def _detect_on_spark(options: argparse.Namespace) -> int:
    if not options.engine.startswith(("spark://", "local-cluster[", "local[")):
        raise BadInput(f"不认识的引擎“{options.engine}”。", next_step="可用：local、spark://主机:端口。")
    from lianxi.detectors import methods, spark

    methods.require(options.method, options.compat)
    session = spark.open_session(options.engine)
    try:
        with spark.failures_as_refusals(options.input.name):
            rows = spark.read(session, options.input)
            first, last, series = spark.check(rows, options.input.name)
            methods.require_weeks(options.weeks, min(last, options.through or last) - first + 1)
            axis, through = (first, last), options.through
            found = spark.judge_rows(
                rows, axis, options.method, options.weeks, compat=options.compat, through=through
            )
            spark.write(found, options.out)
    finally:
        session.stop()
    print(f"{series} 条序列，最近 {options.weeks} 周，结果在 {options.out}")
    return 0


def _verdicts(
    base: "duckdb.DuckDBPyConnection", source: "Source", options: argparse.Namespace
) -> "Iterator[tuple[Batch, Outcome]]":
    from lianxi.detectors import files
    from lianxi.detectors.methods import detect

    for batch in files.batches(base, source):
        yield (
            batch,
            detect(batch, options.method, options.weeks, compat=options.compat, through=options.through),
        )
