"""The shapes in which the pages of this wing hand what they show to their templates."""

from datetime import date
from typing import TypedDict


class WorkbenchSentence(TypedDict):
    """What `_sentence` of workbench gives to the page."""

    all: int
    more: bool
    late: int
    more_late: bool
    today: int


class MonthEntry(TypedDict):
    """What `_entry` of months gives to the page."""

    at: str
    kind: str
    title: str
    url: str


class MonthDay(TypedDict):
    """What `_day` of months gives to the page of each day."""

    day: date
    label: str
    css: str
    is_own: bool
    is_today: bool
    mark: str
    entries: list[MonthEntry]
