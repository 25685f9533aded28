"""What of surveillance a seat has in hand: batches and signals under way on which it acted last."""

from lianxi.core.hands import InHand
from lianxi.journal.hands import list_held


def list_in_hand(conference_id: int, seats: list[int]) -> dict[int, list[InHand]]:
    """Return by seat the batches and signals under way."""
    kinds = {"surveillance__batch": "source_name", "surveillance__signal": "sentence"}
    return list_held(conference_id, seats, **kinds)
