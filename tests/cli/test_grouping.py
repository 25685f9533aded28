"""`lianxi surveillance group`: tables and lines of JSON in, a row or line a group out, equal to the reference."""

import csv
import io
import json
from pathlib import Path

import pytest

from lianxi.cli.commands import run

DATA = Path(__file__).parents[1] / "hazards" / "judging" / "data"
NAMES = {
    "GM": "gm",
    "GSD": "gsd",
    "UR": "ur",
    "F": "exceedance",
    "F_UCL70": "exceedance_ucl70",
    "F_UCL95": "exceedance_ucl95",
    "F_LCL95": "exceedance_lcl95",
    "X95": "x95",
    "UTL95_70": "utl95_70",
    "UTL95_95": "utl95_95",
}
COLUMNS = [
    "id",
    "n",
    "n_below",
    "gm",
    "gsd",
    "exceedance",
    "exceedance_lcl95",
    "exceedance_ucl70",
    "exceedance_ucl95",
    "x95",
    "utl95_70",
    "utl95_95",
    "ur",
    "en689_preliminary",
    "en689_group",
    "sentence",
]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return [{key.strip(): value.strip() for key, value in row.items()} for row in csv.DictReader(file)]


def _write(path: Path, text: str, encoding: str = "utf-8") -> str:
    path.write_bytes(text.encode(encoding))
    return str(path)


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["surveillance", "group", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


def _table(head: str) -> str:
    lines = [f"{r['seg']},{r['x']},{r['oel']},{1 - int(r['det'])}" for r in _rows("seg_measurements.csv")]
    return "\n".join([head, *lines]) + "\n"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [("group,value,limit,below", "utf-8"), ("组别,结果,限值,低于定量下限", "gb18030")],
)
def test_every_figure_equals_the_reference(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, head: str, encoding: str
) -> None:
    code, out, _ = _run(capsys, _write(tmp_path / "a.csv", _table(head), encoding))
    assert code == 0
    found = {row["id"]: row for row in csv.DictReader(io.StringIO(out))}
    assert list(found["1"]) == COLUMNS
    assert len(found) == 200
    expected = _rows("seg_exact.csv")
    assert len(expected) > 100
    for row in expected:
        ours = found[row["seg"]]
        assert (int(ours["n"]), ours["n_below"]) == (int(row["n"]), "0")
        for theirs, name in NAMES.items():
            if row[theirs]:
                share = 100 if theirs.startswith("F") else 1
                assert float(ours[name]) == pytest.approx(float(row[theirs]) / share, rel=1e-6, abs=1e-12)
        assert (ours["en689_group"], ours["en689_preliminary"]) == (row["EN689_group"], row["EN689_prelim"])


def test_lines_of_json_give_the_same_as_the_table(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups: dict[str, dict[str, object]] = {}
    for row in _rows("seg_measurements.csv"):
        one = groups.setdefault(
            row["seg"], {"id": row["seg"], "limit": float(row["oel"]), "values": [], "below": []}
        )
        one["values"].append(float(row["x"]))  # type: ignore[attr-defined]
        one["below"].append(1 - int(row["det"]))  # type: ignore[attr-defined]
    lines = "\n".join(json.dumps(one) for one in groups.values())
    from_table = _run(capsys, "--json", _write(tmp_path / "a.csv", _table("组别,结果,限值,低于定量下限")))
    from_lines = _run(capsys, "--json", _write(tmp_path / "a.jsonl", lines))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    assert from_lines == from_table == _run(capsys, "--json")
    first = json.loads(from_lines[1].splitlines()[0])
    assert list(first) == COLUMNS
    censored = [one for one in map(json.loads, from_lines[1].splitlines()) if one["n_below"]]
    assert len(censored) == 66
    assert all(one["ur"] is one["utl95_95"] is one["exceedance_ucl95"] is None for one in censored)
    assert all("低于定量下限" in one["sentence"] for one in censored)


@pytest.mark.parametrize(
    ("lines", "nulls", "said"),
    [
        (["A,0.2,1"], ["gsd", "ur", "en689_preliminary"], "只有 1 个结果"),
        (["A,0.2,1"] * 7, ["exceedance", "ur", "en689_group"], "各结果相同"),
        (["A,<0.1,1", "A,<0.2,1", "A,0.3,1"], ["gm", "ur"], "不同的定量结果不足 2 个"),
        (["A,0.1,1", "A,0.2,1"], ["en689_preliminary", "en689_group"], "EN 689 不作检验"),
    ],
)
def test_what_is_not_defined_is_empty_and_the_sentence_says_why(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lines: list[str], nulls: list[str], said: str
) -> None:
    path = _write(tmp_path / "a.csv", "\n".join(["组别,结果,限值", *lines]))
    code, out, _ = _run(capsys, "--json", path)
    row = json.loads(out)
    assert code == 0
    assert [row[name] for name in nulls] == [None] * len(nulls)
    assert said in row["sentence"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('B,"0,012",1', "第 3 行“0,012”读不成数"),
        ("B,#N/A,1", "第 3 行有错误值"),
        ("B,0.1,0", "限值应是大于 0 的数"),
        ("B,18%,1", "第 3 行“18%”读不成数"),
        ("B,-0.1,1", "结果应是大于 0 的数"),
        (",0.1,1", "没有写组别"),
        ("A,0.1,2", "同一组的限值不同"),
    ],
)
def test_a_bad_row_costs_its_group_and_says_which(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str, said: str
) -> None:
    path = _write(tmp_path / "a.csv", "\n".join(["组别,结果,限值", "A,0.2,1", line, "C,0.3,1"]))
    code, out, err = _run(capsys, path)
    assert code == 1
    assert said in err
    good = [row["id"] for row in csv.DictReader(io.StringIO(out)) if row["gm"]]
    assert "C" in good


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"id": 1}',
        '{"id": "A", "limit": 1, "values": ["a"]}',
        "[1]",
        '{"id":1,"limit":1,"values":[NaN]}',
    ],
)
def test_a_bad_line_of_json_costs_itself(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, line: str
) -> None:
    good = '{"id": "C", "limit": 1, "values": [0.1, 0.2, 0.3]}'
    code, out, err = _run(capsys, "--json", _write(tmp_path / "a", f"{good}\n{line}\n{good}\n"))
    rows = [json.loads(one) for one in out.splitlines()]
    assert code == 1
    assert [row["gm"] is None for row in rows] == [False, True, False]
    assert "没有统计" in err


def test_columns_that_are_not_used_are_named_and_a_missing_one_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert (
        "没有用到的列：备注" in _run(capsys, _write(tmp_path / "a.csv", "组别,结果,限值,备注\nA,1,2,x\n"))[2]
    )
    code, out, err = _run(capsys, _write(tmp_path / "b.csv", "组别,结果\nA,1\n"))
    assert (code, out) == (2, "")
    assert "限值" in err
