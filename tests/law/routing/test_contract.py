"""The JSON line of `lianxi route --json`: its shape, and a sentence for every bad line."""

import json

import pytest

from lianxi.law.routing import BadCase, answer_line, load_vocabulary

from .routing_cases import shelf


def test_the_line_has_the_agreed_shape():
    line = answer_line({"id": "1", "instrument": "GD", "text": "没有营业执照的电镀小作坊"}, shelf())
    assert json.loads(json.dumps(line, ensure_ascii=False)) == line
    assert set(line) == {"id", "answers", "abstained", "questions", "rejected", "gate", "gate_reason"}
    market = next(a for a in line["answers"] if a["unit"] == "省市场监管局")
    assert set(market) == {"unit", "clause", "act", "role", "tier"}
    assert market["clause"] == "GD-17-01"
    start, end = market["act"]
    assert shelf()["GD"].text[start:end] == "按照职责分工依法查处无照经营。"
    assert line["abstained"] is False
    assert 1 <= len(line["questions"]) <= 3
    assert all(q["dimension"] in load_vocabulary() and q["why"] for q in line["questions"])


def test_an_instrument_that_is_not_loaded_is_named():
    line = answer_line({"id": "1", "instrument": "ZZ", "text": "粉尘"}, shelf())
    assert line["abstained"] is True
    assert line["answers"] == []
    assert "ZZ" in line["questions"][0]["why"]


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ([], "not_an_object"),
        ({"instrument": "GD", "text": "x"}, "no_id"),
        ({"id": "", "instrument": "GD", "text": "x"}, "no_id"),
        ({"id": "1", "text": "x"}, "no_instrument"),
        ({"id": "1", "instrument": "GD"}, "no_content"),
        ({"id": "1", "instrument": "GD", "text": 3}, "text_shape"),
        ({"id": "1", "instrument": "GD", "text": "长" * 20_001}, "text_too_long"),
        ({"id": "1", "instrument": "GD", "facts": []}, "facts_shape"),
        ({"id": "1", "instrument": "GD", "facts": {"hazard": "dust"}}, "facts_shape"),
        ({"id": "1", "instrument": "GD", "facts": {"hazard": ["gold"]}}, "unknown_code"),
        ({"id": "1", "instrument": "GD", "facts": {"colour": ["red"]}}, "unknown_dimension"),
        ({"id": "1", "instrument": "GD", "text": "x", "on": "昨天"}, "date_shape"),
    ],
)
def test_a_bad_line_gets_a_sentence(case, code):
    with pytest.raises(BadCase) as caught:
        answer_line(case, shelf())
    assert caught.value.code == code
    assert isinstance(caught.value, ValueError)
    assert any("一" <= letter <= "鿿" for letter in caught.value.sentence)


def test_an_empty_answer_to_a_question_leaves_the_suggestion():
    case = {"id": "1", "instrument": "GD", "text": "商品房工地粉尘大，工人没有口罩"}
    assert answer_line({**case, "facts": {"sector": []}}, shelf()) == answer_line(case, shelf())
