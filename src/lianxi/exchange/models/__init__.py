"""Tables of the exchange."""

from lianxi.exchange.models.collections import CollectedOpinion, Collection, Reply
from lianxi.exchange.models.outside import Incoming, Routing, Upward
from lianxi.exchange.models.requests import Answer, Request
from lianxi.exchange.models.sendings import Bounce, Receipt, Sending, Tally

__all__ = [
    "Answer",
    "Bounce",
    "CollectedOpinion",
    "Collection",
    "Incoming",
    "Receipt",
    "Reply",
    "Request",
    "Routing",
    "Sending",
    "Tally",
    "Upward",
]
