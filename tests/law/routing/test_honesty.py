"""What routing may never do: claim without words, answer without the clause, or mix up instruments."""

import json
import random
import re
from dataclasses import replace

import pytest

from lianxi.law.routing import confirmed_facts, route, route_text, suggest_facts

from .routing_cases import ask, clause_rows, read_cases, shelf

CASES = read_cases("cases_dev.jsonl")


@pytest.mark.parametrize("code", ["GD", "QZ"])
def test_every_claim_re_reads_from_its_span(code):
    instrument = shelf()[code]
    printed = {act["id"]: act for row in clause_rows(code) for act in row.get("acts", [])}
    seen = 0
    for case in CASES:
        if case["instrument"] != code:
            continue
        ruling = route_text(instrument, case["text"])
        for answer in ruling.answers:
            assert instrument.text[answer.start : answer.end] == answer.text == printed[answer.act_id]["text"]
            assert answer.role in printed[answer.act_id]["roles"]
            seen += 1
        for fact in ruling.facts:
            if fact.basis == "text":
                assert case["text"][fact.start : fact.end] == fact.words
                assert fact.words
    assert seen > 50


@pytest.mark.parametrize("code", ["GD", "QZ"])
def test_every_condition_has_words_or_a_reason_and_a_reviewer(code):
    instrument = shelf()[code]
    conditions = [condition for act in instrument.acts for condition in act.conditions]
    assert len(conditions) > 100
    for condition in conditions:
        if condition.start is None:
            assert condition.inferred
            assert condition.reviewer == "configured, to be confirmed"
        else:
            assert instrument.words(condition.start, condition.end).strip()


def test_without_the_clause_the_answer_goes():
    for case in CASES:
        instrument = shelf()[case["instrument"]]
        for clause in case["must"]:
            shorn = replace(instrument, acts=tuple(act for act in instrument.acts if act.clause != clause))
            assert clause not in {a.clause for a in route_text(shorn, case["text"]).answers}


def test_without_its_only_clause_the_unit_goes():
    instrument = shelf()["GD"]
    shorn = replace(instrument, acts=tuple(act for act in instrument.acts if act.clause != "GD-12-01"))
    text = "商品房建筑工地打桩工人噪声聋"
    assert "省住房城乡建设厅" in {a.unit for a in route_text(instrument, text).answers}
    assert "省住房城乡建设厅" not in {a.unit for a in route_text(shorn, text).answers}


def test_the_order_of_input_changes_nothing():
    shuffle = random.Random(7)
    for case in CASES:
        instrument = shelf()[case["instrument"]]
        facts = list(suggest_facts(case["text"]))
        acts = list(instrument.acts)
        expected = route(instrument, facts)
        shuffle.shuffle(facts)
        shuffle.shuffle(acts)
        mixed = route(replace(instrument, acts=tuple(acts)), facts)
        assert mixed.answers == expected.answers
        assert mixed.facts == expected.facts
        assert [q.dimension for q in mixed.questions] == [q.dimension for q in expected.questions]


def test_one_instruments_clauses_never_appear_for_another():
    for case in CASES:
        for code in ("GD", "QZ"):
            line = ask({**case, "instrument": code})
            clauses = [entry["clause"] for entry in (*line["answers"], *line["rejected"])]
            assert all(clause.startswith(f"{code}-") for clause in clauses)


def test_no_number_deadline_or_person_that_stands_in_no_span():
    people = [row["person"] for row in clause_rows("QZ") if row.get("person")]
    assert len(people) == 17
    for case in CASES:
        line = ask(case)
        sentences = json.dumps([line["questions"], line["rejected"]], ensure_ascii=False)
        assert not any(person in sentences for person in people)
        said = "".join(entry["why"] for entry in (*line["questions"], *line["rejected"]))
        assert not re.search(r"\d|日内|工作日|个月", said)


def test_an_excluded_scope_never_answers():
    facts = confirmed_facts({"matter": ["inspection"], "sector": ["education", "vocational_training"]})
    for code, unit in (("GD", "省教育厅"), ("QZ", "市教育局")):
        ruling = route(shelf()[code], facts)
        assert unit not in {a.unit for a in ruling.answers}
        (rejection,) = [r for r in ruling.rejected if r.unit == unit]
        assert "除外" in rejection.why


@pytest.mark.parametrize("text", ["", "你好", "请问几点下班", "一二三四五" * 500])
def test_words_that_say_nothing_get_no_answer(text):
    ruling = route_text(shelf()["GD"], text)
    assert ruling.abstained
    assert ruling.answers == ()
    assert ruling.missing
    assert "事项" in ruling.missing
