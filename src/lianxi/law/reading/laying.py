"""Laying down records: where the walk stands, and which id, path, kind and subject an item or a sentence gets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianxi.law.reading.drafts import Draft, Plan
from lianxi.law.reading.mechanisms import find_mechanisms
from lianxi.law.reading.numbers import Marker
from lianxi.law.reading.openers import DUTY_VERB
from lianxi.law.reading.outline import level_of, rank
from lianxi.law.reading.sentences import party, rule_kind, semicolon_parts, sentences

_DEFAULTS = {
    "functions": "function", "both": "function", "composition": "composition", "rules": "meeting_rule",
    "demands": "meeting_rule", "office": "office_rule", "purpose": "preamble", "roster": "composition",
    "duties": "composition", "article": "article", "preamble": "preamble",
    "group": "composition",
}  # fmt: skip


@dataclass(slots=True)
class Place:
    """Where the walk stands: a section, or a block (a unit or a heading) inside one."""

    index: int
    path: tuple[str, ...]
    level: str
    kind: str
    unit: str | None = None
    items: int = 0
    blocks: int = 0
    item_level: str | None = None


class Laying:
    """The plan under construction and the rules by which items and sentences are laid down in it."""

    def __init__(self, flat: str, printed: list[str], code: str) -> None:
        self.flat, self.printed, self.code = flat, printed, code
        self.plan = Plan()
        self.section: Place | None = None
        self.block: Place | None = None
        self.party: str | None = None
        self.preambles = 0

    def _item(self, marker: Marker | None, start: int, end: int) -> None:
        """One numbered item or one unnumbered paragraph of a unit, of the functions or of the rules."""
        place = self.block or self.section
        if start >= end or place is None:
            return
        nested = self._is_nested(place, level_of(marker))
        place.items = (
            marker.value if marker and not nested and marker.value > place.items else place.items + 1
        )
        kind = self._item_kind(place, start, end)
        path, number = place.path, None
        if marker is not None:
            number = self._number(marker)
            path = (*path, number)
        unit = place.unit or self._subject(kind, start, end)
        value = self._value(place, marker, start, nested=nested)
        ident = f"{self.code}-{self._ident(place, numbered=marker is not None)}"
        self.plan.add(Draft(ident, start, end, kind, path, None, unit, number, value))

    def _value(self, place: Place, marker: Marker | None, start: int, *, nested: bool) -> int:
        """Return the duty number: 0 for text without one, -1 for what only goes on with the item before it."""
        if marker is None:
            return -1 if place.item_level is not None or self._unfinished(place, start) else 0
        if marker.level == "ordinal":
            return marker.value if not place.unit else (0 if place.items <= 1 else -1)
        return -1 if nested else marker.value

    def _unfinished(self, place: Place, start: int) -> bool:
        """Whether the paragraph before breaks off: what follows goes on with it, as a hard wrap leaves it."""
        last = self.plan.drafts[-1] if self.plan.drafts else None
        if last is None or place.unit is None or last.unit != place.unit:
            return False
        if last.end - last.start < 20:
            return False
        return self.flat[last.end - 1] not in "。；！：”）" or DUTY_VERB.match(self.flat, start) is None

    def _is_nested(self, place: Place, level: str | None) -> bool:
        if level is None:
            return False
        if place.item_level is None:
            place.item_level = level
        return rank(level) > rank(place.item_level)

    def _ident(self, place: Place, *, numbered: bool) -> str:
        if self.block is None:
            return f"{place.index}-{place.items:02d}" if numbered else f"{place.index}-{place.items}"
        if self.section is None:
            return f"{place.index:02d}-{place.items:02d}"
        return f"{self.section.index}-{place.index:02d}-{place.items}"

    def _item_kind(self, place: Place, start: int, end: int) -> str:
        if place.unit:
            return "duty"
        default = _DEFAULTS.get(place.kind, "meeting_rule")
        if default == "function":
            return "mechanism" if find_mechanisms(self.flat, start, end) else "function"
        return rule_kind(self.flat[start:end], default)

    def _subject(self, kind: str, start: int, end: int) -> str | None:
        if kind in {"function", "mechanism"}:
            return "联席会议"
        return None if kind == "preamble" else party(self.flat[start:end])

    def _functions(self, start: int, end: int) -> None:
        """Functions in one paragraph: one record for each part between semicolons, where there are several."""
        parts = semicolon_parts(self.flat, start, end)
        for left, right in parts if len(parts) > 2 else [(start, end)]:
            self._item(None, left, right)

    def _rules(self, start: int, end: int) -> None:
        """Read a paragraph outside duties and functions: one record per sentence."""
        for left, right in sentences(self.flat, start, end):
            self._rule(left, right)

    def _rule(self, start: int, end: int) -> None:
        text = self.flat[start:end]
        place = self.block or self.section
        kind = rule_kind(text, _DEFAULTS.get(place.kind, "meeting_rule") if place else "preamble")
        subject = None if kind == "preamble" else party(text)
        if subject is None and kind != "preamble" and re.match("要|应", text):
            subject = self.party
        self.party = subject or self.party
        if place is None:
            self.preambles += 1
            ident = f"0-{self.preambles}"
        else:
            place.items += 1
            ident = self._ident(place, numbered=False)
        path = place.path if place else ("preamble",)
        self.plan.add(Draft(f"{self.code}-{ident}", start, end, kind, path, None, subject))

    def _number(self, marker: Marker) -> str:
        return self._printed(marker.start, marker.end)

    def _printed(self, start: int, end: int) -> str:
        return "".join(self.printed[start:end])
