"""What a seat has in hand: work under way that goes to whoever follows when a seat is handed over."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class InHand:
    """A record under way, as the journal names it, with its state in words and since when it is in these hands."""

    record: str
    title: str
    state: str
    at: datetime
