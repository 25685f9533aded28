"""Kinds of document: texts that mention, change or order a conference found none, and say what they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lianxi.law.reading import read_text

KINDS = Path(__file__).parent / "data" / "kinds"
GOLD = json.loads((KINDS / "gold.json").read_text("utf-8"))
NAMES = sorted(path.stem for path in KINDS.glob("*.txt") if not path.stem.startswith("founding"))
FOUND = sorted(path.stem for path in KINDS.glob("founding*.txt"))


@pytest.mark.parametrize("name", NAMES)
def test_the_kind_is_told_with_its_words(name):
    reading = read_text((KINDS / f"{name}.txt").read_text("utf-8"))
    assert reading.document_kind == name.rstrip("0123456789")
    assert reading.founds_conference is False
    assert reading.kind_why
    assert reading.kind_why in reading.text.replace("\n", "")
    (told,) = (one for one in reading.findings if one.code == "no_conference")
    assert told.start is not None
    assert (reading.units, reading.duties) == ((), {})


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("rules")])
def test_rules_have_citable_clauses_with_acts(name):
    reading, gold = read_text((KINDS / f"{name}.txt").read_text("utf-8")), GOLD[name]
    assert reading.title == gold["title"]
    assert (reading.issuer, reading.date) == (gold.get("issuer", reading.issuer), gold.get("date"))
    for words in gold["cited"]:
        clauses = [one for one in reading.clauses if words in one.text]
        assert clauses, words
        assert any(act.text for one in clauses for act in one.acts)
    assert reading.roster == ()


@pytest.mark.parametrize("name", FOUND)
def test_rules_and_mechanisms_that_say_who_the_members_are_found(name):
    reading, gold = read_text((KINDS / f"{name}.txt").read_text("utf-8")), GOLD[name]
    assert (reading.document_kind, reading.title) == ("founding", gold["title"])
    assert [unit.printed for unit in reading.units] == gold["units"]
    assert reading.office_host_unit == gold["office_host_unit"]
    assert reading.meeting_frequency == gold["meeting_frequency"]
    assert {unit: len(numbers) for unit, numbers in reading.duties.items()} == gold["duties"]


def test_the_date_of_the_page_is_not_the_documents():
    text = (
        "索引号：1234\t发文日期：2018年12月28日\n临江市人民政府办公室关于印发临江市尘肺病防治联席会议制度的通知\n"
        "临政办发〔2017〕46号\n各县人民政府：\n现将《临江市尘肺病防治联席会议制度》印发给你们，请认真贯彻执行。\n"
        "一、成员单位\n联席会议由市卫健委、市人社局、市民政局组成。\n"
    )
    reading = read_text(text)
    assert reading.date is None
    assert "page_date" in {one.code for one in reading.findings}
    assert read_text(text.replace("2018年", "2017年")).date == "2017-12-28"


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("amendment")])
def test_an_amendment_lists_its_changes(name):
    reading = read_text((KINDS / f"{name}.txt").read_text("utf-8"))
    found = [[one.kind, one.name, one.role, one.leaves] for one in reading.changes]
    for change in GOLD[name]["changes"]:
        assert change in found
    for one in reading.changes:
        assert one.name in reading.text[one.start : one.end].replace(" ", "")


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2017年6月23号", "2017-06-23"), ("2017年6月23曰", "2017-06-23"), ("二O一七年六月二十三日", "2017-06-23"),
        ("二0一七年六月廿三日", "2017-06-23"), ("2017.6.23", "2017-06-23"), ("2017年6\n月23日", "2017-06-23"),
        ("2017年2月30日", None), ("2017年13月1日", None), ("二○一七年六月三十一日", None),
    ],
)  # fmt: skip
def test_every_common_form_of_a_date_and_no_impossible_one(printed, day):
    reading = read_text(
        "临江市人民政府办公室关于建立临江市职业健康联席会议制度的通知\n各县（市、区）人民政府：\n"
        "经市政府同意，建立临江市职业健康联席会议制度，联席会议由市卫健委、市应急局、市人社局组成。\n"
        f"临江市人民政府办公室\n{printed}\n"
    )
    assert reading.date == day
    assert ("date_impossible" in {one.code for one in reading.findings}) is (day is None)


def test_a_persons_word_makes_a_text_a_founding_document():
    text = (KINDS / "other1.txt").read_text("utf-8")
    reading = read_text(text, as_founding=True)
    assert reading.document_kind == "founding"
    assert [unit.name for unit in reading.units] == ["市应急局", "市公安局", "市住建局", "市教育局"]
