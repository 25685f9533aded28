"""Who may put files to a matter: the units that answer for it, and the office, while it runs."""

from collections.abc import Iterable

from lianxi.core.attaching import NOBODY, Writers
from lianxi.ledger.models import CoUnit, Obligation
from lianxi.ledger.rules import ENDED


def of_obligation(state: str, lead_unit_id: int, co_unit_ids: Iterable[int]) -> Writers:
    """Let the lead and the co-units (database ids) add to a matter, and the office."""
    return NOBODY if state in ENDED else Writers(frozenset({lead_unit_id, *co_unit_ids}))


def to_obligation(pk: int) -> Writers | None:
    """Say who may add to a matter by its id."""
    row = Obligation.objects.filter(pk=pk).first()
    if row is None:
        return None
    parts = CoUnit.objects.filter(obligation=row).exclude(state="released").values_list("unit_id", flat=True)
    return of_obligation(row.state, row.lead_unit_id, parts)
