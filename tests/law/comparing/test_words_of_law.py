"""A word of law that differs is never “same”: each kind is named, whatever else is alike."""

import pytest

from law.comparing.made import row
from lianxi.law.comparing import RELATION_LABELS
from lianxi.law.comparing.law_words import law_changes

UNIT = "市卫健委"


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("负责职业病诊断与鉴定工作。", "不再负责职业病诊断与鉴定工作。", "negation"),
        ("承担职业健康检查的监管工作。", "不承担职业健康检查的监管工作。", "negation"),
        ("对符合条件的机构予以资质认定。", "对符合条件的机构不予资质认定。", "negation"),
        (
            "对已经停产且造成危害的企业开展监督检查。",
            "对已经停产或造成危害的企业开展监督检查。",
            "connective",
        ),
        ("开展职业病监测、统计和调查。", "开展职业病监测、统计或调查。", "connective"),
        ("及时通报职业病监测结果。", "5个工作日内通报职业病监测结果。", "time"),
        ("每年开展一次职业病专项调查。", "每半年开展一次职业病专项调查。", "time"),
        ("定期通报职业病监测结果。", "通报职业病监测结果。", "time"),
        ("应当开展职业卫生监督检查。", "可以开展职业卫生监督检查。", "modality"),
        ("会同市人社局、市总工会开展职业健康宣教。", "会同市人社局、市工信局开展职业健康宣教。", "co_unit"),
        ("会同市人社局开展职业健康宣教。", "开展职业健康宣教。", "co_unit"),
        ("对各类企业开展职业卫生监督检查。", "对重点企业开展职业卫生监督检查。", "extent"),
        ("对从业人员10人以上的企业开展监督检查。", "对从业人员50人以上的企业开展监督检查。", "number"),
    ],
)
def test_a_word_of_law_that_differs_is_never_the_same(left: str, right: str, kind: str) -> None:
    for one, other in ((left, right), (right, left)):
        found = row((UNIT, one, "lead"), (UNIT, other, "lead"))
        assert found.relation not in ("same", "none"), found.relation
        assert kind in {difference.about for difference in found.differences}
        assert all(difference.left and difference.right for difference in found.differences)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("将病人纳入特困供养、最低生活保障和临时救助范围。", "将病人纳入特困供养和最低生活保障范围。"),
        ("开展医疗救助和临时救助。", "开展医疗救助。"),
        ("提供法律援助、就业救助。", "提供法律援助、教育救助。"),
    ],
)
def test_a_kind_of_aid_dropped_or_changed_is_told(left: str, right: str) -> None:
    found = row(("市民政局", left, "lead"), ("市民政局", right, "lead"))
    assert found.relation != "same"
    assert "aid" in {difference.about for difference in found.differences}


def test_a_negation_is_said_first() -> None:
    found = row(
        (UNIT, "负责职业病诊断与鉴定工作。", "lead"), (UNIT, "不再负责职业病诊断与鉴定工作。", "lead")
    )
    assert (found.relation, found.rule) == ("reworded", "negated")
    assert "否定" in found.why
    assert RELATION_LABELS[found.relation] == "表述不同"


@pytest.mark.parametrize(
    "words",
    ["管理车辆通行费减免和绿色通道。", "保障治理项目用地，协助岸线确权登记。", "清理整顿不规范电话卡。"],
)
def test_a_duty_word_for_word_under_another_unit_has_moved(words: str) -> None:
    found = row(("市交通运输局", words, "lead"), ("市水利局", words, "lead"))
    assert (found.relation, found.rule) == ("other_unit", "moved")
    assert "市水利局" in found.why


def test_acts_of_no_known_matter_are_compared_by_their_words() -> None:
    left, right = "查处非法采砂、侵占河道行为。", "查处非法采砂或侵占河道行为，并立即通报。"
    found = row(("县水利局", left, "lead"), ("县水利局", right, "lead"))
    assert found.relation == "reworded"
    assert {"connective", "time"} <= {difference.about for difference in found.differences}
    same = row(("县水利局", left, "lead"), ("县水利局", "负责查处非法采砂，侵占河道行为", "lead"))
    assert same.relation == "same"


def test_equal_texts_have_no_change() -> None:
    assert law_changes("会同市人社局及时通报", "会同市人力资源社会保障局及时通报") == ()
