"""What the ledger's actions check alike: texts that must be filled in, the own unit, the clause to cite."""

from lianxi.bodies.queries import basis_of, unit_names
from lianxi.core.basis import Basis
from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.ledger.models import CoUnit, Obligation
from lianxi.ledger.rules.machines import TRACKING
from lianxi.ledger.rules.steps import ended


def tracking_basis(act: Act) -> Basis:
    """Return the clause on following things up that holds on the act's day."""
    return basis_of(act.chain, TRACKING, day_of(act.at))


def cite_tracking(act: Act, obligation: Obligation) -> None:
    """Cite the clause on following up, and the obligation's own clause."""
    for basis in (tracking_basis(act), obligation.basis):
        if basis.clause:
            act.cite(basis)


def unit_name(unit_id: int) -> str:
    """Return a unit's name for a sentence."""
    return unit_names([unit_id]).get(unit_id, "该单位")


def co_unit_ids(obligation: Obligation) -> list[int]:
    """List the units that take part beside the lead; not those released from it."""
    rows = CoUnit.objects.filter(obligation=obligation).exclude(state="released").order_by("pk")
    return list(rows.values_list("unit_id", flat=True))


def tell_units(act: Act, obligation: Obligation, title: str) -> None:
    """Put a notice to the lead and every co-unit into the outbox."""
    for unit_id in (obligation.lead_unit_id, *co_unit_ids(obligation)):
        act.notify(title, about=obligation, unit=unit_id)


def require_running(obligation: Obligation) -> None:
    """Refuse an obligation that has ended."""
    if refusal := ended(obligation.number, obligation.state):
        raise refusal


def by_seat(act: Act, obligation: Obligation) -> dict[str, object]:
    """Return the column values of an event of an obligation done by the acting seat."""
    return {
        "conference_id": obligation.conference_id,
        "obligation": obligation,
        "unit_id": act.actor.unit_id or 0,
        "seat_id": act.actor.seat_id or 0,
        "by": act.actor.label,
        "at": act.at,
    }


def own_part(act: Act, obligation: Obligation) -> CoUnit | None:
    """Return the own unit's part, None for the lead; the step's guard has refused who has none."""
    if act.actor.unit_id == obligation.lead_unit_id:
        return None
    parts = CoUnit.objects.filter(obligation=obligation, unit_id=act.actor.unit_id or 0)
    part: CoUnit | None = parts.exclude(state="released").first()
    return part
