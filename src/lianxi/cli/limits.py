"""The shipped limits as a page of the documentation: each with its length, source and how surely it is known."""

from lianxi.clocks.rules.limits import shipped_limits
from lianxi.core.limits import KIND_LABELS, TO_CONFIRM, Limit

HEAD = """# Time limits

Written by `lianxi docs` from the `limits.csv` of each room. Confidence: S1 read in the primary text; S1-other the
primary text of another province; S2 read in an excerpt on a reprint; K commonly known, not found; D proposed by this
program. Only S1 is shown as law; the rest prints 设定，待确认 wherever it is used.

| code | title | starts with | length | prolonged | kind | source | confidence | what the source leaves open |
|---|---|---|---|---|---|---|---|---|
"""


def limits_markdown() -> str:
    """Return the table of shipped limits as Markdown."""
    return HEAD + "".join(f"| {' | '.join(_cells(one))} |\n" for one in shipped_limits().values())


def _cells(one: Limit) -> tuple[str, ...]:
    more = one.prolonging
    ended = f"（至 {one.ends_before.isoformat()} 前）" if one.ends_before else ""
    return (
        f"`{one.code}`",
        f"{one.title}{ended}",
        one.event,
        one.words,
        more.words if more else "",
        KIND_LABELS[one.kind],
        one.source,
        one.confidence if one.is_confirmed else f"{one.confidence} {TO_CONFIRM}",
        one.note,
    )
