"""What counts in a letter: asserted clauses only; the others are passed over with the reason."""

import pytest

from lianxi.law.routing import route_text, suggest_facts
from lianxi.law.routing.letters import read_letter

from .routing_cases import shelf


@pytest.mark.parametrize(
    ("text", "words", "standing"),
    [
        ("反映该厂无照经营，经核实不属实。现反映粉尘大。", "反映该厂无照经营", "refuted"),
        ("2019年欠缴工伤保险，已于当年办结。", "2019年欠缴工伤保险", "closed"),
        ("我不是要低保，就想知道诊断去哪做。", "我不是要低保", "disclaimed"),
        ("听说他们没有执照。车间灰很大。", "听说他们没有执照", "reported"),
        ("老板说没有经费，叫我们找财政。", "老板说没有经费", "quoted"),
        ("病人已享受低保，来信只问公租房怎么排队。", "病人已享受低保", "closed"),
        ("如果发生放射源丢失，由谁处置？", "如果发生放射源丢失", "supposed"),
        ("车间灰很大，没有口罩。", "车间灰很大", "asserted"),
        ("老板说没有口罩，我们咳得厉害。", "我们咳得厉害", "asserted"),
    ],
)
def test_each_clause_has_its_standing(text, words, standing):
    letter = read_letter(text)
    (piece,) = [p for p in letter.pieces if letter.bare[p.start : p.end] == words]
    assert piece.standing == standing
    assert (piece.why == "") is (standing == "asserted")


def test_what_does_not_count_is_said_with_the_reason():
    ruling = route_text(shelf()["QZ"], "群众举报该石材厂无照经营，经核查不属实。车间粉尘大，工人没有口罩。")
    (row,) = [one for one in ruling.passed if one.code == "unlicensed"]
    assert "已核实推翻" in row.why
    assert "市市场监管局" not in {a.unit for a in ruling.answers}


def test_traditional_characters_are_read_alike():
    plain = suggest_facts("石材廠粉塵很大，工人沒有口罩")
    assert {(f.dimension, f.code) for f in plain} == {
        (f.dimension, f.code) for f in suggest_facts("石材厂粉尘很大，工人没有口罩")
    }
    assert all(f.words in "石材廠粉塵很大，工人沒有口罩" for f in plain if f.basis == "text")


@pytest.mark.parametrize(
    "unit",
    [
        "没有",
        "只问，",
        "已办结，",
        "经核实不属实，",
        "老板说，",
        "采矿证，没有",
        "长沙市",
        "，",
        "讨薪工资",
        "放射源丢失。",
    ],
)
def test_the_longest_letter_is_read_in_one_go(unit):
    text = (unit * 20_000)[:20_000]
    letter = read_letter(text)
    assert sum(piece.end - piece.start for piece in letter.pieces) <= len(letter.bare)
    assert route_text(shelf()["QZ"], text).instrument == "QZ"
