"""All that a seat has in hand goes to whoever follows: topics and drafts as well as matters of the ledger."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import models

from cast import AT, Cast
from exchange.stages import receipt_of, sent
from ledger.steps import at
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import held_kinds, machine_of
from lianxi.exchange.actions import ask_request, open_collection, register_incoming, sign_receipt
from lianxi.guests.actions import open_task
from lianxi.incidents.actions import enter_call
from lianxi.inspections.actions import ask_supervision
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import give_handover, take_handover
from lianxi.ledger.queries.hands import list_others
from lianxi.meetings.actions import propose_topic
from papers.paths import drafted
from work.making import made


def _records(cast: Cast, seat_id: int) -> list[str]:
    return [one.record for one in list_others(cast.conference.pk, [seat_id])[seat_id]]


def test_a_topic_goes_along_and_is_in_the_hands_of_who_took_it(cast: Cast) -> None:
    liaison, member = cast.liaison("市住建局"), cast.member("市住建局")
    own, to = liaison.seat_id or 0, member.seat_id or 0
    topic = propose_topic(liaison, AT, title="粉尘检查", text="情况说明", clause="QZ-3-11-2")
    assert _records(cast, own) == [f"meetings.topic:{topic.pk}"]
    handed = give_handover(liaison, at(3), seat_id=own, to_seat_id=to, note="调离")
    assert [one.title for one in handed.others.all()] == ["粉尘检查"]
    # Until it is taken it stays in the first hands.
    assert (_records(cast, own), _records(cast, to)) == ([f"meetings.topic:{topic.pk}"], [])
    take_handover(member, at(4), handover_id=handed.pk)
    assert (_records(cast, own), _records(cast, to)) == ([], [f"meetings.topic:{topic.pk}"])
    assert list(verify_chains()) == []


def test_a_draft_passes_to_the_seat_of_the_office_that_takes_it_over(cast: Cast) -> None:
    draft, staff = drafted(cast), cast.staff
    own, to = staff.seat_id or 0, cast.director.seat_id or 0
    assert _records(cast, own) == [f"papers.paperdraft:{draft.pk}"]
    handed = give_handover(staff, at(3), seat_id=own, to_seat_id=to, note="调离")
    take_handover(cast.director, at(4), handover_id=handed.pk)
    draft.refresh_from_db()
    assert draft.drafted_seat_id == to
    assert _records(cast, to) == [f"papers.paperdraft:{draft.pk}"]


def test_a_seat_with_nothing_in_hand_hands_nothing_over(cast: Cast) -> None:
    member, liaison = cast.member("市发改委"), cast.liaison("市发改委")
    own, to = member.seat_id or 0, liaison.seat_id or 0
    with pytest.raises(BadInput, match="没有经办的在办事项"):
        give_handover(member, at(3), seat_id=own, to_seat_id=to, note="调离")


DUE = date(2026, 3, 20)


def _request(cast: Cast) -> models.Model:
    told = {"kind": "material", "title": "提供工伤认定人数", "asked_on": DUE}
    return ask_request(cast.staff, AT, unit_ids=(cast.unit("市人社局").pk,), **told)[0]


def _collection(cast: Cast) -> models.Model:
    return open_collection(cast.staff, AT, title="工作要点", form="opinions", due_on=DUE, to_all=True)


def _incoming(cast: Cast) -> models.Model:
    told = {
        "kind": "superior",
        "system_number": "收1",
        "from_body": "省卫生健康委",
        "received_on": date(2026, 3, 2),
    }
    return register_incoming(cast.staff, AT, title="专项治理的通知", **told)


def _guest(cast: Cast) -> models.Model:
    told = {"body": "安溪县卫健局", "kind": "answer", "title": "核实一家企业", "due_on": DUE}
    return open_task(cast.staff, AT, **told)[0]


def _supervision(cast: Cast) -> models.Model:
    told = {"target": "county_government", "object_name": "晋江市人民政府", "trigger": "mayor_instruction"}
    return ask_supervision(cast.staff, AT, title="事件处置督查", paper="市长批示 2026-03-01", **told)


def _incident(cast: Cast) -> models.Model:
    told = {
        "source_kind": "hospital",
        "place": "晋江市某制鞋厂",
        "content": "五名工人头晕",
        "division": "晋江市",
    }
    return enter_call(cast.staff, AT, told_at=AT, kind="acute_poisoning", **told)


@pytest.mark.parametrize("make", [_request, _collection, _incoming, _guest, _supervision, _incident, made])
def test_open_work_of_every_room_is_in_the_hands_of_its_seat_and_passes(
    cast: Cast, make: Callable[[Cast], models.Model]
) -> None:
    row = make(cast)
    name, staff = f"{row._meta.label_lower}:{row.pk}", cast.staff
    own, to = staff.seat_id or 0, cast.director.seat_id or 0
    assert name in _records(cast, own)
    handed = give_handover(staff, at(3), seat_id=own, to_seat_id=to, note="调离")
    assert name in {one.record for one in handed.others.all()}
    take_handover(cast.director, at(4), handover_id=handed.pk)
    assert name not in _records(cast, own)
    assert name in _records(cast, to)


def test_what_a_unit_signed_for_goes_to_its_other_seat(cast: Cast) -> None:
    liaison, member = cast.liaison("市住建局"), cast.member("市住建局")
    own, to = liaison.seat_id or 0, member.seat_id or 0
    came = receipt_of(cast, sent(cast, "市住建局", by="市发改委"), "市住建局")
    receipt = sign_receipt(liaison, at(1), receipt_id=came.pk)
    assert _records(cast, own) == [f"exchange.receipt:{receipt.pk}"]
    handed = give_handover(liaison, at(3), seat_id=own, to_seat_id=to, note="调离")
    take_handover(member, at(4), handover_id=handed.pk)
    assert (_records(cast, own), _records(cast, to)) == ([], [f"exchange.receipt:{receipt.pk}"])


def test_what_a_face_hands_over_has_states_in_which_it_is_open(cast: Cast) -> None:
    for one in held_kinds():
        machine = machine_of(one.table)
        assert machine is not None, one.table
        assert set(one.states) <= set(machine.labels), one.table
    # Every column that a face names is there: one look-up asks for all of them.
    assert set(list_others(cast.conference.pk, [1])) == {1}
