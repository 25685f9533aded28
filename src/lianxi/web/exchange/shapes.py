"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from lianxi.papers.rows import AttachmentRow
from lianxi.web.shared.shapes import ListingDue


class CollectionsFacts(TypedDict):
    """What `_facts` of collections gives to the page."""

    label: str
    value: object
    light: NotRequired[object]
    light_words: NotRequired[object]


class CollectionsReply(TypedDict):
    """What `_reply` of collections gives to the page."""

    row: object
    state: str
    by: str
    opinions: Sequence[object]
    record: str
    files: Sequence[AttachmentRow]


class RequestsListLine(TypedDict):
    """What `_list_row` of requests gives to the page."""

    row: object
    kind: object
    state: str
    due: ListingDue


class SendingsListLine(TypedDict):
    """What `_list_row` of sendings gives to the page."""

    row: object
    kind: object
    own: str
    state: str
    due: ListingDue
    at: str


class SendingsRows(TypedDict):
    """What `_rows` of sendings gives to the page."""

    place: int
    cells: object
    result: object


class SendingsReceipt(TypedDict):
    """What `_receipt` of sendings gives to the page."""

    row: object
    state: str
    outcome: object
    signed: str
    answered: str
    results: Sequence[tuple[str, int]]
    told: Sequence[tuple[str, str]]
    record: str
    files: Sequence[AttachmentRow]
