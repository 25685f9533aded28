"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Sequence
from typing import TypedDict


class EntriesLine(TypedDict):
    """What `_row` of entries gives to the page."""

    seq: int
    at: str
    iso: str
    title: str
    is_closed: bool
    hash: str
    actor: str
    door: str
    subject: str
    subject_url: str
    remark: str
    count: int


class EntriesRecord(TypedDict):
    """What `_record` of entries gives to the page."""

    label: str
    url: str
    record: object
    operation: object
    is_change: object
    values: Sequence[object]
