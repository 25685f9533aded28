"""Counts as people send them (tests/surveillance/data): weeks as codes, weeks not reported, columns that go unused."""

import csv
from pathlib import Path

import pytest

from lianxi.cli.commands import run
from lianxi.core.refusals import BadInput
from lianxi.detectors.files import code_of_week, connect, open_source, require_sound, week_of_code

DATA = Path(__file__).parents[1] / "surveillance" / "data"
PLACES = str(DATA / "places.csv")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _detected(path: Path, out: Path, *more: str) -> list[dict[str, str]]:
    assert (
        run(
            [
                "surveillance",
                "detect",
                "--method",
                "farrington",
                "--input",
                str(path),
                "--out",
                str(out),
                "--weeks",
                "52",
                *more,
            ]
        )
        == 0
    )
    return _rows(out)


def test_weeks_as_year_and_week_are_consecutive_weeks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    coded = _rows(DATA / "yw_codes.csv")
    numbered = [{**row, "week": str(at)} for at, row in enumerate(coded, 1)]
    by_code = _detected(DATA / "yw_codes.csv", tmp_path / "a.csv")
    assert "ISO 周" in capsys.readouterr().err
    by_number = _detected(_write(tmp_path / "n.csv", numbered), tmp_path / "b.csv")
    names = ("n", "expected", "upper", "alarm", "reason")
    assert [[row[name] for name in names] for row in by_code] == [
        [row[name] for name in names] for row in by_number
    ]
    assert sum(bool(row["upper"]) for row in by_code) > 40
    assert [row["week"] for row in by_code] == [row["week"] for row in coded[-52:]]


@pytest.mark.parametrize(
    ("first", "second"), [(201552, 201553), (201553, 201601), (202052, 202053), (202152, 202201)]
)
def test_years_of_52_and_53_weeks_follow_each_other(first: int, second: int) -> None:
    assert week_of_code(second) == week_of_code(first) + 1
    assert code_of_week(week_of_code(second)) == second


@pytest.mark.parametrize("code", ["201653", "202153", "202200"])
def test_a_week_that_no_year_has_is_refused(tmp_path: Path, code: str) -> None:
    rows = [*_rows(DATA / "yw_codes.csv"), {"series": "heat", "week": code, "n": "1"}]
    with pytest.raises(BadInput, match="周"):
        open_source(connect(), _write(tmp_path / "a.csv", rows))


def test_codes_that_nothing_converts_are_refused() -> None:
    with pytest.raises(BadInput, match="年和周"):
        require_sound("a", (521, 1, 201601, 202552, 0, 0))
    assert require_sound("a", (521, 1, 1, 521, 0, 0)) == (1, 521, 1)


@pytest.mark.parametrize("column", ["population", "pop", "人口"])
def test_a_column_that_is_not_used_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str
) -> None:
    rows = [{**row, column: "100000"} for row in _rows(DATA / "s4_cluster.csv")]
    path = _write(tmp_path / "a.csv", rows)
    _detected(path, tmp_path / "b.csv")
    assert f"没有用到的列：{column}" in capsys.readouterr().err
    assert run(["surveillance", "trend", "--input", str(path)]) == 0
    assert f"没有用到的列：{column}" in capsys.readouterr().err


def _scanned(path: Path, out: Path, *more: str) -> list[dict[str, str]]:
    words = [
        "surveillance",
        "scan",
        "--input",
        str(path),
        "--places",
        PLACES,
        "--simulations",
        "199",
        "--out",
        str(out),
        *more,
    ]
    assert run(words) == 0
    return _rows(out)


def test_weeks_that_not_all_places_reported_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = _scanned(DATA / "s1_six_counties_not_reported_last3.csv", tmp_path / "a.csv")
    assert "有 3 周不是各地都有报告，未纳入" in capsys.readouterr().out
    whole = _rows(DATA / "s1_six_counties_not_reported_last3.csv")
    assert max(int(row["week"]) for row in whole) == 60
    cut = [row for row in whole if int(row["week"]) < 58]
    # As if the file ended there: the same circles of the same weeks, and none of the three that were only late.
    weeks = ["--weeks", "49"]
    assert found == _scanned(_write(tmp_path / "c.csv", cut), tmp_path / "d.csv", *weeks)


def test_a_gap_within_is_left_out_and_the_cluster_is_still_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = _rows(DATA / "s4_cluster.csv")
    last = max(int(row["week"]) for row in whole)
    gap = [
        row
        for row in whole
        if not (row["series"].startswith("350502") and int(row["week"]) in (last - 20, last - 21))
    ]
    before, after = (
        _scanned(DATA / "s4_cluster.csv", tmp_path / "a.csv"),
        _scanned(_write(tmp_path / "g.csv", gap), tmp_path / "b.csv"),
    )
    assert "有 2 周不是各地都有报告" in capsys.readouterr().out
    assert [before[0][name] for name in ("areas", "first_week")] == [
        after[0][name] for name in ("areas", "first_week")
    ]
    few = [row for row in whole if not (row["series"].startswith("350502") and int(row["week"]) > 3)]
    assert _scanned(_write(tmp_path / "f.csv", few), tmp_path / "c.csv") == []
    assert "不足 8 周" in capsys.readouterr().out
