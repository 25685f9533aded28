"""Each rule that was asked for fires on stored data, says where it comes from, and opens its picture."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from lianxi.stories.example_files import identity_number
from lianxi.surveillance.models import Signal
from lianxi.surveillance.rules.signal_rules import CONFIDENCE, shipped_rules
from lianxi.surveillance.running.row_pictures import draw_since, draw_window
from lianxi.web.surveillance.pictures import Picture, draw
from surveillance.intake_stages import DECLARED, EXAM, MEASURED, applied, rows, write_csv
from surveillance.signal_stages import cases, measured, run

SECOND = {"姓名": "王示例", "身份证号": identity_number("350582", date(1985, 1, 1), 251), "报告卡编号": "K2"}
SILICA = {"职业病危害因素小类": "矽尘（10%≤游离SiO2含量≤50%）", "类别": "呼尘"}
SILICA_BASE = {**MEASURED, "周工作天数": "5", "游离二氧化硅含量": "30"}
FINE = {"体检结论": "甲苯_目前未见异常", "体检日期": "2025-01-15", "报告日期": "2025-01-20"}


def _exceedance(cast: Cast, folder: Path) -> None:
    earlier = {"检测结果": "20", "检测日期": "2025-12-01"}
    measured(cast, folder, earlier, {"检测结果": "260"}, base=MEASURED)


def _half(cast: Cast, folder: Path) -> None:
    measured(cast, folder, {**SILICA, "检测结果": "0.4"}, base=SILICA_BASE)


def _suspected(cast: Cast, folder: Path) -> None:
    cases(cast, folder, {"病例类型": "疑似", "专业工龄-年": "9"})


def _several(cast: Cast, folder: Path) -> None:
    second = {**SECOND, "诊断日期": "2025-11-03", "报告日期": "2025-11-04"}
    cases(cast, folder, {"专业工龄-年": "12"}, {**second, "专业工龄-年": "9"})


def _acute(cast: Cast, folder: Path) -> None:
    cases(cast, folder, {"具体病名": "急性苯中毒", "接触的职业病危害因素": "苯", "专业工龄-年": "9"})


def _short(cast: Cast, folder: Path) -> None:
    long = {**SECOND, "诊断日期": "2024-11-03", "报告日期": "2024-11-04", "专业工龄-年": "20"}
    cases(cast, folder, long, {"专业工龄-年": "4"})


def _untested(cast: Cast, folder: Path) -> None:
    measured(cast, folder, {**SILICA, "检测结果": "0.1", "检测日期": "2025-02-10"}, base=SILICA_BASE)


def _unexamined(cast: Cast, folder: Path) -> None:
    applied(cast, "exams", write_csv(folder / "e.csv", rows(EXAM, FINE)))


LISTED: list[tuple[str, Callable[[Cast, Path], None], str, list[float]]] = [
    ("exceedance", _exceedance, "职业病防治法第二十六条（已核对原文）", [20, 260]),
    ("half_limit_severe", _half, "转载摘录，未核对原文", [0.4]),
    ("suspected_case", _suspected, "本程序建议值（设定，待确认）", [1]),
    ("employer_cases", _several, "本程序建议值（设定，待确认）", [1, 2]),
    ("acute_poisoning", _acute, "本程序建议值（设定，待确认）", [1]),
    ("pneumoconiosis_short", _short, "本程序建议值（设定，待确认）", [20.5, 4.5]),
    ("test_overdue", _untested, "转载摘录，未核对原文", [12.6]),
    ("exam_overdue", _unexamined, "以GBZ 188为准（设定，待确认）", [13.5]),
]


def drawn(signal: Signal) -> Picture:
    found = draw(signal.picture)
    assert found is not None
    return found


@pytest.mark.parametrize("listed", LISTED, ids=[row[0] for row in LISTED])
def test_a_listed_rule_fires_on_stored_data_with_its_source_and_picture(
    cast: Cast, tmp_path: Path, listed: Any
) -> None:
    code, bring, source, values = listed
    bring(cast, tmp_path)
    run(cast)
    signal = Signal.objects.get(rule=code)
    rule = shipped_rules()[code]
    assert source in f"{rule.source}（{CONFIDENCE[rule.confidence]}）"
    picture = drawn(signal)
    assert [dot.mark for dot in picture.dots].count("broke") == 1
    assert picture.dots[-1].mark == "broke" or code in ("suspected_case", "acute_poisoning")
    shown = [float(dot.value) for dot in picture.dots if float(dot.value) > 0]
    assert shown[-len(values) :] == values
    assert picture.upper


def test_the_ninth_waits_for_projects_and_says_so() -> None:
    rule = shipped_rules()["project_overdue"]
    assert not rule.on
    assert rule.needs == "建设项目的记录；本系统还没有建设项目，因此不运行"
    assert CONFIDENCE[rule.confidence] == "设定，待确认"


def test_declared_and_never_tested_is_drawn_from_the_declaration(cast: Cast, tmp_path: Path) -> None:
    applied(cast, "declarations", write_csv(tmp_path / "d.csv", rows(DECLARED, {"日期": "2023-01-05"})))
    run(cast)
    picture = drawn(Signal.objects.get(rule="test_overdue"))
    # From 5 January 2023 to 2 March 2026: 1152 days.
    assert picture.dots[-1].value == "37.8"
    assert picture.bound_label == "每36个月一次"


def test_windows_and_spans_by_hand() -> None:
    """31 March less a month is 28 February: what fell on that very day is out of the window, the day after is in."""
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31)]
    points = draw_window(days, date(2026, 3, 31), 1, 2)["points"]
    assert [(one["value"], one["mark"]) for one in points] == [(1, ""), (2, ""), (2, "broke")]
    since = draw_since([date(2026, 1, 31)], None, date(2026, 3, 2), 12, "检测")["points"]
    assert [one["value"] for one in since[-4:]] == [None, 0.0, 0.9, 1.0]
