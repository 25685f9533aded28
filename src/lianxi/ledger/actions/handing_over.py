"""Handover when a person leaves: the open matters of a seat go to whoever follows, with notes."""

from collections.abc import Sequence
from typing import Annotated

from lianxi.bodies.models import Seat
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS, SeatKind
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Lines, One, Several, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import HANDED, followers
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.ledger.facts import giver_facts, handover_facts
from lianxi.ledger.models import Handover, HandoverMatter, HandoverRecord
from lianxi.ledger.queries.handovers import matters_of_seats
from lianxi.ledger.queries.hands import list_others
from lianxi.ledger.rules import HANDOVER, beside


@action(
    "ledger.handover.give",
    "移交在办事项",
    who=UNIT_SPEAKERS | OFFICE,
    deciding=on(Seat, "seat_id", beside.give_handover, facts=giver_facts),
)
def give_handover(
    act: Act,
    *,
    seat_id: Annotated[int, One("席位")],
    to_seat_id: Annotated[int, One("移交给")],
    note: Annotated[str, Words("交接说明", 1000)],
    obligation_ids: Annotated[Sequence[int], Several("移交的事项")] = (),
    notes: Annotated[Sequence[str], Lines("说明", 300)] = (),
) -> Handover:
    """Hand all that a seat has in hand to its successor, with a note on the whole and on each matter.

    The holder hands over the own seat, the office a vacant one; the successor sits in the same seat later
    or in another one of the unit. Without `obligation_ids` every open matter goes; what other rooms say the
    seat has in hand goes along. Raises CannotHandOver, BadInput where nothing is open.
    """
    seat, to_seat = act.get(Seat, seat_id), act.get(Seat, to_seat_id)
    act.subject = ""
    # What the office has in hand goes to a seat of the office, or to one that speaks for the unit.
    takers = UNIT_SPEAKERS | OFFICE if SeatKind(seat.kind) in OFFICE else UNIT_SPEAKERS
    if to_seat.unit_id != seat.unit_id or SeatKind(to_seat.kind) not in takers:
        raise BadInput("接手的须是本单位的成员或联络员席位。", next_step="请改选接手的席位。")
    mine = {row.pk: row for row in matters_of_seats(act.chain, [seat.pk])[seat.pk]}
    wanted = list(obligation_ids) or list(mine)
    others = list_others(act.chain, [seat.pk])[seat.pk]
    if set(wanted) - set(mine):
        raise BadInput("所选事项不是这个席位经办的在办事项。", next_step="请从列出的事项中选择。")
    if not wanted and not others:
        raise BadInput("这个席位没有经办的在办事项，也没有其他在办的记录。", next_step="不需要移交。")
    told = dict(zip(obligation_ids, notes, strict=False))
    row = Handover(conference_id=act.chain, seat=seat, to_seat=to_seat, note=filled(note, "交接说明", 1000))
    row.state, row.by, row.at = HANDOVER.initial, act.actor.label, act.at
    row.person_id = act.actor.person_id or 0
    act.create(row)
    for key in dict.fromkeys(wanted):
        words = short_enough(told.get(key, ""), "说明", 300)
        act.create(HandoverMatter(conference_id=act.chain, handover=row, obligation=mine[key], note=words))
    for one in others:
        title = one.title[:300]
        act.create(HandoverRecord(conference_id=act.chain, handover=row, record=one.record, title=title))
    told_of = f"{seat.label}移交{len(set(wanted))}项在办事项" + (
        f"、{len(others)}件其他在办" if others else ""
    )
    act.notify(f"{told_of}，请接手", about=row, seat=to_seat.pk)
    act.notify(told_of, about=row, office=True)
    return row


@action(
    "ledger.handover.take",
    "接手移交的事项",
    who=UNIT_SPEAKERS | OFFICE,
    rule="由接任的人接手",
    deciding=on(
        Handover,
        "handover_id",
        beside.take_handover,
        stands(HANDOVER, "ledger.handover.take"),
        facts=handover_facts,
    ),
)
def take_handover(act: Act, *, handover_id: Annotated[int, One("交接")]) -> Handover:
    """Take over what was handed to the own seat, another person than the giver; each room lets its work follow."""
    row = act.lock(Handover, handover_id)
    records = list(row.others.order_by("pk").values_list("record", flat=True))
    for follow in followers(HANDED):
        follow(act, records, row.seat_id, row.to_seat_id)
    act.notify(f"{act.actor.label}已接手移交的事项", about=row, office=True)
    return act.move(row, HANDOVER, taken_by=act.actor.label, taken_at=act.at)
