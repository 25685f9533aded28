"""An edited text laid beside the one it came from: which paragraphs were reworded, added or taken out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

_DATE = r"\d{4}年\d{1,2}月\d{1,2}日"


@dataclass(frozen=True, slots=True)
class Edits:
    """What an edited text changes: new texts by key, (key before, text) of additions, keys taken out.

    `elsewhere` holds changed lines that belong to no paragraph, such as the title or a list of names.
    """

    reworded: dict[str, str] = field(default_factory=dict)
    added: list[tuple[str, str]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


def one_line(text: str) -> str:
    """Write a paragraph as it reads on one line."""
    return " ".join(text.split())


def owners(lines: Sequence[str], paragraphs: Sequence[tuple[str, str]]) -> dict[int, str]:
    """Return which line holds which paragraph: (key, text) in order. Raises ValueError for one missing."""
    found: dict[int, str] = {}
    at = 0
    for key, text in paragraphs:
        at = next((i for i in range(at, len(lines)) if one_line(lines[i]) == one_line(text)), -1)
        if at < 0:
            raise ValueError(f"no line holds {key}")
        found[at] = key
        at += 1
    return found


def align(
    before: Sequence[str],
    after: Sequence[str],
    owned: Mapping[int, str],
    dated: str = "",
    behind: Mapping[int, str] | None = None,
) -> Edits:
    """Compare the lines of a text with those of its edited form; `owned` is as of `owners`.

    `dated` is the day of issue as it was printed: where it stands outside the paragraphs, any day may. `behind`
    gives the lines that stand behind a paragraph and are none themselves: additions after them follow it.
    """
    before_it = {**(behind or {}), **owned}
    old, new = [one_line(line) for line in before], [one_line(line) for line in after]
    edits = Edits()
    for op, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op != "equal":
            _take(edits, owned, list(_pairs(old, new, (i1, i2), (j1, j2))), before_it.get(i1 - 1), dated)
    return edits


def _pairs(
    old: Sequence[str], new: Sequence[str], gone: tuple[int, int], come: tuple[int, int]
) -> Iterator[tuple[int | None, str, str]]:
    for step in range(max(gone[1] - gone[0], come[1] - come[0])):
        i, j = gone[0] + step, come[0] + step
        in_old, in_new = i < gone[1], j < come[1]
        yield (i if in_old else None), (old[i] if in_old else ""), (new[j] if in_new else "")


def _take(
    edits: Edits,
    owned: Mapping[int, str],
    pairs: list[tuple[int | None, str, str]],
    last: str | None,
    dated: str,
) -> None:
    for place, gone, come in pairs:
        key = owned.get(place) if place is not None else None
        if key is not None and come:
            edits.reworded[key] = come
        elif key is not None:
            edits.removed.append(key)
        elif place is None and last is not None:
            edits.added.append((last, come))
        elif not _is_redated(gone, come, dated):
            edits.elsewhere.append(come or gone)
        last = key or last


def _is_redated(gone: str, come: str, dated: str) -> bool:
    pattern = re.escape(gone).replace(re.escape(dated), _DATE) if dated else re.escape(gone)
    return re.fullmatch(pattern, come) is not None
