"""What a page is told and what the act answers: the same, for every action, record, state and seat of the matrix."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models, transaction
from django.utils import timezone

from lianxi.core.refusals import Refusal
from lianxi.core.rooms import record_kinds
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.gates import require_seen
from matrix import doors
from matrix.world import AT, Seat, World, build, rows_of, stand, states_of

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]
load_catalogue()
DECIDED = sorted(id_ for id_, action in catalogue.items() if action.deciding and action.who)
# What the body of an act may still refuse once its guard has let a seat pass: what the form says, what was seen.
OF_THE_FORM = {"bad_input", "conflict", "not_found"}
# Refusals of a body that rest on more than the guard can know: their code, and what they rest on.
NAMED = {
    "exchange.bounce.accept": ("wrong_state", "来件随退件的状态，只有强设的退件与它不一致"),
    "exchange.bounce.withdraw": ("wrong_state", "来件随退件的状态，只有强设的退件与它不一致"),
    "incidents.group.form": ("no_lead", "所填的牵头依据"),
    "inspections.supervision.go": ("no_mandate", "所填的日期须在期限内；只有强设的督查没有核对过的指定"),
    "inspections.supervision.plan": ("no_mandate", "所填的日期须在期限内；只有强设的督查没有核对过的指定"),
    "ledger.circular.issue": ("cannot_issue_circular", "按统计时点重算的全部数字；期限内印发的理由"),
    "ledger.clock.pause": ("cannot_pause_clock", "所填的情形和起止日期"),
    "ledger.clock.resume": ("cannot_pause_clock", "所填的恢复日期"),
    "ledger.delegation.accept": ("cannot_enter_obligation", "所选的单位"),
    "ledger.delegation.offer": ("cannot_delegate", "所选的下级联席会议"),
    "ledger.extension.ask": ("cannot_ask_extension", "所填的日期"),
    "ledger.extension.grant": ("cannot_answer_extension", "所填的日期"),
    "ledger.obligation.cancel": ("cannot_end_obligation", "所填的决定"),
    "ledger.obligation.merge": ("cannot_end_obligation", "所选的另一事项和决定"),
    "ledger.obligation.supersede": ("cannot_supersede_obligation", "所选的另一事项和决定"),
    "ledger.slip.issue": ("cannot_issue_slip", "所选的级次"),
    "meetings.agenda.add": ("wrong_state", "所选的议题"),
    "meetings.agenda.remove": ("wrong_state", "议程上的议题，只有强设的会议与它不一致"),
    "meetings.consent.record_on_paper": ("unit_not_asked", "所选的单位"),
    "meetings.item.record_outcome": ("outcome_conflict", "所看的版本"),
    "meetings.meeting.cancel": ("wrong_state", "议程上的议题，只有强设的会议与它不一致"),
    "meetings.meeting.close": ("wrong_state", "议程上的议题，只有强设的会议与它不一致"),
    "meetings.minutes.correct": ("cannot_issue_minutes", "所引的原文"),
    "meetings.paragraph.revise": ("paragraph_conflict", "所看的段落"),
    "meetings.objection.adopt": ("paragraph_conflict", "所看的段落"),
    "meetings.topic.revise": ("topic_text_conflict", "所看的文本"),
    "protection.list.draft": ("not_permitted", "所选的名单种类"),
    "register.identity.read": ("not_permitted", "查阅的时限按时刻计"),
    "surveillance.signal.check": ("not_yet_effective", "填写有效的，须看后来的数据"),
    "surveillance.warning.issue": ("cannot_warn", "所选的单位和条款"),
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Play the half year once for all actions; nothing of it stays."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(timezone, "now", lambda: AT)
        yield build()
        transaction.set_rollback(True)


@pytest.mark.parametrize("id_", DECIDED)
def test_a_page_is_told_what_the_act_answers(world: World, id_: str) -> None:
    action = catalogue[id_]
    differ = [
        (table, state, seat.name, told, answered)
        for table, state, row in _rows(world, action)
        for seat in world.seats_for(row)
        for told, answered in [_both(world, action, row, state, seat)]
        if not _agree(id_, told, answered)
    ]
    assert differ == []


def _rows(world: World, action: Action[..., Any]) -> Iterator[tuple[str, str, models.Model]]:
    """Give a row of the kind that the action is about in every state; the conference where it names none."""
    tables = [table for table in record_kinds() if action in doors.actions_about(table)]
    for table in tables or ["bodies.conference"]:
        for state in states_of(table):
            rows = rows_of(table, world.conference)
            row = (rows.filter(state=state).first() if state else None) or rows.first()
            if row is not None:
                yield table, state, row


def _both(
    world: World, action: Action[..., Any], row: models.Model, state: str, seat: Seat
) -> tuple[str, str]:
    with transaction.atomic():
        stand(row, state)
        payload = doors.payload_of(action, row, world)
        told = _told(action, payload, seat)
        answered = _answered(action, payload, seat)
        transaction.set_rollback(True)
    return told, answered


def _told(action: Action[..., Any], payload: dict[str, Any], seat: Seat) -> str:
    """Ask as a page does: with the record, without its lock; a record that is not the seat's own is not found."""
    if refusal := action.refused_to(seat.actor):
        return _said(refusal)
    assert action.deciding is not None
    act = Act(actor=seat.actor, at=AT, action=action.id, chain=seat.actor.conference_id or 0)
    try:
        # No page shows a record that the seat does not see; the act asks the same before its guard.
        require_seen(seat.actor, action.payload, payload)
        record = action.deciding.hold(act, payload)
        refusal = action.available(record, seat.actor, day_of(AT))
    except Refusal as missing:
        return _said(missing)
    except Exception as wrong:  # noqa: BLE001 - a record without history cannot be judged by either
        return f"fault {type(wrong).__name__}"
    return _said(refusal) if refusal else "free"


def _answered(action: Action[..., Any], payload: dict[str, Any], seat: Seat) -> str:
    try:
        with transaction.atomic():
            action(seat.actor, AT, **payload)
            transaction.set_rollback(True)
    except Refusal as refusal:
        return _said(refusal)
    except Exception as wrong:  # noqa: BLE001 - see above
        return f"fault {type(wrong).__name__}"
    return "taken"


def _said(refusal: Refusal) -> str:
    return f"{refusal.code}: {refusal.message}"


def _agree(id_: str, told: str, answered: str) -> bool:
    if told != "free":
        return told == answered
    code = answered.partition(":")[0]
    named = NAMED[id_][0] if id_ in NAMED else ""
    return answered == "taken" or answered.startswith("fault") or code in {*OF_THE_FORM, named}
