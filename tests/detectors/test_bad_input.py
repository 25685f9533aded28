"""Detectors never crash on bad data: they stay silent and say why; the command refuses with one sentence."""

import duckdb
import numpy as np
import pytest

from lianxi.cli.commands import run
from lianxi.core.refusals import BadInput
from lianxi.detectors.batches import batch_of, batch_of_table
from lianxi.detectors.methods import METHODS, detect
from lianxi.detectors.reasons import ABSENT, DUPLICATE, FUTURE, NEGATIVE, OK, SHORT, WORDS


def strange_series(weeks: int = 340) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(5)
    usual = rng.poisson(3.0, weeks).astype(float)
    made = {"usual": usual}
    made["negative"] = np.where(np.arange(weeks) == 50, -1.0, usual)
    made["fractional"] = np.where(np.arange(weeks) == 50, 0.5, usual)
    made["infinite"] = np.where(np.arange(weeks) == 50, np.inf, usual)
    made["zero"] = np.zeros(weeks)
    made["empty"] = np.full(weeks, np.nan)
    made["spike"] = np.where(np.arange(weeks) == weeks - 40, 1e15, usual)
    made["spike now"] = np.where(np.arange(weeks) == weeks - 1, 1e15, usual)
    made["mostly missing"] = np.where(np.arange(weeks) % 9 == 0, usual, np.nan)
    made["one report"] = np.where(np.arange(weeks) == weeks - 1, 4.0, np.nan)
    made["short"] = np.where(np.arange(weeks) >= weeks - 5, usual, np.nan)
    return made


@pytest.mark.parametrize("compat", ["R", "documented"])
@pytest.mark.parametrize("method", METHODS)
def test_a_week_without_a_verdict_says_why(method, compat):
    made = strange_series()
    batch = batch_of_table(list(made), np.arange(1, 341), np.array(list(made.values())))
    found = detect(batch, method, 20, compat=compat)
    undefined = (found.alarm < 0) | np.isnan(found.upper)
    assert (found.reason[undefined] != OK).all()
    assert all(WORDS[code] for code in set(found.reason[undefined].tolist()))
    reason = dict(zip(made, found.reason[:, -1].tolist(), strict=True))
    assert reason["negative"] == reason["fractional"] == reason["infinite"] == NEGATIVE
    assert reason["empty"] == ABSENT
    assert reason["short"] == SHORT
    assert reason["usual"] == OK


def test_a_repeated_week_silences_its_series_only():
    batch = batch_of(
        np.array([0, 0, 1, 1]), ["a", "b"], np.array([1, 1, 1, 2]), np.array([1.0, 2.0, 3.0, 4.0])
    )
    assert batch.flaw.tolist() == [DUPLICATE, OK]


@pytest.mark.parametrize("method", METHODS)
def test_weeks_in_the_future_are_given_but_not_judged(method):
    """What lies after the last week changes nothing in the weeks before it, and says why it is silent."""
    made = strange_series()
    table = np.array(list(made.values()))
    batch = batch_of_table(list(made), np.arange(1, 341), table)
    past = detect(batch_of_table(list(made), np.arange(1, 331), table[:, :330]), method, 8)
    found = detect(batch, method, 8, through=330)
    assert found.alarm.shape == (len(made), 18)
    assert (found.reason[:, 8:] == FUTURE).all()
    assert (found.alarm[:, 8:] == -1).all()
    np.testing.assert_array_equal(found.alarm[:, :8], past.alarm)
    np.testing.assert_array_equal(found.upper[:, :8], past.upper)
    reason = dict(zip(made, found.reason[:, 0].tolist(), strict=True))
    assert reason["one report"] == ABSENT
    with pytest.raises(BadInput, match="要判的周数"):
        detect(batch, method, 331, through=330)


def test_the_command_takes_the_last_week_that_has_passed(tmp_path, capsys):
    path, out = tmp_path / "counts.csv", tmp_path / "alarms.csv"
    path.write_text("series,week,n\n" + "\n".join(f"a,{week},{week % 3}" for week in range(1, 31)))
    words = [
        "surveillance",
        "detect",
        "--method",
        "ears-c1",
        "--input",
        str(path),
        "--out",
        str(out),
        "--weeks",
        "2",
    ]
    assert run([*words, "--through", "28"]) == 0
    rows = duckdb.sql(f"SELECT week, alarm, reason FROM '{out}' ORDER BY week").fetchall()
    assert [week for week, *_ in rows] == [27, 28, 29, 30]
    assert [reason for *_, reason in rows[2:]] == ["晚于截止周，不判"] * 2
    assert rows[0][1] is not None


@pytest.mark.parametrize("weeks", [0, -1, 341])
def test_a_range_outside_the_data_is_refused(weeks):
    batch = batch_of_table(["a"], np.arange(1, 341), np.ones((1, 340)))
    with pytest.raises(BadInput, match="要判的周数"):
        detect(batch, "farrington", weeks)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("series,week,n\na,1,-2\n", "负数"),
        ("series,week,n\na,1,x\n", "负数、不是整数"),
        ("series,week,n\na,1,2\na,1,3\n", "出现多次"),
        ("series,week,n\na,w1,2\n", "周号不是整数"),
        ("series,week,n\na,1,2\na,20260101,2\n", "连续的整数周号"),
        ("series,week,n\n", "没有一行"),
        ("series,woche,n\na,1,2\n", "缺少列 week"),
    ],
)
def test_the_command_refuses_a_bad_file_with_one_sentence(tmp_path, capsys, text, said):
    (tmp_path / "in.csv").write_text(text)
    out = tmp_path / "out.csv"
    code = run(
        [
            "surveillance",
            "detect",
            "--method",
            "ears-c1",
            "--input",
            str(tmp_path / "in.csv"),
            "--out",
            str(out),
        ]
    )
    told = capsys.readouterr().err
    assert code == 2
    assert said in told
    assert told.count("\n") == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "in.csv"]


def test_the_command_refuses_a_file_that_is_no_parquet(tmp_path, capsys):
    (tmp_path / "in.parquet").write_bytes(b"not parquet at all")
    arguments = [
        "--method",
        "ears-c1",
        "--input",
        str(tmp_path / "in.parquet"),
        "--out",
        str(tmp_path / "o.csv"),
    ]
    assert run(["surveillance", "detect", *arguments]) == 2
    assert "读不出来" in capsys.readouterr().err


def test_a_failing_method_leaves_the_earlier_result(tmp_path, capsys):
    (tmp_path / "in.csv").write_text("series,week,n\na,1,2\na,2,3\n")
    (tmp_path / "out.csv").write_text("earlier")
    arguments = ["--input", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv")]
    assert run(["surveillance", "detect", "--method", "ears-c1", "--weeks", "9", *arguments]) == 2
    assert run(["surveillance", "detect", "--method", "unknown", *arguments]) == 2
    assert (tmp_path / "out.csv").read_text() == "earlier"
    assert "farrington" in capsys.readouterr().err


def test_the_command_writes_a_row_for_each_series_and_week(tmp_path, capsys):
    rows = "".join(f"a,{week},{week % 3}\nb,{week},{9 if week == 20 else 0}\n" for week in range(1, 21))
    (tmp_path / "in.csv").write_text("series,week,n\n" + rows + "c,20,1\n")
    out = tmp_path / "out.parquet"
    arguments = ["--input", str(tmp_path / "in.csv"), "--out", str(out), "--weeks", "2"]
    assert run(["surveillance", "detect", "--method", "ears-c1", *arguments]) == 0
    found = duckdb.execute(
        f"select series, week, n, expected, round(upper, 3), alarm, reason from '{out}'"
    ).fetchall()
    # Baseline of b: seven zeros; the bound is 3.0902 × the least spread, 0.5.
    assert ("b", 20, 9, None, 1.545, True, "") in found
    assert ("c", 20, 1, None, None, None, WORDS[SHORT]) in found
    assert ("c", 19, None, None, None, None, WORDS[SHORT]) in found
    assert [row[:2] for row in found] == [(name, week) for name in "abc" for week in (19, 20)]
