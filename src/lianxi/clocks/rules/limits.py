"""The time limits that ship with the program, as data with source and confidence; none is law below S1.

Each room that has limits of its own keeps them in its folder and names the file in its face.
"""

import csv
from datetime import date
from functools import cache
from importlib.resources import files

from lianxi.core.limits import Limit, LimitKind, LimitUnit, read_prolonging
from lianxi.core.rooms import Refused, Single, rooms

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
    """Return the shipped limits by code, in the order of the rooms and of their files."""
    rows = [row for room in rooms() for row in _rows(room.limits)]
    found = {row["code"]: _limit(row) for row in rows}
    if len(found) != len(rows):
        raise ValueError("a shipped time limit is listed twice")
    return found


def _rows(named: Single) -> list[dict[str, str]]:
    if isinstance(named, Refused):
        return []
    package, _, name = named.partition(":")
    return list(csv.DictReader(files(package).joinpath(name).read_text(encoding="utf-8").splitlines()))


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
