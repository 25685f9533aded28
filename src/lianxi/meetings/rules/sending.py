"""Whom minutes go to beside the members (印发有关方面): a row of their text, so that units consent to it as to the rest.

The row is never printed in the body: the 版记 prints its names. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lianxi.core.refusals import BadInput

# The row's key; no paragraph of the body has it.
KEY = "sent"
MODES = {"main": "分送", "copy": "抄送", "up": "抄报"}
MEMBERS_ALONE = "各成员单位"


def sent_words(named: Iterable[tuple[str, str]]) -> str:
    """Write whom the minutes go to beside the members, from (name, mode) in the order in which they are printed."""
    rows = list(named)
    parts = [
        word + "、".join(names)
        for mode, word in MODES.items()
        if (names := [name for name, own in rows if own == mode])
    ]
    return f"印发范围：除{MEMBERS_ALONE}外，{'；'.join(parts)}。"


def sent_to(paragraphs: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """List (name, mode) of whom a revision goes to beside the members."""
    return [(one["name"], one["mode"]) for row in paragraphs for one in row.get("sent") or ()]


def names_of(paragraphs: Sequence[Mapping[str, Any]], mode: str) -> tuple[str, ...]:
    """Give the names of one mode, in the order in which they are printed."""
    return tuple(name for name, own in sent_to(paragraphs) if own == mode)


def mark_of(paragraphs: Sequence[Mapping[str, Any]]) -> str:
    """Give the mark of the list that stands, empty where none does."""
    return next((str(row["hash"]) for row in paragraphs if row.get("sent")), "")


def refuse_row(row: Mapping[str, Any]) -> None:
    """Raise BadInput where a row is that of whom the minutes go to: it is no text to be worded."""
    if row["key"] == KEY:
        raise BadInput("这一段是印发范围，不能当正文改。", next_step="请用“确定印发范围”修改。")
