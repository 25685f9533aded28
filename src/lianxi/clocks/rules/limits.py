"""The time limits that ship with the program, as data with source and confidence; none is law below S1."""

import csv
from datetime import date
from functools import cache
from importlib.resources import files

from lianxi.core.limits import Limit, LimitKind, LimitUnit, read_prolonging

# What can start a clock anew. Rooms say which of their acts is which event; a rule names events, never acts.
EVENT_LABELS = {
    "returned": "退回补办",
    "reassigned": "改由其他单位办理",
    "renewed": "转入下一期",
}
COLUMNS = (
    *("code", "title", "event", "who", "amount", "unit", "direction", "kind", "extend", "pauses", "restarts"),
    *("source", "confidence", "starts_on", "ends_before", "note"),
)


@cache
def shipped_limits() -> dict[str, Limit]:
    """Return the shipped limits by code, in the order of the file."""
    text = files("lianxi.clocks").joinpath("limits.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    found = {row["code"]: _limit(row) for row in rows}
    if len(found) != len(rows):
        raise ValueError("a shipped time limit is listed twice")
    return found


def _limit(row: dict[str, str]) -> Limit:
    restarts = split_list(row["restarts"])
    known = set(row) == set(COLUMNS) and row["direction"] in ("after", "before")
    read_prolonging(row["extend"])
    if not known or not set(restarts) <= set(EVENT_LABELS):
        raise ValueError(f"time limit {row} cannot be read")
    return Limit(
        code=row["code"],
        title=row["title"],
        event=row["event"],
        amount=int(row["amount"]),
        unit=LimitUnit(row["unit"]),
        source=row["source"],
        confidence=row["confidence"],
        pauses=split_list(row["pauses"]),
        restarts=restarts,
        record=f"clocks.shipped:{row['code']}",
        starts_on=date.fromisoformat(row["starts_on"]) if row["starts_on"] else None,
        ends_before=date.fromisoformat(row["ends_before"]) if row["ends_before"] else None,
        who=row["who"],
        kind=LimitKind(row["kind"]),
        is_before=row["direction"] == "before",
        extend=row["extend"],
        note=row["note"],
    )


def split_list(text: str) -> tuple[str, ...]:
    """Split a list written with ； or line ends, without empty parts."""
    parts = text.replace("\n", "；").replace(";", "；").split("；")
    return tuple(part.strip() for part in parts if part.strip())
