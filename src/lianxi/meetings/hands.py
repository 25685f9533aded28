"""What of the meetings a seat has in hand: topics, meetings and minutes under way on which it acted last."""

from lianxi.core.hands import InHand
from lianxi.journal.hands import list_held


def list_in_hand(conference_id: int, seats: list[int]) -> dict[int, list[InHand]]:
    """Return by seat the topics, opinions, meetings and minutes under way."""
    return list_held(
        conference_id,
        seats,
        meetings__topic="title",
        meetings__opinion="topic__title",
        meetings__meeting="title",
        meetings__minutes="meeting__title",
    )
