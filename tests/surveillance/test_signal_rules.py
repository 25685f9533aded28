"""The rules as data: what each finds in rows made for it, what is new, what is switched, what stays silent and why."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cast import AT, Cast
from lianxi.core.actors import timer_of
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.models import Entry
from lianxi.stories.example_files import identity_number
from lianxi.surveillance.actions import record_run, set_signal_rule, withdraw_batch
from lianxi.surveillance.models import DetectionRun, Signal, SignalRule
from lianxi.surveillance.queries.signal_rules import rules_on
from lianxi.surveillance.queries.signals import withdrawn_batches
from lianxi.surveillance.rules.facts import sectors_of
from lianxi.surveillance.rules.signal_rules import CONFIDENCE, PARAMETERS, shipped_rules
from lianxi.surveillance.rules.timeliness import Times, share, stages
from surveillance.intake_stages import DECLARED, EXAM, MEASURED, TODAY, applied, rows, write_csv
from surveillance.signal_stages import BUILDING, cases, measured, run

SECOND = {"姓名": "王示例", "身份证号": identity_number("350582", date(1985, 1, 1), 251), "报告卡编号": "K2"}


def by_rule() -> dict[str, int]:
    found: dict[str, int] = {}
    for code in Signal.objects.values_list("rule", flat=True):
        found[code] = found.get(code, 0) + 1
    return found


def test_every_shipped_rule_says_where_it_comes_from_and_how_surely() -> None:
    rules = shipped_rules()
    assert {code for code, rule in rules.items() if not rule.on} == {"project_overdue"}
    assert "还没有建设项目" in rules["project_overdue"].needs
    for rule in rules.values():
        assert rule.source
        assert rule.confidence in CONFIDENCE
        assert set(rule.parameters) <= set(PARAMETERS)
    # The one rule that rests on words of a law that were read.
    assert [code for code, rule in rules.items() if rule.confidence == "S1"] == ["exceedance"]


def test_a_severe_hazard_at_half_of_its_limit_but_not_a_general_one(cast: Cast, tmp_path: Path) -> None:
    """Silica 10–50 %: respirable 0.7 mg/m³, so 0.4 is over a half; toluene 30 of 50 is no matter of this rule."""
    silica = {"职业病危害因素小类": "矽尘（10%≤游离SiO2含量≤50%）", "类别": "呼尘", "检测结果": "0.4"}
    measured(
        cast,
        tmp_path,
        silica,
        {"检测结果": "30"},
        base={**MEASURED, "周工作天数": "5", "游离二氧化硅含量": "30"},
    )
    run(cast)
    assert by_rule() == {"half_limit_severe": 1}
    assert "达到限值的50%以上（限值0.7）" in Signal.objects.get().sentence


def test_half_of_the_limit_adds_nothing_where_the_limit_itself_is_exceeded(
    cast: Cast, tmp_path: Path
) -> None:
    silica = {"职业病危害因素小类": "矽尘（10%≤游离SiO2含量≤50%）", "类别": "呼尘"}
    measured(
        cast, tmp_path, {**silica, "检测结果": "0.4"}, {**silica, "检测结果": "0.9"},
        base={**MEASURED, "周工作天数": "5", "游离二氧化硅含量": "30"},
    )  # fmt: skip
    found = run(cast)
    assert by_rule() == {"exceedance": 1}
    assert (found.found, found.unchanged) == (2, 1)


def test_two_persons_at_one_employer_within_twelve_months(cast: Cast, tmp_path: Path) -> None:
    cases(cast, tmp_path, {"专业工龄-年": "12"})
    run(cast)
    assert by_rule() == {}
    # Thirteen months before the first one: no pair.
    cases(cast, tmp_path, {**SECOND, "诊断日期": "2025-01-19", "报告日期": "2025-01-20", "专业工龄-年": "9"})
    run(cast)
    assert by_rule() == {}
    third = {
        **SECOND,
        "身份证号": identity_number("350582", date(1985, 1, 1), 253),
        "报告卡编号": "K3",
        "专业工龄-年": "9",
    }
    cases(cast, tmp_path, {**third, "诊断日期": "2025-11-03", "报告日期": "2025-11-04"})
    run(cast)
    signal = Signal.objects.get()
    assert (signal.rule, signal.observed, signal.bound, signal.count) == ("employer_cases", 2.0, 2.0, 2)
    assert "李示例" not in str(signal.__dict__)


def test_the_same_person_twice_is_one_case(cast: Cast, tmp_path: Path) -> None:
    cases(
        cast,
        tmp_path,
        {"专业工龄-年": "12"},
        {"报告卡编号": "K9", "诊断日期": "2026-01-20", "专业工龄-年": "12"},
    )
    run(cast)
    assert "employer_cases" not in by_rule()


def test_suspected_acute_and_short_exposure(cast: Cast, tmp_path: Path) -> None:
    cases(
        cast,
        tmp_path,
        {"病例类型": "疑似", "专业工龄-年": "9", "区": ""},
        {**SECOND, "具体病名": "急性苯中毒", "接触的职业病危害因素": "苯", "用人单位名称": "", "统一社会信用代码": "", "区": "晋江市"},
        {"报告卡编号": "K5", "身份证号": identity_number("350582", date(1991, 5, 5), 251), "专业工龄-年": "4"},
    )  # fmt: skip
    run(cast)
    assert by_rule() == {"suspected_case": 1, "acute_poisoning": 1, "pneumoconiosis_short": 1}
    short = Signal.objects.get(rule="pneumoconiosis_short")
    assert (short.observed, short.bound) == (4.5, 5.0)
    assert Signal.objects.get(rule="acute_poisoning").sentence.startswith("未写明用人单位的")


def test_suspected_by_an_examination(cast: Cast, tmp_path: Path) -> None:
    applied(cast, "exams", write_csv(tmp_path / "e.csv", rows(EXAM)))
    run(cast)
    signal = Signal.objects.get(rule="suspected_case")
    assert signal.hazard == "noise"
    assert signal.reasons == ["late_report"]  # examined on 15 January, reported on the 30th


def test_tests_and_examinations_overdue(cast: Cast, tmp_path: Path) -> None:
    """A severe hazard is tested every 12 months, others every 36; examinations every 12 (configured)."""
    silica = {"职业病危害因素小类": "矽尘（10%≤游离SiO2含量≤50%）", "类别": "呼尘", "检测结果": "0.1"}
    measured(cast, tmp_path, {**silica, "检测日期": "2025-02-10"}, base=MEASURED)
    measured(cast, tmp_path, {"检测日期": "2025-02-10", "检测结果": "1"}, base=BUILDING)
    applied(cast, "exams", write_csv(tmp_path / "e.csv", rows(EXAM, {"体检日期": "2025-01-15", "报告日期": "2025-01-20", "体检结论": "甲苯_目前未见异常"})))  # fmt: skip
    run(cast)
    assert by_rule() == {"test_overdue": 1, "exam_overdue": 1}
    late = Signal.objects.get(rule="test_overdue")
    assert (late.period, late.observed) == ("2026-02-10", 20.0)
    assert run(cast, AT + timedelta(days=1)).raised == 0


def test_declared_and_never_tested(cast: Cast, tmp_path: Path) -> None:
    applied(cast, "declarations", write_csv(tmp_path / "d.csv", rows(DECLARED, {"日期": "2023-01-05"})))
    run(cast)
    signal = Signal.objects.get(rule="test_overdue")
    assert (signal.period, signal.reasons) == ("2026-01-05", ["never_tested"])


def test_runs_touch_only_what_is_new_and_are_idempotent(cast: Cast, tmp_path: Path) -> None:
    measured(cast, tmp_path, {"检测结果": "6"})
    assert run(cast).raised == 1
    entries = Entry.objects.count()
    assert run(cast).skipped
    assert Entry.objects.count() == entries
    assert DetectionRun.objects.count() == 1
    measured(cast, tmp_path, {"检测结果": "7", "职业病危害因素小类": "水泥粉尘"}, base=BUILDING)
    found = run(cast)
    assert (found.found, found.raised) == (1, 1)  # the first batch was not looked at again
    # A run that was killed before its end has stored signals, and no run: the next one stores nothing twice.
    last = DetectionRun.objects.latest("pk")
    DetectionRun._base_manager.filter(pk=last.pk).delete()
    again = run(cast)
    assert (again.raised, again.unchanged) == (0, 1)
    assert Signal.objects.count() == 2


def test_old_data_raise_nothing_and_a_withdrawn_batch_is_said(cast: Cast, tmp_path: Path) -> None:
    measured(cast, tmp_path, {"检测结果": "6", "检测日期": "2024-05-06"})
    run(cast)
    assert by_rule() == {}
    batch = measured(cast, tmp_path, {"检测结果": "6"})
    run(cast)
    signal = Signal.objects.get()
    assert withdrawn_batches(signal) == []
    withdraw_batch(cast.staff, AT, batch_id=batch.pk, reason="机构更正")
    assert withdrawn_batches(signal) == [batch.pk]
    run(cast)
    assert Signal.objects.count() == 1


def test_a_rule_is_ended_and_started_anew_never_edited(cast: Cast, tmp_path: Path) -> None:
    measured(cast, tmp_path, {"检测结果": "6"})
    day = AT.date()
    set_signal_rule(cast.director, AT, code="exceedance", on=False, reason="正在核对限值")
    assert not rules_on(cast.conference.pk, day)["exceedance"].on
    silent = {one.rule: one.why for one in run(cast).silent}
    assert silent["exceedance"] == "“检测结果超过限值”已由办公室停用。"
    assert "还没有建设项目" in silent["project_overdue"]
    assert by_rule() == {}
    later = AT + timedelta(days=1)
    set_signal_rule(
        cast.director, later, code="exceedance", on=True, values=["lookback_days=30"], reason="已核对"
    )
    assert [(row.revision, row.on) for row in SignalRule.objects.order_by("revision")] == [
        (1, True), (2, False), (3, True),
    ]  # fmt: skip
    first = SignalRule.objects.get(revision=1)
    assert (first.parameters, first.ends_before) == ({"lookback_days": 365.0}, TODAY)
    # The rule's new version looks at everything that is in force.
    assert run(cast, later).raised == 1
    signal = Signal.objects.get()
    assert (signal.rule_revision, signal.parameters) == (3, {"lookback_days": 30.0})


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"code": "none", "on": True}, "没有这条"),
        ({"code": "project_overdue", "on": True}, "还不能启用"),
        ({"code": "exceedance", "on": True}, "相同"),
        ({"code": "exceedance", "on": True, "values": ["lookback_days=0"]}, "须在"),
        ({"code": "exceedance", "on": True, "values": ["lookback_days=nan"]}, "须在"),
        ({"code": "exceedance", "on": True, "values": ["other=1"]}, "没有参数"),
        ({"code": "exceedance", "on": False, "starts_on": TODAY - timedelta(days=1)}, "已经过去"),
    ],
)
def test_a_rule_that_cannot_be_set_so(cast: Cast, given: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        set_signal_rule(cast.director, AT, reason="试", **given)
    assert not SignalRule.objects.exists()


def test_only_the_timer_records_runs_and_in_its_own_conference(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        record_run(cast.director, AT)
    assert record_run(timer_of(cast.conference.pk), AT) == (0, 0)
    assert not Entry.objects.filter(action="surveillance.run.record").exists()


def test_sectors_by_the_longest_listed_beginning() -> None:
    assert sectors_of("E4710") == ("building_construction",)
    assert sectors_of("E4813") == ("municipal_infra",)
    assert sectors_of("C1952") == ("shoes_bags", "light_industry")
    assert sectors_of("C3990") == ("electronics",)
    assert sectors_of("") == ()


def test_the_share_that_meets_7_1_7_counts_what_is_decided() -> None:
    day = TODAY
    good = Times(day, day + timedelta(days=7), day + timedelta(days=8), day + timedelta(days=15))
    late = Times(day, day + timedelta(days=7), day + timedelta(days=9), day + timedelta(days=10))
    running = Times(day, day + timedelta(days=7), day + timedelta(days=8))
    apart = Times(day, day + timedelta(days=3), untold=True)
    today = day + timedelta(days=15)
    assert share([good, late, running, apart], today).words == "2个信号中1个达到7-1-7，占50%"
    # A day later the answer that did not come counts as missed.
    assert share([good, late, running, apart], today + timedelta(days=1)).of == 3
    assert len(stages(apart, today)) == 1
    assert share([], today).words == "还没有可以计算7-1-7的信号"
