"""A matter or a part of it changes hands inside another act: by acceptance, a ruling or a merger."""

from typing import Annotated

from lianxi.bodies.queries import member_unit_ids
from lianxi.core.fields import Inner
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import unit_name
from lianxi.ledger.actions.extending import lapse_extension
from lianxi.ledger.actions.timing import restart_clock
from lianxi.ledger.models import CoUnit, Obligation
from lianxi.ledger.rules import CO_PART, OBLIGATION

REASSIGN = "ledger.obligation.reassign"
TAKE = "ledger.part.take"


@action(REASSIGN, "改由另一单位承办", who=frozenset())
def reassign_obligation(
    act: Act,
    *,
    obligation: Obligation,
    from_id: Annotated[int, Inner("原承办单位")],
    to_id: Annotated[int, Inner("承办单位")],
) -> None:
    """Pass the lead, or a co-unit's part, from one unit to another; its clock goes on
    unless its own rule says that it starts anew.

    The new unit has to acknowledge. A co-unit that becomes the lead is no co-unit any longer. It runs only
    inside the act by which the unit accepts or the office rules.
    """
    if to_id not in member_unit_ids(act.chain, day_of(act.at)):
        raise BadInput(f"“{unit_name(to_id)}”不是成员单位，不能承办。", next_step="请改选成员单位。")
    if obligation.lead_unit_id == from_id:
        act.move_as(REASSIGN, obligation, OBLIGATION, lead_unit_id=to_id)
        lapse_extension.within(act, obligation=obligation)
        restart_clock(act, obligation, REASSIGN)
        _release(act, obligation, to_id)
    else:
        _release(act, obligation, from_id)
        take_part.within(act, obligation=obligation, unit_id=to_id)
    title = f"事项{obligation.number}改由你单位承办，请签收：{obligation.title}"
    act.notify(title, about=obligation, unit=to_id)
    act.notify(f"事项{obligation.number}已改由{unit_name(to_id)}承办", about=obligation, unit=from_id)


@action(TAKE, "列为协办单位", who=frozenset())
def take_part(act: Act, *, obligation: Obligation, unit_id: Annotated[int, Inner("协办单位")]) -> None:
    """Make a unit a co-unit unless it has a part already; a released one starts again.

    It runs only inside the act that merges or passes on a matter.
    """
    if unit_id == obligation.lead_unit_id:
        return
    part: CoUnit | None = CoUnit.objects.filter(obligation=obligation, unit_id=unit_id).first()
    if part is None:
        own = {"conference_id": obligation.conference_id, "obligation": obligation}
        act.create(CoUnit(unit_id=unit_id, state=CO_PART.initial, **own))
    elif part.state == "released":
        act.move_as(TAKE, part, CO_PART, acknowledged_at=None, finished_at=None, waiver="")


def _release(act: Act, obligation: Obligation, unit_id: int) -> None:
    for part in CoUnit.objects.filter(obligation=obligation, unit_id=unit_id).exclude(state="released"):
        act.move_as(REASSIGN, part, CO_PART)
