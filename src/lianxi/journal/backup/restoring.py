"""Putting a backup back, into an empty place only; what was written is removed where it does not hold."""

import hashlib
import shutil
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings

from lianxi.core.refusals import BadInput
from lianxi.journal.backup.databases import put_back
from lianxi.journal.backup.making import DATA, PIECE, check_archive
from lianxi.journal.backup.sealed_keys import open_keys, read_passphrase

# The start makes this one by itself; it signs sessions only.
SESSIONS = "secret.key"


def put_back_backup(path: Path, keys: Path | None, root: Path) -> dict[str, Any]:
    """Put a checked archive into an empty data folder and the empty database of the settings; give its manifest.

    Raises BadInput for a place that is not empty, an archive or keys that cannot be used, NotBackedUp for a
    damaged archive. Nothing is left behind then.
    """
    manifest: dict[str, Any] = check_archive(path)
    opened = _opened(keys)
    if root.exists() and [one for one in root.iterdir() if one.name != SESSIONS]:
        raise BadInput(f"{root} 不是空目录。", next_step="恢复只写入空的地方，请换一个目录（--into）。")
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        _put(path, manifest, opened, root)
    except BaseException:
        for one in root.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink()
        raise
    return manifest


def _opened(keys: Path | None) -> dict[str, bytes]:
    if keys is None:
        return {}
    if not settings.BACKUP_KEY_FILE:
        raise BadInput(
            "没有备份口令，打不开密钥文件。", next_step="请把 LIANXI_BACKUP_KEY_FILE 设为口令文件。"
        )
    try:
        data = keys.read_bytes()
    except OSError as error:
        raise BadInput(f"读不出密钥文件 {keys}（{error.strerror}）。") from error
    return open_keys(data, read_passphrase(settings.BACKUP_KEY_FILE))


def _put(path: Path, manifest: dict[str, Any], keys: dict[str, bytes], root: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for told in manifest["files"]:
            name = str(told["name"])
            if name.startswith(DATA):
                _extract(archive, name, told["sha256"], root / _inside(name.removeprefix(DATA)))
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=root) as held:
            taken = Path(held) / _inside(str(manifest["database"]))
            sha256 = next(one["sha256"] for one in manifest["files"] if one["name"] == manifest["database"])
            _extract(archive, str(manifest["database"]), sha256, taken)
            put_back(settings.DATABASES["default"], taken)
    for name, data in keys.items():
        place = root / _inside(name)
        place.write_bytes(data)
        place.chmod(0o600)


def _inside(name: str) -> str:
    """Return a name that stays inside its folder. Raises BadInput for any other."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise BadInput(f"备份里有不合规的文件名 {name!r}，没有恢复。", next_step="请换另一份备份。")
    return str(path)


def _extract(archive: zipfile.ZipFile, name: str, sha256: str, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    summed = hashlib.sha256()
    with archive.open(name) as source, place.open("xb") as target:
        while piece := source.read(PIECE):
            summed.update(piece)
            target.write(piece)
    place.chmod(0o600)
    if summed.hexdigest() != sha256:
        raise BadInput(f"备份里的 {name} 在读取时变了，没有恢复。", next_step="请换另一份备份。")
