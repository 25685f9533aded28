"""Where the files lie, which of them are data, and what becomes of the others.

<data>/surveillance/<conference>/<stream>/year=2026/division=350582/batch=17/data_0.parquet
<data>/surveillance/<conference>/superseded/<stream>/batch=17/data_0.parquet
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings

from lianxi.core.canonical import canonical, digest
from lianxi.surveillance.models import Batch
from lianxi.tables.staging import staged_path

SUPERSEDED = "superseded"
# Why a check was refused, in the folder of the check.
REFUSED = "refused.json"
# Files of these batches are data or may become so; those of all others are orphans.
KEPT = ("received", "checked", "applied")
_BATCH = re.compile(r"batch=(\d+)")
_BLOCK = 1 << 20


def data_dir(conference_id: int) -> Path:
    """Return the folder of a conference's surveillance data."""
    return Path(settings.DATA_DIR) / "surveillance" / str(conference_id)


def incoming_dir(conference_id: int) -> Path:
    """Return the folder where a conference's uploads wait."""
    return data_dir(conference_id) / "incoming"


def incoming_path(conference_id: int, sha256: str) -> Path:
    """Return where an uploaded file waits. Raises BadInput for what is no SHA-256."""
    return staged_path(incoming_dir(conference_id), sha256)


def check_dir(conference_id: int, batch: int) -> Path:
    """Return the folder of one batch's check."""
    return data_dir(conference_id) / "checks" / str(batch)


def forget_check(conference_id: int, batch: int) -> None:
    """Remove the folder of a batch's check."""
    shutil.rmtree(check_dir(conference_id, batch), ignore_errors=True)


def batch_files(conference_id: int, stream: str, without: int | None = None) -> tuple[list[str], list[str]]:
    """Return the paths of the data files and superseded files in force of one stream.

    `without` leaves one batch out, as if it had been withdrawn.
    """
    folder = data_dir(conference_id)
    rows = Batch.objects.filter(conference_id=conference_id, stream=stream, state="applied").order_by("pk")
    data: list[str] = []
    superseded: list[str] = []
    for files in rows.exclude(pk=without).values_list("files", flat=True):
        for name in files:
            (superseded if name.startswith(SUPERSEDED) else data).append(str(folder / name))
    return data, superseded


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, reading it in blocks."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def written_files(folder: Path, stream: str, batch: int) -> list[Path]:
    """Return the files on disk of one batch, sorted."""
    found = folder.glob(f"{stream}/year=*/division=*/batch={batch}/*.parquet")
    return sorted([*found, *folder.glob(f"{SUPERSEDED}/{stream}/batch={batch}/*.parquet")])


def sync(paths: Iterable[Path]) -> None:
    """See files and their folders onto the disk, so that a row may name them."""
    folders: set[Path] = set()
    for path in paths:
        _fsync(path)
        folders |= set(path.parents[:4])
    for folder in sorted(folders):
        _fsync(folder)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def content_hash(files: Mapping[str, list[int | str]]) -> str:
    """Return the hash over a manifest's files, without the batch's number in their names."""
    return digest(canonical(sorted([_BATCH.sub("batch", name), *values] for name, values in files.items())))


def remove_files(conference_id: int, stream: str, batch: int) -> None:
    """Remove the files on disk of one batch that is not in force."""
    for path in {found.parent for found in written_files(data_dir(conference_id), stream, batch)}:
        shutil.rmtree(path, ignore_errors=True)


def sweep_orphans(conference_id: int) -> list[str]:
    """Remove files of no batch or of one withdrawn or discarded; gives their folders."""
    folder = data_dir(conference_id)
    rows = Batch.objects.filter(conference_id=conference_id, state__in=KEPT)
    kept = {f"batch={pk}" for pk in rows.values_list("pk", flat=True)}
    removed = []
    for path in sorted(folder.glob("**/batch=*")) if folder.exists() else []:
        if path.is_dir() and path.name not in kept:
            shutil.rmtree(path, ignore_errors=True)
            removed.append(str(path.relative_to(folder)))
    return removed


def batches_in_force(conference_id: int) -> frozenset[int]:
    """Return the ids of the batches whose rows are data now."""
    rows = Batch.objects.filter(conference_id=conference_id, state="applied")
    return frozenset(rows.values_list("pk", flat=True))
