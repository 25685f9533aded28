"""Rows that cannot be right: each named in the row-level report, none stored, the others kept apart."""

import csv
from pathlib import Path

import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.surveillance.actions import apply_batch
from lianxi.surveillance.intake.faults import ERRORS, FAULTS
from lianxi.surveillance.models import Batch
from lianxi.surveillance.store.files import check_dir
from surveillance.intake_stages import (
    CASE,
    EXAM,
    MEASURED,
    OTHER,
    checked,
    counts,
    in_force,
    rows,
    write_csv,
)

MEASUREMENT_FAULTS: dict[str, dict[str, str]] = {
    "value_negative": {"检测结果": "-1"},
    "value_impossible": {"检测结果": "1e9"},
    "value_bad": {"检测结果": "很高"},
    "value_missing": {"检测结果": ""},
    "unit_missing": {"单位": ""},
    "unit_unknown": {"单位": "斤"},
    "unit_liquid": {"单位": "mg/L"},
    "unit_unfit": {"单位": "dB(A)"},
    "unit_ppm": {"单位": "ppm"},
    "silica_bad": {"游离SiO2含量": "120"},
    "day_missing": {"检测日期": ""},
    "day_bad": {"检测日期": "2026-02-30"},
    "day_future": {"检测日期": "2026-03-03"},
    "day_old": {"检测日期": "1926-03-03"},
    "hours_bad": {"日接触时间": "25"},
    "week_bad": {"周工作天数": "8"},
    "workers_bad": {"接触人数": "2.5"},
    "employer_code_bad": {"统一社会信用代码": "91350582MA2XA00X50"},
    "employer_missing": {"统一社会信用代码": "", "企业名称": "从未见过的厂"},
    "report_missing": {"检测报告编号": ""},
    "hazard_missing": {"职业病危害因素小类": ""},
    "hazard_unknown": {"职业病危害因素小类": "某种新溶剂"},
    "metric_missing": {"类别": ""},
    "text_formula": {"工作场所名称": "=cmd|' /C calc'!A0"},
    "place_from_code": {"省": "", "市": "", "区": ""},
    "industry_unknown": {"行业小类": "不知道"},
    "below_without_loq": {"检测结果": "未检出"},
}


def _report(cast: Cast, batch: Batch) -> list[dict[str, str]]:
    path = check_dir(cast.conference.pk, batch.pk) / "report.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_fault_of_a_measurement_is_reported_in_its_line(cast: Cast, tmp_path: Path) -> None:
    changes = [{"岗位小类": code, **change} for code, change in MEASUREMENT_FAULTS.items()]
    listed = rows({**MEASURED, "游离SiO2含量": "", "接触人数": ""}, *changes)
    batch = checked(cast, "measurements", write_csv(tmp_path / "m.csv", listed))
    said: dict[int, set[str]] = {}
    for line in _report(cast, batch):
        said.setdefault(int(line["行"]), set()).add(line["说明"])
    # Where hazard or unit is not known, what depends on it cannot be known either.
    for number, fault in enumerate(MEASUREMENT_FAULTS, start=2):
        assert FAULTS[fault].sentence in said.pop(number), fault
    assert said == {}
    assert counts(batch)["error"] == len(ERRORS & set(MEASUREMENT_FAULTS))


def test_a_sound_row_has_nothing_to_report(cast: Cast, tmp_path: Path) -> None:
    batch = checked(cast, "measurements", write_csv(tmp_path / "m.csv", [dict(MEASURED)]))
    assert _report(cast, batch) == []


def test_errors_keep_a_batch_out_unless_they_are_left_out(cast: Cast, tmp_path: Path) -> None:
    listed = rows(MEASURED, {}, {"检测结果": "-1", "岗位小类": "甲"})
    batch = checked(cast, "measurements", write_csv(tmp_path / "m.csv", listed))
    with pytest.raises(BadInput, match="1 条错误"):
        apply_batch(cast.staff, AT, batch_id=batch.pk)
    assert in_force(cast, "measurements", "row") == []
    apply_batch(cast.staff, AT, batch_id=batch.pk, without_errors=True)
    assert in_force(cast, "measurements", "row") == [(2,)]


def test_a_batch_without_a_sound_row_is_refused(cast: Cast, tmp_path: Path) -> None:
    batch = checked(cast, "measurements", write_csv(tmp_path / "m.csv", rows(MEASURED, {"检测结果": "-1"})))
    with pytest.raises(BadInput, match="没有新的"):
        apply_batch(cast.staff, AT, batch_id=batch.pk, without_errors=True)


def test_two_employers_with_one_code_are_both_named(cast: Cast, tmp_path: Path) -> None:
    listed = rows(
        MEASURED, {}, {"企业名称": "泉州另一家有限公司", "岗位小类": "甲"}, {"统一社会信用代码": OTHER}
    )
    batch = checked(cast, "measurements", write_csv(tmp_path / "m.csv", listed))
    faulty = {line["行"] for line in _report(cast, batch) if "两个单位名称" in line["说明"]}
    assert faulty == {"2", "3"}
    assert counts(batch)["new"] == 1


def test_twins_in_a_file_are_stored_once_or_not_at_all(cast: Cast, tmp_path: Path) -> None:
    listed = rows(MEASURED, {}, {}, {"岗位小类": "甲"}, {"岗位小类": "甲", "检测结果": "13"})
    batch = checked(cast, "measurements", write_csv(tmp_path / "m.csv", listed))
    assert counts(batch) == {"lines": 4, "new": 1, "twin": 1, "error": 2}


def test_mixed_units_of_one_hazard_are_noted(cast: Cast, tmp_path: Path) -> None:
    listed = rows(MEASURED, {}, {"岗位小类": "甲", "单位": "ppm"})
    batch = checked(cast, "measurements", write_csv(tmp_path / "m.csv", listed))
    assert any("几种计量单位：mg/m3、ppm" in note for note in batch.counts["notes"])


def test_micrograms_become_milligrams(cast: Cast, tmp_path: Path) -> None:
    batch = checked(cast, "measurements", write_csv(tmp_path / "m.csv", rows(MEASURED, {"单位": "μg/m³"})))
    apply_batch(cast.staff, AT, batch_id=batch.pk)
    assert in_force(cast, "measurements", "value, unit") == [(0.0125, "mg/m3")]


def test_a_bad_identity_number_is_reported_and_never_repeated(cast: Cast, tmp_path: Path) -> None:
    bad = "350582199003072514"
    path = write_csv(tmp_path / "c.csv", rows(CASE, {}, {"报告卡编号": "K2", "身份证号": bad}))
    batch = checked(cast, "cases", path)
    assert counts(batch)["error"] == 1
    assert any("身份证号不正确" in line["说明"] for line in _report(cast, batch))
    folder = check_dir(cast.conference.pk, batch.pk)
    assert not [path for path in folder.iterdir() if bad.encode() in path.read_bytes()]


def test_faults_of_examinations(cast: Cast, tmp_path: Path) -> None:
    faults = {
        "体检结论不能识别": {"体检结论": "甲苯_很好"},
        "体检类型不能识别": {"体检类型": "随便"},
        "今天之后": {"体检日期": "2027-01-01"},
        "日期先后不合": {"报告日期": "2026-01-01"},
    }
    listed = rows(EXAM, *({"报告卡编号": name, **change} for name, change in faults.items()))
    batch = checked(cast, "exams", write_csv(tmp_path / "e.csv", listed))
    said = {(line["行"], line["说明"]) for line in _report(cast, batch)}
    for number, sentence in enumerate(faults, start=2):
        assert any(line == str(number) and sentence in words for line, words in said), sentence


def test_what_would_run_in_a_spreadsheet_is_told_apart_in_the_report(cast: Cast, tmp_path: Path) -> None:
    listed = rows(MEASURED, {"检测结果": "=1+1", "职业病危害因素小类": "@SUM(A1)"})
    batch = checked(cast, "measurements", write_csv(tmp_path / "m.csv", listed))
    given = [line["原值"] for line in _report(cast, batch) if line["原值"]]
    assert given
    assert all(not text.startswith(("=", "+", "-", "@")) for text in given)
