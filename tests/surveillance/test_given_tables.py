"""Tables as people send them (data/README.md): each kind of fault with its neighbours."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.surveillance.actions.detection import run_detection
from lianxi.surveillance.intake.faults import CELL_FAULTS, FAULTS
from lianxi.surveillance.models import Batch, Signal
from lianxi.surveillance.store.files import check_dir
from lianxi.tables.numbers import number_of
from lianxi.tables.typing import macros
from surveillance.intake_stages import MEASURED, applied, checked, counts, in_force, write_csv

DATA = Path(__file__).parent / "data"


READER = duckdb.connect()
for _macro in macros():
    READER.execute(_macro)


def _report(cast: Cast, batch: Batch) -> dict[int, str]:
    path = check_dir(cast.conference.pk, batch.pk) / "report.csv"
    said: dict[int, str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            said[int(line["行"])] = f"{said.get(int(line['行']), '')}{line['说明']}；"
    return said


def _notes(batch: Batch) -> str:
    return " ".join(batch.counts["notes"])


def _book(path: Path, *sheets: Sequence[Sequence[Any]], epoch_1904: bool = False, code: str = "") -> Path:
    book = xlsxwriter.Workbook(str(path), {"date_1904": epoch_1904})
    made = book.add_format({"num_format": code}) if code else None
    for rows in sheets:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                is_number = isinstance(value, int | float) and not isinstance(value, bool)
                sheet.write(at, column, value, made if is_number else None)
    book.close()
    return path


def _rows(**changes: Any) -> list[list[Any]]:
    row = {**MEASURED, **changes}
    return [list(row), list(row.values())]


def test_a_decimal_comma_is_asked_and_threes_are_thousands(cast: Cast, tmp_path: Path) -> None:
    batch = checked(cast, "measurements", DATA / "i05_comma_decimal.csv")
    said = _report(cast, batch)
    asked = [row for row, words in said.items() if "逗号可能是小数点" in words]
    assert asked == [2, 3, 4, 7]
    assert counts(batch)["new"] == 2


@settings(deadline=None)
@given(
    st.from_regex(r"[+-]?[0-9]{0,4}([,.][0-9]{1,4}){0,3}(e[0-9])?", fullmatch=True)
    | st.sampled_from(["１，２３４", "1 234", "−3", "", "1,23,456", "12,345.6", "0,123", "１２．５"])
)
def test_both_readings_of_numbers_are_the_same(text: str) -> None:
    found = READER.execute("SELECT num(?)", [text]).fetchall()[0][0]
    if " " not in text and "−" not in text:
        assert found == number_of(text)


@pytest.mark.parametrize("loq", ["0,05", "0,5"])
def test_a_decimal_comma_in_the_limit_of_quantification_is_asked(
    cast: Cast, tmp_path: Path, loq: str
) -> None:
    listed = [{**MEASURED, "检测结果": f"<{loq}"}, {**MEASURED, "岗位小类": "甲", "定量下限": loq}]
    for row in listed:
        batch = checked(cast, "measurements", write_csv(tmp_path / "m.csv", [row]))
        assert "逗号可能是小数点" in _report(cast, batch)[2]


def test_percent_cells_are_percents(cast: Cast) -> None:
    applied(cast, "measurements", DATA / "i06_silica_percent.xlsx")
    assert sorted(row[0] for row in in_force(cast, "measurements", "silica")) == [
        12.0,
        35.0,
        35.0,
        35.0,
        35.0,
    ]


@pytest.mark.parametrize(
    ("code", "value", "held"), [("0.0%", 0.355, 35.5), ("0%", 1, 100.0), ("0.00", 35, 35.0)]
)
def test_neighbours_of_a_percent_cell(
    cast: Cast, tmp_path: Path, code: str, value: float, held: float
) -> None:
    applied(cast, "measurements", _book(tmp_path / "a.xlsx", _rows(游离SiO2含量=value), code=code))
    assert in_force(cast, "measurements", "silica") == [(held,)]


def test_a_result_in_percent_is_no_number_and_a_small_share_is_asked(cast: Cast, tmp_path: Path) -> None:
    listed = [{**MEASURED, "检测结果": "18%", "游离SiO2含量": "0.35"}]
    said = _report(cast, checked(cast, "measurements", write_csv(tmp_path / "m.csv", listed)))[2]
    assert FAULTS["value_bad"].sentence in said
    assert FAULTS["silica_small"].sentence in said


def test_numbers_that_lost_their_last_digits_are_refused(cast: Cast, tmp_path: Path) -> None:
    batch = checked(cast, "measurements", DATA / "i04_long_number.xlsx")
    assert counts(batch) == {"lines": 4, "error": 4}
    assert all("丢掉末尾几位" in words for words in _report(cast, batch).values())
    listed = [
        {**MEASURED, "检测报告编号": "2.02603E+16"},
        {**MEASURED, "检测报告编号": "20260302000012345"},
        {**MEASURED, "检测报告编号": "E+1"},
    ]
    said = _report(cast, checked(cast, "measurements", write_csv(tmp_path / "m.csv", listed)))
    assert [row for row, words in said.items() if "丢掉末尾几位" in words] == [2]


def test_error_cells_are_errors_of_their_column(cast: Cast, tmp_path: Path) -> None:
    batch = checked(cast, "measurements", DATA / "j12_errors.csv")
    said = _report(cast, batch)
    assert counts(batch) == {"lines": 3, "error": 3}
    assert "游离" in said[2]
    assert "“车间”是表格软件的错误值" in said[3]
    assert "“编号”是表格软件的错误值" in said[4]
    book = _book(tmp_path / "a.xlsx", _rows(工作场所名称="=NA()"), _rows(岗位小类="#1车间"))
    assert all(not words.isascii() for words in (fault.sentence for fault in CELL_FAULTS.values()))
    assert counts(checked(cast, "measurements", book))["new"] >= 1


def test_characters_that_show_as_nothing_change_nothing(cast: Cast, tmp_path: Path) -> None:
    batch = checked(cast, "measurements", DATA / "i10_invisible.csv")
    assert set(counts(batch)) <= {"lines", "new", "twin", "warning"}
    assert "没有识别" not in _notes(batch)
    listed = [
        {
            **MEASURED,
            "职业病危害因素小类": "甲\u00ad苯",
            "检测结果": "\u200e12.5\u200f",
            "单位": "mg\u2060/m³",
        }
    ]
    book = _book(tmp_path / "a.xlsx", [list(listed[0]), list(listed[0].values())])
    for path in (write_csv(tmp_path / "m.csv", listed), book):
        assert counts(checked(cast, "measurements", path))["new"] == 1


def test_hidden_sheets_are_not_read_and_are_named(cast: Cast) -> None:
    batch = checked(cast, "measurements", DATA / "i01_hidden_sheet.xlsx")
    assert counts(batch) == {"lines": 1, "new": 1}
    assert "“旧稿”是隐藏的工作表" in _notes(batch)


def test_a_heading_far_down_is_found_and_every_sheet_is_named(cast: Cast, tmp_path: Path) -> None:
    batch = checked(cast, "measurements", DATA / "i03b_heading_row25.xlsx")
    # The sheet of March lies after the day of these tests.
    assert counts(batch) == {"lines": 3, "new": 2, "error": 1}
    assert "读了 3 个工作表：“1月”、“2月”、“3月”。" in _notes(batch)
    far = [["填表说明"]] * 70 + _rows()
    batch = checked(cast, "measurements", _book(tmp_path / "a.xlsx", _rows(), far, [["备注", "说明"]], []))
    assert "“Sheet2”前 60 行里没有表头；“Sheet3”前 60 行里没有表头；“Sheet4”是空的" in _notes(batch)


def test_the_twenty_first_sheet_is_read(cast: Cast, tmp_path: Path) -> None:
    sheets = [_rows(检测报告编号=f"N{number}") for number in range(23)]
    assert counts(checked(cast, "measurements", _book(tmp_path / "a.xlsx", *sheets))) == {
        "lines": 23,
        "new": 23,
    }


def test_a_heading_that_stands_twice_is_refused(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="“检测结果”出现了两次"):
        checked(cast, "measurements", DATA / "i07b_duplicate_heading.csv")
    for twin in ("检测 结果", "检测结果＊", "检测\u200b结果"):
        with pytest.raises(BadInput, match="出现了两次"):
            checked(cast, "measurements", write_csv(tmp_path / "m.csv", [{**MEASURED, twin: "1"}]))
    batch = checked(
        cast, "measurements", write_csv(tmp_path / "m.csv", [{**MEASURED, "某列": "1", "检测类型": "x"}])
    )
    assert "没有识别、也没有保存的列（1 列）：某列。" in _notes(batch)
    assert "认得而不保存的列（1 列）：检测类型。" in _notes(batch)


def test_a_number_in_a_1904_workbook_and_a_month_are_no_days(cast: Cast, tmp_path: Path) -> None:
    # 44600 counts to 2026-02-09 from 1904 and to 2022-02-08 from 1900.
    plain = _book(tmp_path / "a.xlsx", _rows(检测日期=44600), epoch_1904=True)
    assert FAULTS["day_bad"].sentence in _report(cast, checked(cast, "measurements", plain))[2]
    month = _book(tmp_path / "b.xlsx", _rows(检测日期=46054), code='yyyy"年"m"月"')
    assert FAULTS["day_bad"].sentence in _report(cast, checked(cast, "measurements", month))[2]
    day = _book(tmp_path / "c.xlsx", _rows(检测日期=44600), epoch_1904=True, code="yyyy-mm-dd")
    applied(cast, "measurements", day)
    assert str(in_force(cast, "measurements", "sampled_on")[0][0]) == "2026-02-09"


def test_names_without_a_limit_are_said(cast: Cast) -> None:
    batch = checked(cast, "measurements", DATA / "c04_names.csv")
    said = _report(cast, batch)
    with (DATA / "c04_names.csv").open(encoding="utf-8") as file:
        names = [row["职业病危害因素小类"] for row in csv.DictReader(file)]
    wanted = {
        "锰及其化合物": "limit_configured",
        "木粉尘": "limit_configured",
        "镍及其化合物": "limit_several",
        "铅及其化合物": "limit_several",
        "矽尘": "silica_missing",
        "乙醇": "hazard_unknown",
        "苯系物": "hazard_unknown",
    }
    for name, code in wanted.items():
        assert FAULTS[code].sentence in said[names.index(name) + 2], name


def test_one_far_cell_is_a_refusal(cast: Cast, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "far.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, list(MEASURED))
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(BadInput, match="很远的一格"):
        checked(cast, "measurements", tmp_path / "far.xlsx")


def test_a_corrected_card_is_a_change_of_the_card(cast: Cast, tmp_path: Path) -> None:
    _apply_moved(cast, tmp_path, "d01_first.csv")
    batch = _apply_moved(cast, tmp_path, "d02_corrected.csv")
    # 职业性铅中毒 and 职业性慢性铅中毒 are one entry of the catalogue.
    assert counts(batch) == {"lines": 2, "changed": 1, "same": 1}
    assert len(in_force(cast, "cases", "report_no")) == 2
    _apply_moved(cast, tmp_path, "e01_first.csv")
    batch = _apply_moved(cast, tmp_path, "e02_id_corrected.csv")
    assert (counts(batch).get("changed"), counts(batch).get("new")) == (1, None)
    assert len(in_force(cast, "cases", "report_no")) == 3
    # Sent once more it is the same, and its earlier form stays out of view.
    assert counts(_check_moved(cast, tmp_path, "d02_corrected.csv"))["same"] == 2


def _moved(tmp_path: Path, name: str, **changes: str) -> Path:
    """Give a file of cases with its days moved before the day of these tests."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        rows = [
            {**row, "诊断日期": "2026-02-12", "报告日期": "2026-02-14", **changes}
            for row in csv.DictReader(file)
        ]
    return write_csv(tmp_path / name, rows)


def _apply_moved(cast: Cast, tmp_path: Path, name: str, **changes: str) -> Batch:
    return applied(cast, "cases", _moved(tmp_path, name, **changes))


def _check_moved(cast: Cast, tmp_path: Path, name: str, **changes: str) -> Batch:
    return checked(cast, "cases", _moved(tmp_path, name, **changes))


def test_neighbours_of_a_corrected_card(cast: Cast, tmp_path: Path) -> None:
    _apply_moved(cast, tmp_path, "e01_first.csv")
    # Another institution's card of the same number, another kind of report, and another card altogether.
    for changes in ({"诊断单位": "另一机构"}, {"病例类型": "疑似"}, {"报告卡编号": "Z2"}):
        assert counts(_check_moved(cast, tmp_path, "e02_id_corrected.csv", **changes))["new"] == 1
    again = _check_moved(cast, tmp_path, "e01_first.csv", 报告卡编号="Z9")
    assert FAULTS["case_elsewhere"].sentence in _report(cast, again)[2]
    later = _check_moved(
        cast, tmp_path, "e01_first.csv", 报告卡编号="Z9", 诊断日期="2024-12-01", 报告日期="2024-12-02"
    )
    assert _report(cast, later) == {}
    suspected = _check_moved(cast, tmp_path, "e01_first.csv", 报告卡编号="Z9", 病例类型="疑似")
    assert _report(cast, suspected) == {}


def test_persons_of_one_day_are_counted_once(cast: Cast, tmp_path: Path) -> None:
    with (DATA / "g01_same_day.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    moved = [{**row, "诊断日期": "2026-02-12", "报告日期": "2026-02-13"} for row in listed]
    wanted = {
        name: sum(row["用人单位名称"] == name for row in listed)
        for name in {row["用人单位名称"] for row in listed}
    }
    applied(cast, "cases", write_csv(tmp_path / "g.csv", moved))
    run_detection(cast.conference.pk, AT)
    signals = Signal.objects.filter(rule="employer_cases")
    found = {
        wanted_name: one.observed for one in signals for wanted_name in wanted if wanted_name in one.sentence
    }
    assert found == {name: float(count) for name, count in wanted.items() if count >= 2}
    assert sorted(found.values()) == [2.0, 3.0, 5.0, 5.0]
