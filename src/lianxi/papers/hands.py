"""How a draft passes to the seat that took it over."""

from collections.abc import Iterable

from lianxi.bodies.models import Seat
from lianxi.core.actors import OFFICE, SeatKind
from lianxi.journal.acting import Act
from lianxi.journal.hands import under_way
from lianxi.papers.models import PaperDraft

_DRAFT = "papers.paperdraft"


def pass_drafts(act: Act, records: Iterable[str], seat_id: int, to_seat_id: int) -> None:
    """Give a seat's drafts among some records to the seat of the office that took them; who drafted them stays."""
    if SeatKind(act.get(Seat, to_seat_id).kind) not in OFFICE:
        # Only the office works at drafts: they stay with the seat, where every seat of the office reaches them.
        return
    for record in records:
        table, _colon, pk = record.partition(":")
        if table == _DRAFT:
            row = act.lock(PaperDraft, int(pk))
            if row.drafted_seat_id == seat_id != to_seat_id and row.state in under_way(_DRAFT):
                act.change(row, drafted_seat_id=to_seat_id)
