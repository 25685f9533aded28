"""The vocabulary, inferences and conditions as data: codes kept, numbers unique, spans checked by the loader."""

import json
from importlib.resources import files

import pytest

from lianxi.law.routing import BadRoutingData, load_instrument, load_vocabulary
from lianxi.law.routing.conditions import read_conditions
from lianxi.law.routing.inference import load_inferences
from lianxi.law.routing.vocabulary import MATTER

from .routing_cases import clause_rows, read_cases, shelf

TEXT = "负责全市煤矿的监管。"
GOOD = {"dimension": "sector", "any": ["coal"], "start": 4, "end": 6, "words": "煤矿"}


def entry(**changes):
    return {"X#1": {"conditions": [{**GOOD, **changes}]}}


def test_given_dimensions_and_codes_are_all_there():
    known = load_vocabulary()
    stated = {
        (d, value.lstrip("!"))
        for case in read_cases("cases_dev.jsonl")
        for d, v in case["facts"].items()
        for value in v
    }
    assert len(stated) > 60
    assert all(code in known[dimension].values for dimension, code in stated)
    given = ["matter", "sector", "ownership", "employer_role", "population", "hazard"]
    assert list(known)[:9] == [*given, "employer_status", "person_status", "event"]
    assert len(known["sector"].values) == 35
    assert not any(known[name].extended for name in given)


def test_inferences_are_numbered_once_and_give_a_reason():
    rows = load_inferences()
    assert len({row.number for row in rows}) == len(rows) > 40
    assert all(row.reason for row in rows)
    dust = next(row for row in rows if row.then == ((("hazard", "dust"), "true"),))
    assert dust.kind == "meaning"


@pytest.mark.parametrize("code", ["GD", "QZ"])
def test_every_duty_act_has_conditions_with_a_matter(code):
    acts = {act.id: act for act in shelf()[code].acts}
    duty_acts = [a["id"] for row in clause_rows(code) if row["clause_type"] == "duty" for a in row["acts"]]
    assert len(duty_acts) > 50
    for act_id in duty_acts:
        assert MATTER in {condition.dimension for condition in acts[act_id].conditions}


@pytest.mark.parametrize("code", ["GD", "QZ"])
def test_the_conditions_file_names_only_acts_that_exist(code):
    source = files("lianxi.law").joinpath(f"instruments/{code}.conditions.json")
    named = json.loads(source.read_text(encoding="utf-8"))["acts"]
    assert set(named) <= {a["id"] for row in clause_rows(code) for a in row.get("acts", [])}


def test_the_loader_reads_a_good_condition():
    ((condition,), general) = read_conditions(TEXT, entry())["X#1"]
    assert (condition.codes, condition.start, condition.end, general) == (("coal",), 4, 6, None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"words": "煤炭"}, "span_mismatch"),
        ({"start": 3}, "span_mismatch"),
        ({"start": None}, "span_mismatch"),
        ({"any": ["gold"]}, "unknown_code"),
        ({"dimension": "colour"}, "unknown_dimension"),
        ({"inferred": "推定"}, "no_reviewer"),
    ],
)
def test_the_loader_refuses_what_does_not_hold(changes, code):
    with pytest.raises(BadRoutingData) as caught:
        read_conditions(TEXT, entry(**changes))
    assert caught.value.code == code


def test_an_instrument_that_does_not_ship_is_refused():
    with pytest.raises(BadRoutingData):
        load_instrument("ZZ")
