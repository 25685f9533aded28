"""Spreadsheets: every form people send, odd cells, and files that are no table."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxi.core.refusals import BadInput
from lianxi.tables.cells import cell_date, cell_text
from lianxi.tables.sheets import MAX_ROWS, Sheet, read_sheet

KNOWN = {"title": ("事项", "任务"), "lead": ("主办单位", "责任单位"), "due": ("时限",)}
NEEDED = ("title", "lead")


def book(rows: Sequence[Sequence[object]], merge: str = "") -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if merge:
        sheet.merge_cells(merge)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(name: str, content: bytes) -> Sheet:
    return read_sheet(name, content, KNOWN, NEEDED)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_tables_are_read_in_every_usual_form(encoding: str, mark: str) -> None:
    text = "\r\n".join(
        mark.join(line)
        for line in (["任务 ", "责任单位（盖章）", "备注"], ["排查", "市住建局", "x"], ["", "", ""])
    )
    sheet = read("a.csv", text.encode(encoding))
    assert [(row.number, row.text("title"), row.text("lead")) for row in sheet.rows] == [
        (2, "排查", "市住建局")
    ]
    assert sheet.unknown == ("备注",)


def test_a_title_above_the_headings_is_passed_over() -> None:
    sheet = read(
        "a.xlsx",
        book([["2026年台账"], [None], ["事项", "主办单位", "时限"], ["排查", "市住建局", date(2026, 3, 2)]]),
    )
    assert sheet.rows[0].number == 4
    assert cell_date(sheet.rows[0].cells["due"]) == date(2026, 3, 2)


def test_a_merged_cell_counts_for_every_row_it_covers() -> None:
    rows = [["事项", "主办单位"], ["甲", "市住建局"], ["乙", None], ["丙", "市人社局"]]
    sheet = read("a.xlsx", book(rows, "B2:B3"))
    assert [row.text("lead") for row in sheet.rows] == ["市住建局", "市住建局", "市人社局"]
    assert [row.notes for row in sheet.rows] == [(), ("“主办单位”是合并单元格，取首格的内容",), ()]


def test_a_formula_that_was_never_reckoned_is_broken() -> None:
    sheet = read("a.xlsx", book([["事项", "主办单位"], ["=A1&B1", "市住建局"], ["乙", "#REF!"]]))
    assert [row.broken for row in sheet.rows] == [("title",), ("lead",)]
    assert "公式" in sheet.rows[0].notes[0]


@pytest.mark.parametrize(
    ("given_text", "day"),
    [
        ("2026-03-02", date(2026, 3, 2)),
        ("2026/3/2", date(2026, 3, 2)),
        ("2026.3.2", date(2026, 3, 2)),
        ("2026年3月2日", date(2026, 3, 2)),
        ("２０２６年３月２日", date(2026, 3, 2)),
        ("20260302", date(2026, 3, 2)),
        ("2026-03-02 00:00:00", date(2026, 3, 2)),
        (46083, date(2026, 3, 2)),
        (46083.0, date(2026, 3, 2)),
        ("", None),
        (None, None),
    ],
)
def test_days_are_read_in_every_usual_form(given_text: object, day: date | None) -> None:
    assert cell_date(given_text) == day  # type: ignore[arg-type]


@pytest.mark.parametrize("odd", ["3月2日", "2026-13-01", "2026-02-30", "3/4/2026", "尽快", "2026年3月", "12"])
def test_what_is_not_one_day_is_not_guessed(odd: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        cell_date(odd)


def test_numbers_keep_no_decimal_point() -> None:
    assert [cell_text(one) for one in (3.0, 3.5, 7, True, None, " a\r\nb ")] == [
        "3",
        "3.5",
        "7",
        "True",
        "",
        "a\nb",
    ]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (8 * 1024 * 1024))
    return file.getvalue()


VIRUS_TEST = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "空文件"),
        ("a.xlsx", b"not a package", "不是能读取的表格"),
        ("a.xlsx", b"PK\x03\x04 broken", "已损坏"),
        ("a.xlsx", bomb(), "大得不正常"),
        ("a.xlsx", VIRUS_TEST, "不是能读取的表格"),
        ("a.csv", VIRUS_TEST, "没有找到表头"),
        ("a.csv", "事项,主办单位\n".encode() + VIRUS_TEST + b",x", "第 2 行有病毒测试串"),
        ("a.xlsx", book([["事项", "主办单位"], ["甲", VIRUS_TEST.decode()]]), "第 2 行有病毒测试串"),
        ("a.csv", b"\x00\x01\x02\xff", "不是文字表格"),
        ("a.csv", "甲,乙\n1,2".encode(), "没有找到表头"),
        ("a.exe", b"MZ", "不能读取"),
        ("a.csv", "事项,主办单位,任务\n1,2,3".encode(), "出现了两次"),
        ("a.csv", ("事项,主办单位\n" + "甲,乙\n" * (MAX_ROWS + 100)).encode(), "超过"),
        ("a.csv", ("事项,主办单位\n" + "," * 200).encode(), "列"),
        ("a.csv", ("事项,主办单位\n" + "x" * 200_000 + ",乙").encode(), "第 2 行读不通"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(name: str, content: bytes, said: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read(name, content)
    assert said in refusal.value.message
    assert refusal.value.next_step


def test_a_sheet_of_200_000_rows_is_refused() -> None:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet()
    sheet.append(["事项", "主办单位"])
    for _ in range(200_000):
        sheet.append(["甲", "乙"])
    file = io.BytesIO()
    made.save(file)
    with pytest.raises(BadInput, match="20,000"):
        read("a.xlsx", file.getvalue())


@settings(deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.xls", "a.ods"]))
def test_no_bytes_break_the_reader(content: bytes, name: str) -> None:
    # Random bytes are no table: anything but a refusal, a crash above all, fails here.
    with pytest.raises(BadInput, match=r"。$"):
        read(name, content)
