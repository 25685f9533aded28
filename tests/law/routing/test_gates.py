"""The two gates: a case of another region or another subject is turned away, with the reason."""

import pytest

from lianxi.law.routing import route_text

from .routing_cases import shelf

DUST = "石材厂切割粉尘很大，工人没有口罩，没人管。"


@pytest.mark.parametrize(
    ("code", "text", "place"),
    [
        ("GD", "长沙一家" + DUST, "长沙"),
        ("QZ", "厦门市集美区某" + DUST, "厦门市"),
        ("QZ", "我在深圳的" + DUST + "我现在回泉州老家了。", "深圳"),
        ("GD", "我户口在广州，人在浙江省温州市一家" + DUST, "浙江省"),
    ],
)
def test_work_in_another_region_is_turned_away(code, text, place):
    ruling = route_text(shelf()[code], text)
    assert (ruling.gate, ruling.answers) == ("region", ())
    assert place in str(ruling.missing)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("QZ", "四川籍民工反映，晋江一家" + DUST),
        ("QZ", "福建省卫生健康委转来：南安市某" + DUST),
        ("GD", "湖南老乡反映，佛山一家" + DUST),
        ("QZ", "我老家在重庆，在石狮一家" + DUST),
        ("QZ", "上海某检测公司出具的报告不实，惠安县一家" + DUST),
        ("QZ", "某" + DUST),
    ],
)
def test_origin_sender_and_own_places_do_not_turn_it_away(code, text):
    ruling = route_text(shelf()[code], text)
    assert ruling.gate is None
    assert ruling.answers


def test_a_confirmed_scope_clears_the_guesses():
    instrument = shelf()["QZ"]
    other = route_text(instrument, DUST, scope="other")
    assert (other.gate, other.answers) == ("subject", ())
    none = route_text(instrument, DUST, scope="none")
    assert not any(fact.dimension == "matter" and fact.basis == "text" for fact in none.facts)
    own = route_text(instrument, "成员单位调整由谁定，" + DUST, scope="conference")
    assert {fact.dimension for fact in own.facts} & {"matter", "conference"} == {"conference"}
