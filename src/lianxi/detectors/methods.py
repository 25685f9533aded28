"""Owns the list of detectors by the names a person types, and runs one of them over a batch."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from lianxi.core.refusals import BadInput
from lianxi.detectors import cumulative, ears, farrington
from lianxi.detectors.batches import Batch
from lianxi.detectors.compiling import is_first_run
from lianxi.detectors.ears import Ears
from lianxi.detectors.farrington import FLEXIBLE, ORIGINAL, Settings
from lianxi.detectors.outcomes import Outcome
from lianxi.detectors.reasons import ABSENT, FUTURE, OK

COMPATS = ("R", "documented")
Judge = Callable[[Batch, int, bool, bool], Outcome]


def _farrington(settings: Settings) -> Judge:
    def judge(batch: Batch, weeks: int, documented: bool, tails: bool) -> Outcome:
        chosen = replace(settings, documented=documented, skip_silent=settings.skip_silent and not tails)
        found = farrington.judge(batch.counts, batch.begins, weeks, chosen, tails=tails)
        return Outcome(found.alarm, found.expected, found.upper, found.reason, found.tail if tails else None)

    return judge


def _ears(settings: Ears) -> Judge:
    def judge(batch: Batch, weeks: int, documented: bool, _tails: bool) -> Outcome:
        return ears.judge(batch.counts, batch.begins, weeks, replace(settings, documented=documented))

    return judge


def _cumulative(kind: int) -> Judge:
    def judge(batch: Batch, weeks: int, documented: bool, _tails: bool) -> Outcome:
        return cumulative.judge(batch.counts, batch.begins, weeks, kind, documented=documented)

    return judge


METHODS: dict[str, Judge] = {
    "farrington": _farrington(FLEXIBLE),
    "farrington-delta": _farrington(replace(FLEXIBLE, threshold="delta")),
    "farrington-muan": _farrington(replace(FLEXIBLE, threshold="muan")),
    "farrington-original": _farrington(ORIGINAL),
    "ears-c1": _ears(ears.C1),
    "ears-c2": _ears(ears.C2),
    "ears-c3": _ears(ears.C3),
    "cusum": _cumulative(cumulative.CUSUM),
    "cusum-glm": _cumulative(cumulative.CUSUM_GLM),
    "glrnb": _cumulative(cumulative.GLRNB),
}


def require(method: str, compat: str) -> None:
    """Raise BadInput for a method or mode that does not exist."""
    if method not in METHODS:
        raise BadInput(f"没有名为“{method}”的探测方法。", next_step=f"可用：{'、'.join(METHODS)}。")
    if compat not in COMPATS:
        raise BadInput(f"没有名为“{compat}”的口径。", next_step="可用：R、documented。")


def first_run_words(method: str) -> str:
    """Return the sentence for who waits while a method is compiled here; empty when it need not be."""
    module = "farrington" if method.startswith("farrington") else "cumulative"
    if method.startswith("ears") or not is_first_run(module):
        return ""
    return f"这一版本首次运行 {method}，正在编译，约需半分钟；以后不再需要。"


def require_weeks(weeks: int, most: int) -> None:
    """Raise BadInput for a range that is not inside the axis of `most` weeks."""
    if not 1 <= weeks <= most:
        raise BadInput(f"要判的周数应在 1 至 {most} 之间，现为 {weeks}。")


def detect(
    batch: Batch, method: str, weeks: int, *, compat: str = "R", tails: bool = False, through: int | None = None
) -> Outcome:  # fmt: skip
    """Judge the last `weeks` weeks of the batch's axis in every series.

    With `through` these are the weeks up to it; the weeks after it follow, not judged, since they lie in the future
    of who asks. Raises BadInput for an unknown method or mode, or a range that is not inside the axis. Flawed series
    are silent with their reason.
    """
    require(method, compat)
    if through is not None and through < batch.weeks[-1]:
        known = max(0, through - int(batch.weeks[0]) + 1)
        require_weeks(weeks, known)
        past = detect(upto(batch, known), method, weeks, compat=compat, tails=tails)
        return with_future(past, batch.weeks.size - known)
    require_weeks(weeks, batch.weeks.size)
    found = METHODS[method](_whole(batch), weeks, compat == "documented", tails)
    flawed = batch.flaw != OK
    if flawed.any():
        found.alarm[flawed], found.expected[flawed], found.upper[flawed] = -1, np.nan, np.nan
        found.reason[flawed] = batch.flaw[flawed, None]
    return found


def upto(batch: Batch, size: int) -> Batch:
    """Return the first `size` weeks of a batch; a series that begins later has no report there."""
    absent = (batch.begins >= size) & (batch.flaw == OK)
    return Batch(
        batch.names, batch.weeks[:size], batch.counts[:, :size], np.minimum(batch.begins, size),
        np.where(absent, ABSENT, batch.flaw),
    )  # fmt: skip


def with_future(past: Outcome, later: int) -> Outcome:
    """Put weeks that are not judged, because they lie in the future, behind those that are."""
    rows = past.alarm.shape[0]
    unknown = np.full((rows, later), np.nan)
    return Outcome(
        np.hstack([past.alarm, np.full((rows, later), -1)]),
        np.hstack([past.expected, unknown]),
        np.hstack([past.upper, unknown]),
        np.hstack([past.reason, np.full((rows, later), FUTURE)]),
        None if past.tail is None else np.hstack([past.tail, unknown]),
    )


def _whole(batch: Batch) -> Batch:
    """Let a series without a single report stand as one that begins with the axis."""
    return replace(batch, begins=np.where(batch.begins < batch.weeks.size, batch.begins, 0))
