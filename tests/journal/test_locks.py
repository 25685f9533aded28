"""A lock that is not had in time is a refusal with a next step, in every door, and never a fault of the system."""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from cast import AT, Cast
from lianxi.core.actors import OFFICE
from lianxi.core.locks import refusal_of
from lianxi.core.refusals import Busy
from lianxi.journal import acting
from lianxi.journal.acting import Act, Action
from lianxi.journal.models import Draft, Entry
from lianxi.meetings.actions import propose_topic
from lianxi.web.desk import workbench
from web.signing_in import seated, words


def held(folder: Path) -> Exception:
    """What SQLite says where another connection holds the file."""
    first, second = (sqlite3.connect(folder / "held.sqlite3", timeout=0) for _ in range(2))
    try:
        first.execute("BEGIN IMMEDIATE")
        second.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error
    finally:
        first.close()
        second.close()
    raise AssertionError("both connections have the lock")


KINDS: dict[str, Callable[[Path], Exception]] = {
    "sqlite": held,
    "lock timeout": lambda _: psycopg.errors.LockNotAvailable(),
    "deadlock": lambda _: psycopg.errors.DeadlockDetected(),
    "serialization": lambda _: psycopg.errors.SerializationFailure(),
}


def failing(cause: Exception) -> Callable[..., Any]:
    def body(*_given: Any, **_named: Any) -> None:
        raise OperationalError(str(cause)) from cause

    return body


def act_failing(cause: Exception) -> Callable[[Act], None]:
    def body(_act: Act) -> None:
        raise OperationalError(str(cause)) from cause

    return body


@pytest.mark.parametrize("kind", KINDS)
def test_an_act_is_refused(cast: Cast, tmp_path: Path, kind: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(Busy, match="什么也没有写入") as refused:
        Action("test.lock.wait", "等待", OFFICE, "", act_failing(KINDS[kind](tmp_path)))(cast.director, AT)
    assert "过一分钟再试" in refused.value.next_step
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "cause", [sqlite3.OperationalError("no such table: x"), psycopg.errors.QueryCanceled(), None]
)
def test_other_errors_of_a_database_stay_what_they_are(cast: Cast, cause: Exception | None) -> None:
    error = OperationalError("database is gone")
    error.__cause__ = cause
    assert refusal_of(error) is None
    with pytest.raises(OperationalError):
        Action("test.lock.wait", "等待", OFFICE, "", act_failing(cause or error))(cast.director, AT)


def test_the_door_says_so_keeps_what_was_typed_and_writes_nothing(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cause = held(tmp_path)
    client = seated(Client(raise_request_exception=False), cast.liaison("市住建局"))
    monkeypatch.setattr(acting.Action, "_once", failing(cause))
    fields = {"title": "粉尘检查", "text": "长" * 80, "clause": "QZ-3-11-2", "draft": "topic"}
    before = dict(client.session)
    answer = client.post(
        f"/do/{propose_topic.id}", fields, headers={"referer": "http://testserver/topics/new"}
    )
    assert answer.status_code == 503
    assert "数据正被别人占用" in words(answer)
    assert "长" * 80 in answer.content.decode()
    assert '/topics/new">返回原页' in answer.content.decode()
    assert not Draft.objects.exists()
    assert dict(client.session) == before


def test_a_page_outside_an_act_says_so_too(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = seated(Client(raise_request_exception=False), cast.director)
    name = next(name for name in ("list_tasks", "offers", "acting", "render") if hasattr(workbench, name))
    monkeypatch.setattr(workbench, name, failing(held(tmp_path)))
    answer = client.get("/")
    assert answer.status_code == 503
    assert "系统正忙" in words(answer)
    monkeypatch.setattr(workbench, name, failing(sqlite3.OperationalError("disk I/O error")))
    assert client.get("/").status_code == 500


def full(folder: Path) -> Exception:
    """What SQLite says where there is no room for another page."""
    own = sqlite3.connect(folder / "full.sqlite3")
    own.execute("CREATE TABLE t (x)")
    own.execute("PRAGMA max_page_count = 2")
    try:
        own.execute("INSERT INTO t VALUES (zeroblob(100000))")
    except sqlite3.OperationalError as error:
        return error
    finally:
        own.close()
    raise AssertionError("there was room")


def fixed(folder: Path) -> Exception:
    """What SQLite says of a file that may only be read."""
    sqlite3.connect(folder / "fixed.sqlite3").close()
    own = sqlite3.connect(f"file:{folder / 'fixed.sqlite3'}?mode=ro", uri=True)
    try:
        own.execute("CREATE TABLE t (x)")
    except sqlite3.OperationalError as error:
        return error
    finally:
        own.close()
    raise AssertionError("it was written")


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (full, "磁盘满了"),
        (lambda _folder: psycopg.errors.DiskFull(), "磁盘满了"),
        (lambda _folder: OSError(errno.ENOSPC, "No space left on device"), "磁盘满了"),
        (fixed, "不能写入"),
        (lambda _folder: psycopg.errors.ReadOnlySqlTransaction(), "不能写入"),
        (lambda _folder: OSError(errno.EROFS, "Read-only file system"), "不能写入"),
    ],
)
def test_a_full_disk_and_a_folder_that_cannot_be_written_say_what_they_are(
    cast: Cast, tmp_path: Path, cause: Callable[[Path], Exception], said: str
) -> None:
    before = Entry.objects.count()
    with pytest.raises(Busy, match=said) as refused:
        Action("test.lock.wait", "等待", OFFICE, "", act_failing(cause(tmp_path)))(cast.director, AT)
    assert "系统管理员" in refused.value.next_step
    assert Entry.objects.count() == before
