"""Files damaged somewhere in the middle: the damaged row is named, no other is lost, nothing is half stored."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.surveillance.actions import apply_batch, check_batch
from lianxi.surveillance.intake import loading
from lianxi.surveillance.intake.checking import run_check
from lianxi.surveillance.models import Batch
from lianxi.surveillance.store import data_dir
from lianxi.surveillance.store.files import check_dir, incoming_path
from surveillance.intake_stages import (
    CASE,
    MEASURED,
    TODAY,
    counts,
    in_force,
    received,
    received_bytes,
    rows,
    write_csv,
)

LINES = 40
BAD = 20  # the damaged line as a spreadsheet counts it


def _lines(base: dict[str, str], own: str) -> list[str]:
    listed = [",".join({**base, own: f"第{number}"}.values()) for number in range(2, LINES + 2)]
    return [",".join(base), *listed]


def _checked(cast: Cast, content: bytes, stream: str = "measurements") -> tuple[Batch, list[str]]:
    batch = received_bytes(cast, stream, content, "a.csv")
    run_check(batch, TODAY)
    batch = check_batch(cast.staff, AT, batch_id=batch.pk)
    path = check_dir(cast.conference.pk, batch.pk) / "report.csv"
    report = path.read_text(encoding="utf-8-sig").splitlines()[1:]
    return batch, [line for line in report if "错误" in line]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "an open quote": lambda line: b'"' + line,
    "an open quote in the middle": lambda line: line.replace(b",", b',"', 1),
    "a byte of no encoding": lambda line: line[:30] + b"\xff" + line[30:],
    "half a row": lambda line: line[: len(line) // 3],
    "a line of two megabytes": lambda line: line + b"x" * (2 << 20),
}


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_one_damaged_line_is_named_and_costs_no_other(cast: Cast, name: str, end: bytes) -> None:
    lines = [line.encode() for line in _lines(dict(MEASURED), "岗位小类")]
    lines[BAD - 1] = DAMAGE[name](lines[BAD - 1])
    batch, errors = _checked(cast, end.join(lines) + end)
    assert counts(batch) == {"lines": LINES, "error": 1, "new": LINES - 1}
    assert errors == [f'1,{BAD},错误,"",这一行读不成表格（列数或引号不对）,""']
    with pytest.raises(BadInput, match="1 条错误"):
        apply_batch(cast.staff, AT, batch_id=batch.pk)
    assert in_force(cast, "measurements", "row") == []
    apply_batch(cast.staff, AT, batch_id=batch.pk, without_errors=True)
    stored = in_force(cast, "measurements", "row, point")
    assert stored == [(number, f"第{number}") for number in range(2, LINES + 2) if number != BAD]


@pytest.mark.parametrize("name", ["an open quote", "half a row"])
def test_a_damaged_line_of_persons_keeps_its_number_below_a_title(cast: Cast, name: str) -> None:
    lines = ["某县 2026 年病例".encode(), *(line.encode() for line in _lines(dict(CASE), "报告卡编号"))]
    lines[BAD - 1] = DAMAGE[name](lines[BAD - 1])
    lines[BAD + 4] = lines[BAD + 4].replace(b"350582199003072513", b"350582199003072514")
    lines.insert(BAD, b"")
    batch, errors = _checked(cast, b"\n".join(lines) + b"\n", "cases")
    assert counts(batch)["new"] == LINES - 2
    assert [line.split(",")[1] for line in errors] == [str(BAD), str(BAD + 6)]
    assert "读不成表格" in errors[0]
    assert "身份证号不正确" in errors[1]


@pytest.mark.parametrize(
    "ends", [["\r"], ["\n", "\r\n"], ["\r\n", "\n"], ["\n", "\r"]], ids=["old", "late", "early", "odd"]
)
def test_every_row_is_read_whatever_ends_the_lines(cast: Cast, ends: list[str]) -> None:
    lines = _lines(dict(MEASURED), "岗位小类")
    half = len(lines) // 2
    text = ends[0].join([*lines[:half], ""]) + ends[-1].join([*lines[half:], ""])
    batch, errors = _checked(cast, text.encode())
    assert (counts(batch), errors) == ({"lines": LINES, "new": LINES}, [])


def test_a_cell_over_two_lines_is_one_cell(cast: Cast) -> None:
    lines = _lines(dict(MEASURED), "岗位小类")
    lines[4] = lines[4].replace("成型车间", '"成型\n车间"')
    batch, _ = _checked(cast, ("\r\n".join(lines) + "\r\n").encode())
    assert counts(batch) == {"lines": LINES, "new": LINES}


def test_a_blank_line_moves_no_number(cast: Cast) -> None:
    lines = _lines({**MEASURED}, "岗位小类")
    lines[BAD - 1] = lines[BAD - 1].replace("12.5", "-12.5")
    lines.insert(5, "")
    _, errors = _checked(cast, ("\n".join(lines) + "\n\n\n").encode())
    assert errors == [f"1,{BAD + 1},错误,检测结果,检测结果为负,'-12.5"]


def test_text_of_no_encoding_in_gb18030_is_not_stored(cast: Cast) -> None:
    lines = [line.encode("gb18030") for line in _lines(dict(MEASURED), "岗位小类")]
    lines[BAD - 1] = lines[BAD - 1].replace("第".encode("gb18030"), b"\xff\xff")
    _, errors = _checked(cast, b"\n".join(lines) + b"\n")
    assert [line.split(",")[1] for line in errors] == [str(BAD)]
    assert "文字编码" in errors[0]


def test_rows_that_were_not_read_are_never_passed_over(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever makes the reader stop early: the last line with content must have been read."""
    csv = loading._csv
    monkeypatch.setattr(loading, "_csv", lambda table, width: f"(SELECT * FROM {csv(table, width)} LIMIT 30)")
    path = tmp_path / "a.csv"
    path.write_text("\n".join(_lines(dict(MEASURED), "岗位小类")), encoding="utf-8")
    with pytest.raises(BadInput, match="只读到第 31 行，文件有 41 行"):
        run_check(received(cast, "measurements", path), TODAY)


def _parquet(path: Path, **changed: str) -> bytes:
    """Write 2,000 equal rows as Parquet; `changed` gives other SQL for a column."""
    columns = {name: f"'{value}'" for name, value in MEASURED.items()} | changed
    listed = ", ".join(f'{sql} AS "{name}"' for name, sql in columns.items())
    duckdb.sql(f"SELECT {listed} FROM range(2000) t(i)").write_parquet(str(path))
    return path.read_bytes()


def test_parquet_with_a_damaged_page_is_refused(cast: Cast, tmp_path: Path) -> None:
    content = _parquet(tmp_path / "a.parquet", 岗位小类="md5(i::VARCHAR)")
    middle = len(content) // 2
    batch = received_bytes(
        cast, "measurements", content[:middle] + bytes(4000) + content[middle + 4000 :], "a.parquet"
    )
    with pytest.raises(BadInput, match="内容已损坏"):
        run_check(batch, TODAY)
    assert not list(data_dir(cast.conference.pk).glob("measurements/**/*.parquet"))


def test_parquet_with_columns_of_other_types_is_read_or_named(cast: Cast, tmp_path: Path) -> None:
    content = _parquet(
        tmp_path / "a.parquet",
        岗位小类="i",
        检测结果="CASE i WHEN 7 THEN 'nan'::DOUBLE ELSE 12.5 END",
        检测日期="DATE '2026-02-10'",
    )
    batch, errors = _checked(cast, content)
    assert counts(batch) == {"lines": 2000, "new": 1999, "error": 1}
    assert {line.split(",")[1] for line in errors} == {"8"}


def test_too_little_memory_is_said_in_a_sentence(cast: Cast, tmp_path: Path) -> None:
    listed = rows(MEASURED, *({"岗位小类": f"岗{number}"} for number in range(20_000)))
    batch = received(cast, "measurements", write_csv(tmp_path / "a.csv", listed))
    with pytest.raises(BadInput, match="1MiB 内存以内核对不完") as refused:
        run_check(batch, TODAY, memory="1MiB")
    assert "--memory" in refused.value.sentence()
    assert not (check_dir(cast.conference.pk, batch.pk) / "work").exists()


def test_an_upload_that_is_gone_is_said_in_a_sentence(cast: Cast, tmp_path: Path) -> None:
    batch = received(cast, "measurements", write_csv(tmp_path / "a.csv", [dict(MEASURED)]))
    incoming_path(cast.conference.pk, batch.source_sha256).unlink()
    with pytest.raises(BadInput, match="已经清理"):
        run_check(batch, TODAY)
