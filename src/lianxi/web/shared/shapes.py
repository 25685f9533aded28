"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Sequence
from typing import TypeAlias, TypedDict

from lianxi.meetings.queries.choices import ClauseGroup

# What a choice offers: the name of a group, and its values with their words and whether they are chosen.
Options: TypeAlias = tuple[str, list[tuple[str, str, bool]]]


class EntriesEntry(TypedDict):
    """What `entry` of entries gives to the page."""

    name: str
    id: object
    label: str
    control: str
    input: str
    required: object
    opt: object
    help: object
    value: object
    options: Sequence[Options]
    longest: object
    rows: object
    wide: object
    css: object
    is_open: bool
    attributes: Sequence[object]


class SelectShown(TypedDict):
    """What `select` of forms gives to the page."""

    options: Sequence[Options]
    attributes: Sequence[tuple[str, object]]


class EntriesShown(TypedDict):
    """What `entries` of entries gives to the page."""

    fields: Sequence[EntriesEntry]


class PagesWordsView(TypedDict):
    """What `words_view` of pages gives to the page."""

    before: str
    cited: str
    after: str
    cite: str
    short: str
    url: str
    span: str
    notes: tuple[object, ...]


class PagesTimelineLine(TypedDict):
    """What `_timeline_row` of pages gives to the page."""

    at: str
    iso: str
    text: str
    by: str
    detail: str
    url: str
    basis: str


class DueView(TypedDict):
    """A due date in words, why it is so, and its lamp."""

    due: str
    why: dict[str, object]
    why_url: str
    serious: str
    light: str
    light_words: str


class ListingChoices(TypedDict):
    """What `choices_of` of listing gives to the page."""

    members: Sequence[dict[str, object]]
    groups: Sequence[ClauseGroup]


class ListingDue(TypedDict):
    """What `due_view` of listing gives to the page."""

    words: str
    lamp: dict[str, str]
