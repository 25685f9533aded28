"""The goals of routing on the labelled cases, mode by mode."""

import pytest

from .routing_cases import ask, ask_three, read_cases, score

DEV = read_cases("cases_dev.jsonl")
ALL = DEV + read_cases("cases_written.jsonl")


def of_style(cases, officer):
    return [case for case in cases if (case["style"] == "officer") is officer]


@pytest.mark.parametrize("with_text", [False, True])
def test_confirmed_facts_name_the_units(with_text):
    pairs = [(case, ask(case, text=with_text, facts=True)) for case in DEV if case["facts"]]
    got = score(pairs)
    assert len(pairs) == 32
    assert got["f1"] >= 0.95
    assert got["exact"] >= 0.90
    assert got["trapped"] == 0


@pytest.mark.parametrize("cases", [DEV, ALL], ids=["given", "given and written"])
def test_officer_text_alone(cases):
    got = score([(case, ask(case)) for case in of_style(cases, True)])
    assert got["f1"] >= 0.90
    assert got["exact"] >= 0.90
    assert got["trapped"] == 0


def test_colloquial_text_is_precise_and_questions_complete_it():
    cases = of_style(ALL, False)
    assert score([(case, ask(case)) for case in cases])["precision"] >= 0.95
    after = score([(case, ask_three(case)) for case in cases])
    assert after["f1"] >= 0.90
    assert after["trapped"] == 0


def test_letters_in_many_peoples_words_are_understood():
    cases = read_cases("cases_letters.jsonl")
    got = score([(case, ask(case)) for case in cases])
    assert len(cases) == 195
    assert got["precision"] >= 0.95
    assert got["f1"] >= 0.90
    assert got["trapped"] <= 1


def test_an_unnamed_kind_of_school_is_asked_about():
    case = next(case for case in DEV if case["id"] == "GD044")
    line = ask(case)
    assert "sector" in [q["dimension"] for q in line["questions"]]
    assert {a["unit"] for a in line["answers"] if a["tier"] == "established"} == set()
    assert {a["unit"] for a in line["answers"] if a["tier"] == "conditional"} == {
        "省教育厅",
        "省人力资源社会保障厅",
    }
