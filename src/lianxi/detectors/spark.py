"""Owns detecting on an Apache Spark cluster: the same code, series by batches, over Arrow.

Spark gathers each series' weeks, hands batches of series to `detect`, and writes one file in the order of the
local engine. A lost worker's tasks are run again elsewhere; nothing depends on where a batch was judged.
Needs the packages of requirements/spark.txt and a Java runtime; workers need this package and must see the files
under the same path.
"""

import contextlib
import os
import re
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lianxi.core.refusals import BadInput
from lianxi.detectors.batches import MOST_COUNT, Batch, batch_of
from lianxi.detectors.files import (
    NUMBER,
    relation_of,
    repeated,
    require_columns,
    require_sound,
    rows_of,
    unreadable,
)
from lianxi.detectors.methods import detect
from lianxi.detectors.outcomes import Outcome

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

RESULT = "series string, week int, n long, expected double, upper double, alarm boolean, reason string"
# Series handed over at once; ten years of them are some ten megabytes.
SERIES_AT_ONCE = 2_000
CONNECT_SECONDS = 5


def open_session(master: str, *, options: dict[str, str] | None = None) -> "SparkSession":
    """Open a session on a cluster; raises BadInput where PySpark, Java or the cluster is missing."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BadInput(
            "没有安装 PySpark。", next_step="请安装 requirements/spark.txt 与 Java 运行环境。"
        ) from error
    _require_java()
    _require_master(master)
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
    with failures_as_refusals(master):
        session = made.getOrCreate()
    # What fails is said in a sentence; Java's own pages would hide it.
    session.sparkContext.setLogLevel("OFF")
    return session


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME", "")
    if not (shutil.which("java") or (home and (Path(home) / "bin" / "java").exists())):
        raise BadInput(
            "没有找到 Java 运行环境。",
            next_step="请安装 Java 17，或用环境变量 JAVA_HOME 指明；也可用 --engine local。",
        )


def _require_master(master: str) -> None:
    """Spark itself tries for a minute and then says so in a page of Java."""
    if not (found := re.fullmatch(r"spark://([^:/,]+):(\d{1,5})(,.*)?", master)):
        if master.startswith("spark://"):
            raise BadInput(f"“{master}”不是集群的地址。", next_step="请写成 spark://主机:端口。")
        return
    try:
        socket.create_connection((found[1], int(found[2])), timeout=CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        # Of several masters any may be the one in charge.
        if not found[3]:
            raise BadInput(
                f"连不上 Spark 集群 {master}。",
                next_step="请检查地址和端口，确认集群已启动；也可用 --engine local。",
            ) from error


@contextlib.contextmanager
def failures_as_refusals(name: str) -> Iterator[None]:
    """Turn what Spark or its Java side raises into a refusal with the first line of it."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        java = getattr(error, "java_exception", None)
        raise unreadable(name, RuntimeError(java.toString()) if java else error) from None


def read(session: "SparkSession", path: Path) -> "DataFrame":
    """Read series, week, n; raises BadInput for another schema or kind of file."""
    from pyspark.sql import functions as f

    if not path.exists():
        raise BadInput(f"找不到文件“{path}”。", next_step="请检查 --input。")
    week, n = f.expr("try_cast(week as double)"), f.expr("try_cast(n as double)")
    if relation_of(path).startswith("read_parquet"):
        found = session.read.parquet(str(path.resolve()))
    else:
        # A line of another shape fails, an empty cell is no count: both as on one machine.
        read = session.read.option("columnPruning", False).csv(
            str(path.resolve()),
            header=True,
            nullValue="NA",
            emptyValue="",
            mode="FAILFAST",
        )
        found = read.select([f.expr(f"nullif(`{name}`, '')").alias(name) for name in read.columns])
        week, n = (
            f.expr(f"case when {one} rlike r'{NUMBER}' then try_cast(trim({one}) as double) end")
            for one in ("week", "n")
        )
    require_columns(path.name, found.columns)
    unread = f.col("n").isNotNull() & n.isNull()
    return found.select(
        f.col("series").cast("string"), week.alias("week"), n.alias("n"), unread.alias("unread")
    )


def check(rows: "DataFrame", name: str) -> tuple[int, int, int]:
    """Return first week, last week and the number of series; raises BadInput like the local engine."""
    from pyspark.sql import functions as f

    no_week = "week is null or isnan(week) or abs(week) = double('infinity') or week <> floor(week)"
    found = rows.agg(
        f.count("*"), f.countDistinct("series"), f.min("week"), f.max("week"),
        f.expr(f"count_if(series is null or {no_week})"),
        f.expr(f"count_if(unread or n < 0 or n <> floor(n) or n > {MOST_COUNT} or isnan(n))"),
        f.countDistinct("series", "week"),
    ).collect()[0]  # fmt: skip
    sound = require_sound(name, found[:-1])
    if found[-1] != found[0]:
        twice = rows.groupBy("series", "week").count().where("count > 1").orderBy("series", "week").first()
        raise repeated(name, twice["series"], twice["week"]) if twice else BadInput(f"“{name}”有重复的周。")
    return sound


def judge_rows(
    rows: "DataFrame",
    axis: tuple[int, int],
    method: str,
    weeks: int,
    *,
    compat: str = "R",
    through: int | None = None,
) -> "DataFrame":
    """Judge every series on the cluster."""
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
    """Write one file, ordered by series and week, put in place when it is whole."""
    beside = path.resolve().with_name(f".{path.name}.{os.getpid()}")
    one = found.repartition(1).sortWithinPartitions("series", "week")
    try:
        if path.suffix == ".csv":
            one.write.csv(str(beside), header=True, mode="overwrite")
        else:
            one.write.parquet(str(beside), mode="overwrite")
        next(beside.glob("part-*")).replace(path)
    except OSError as error:
        raise BadInput(f"写不了“{path}”：{error.strerror}。", next_step="请检查 --out。") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
