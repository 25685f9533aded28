"""How a signal's worst measurement was judged: the row in the store, judged again with its whole reckoning."""

from decimal import Decimal
from typing import Any

from lianxi.hazards.judging.judge import Measurement, judge
from lianxi.surveillance.models import Signal
from lianxi.surveillance.rules.signal_rules import MEASURED
from lianxi.surveillance.rules.streams import STREAMS
from lianxi.surveillance.store.files import batch_files
from lianxi.surveillance.store.reading import current_sql
from lianxi.tables.engine import connect

_WANTED = ("hazard", "metric", "value", "unit", "sampled_on", "hours_per_day", "days_per_week", "silica")


def explain_signal(signal: Signal) -> list[str]:
    """Return the reckoning of a measured signal line by line; nothing for other rules.

    Says so where the row is no longer in the data.
    """
    if signal.rule not in MEASURED:
        return []
    data, superseded = batch_files(signal.conference_id, "measurements")
    con = connect()
    row = con.execute(
        f"SELECT {', '.join(_WANTED)} FROM ({current_sql(STREAMS['measurements'], data, superseded)})"
        " WHERE employer = ? AND hazard = ? AND value = ? ORDER BY batch, row LIMIT 1",
        [signal.employer, signal.hazard, signal.observed],
    ).fetchone()
    if row is None:
        return ["所依据的检测结果已不在现有数据中（批次已撤销或已更正）。"]
    given: dict[str, Any] = dict(zip(_WANTED, row, strict=True))
    for name in ("value", "hours_per_day", "days_per_week", "silica"):
        given[name] = None if given[name] is None else Decimal(repr(given[name]))
    return judge(Measurement(**given)).explain().splitlines()
