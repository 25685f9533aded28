"""The steps a page offers are exactly those the actions take, for every seat in every situation."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from cast import Cast, found_cast
from ledger.steps import acknowledged, adopted, at, closed, decided, deputy, entered, submitted
from lianxi.bodies.actions import place_conference
from lianxi.core.actors import Actor
from lianxi.core.refusals import Refusal
from lianxi.core.words import day_of
from lianxi.journal.acting import catalogue
from lianxi.ledger.actions import (
    acknowledge_obligation,
    ask_extension,
    decline_handback,
    hand_back,
    report_progress,
    require_evidence,
    return_obligation,
)
from lianxi.ledger.actions.steps import list_steps
from lianxi.ledger.facts import facts_of, step_facts
from lianxi.ledger.models import Extension, Handback, Obligation
from lianxi.ledger.queries import get_obligation_page

LATER = date(2026, 4, 3)


def _new(cast: Cast) -> Obligation:
    return entered(cast, lead="市人社局", co=("市总工会",))


def _working(cast: Cast) -> Obligation:
    row = acknowledged(cast, _new(cast))
    acknowledge_obligation(deputy(cast, "市总工会"), at(1), obligation_id=row.pk)
    report_progress(deputy(cast, "市总工会"), at(1), obligation_id=row.pk, text="已配合。")
    return row


def _asking(cast: Cast) -> Obligation:
    row = _working(cast)
    ask_extension(
        cast.member("市人社局"),
        at(2),
        obligation_id=row.pk,
        asked_on=LATER,
        reason="材料未齐",
        progress="已完成大半",
    )
    return row


def _submitted(cast: Cast) -> Obligation:
    row = _working(cast)
    submitted(cast, row)
    return row


def _returned(cast: Cast) -> Obligation:
    row = _submitted(cast)
    return_obligation(cast.director, at(3), obligation_id=row.pk, reason="缺签字")
    return row


def _undated(cast: Cast) -> Obligation:
    return acknowledged(cast, entered(cast, lead="市人社局", due_on=None))


def _closed(cast: Cast) -> Obligation:
    return closed(cast, entered(cast, lead="市人社局"))


def _to_answer(cast: Cast) -> Obligation:
    return closed(cast, entered(cast, answer_upward=True, upward_body="市人民政府"))


def _photo_wanted(cast: Cast) -> Obligation:
    row = _submitted(cast)
    kinds = ("photo",)
    require_evidence(cast.director, at(3), obligation_id=row.pk, kinds=kinds, reason="需要照片")
    return row


def _handed_back(cast: Cast) -> Obligation:
    row = _working(cast)
    unit = cast.unit("市发改委").pk
    hand_back(
        cast.member("市人社局"),
        at(3),
        obligation_id=row.pk,
        named_unit_id=unit,
        clause="QZ-4-1",
        reason="x",
    )
    return row


def _declined(cast: Cast) -> Obligation:
    row = _handed_back(cast)
    back = Handback.objects.get(obligation=row)
    decline_handback(cast.member("市发改委"), at(3), handback_id=back.pk, clause="QZ-4-1", reason="y")
    return row


SITUATIONS = (
    _photo_wanted,
    _handed_back,
    _declined,
    _new,
    _working,
    _asking,
    _submitted,
    _returned,
    _undated,
    _closed,
    _to_answer,
)


def _below(cast: Cast) -> int:
    other = found_cast("县级联席会议", "XJ")
    own = {"conference_id": other.conference.pk, "above_id": cast.conference.pk}
    place_conference(other.director, at(), **own, reason="市县")
    return other.conference.pk


def _payloads(cast: Cast, row: Obligation, given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    asked = Extension.objects.filter(obligation=row).last()
    back = Handback.objects.filter(obligation=row).last()
    ends = {"reason": "合并", "decision": given["decision"]}
    union, clause = cast.unit("市总工会").pk, "QZ-4-1"
    own = {"obligation_id": row.pk}
    return {
        "ledger.obligation.acknowledge": own,
        "ledger.progress.report": {**own, "text": "办理中。"},
        "ledger.extension.ask": {**own, "asked_on": LATER, "reason": "材料未齐", "progress": "已完成大半"},
        "ledger.clock.pause": {**own, "reason": "等待", "starts_on": LATER, "ends_on": LATER, "note": "等待"},
        "ledger.extension.grant": {"extension_id": asked.pk if asked else 0},
        "ledger.extension.refuse": {"extension_id": asked.pk if asked else 0, "answer": "事项紧急"},
        "ledger.obligation.verify": own,
        "ledger.obligation.return": {**own, "reason": "缺签字"},
        "ledger.obligation.supersede": {**own, "by_id": given["other"], **ends},
        "ledger.obligation.merge": {**own, "into_id": given["other"], **ends},
        "ledger.obligation.cancel": {**own, **ends},
        "ledger.evidence.add": {**own, "kind": "number", "register": "申报系统", "number": "7"},
        "ledger.evidence.require": {**own, "kinds": ("photo",), "reason": "需要照片"},
        "ledger.handback.ask": {
            **own,
            "named_unit_id": cast.unit("市发改委").pk,
            "clause": clause,
            "reason": "另有主管单位",
        },
        "ledger.delegation.offer": {**own, "to_conference_id": given["below"], "note": "请办理"},
        "ledger.handback.accept": {"handback_id": back.pk if back else 0},
        "ledger.handback.decline": {
            "handback_id": back.pk if back else 0,
            "clause": clause,
            "reason": "也不属本单位",
        },
        "ledger.handback.withdraw": {"handback_id": back.pk if back else 0},
        "ledger.handback.rule": {
            "handback_id": back.pk if back else 0,
            "unit_id": union,
            "reason": "由主管单位承办",
            "clause": clause,
            "facts": ("matter:aid:true",),
        },
        "ledger.obligation.answer_upward": {**own, "text": "已完成。", "signer": "召集人"},
    }


def _takes(actor: Actor, action: str, days: int, payload: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            catalogue[action](actor, at(days), **payload)
            transaction.set_rollback(True)
    except Refusal:
        return False
    return True


# Two hundred acts of nine seats a situation: a matrix of its own, apart from what runs after every change.
@pytest.mark.matrix
@pytest.mark.parametrize("days", [5, 20], ids=["before", "after"])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_offered_steps_are_those_that_happen(
    cast: Cast, situation: Callable[[Cast], Obligation], days: int
) -> None:
    row = situation(cast)
    page = get_obligation_page(cast.conference, row.pk, day_of(at(days)))
    adopted()
    given = {"decision": decided(cast, at(4)), "other": entered(cast).pk, "below": _below(cast)}
    actors = [
        cast.director,
        cast.staff,
        cast.convener,
        deputy(cast, "市人社局"),
        deputy(cast, "市总工会"),
        cast.member("市人社局"),
        cast.member("市总工会"),
        cast.liaison("市发改委"),
        cast.member("市发改委"),
    ]
    payloads = _payloads(cast, row, given)
    for actor in actors:
        for step in list_steps(page, actor, day_of(at(days))):
            takes = _takes(actor, step.action, days, payloads[step.action])
            assert (step.why_not == "") is takes, f"{actor.label} {step.title}: {step.why_not}"
            assert step.why_not == "" or step.why_not.endswith("。")
            assert step.is_theirs or step.why_not


def test_the_page_and_the_action_refuse_in_the_same_words(cast: Cast) -> None:
    row = _photo_wanted(cast)
    page = get_obligation_page(cast.conference, row.pk, day_of(at(5)))
    told = {one.action: one for one in list_steps(page, cast.director, day_of(at(5)))}
    step = told["ledger.obligation.verify"]
    assert step.refusal is not None
    with pytest.raises(type(step.refusal)) as refused:
        catalogue[step.action](cast.director, at(5), obligation_id=row.pk)
    assert refused.value.sentence() == step.refusal.sentence()


def test_facts_of_a_page_are_those_of_the_action(cast: Cast) -> None:
    for situation in (_photo_wanted, _declined, _asking, _to_answer):
        row = situation(cast)
        page = get_obligation_page(cast.conference, row.pk, day_of(at(5)))
        assert facts_of(page) == step_facts(Obligation.objects.get(pk=row.pk))
