"""Files that are no tables, and tables in every disguise spreadsheets give them."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.surveillance.actions import apply_batch, check_batch
from lianxi.surveillance.intake.checking import run_check
from lianxi.surveillance.models import Batch
from lianxi.surveillance.store.files import check_dir
from surveillance.intake_stages import (
    CASE,
    MEASURED,
    TODAY,
    applied,
    checked,
    counts,
    in_force,
    received,
    received_bytes,
    rows,
    write_csv,
)

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (80 * 1024 * 1024))
    return made.getvalue()


def _zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.csv", "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "空文件"),
        (EICAR, "a.xlsx", "不是表格"),
        (b"\x7fELF\0\0\0\0", "a.csv", "不是表格文件"),
    ],
)
def test_what_is_no_table_is_not_received(cast: Cast, content: bytes, name: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        received_bytes(cast, "measurements", content, name)
    assert Batch.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_bomb, "超出一份表格"),
        (_zip, "压缩包"),
        (lambda: b"PK\x03\x04" + b"\1" * 500, "损坏"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 5000, "读不出来"),
        ("姓名,年龄\n甲,3\n".encode, "没有“工作场所检测”的表头"),
        (lambda: b"PAR1" + b"\1" * 100, "Parquet"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    cast: Cast, content: Callable[[], bytes], sentence: str
) -> None:
    batch = received_bytes(cast, "measurements", content(), "a.xlsx")
    with pytest.raises(BadInput, match=sentence):
        run_check(batch, TODAY)
    assert not (check_dir(cast.conference.pk, batch.pk) / "result.json").exists()


def test_parquet_with_another_schema_is_refused_by_its_missing_columns(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql("SELECT 1 AS a, '甲苯' AS hazard").write_parquet(str(path))
    with pytest.raises(BadInput, match="没有统一社会信用代码或用人单位名称、编号"):
        run_check(received(cast, "measurements", path), TODAY)


def test_parquet_of_a_form_is_read(cast: Cast, tmp_path: Path) -> None:
    path, source = tmp_path / "a.parquet", write_csv(tmp_path / "a.csv", [dict(MEASURED)])
    duckdb.sql(f"SELECT * FROM read_csv('{source}', all_varchar = true)").write_parquet(str(path))
    applied(cast, "measurements", path)
    assert in_force(cast, "measurements", "value") == [(12.5,)]


def test_parquet_of_persons_goes_through_the_person_pass(cast: Cast, tmp_path: Path) -> None:
    path, source = tmp_path / "a.parquet", write_csv(tmp_path / "a.csv", [dict(CASE)])
    duckdb.sql(f"SELECT * FROM read_csv('{source}', all_varchar = true)").write_parquet(str(path))
    applied(cast, "cases", path)
    assert in_force(cast, "cases", "left(person, 1)") == [("P",)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(cast: Cast, tmp_path: Path, encoding: str) -> None:
    applied(cast, "measurements", write_csv(tmp_path / "a.csv", [dict(MEASURED)], encoding))
    assert in_force(cast, "measurements", "workplace") == [("成型车间",)]


def test_titles_guards_tabs_and_thousands_of_spreadsheets_are_read(cast: Cast, tmp_path: Path) -> None:
    row = {
        **MEASURED,
        "统一社会信用代码": '="91350582MA2XA00X54"',
        "检测结果": "1,012.5",
        "检测日期": "2026/2/9",
    }
    made = io.StringIO()
    writer = csv.writer(made, delimiter="\t", lineterminator="\r\n")
    writer.writerows(
        [["某县 2026 年检测明细"], [f"{name}*" for name in row], [f"{value} " for value in row.values()]]
    )
    path = tmp_path / "a.csv"
    path.write_bytes(made.getvalue().encode("gb18030"))
    applied(cast, "measurements", path)
    assert in_force(cast, "measurements", "row, value, CAST(sampled_on AS VARCHAR)") == [
        (3, 1012.5, "2026-02-09")
    ]


def test_a_bad_line_keeps_its_number_and_moves_no_other(cast: Cast, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "a.csv", rows(MEASURED, {}, {"岗位小类": "乙"}, {"岗位小类": "丙", "检测结果": "-1"})
    )
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    lines.insert(2, "只有,三,格")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    batch = checked(cast, "measurements", path)
    assert counts(batch) == {"lines": 4, "error": 2, "new": 2}
    report = (check_dir(cast.conference.pk, batch.pk) / "report.csv").read_text(encoding="utf-8-sig")
    assert '1,3,错误,"",这一行读不成表格' in report
    assert "1,5,错误,检测结果,检测结果为负" in report
    apply_batch(cast.staff, AT, batch_id=batch.pk, without_errors=True)
    assert in_force(cast, "measurements", "row") == [(2,), (4,)]


def _workbook(path: Path) -> Path:
    """Write the province's form: a sheet of the report, a sheet of results, with what spreadsheets do to data."""
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "yyyy/m/d"})
    report, result = book.add_worksheet("项目基本信息"), book.add_worksheet("结果")
    given = {
        "项目编号": "P-7",
        "受检单位名称": "晋江示例鞋业有限公司",
        "受检单位统一社会信用代码": "91350582MA2XA00X54",
        "行业类别编码": "1952",
        "注册地区编码": "350582001",
    }
    report.write_row(0, 0, list(given))
    report.write_row(1, 0, list(given.values()))
    result.merge_range(0, 0, 0, 9, "检测结果")
    heads = [
        "检测项目名称",
        "车间",
        "岗位",
        "检测点位",
        "检测日期",
        "结果",
        "结果2",
        "计量单位编码",
        "危害因素类型",
        "特殊标识",
    ]
    result.write_row(1, 0, heads)
    result.merge_range(2, 1, 3, 1, "成型车间")
    result.write_row(2, 2, ["刷胶", "1#"])
    result.write_row(3, 2, ["刷胶", "2#"])
    for line, value in ((2, 20), (3, 30.5)):
        result.write(line, 0, "甲苯")
        result.write_datetime(line, 4, date(2026, 2, 10), day)
        result.write_formula(line, 5, f"={value}*1", None, value)
        result.write_row(line, 6, [60, "mg/m3", 1, 2])
    book.close()
    return path


def test_the_provinces_two_sheets_are_one_report(cast: Cast, tmp_path: Path) -> None:
    applied(cast, "measurements", _workbook(tmp_path / "p.xlsx"))
    assert in_force(
        cast, "measurements", "report_no, workplace, point, metric, value, division, industry"
    ) == [
        ("P-7", "成型车间", "刷胶·1#", "ste", 60.0, "350582", "C1952"),
        ("P-7", "成型车间", "刷胶·1#", "twa", 20.0, "350582", "C1952"),
        ("P-7", "成型车间", "刷胶·2#", "ste", 60.0, "350582", "C1952"),
        ("P-7", "成型车间", "刷胶·2#", "twa", 30.5, "350582", "C1952"),
    ]


def test_what_a_file_does_not_say_can_be_said_for_all_of_it(cast: Cast, tmp_path: Path) -> None:
    bare = {
        name: value
        for name, value in MEASURED.items()
        if name not in ("统一社会信用代码", "企业名称", "检测日期")
    }
    path = write_csv(tmp_path / "a.csv", [bare])
    with pytest.raises(BadInput, match="没有统一社会信用代码"):
        run_check(received(cast, "measurements", path), TODAY)
    batch = received(cast, "measurements", path, employer_code=MEASURED["统一社会信用代码"], on="2026-02-11")
    run_check(batch, TODAY)
    assert counts(check_batch(cast.staff, AT, batch_id=batch.pk))["new"] == 1


def test_one_bad_row_of_many_is_found_in_bounded_memory(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    head, line = ",".join(MEASURED), list(MEASURED.values())
    with path.open("w", encoding="utf-8") as file:
        file.write(head + "\n")
        for number in range(150_000):
            line[8], line[12] = f"岗位{number}", "-1" if number == 140_000 else "12.5"
            file.write(",".join(line) + "\n")
    batch = received(cast, "measurements", path)
    result = run_check(batch, TODAY, memory="300MiB")
    assert (result["counts"]["new"], result["counts"]["error"]) == (149_999, 1)
    report = (check_dir(cast.conference.pk, batch.pk) / "report.csv").read_text(encoding="utf-8-sig")
    assert "1,140002,错误,检测结果,检测结果为负,'-1" in report
