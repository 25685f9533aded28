"""When a unit's place passes to another one, what it still owes passes too; what is closed stays as it was."""

from lianxi.journal.acting import Act
from lianxi.ledger.models import CoUnit, Obligation, Passing
from lianxi.ledger.rules import ENDED


def pass_obligations(act: Act, old: int, new: int) -> None:
    """Let the running obligations of unit `old` go on with unit `new` (database ids).

    A unit is never named twice on an obligation: where `new` has a part already, the old part is left as
    the record of its time.
    """
    running = Obligation.objects.filter(conference_id=act.chain).exclude(state__in=ENDED)
    for obligation in running.filter(lead_unit_id=old).select_for_update():
        act.change(obligation, lead_unit_id=new)
        own = {"conference_id": obligation.conference_id, "obligation": obligation, "at": act.at}
        act.create(Passing(from_unit_id=old, to_unit_id=new, **own))
    helping = CoUnit.objects.filter(obligation__in=running, unit_id=old).select_related("obligation")
    for part in helping:
        named = {part.obligation.lead_unit_id}
        named |= set(CoUnit.objects.filter(obligation=part.obligation).values_list("unit_id", flat=True))
        if new not in named:
            act.change(part, unit_id=new)


def tell_of_orphans(act: Act, unit_id: int) -> None:
    """Tell the office which running obligations a leaving unit leads: somebody must take them."""
    running = Obligation.objects.filter(conference_id=act.chain, lead_unit_id=unit_id).exclude(
        state__in=ENDED
    )
    for obligation in running.select_related("lead_unit"):
        title = (
            f"{obligation.lead_unit.name}退出后，事项{obligation.number}没有主办单位，请重新明确后替代原事项"
        )
        act.notify(title, about=obligation, office=True)
