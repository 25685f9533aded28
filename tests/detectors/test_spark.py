"""The same verdicts from a Spark cluster of a master and two workers on this machine, also when one is killed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from detectors.references import DATA

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore"),
]
PORT = 17077


def start(*arguments: str) -> subprocess.Popen[bytes]:
    import pyspark

    command = [str(Path(pyspark.__file__).parent / "bin" / "spark-class"), *arguments]
    src = str(Path(__file__).parents[3] / "src")
    environment = os.environ | {
        "PYTHONPATH": src,
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def cluster(monkeypatch, tmp_path):
    """The master's address and the two workers; executors are in their worker's group of processes."""
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3] / "src"))
    master = start(
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        str(PORT),
        "--webui-port",
        "0",
    )
    workers = [
        start(
            "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g",
            "--webui-port", "0", "--work-dir", str(tmp_path / f"worker{i}"), f"spark://127.0.0.1:{PORT}",
        )
        for i in range(2)
    ]  # fmt: skip
    wait_for_master()
    yield f"spark://127.0.0.1:{PORT}", workers
    for process in (*workers, master):
        if process.poll() is None:
            kill(process)


def wait_for_master() -> None:
    """Wait, at most a minute, until the master listens."""
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", PORT), 1):
            return
        time.sleep(0.1)


def many_series(path: Path) -> Path:
    """The reference data, five times over."""
    duckdb.execute(
        f"copy (select series || '-' || i as series, week, n from '{DATA / 'counts.parquet'}', range(5) r(i)) "
        f"to '{path}' (format parquet)"
    )
    return path


def verdicts(path: Path) -> list[tuple[object, ...]]:
    return duckdb.execute(f"select * from '{path}'").fetchall()


def test_two_workers_give_the_same_rows_also_when_one_is_killed(cluster, tmp_path):
    from lianxi.cli.commands import run
    from lianxi.detectors import spark

    address, workers = cluster
    given, out = many_series(tmp_path / "in.parquet"), tmp_path / "spark.parquet"
    common = ["surveillance", "detect", "--method", "farrington", "--input", str(given), "--weeks", "26"]
    assert run([*common, "--out", str(tmp_path / "local.parquet")]) == 0
    expected = verdicts(tmp_path / "local.parquet")

    assert run([*common, "--out", str(out), "--engine", address]) == 0
    assert verdicts(out) == expected
    assert [path.name for path in tmp_path.glob(".*")] == []

    slices = {
        "spark.executor.memory": "512m", "spark.sql.execution.arrow.maxRecordsPerBatch": "10",
        "spark.sql.shuffle.partitions": "40", "spark.sql.adaptive.enabled": "false",
    }  # fmt: skip
    session = spark.open_session(address, options=slices)
    rows = spark.read(session, given)
    found = spark.judge_rows(rows, spark.check(rows, "in")[:2], "farrington", 26)
    killed = threading.Thread(target=kill_when_busy, args=(session, workers[1]))
    killed.start()
    spark.write(found, tmp_path / "killed.parquet")
    killed.join()
    session.stop()
    assert workers[1].poll() is not None
    assert verdicts(tmp_path / "killed.parquet") == expected


def kill_when_busy(session, worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker once the stage that judges has finished some of its tasks, not all."""
    tracker = session.sparkContext.statusTracker()
    for _ in range(600):
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        if any(one and one.numTasks == 40 and 2 <= one.numCompletedTasks < 38 for one in stages):
            kill(worker)
            return
        time.sleep(0.1)
