"""Backup and restore: whole or refused, nothing overwritten, keys sealed, and a rehearsal while people work."""

import json
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from hardening.installation import SET_UP
from hardening.rehearsal import WORK
from lianxi.core.refusals import BadInput
from lianxi.journal.backup.databases import NotBackedUp
from lianxi.journal.backup.making import check_archive
from lianxi.journal.backup.sealed_keys import open_keys, read_passphrase, seal_keys

pytestmark = pytest.mark.processes

PASSPHRASE = "correct horse battery staple"


def env(folder: Path, **more: str) -> dict[str, str]:
    left = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "LIANXI_DEMO")}
    return {**left, "LIANXI_DATA": str(folder), **more}


def lianxi(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    code = "from lianxi.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=env(folder, **more), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small installation on disk with a conference, a stored file and a key."""
    folder = tmp_path_factory.mktemp("installation") / "data"
    done = subprocess.run(
        [sys.executable, "-c", SET_UP], env=env(folder), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (folder / "files" / "ab").mkdir(parents=True)
    (folder / "files" / "ab" / "abcd").write_bytes(b"stored")
    return folder


@pytest.fixture
def passphrase(tmp_path: Path) -> str:
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE)
    return str(path)


def test_a_rehearsal_under_load_loses_nothing_that_was_acknowledged(
    installation: Path, tmp_path: Path, passphrase: str
) -> None:
    """Work, back up meanwhile, restore elsewhere: every entry acknowledged before the backup began is there."""
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK], env=env(installation), stdout=subprocess.PIPE, text=True
    )
    said: list[str] = []
    assert worker.stdout is not None
    reading = threading.Thread(target=lambda: said.extend(worker.stdout or ()), daemon=True)
    try:
        first = worker.stdout.readline()
        reading.start()
        file = tmp_path / "b.zip"
        acknowledged = [first, *said]
        made = lianxi(installation, "backup", str(file), LIANXI_BACKUP_KEY_FILE=passphrase)
    finally:
        worker.kill()
        worker.wait()
        reading.join(30)
        worker.stdout.close()
    assert made.returncode == 0, made.stderr
    assert "已备份并核对" in made.stdout
    assert {oct(one.stat().st_mode & 0o777) for one in tmp_path.glob("b.zip*")} == {"0o600"}
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
    assert "data/files/ab/abcd" in names
    assert not [name for name in names if name.endswith(".key")]
    place = tmp_path / "place"
    options = ("restore", str(file), "--keys", f"{file}.keys", "--into", str(place))
    done = lianxi(tmp_path / "none", *options, LIANXI_BACKUP_KEY_FILE=passphrase)
    assert done.returncode == 0, done.stderr
    assert "全部核对无误" in done.stdout
    assert (place / "person.key").read_bytes() == (installation / "person.key").read_bytes()
    heads = lianxi(place, "journal", "head").stdout
    last = {line.split("\t")[1]: int(line.split("\t")[2]) for line in heads.splitlines()}
    assert all(last[line.split("\t")[1]] >= int(line.split("\t")[2]) for line in acknowledged)
    again = lianxi(tmp_path / "none", *options, LIANXI_BACKUP_KEY_FILE=passphrase)
    assert again.returncode == 2
    assert "不是空目录" in again.stderr


def test_without_a_passphrase_the_keys_stay_and_the_command_says_so(
    installation: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.zip"
    made = lianxi(installation, "backup", str(file))
    assert made.returncode == 0
    assert "密钥没有备份" in made.stderr
    assert not (tmp_path / "b.zip.keys").exists()
    over = lianxi(installation, "backup", str(file))
    assert over.returncode == 2
    assert "已经存在" in over.stderr
    nowhere = lianxi(installation, "backup", str(tmp_path / "no" / "b.zip"))
    assert nowhere.returncode == 2
    assert "没有" in nowhere.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["b.zip"]


@pytest.fixture(scope="module")
def whole(installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("whole") / "b.zip"
    assert lianxi(installation, "backup", str(file)).returncode == 0
    return file


@pytest.mark.parametrize("harm", ["cut", "changed", "extra", "lost", "empty", "other"])
def test_a_damaged_archive_is_refused(whole: Path, tmp_path: Path, harm: str) -> None:
    check_archive(whole)
    harmed = tmp_path / "h.zip"
    with zipfile.ZipFile(whole) as archive, zipfile.ZipFile(harmed, "w") as into:
        for name in archive.namelist():
            data = archive.read(name)
            if harm == "changed" and name.startswith("database"):
                data = data[:5000] + b"X" + data[5001:]
            if harm != "lost" or name != "data/files/ab/abcd":
                into.writestr(name, data)
        if harm == "extra":
            into.writestr("data/../../evil", b"x")
    if harm == "cut":
        harmed.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    elif harm in ("empty", "other"):
        harmed.write_bytes(b"" if harm == "empty" else b"not an archive")
    with pytest.raises(NotBackedUp):
        check_archive(harmed)


def test_a_damaged_archive_leaves_nothing_behind(whole: Path, tmp_path: Path) -> None:
    harmed, place = tmp_path / "h.zip", tmp_path / "place"
    harmed.write_bytes(whole.read_bytes()[:-1000])
    done = lianxi(tmp_path / "none", "restore", str(harmed), "--into", str(place))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert {one.name for one in place.iterdir()} <= {"secret.key"}


def test_keys_open_with_their_passphrase_alone(tmp_path: Path) -> None:
    sealed = seal_keys({"person.key": b"\0\1"}, PASSPHRASE.encode())
    assert open_keys(sealed, PASSPHRASE.encode()) == {"person.key": b"\0\1"}
    assert b"person.key" not in sealed
    with pytest.raises(BadInput, match="口令不对"):
        open_keys(sealed, b"another passphrase")
    told = json.loads(sealed)
    told["sealed"] = told["sealed"][:-8] + "AAAAAAA="
    with pytest.raises(BadInput):
        open_keys(json.dumps(told).encode(), PASSPHRASE.encode())
    for other in (b"", b"{}", b"[]", b'{"version": "x", "salt": "00", "nonce": "00", "sealed": ""}'):
        with pytest.raises(BadInput, match="不是 lianxi backup"):
            open_keys(other, PASSPHRASE.encode())
    (tmp_path / "short").write_text("short\n")
    with pytest.raises(BadInput, match="太短"):
        read_passphrase(str(tmp_path / "short"))
    with pytest.raises(BadInput, match="读不出"):
        read_passphrase(str(tmp_path / "none"))


def test_the_timer_makes_one_a_day_and_keeps_so_many(installation: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    given = {"LIANXI_BACKUP_DIR": str(kept), "LIANXI_BACKUP_KEEP": "2"}
    for _ in range(2):
        done = lianxi(installation, "daily", **given)
        assert done.returncode == 0, done.stderr
    (only,) = kept.iterdir()
    for day in ("20200101", "20200102", "20200103"):
        only.with_name(f"lianxi-{day}.zip").write_bytes(b"old")
    mine = kept / "mine.zip"
    mine.write_bytes(b"kept by hand")
    only.unlink()
    done = lianxi(installation, "daily", **given)
    assert done.returncode == 0, done.stderr
    assert sorted(one.name for one in kept.iterdir()) == ["lianxi-20200103.zip", only.name, "mine.zip"]
    said = lianxi(installation, "doctor", **given).stdout
    assert "最近一次核对无误的备份" in said
    assert "（0 天前），共保留 2 份" in said
    only.unlink()
    said = lianxi(installation, "doctor", **given).stdout
    assert any("缺失" in line and "2020-01-03" in line for line in said.splitlines())
