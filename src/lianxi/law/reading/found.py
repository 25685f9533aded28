"""A value on its way into a reading: what it is, where it stands in the flat view, which rule took it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A value with its flat span and the name of the rule that gave it."""

    value: str
    start: int
    end: int
    rule: str
