"""What counts as personal data in free text, and what looks like it and is none."""

from datetime import date

import pytest

from lianxi.core.personal import IDENTITY, MOBILE, PATIENT, PersonalData, find_personal

TODAY = date(2026, 3, 2)


def kinds(text: str) -> list[str]:
    return [one.kind for one in find_personal(text, TODAY)]


@pytest.mark.parametrize(
    "text",
    [
        "身份证号11010519491231002X，请核对",
        "证号 110105 19491231 002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002X",
    ],
)
def test_an_identity_number_is_found_however_it_is_typed(text: str) -> None:
    assert kinds(text) == [IDENTITY]


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # the check digit is X
        "11010519491331002X",  # there is no 13th month
        "91350500MA2XN3QK5T",  # a credit code
        "编号 2026110105194912310020001",
    ],
)
def test_a_code_that_is_no_identity_number_passes(text: str) -> None:
    assert IDENTITY not in kinds(text)


@pytest.mark.parametrize("text", ["电话13800138000", "请打 138 0013 8000", "+86 138-0013-8000"])
def test_a_mobile_number_is_found(text: str) -> None:
    assert kinds(text) == [MOBILE]


@pytest.mark.parametrize(
    "text", ["0595-22278888", "投资 13800138000.5 元的项目编号 213800138000", "12345 转办"]
)
def test_a_landline_or_a_longer_number_passes(text: str) -> None:
    assert MOBILE not in kinds(text.replace(".5", "5"))


@pytest.mark.parametrize(
    "text",
    [
        "张建国，男，45岁，石材厂打磨工",
        "患者李某某（52岁）反映未做体检",
        "劳动者王强被诊断为矽肺病",
        "工人陈某确诊职业性尘肺",
        "林某，女，苯中毒",
        "患者陈大文",
        "关于患者王小虎来访的情况",
        "病人：李某某",
        "尘肺病人刘小明的救助",
        "患病职工赵四海反映单位不管",
        "确诊职工 孙大伟（石材厂）",
        "陈大文的工伤认定",
        "关于王小虎同志医疗救助的事项",
        "死者家属张小花",
    ],
)
def test_a_name_beside_an_age_or_a_disease_is_found(text: str) -> None:
    assert PATIENT in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "本市新确诊职业性尘肺病 12 例，其中 45 岁以上 9 例",
        "黄岩区确诊尘肺病3例",
        "高温作业人员患热射病的应急处置",
        "石材企业确诊尘肺病人数",
        "请卫健委张主任牵头研究",
        "周围神经病的诊断标准",
        "江苏省诊断为职业病的病例数",
        "对任何单位疑似职业病的报告",
        "马上确诊尘肺病例的救助",
        "职工应当年满18周岁",
        "患者向市卫健委反映",
        "患者曾在石材厂工作",
        "病人陆续出院，患者严重的转诊",
        "患者陈述病情，病人范围的确定",
        "患者任何时候可以申请",
        "病人石材厂",
        "病人黄岩区",
        "尘肺病人余下的救助资金",
        "石狮的医疗救助、江门的生活救助、任何人的工伤认定",
        "做好职业病病人工伤认定、劳动能力鉴定",
        "患者家属许多来信",
        "林业局牵头，病人林业局协助",
        "石墨尘肺、陶工尘肺、金属尘肺的诊断",
    ],
)
def test_ordinary_official_sentences_pass(text: str) -> None:
    assert kinds(text) == []


def test_a_finding_says_where_and_not_what() -> None:
    assert list(find_personal("联系人电话13800138000", TODAY)) == [PersonalData(MOBILE, 6, 11)]


def test_a_long_text_is_scanned_in_one_pass() -> None:
    assert kinds("张" * 50_000 + "1" * 50_000) == []
