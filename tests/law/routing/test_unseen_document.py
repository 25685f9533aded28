"""A document that nobody configured: conditions read off its own words, and the finder beside it."""

import pytest

from lianxi.law.routing import (
    NOT_A_BASIS,
    BadRoutingData,
    Finder,
    build_instrument,
    confirmed_facts,
    route_text,
)

from .routing_cases import clause_rows, read_cases, score, shelf

TEXT = (
    "县住建局：负责房屋建筑工程的职业健康监管。"
    "县教育局：负责各类学校（技工学校除外）的职业健康监管。"
    "县财政局：保障职业病防治经费，加强经费使用的监督管理。"
    "县邮政局：负责信件投递。"
)


def clauses():
    rows, start = [], 0
    for number, part in enumerate(TEXT.split("。")[:-1], start=1):
        unit, act = part.split("：")
        begin = start + len(unit) + 1
        rows.append(
            {
                "id": f"c{number}",
                "unit": unit,
                "acts": [{"start": begin, "end": begin + len(act), "text": act, "roles": ["lead"]}],
            }
        )
        start += len(part) + 1
    return rows


@pytest.fixture
def county():
    return build_instrument("X", TEXT, clauses())


def test_derived_conditions_carry_their_spans(county):
    housing = county.acts[0]
    words = {c.dimension: county.words(c.start, c.end) for c in housing.conditions}
    assert words == {"sector": "房屋建筑", "matter": "职业健康监管"}
    school = county.acts[1]
    (excluded,) = [c for c in school.conditions if c.excludes]
    assert (excluded.codes, county.words(excluded.start, excluded.end)) == (
        ("vocational_training",),
        "技工学校",
    )


def test_it_routes_and_abstains(county):
    assert {a.unit for a in route_text(county, "商品房工地粉尘大，工人没有口罩").answers} == {"县住建局"}
    assert {a.unit for a in route_text(county, "职业病防治经费被挪用").answers} == {"县财政局"}
    assert route_text(county, "技工学校实训车间焊烟大").abstained
    assert route_text(county, "包裹丢了").abstained


def test_an_act_without_known_words_answers_nothing(county):
    assert county.acts[3].conditions == ()


def test_words_broken_by_a_line_wrap_are_read():
    text = "指导技工\n\n学校的职业健康工作。"
    act = {"start": 0, "end": len(text), "roles": ["guide"]}
    county = build_instrument("X", text, [{"id": "1", "unit": "县人社局", "acts": [act]}])
    spans = {c.dimension: county.words(c.start, c.end) for c in county.acts[0].conditions}
    assert spans["sector"] == "技工\n\n学校"


def test_a_span_that_does_not_hold_its_text_is_refused():
    rows = clauses()
    rows[0]["acts"][0]["start"] -= 1
    with pytest.raises(BadRoutingData):
        build_instrument("X", TEXT, rows)


def test_derived_conditions_alone_still_route_the_given_cases():
    bare = {code: build_instrument(code, shelf()[code].text, clause_rows(code)) for code in shelf()}
    pairs = []
    for case in read_cases("cases_dev.jsonl"):
        answers = route_text(bare[case["instrument"]], case["text"], confirmed_facts({})).answers
        pairs.append((case, {"answers": [{"unit": a.unit, "tier": a.tier} for a in answers]}))
    got = score(pairs)
    assert got["f1"] >= 0.75
    assert got["trapped"] == 0


def test_the_finder_finds_and_never_claims_to_be_a_basis():
    hits = Finder(shelf()["GD"]).find("工伤保险 劳动合同", limit=3)
    assert len(hits) == 3
    assert hits[0].clause == "GD-09-02"
    assert {hit.label for hit in hits} == {NOT_A_BASIS} == {"不作为依据"}
    assert all(shelf()["GD"].text[hit.start : hit.end] == hit.text for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert Finder(shelf()["GD"]).find("") == ()
