"""What a database means that did not give a lock in time: nothing was stored, and the same may be tried again."""

import errno

from lianxi.core.refusals import Busy

# How long an act waits for what somebody else holds, in seconds.
WAIT = 20
# SQLITE_BUSY and SQLITE_LOCKED (https://www.sqlite.org/rescode.html); extended codes keep them in the low byte.
_SQLITE = (5, 6)
# lock_not_available, deadlock_detected, serialization_failure (PostgreSQL, appendix A).
_POSTGRESQL = ("55P03", "40P01", "40001")


# SQLITE_FULL, SQLITE_READONLY, SQLITE_CANTOPEN; disk_full, read_only_sql_transaction.
_FULL, _FIXED = (13, "53100"), (8, 14, "25006")
_FULL_FILE, _FIXED_FILE = (errno.ENOSPC, errno.EDQUOT), (errno.EROFS, errno.EACCES)


def _cannot_write(code: int | None, state: str | None, file: int | None) -> Busy | None:
    """Return the refusal of a disk that is full or a folder that cannot be written; None for other errors."""
    low = code & 0xFF if code is not None else None
    if low in _FULL or state in _FULL or file in _FULL_FILE:
        return Busy(
            "服务器的磁盘满了，这一次什么也没有写入。",
            rule="写不下的不算办成",
            next_step="请系统管理员腾出空间后再办；填写的内容还在本页。",
        )
    if low in _FIXED or state in _FIXED or file in _FIXED_FILE:
        return Busy(
            "服务器的数据目录或数据库不能写入，这一次什么也没有写入。",
            rule="写不下的不算办成",
            next_step="请系统管理员检查数据目录的权限和是否只读（lianxi doctor）。",
        )
    return None


def refusal_of(error: BaseException | None) -> Busy | None:
    """Return the refusal that a database error of either kind, or its cause, stands for; None for other errors.

    A disk that is full and a folder that cannot be written say what they are.
    """
    while error is not None:
        file = error.errno if isinstance(error, OSError) else None
        own = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlstate", None)
        if unwritable := _cannot_write(*own, file):
            return unwritable
        code, state = getattr(error, "sqlite_errorcode", None), getattr(error, "sqlstate", None)
        if (code is not None and code & 0xFF in _SQLITE) or state in _POSTGRESQL:
            return Busy(
                f"数据正被别人占用，等了 {WAIT} 秒仍没有空出来，这一次什么也没有写入。",
                rule="同一时刻只有一人写入同一处数据",
                next_step="请过一分钟再试；总是这样的，请系统管理员查明并停止占着数据库的程序。",
            )
        error = error.__cause__
    return None
