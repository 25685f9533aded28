"""Facts beside the labelled ones: what nobody wrote down must still be judged by the same rule."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lianxi.clocks.rules.limits import shipped_limits
from lianxi.clocks.rules.reckoning import judge as clock
from lianxi.incidents.rules.judging import judge as grade
from lianxi.incidents.rules.schemes import shipped_duties, shipped_schemes
from lianxi.inspections.rules.openings import judge as opening
from lianxi.projects.rules.codes import code_form
from lianxi.projects.rules.gaps import judge as gaps
from lianxi.projects.rules.risk import catalogue
from lianxi.protection.rules.judging import judge as path


def test_a_limit_before_its_event_counts_working_days_backwards() -> None:
    told = clock({"rule": "enforcement.hearing_notice", "start": "2026-10-12"})
    # 10 October is a worked Saturday; 1-7 October and 25-27 September are off.
    assert told["due_on"] == "2026-09-24"


def test_a_right_that_ends_on_a_worked_saturday_does_not_move() -> None:
    told = clock({"rule": "injury.ability_again", "start": "2026-04-24"})
    assert told == {"amount": 15, "unit": "days", "due_on": "2026-05-09", "provisional": False}


def test_a_duty_that_ends_on_a_day_off_does_not_move() -> None:
    assert "rolls_to" not in clock({"rule": "injury.employer_application", "start": "2026-09-07"})


@pytest.mark.parametrize(
    ("code", "amount", "article"),
    [
        ("enforcement.penalty_service", 7, "第六十一条"),
        ("enforcement.withdraw_publication", 3, "第四十八条"),
        ("enforcement.evidence_registration", 7, "第五十六条"),
        ("enforcement.hearing_request", 5, "第六十四条"),
        ("enforcement.hearing_notice", 7, "第六十四条"),
        ("enforcement.fine_handover", 2, "第七十一条"),
    ],
)
def test_the_two_to_seven_days_of_the_penalty_law_are_working_days(
    code: str, amount: int, article: str
) -> None:
    # 第八十五条: 二日、三日、五日、七日 are working days.
    limit = shipped_limits()[code]
    assert (limit.amount, limit.unit.value, limit.confidence) == (amount, "workdays", "S1")
    assert limit.source == f"行政处罚法{article}、第八十五条"
    assert "第八十五条" in limit.note


def test_no_other_row_of_the_penalty_law_is_one_of_these_days() -> None:
    own = {one.code for one in shipped_limits().values() if one.source.startswith("行政处罚法")}
    short = {one.code for one in shipped_limits().values() if "第八十五条" in one.source}
    assert own - short == {
        "enforcement.penalty_decision",
        "enforcement.penalty_limitation",
        "enforcement.penalty_limitation_health",
    }
    # 第六十条 prints 九十日, which 第八十五条 does not name: calendar days.
    assert shipped_limits()["enforcement.penalty_decision"].unit.value == "days"


def test_seven_working_days_pass_over_the_holiday() -> None:
    told = clock({"rule": "enforcement.penalty_service", "start": "2026-09-30"})
    # 1-7 October are off, Saturday 10 October is worked: 8, 9, 10, 12, 13, 14, 15 October.
    assert told["due_on"] == "2026-10-15"
    three = clock({"rule": "enforcement.withdraw_publication", "start": "2026-09-30"})
    assert three["due_on"] == "2026-10-10"


def test_every_confirmed_row_ships_as_it_was_confirmed() -> None:
    text = (Path(__file__).parent / "vectors" / "clock_rules.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 29
    shipped = shipped_limits()
    for row in rows:
        limit = shipped[row["code"]]
        told = {
            "title": limit.title,
            "event": limit.event,
            "who": limit.who,
            "amount": str(limit.amount),
            "unit": limit.unit.value,
            "direction": "before" if limit.is_before else "after",
            "kind": limit.kind.value,
            "extend": limit.extend,
            "pauses": "；".join(limit.pauses),
            "source": limit.source,
            "confidence": limit.confidence,
            "starts_on": limit.starts_on.isoformat() if limit.starts_on else "",
        }
        assert told == {name: row[name] for name in told}, row["code"]
        assert limit.ends_before is None, row["code"]


def test_what_no_source_confirms_is_shown_as_to_be_confirmed() -> None:
    text = (Path(__file__).parent / "vectors" / "clock_rules.csv").read_text(encoding="utf-8")
    confirmed = {row["code"] for row in csv.DictReader(text.splitlines())}
    # The nine older rows for which no text was opened: none of them is shown as law.
    older = {code for code in shipped_limits() if code.startswith("ledger.")} | {"cases.acute_report"}
    assert len(older) == 9
    assert not older & confirmed
    assert not [code for code in older if shipped_limits()[code].is_confirmed]


def test_a_former_name_of_a_limit_is_ended_and_says_its_successor() -> None:
    former = shipped_limits()["incidents.unit_report"]
    assert former.ends_before is not None
    assert "incidents.medical_report" in former.note
    assert shipped_limits()["incidents.medical_report"].is_in_force(date(2026, 12, 1))


def _event(**more: Any) -> dict[str, Any]:
    at = "2026-03-09T10:00:00+08:00"
    return {
        "kind": "acute_poisoning",
        "occurred_at": "2026-03-09T08:30:00+08:00",
        "work_safety": "yes",
        "counts": [{"at": at, "ill": 5}],
        "as_of": at,
        "known_at": {"county_health": at},
        **more,
    }


@pytest.mark.parametrize(
    ("ill", "dead", "wanted"),
    [(9, 0, "一般"), (10, 0, "重大"), (49, 4, "重大"), (50, 0, "特大"), (5, 5, "特大")],
)
def test_the_number_itself_takes_the_higher_grade(ill: int, dead: int, wanted: str) -> None:
    at = "2026-03-09T10:00:00+08:00"
    told = grade(_event(counts=[{"at": at, "ill": ill, "dead": dead}]))
    assert told["grades"]["hazard_2002"] == wanted


def test_a_count_that_falls_leaves_the_duty_it_began() -> None:
    counts = [{"at": "2026-03-09T10:00:00+08:00", "ill": 11}, {"at": "2026-03-09T12:00:00+08:00", "ill": 4}]
    told = grade(_event(counts=counts, as_of="2026-03-09T13:00:00+08:00"))
    assert told["grades"]["hazard_2002"] == "一般"
    assert {one["limit"] for one in told["due"]} == {"immediate"}


def test_the_employer_reports_before_anything_is_counted() -> None:
    told = grade(_event(counts=[], known_at={"employer": "2026-03-09T08:40:00+08:00"}))
    assert [(one["actor"], one["limit"]) for one in told["due"]] == [("employer", "immediate")]
    assert told["grades"]["hazard_2002"] is None


def test_schemes_and_duties_say_where_they_are_written() -> None:
    assert all(one.source and one.confidence for one in shipped_schemes())
    codes = {one.code for one in shipped_schemes()}
    assert all(one.scheme in codes and one.source for one in shipped_duties())


def _asked(**more: Any) -> dict[str, Any]:
    return {
        "instrument": "QZ",
        "asked_on": "2026-05-12",
        "target": "county_government",
        "trigger": "convener_order",
        **more,
    }


def test_no_form_lets_an_enterprise_be_supervised() -> None:
    full = {"unit": "市卫健委", "matter": True, "scope": True, "duties": True, "term": True}
    for target in ("enterprise", "municipal_soe"):
        for trigger in (
            "government_decision",
            "mayor_instruction",
            "conference_decision",
            "province_request",
        ):
            told = opening(_asked(target=target, trigger=trigger, mandate=full))
            assert told["may_open_supervision"] is False


@pytest.mark.parametrize("lead", ["省总工会", "市委宣传部", "市职业病防治工作联席会议"])
def test_a_lead_that_is_no_department_is_asked_about(lead: str) -> None:
    full = {"unit": lead, "matter": True, "scope": True, "duties": True, "term": True}
    told = opening(_asked(trigger="government_decision", mandate=full))
    assert told["missing"] == ["lead_not_a_department"]


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("2016-350500-26-03-012345", "old"),
        ("2011-350582-04-01-123456", "new"),
        ("2013-350582-04-01-123456", "invalid"),
        ("2600-350582-04-01-123456", "invalid"),
        ("2603-35058-04-01-123456", "invalid"),
        (" 2603-350582-04-02-123456", "invalid"),
        (None, "none"),
    ],
)
def test_codes_in_both_forms(code: str | None, form: str) -> None:
    assert code_form(code) == form


def _project(**more: Any) -> dict[str, Any]:
    return {
        "code": "2603-350582-04-02-123456",
        "instrument": "QZ",
        "county": "晋江市",
        "approved_by": "工信",
        "kind": "核准",
        "approved_on": "2026-03-02",
        "shared_on": "2026-03-05",
        "industries": ["C263"],
        "as_of": "2026-06-01",
        **more,
    }


def test_an_acceptance_after_production_is_late_and_no_gap() -> None:
    told = gaps(
        _project(
            permit_on="2026-03-25",
            pre_evaluation_on="2026-03-01",
            design_review_on="2026-03-01",
            production_on="2026-05-01",
            acceptance_on="2026-05-20",
        )
    )
    assert (told["gaps"], told["late"]) == ([], ["acceptance"])


def test_the_catalogue_holds_what_was_published() -> None:
    rated = [one.risk for one in catalogue().values() if one.risk != "split"]
    assert (rated.count("严重"), rated.count("一般")) == (145, 146)


def test_a_shoe_factory_is_asked_about_its_glue_and_answers() -> None:
    assert gaps(_project(industries=["C1951"]))["asks"] == ["condition"]
    assert gaps(_project(industries=["C195"], condition_clear=True))["risk_class"] == "一般"
    assert gaps(_project(industries=["D441"]))["risk_class"] == "待答"


def _patient(**more: Any) -> dict[str, Any]:
    return {
        "instrument": "QZ",
        "as_of": "2026-06-01",
        "result": "yes",
        "diagnosed_on": "2026-05-11",
        "certificate_issued_on": "2026-05-13",
        "certificate_received_on": "2026-05-18",
        "listed_to_hr_on": "2026-05-20",
        "employer": {"state": "operating", "relation": "confirmed", "insured": "yes"},
        **more,
    }


def test_an_appraisal_that_overturns_the_diagnosis_ends_the_path_when_its_days_are_over() -> None:
    overturned = [{"level": 1, "applied_on": "2026-04-01", "received_on": "2026-05-10", "result": "no"}]
    assert path(_patient(appraisals=overturned))["step"] == "closed_not_occupational"
    assert path(_patient(appraisals=overturned, as_of="2026-05-20"))["step"] == "appraisal_second_open"


def test_an_employer_that_is_gone_does_not_send_to_aid_past_the_insurance() -> None:
    told = path(_patient(employer={"state": "cancelled", "relation": "confirmed", "insured": "yes"}))
    assert (told["step"], told["parallel"]) == ("worker_application", [])


def test_what_is_dated_later_than_the_day_has_not_happened() -> None:
    later = {"applied_on": "2026-07-01", "accepted_on": "2026-07-08"}
    assert path(_patient(injury=later))["step"] == "employer_application"


def test_a_refusal_of_aid_shows_its_remedy_while_it_runs() -> None:
    facts = _patient(
        employer={"state": "cancelled", "relation": "unconfirmable", "insured": "no"},
        recognition={"by": "市人社局", "result": "gone", "on": "2026-03-01"},
        household="低保",
        aid_medical={
            "applied_on": "2026-03-10",
            "decided_on": "2026-04-20",
            "received_on": "2026-04-25",
            "result": "refused",
        },
    )
    assert [one["code"] for one in path(facts)["remedies"]] == ["remedies.reconsideration"]
    assert path({**facts, "as_of": "2026-09-01"})["step"] == "closed_refused"
