"""The next step that a row shows is the one that the rules' rows name: facts on record, one function, one page."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lianxi.bodies.models import Unit
from lianxi.clocks.rules.limits import shipped_limits
from lianxi.core.actors import SeatKind
from lianxi.core.words import CHINA, day_of, long_date
from lianxi.journal.acting import Act
from lianxi.protection.actions import take_over
from lianxi.protection.daily import run_patients
from lianxi.protection.models import ListRow, PersonList, Recognition, RecognitionFact, RowOutcome
from lianxi.protection.queries.steps import next_steps
from lianxi.protection.rules.judging import judge
from lianxi.protection.rules.paths import LIMITS, Step
from lianxi.protection.rules.tokens import draw_tokens
from lianxi.protection.words import RIGHTS, STEPS
from lianxi.stories.founding import found_shipped
from protection.played import CIVIL, HEALTH, HR, MEDICAL, Played
from protection.test_lists import recognised
from web.signing_in import seated, words

FILE = Path(__file__).parents[1] / "rules/vectors/patient_paths.jsonl"
VECTORS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
# What a vector may tell beyond this, no list has a column for.
ON_RECORD = {
    "result": "yes", "custody": "none", "exposure": "employment", "appraisals": [], "excluded": [], "ability": None,
    "benefit": None, "recognition": None, "household": "unknown", "urgent": False, "aid_medical": None,
    "aid_living": None, "ruling": None, "instrument": "QZ",
}  # fmt: skip


def is_on_record(one: dict[str, Any]) -> bool:
    """Whether lists can hold a vector's facts: certificate received, no details of a decision."""
    facts, injury = one["facts"], one["facts"].get("injury") or {}
    return (
        one["kind"] == "path"
        and all(facts[name] == value for name, value in ON_RECORD.items())
        and (facts["certificate_received_on"] or "9") <= facts["as_of"]
        and not injury.get("clear")
        and not injury.get("pauses")
        and injury.get("result") in (None, "refused")
    )


RECORDED = [one for one in VECTORS if is_on_record(one)]


def record(played: Played, facts: dict[str, Any]) -> ListRow:
    """Put a vector's facts into the tables as a list, its words and the facts of a recognition."""
    own, token = {"conference_id": played.conference.pk}, draw_tokens(1)[0]
    sender, receiver = played.unit(HEALTH), played.unit(HR)
    act = Act(actor=played.seat(HR), at=played.at, action="protection.list.fill", chain=played.conference.pk)
    told = act.create(PersonList(
        **own, kind="L1", number="名单", month="2026-05", sender=sender, receiver=receiver, drafted_at=played.at,
        sent_on=facts["listed_to_hr_on"], state="received" if facts["listed_to_hr_on"] else "drafted",
    ))  # fmt: skip
    said = [("received", facts["listed_to_hr_on"] or facts["as_of"])]
    injury = facts["injury"] or {}
    for word, name in (("applied", "applied_on"), ("in_decision", "accepted_on"), ("refused", "decided_on")):
        said += [(word, injury[name])] if injury.get(name) else []
    row = act.create(ListRow(
        **own, list=told, token=token, area="晋江市", since_on=facts["diagnosed_on"], word=said[-1][0],
        word_on=said[-1][1], received_on=injury.get("received_on"),
    ))  # fmt: skip
    for word, day in said:
        act.create(RowOutcome(**own, row=row, word=word, happened_on=day, entered_at=played.at))
    opinion = act.create(Recognition(
        **own, number="核实", token=token, area="晋江市", asked_by=receiver, signer=receiver, asked_on=facts["as_of"],
        state="asked",
    ))  # fmt: skip
    stated = {"relation": facts["employer"]["relation"], "insurance": facts["employer"]["insured"]}
    states = {"operating": "exists", "bankrupt": "none", "unknown": ""}
    stated["registration"] = states.get(facts["employer"]["state"], facts["employer"]["state"])
    stated["certificate"] = "unnamed" if facts["employer"]["state"] == "unknown" else "named"
    for code, word in stated.items():
        act.create(RecognitionFact(**own, recognition=opinion, unit=receiver, code=code, word=word))
    return ListRow.objects.select_related("list").get(pk=row.pk)


def as_answer(step: Step) -> dict[str, Any]:
    clock = step.clock
    return {
        "step": step.step, "unit": step.office[0], "clause": step.office[1],
        "clock": clock and {"rule": clock.rule, "start": str(clock.start), "due_on": str(clock.due_on)},
        "remedies": [
            {"code": one.code, "last_day": str(one.last_day), "rolls_to": one.rolls_to and str(one.rolls_to)}
            for one in step.remedies
        ],
        "parallel": list(step.parallel),
    }  # fmt: skip


@pytest.mark.django_db
def test_rows_and_their_page_show_the_step_that_the_rules_rows_name(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each vector that a list can hold: the query and the page answer as it is labelled, and so does the command."""
    at = datetime(2026, 6, 1, 9, tzinfo=CHINA)
    played = Played(found_shipped("QZ", at - timedelta(days=90), is_demo=True), at)
    monkeypatch.setattr(timezone, "now", lambda: at)
    person, seen = seated(client, played.seat(HR)), set()
    assert {one["facts"]["as_of"] for one in RECORDED} == {"2026-06-01"}
    for one in RECORDED:
        row, answer = record(played, one["facts"]), one["answer"]
        told = next_steps(played.seat(HR), [row], day_of(at)).get(row.pk)
        assert {k: v for k, v in judge(one["facts"]).items() if k != "sees"}.items() <= answer.items()
        if answer["step"].startswith("closed"):
            assert told is None, one["id"]
            continue
        assert told is not None, one["id"]
        assert as_answer(told) == {k: v for k, v in answer.items() if k != "sees"}, one["id"]
        seen.add(told.step)
        if row.list.state == "drafted":
            continue  # a draft is its sender's alone
        page = words(person.get(f"/patients/lists/{row.list_id}"))
        assert STEPS[answer["step"]] in page, one["id"]
        if answer["clock"]:
            assert f"至{long_date(date.fromisoformat(answer['clock']['due_on']))}" in page, one["id"]
        for right in answer["remedies"]:
            last = long_date(date.fromisoformat(right["last_day"]))
            assert f"本人可以{RIGHTS[right['code']]}至{last}" in page, one["id"]
        for beside in answer["parallel"]:
            assert f"同时：{STEPS[beside]}" in page, one["id"]
    assert len(RECORDED) >= 12
    assert seen >= {
        *("list_to_hr", "employer_application", "worker_application", "late_check_excluded"),
        *("injury_acceptance", "injury_refused", "recognise"),
    }


def test_every_step_and_right_has_its_words_and_every_limit_its_rule() -> None:
    answers = [one["answer"] for one in VECTORS if one["kind"] == "path"]
    steps = {one["step"] for one in answers if not one["step"].startswith("closed")}
    assert steps | {beside for one in answers for beside in one["parallel"]} <= set(STEPS)
    assert {right["code"] for one in answers for right in one["remedies"]} <= set(RIGHTS)
    rules = {one["clock"]["rule"] for one in answers if one["clock"]}
    assert rules | set(RIGHTS) <= set(LIMITS) <= set(shipped_limits())


def steps_of(played: Played, unit: str, row: ListRow) -> Step | None:
    fresh = ListRow.objects.select_related("list").get(pk=row.pk)
    return next_steps(played.seat(unit), [fresh], day_of(played.at)).get(row.pk)


def test_a_row_goes_its_course_and_its_own_days_are_those_of_the_step(
    played: Played, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entered through the acts: each word's step, and the last days that lists select by are the step's own."""
    monkeypatch.setattr(timezone, "now", lambda: played.at)
    told, tokens = played.listed(1)
    row, since = told.rows.get(), told.rows.get().since_on
    assert since is not None

    def step() -> Step:
        found = steps_of(played, HR, row)
        assert found is not None
        return found

    first = step()
    assert (first.step, first.office) == ("employer_application", ("市人社局", "QZ-3-09-3"))
    assert first.clock is not None
    assert first.clock.due_on == since + timedelta(days=30)
    played.wait(40)
    assert (step().step, [one.last_day for one in step().remedies]) == ("worker_application", [row.last_day])
    for word, wanted in (
        ("已通知到人", "worker_application"),
        ("已申请", "injury_acceptance"),
        ("审核中", "injury_decision"),
    ):
        played.answer(told, [(tokens[0], word, day_of(played.at), "", "")])
        assert step().step == wanted
        played.wait(3)
    served = day_of(played.at) + timedelta(days=1)
    played.wait(2)
    played.answer(told, [(tokens[0], "不予认定或者不予纳入（有书面理由）", served, "超过申请期限", served)])
    row.refresh_from_db()
    (right,) = step().remedies
    assert (right.last_day, right.rolls_to) == (row.remedy_until, row.remedy_rolls_to)
    page = words(seated(client, played.seat(HR)).get("/patients/unfinished"))
    assert f"本人可以申请复议至{long_date(right.last_day)}" in page
    played.wait(70)
    assert steps_of(played, HR, row) is None  # closed: the remedy is over
    run_patients(played.at)
    row.refresh_from_db()
    assert row.ended_on is not None


def test_an_employer_that_is_gone_leads_by_recognition_to_aid_and_each_unit_learns_its_part(
    played: Played,
) -> None:
    told, tokens = played.listed(1)
    row, day = told.rows.get(), day_of(played.at)
    played.name_signer(HR)
    played.answer(told, [(tokens[0], "转其他名单", day, "用人单位不存在", "")])
    gone = steps_of(played, HR, row)
    assert gone is not None
    assert (gone.step, gone.parallel) == ("worker_application", ("recognise",))
    recognised(played, tokens[0])
    checked = steps_of(played, HR, row)
    assert checked is not None
    assert (checked.step, checked.office) == ("household_check", ("市民政局", "QZ-3-07-1"))
    aid = played.draft("L3", HR)
    take_over(played.seat(HR), played.at, list_id=aid.pk)
    played.send(aid, 1)
    aid = played.receive(PersonList.objects.get(pk=aid.pk), 1)
    target = aid.rows.get()
    played.answer(aid, [(tokens[0], "已申请", day, "", "")])
    for unit in (HR, MEDICAL, HEALTH, CIVIL):
        found = steps_of(played, unit, target)
        assert found is not None, unit
        assert (found.step, found.office) == ("medical_aid_decide", ("市医保局", "QZ-3-15-1"))
    # The first row was received on its way: nothing is asked of it any more.
    assert steps_of(played, HR, row) is None
    played.answer(aid, [(tokens[0], "不予认定或者不予纳入（有书面理由）", day, "收入或财产超过标准", day)])
    refused, target = steps_of(played, MEDICAL, target), aid.rows.get()
    assert refused is not None
    assert [one.last_day for one in refused.remedies] == [target.remedy_until]


def test_nobody_learns_a_step_beyond_its_line(played: Played) -> None:
    """Of a work injury health learns where it stands, labour all; aid, market and the office nothing."""
    told, _tokens = played.listed(1)
    row = told.rows.get()
    assert {unit for unit in Unit.objects.filter(region=played.conference.region).values_list("name", flat=True)
            if (seat := seat_of(played, unit)) and next_steps(seat, [row], day_of(played.at))} == {HEALTH, HR}  # fmt: skip
    assert next_steps(played.office, [row], day_of(played.at)) == {}


def seat_of(played: Played, unit: str) -> Any:
    try:
        return played.seat(unit, SeatKind.MEMBER)
    except AssertionError:
        return None


def test_what_a_list_has_no_word_for_asks_nothing(played: Played) -> None:
    told, tokens = played.listed(3)
    day = day_of(played.at)
    played.answer(told, [(tokens[0], "查无此人", day, "", ""), (tokens[1], "已认定或者纳入", day, "", "")])
    rows = {one.token: one for one in ListRow.objects.filter(list=told).select_related("list")}
    found = next_steps(played.seat(HR), list(rows.values()), day)
    assert set(found) == {rows[tokens[2]].pk}
