"""Verification of stored files: re-hashes every file and says which is missing or was changed on disk."""

from collections.abc import Iterator

from lianxi.journal.chain import Break
from lianxi.papers.digests import Digests, digests_of_file
from lianxi.papers.files import path_of
from lianxi.papers.models import StoredFile

BATCH = 500


def _read(sha256: str) -> Digests | None:
    try:
        return digests_of_file(path_of(sha256))
    except OSError:
        return None


def _state_of(row: StoredFile, found: Digests | None) -> str:
    """Return what is wrong with a file, empty where nothing is; both hashes must be those that were noted."""
    if found is None:
        return "不见了或读不出"
    if found.sha256 != row.sha256:
        return "内容被改动过"
    return "的 SM3 校验值与登记的不符" if row.sm3 and found.sm3 != row.sm3 else ""


def verify_files(only: int | None = None) -> Iterator[Break]:
    """Re-hash the stored files (all, or one conference's) and yield those that do not hold.

    The same content kept for several rows is read once.
    """
    rows = StoredFile.objects.order_by("sha256", "pk")
    if only is not None:
        rows = rows.filter(conference_id=only)
    last, found = "", None
    for row in rows.iterator(BATCH):
        if row.sha256 != last or not last:
            last, found = row.sha256, _read(row.sha256)
        state = _state_of(row, found)
        if state:
            record = f"papers.storedfile:{row.pk}"
            yield Break(row.conference_id, 0, "file", f"文件“{row.name}”（{record}）{state}。", record)
