"""The worked example of the law's README, as printed there."""

import pytest

from lianxi.law.routing import route_text

from .routing_cases import shelf

TEXT = "深圳地铁在建标段有多名工人确诊矽肺，分包单位已经注销"


@pytest.fixture(scope="module")
def ruling():
    return route_text(shelf()["GD"], TEXT)


def in_tier(ruling, tier):
    return {(a.unit, a.clause) for a in ruling.answers if a.tier == tier}


def test_tiers(ruling):
    assert in_tier(ruling, "established") == {
        ("省住房城乡建设厅", "GD-12-01"),
        ("省人力资源社会保障厅", "GD-09-03"),
    }
    assert in_tier(ruling, "conditional") == {("省医保局", "GD-18-01"), ("省民政厅", "GD-06-01")}
    assert {unit for unit, _ in in_tier(ruling, "general")} == {"省卫生健康委"}


def test_what_is_unknown_is_the_act_s_own_condition(ruling):
    instrument = shelf()["GD"]
    unknown = {
        a.unit: {instrument.words(c.start, c.end) for c in a.unknown}
        for a in ruling.answers
        if a.tier == "conditional"
    }
    assert "属于医疗救助对象范围" in unknown["省医保局"]
    assert "符合条件" in unknown["省民政厅"]
    assert "person_status" in [q.dimension for q in ruling.questions]


def test_the_nearest_rejected_and_their_words(ruling):
    why = {r.unit: r.why for r in ruling.rejected}
    assert set(why) == {"省交通运输厅", "省应急管理厅"}
    assert "含城际轨道" in why["省交通运输厅"]
    assert "矿山、水泥、金属冶炼" in why["省应急管理厅"]


def test_silicosis_gives_dust_by_a_numbered_inference(ruling):
    (dust,) = [fact for fact in ruling.facts if fact.dimension == "hazard"]
    assert (dust.code, dust.state, dust.words) == ("dust", "true", "矽")


def test_the_facts_that_met_a_condition_carry_their_words(ruling):
    housing = next(a for a in ruling.answers if a.unit == "省住房城乡建设厅")
    words = {fact.words for met in housing.met for fact in met.facts if met.condition.dimension == "sector"}
    assert words == {"地铁"}
