"""Comparison of texts for pages: by words within a paragraph, by lines of a text, by paragraphs of minutes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from lianxi.meetings.queries import Row, binding_line

# A date or a number changes as a whole; Chinese has no spaces, so its words are compared by character.
TOKEN = re.compile(r"\d+年(?:\d+月(?:\d+日)?)?|\d+月(?:\d+日)?|[A-Za-z0-9.]+|\s+|.", re.DOTALL)
# Beyond this a comparison would take seconds and show confetti; old and new then stand whole.
MOST_PAIRS = 4_000_000
SHORT = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is the same, inserted (ins) or deleted (del)."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a comparison: either what is the same, or what went and what came in its place."""

    gone: str = ""
    come: str = ""
    same: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph of a comparison in its pieces, as parts/compare.html draws it."""

    pieces: tuple[Piece, ...]
    id: str = ""
    origin: str = ""

    @property
    def changed(self) -> bool:
        return any(piece.op != "same" for piece in self.pieces)


def word_changes(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts; equal stretches too short to read count as changed."""
    if old == new:
        return (Piece("same", new),) if new else ()
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if len(before) * len(after) > MOST_PAIRS:
        return _pieces([Run(old, new)])
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    runs: list[Run] = []
    for op, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        runs.append(Run(same=come) if op == "equal" else Run(gone, come))
    return _pieces(_smoothed(runs))


def _smoothed(runs: list[Run]) -> list[Run]:
    """Join changes that only a short equal stretch keeps apart."""
    smooth: list[Run] = []
    for place, run in enumerate(runs):
        inner = 0 < place < len(runs) - 1
        short = inner and 0 < len(run.same) <= SHORT
        now = Run(run.same, run.same) if short else run
        if not now.same and smooth and not smooth[-1].same:
            last = smooth.pop()
            now = Run(last.gone + now.gone, last.come + now.come)
        smooth.append(now)
    return smooth


def _pieces(runs: Sequence[Run]) -> tuple[Piece, ...]:
    pairs = [(("del", run.gone), ("ins", run.come), ("same", run.same)) for run in runs]
    return tuple(Piece(op, text) for group in pairs for op, text in group if text)


def compare_texts(old: str, new: str) -> list[Change]:
    """Compare two texts paragraph by paragraph, each by words."""
    before, after = _lines(old), _lines(new)
    changes: list[Change] = []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            changes += [Change((Piece("same", line),)) for line in after[j1:j2]]
        else:
            pairs = zip_longest(before[i1:i2], after[j1:j2], fillvalue="")
            changes += [Change(word_changes(one, other)) for one, other in pairs]
    return changes


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def paragraph_changes(old: Sequence[Row], new: Sequence[Row]) -> list[Change]:
    """Compare paragraphs by their keys; a removed one stands where it stood."""
    befores, keys = {p["key"]: p for p in old}, {p["key"] for p in new}
    after: dict[str, list[Row]] = {}
    last = ""
    for p in old:
        if p["key"] in keys:
            last = p["key"]
        else:
            after.setdefault(last, []).append(p)
    changes = [_gone(p) for p in after.get("", ())]
    for p in new:
        before = befores.get(p["key"])
        pieces = word_changes(_full_text(before) if before else "", _full_text(p))
        changes += [Change(pieces, id=f"p-{p['key']}"), *[_gone(one) for one in after.get(p["key"], ())]]
    return changes


def _gone(p: Row) -> Change:
    return Change((Piece("del", _full_text(p)),))


def _full_text(p: Row) -> str:
    line = binding_line(p["binding"])
    return f"{p['text']}\n〔{line}〕" if line else str(p["text"])
