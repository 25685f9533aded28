"""Clauses in the making: a place in the flat view with number, path and kind, and the rule for their ids."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Draft:
    """One record before its text is cut: flat offsets, id, path, kind, unit (as printed) and number."""

    ident: str
    start: int
    end: int
    kind: str
    path: tuple[str, ...]
    meta: str | None = None
    unit: str | None = None
    number: str | None = None
    value: int = 0


@dataclass(frozen=True, slots=True)
class UnitHeading:
    """A unit's name as the heading of its duties, by flat offsets."""

    start: int
    end: int


@dataclass(slots=True)
class Plan:
    """What the walk through a document has laid down so far."""

    drafts: list[Draft] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)
    numbers: list[tuple[int, int]] = field(default_factory=list)
    units: list[UnitHeading] = field(default_factory=list)
    idents: dict[str, int] = field(default_factory=dict)

    def add(self, draft: Draft) -> None:
        """Add a draft; where its id is taken, a running number is put behind it."""
        times = self.idents.get(draft.ident, 0)
        self.idents[draft.ident] = times + 1
        self.drafts.append(replace(draft, ident=f"{draft.ident}~{times}") if times else draft)

    def take_back(self) -> Draft:
        """Take the last draft out again and free its id."""
        draft = self.drafts.pop()
        self.idents.pop(draft.ident, None)
        return draft
