"""The machine's clock against the journal: neither back behind what is recorded, nor far ahead unasked."""

from datetime import datetime, timedelta

from django.utils import timezone

from lianxi.core.refusals import Refusal
from lianxi.core.words import moment_text
from lianxi.journal.models import Beat, ClockWord, Entry

# Clocks of two servers differ by less; a clock that was set back differs by more.
TOLERANCE = timedelta(minutes=5)
# A clock that is further ahead of the last known moment is asked about before the first act.
JUMP = timedelta(days=1)
# Acts about a clock that ran fast: they are made at the true moment, before those it dated ahead, and do not yet
# say that the chain goes on from there; the second seat's confirmation does.
ABOUT_CLOCK = frozenset({"bodies.clock.propose", "bodies.clock.withdraw"})
MENDS_CLOCK = ABOUT_CLOCK | {"bodies.clock.confirm", "bodies.clock.vouch"}


class ClockSetBack(Refusal):
    """The machine's clock shows an earlier moment than the conference's last entry."""

    code = "clock_set_back"


class ClockJumped(Refusal):
    """The machine's clock is more than a day ahead of the last moment at which it was known to be right."""

    code = "clock_jumped"


def require_clock(at: datetime, chain: int, action: str) -> None:
    """Refuse an act of the present moment that lies before the chain's last entry, or after an unasked jump.

    An act whose moment is given (a replay, a simulation) is not of the machine's clock and passes, as do the
    acts that put a clock right. Raises ClockSetBack, ClockJumped.
    """
    if action in MENDS_CLOCK or abs(timezone.now() - at) > TOLERANCE:
        return
    last = last_moment(chain)
    if last is not None and at < last - TOLERANCE:
        raise ClockSetBack(
            f"本机时钟是{moment_text(at)}，早于最后一条日志的{moment_text(last)}，现在办理会使先后颠倒。",
            rule="日志按先后记录，时刻不得倒退",
            next_step="请管理员校正服务器时钟；如是此前走快了，由两个席位在“时钟”页（设置 → 安装状况）确认后恢复办理。"
            "没有保存任何内容。",
        )
    known = known_moment(last)
    if known is not None and at > known + JUMP:
        raise ClockJumped(
            f"本机时钟是{moment_text(at)}，比上次可靠的时刻{moment_text(known)}晚了 {(at - known).days} 天多。",
            rule="时钟前跳超过一天的，办理第一件事之前须由管理员确认",
            next_step="请管理员核对服务器时钟：不对的先校正；对的（例如停机了几天），在服务器上运行 lianxi clock confirm。"
            "没有保存任何内容。",
        )


def last_moment(chain: int) -> datetime | None:
    """Return the moment of a chain's last entry; what only tells of a wrong clock does not count."""
    rows = Entry.objects.filter(chain_id=chain).exclude(action__in=ABOUT_CLOCK).order_by("-seq")
    return rows.values_list("at", flat=True).first()


def known_moment(last: datetime | None = None) -> datetime | None:
    """Return the last moment at which the clock was known to be right; None where no worker ever ran.

    It is the latest of the worker's last beat, the operator's last word and a chain's last entry.
    """
    beat = Beat.objects.values_list("at", flat=True).first()
    if beat is None:
        return None
    word = ClockWord.objects.order_by("-pk").values_list("confirmed", flat=True).first()
    return max(one for one in (beat, word, last) if one is not None)


def has_jumped(now: datetime) -> bool:
    """Tell whether the clock is more than a day ahead of what was known, and nobody has vouched for it."""
    known = known_moment()
    return known is not None and now > known + JUMP


def keep_time(now: datetime) -> bool:
    """Note that the clock runs; False, and nothing noted, where it has jumped ahead."""
    if has_jumped(now):
        return False
    Beat.objects.update_or_create(pk=1, defaults={"at": now})
    return True
