"""Tables of the exchange."""

from lianxi.exchange.models.checklists import Checklist, ChecklistPoint, PointLink
from lianxi.exchange.models.collections import CollectedOpinion, Collection, Reply
from lianxi.exchange.models.outside import Incoming, Routing, Upward
from lianxi.exchange.models.requests import Answer, Request
from lianxi.exchange.models.sendings import Bounce, Receipt, Sending, Tally

__all__ = [
    "Answer",
    "Bounce",
    "Checklist",
    "ChecklistPoint",
    "CollectedOpinion",
    "Collection",
    "Incoming",
    "PointLink",
    "Receipt",
    "Reply",
    "Request",
    "Routing",
    "Sending",
    "Tally",
    "Upward",
]
