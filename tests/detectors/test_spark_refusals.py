"""What stands between a person and a Spark cluster is said in a sentence, never as a page of Java."""

import socket
import sys
from pathlib import Path

import pytest

from lianxi.cli.commands import run
from lianxi.core.refusals import BadInput
from lianxi.detectors import spark

HEAD = "series,week,n\n"
BAD = {
    "negative": "a,1,-2\n",
    "text": "a,1,x\n",
    "no number of Java's or Python's": "a,1,1d\nb,1,1_000\n",
    "repeated": "a,1,2\na,1,3\n",
    "week of text": "a,w1,2\n",
    "week without end": "a,inf,2\n",
    "far weeks": "a,1,2\na,20260101,2\n",
    "one poison series": "a,1,2\na,2,3\np,1,1e16\n",
    "empty": "",
}
GOOD = "".join(
    f"a,{week},{'' if week == 5 else week % 3}\nb,{week},{'NA' if week == 7 else 1}\n"
    for week in range(1, 21)
)


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(BadInput, match="没有安装 PySpark") as refused:
        spark.open_session("local[1]")
    assert "requirements/spark.txt" in refused.value.sentence()


def test_without_java(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(BadInput, match="没有找到 Java"):
        spark._require_java()
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").write_text("")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    spark._require_java()


def test_a_cluster_that_does_not_answer() -> None:
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        there.listen()
        port = there.getsockname()[1]
        spark._require_master(f"spark://127.0.0.1:{port}")
    with pytest.raises(BadInput, match=f"连不上 Spark 集群 spark://127.0.0.1:{port}"):
        spark._require_master(f"spark://127.0.0.1:{port}")
    with pytest.raises(BadInput, match="不是集群的地址"):
        spark._require_master("spark://somewhere")
    with pytest.raises(BadInput, match="连不上"):
        spark._require_master("spark://127.0.0.1:99999")
    # With several masters Spark finds the one in charge; and no cluster need be asked for the machine itself.
    spark._require_master(f"spark://127.0.0.1:{port},127.0.0.1:1")
    spark._require_master("local[2]")


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")
def test_bad_files_get_the_sentence_of_the_local_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(name: str, engine: str) -> tuple[int, str, str]:
        out = tmp_path / "out.csv"
        out.unlink(missing_ok=True)
        files = ["--input", str(tmp_path / name), "--out", str(out), "--engine", engine]
        code = run(["surveillance", "detect", "--method", "ears-c1", "--weeks", "1", *files])
        return code, capsys.readouterr().err, out.read_text() if out.exists() else ""

    for place, text in enumerate([*BAD.values(), GOOD]):
        (tmp_path / f"{place}.csv").write_text(HEAD + text)
        assert told(f"{place}.csv", "local[1]") == told(f"{place}.csv", "local"), text
    for name, content in (("schema.csv", b"series,woche,n\na,1,2\n"), ("file.xls", b"x")):
        (tmp_path / name).write_bytes(content)
        assert told(name, "local[1]") == told(name, "local")
    (tmp_path / "no.parquet").write_bytes(b"not parquet at all")
    (tmp_path / "short.csv").write_text(HEAD + "a,1\n")
    for name in ("no.parquet", "short.csv"):
        code, err, out_text = told(name, "local[1]")
        assert (code, out_text) == (2, "")
        assert err.startswith(f"“{name}”读不出来：")
        assert "\tat " not in err
