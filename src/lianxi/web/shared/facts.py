"""The rows of facts that record pages show by parts/summary_list.html."""

from typing import NotRequired, TypedDict


class Fact(TypedDict):
    """A fact with its label; it may lead somewhere, carry a light, and be explained."""

    label: str
    value: str | int | None
    url: NotRequired[str]
    light: NotRequired[str]
    light_words: NotRequired[str]
    why: NotRequired[object]
