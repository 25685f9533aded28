"""7-1-7: detected within 7 days, told within 1, first response complete within 7; the share that meets all three."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DETECT, TELL, RESPOND = 7, 1, 7
SOURCE = "7-1-7目标（国际公共卫生通行做法；不是本地规定，设定，待确认）"


@dataclass(frozen=True, slots=True)
class Times:
    """Days of one signal: when it happened, was detected, when the units were told, and had all first responded.

    None is a stage not reached. `untold` marks a signal that nobody has to be told of (dismissed, merged, watched).
    """

    happened: date
    detected: date
    told: date | None = None
    responded: date | None = None
    untold: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the three spans: its words, the days used (None: not ended), the target, and whether it is met.

    `met` is None while the span can still be met.
    """

    label: str
    days: int | None
    target: int
    met: bool | None

    @property
    def words(self) -> str:
        """Say how the span stands."""
        if self.days is None:
            return "已超过目标，尚未完成" if self.met is False else "尚未完成"
        return f"用了 {self.days} 天，{'达到' if self.met else '没有达到'}目标"


def stages(times: Times, today: date) -> tuple[Stage, ...]:
    """Return the spans of a signal on a day; only the first one where nobody had to be told."""
    first = _stage("发现", times.happened, times.detected, DETECT, today)
    if times.untold:
        return (first,)
    told = _stage("告知责任单位", times.detected, times.told, TELL, today)
    done = _stage("首轮处置完成", times.told, times.responded, RESPOND, today)
    return (first, told, done)


def _stage(label: str, start: date | None, end: date | None, target: int, today: date) -> Stage:
    if start is None:
        return Stage(label, None, target, None)
    if end is None:
        return Stage(label, None, target, False if (today - start).days > target else None)
    days = (end - start).days
    return Stage(label, days, target, days <= target)


@dataclass(frozen=True, slots=True)
class Share:
    """Of the signals whose outcome is known, how many met all three targets."""

    met: int
    of: int

    @property
    def words(self) -> str:
        """Write the share; without any known outcome it says so."""
        if not self.of:
            return "还没有可以计算7-1-7的信号"
        return f"{self.of}个信号中{self.met}个达到7-1-7，占{100 * self.met / self.of:.0f}%"


def share(all_times: Iterable[Times], today: date) -> Share:
    """Count the signals that met 7-1-7 among those that met it or can no longer.

    A signal that nobody had to be told of is left out.
    """
    met = of = 0
    for times in all_times:
        if times.untold:
            continue
        spans = stages(times, today)
        if any(one.met is False for one in spans):
            of += 1
        elif all(one.met for one in spans):
            met, of = met + 1, of + 1
    return Share(met, of)
