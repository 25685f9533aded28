"""`lianxi surveillance scan`, `trend` and `centroids` as somebody types them."""

from pathlib import Path

import duckdb
import pytest

from cast import Cast
from lianxi.cli.commands import run
from lianxi.surveillance.models import CentroidSet
from surveillance.test_places import PLACES, given, two_counties_rise


def _run(capsys: pytest.CaptureFixture[str], *given: object) -> tuple[int, str, str]:
    code = run(["surveillance", *map(str, given)])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    path = tmp_path / "counts.csv"
    lines = [
        f"{code}|noise,{week},{n}" for code, ns in two_counties_rise().items() for week, n in enumerate(ns, 1)
    ]
    path.write_text("series,week,n\n" + "\n".join(lines))
    (tmp_path / "places.csv").write_bytes(given())
    return path


def test_a_scan_over_a_file_prints_its_seed_and_the_cluster(
    counts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clusters.parquet"
    words = ("scan", "--input", counts, "--places", tmp_path / "places.csv", "--seed", 5, "--out", out)
    code, told, _ = _run(capsys, *words)
    assert code == 0
    assert "350582+350581\t第51周起2周\t观测 32，预期 18.76，1.71倍\t对数似然比 4.0" in told
    assert "种子 5，随机重排 999 次" in told
    row = duckdb.sql(
        f"SELECT layer, areas, first_week, weeks, cases, round(expected, 2) FROM '{out}' LIMIT 1"
    ).fetchall()[0]
    assert row == ("noise", "350582+350581", 51, 2, 32.0, 18.76)
    assert _run(capsys, *words)[1] == told


def test_a_scan_without_centers_says_why_it_is_silent(
    counts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told, _ = _run(capsys, "scan", "--input", counts)
    assert code == 0
    assert "counts.csv：没有各地的中心点坐标，不做时空扫描。" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--simulations", "0"), "--simulations 须在 9 到"),
        (("--most", "0.9"), "--most 须在 0.01 到 0.5 之间"),
        (("--longest", "40"), "--longest 须在 1 到 26 之间"),
        (("--seed", "-1"), "--seed 须在"),
        (("--places", "nowhere.csv"), "找不到文件 nowhere.csv"),
    ],
)
def test_a_scan_that_cannot_be(
    counts: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    code, _, err = _run(capsys, "scan", "--input", counts, *words)
    assert code == 2
    assert told in err


def test_a_trend_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twelve sums of four weeks: 4, 8 … 48 rise by four a step; a level series has no trend; a gap is left out."""
    path, out = tmp_path / "counts.csv", tmp_path / "trends.csv"
    lines = [f"up,{week},{(week - 1) // 4 + 1}" for week in range(1, 49) if week != 30]
    lines += [f"level,{week},2" for week in range(1, 49)]
    path.write_text("series,week,n\n" + "\n".join(lines))
    code, told, _ = _run(capsys, "trend", "--input", path, "--out", out)
    assert code == 0
    assert "up\t12步\t每步 +4（+4 至 +4）" in told
    assert "2 条序列，其中 1 条有趋势" in told
    rows = duckdb.sql(f"SELECT series, s, slope, reason FROM '{out}' ORDER BY series").fetchall()
    assert rows == [("level", None, None, "所有数值相同"), ("up", 55.0, 4.0, None)]  # 11 sums: 55 pairs
    assert _run(capsys, "trend", "--input", path, "--steps", "2")[0] == 2


def test_centers_by_command(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "places.csv").write_bytes(given())
    assert "没有中心点，不做时空扫描" in _run(capsys, "centroids")[1]
    assert _run(capsys, "centroids", tmp_path / "places.csv")[0] == 2
    seat = cast.staff.seat_id
    code, told, _ = _run(capsys, "centroids", tmp_path / "places.csv", "--seat", seat, "--source", "测绘部门")
    assert (code, told) == (0, "已设定6个地区的中心点，自下一次运行起用于时空扫描。\n")
    assert len(CentroidSet.objects.get().places) == len(PLACES)
    assert "6个地区的中心点，出处：测绘部门" in _run(capsys, "centroids")[1]
    assert "没有已入库的周数列" in _run(capsys, "scan")[1]
    assert "没有已入库的周数列" in _run(capsys, "trend")[1]
