"""Later data on a signal's subject: what was measured or found after the warning, so that its effect can be checked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import scipy

from lianxi.hazards.judging import bulk
from lianxi.hazards.judging.verdicts import Outcome
from lianxi.surveillance.models import Signal
from lianxi.surveillance.queries.counting import SOURCES, Counts, Series, count_weeks
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.rules.signal_rules import MEASURED
from lianxi.surveillance.rules.streams import STREAMS
from lianxi.surveillance.rules.weeks import week_number
from lianxi.surveillance.store import open_store


@dataclass(frozen=True, slots=True)
class Later:
    """What came after a day: how many rows, how many of them still bad, the worst, and the sentence that says it.

    Rows of a signal over counts are weeks; one on a trend has none, and is not held back for that (`asked`).
    """

    rows: int
    bad: int
    worst: float | None
    sentence: str
    asked: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as they are stored with the step that used them."""
        return {"rows": self.rows, "bad": self.bad, "worst": self.worst, "sentence": self.sentence}


def later_data(signal: Signal, after: date, today: date) -> Later:
    """Look up what the store holds on the signal's subject after a day, as seen on another."""
    con = open_store(signal.conference_id)
    if signal.rule in MEASURED:
        rows = f"(SELECT * FROM measurements WHERE employer = '{_code(signal.employer)}' AND sampled_on > DATE '{after}')"
        bulk.load_contexts(con, rows)
        counted = con.execute(
            f"SELECT count(*), count(*) FILTER (outcome = {int(Outcome.EXCEEDS)}), arg_max(value, ratio)"
            f" FROM ({bulk.judged(rows)}) WHERE hazard = ? AND outcome <= 1",
            [signal.hazard],
        ).fetchone()
        return _said(counted, "同一用人单位、同一危害因素的检测结果", "仍超过限值")
    if signal.rule == "test_overdue":
        return _done(con, "measurements", signal, after)
    if signal.rule == "exam_overdue":
        return _done(con, "exams", signal, after)
    if not signal.employer and signal.expected is not None:
        return weeks_after(signal, Look(con, today, str), after)
    if not signal.employer:
        return Later(0, 0, None, "这一信号不限于一个用人单位，请对照后来的数列判断。", asked=False)
    counted = con.execute(
        "SELECT count(*), count(*), NULL FROM cases WHERE employer = ? AND noted_on > ?",
        [signal.employer, after],
    ).fetchone()
    exams = con.execute(
        "SELECT count(*) FROM exams WHERE employer = ? AND examined_on > ?", [signal.employer, after]
    ).fetchone()
    found, checked = int((counted or (0,))[0]), int((exams or (0,))[0])
    words = f"此后该单位有体检记录{checked}条，新报告病例{found}例。"
    return Later(found + checked, found, None, words)


def weeks_after(signal: Signal, look: Look, after: date) -> Later:
    """Count the whole weeks after a day, and those above the signal's bound.

    A circle has no bound: there it is what 97.5 % of Poisson counts of its weekly expected stay within.
    """
    source = next(one for one in SOURCES if signal.subject.startswith(f"{one.code}|"))
    series = count_weeks(look, source)
    first = week_number(after) + 1
    weeks = range(first, int(series.weeks[-1]) + 1) if series else range(0)
    if series is None or not weeks:
        return Later(0, 0, None, "此后还没有完整的一周数据。")
    counts = _circle(signal, series)[-len(weeks) :]
    bound = signal.bound if signal.bound is not None else _likely(signal)
    bad = int((counts > bound).sum())
    told = f"此后有{len(weeks)}个完整的周，其中{bad}周高于{bound:g}{signal.unit}，最多一周{counts.max():g}{signal.unit}。"
    return Later(len(weeks), bad, float(counts.max()), told)


def _circle(signal: Signal, series: Series) -> Counts:
    """Give the weekly counts of a signal's series, or of all counties of its circle."""
    _source, division, hazard, industry = ([*signal.subject.split("|"), "", "", ""])[:4]
    areas = signal.picture.get("areas")
    keys = [(area, hazard, "") for area in areas] if areas else [(division, hazard, industry)]
    held = [series.counts[series.keys.index(key)] for key in keys if key in series.keys]
    total: Counts = np.sum(held, axis=0) if held else np.zeros(series.weeks.size)
    return total


def _likely(signal: Signal) -> float:
    broke = sum(one.get("mark") == "broke" for one in signal.picture.get("points", []))
    return float(scipy.stats.poisson.ppf(0.975, (signal.expected or 0.0) / max(1, broke)))


def _code(text: str) -> str:
    return "".join(one for one in text if one.isalnum())


def _done(con: Any, stream: str, signal: Signal, after: date) -> Later:
    found = STREAMS[stream]
    counted = con.execute(
        f"SELECT count(*) FROM {stream} WHERE employer = ? AND {found.day} > ?", [signal.employer, after]
    ).fetchone()
    n = int((counted or (0,))[0])
    return Later(n, 0, None, f"此后有{found.label}记录{n}条。" if n else f"此后还没有{found.label}记录。")


def _said(counted: Any, words: str, bad_words: str) -> Later:
    rows, bad, worst = counted or (0, 0, None)
    if not rows:
        return Later(0, 0, None, f"此后还没有{words}。")
    told = f"此后有{words}{rows}条，其中{bad}条{bad_words}" + (
        f"，最大{worst:g}" if worst is not None else ""
    )
    return Later(int(rows), int(bad), worst, f"{told}。")
