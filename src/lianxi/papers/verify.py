"""Verification of stored files: re-hashes every file and says which is missing or was changed on disk."""

import hashlib
from collections.abc import Iterator

from lianxi.journal.chain import Break
from lianxi.papers.files import path_of
from lianxi.papers.models import StoredFile

BATCH = 500


def _state_of(sha256: str) -> str:
    try:
        with path_of(sha256).open("rb") as file:
            return "" if hashlib.file_digest(file, "sha256").hexdigest() == sha256 else "内容被改动过"
    except OSError:
        return "不见了或读不出"


def verify_files(only: int | None = None) -> Iterator[Break]:
    """This function will re-hash the stored files (all, or one conference's) and yield those that do not hold.

    The same content kept for several rows is read once.
    """
    rows = StoredFile.objects.order_by("sha256", "pk")
    if only is not None:
        rows = rows.filter(conference_id=only)
    last, state = "", ""
    for row in rows.iterator(BATCH):
        if row.sha256 != last or not last:
            last, state = row.sha256, _state_of(row.sha256)
        if state:
            record = f"papers.storedfile:{row.pk}"
            yield Break(row.conference_id, 0, "file", f"文件“{row.name}”（{record}）{state}。", record)
