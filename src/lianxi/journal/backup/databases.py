"""The database in a backup: taken at one moment while others write, checked, and put back into an empty one."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lianxi.core.refusals import BadInput, Refusal

SQLITE, POSTGRESQL = "database.sqlite3", "database.pgdump"
# A dump of ten gigabytes takes minutes; one that takes hours hangs.
SECONDS = 6 * 3600


class NotBackedUp(Refusal):
    """A copy is not whole, or could not be made; nothing was kept."""

    code = "not_backed_up"

    def __init__(self, message: str, *, next_step: str) -> None:
        super().__init__(message, rule="备份核对无误才算完成", next_step=next_step)


def take(database: dict[str, Any], folder: Path) -> Path:
    """Copy the database of Django's settings into a folder as of one moment. Raises NotBackedUp."""
    if database["ENGINE"].endswith("sqlite3"):
        return _take_sqlite(Path(str(database["NAME"])), folder / SQLITE)
    made = folder / POSTGRESQL
    _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={made}"], database)
    _run(["pg_restore", "--list", str(made)], database)
    return made


def _take_sqlite(path: Path, made: Path) -> Path:
    import sqlite3

    # One step: readers do not hold writers up in WAL mode, and what is copied is one moment.
    source = sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=60)
    copy = sqlite3.connect(made)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise NotBackedUp(f"数据库没有复制成功：{error}。", next_step="请稍后再试。") from error
    finally:
        copy.close()
        source.close()
    wrong = broken_sqlite(made)
    if wrong:
        raise NotBackedUp(f"数据库的副本不完整：{wrong}。", next_step="请先运行 lianxi journal verify。")
    return made


def broken_sqlite(path: Path) -> str:
    """Say what SQLite finds wrong in a database file; empty where it is whole."""
    import sqlite3

    store = sqlite3.connect(path)
    try:
        said = [str(row[0]) for row in store.execute("PRAGMA integrity_check(5)")]
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        store.close()
    return "" if said == ["ok"] else "；".join(said)


def put_back(database: dict[str, Any], taken: Path) -> None:
    """Put a copy into the empty database of the settings. Raises BadInput where it is not empty or of another kind."""
    is_sqlite = database["ENGINE"].endswith("sqlite3")
    if is_sqlite != (taken.name == SQLITE):
        kind = "SQLite" if taken.name == SQLITE else "PostgreSQL"
        raise BadInput(
            f"这份备份取自 {kind}，DATABASE_URL 指的却是另一种数据库。",
            next_step=f"请指定空的 {kind} 数据库。",
        )
    if is_sqlite:
        place = Path(str(database["NAME"]))
        if place.exists():
            raise BadInput(f"{place} 已经存在。", next_step="恢复只写入空的地方，请换一个目录。")
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(taken, place)
        place.chmod(0o600)
        return
    count = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    if _run(["psql", "-AtX", "-c", count], database).strip() != "0":
        raise BadInput("DATABASE_URL 指的数据库不是空的。", next_step="恢复只写入空的数据库，请新建一个。")
    command = ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run([*command, f"--dbname={database['NAME']}", str(taken)], database)


def _run(command: list[str], database: dict[str, Any]) -> str:
    names = {
        "HOST": "PGHOST",
        "PORT": "PGPORT",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "NAME": "PGDATABASE",
    }
    given = {variable: str(database[name]) for name, variable in names.items() if database.get(name)}
    try:
        done = subprocess.run(
            command, env={**os.environ, **given}, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except FileNotFoundError:
        raise NotBackedUp(
            f"找不到 {command[0]}。", next_step="请安装与数据库同一版本的 PostgreSQL 客户端程序。"
        ) from None
    except subprocess.TimeoutExpired:
        raise NotBackedUp(
            f"{command[0]} 超过 {SECONDS // 3600} 小时没有完成。", next_step="请检查数据库。"
        ) from None
    if done.returncode:
        raise NotBackedUp(
            f"{command[0]} 执行失败：{done.stderr.strip()[-300:]}", next_step="请按所说的原因处理。"
        )
    return done.stdout
