"""Other documents of the genre: units, duties and fields against gold, and nothing invented."""

from __future__ import annotations

import re
import time

import pytest

CONFERENCES = ("01", "02", "12", "14", "15", "22", "28", "31", "36", "38", "40", "45")
REGULATIONS = ("03", "04", "05", "06", "07", "08")
FIELDS = {
    "issuer": "issuer", "doc_number": "doc_number", "date": "date", "region": "region", "convener": "convener",
    "office_host_unit": "office_host_unit", "meeting_frequency": "meeting_frequency", "minutes_rule": "minutes_rule",
}  # fmt: skip
# Gold that stands outside the text: a file's name (07), a reader's note (15), knowledge of places (02).
BEYOND_THE_TEXT = {("07", "date"), ("15", "region"), ("02", "region"), ("02", "issuer")}


def normal(value: object) -> str:
    return re.sub(r"\s", "", str(value or "")).translate(str.maketrans("(),:;", "（），：；"))


@pytest.mark.parametrize("number", CONFERENCES)
def test_units_and_duties(gold, number):
    reading, wanted = gold(number)
    assert [normal(unit.name) for unit in reading.units] == [normal(name) for name in wanted["units"] or []]
    assert {normal(unit): list(numbers) for unit, numbers in reading.duties.items()} == {
        normal(unit): numbers for unit, numbers in wanted["duties"].items()
    }


@pytest.mark.parametrize("number", REGULATIONS)
def test_a_regulation_gives_its_duties_as_clauses_only(gold, number):
    reading, wanted = gold(number)
    assert (reading.units, reading.duties) == ((), {})
    assert reading.document_kind == "other"
    named = {normal(one.unit) for one in reading.clauses if one.kind == "duty" and one.acts}
    assert {normal(unit) for unit in wanted["duties"]} <= named


@pytest.mark.parametrize("number", CONFERENCES + REGULATIONS)
def test_fields(gold, number):
    reading, wanted = gold(number)
    for field, key in FIELDS.items():
        found = getattr(reading, field)
        if (number, field) in BEYOND_THE_TEXT:
            assert found is None or found in reading.text
        else:
            assert normal(found) == normal(wanted[key]), field
    assert [normal(one) for one in reading.mechanisms] == [normal(one) for one in wanted["mechanisms"]]


@pytest.mark.parametrize("number", REGULATIONS)
def test_a_regulation_founds_no_conference(gold, number):
    reading, _ = gold(number)
    assert reading.founds_conference is False
    assert (reading.convener, reading.minutes_rule, reading.roster, reading.office) == (None, None, (), ())
    assert "no_conference" in {one.code for one in reading.findings}


@pytest.mark.parametrize("number", CONFERENCES)
def test_a_conference_is_recognised(gold, number):
    reading, wanted = gold(number)
    assert reading.founds_conference is True
    counts = wanted.get("roster_count", {})
    assert {role: sum(line.role == role for line in reading.roster) for role in counts} == counts
    if "main_functions_count" in wanted:
        assert len(reading.functions) == wanted["main_functions_count"]


def test_a_number_that_ocr_broke_keeps_its_place(gold):
    reading, _ = gold("15")
    broken = reading.functions[2]
    assert (broken.number, broken.id) == ("(S)", "15-4-03")


def test_an_inferred_region_is_said_to_be_inferred(gold):
    reading, _ = gold("45")
    assert reading.region == "贺州市"
    assert "region_inferred" in {one.code for one in reading.findings}


def test_glued_names_and_titles_are_parted(gold):
    reading, _ = gold("45")
    people = {line.person: (line.unit, line.post) for line in reading.roster}
    assert people["冯建庆"] == ("教育局", "副局长")
    assert people["郑春"] == ("知识产权局", "局长")
    assert people["曹德志"] == ("检验检疫局贺州办事处", "副主任")


def test_each_document_takes_less_than_300_ms(gold):
    from lianxi.law.reading import read_text

    texts = [gold(number)[0].text for number in CONFERENCES + REGULATIONS]
    began = time.process_time()
    for text in texts:
        read_text(text)
    assert (time.process_time() - began) / len(texts) < 0.3
