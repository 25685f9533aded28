"""Ledgers as people send them (tests/tables/data): each kind of fault with its neighbours."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from lianxi.core.refusals import BadInput
from lianxi.ledger.rules.importing import HEADINGS, NEEDED, PlannedRow, plan_rows
from lianxi.tables.sheets import Sheet, read_sheet

DATA = Path(__file__).parents[1] / "tables" / "data"
TODAY = date(2026, 3, 16)
UNITS = {
    name: place for place, name in enumerate(["市卫健委", "市教育局", "市科技局", "市工信局", "市民政局"], 1)
}
UNITS |= {
    name: place
    for place, name in enumerate(["市财政局", "市人社局", "市生态环境局", "市住建局", "市应急局"], 9)
}
HEAD = ["编号", "事项", "内容", "主办单位", "协办单位", "办理时限", "完成情况"]


def _given(name: str) -> Sheet:
    return read_sheet(name, (DATA / name).read_bytes(), HEADINGS, NEEDED)


def _planned(sheet: Sheet) -> dict[str, PlannedRow]:
    return {row.title: row for row in plan_rows(sheet.rows, UNITS, {}, TODAY)}


def _read(name: str, content: bytes) -> dict[str, PlannedRow]:
    return _planned(read_sheet(name, content, HEADINGS, NEEDED))


def _csv(*rows: str, head: str = ",".join(HEAD)) -> dict[str, PlannedRow]:
    return _read("a.csv", "\n".join([head, *rows]).encode())


@pytest.mark.parametrize(("name", "rows"), [("l01_semicolons.csv", 5), ("m4_tab_many_commas.txt", 3)])
def test_the_mark_is_the_one_under_which_the_headings_are_known(name: str, rows: int) -> None:
    found = _planned(_given(name))
    assert [row.state.value for row in found.values()] == ["new"] * rows


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
@pytest.mark.parametrize("crowd", ["、", ",", ";", "|", "\t"])
def test_marks_within_cells_do_not_outvote_the_headings(mark: str, crowd: str) -> None:
    text = crowd.join(["摸底", "建账", "整改", "复核", "通报", "总结", "归档", "回访"] * 6)
    line = mark.join(["A1", "事项", f'"{text}"', "市卫健委", "", "2026-12-31", ""])
    found = _read("a.csv", f"{mark.join(HEAD)}\n{line}\n".encode())
    assert found["事项"].meant is not None
    assert found["事项"].meant.due_on == date(2026, 12, 31)


def test_words_for_done_are_known_and_others_are_asked() -> None:
    found = _planned(_given("l07_done.xlsx"))
    done = {row.meant.is_done for title, row in found.items() if title in DONE and row.meant}
    assert done == {True}
    assert {title for title, row in found.items() if row.meant and row.meant.is_done} == set(DONE)
    asked = [title for title, row in found.items() if any("是否已办结" in said for said in row.messages)]
    assert asked == ["完成9"]


DONE = ["完成1", "完成2", "完成3", "完成4", "完成5", "完成6", "完成11", "完成12", "完成13"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("已销号（2026.3）", "done"),
        ("全部完成。", "done"),
        ("Yes", "done"),
        ("已整改到位", "asked"),
        ("详见附件", "asked"),
        ("1", "asked"),
        ("80%", "open"),
        ("基本完成", "asked"),
        ("尚未启动", "open"),
        ("持续推进中", "open"),
        ("×", "open"),
        ("", "open"),
    ],
)
def test_neighbouring_words_for_done(text: str, state: str) -> None:
    row = _csv(f"A1,事项,,市卫健委,,2026-12-31,{text}")["事项"]
    asked = any("是否已办结" in said for said in row.messages)
    assert row.meant is not None
    assert ("done" if row.meant.is_done else "asked" if asked else "open") == state


def test_a_time_limit_is_a_whole_day_or_is_asked() -> None:
    found = _planned(_given("l09_due.xlsx"))
    days = {title: row.meant.due_on for title, row in found.items() if row.meant}
    assert set(days.values()) == {date(2026, 12, 31)}
    assert days["近午夜"] == date(2026, 12, 31)
    assert "格式yyyy年m月" not in days
    assert "只写到月（2026年12月）" in found["格式yyyy年m月"].messages[0]
    assert all("时限" in " ".join(row.messages) for title, row in found.items() if title not in days)


def _book(
    *, epoch_1904: bool = False, formats: dict[int, str] | None = None, rows: list[list[object]]
) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "date_1904": epoch_1904})
    sheet = book.add_worksheet()
    made = {at: book.add_format({"num_format": code}) for at, code in (formats or {}).items()}
    for at, row in enumerate([HEAD, *rows]):
        for column, value in enumerate(row):
            sheet.write(at, column, value, made.get(column) if at else None)
    book.close()
    return file.getvalue()


@pytest.mark.parametrize("number", [44925, 44925.5])
def test_a_plain_number_in_a_1904_workbook_is_asked(number: float) -> None:
    row = ["A1", "事项", "", "市卫健委", "", number, ""]
    found = _read("a.xlsx", _book(epoch_1904=True, rows=[row]))["事项"]
    assert found.state.value == "error"
    assert "1904" in found.messages[0]
    dated = _read("a.xlsx", _book(epoch_1904=True, formats={5: "yyyy-mm-dd"}, rows=[[*row[:5], 44925, ""]]))
    assert dated["事项"].meant is not None
    assert dated["事项"].meant.due_on == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("code", "is_asked"),
    [
        ('yyyy"年"m"月"', True),
        ("mmm-yy", True),
        ("yyyy/m", True),
        ("yyyy-mm-dd", False),
        ("m月d日", False),
        ("[$-804]yyyy年m月d日", False),
    ],
)
def test_a_format_that_shows_the_month_alone_is_asked(code: str, is_asked: bool) -> None:
    row = ["A1", "事项", "", "市卫健委", "", 46357, ""]
    found = _read("a.xlsx", _book(formats={5: code}, rows=[row]))["事项"]
    assert (found.state.value == "error") == is_asked


def test_one_number_in_several_forms_is_one_key() -> None:
    found = _planned(_given("l10_keys.xlsx"))
    said = {title: " ".join(row.messages) for title, row in found.items()}
    assert all("丢掉末尾" in said[title] for title in ("编号1", "编号2"))
    assert all("与它相同" in said[title] for title in ("编号3", "编号4", "编号5", "编号6", "编号7"))
    apart = _csv("A-1,甲,,市卫健委,,,", "A-01,乙,,市卫健委,,,", "１０,丙,,市卫健委,,,", "100,丁,,市卫健委,,,")
    assert {row.state.value for row in apart.values()} == {"new"}


def test_every_sheet_is_read_and_a_hidden_one_is_named() -> None:
    sheet = _given("l16_two_sheets.xlsx")
    assert {row.title: row.where for row in plan_rows(sheet.rows, UNITS, {}, TODAY)} == {
        "一季度事项": "一季度 2",
        "二季度事项": "二季度 2",
    }
    assert sheet.notes == ("读了 2 个工作表：“一季度”、“二季度”。",)
    hidden = _given("p1_errors.xls")
    assert hidden.notes == ("工作表“隐藏旧稿”是隐藏的工作表，没有读。",)
    book = openpyxl.Workbook()
    for name in ("说明", "台账"):
        made = book.create_sheet(name)
        made.append(HEAD if name == "台账" else ["填表说明"])
        made.append(["A1", "事项", "", "市卫健委"])
    file = io.BytesIO()
    book.save(file)
    notes = read_sheet("a.xlsx", file.getvalue(), HEADINGS, NEEDED).notes
    assert "工作表“说明”前 60 行里没有所需的表头，没有读" in notes[0]


def test_error_cells_are_errors_in_every_kind_of_file() -> None:
    assert {title: row.messages[0] for title, row in _planned(_given("p1_errors.xls")).items()} == {
        "时限是公式": "“办理时限”是错误值或没有算出结果的公式",
        "时限是错误值": "“办理时限”是错误值或没有算出结果的公式",
        "协办是错误值": "“协办单位”是错误值或没有算出结果的公式",
    }
    strict = _planned(_given("m1_strict.xlsx"))
    assert [row.state.value for row in strict.values()] == ["error", "error", "new"]
    found = _csv("A1,甲,,市卫健委,,#VALUE!,", "A2,乙,Err:504,市卫健委,,,", "A3,丙,#1 车间,市卫健委,,,")
    assert [row.state.value for row in found.values()] == ["error", "error", "new"]


def test_cells_without_a_reference_follow_each_other() -> None:
    source = zipfile.ZipFile(io.BytesIO(_book(rows=[["A1", "事项", "", "市卫健委", "市教育局", "=NA()"]])))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for one in source.namelist():
            content = source.read(one)
            if one.endswith("sheet1.xml"):
                content = re.sub(rb' r="[A-Z]*\d+"', b"", content)
                content = content.replace(b"<f>NA()</f><v>0</v>", b"<f>NA()</f>")
                # Without a reference the empty cell has to stand there, too.
                content = re.sub(rb"(<c t=.s.><v>8</v></c>)(<c t=.s.><v>9</v>)", rb"\1<c/>\2", content)
            made.writestr(one, content)
    found = _read("a.xlsx", file.getvalue())["事项"]
    assert found.messages[0] == "“办理时限”是错误值或没有算出结果的公式"


def test_one_far_cell_is_a_refusal_and_takes_nothing_down() -> None:
    book = openpyxl.Workbook()
    made = book.active
    assert made is not None
    made.append(HEAD)
    made["XFD1048576"] = "x"
    file = io.BytesIO()
    book.save(file)
    assert len(file.getvalue()) < 10_000
    with pytest.raises(BadInput, match="很远的一格"):
        read_sheet("a.xlsx", file.getvalue(), HEADINGS, NEEDED)
