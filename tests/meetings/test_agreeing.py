"""The words of a decision beside its terms: what names another lead, helper, day or cycle stops circulation."""

from datetime import date
from typing import Any

import pytest

from cast import Cast
from lianxi.meetings.actions import circulate_minutes, revise_decision
from lianxi.meetings.facts import decisions_of
from lianxi.meetings.rules.agreeing import disagreements, is_same_unit
from lianxi.meetings.rules.steps import BindsNobody
from meetings.stages import LATER, drafted_minutes

TERMS: dict[str, Any] = {
    "kind": "task",
    "lead": "市住建局",
    "co_units": ["市卫健委"],
    "due_on": "2026-06-30",
    "cycle": "once",
}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("由市住建局牵头，市卫健委配合，于2026年6月30日前完成。", {}),
        ("由市住房和城乡建设局牵头，市卫生健康委员会配合，6月底前完成。", {}),
        ("请市住建局牵头会同各有关单位，二〇二六年六月三十日前完成。", {}),
        ("由市住建局牵头，市卫健委等有关部门配合，上半年完成。", {"co_units": ["市卫健委", "市人社局"]}),
        ("2026年5月31日前完成摸底，2026年6月30日前完成整治。", {}),
        ("自2026年3月1日起实施，年底前完成。", {"due_on": "2026-12-31"}),
        ("市住建局每季度报送一次进展。", {"cycle": "quarterly"}),
        ("每个企业检查一次。", {}),
        ("同意增加市民政局为成员单位。", {"kind": "unit_join", "unit_name": "市民政局"}),
    ],
)
def test_words_that_agree_or_are_silent_pass(text: str, changed: dict[str, Any]) -> None:
    assert disagreements(text, TERMS | changed) == []


@pytest.mark.parametrize(
    ("text", "changed", "said"),
    [
        ("由市应急局牵头。", {}, "正文写“市应急局”牵头，登记的牵头单位是“市住建局”"),
        ("由市住建局和市卫健委牵头。", {}, "正文写“市卫健委”牵头，登记的牵头单位是“市住建局”"),
        ("市住建局牵头，市卫健委、市总工会配合。", {}, "正文写“市总工会”配合，登记的配合单位是“市卫健委”"),
        ("市人社局协助。", {"co_units": []}, "正文写“市人社局”配合，登记的配合单位是“无”"),
        (
            "市卫健委配合。",
            {"co_units": ["市卫健委", "市人社局"]},
            "登记的配合单位“市人社局”，正文的配合单位里没有",
        ),
        ("于2026年7月31日前完成。", {}, "正文写“2026年7月31日前”，登记的期限是2026年6月30日"),
        ("七月底前完成。", {}, "正文写“七月底前”，登记的期限是2026年6月30日"),
        ("今年年底前完成。", {}, "正文写“今年年底前”，登记的期限是2026年6月30日"),
        ("每月报送一次。", {"cycle": "quarterly"}, "正文写“每月”，登记的办理周期是“每季度”"),
        ("每季度报送一次。", {}, "正文写“每季度”，登记的办理周期是“一次”"),
        (
            "同意增加市民政局。",
            {"kind": "unit_join", "unit_name": "市残联"},
            "正文没有写“市残联”，登记的增减单位是“市残联”",
        ),
    ],
)
def test_words_that_say_otherwise_are_told(text: str, changed: dict[str, Any], said: str) -> None:
    assert said in disagreements(text, TERMS | changed)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("市卫健委", "市卫生健康委员会", True),
        ("市人社局", "市人力资源和社会保障局", True),
        ("市发改委", "市发展和改革委员会", True),
        ("卫健委", "市卫健委", True),
        ("市住建局", "市应急局", False),
        ("市财政局", "市医保局", False),
        ("市住建局和市卫健委", "市住建局", False),
    ],
)
def test_a_short_name_is_of_its_unit_alone(one: str, other: str, same: bool) -> None:
    assert is_same_unit(one, other) is same


def test_circulation_stops_with_the_sentence(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    decision = decisions_of(minutes.meeting)[0]
    revise_decision(
        cast.staff,
        LATER,
        decision_id=decision.pk,
        lead_unit_id=cast.unit("市住建局").pk,
        co_unit_ids=(cast.unit("市卫健委").pk,),
        due_on=date(2026, 7, 31),
        evidence_wanted="检查结果表",
    )
    with pytest.raises(BindsNobody, match="正文写“2026年6月30日前”，登记的期限是2026年7月31日") as refused:
        circulate_minutes(cast.staff, LATER, minutes_id=minutes.pk)
    assert "文字与承办要求一致" in refused.value.rule
