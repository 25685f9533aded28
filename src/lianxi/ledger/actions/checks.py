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
    """The obligation is closed or superseded: nothing more happens to it."""

    code = "obligation_ended"


def tracking_basis(act: Act) -> Basis:
    """This function will give the clause on following things up that holds on the act's day."""
    return basis_of(act.chain, TRACKING, day_of(act.at))


def cite_tracking(act: Act, obligation: Obligation) -> None:
    """This function will cite the clause on following up, and the obligation's own clause."""
    for basis in (tracking_basis(act), obligation.basis):
        if basis.clause:
            act.cite(basis)


def unit_name(unit_id: int) -> str:
    """This function will give a unit's name for a sentence."""
    return unit_names([unit_id]).get(unit_id, "该单位")


def co_unit_ids(obligation: Obligation) -> list[int]:
    """This function will list the units that take part beside the lead."""
    rows = CoUnit.objects.filter(obligation=obligation).order_by("pk")
    return list(rows.values_list("unit_id", flat=True))


def tell_units(act: Act, obligation: Obligation, title: str) -> None:
    """This function will put a notice to the lead and every co-unit into the outbox."""
    for unit_id in (obligation.lead_unit_id, *co_unit_ids(obligation)):
        act.notify(title, about=obligation, unit=unit_id)


def require_running(obligation: Obligation) -> None:
    """This function will refuse an obligation that is closed or superseded."""
    if obligation.state in ENDED:
        raise ObligationEnded(
            f"事项{obligation.number}已是“{OBLIGATION.labels[obligation.state]}”。",
            rule="结束的事项不再办理",
            next_step="需要继续办理的，请由办公室另行登记事项。",
        )
