"""What a run looks at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from lianxi.core.words import day_of
from lianxi.register.queries import area_codes
from lianxi.surveillance.models import Batch
from lianxi.surveillance.queries.centroids import centers_of
from lianxi.surveillance.rules.signal_rules import Rule
from lianxi.surveillance.store import open_store
from lianxi.tables.engine import Connection


@dataclass(frozen=True, slots=True)
class Look:
    """What a run looks at: the store, the day it stands on, names of employers, and the new batches (None: all).

    `received` is the day each batch came in; `places` are the centers of divisions, where an operator supplied them;
    `areas` the conference's own list (code → name), empty where it has none.
    """

    con: Connection
    day: date
    names: Callable[[str], str]
    batches: frozenset[int] | None = None
    received: Mapping[int, date] = field(default_factory=dict)
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    areas: Mapping[str, str] = field(default_factory=dict)

    def since(self, rule: Rule) -> date:
        return self.day - timedelta(days=int(rule.value("lookback_days")))

    def new(self, table: str) -> str:
        """Return the rows of a stream that the run has not seen, as a SQL table expression."""
        if self.batches is None:
            return table
        listed = ", ".join(str(one) for one in sorted(self.batches)) or "NULL"
        return f"(SELECT * FROM {table} WHERE batch IN ({listed}))"


def look_whole(conference_id: int, day: date, con: Connection, names: dict[str, str]) -> Look:
    """Look at all data of a conference, with when they came in and where its counties lie."""
    rows = Batch.objects.filter(conference_id=conference_id, state="applied").values_list("pk", "received_at")
    received = {pk: day_of(at) for pk, at in rows}
    places, areas = centers_of(conference_id), area_codes(conference_id)
    return Look(con, day, namer(names), received=received, places=places, areas=areas)


def look_now(conference_id: int, day: date, **bounds: Any) -> Look:
    """Open the store of a conference and look at all of it; bounds are those of `open_store`."""
    return look_whole(conference_id, day, open_store(conference_id, **bounds), {})


def namer(names: dict[str, str]) -> Callable[[str], str]:
    """Make what names an employer by its code, of the names the register holds."""
    return lambda code: names.get(code, code) or "未写明用人单位的："
