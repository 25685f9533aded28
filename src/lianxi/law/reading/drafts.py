"""Clauses in the making: a place in the flat view with number, path and kind, and the rule for their ids."""

from __future__ import annotations

from dataclasses import dataclass, field


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
    idents: set[str] = field(default_factory=set)

    def add(self, draft: Draft) -> None:
        """Add a draft; where its id is taken, the next free letter is put behind it."""
        ident, step = draft.ident, 0
        while ident in self.idents:
            step += 1
            ident = f"{draft.ident}~{step}"
        self.idents.add(ident)
        if ident != draft.ident:
            draft = Draft(ident, draft.start, draft.end, draft.kind, draft.path, draft.meta, draft.unit,
                          draft.number, draft.value)  # fmt: skip
        self.drafts.append(draft)
