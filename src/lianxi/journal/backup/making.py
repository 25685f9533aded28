"""Making a backup: files held by links, the database as of one moment, hashes of all, a check, then the name."""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from lianxi.core.refusals import BadInput
from lianxi.journal.backup.databases import NotBackedUp, take
from lianxi.journal.backup.sealed_keys import read_passphrase, seal_keys
from lianxi.journal.verify import chain_heads

MANIFEST, DATA, VERSION = "manifest.json", "data/", "lianxi-backup-1"
PIECE = 1 << 20
# What is made anew by itself, or is no data: gathered static files, other backups, the database itself.
_LEFT_OUT = frozenset({"static", "backups"})
KEYS = ".key"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup: its file, the file of its keys (none: left out), how many files and bytes it holds."""

    path: Path
    keys: Path | None
    files: int
    size: int


def make_backup(path: Path, at: datetime) -> Made:
    """Back the installation up into one new file while people work, checked before it has its name.

    Raises BadInput where the file exists or cannot be made, NotBackedUp where the copy is not whole.
    """
    keys_path = path.with_name(path.name + ".keys")
    for one in (path, keys_path):
        if one.exists():
            raise BadInput(f"{one} 已经存在。", next_step="备份不覆盖任何文件，请换一个名字。")
    if not path.parent.is_dir():
        raise BadInput(f"没有 {path.parent} 这个目录。", next_step="请先建立目录，或换一个地方。")
    passphrase = read_passphrase(settings.BACKUP_KEY_FILE) if settings.BACKUP_KEY_FILE else None
    try:
        with tempfile.TemporaryDirectory(prefix=".lianxi-backup-", dir=path.parent) as held:
            return _make(path, keys_path, Path(held), at, passphrase)
    except OSError as error:
        raise BadInput(
            f"备份没有写成：{error.strerror}。", next_step="请检查磁盘空间和目录的权限。"
        ) from error


def _make(path: Path, keys_path: Path, held: Path, at: datetime, passphrase: bytes | None) -> Made:
    root = Path(settings.DATA_DIR)
    # Before the database: what is removed afterwards is still there. After it: what its rows name is there.
    links = held / "data"
    _hold(root, links)
    heads = chain_heads()
    database = take(settings.DATABASES["default"], held)
    _hold(root, links)
    archive = held / "archive"
    told = _write(archive, database, links, at, heads)
    check_archive(archive)
    keys = {one.name: one.read_bytes() for one in sorted(root.glob(f"*{KEYS}"))}
    if passphrase is not None:
        _name(_private(held / "keys", seal_keys(keys, passphrase)), keys_path)
    _name(archive, path)
    size = path.stat().st_size
    return Made(path, keys_path if passphrase is not None else None, len(told), size)


def _hold(root: Path, links: Path) -> None:
    """Link every file of the data folder, so that it can be read though it is removed meanwhile."""
    for found in _files_of(root):
        link = links / found.relative_to(root)
        if link.exists():
            continue
        link.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(found, link)
        except FileNotFoundError:
            continue
        except OSError:  # another file system, or one without links
            shutil.copyfile(found, link)


def _files_of(root: Path) -> Iterator[Path]:
    database = Path(str(settings.DATABASES["default"]["NAME"])).name
    for found in sorted(root.rglob("*")):
        first = found.relative_to(root).parts[0]
        is_database = found.parent == root and found.name.startswith(database)
        is_key = found.parent == root and found.name.endswith(KEYS)
        if first in _LEFT_OUT or first.startswith(".") or is_database or is_key:
            continue
        # A file that is being written has a name that begins with a point, or none that a row knows.
        if found.is_file() and not found.is_symlink() and not found.name.startswith("."):
            yield found


def _write(
    archive: Path, database: Path, links: Path, at: datetime, heads: list[tuple[int, int, str]]
) -> list[dict[str, object]]:
    told: list[dict[str, object]] = []
    with (
        os.fdopen(os.open(archive, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True, compresslevel=1) as into,
    ):
        held = [
            (found.relative_to(links).as_posix(), found)
            for found in sorted(links.rglob("*"))
            if found.is_file()
        ]
        for name, found in [(database.name, database), *((DATA + name, found) for name, found in held)]:
            with found.open("rb") as source, into.open(name, "w", force_zip64=True) as target:
                sha256, size = _copy(source, target)
            told.append({"name": name, "sha256": sha256, "size": size})
        manifest = {
            "version": VERSION,
            "at": at.isoformat(),
            "database": database.name,
            # Heads from just before: the database holds at least these entries.
            "heads": [{"chain": chain, "seq": seq, "hash": head} for chain, seq, head in heads],
            "files": told,
        }
        into.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    with archive.open("rb") as made:
        os.fsync(made.fileno())
    return told


def _copy(source: object, target: object) -> tuple[str, int]:
    summed, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):  # type: ignore[attr-defined]
        summed.update(piece)
        size += len(piece)
        if target is not None:
            target.write(piece)  # type: ignore[attr-defined]
    return summed.hexdigest(), size


def check_archive(path: Path) -> dict[str, object]:
    """Read an archive again, compare every file with the manifest and give that. Raises NotBackedUp."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, object] = json.loads(archive.read(MANIFEST))
            told = {one["name"]: one for one in manifest["files"]}  # type: ignore[attr-defined]
            extra = set(archive.namelist()) ^ {*told, MANIFEST}
            wrong = sorted(extra) + [
                name for name, one in told.items() if not extra and not _holds(archive, one)
            ]
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        fault = "这不是完好的备份文件，读不出清单" if path.exists() else "没有这个文件"
        raise NotBackedUp(f"{path.name}：{fault}。", next_step="请换另一份备份。") from error
    if wrong:
        raise NotBackedUp(f"备份文件与清单不符：{'、'.join(wrong[:5])}。", next_step="请换另一份备份。")
    return manifest


def _holds(archive: zipfile.ZipFile, told: dict[str, object]) -> bool:
    try:
        with archive.open(str(told["name"])) as source:
            return _copy(source, None) == (told["sha256"], told["size"])
    except (zipfile.BadZipFile, KeyError, EOFError):
        return False


def _private(path: Path, data: bytes) -> Path:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return path


def _name(made: Path, path: Path) -> None:
    """Give a finished file its name; one that appeared meanwhile is not overwritten."""
    try:
        os.link(made, path)
    except FileExistsError:
        raise BadInput(f"{path} 已经存在。", next_step="备份不覆盖任何文件，请换一个名字。") from None
    except OSError:  # a file system without links
        if path.exists():
            raise BadInput(f"{path} 已经存在。", next_step="备份不覆盖任何文件，请换一个名字。") from None
        made.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
