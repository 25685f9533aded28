"""The walk through a document: sections, headings and paragraphs, each handed to what lays it down."""

from __future__ import annotations

import re

from lianxi.law.reading.blocks import Blocks
from lianxi.law.reading.bodies import area_prefix
from lianxi.law.reading.head import Head, split_glued
from lianxi.law.reading.headings import CONFERENCE_NAME, glued_heading, heading_kind, lead_kind
from lianxi.law.reading.laying import Place
from lianxi.law.reading.numbers import Marker
from lianxi.law.reading.outline import Segment, level_of, rank
from lianxi.law.reading.owners import owner_of_heading
from lianxi.law.reading.sentences import is_preamble

_ANNEX = re.compile(r"附件?[\d一二三四五]{0,2}[：:]?$")
_COLUMN = re.compile(r"序号|编号|(?:成员|责任|牵头|有关)?(?:单位|部门)(?:名称)?|备注|联系人|")
_MEETING = re.compile(r"(?:[^，。；]{0,12}联席会议|会议|办公室)[^。；]{0,16}(?:召开|设在|主持|举行)")
_LIST_TITLE = re.compile(r"[^，：]{2,48}名单$")
_ANNEX_NAME = re.compile(r"[^。；：，]{4,60}")
_GROUPS = {"group", "team", "expert"}
_GROUP_LINE = re.compile(r"[\u4e00-\u9fff\s]{2,10}：")
_DATED = re.compile(
    r"\n（?(?:(?:\d{4}|[〇零一二三四五六七八九]{4})年|\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2}）?(?=\n|$))"
)
_IN_BODY = {
    "annex_reference", "cc", "imprint", "date", "issuer", "signature", "title", "title_notice", "document_number",
}  # fmt: skip


def _names_whose(text: str) -> bool:
    """Whether a line says whose conference it speaks of, as titles and signatures do and headings do not."""
    named = CONFERENCE_NAME.search(text)
    return named is not None and named.start() >= 4


class Walker(Blocks):
    """Walks the outline once and fills a plan."""

    def __init__(
        self, flat: str, printed: list[str], known: frozenset[str], code: str, runs: frozenset[int]
    ) -> None:
        super().__init__(flat, printed, known, code)
        self.runs = runs
        self.annexes = False
        self.head = Head(flat, self.plan, code)
        self.parent: Place | None = None
        self.in_body = False
        self.default = "article"

    def take(self, segment: Segment, start: int, end: int) -> None:
        """Lay down one piece of a segment; the piece at the segment's beginning carries its number."""
        if segment.marker is not None and start == segment.start:
            self._numbered(segment.marker, start, end)
            return
        self.party = None
        self._plain(start, end)

    # Numbers ------------------------------------------------------------------

    def _numbered(self, marker: Marker, start: int, end: int) -> None:
        level = level_of(marker) or "cn"
        self.plan.numbers.append((marker.start, marker.end))
        if (
            self.annexes
            and not self.in_body
            and level == "arabic"
            and _ANNEX_NAME.fullmatch(self.flat, start, end)
        ):
            self.plan.headings.append((start, end))
            return
        if not self.in_body and level == "arabic" and self.head.meta(self.flat[start:end]) == "title":
            self.head.take(start, end)
        elif level == "chapter":
            self.default = heading_kind(self.flat[start:end]) or "article"
            self.plan.headings.append((start, end))
            self.in_body = True
        elif self._opens_section(level):
            self._section(marker, level, start, end)
        else:
            self._inner(marker, level, start, end)

    def _opens_section(self, level: str) -> bool:
        if self.section is None:
            return self.block is None or rank(level) <= rank(self.block.level)
        if not self.section.level:
            return level in {"cn", "article"}
        return rank(level) <= rank(self.section.level)

    def _section(self, marker: Marker, level: str, start: int, end: int) -> None:
        self.in_body = True
        self.party = None
        kind = heading_kind(self.flat[start:end])
        if kind is None and level != "article" and self._top_unit(marker, level, start, end):
            return
        if self.parent is not None and rank(level) <= rank(self.parent.level):
            self.parent = None
        above = self.parent.path if self.parent else ()
        self._open_section(marker.value, (*above, self._number(marker)), level, kind or self.default)
        if kind is not None:
            self.plan.headings.append((start, end))
        elif level != "article" or not self._unit_article(start, end):
            self._section_text(level, start, end)

    def _unit_article(self, start: int, end: int) -> bool:
        """Read an article of its own for a unit's duties (第六条 县公安局职责：…, 第八条 县教育局负责…)."""
        opener = self._opener(start, end)
        if self.section is None or opener is None or not opener.strong:
            return False
        says_so = "职责" in self.flat[opener.end : opener.body]
        named = opener.known or (says_so and area_prefix(self.flat[opener.start : opener.end]))
        if not named or (opener.body == end and not says_so):
            return False
        self.unit_level = "article"
        self.section.kind = "duties"
        self._open_block(opener, None, "article", end)
        return True

    def _open_section(self, value: int, path: tuple[str, ...], level: str, kind: str) -> None:
        last = self.section.index if self.section else 0
        self.block, self.unit_level = None, None
        self.section = Place(value if value > last else last + 1, path, level, kind)

    def _section_text(self, level: str, start: int, end: int) -> None:
        """Return the words behind a section's number that are not its heading alone."""
        text = self.flat[start:end]
        glued = glued_heading(text)
        if glued and self.section:
            self.section.kind = glued[0]
            self.plan.headings.append((start, start + glued[1]))
            self._plain(start + glued[1], end, inside=True)
        elif self.section and lead_kind(text):
            self._rules(start, end)
            self.section.kind = lead_kind(text) or self.section.kind
        elif level != "article" and len(text) <= 24 and not re.search(r"[，。；：]", text):
            self.plan.headings.append((start, end))
        else:
            self._plain(start, end, inside=True)

    def _inner(self, marker: Marker, level: str, start: int, end: int) -> None:
        if self.block is not None and self.block.unit is None and rank(level) <= rank(self.block.level):
            self.block = None
        if not self._in_duties():
            if self._sub_heading(marker, level, start, end):
                return
            self._turn_to_duties(start, end)
        if self._in_duties() and self._numbered_opener(marker, level, start, end):
            return
        self._item(marker, start, end)

    def _turn_to_duties(self, start: int, end: int) -> None:
        """Take a section headed 职责 whose first item begins with a listed unit as the units' duties."""
        section = self.section
        if section is None or (start not in self.runs and (self.block is not None or section.items)):
            return
        if start in self.runs:
            self.block = None
        opener = self._opener(start, end)
        listed = opener is not None and opener.known and opener.strong
        if opener is not None and opener.body >= end and section.kind == "composition":
            listed = False
        if start in self.runs or (listed and section.kind in {"functions", "article", "composition"}):
            section.kind = "duties"

    def _sub_heading(self, marker: Marker, level: str, start: int, end: int) -> bool:
        """Read a heading inside a section (（一）办公室职责); its text may follow on the same line."""
        if (
            self.section is not None
            and end - start <= 24
            and owner_of_heading("1." + self.flat[start:end]) in _GROUPS
        ):
            self.section.blocks = max(self.section.blocks + 1, marker.value)
            self.block = Place(
                self.section.blocks, (*self.section.path, self._number(marker)), level, "group"
            )
            self.plan.headings.append((start, end))
            return True
        kind = heading_kind(self.flat[start:end])
        glued = None if kind else glued_heading(self.flat[start:end])
        if self.section is None or (kind is None and glued is None):
            return False
        stop = end if glued is None else start + glued[1]
        kind = kind or (glued[0] if glued else "article")
        path = (*self.section.path, self._number(marker))
        self.plan.headings.append((start, stop))
        if kind == "duties":
            self.parent = self.parent or self.section
            self._open_section(0, path, level, kind)
        else:
            self.section.blocks = max(self.section.blocks + 1, marker.value)
            self.block = Place(self.section.blocks, path, level, kind)
        self._plain(stop, end, inside=True)
        return True

    # Paragraphs ---------------------------------------------------------------

    def _plain(self, start: int, end: int, *, inside: bool = False) -> None:
        if start >= end or (not inside and self._outside(start, end)):
            return
        if start in self.runs and not self._in_duties():
            self._run_begins()
        if not self.in_body:
            self._head_text(start, end)
        elif self._in_duties():
            self._duty_text(start, end)
        elif self._kind() in {"functions", "both"} and not self._leaves_functions(start, end):
            self._functions(start, end)
        else:
            self._rules(start, end)

    def _run_begins(self) -> None:
        """Paragraphs that open with one unit after the other are duties, whatever stands above them."""
        self.in_body = True
        if self.section is None:
            self._open_section(0, (), "", "duties")
        else:
            self.block, self.unit_level = None, None
            self.section.kind = "duties"

    def _leaves_functions(self, start: int, end: int) -> bool:
        """Take a paragraph after the numbered functions that speaks of meetings or the office as a rule."""
        place = self.block or self.section
        if place is None or place.item_level is None or not _MEETING.match(self.flat, start, end):
            return False
        self._open_section(0, place.path, place.level, "rules")
        return True

    def _kind(self) -> str:
        place = self.block or self.section
        return place.kind if place else "preamble"

    def _outside(self, start: int, end: int) -> bool:
        """Things that stand on a line of their own: headings without number, parts of head and foot."""
        text = self.flat[start:end]
        self.annexes = self.head.meta(text[:60]) == "annex_reference"
        if _ANNEX.match(text) or _LIST_TITLE.fullmatch(text):
            self.plan.headings.append((start, end))
            return True
        if self.block is not None and self.block.kind == "group" and _GROUP_LINE.match(text):
            return False
        heading = None if self._is_title(text) else self._bare(text)
        if heading is None:
            return self.in_body and self._body_meta(start, end)
        if self._in_duties() and self._whole_name(start, end):
            return False
        kind, length = heading
        self._bare_heading(start, start + length, kind)
        self._plain(start + length, end, inside=True)
        return True

    def _bare(self, text: str) -> tuple[str, int] | None:
        """Kind and length of a heading without a number at the beginning of a line."""
        if "\t" in text and all(_COLUMN.fullmatch(cell) or heading_kind(cell) for cell in text.split("\t")):
            return "duties", len(text)
        kind = heading_kind(text) if len(text) <= 24 and not text.endswith("。") else None
        if kind is not None:
            return kind, len(text)
        glued = glued_heading(text)
        return glued if glued and text[glued[1] - 1] == "：" else None

    def _is_title(self, text: str) -> bool:
        """Whether a line is the instrument's title rather than a heading: it says whose conference it is."""
        meta = self.head.meta(text)
        if meta in {"signature", "issuer"}:
            return _names_whose(text)
        if meta != "title":
            return False
        if _names_whose(text):
            return True
        return not self.in_body and self.head.pending is not None

    def _bare_heading(self, start: int, end: int, kind: str) -> None:
        self.in_body = True
        level = self.section.level if self.section else ""
        self._open_section(0, (self._printed(start, end).rstrip("：:"),), level, kind)
        self.plan.headings.append((start, end))

    def _body_meta(self, start: int, end: int) -> bool:
        meta = self.head.meta(self.flat[start:end])
        opener = self._opener(start, end)
        named = opener is not None and opener.body == end and (opener.known or self._in_duties())
        if meta in {"signature", "issuer"} and _DATED.match(self.flat, end):
            named = False
        if meta not in _IN_BODY or named:
            return False
        if meta == "title" and not CONFERENCE_NAME.search(self.flat[start:end]):
            return False
        return self.head.take(start, end)

    def _head_text(self, start: int, end: int) -> None:
        for left, right in split_glued(self.flat, start, end):
            if self._unit_after_title(left, right) or self.head.take(left, right):
                continue
            if self._labelled_unit(left, right):
                continue
            text = self.flat[left:right]
            if is_preamble(text) or self._is_rule(text):
                self._rules(left, right)

    def _is_rule(self, text: str) -> bool:
        """Whether a sentence before any section belongs to the instrument, not to the page around it."""
        if not text.endswith("。") or text.startswith("《"):
            return False
        named = CONFERENCE_NAME.search(text) is not None
        return named or ((self.preambles > 0 or "title" in self.head.seen) and "，" in text)

    def _labelled_unit(self, start: int, end: int) -> bool:
        """`unit：duty` before any section: a text that begins in the middle of the duties."""
        opener = self._opener(start, end)
        if opener is None or opener.body >= end or self.flat[opener.end] not in "：\t":
            return False
        if not self._many_openers(opener):
            return False
        self.in_body = True
        self._open_block(opener, None, "", end)
        return True

    def _unit_after_title(self, start: int, end: int) -> bool:
        """Open the first block at a bare unit's name after a title that promises a division of duties."""
        if not self.head.divides or not self._whole_name(start, end):
            return False
        opener = self._opener(start, end)
        if opener is None:
            return False
        self.in_body = True
        self._open_block(opener, None, "", end)
        return True
