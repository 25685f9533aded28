"""What a seat has in hand beside the matters it signed for, in every room whose face says so."""

from collections.abc import Iterable

from lianxi.core.hands import InHand
from lianxi.journal.hands import list_held
from lianxi.ledger.models import HandoverRecord


def list_others(conference_id: int, seats: Iterable[int]) -> dict[int, list[InHand]]:
    """Return by seat all work in hand of all rooms beside the matters of the ledger.

    What was handed over and taken is in the hands of who took it, until somebody acts on it again.
    """
    wanted = list(seats)
    rows = HandoverRecord.objects.filter(conference_id=conference_id, handover__state="taken")
    columns = ("record", "handover__taken_at", "handover__seat_id", "handover__to_seat_id")
    taken = list(rows.order_by("handover__taken_at", "pk").values_list(*columns))
    given = [giver for _record, _at, giver, taker in taken if taker in wanted]
    passed = {record: (at, taker) for record, at, _giver, taker in taken}
    found: dict[int, list[InHand]] = {seat: [] for seat in wanted}
    for seat, held in list_held(conference_id, dict.fromkeys([*wanted, *given])).items():
        for one in held:
            at, taker = passed.get(one.record, (one.at, seat))
            hand = taker if at >= one.at else seat
            if hand in found:
                found[hand].append(one)
    return found
