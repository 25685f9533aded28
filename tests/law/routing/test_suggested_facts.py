"""Facts suggested from words: negation, open statements, spans, and the precedence of a confirmed fact."""

import pytest

from lianxi.law.routing import confirmed_facts, merge_facts, suggest_facts


def states(text):
    return {(f.dimension, f.code): f.state for f in suggest_facts(text)}


@pytest.mark.parametrize(
    ("text", "dimension", "code", "state"),
    [
        ("该公司不属于省属企业", "ownership", "soe_provincial", "false"),
        ("该公司为省属企业", "ownership", "soe_provincial", "true"),
        ("两名工人尚未确诊", "person_status", "diagnosed", "false"),
        ("工人已经确诊矽肺", "person_status", "diagnosed", "true"),
        ("单位没有注销", "employer_status", "defunct", "false"),
        ("厂子早就没了，老板也跑路了", "employer_status", "defunct", "true"),
        ("执照都冇，成日喺度刷胶水", "employer_status", "unlicensed", "true"),
        ("某“职业学校”实训车间油雾很重", "sector", "education", "unknown"),
        ("非煤矿山企业", "sector", "coal", "false"),
        ("珠三角城际轨道项目", "sector", "intercity_rail", "true"),
    ],
)
def test_a_word_and_its_denial(text, dimension, code, state):
    assert states(text)[dimension, code] == state


@pytest.mark.parametrize(
    ("text", "dimension", "code"),
    [
        ("珠三角城际轨道项目隧道施工", "sector", "urban_rail"),
        ("市民反映应急管理局电话打不通", "matter", "emergency"),
        ("食堂食物中毒，学生拉肚子", "hazard", "poison"),
        ("烟花爆竹厂粉尘大", "sector", "civil_explosives"),
        ("技师学院铸造实训基地粉尘大", "sector", "machinery"),
        ("职业技术学院实训楼", "sector", "vocational_training"),
    ],
)
def test_a_word_inside_another_is_not_taken(text, dimension, code):
    assert (dimension, code) not in states(text)


def test_words_are_read_across_blanks_and_line_wraps():
    text = "某技工\n\n学校　实训车间 粉 尘大"
    spans = {f.code: text[f.start : f.end] for f in suggest_facts(text)}
    assert spans["vocational_training"] == "技工\n\n学校"
    assert spans["dust"] == "粉 尘"


def test_a_confirmed_dimension_replaces_what_the_text_suggests():
    suggested = suggest_facts("地铁工地粉尘大")
    merged = merge_facts(suggested, confirmed_facts({"sector": ["highway_construction"]}))
    assert {f.code for f in merged if f.dimension == "sector"} == {"highway_construction"}
    assert "dust" in {f.code for f in merged}
