"""Tiers, roles and order: what makes an act established, conditional, general or rejected."""

import datetime as dt
from dataclasses import replace

import pytest

from lianxi.law.routing import build_instrument, confirmed_facts, route

from .routing_cases import shelf


def units(code, facts, tier):
    return {a.unit for a in route(shelf()[code], confirmed_facts(facts)).answers if a.tier == tier}


def test_all_conditions_met_is_established():
    facts = {"matter": ["closure"], "employer_status": ["unlicensed"]}
    assert units("GD", facts, "established") == {"省市场监管局"}


def test_only_unknowns_left_is_conditional():
    facts = {"matter": ["aid"], "population": ["od_patients"], "employer_status": ["defunct"]}
    assert units("GD", facts, "conditional") == {"省民政厅", "省医保局"}


def test_an_act_without_scope_of_its_own_is_general():
    assert units("GD", {"matter": ["inspection"]}, "general") == {"省卫生健康委"}


def test_a_denied_code_rejects_with_the_words_of_the_act():
    facts = confirmed_facts(
        {"matter": ["owner_accountability"], "ownership": ["soe_central", "!soe_provincial"]}
    )
    ruling = route(shelf()["GD"], facts)
    (rejection,) = [r for r in ruling.rejected if r.unit == "省国资委"]
    assert "省属企业" in rejection.why
    assert ruling.abstained


def test_no_lead_is_made_up_for_accident_investigation():
    facts = confirmed_facts({"matter": ["accident_investigation"], "event": ["acute_poisoning_accident"]})
    for code in ("GD", "QZ"):
        answers = route(shelf()[code], facts).answers
        assert answers
        assert "lead" not in {a.role for a in answers}


def test_guiding_and_taking_part_stay_what_they_are():
    facts = confirmed_facts({"matter": ["owner_accountability"], "ownership": ["soe_provincial"]})
    roles = {a.act_id: a.role for a in route(shelf()["GD"], facts).answers}
    assert roles["GD-16-03#1"] == "participate"
    assert roles["GD-16-02#1"] == "guide"


@pytest.mark.parametrize(
    ("words", "role"), [("负责指导各地开展医疗救助。", "guide"), ("参与或组织监督检查。", "participate")]
)
def test_a_reader_s_lead_does_not_raise_a_guiding_act(words, role):
    clause = {"id": "1", "unit": "甲局", "acts": [{"start": 0, "end": len(words), "roles": ["lead", role]}]}
    (act,) = build_instrument("X", words, [clause]).acts
    assert act.role == role


def test_a_tier_is_ordered_by_role_then_conditions_met_then_print():
    facts = confirmed_facts(
        {
            "matter": ["closure", "aid", "inspection"],
            "employer_status": ["unlicensed", "defunct"],
            "sector": ["urban_rail"],
        }
    )
    ruling = route(shelf()["GD"], facts)
    ranks = ["lead", "supervise", "guide", "provide", "cooperate", "participate"]
    tiers = ["established", "conditional", "general"]
    keys = [(tiers.index(a.tier), ranks.index(a.role), -len(a.met), a.start) for a in ruling.answers]
    assert len(keys) > 3
    assert keys == sorted(keys)


def test_nothing_answers_before_the_instrument_s_date():
    instrument = shelf()["QZ"]
    facts = confirmed_facts({"matter": ["funding"]})
    assert instrument.issued_on == dt.date(2021, 3, 17)
    assert not route(instrument, facts, on=dt.date(2021, 3, 17)).abstained
    early = route(instrument, facts, on=dt.date(2021, 3, 16))
    assert early.abstained
    assert "2021-03-17" in early.missing
    undated = replace(instrument, issued_on=None)
    assert not route(undated, facts, on=dt.date(1999, 1, 1)).abstained


def test_a_student_s_illness_is_not_an_occupational_matter():
    facts = confirmed_facts({"sector": ["education"], "population": ["students"], "hazard": ["biological"]})
    assert route(shelf()["GD"], facts).abstained
