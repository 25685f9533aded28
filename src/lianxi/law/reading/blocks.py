"""Blocks of duties: which style opens a unit's block in this document, and what belongs to the block."""

from __future__ import annotations

import re

from lianxi.law.reading.aliases import body_key
from lianxi.law.reading.bodies import area_prefix
from lianxi.law.reading.drafts import UnitHeading
from lianxi.law.reading.headings import heading_kind
from lianxi.law.reading.laying import Laying, Place
from lianxi.law.reading.numbers import Marker
from lianxi.law.reading.openers import Opener, find_opener, styled_opener
from lianxi.law.reading.outline import rank
from lianxi.law.reading.sentences import semicolon_parts

_EVERYBODY = re.compile(
    r"各(?:地|县|区|市|乡镇|州|省|有关|成员)[^。；]{0,30}(?:可|要|应|参照|制定)|以上|本(?:通知|制度|意见|规定)|联席会议|请各|附[：件]|未尽事宜|[\u4e00-\u9fff]{2,16}办公室设在"
)
_LABELLED_LINE = re.compile(r"(?:^|\n)[\u4e00-\u9fff]{2,16}[局委办厅部会行院署社队][：\t](?=[^\n]{3})")


class Blocks(Laying):
    """Opens units' blocks; `known` holds the keys of listed units, `unit_level` the style of this section."""

    def __init__(self, flat: str, printed: list[str], known: frozenset[str], code: str) -> None:
        super().__init__(flat, printed, code)
        self.known = known
        self.unit_level: str | None = None
        self.opened: set[str] = set()
        self.inline = False

    def _in_duties(self) -> bool:
        place = self.block if self.block is not None and self.block.unit is None else self.section
        if place is not None:
            return place.kind == "duties"
        return self.block is not None and self.block.unit is not None

    def _opener(self, start: int, end: int) -> Opener | None:
        return find_opener(self.flat, start, end, self.known)

    def _whole_name(self, start: int, end: int) -> bool:
        opener = self._opener(start, end)
        return opener is not None and opener.body == end

    def _top_unit(self, marker: Marker, level: str, start: int, end: int) -> bool:
        """Read a unit's heading on the level of sections, as in a pure list of duties."""
        opener = self._opener(start, end)
        if opener is None and self.section is None and self.block is not None and self.block.level == level:
            opener = self._styled(start, end)
        if opener is None or not opener.strong or heading_kind(self.flat[start:end]):
            return False
        self.section = None
        self._open_block(opener, marker, level, end)
        return True

    def _open_block(self, opener: Opener, marker: Marker | None, level: str, end: int) -> None:
        last = self.section.blocks if self.section else (self.block.index if self.block else 0)
        index = marker.value if marker and marker.value > last else last + 1
        number = self._number(marker) if marker else self._printed(opener.start, opener.end)
        path = (*(self.section.path if self.section else ()), number)
        if self.section:
            self.section.blocks = index
        self.block = Place(index, path, level, "duty", unit=self._printed(opener.start, opener.end))
        self.opened.add(body_key(self.flat[opener.start : opener.end]))
        self.plan.units.append(UnitHeading(opener.start, opener.end))
        self.plan.headings.append((opener.start, opener.body))
        self.inline = opener.body < end
        self._item(None, opener.body, end)

    def _numbered_opener(self, marker: Marker, level: str, start: int, end: int) -> bool:
        """Open a unit's block at a number, if this section's units stand at numbers of this level."""
        deeper = self.block is not None and rank(level) > rank(self.block.level)
        if level == "ordinal" or (deeper and self.unit_level):
            return False
        opener = self._duty_opener(level, start, end)
        if opener is None and level == self.unit_level:
            opener = self._styled(start, end)
        if opener is None:
            return False
        self.unit_level = level
        self._open_block(opener, marker, level, end)
        return True

    def _duty_opener(self, level: str, start: int, end: int) -> Opener | None:
        """Return the opener of a unit's block, if this place can open one in the style this section keeps."""
        other_style = self.unit_level is not None and level != self.unit_level
        if other_style and not (level == "" and self._whole_name(start, end)):
            return None
        opener = self._opener(start, end)
        if opener is not None and level == "" and opener.body == end and self.flat[end - 1] == "。":
            return None
        return opener

    def _styled(self, start: int, end: int) -> Opener | None:
        opener = styled_opener(self.flat[start:end], start, self.known)
        if opener is not None:
            return Opener(opener.start, opener.end, opener.body, strong=True, known=opener.known)
        match = re.match(r"([\u4e00-\u9fff（）、]{2,20})(?:[：。]|$)", self.flat[start:end])
        if match is None or heading_kind(match[1]):
            return None
        return Opener(start, start + len(match[1]), start + match.end(), strong=True, known=False)

    def _many_openers(self, opener: Opener) -> bool:
        """Whether `unit：duty` is how this text is written, not a label of some page around it."""
        return opener.known or len(_LABELLED_LINE.findall(self.flat)) >= 3

    def _duty_text(self, start: int, end: int) -> None:
        for left, right in self._by_unit(start, end):
            opener = self._duty_opener("", left, right)
            if opener is not None and not self._same_unit(opener):
                self._open_block(opener, None, "", right)
            elif (
                self.block is not None
                and self.block.unit is not None
                and not self._leaves_duties(left, right)
            ):
                self._item(None, left, right)
            elif self.flat[right - 1] == "：":
                self.plan.headings.append((left, right))
            else:
                self._rules(left, right)

    def _leaves_duties(self, start: int, end: int) -> bool:
        """End the list at a paragraph for everybody (各地可参照…) after units whose duties stand on their own line."""
        return self.unit_level is None and self.inline and _EVERYBODY.match(self.flat, start, end) is not None

    def _by_unit(self, start: int, end: int) -> list[tuple[int, int]]:
        """Cut a paragraph where a sentence begins with another unit's name, as lost line breaks leave it."""
        if self.unit_level is not None:
            return [(start, end)]
        parts: list[tuple[int, int]] = []
        for left, right in semicolon_parts(self.flat, start, end):
            if not parts or self._begins_unit(left, right):
                parts.append((left, right))
            else:
                parts[-1] = (parts[-1][0], right)
        return parts

    def _begins_unit(self, start: int, end: int) -> bool:
        """Whether a unit named in mid-paragraph begins its block; one that has duties is only mentioned."""
        opener = self._opener(start, end)
        if opener is None:
            return False
        name = self.flat[opener.start : opener.end]
        if not opener.known and not (opener.strong and area_prefix(name)):
            return False
        return body_key(name) not in self.opened

    def _same_unit(self, opener: Opener) -> bool:
        if self.block is None or self.block.unit is None or opener.body == opener.end:
            return False
        return body_key(self.block.unit) == body_key(self.flat[opener.start : opener.end])
