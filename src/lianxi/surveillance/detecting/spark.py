"""Owns detecting on an Apache Spark cluster: the same code, series by batches, over Arrow.

Spark gathers each series' weeks, hands batches of series to `detect`, and writes one file in the order of the
local engine. A lost worker's tasks are run again elsewhere; nothing depends on where a batch was judged.
Needs the packages of requirements/spark.txt and a Java runtime; workers need this package and must see the files
under the same path.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lianxi.core.refusals import BadInput
from lianxi.surveillance.detecting.batches import MOST_COUNT, MOST_WEEKS, Batch, batch_of
from lianxi.surveillance.detecting.files import COLUMNS, rows_of
from lianxi.surveillance.detecting.methods import detect
from lianxi.surveillance.detecting.outcomes import Outcome

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

RESULT = "series string, week int, n long, expected double, upper double, alarm boolean, reason string"
# Series handed over at once; ten years of them are some ten megabytes.
SERIES_AT_ONCE = 2_000


def open_session(master: str, *, options: dict[str, str] | None = None) -> "SparkSession":
    """This function will open a session on a cluster; raises BadInput where PySpark is missing."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BadInput(
            "没有安装 PySpark。", next_step="请安装 requirements/spark.txt 与 Java 运行环境。"
        ) from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    made = SparkSession.builder.master(master).appName("lianxi surveillance")
    chosen = {
        "spark.ui.enabled": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(SERIES_AT_ONCE),
        "spark.executorEnv.PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "spark.executorEnv.LIANXI_DATA": os.environ.get("LIANXI_DATA", ""),
        # Two cores of one worker share a machine: each task judges its batch on one.
        "spark.executorEnv.NUMBA_NUM_THREADS": "1",
    } | (options or {})
    for name, value in chosen.items():
        made = made.config(name, value)
    return made.getOrCreate()


def read(session: "SparkSession", path: Path) -> "DataFrame":
    """This function will read series, week, n; raises BadInput for another schema or kind of file."""
    from pyspark.sql import functions as f

    if not path.exists():
        raise BadInput(f"找不到文件“{path}”。", next_step="请检查 --input。")
    if path.suffix == ".csv":
        found = session.read.csv(str(path.resolve()), header=True, nullValue="NA")
    else:
        found = session.read.parquet(str(path.resolve()))
    if missing := [name for name in COLUMNS if name not in found.columns]:
        raise BadInput(f"“{path.name}”缺少列 {'、'.join(missing)}。", next_step="列应为 series、week、n。")
    number = f.expr("try_cast(n as double)").alias("n")
    unread = f.expr("n is not null and try_cast(n as double) is null").alias("unread")
    return found.select(
        f.col("series").cast("string"), f.expr("try_cast(week as double)").alias("week"), number, unread
    )


def check(rows: "DataFrame", name: str) -> tuple[int, int, int]:
    """This function will give first week, last week and the number of series; raises BadInput like the local engine."""
    from pyspark.sql import functions as f

    found = rows.agg(
        f.count("*"), f.countDistinct("series"), f.min("week"), f.max("week"),
        f.expr("count_if(series is null or week is null or week <> floor(week))"),
        f.expr(f"count_if(unread or n < 0 or n <> floor(n) or n > {MOST_COUNT} or isnan(n))"),
        f.countDistinct("series", "week"),
    ).collect()[0]  # fmt: skip
    lines, series, first, last, weekless, wrong, distinct = found
    if not lines:
        raise BadInput(f"“{name}”里没有一行数据。")
    if weekless:
        raise BadInput(f"“{name}”有 {weekless} 行没有序列名或周号不是整数。")
    if wrong:
        raise BadInput(f"“{name}”有 {wrong} 行的 n 是负数、不是整数或大得不可能。")
    if last - first + 1 > MOST_WEEKS:
        raise BadInput(f"“{name}”的周号跨 {last - first + 1:.0f} 周，应为连续的整数周号。")
    if distinct != lines:
        raise BadInput(f"“{name}”里有 {lines - distinct} 行的序列与周重复。")
    return int(first), int(last), int(series)


def judge_rows(
    rows: "DataFrame",
    axis: tuple[int, int],
    method: str,
    weeks: int,
    *,
    compat: str = "R",
    through: int | None = None,
) -> "DataFrame":
    """This function will judge every series on the cluster."""
    from pyspark.sql import functions as f

    gathered = rows.groupBy("series").agg(f.collect_list(f.struct("week", "n")).alias("rows"))
    arrays = gathered.select("series", f.col("rows.week").alias("week"), f.col("rows.n").alias("n"))

    def judge(parts: Iterator[Any]) -> Iterator[Any]:
        for part in parts:
            if part.num_rows:
                batch = _batch_of_part(part, axis)
                yield _rows_of_part(batch, detect(batch, method, weeks, compat=compat, through=through))

    return arrays.mapInArrow(judge, RESULT)


def _batch_of_part(part: Any, axis: tuple[int, int]) -> Batch:
    """Lay one Arrow batch of series on the axis."""
    week, counts = part.column("week"), part.column("n")
    lengths = np.diff(np.asarray(week.offsets))
    return batch_of(
        np.repeat(np.arange(part.num_rows), lengths),
        part.column("series").to_pylist(),
        np.asarray(week.flatten()).astype(np.int64),
        counts.flatten().to_numpy(zero_copy_only=False).astype(np.float64),
        axis=axis,
    )


def _rows_of_part(batch: Batch, found: Outcome) -> Any:
    """Give a batch's verdicts as one Arrow batch."""
    import pyarrow as pa

    made: dict[str, Any] = dict(rows_of(batch, found))
    n, expected, upper, alarm = made["n"], made["expected"], made["upper"], made["alarm"]
    return pa.RecordBatch.from_arrays(
        [
            pa.array(made["series"], pa.string()),
            pa.array(made["week"].astype(np.int32)),
            pa.array(n, pa.int64(), mask=n < 0),
            pa.array(expected, pa.float64(), mask=np.isnan(expected)),
            pa.array(upper, pa.float64(), mask=np.isnan(upper)),
            pa.array(alarm == 1, pa.bool_(), mask=alarm < 0),
            pa.array(made["reason"], pa.string()),
        ],
        names=["series", "week", "n", "expected", "upper", "alarm", "reason"],
    )


def write(found: "DataFrame", path: Path) -> None:
    """This function will write one file, ordered by series and week, put in place when it is whole."""
    beside = path.resolve().with_name(f".{path.name}.{os.getpid()}")
    one = found.repartition(1).sortWithinPartitions("series", "week")
    try:
        if path.suffix == ".csv":
            one.write.csv(str(beside), header=True, mode="overwrite", emptyValue="")
        else:
            one.write.parquet(str(beside), mode="overwrite")
        next(beside.glob("part-*")).replace(path)
    except OSError as error:
        raise BadInput(f"写不了“{path}”：{error.strerror}。", next_step="请检查 --out。") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
