"""The shapes in which the pages of this wing hand what they show to their templates."""

from typing import TypedDict


class WorkbenchSentence(TypedDict):
    """What `_sentence` of workbench gives to the page."""

    all: int
    more: bool
    late: int
    more_late: bool
    today: int
