"""Who must agree to which paragraph, and who has: the gate of issue, as arithmetic over hashes.

A consent counts for a paragraph only while the paragraph's hash is the one the unit saw; an edit
therefore voids it for the changed paragraphs alone. Silence counts only where the conference's own
rules say so and the window has passed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianxi.core.canonical import canonical, digest
from lianxi.core.refusals import Refusal

AGREED, RESERVED, SILENT, STALE, OBJECTED, WAITING = (
    "agreed",
    "reserved",
    "silent",
    "stale",
    "objected",
    "waiting",
)
COUNTING = frozenset({AGREED, RESERVED, SILENT})
STATUS_LABELS = {
    AGREED: "同意",
    RESERVED: "保留意见",
    SILENT: "逾期未答复（按规则视为同意）",
    STALE: "文本已改，需重新表态",
    OBJECTED: "有异议",
    WAITING: "待表态",
}


@dataclass(frozen=True, slots=True)
class Presence:
    """A unit present from one item to another, both included; `until` None is to the end."""

    unit: int
    from_item: int = 1
    until_item: int | None = None

    def at(self, ordinal: int) -> bool:
        """Tell whether the unit was present at an item."""
        return self.from_item <= ordinal and (self.until_item is None or ordinal <= self.until_item)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the present revision; `item` is its agenda item's ordinal, None for the frame."""

    key: str
    hash: str
    item: int | None


@dataclass(frozen=True, slots=True)
class Word:
    """What a unit said on a revision: stance agree or reserve, with the hashes it saw, and when."""

    unit: int
    stance: str
    hashes: Mapping[str, str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Dissent:
    """An objection that is not closed."""

    unit: int
    paragraph: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides whether minutes may be issued."""

    paragraphs: Sequence[Paragraph]
    presences: Sequence[Presence]
    words: Sequence[Word]
    dissents: Sequence[Dissent]
    silence_counts: bool = False


def facts_from(
    paragraphs: Iterable[Mapping[str, Any]],
    presences: Sequence[Presence],
    words: Iterable[Any],
    objections: Iterable[Any],
    *,
    silence_counts: bool,
) -> Facts:
    """Reckon the facts from rows, however they were read.

    `paragraphs` are those of the present revision, `words` what units said (.unit_id .stance .hashes .at, or a Word),
    `objections` theirs (.unit_id .paragraph .at .state); closed ones count no more.
    """
    return Facts(
        paragraphs=[Paragraph(row["key"], row["hash"], row["item"]) for row in paragraphs],
        presences=presences,
        words=[
            row if isinstance(row, Word) else Word(row.unit_id, row.stance, row.hashes, row.at)
            for row in words
        ],
        dissents=[Dissent(row.unit_id, row.paragraph, row.at) for row in objections if row.state != "closed"],
        silence_counts=silence_counts,
    )


def paragraph_hash(text: str, binding: Mapping[str, Any] | None) -> str:
    """Hash a paragraph's text with what it binds (lead, co-units, due, evidence)."""
    return digest(canonical({"text": text, "binding": binding}))


def required_units(presences: Sequence[Presence], item: int | None) -> frozenset[int]:
    """Return the units whose consent a paragraph needs.

    For an item: those present at it (so a late unit does not answer for what it missed); for the frame
    of the minutes: every unit that attended at all. Guests never appear among the presences.
    """
    return frozenset(p.unit for p in presences if item is None or p.at(item))


def status_of(facts: Facts, paragraph: Paragraph, unit: int) -> str:
    """Tell where a unit stands on a paragraph of the present revision."""
    words = [word for word in facts.words if word.unit == unit and paragraph.key in word.hashes]
    # Of two words of one moment the one given later stands; an objection that is still open outlasts both.
    last = sorted(words, key=lambda word: word.at)[-1] if words else None
    dissent = [d.at for d in facts.dissents if d.unit == unit and d.paragraph == paragraph.key]
    if dissent and (last is None or max(dissent) >= last.at):
        return OBJECTED
    if last is not None and last.hashes[paragraph.key] == paragraph.hash:
        return RESERVED if last.stance == "reserve" else AGREED
    if last is not None:
        return STALE
    return SILENT if facts.silence_counts else WAITING


@dataclass(frozen=True, slots=True)
class Table:
    """The consent table: statuses by (paragraph key, unit), for the units each paragraph needs."""

    cells: Mapping[tuple[str, int], str]
    units: tuple[int, ...]

    def waiting(self) -> tuple[int, ...]:
        """List the units that still have to agree to something."""
        return tuple(u for u in self.units if any(not self.counts(key, u) for key in self.keys_of(u)))

    def keys_of(self, unit: int) -> tuple[str, ...]:
        """List the paragraphs a unit answers for."""
        return tuple(key for key, owner in self.cells if owner == unit)

    def counts(self, key: str, unit: int) -> bool:
        """Tell whether the unit's word counts as consent to the paragraph."""
        return self.cells[key, unit] in COUNTING

    def complete(self) -> bool:
        """Tell whether every needed unit has agreed to every paragraph it answers for."""
        return bool(self.units) and all(status in COUNTING for status in self.cells.values())

    def tally(self, key: str) -> tuple[int, int]:
        """Count (agreed, needed) for a paragraph."""
        statuses = [status for (own, _), status in self.cells.items() if own == key]
        return sum(status in COUNTING for status in statuses), len(statuses)


def consent_table(facts: Facts) -> Table:
    """Compute where every needed unit stands on every paragraph."""
    cells = {
        (paragraph.key, unit): status_of(facts, paragraph, unit)
        for paragraph in facts.paragraphs
        for unit in sorted(required_units(facts.presences, paragraph.item))
    }
    return Table(cells, tuple(sorted({unit for _, unit in cells})))


class CannotIssueMinutes(Refusal):
    """Not every attending unit has agreed to the present text."""

    code = "cannot_issue_minutes"


def consent_missing(table: Table, names: Mapping[int, str]) -> Refusal | None:
    """Name the units that have not agreed to the present text; None where all have."""
    if table.complete():
        return None
    waiting = "、".join(names[unit] for unit in table.waiting())
    return CannotIssueMinutes(
        f"不能印发：还差{waiting}同意现在的文本。" if waiting else "不能印发：没有登记到会单位。",
        rule="纪要经与会单位同意后印发",
        next_step="请等待或提醒这些单位会签；有异议的请先答复。",
    )
