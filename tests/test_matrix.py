"""Every action from every kind of seat: refused with a reason where the seat is not named, and only there."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from cast import AT, Cast
from lianxi.core.actors import Actor, SeatKind, timer_of
from lianxi.core.refusals import NotPermitted, Refusal
from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue, required_payload
from lianxi.journal.models import Entry

load_catalogue()
# Kinds that hold no seat which could have ended.
OUTSIDE = (SeatKind.INSTALLER, SeatKind.VISITOR)


def _actor(cast: Cast, kind: SeatKind) -> Actor:
    if kind is SeatKind.INSTALLER:
        return Actor(kind=kind, label="安装程序")
    if kind is SeatKind.TIMER:
        return timer_of(cast.conference.pk)
    if kind is SeatKind.VISITOR:
        return Actor(kind=kind, label="无席位")
    units = {SeatKind.OFFICE_MEMBER: "市住建局", SeatKind.OFFICE_DEPUTY: "市人社局"}
    if kind in (SeatKind.DEPUTY_CONVENER, SeatKind.OPERATOR):
        # The cast has none; the gate is the same for a seat nobody holds.
        return Actor(kind=kind, label="没有人的席位", conference_id=cast.conference.pk)
    return cast.actor(kind, units.get(kind, "市卫健委"))


@pytest.mark.long
def test_role_times_action(cast: Cast) -> None:
    """One conference for all acts and kinds of seat: what is refused leaves nothing behind."""
    actors = {kind: _actor(cast, kind) for kind in SeatKind}
    before = Entry.objects.count()
    told = [
        f"{id_} by {kind}: {wrong}"
        for id_ in sorted(catalogue)
        for kind, actor in actors.items()
        for wrong in _wrong(id_, actor)
    ]
    assert told == []
    assert Entry.objects.count() == before


def _wrong(id_: str, actor: Actor) -> Iterator[str]:
    action = catalogue[id_]
    payload: dict[str, Any] = required_payload(action)
    if actor.kind not in action.who:
        try:
            action(actor, AT, **payload)
        except NotPermitted as refusal:
            if not refusal.rule or not refusal.next_step:
                yield "refused without a rule or a next step"
        else:
            yield "not refused"
        return
    action.require(actor)
    # A seat that is no longer held may do nothing, whatever its kind.
    if actor.kind not in OUTSIDE:
        try:
            action(actor, AT - timedelta(days=5000), **payload)
        except Refusal:
            return
        yield "not refused where the seat is no longer held"


def test_an_action_that_nobody_may_call_alone_is_said_so() -> None:
    inner = {id_ for id_, action in catalogue.items() if not action.who}
    assert inner == {
        "bodies.unit.admit",
        "bodies.unit.release",
        "exchange.incoming.route",
        "exchange.receipt.keep",
        "exchange.receipt.pass",
        "ledger.extension.lapse",
        "ledger.handback.lapse",
        "ledger.obligation.fulfil",
        "ledger.obligation.reassign",
        "ledger.obligation.renew",
        "ledger.part.take",
        "ledger.slip.lapse",
    }
