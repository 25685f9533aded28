"""The SQLite library: which versions are affected, that every process runs the fixed one, and what is done without."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lianxi.core import sqlite
from lianxi.core.sqlite import journal_mode, library_sentence, may_lose_writes

WITHOUT = "import sys; sys.modules['pysqlite3'] = None\n"
SAY = (
    "import sqlite3\nfrom django.db import connection\n"
    "with connection.cursor() as cursor:\n"
    "    print(sqlite3.sqlite_version, cursor.execute('PRAGMA journal_mode').fetchone()[0],"
    " cursor.execute('PRAGMA synchronous').fetchone()[0])\n"
)
# What each kind of process of ours loads first.
DOORS = {
    "web": "import lianxi.config.wsgi\n",
    "worker": "import lianxi.cli.working\nfrom lianxi.cli.starting import start_django\nstart_django()\n",
    "command": "import lianxi.cli.commands\nlianxi.cli.commands.start_django()\n",
    "bounded child": "import lianxi.tables.sheetchild, lianxi.law.reading.pdfchild, lianxi.papers.pdfchild\n"
    "import django, os\nos.environ['DJANGO_SETTINGS_MODULE'] = 'lianxi.config.settings'\ndjango.setup()\n",
}


def python(folder: Path, code: str) -> str:
    env = {**os.environ, "LIANXI_DATA": str(folder), "DATABASE_URL": f"sqlite:///{folder}/x.sqlite3"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    return f"{done.stdout}\n{done.stderr}".strip()


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 6, 23), False), ((3, 7, 0), True), ((3, 40, 1), True), ((3, 44, 5), True), ((3, 44, 6), False),
        ((3, 45, 0), True), ((3, 50, 6), True), ((3, 50, 7), False), ((3, 51, 0), True), ((3, 51, 2), True),
        ((3, 51, 3), False), ((3, 53, 4), False), ((3, 51, 2, 1), True),
    ],
)  # fmt: skip
def test_affected_versions(version: tuple[int, ...], affected: bool) -> None:
    assert may_lose_writes(version) is affected


def test_the_mode_follows_from_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "running_version", lambda: (3, 53, 4))
    assert journal_mode() == "wal"
    assert library_sentence("wal") == "SQLite 3.53.4，日志模式 WAL，synchronous=FULL"
    monkeypatch.setattr(sqlite, "running_version", lambda: (3, 51, 2))
    assert journal_mode() == "delete"
    assert "可能丢失已提交的写入" in library_sentence("delete")


@pytest.mark.processes
@pytest.mark.parametrize("door", DOORS)
def test_every_process_runs_one_library_in_one_mode(door: str, tmp_path: Path) -> None:
    version, mode, synchronous = python(tmp_path, DOORS[door] + SAY).split()[:3]
    assert version == ".".join(map(str, sqlite.running_version()))
    assert (mode, synchronous) == (journal_mode(), "2")


@pytest.mark.processes
def test_without_the_fixed_library_the_file_leaves_wal_and_doctor_says_so(tmp_path: Path) -> None:
    own = python(tmp_path, WITHOUT + "import sqlite3; print(sqlite3.sqlite_version)")
    if not may_lose_writes(tuple(map(int, own.split(".")))):
        pytest.skip("this interpreter's own library is a fixed one")
    assert python(tmp_path, DOORS["command"] + SAY).split()[1] == journal_mode()
    assert python(tmp_path, WITHOUT + DOORS["web"] + SAY).split()[1:3] == ["delete", "2"]
    doctor = "from lianxi.cli.commands import run; run(['doctor'])"
    said = python(tmp_path, WITHOUT + doctor)
    assert "缺失  SQLite" in said
    assert "日志模式 DELETE" in said
    if journal_mode() == "wal":
        assert python(tmp_path, DOORS["web"] + SAY).split()[1] == "wal"


@pytest.mark.processes
@pytest.mark.skipif(journal_mode() != "wal", reason="needs the fixed library to make a file in WAL mode")
def test_an_affected_library_never_writes_while_the_file_is_kept_in_wal(tmp_path: Path) -> None:
    """Another program holds the file open in WAL mode, so that it cannot be switched."""
    import sqlite3

    other = sqlite3.connect(tmp_path / "x.sqlite3")
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("CREATE TABLE t (n)")
    other.execute("BEGIN")
    other.execute("SELECT * FROM t").fetchall()
    try:
        said = python(tmp_path, WITHOUT + "from lianxi.cli.commands import run; run(['doctor'])")
    finally:
        other.close()
    assert "Traceback" not in said
    assert "停止" in said
