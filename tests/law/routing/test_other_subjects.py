"""Conferences of other subjects: read from their documents alone, they answer in their own words and no other's."""

import json

import pytest

from lianxi.law.reading import as_json, read_text
from lianxi.law.routing import answer_line, build_instrument, load_vocabulary, route_text

from .routing_cases import DATA, read_cases

OTHERS = DATA / "others"
CASES = [json.loads(line) for line in (OTHERS / "cases.jsonl").read_text(encoding="utf-8").splitlines()]


def read(code):
    text = (OTHERS / f"{code}.txt").read_text(encoding="utf-8")
    rows = as_json(read_text(text, code=code))
    return build_instrument(code, text, rows["clauses"], title=rows["title"], region=rows["region"])


def units(line):
    return {unit for a in line["answers"] for unit in a["unit"].split("、")}


@pytest.mark.parametrize(
    "code",
    ["wages", "food", "fraud", "river", "fire", "minors", "childcare", "ip", "access", "elders"],
)
def test_an_unconfigured_document_answers_in_its_own_words(code):
    shelf = {code: read(code)}
    hit = missed = wrong = 0
    for case in (case for case in CASES if case["document"] == code):
        line = answer_line({"id": case["id"], "instrument": code, "text": case["text"]}, shelf)
        must, shown = set(case["must"]), units(line)
        hit, missed = hit + len(must & shown), missed + len(must - shown)
        wrong += len(shown - must - set(case["may"]))
        if case["abstain"]:
            assert line["abstained"], case["id"]
            assert line["gate"] == case["gate"], case["id"]
        assert {a["tier"] for a in line["answers"]} <= {"conditional"}
    assert hit / (hit + wrong) >= 0.85
    assert 2 * hit / (2 * hit + wrong + missed) >= 0.75


def test_no_word_of_another_subject_is_said():
    instrument = read("wages")
    labels = {label for known in load_vocabulary().values() for label in known.values.values()}
    for case in read_cases("cases_dev.jsonl"):
        ruling = route_text(instrument, case["text"])
        said = " ".join([ruling.missing or "", *(q.why for q in ruling.questions)])
        assert "职业" not in said
        assert "粉尘" not in said
        assert not ruling.facts
    assert labels


def test_an_answer_in_own_words_is_marked_and_carries_them():
    instrument = read("wages")
    text = "包工头跑了，工钱一分没给，找不到人"
    ruling = route_text(instrument, text)
    assert {a.unit for a in ruling.answers} == {"市公安局"}
    (answer, *_) = ruling.answers
    assert answer.tier == "conditional"
    assert answer.own_words
    assert all(word in text for word in answer.own_words)
    assert instrument.text[answer.start : answer.end] == answer.text


def test_without_the_clause_the_own_answer_goes():
    text = (OTHERS / "wages.txt").read_text(encoding="utf-8")
    rows = as_json(read_text(text, code="wages"))
    kept = [row for row in rows["clauses"] if row["unit"] != "市公安局"]
    shorn = build_instrument("wages", text, kept, title=rows["title"], region=rows["region"])
    assert "市公安局" not in {a.unit for a in route_text(shorn, "包工头跑了，工钱一分没给，找不到人").answers}


def test_words_put_beside_a_clause_answer_for_it():
    text = (OTHERS / "elders.txt").read_text(encoding="utf-8")
    rows = as_json(read_text(text, code="elders"))
    letter = "村里的幸福院想挂牌，跑了几趟没人收材料"
    (clause,) = (row["id"] for row in rows["clauses"] if row["text"].startswith("负责养老机构备案"))
    plain, told = (
        build_instrument(
            "elders", text, rows["clauses"], title=rows["title"], region=rows["region"], sayings=sayings
        )
        for sayings in ({}, {clause: ("幸福院", "挂牌")})
    )
    assert route_text(plain, letter).answers == ()
    answers = route_text(told, letter).answers
    assert {(answer.clause, answer.tier) for answer in answers} == {(clause, "conditional")}
    assert all("幸福院" in answer.own_words for answer in answers)
