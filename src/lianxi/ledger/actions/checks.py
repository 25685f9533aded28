"""What the ledger's actions check alike: texts that must be filled in, the own unit, the clause to cite."""

from lianxi.bodies.queries import basis_of, unit_names
from lianxi.core.basis import Basis
from lianxi.core.refusals import NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.ledger.models import CoUnit, Obligation
from lianxi.ledger.rules import ENDED, OBLIGATION
from lianxi.ledger.rules.machines import TRACKING


class ObligationEnded(NotPermitted):
    """The obligation is closed, replaced, merged or cancelled: nothing more happens to it."""

    code = "obligation_ended"


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
    if obligation.state in ENDED:
        raise ObligationEnded(
            f"事项{obligation.number}已是“{OBLIGATION.labels[obligation.state]}”。",
            rule="结束的事项不再办理",
            next_step="需要继续办理的，请由办公室另行登记事项。",
        )


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


class NotYourObligation(NotPermitted):
    """The obligation is neither led by the actor's unit nor does the unit take part in it."""

    code = "not_your_obligation"


def require_own_part(act: Act, obligation: Obligation) -> CoUnit | None:
    """Return the own unit's part, None for the lead; refuse a unit that has none."""
    if act.actor.unit_id == obligation.lead_unit_id:
        return None
    parts = CoUnit.objects.filter(obligation=obligation, unit_id=act.actor.unit_id or 0)
    part: CoUnit | None = parts.exclude(state="released").first()
    if part is None:
        lead = unit_name(obligation.lead_unit_id)
        raise NotYourObligation(
            f"事项{obligation.number}由{lead}主办，你单位不是主办或协办单位。",
            rule="成员单位只办理本单位承办的事项",
            next_step=f"请由{lead}或协办单位办理；认为应由你单位承办的，请告知办公室。",
        )
    return part
