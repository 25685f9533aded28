"""What of the papers a seat has in hand, and how a draft passes to another seat."""

from collections.abc import Iterable

from lianxi.bodies.models import Seat
from lianxi.core.actors import OFFICE, SeatKind
from lianxi.core.hands import InHand
from lianxi.journal.acting import Act
from lianxi.journal.hands import list_held, under_way
from lianxi.papers.models import PaperDraft

_DRAFT = "papers.paperdraft"


def list_in_hand(conference_id: int, seats: list[int]) -> dict[int, list[InHand]]:
    """Return by seat the papers under way and the acts entered from signed paper."""
    return list_held(conference_id, seats, papers__paperdraft="title", papers__signedact="act")


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
