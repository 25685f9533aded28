"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Sequence
from typing import TypedDict

from lianxi.papers.rows import PaperRow, RecipientRow, SignedActRow
from lianxi.web.shared.offers import Offer


class IssuedListLine(TypedDict):
    """What `_list_row` of issued gives to the page."""

    paper: PaperRow
    kind: str
    day: str


class IssuedHashes(TypedDict):
    """What `_hashes` of issued gives to the page."""

    label: str
    value: str


class IssuedRecipientLine(TypedDict):
    """What `_recipient_row` of issued gives to the page."""

    row: RecipientRow
    mode: str
    at: str
    outside: bool


class NumbersLine(TypedDict):
    """What `_row` of numbers gives to the page."""

    number: str
    standing: str
    words: str
    what: str
    url: str
    at: str
    by: str


class SignedLine(TypedDict):
    """What `_line` of signed gives to the page."""

    confirm: Offer | None
    refuse: Offer | None
    row: SignedActRow
    what: str
    number: str
    given: Sequence[str]
    signed: str
    entered: str
    answered: str
    state: str
