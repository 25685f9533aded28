"""The machine's clock against the journal: an act of the present may not be earlier than what is recorded."""

from datetime import datetime, timedelta

from django.utils import timezone

from lianxi.core.refusals import Refusal
from lianxi.core.words import moment_text

# Clocks of two servers differ by less; a clock that was set back differs by more.
TOLERANCE = timedelta(minutes=5)


class ClockSetBack(Refusal):
    """The machine's clock shows an earlier moment than the conference's last entry."""

    code = "clock_set_back"


def require_clock(at: datetime, last: datetime | None) -> None:
    """Refuse an act of the present moment that lies before the chain's last entry.

    An act whose moment is given (a replay, a simulation) is not of the machine's clock and passes.
    Raises ClockSetBack.
    """
    if last is None or at >= last - TOLERANCE or abs(timezone.now() - at) > TOLERANCE:
        return
    raise ClockSetBack(
        f"本机时钟是{moment_text(at)}，早于最后一条日志的{moment_text(last)}，现在办理会使先后颠倒。",
        rule="日志按先后记录，时刻不得倒退",
        next_step="请管理员校正服务器时钟；如是此前走快了，到上述时刻之后再办理。没有保存任何内容。",
    )
