"""The four streams, from a form's columns to rows in force."""

from datetime import date
from pathlib import Path

from cast import Cast
from lianxi.register.models import Employer, Institution
from surveillance.intake_stages import (
    CASE,
    CODE,
    DECLARED,
    EXAM,
    MEASURED,
    applied,
    counts,
    in_force,
    rows,
    write_csv,
)


def test_a_monitoring_list_becomes_measurements(cast: Cast, tmp_path: Path) -> None:
    listed = rows(
        MEASURED,
        {},
        {"类别": "C-STE", "检测结果": "＜0.5"},
        {"职业病危害因素小类": "噪声", "类别": "", "检测结果": "86.2", "单位": "dB(A)"},
    )
    batch = applied(cast, "measurements", write_csv(tmp_path / "m.csv", listed))
    assert counts(batch) == {"lines": 3, "new": 3, "warning": 1}
    found = in_force(
        cast,
        "measurements",
        "row, employer, division, industry, point, sampled_on, metric, value, unit, below_loq, loq",
    )
    first = (2, CODE, "350582", "C1952", "刷胶", date(2026, 2, 10), "twa", 12.5, "mg/m3", False, None)
    assert found[0] == first
    assert found[1][6:] == ("ste", 0.5, "mg/m3", True, 0.5)
    assert found[2][6:9] == ("lex8h", 86.2, "dB(A)")
    employer = Employer.objects.get()
    assert (employer.code, employer.name, employer.division) == (CODE, "晋江示例鞋业有限公司", "350582")


def test_a_case_card_becomes_a_case_without_a_name(cast: Cast, tmp_path: Path) -> None:
    batch = applied(cast, "cases", write_csv(tmp_path / "c.csv", [dict(CASE)]))
    assert counts(batch) == {"lines": 1, "new": 1, "warning": 1}
    (found,) = in_force(cast, "cases", "status, person, disease, noted_on, exposure_years, acute, division")
    assert found[0] == "diagnosed"
    assert found[1].startswith("P")
    assert found[2:] == ("2024-01-1-01", date(2026, 2, 20), 4.5, False, "350582")
    assert Institution.objects.get().name == "泉州市示例医院"


def test_an_examination_gives_a_row_for_each_hazard(cast: Cast, tmp_path: Path) -> None:
    applied(cast, "exams", write_csv(tmp_path / "e.csv", [dict(EXAM)]))
    found = in_force(cast, "exams", "conclusion, exam_kind, hazard, examined_on")
    assert [row[:2] for row in found] == [("normal", "periodic"), ("suspected", "periodic")]
    assert found[1][2] == "noise"


def test_a_declaration_is_kept_by_workplace_and_hazard(cast: Cast, tmp_path: Path) -> None:
    applied(cast, "declarations", write_csv(tmp_path / "d.csv", [dict(DECLARED)]))
    assert in_force(cast, "declarations", "employer, declared_on, declaration, workers, workers_total") == [
        (CODE, date(2026, 1, 5), "annual", 30, 120)
    ]
