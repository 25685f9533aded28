"""What a database means that did not give a lock in time: nothing was stored, and the same may be tried again."""

from lianxi.core.refusals import Busy

# How long an act waits for what somebody else holds, in seconds.
WAIT = 20
# SQLITE_BUSY and SQLITE_LOCKED (https://www.sqlite.org/rescode.html); extended codes keep them in the low byte.
_SQLITE = (5, 6)
# lock_not_available, deadlock_detected, serialization_failure (PostgreSQL, appendix A).
_POSTGRESQL = ("55P03", "40P01", "40001")


def refusal_of(error: BaseException | None) -> Busy | None:
    """Return the refusal that a database error of either kind, or its cause, stands for; None for other errors."""
    while error is not None:
        code, state = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlstate", None)
        if (code is not None and code & 0xFF in _SQLITE) or state in _POSTGRESQL:
            return Busy(
                f"数据正被别人占用，等了 {WAIT} 秒仍没有空出来，这一次什么也没有写入。",
                rule="同一时刻只有一人写入同一处数据",
                next_step="请过一分钟再试；总是这样的，请系统管理员查明并停止占着数据库的程序。",
            )
        error = error.__cause__
    return None
