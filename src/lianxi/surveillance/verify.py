"""Verification of the surveillance data: every Parquet file in force against the hash in its batch."""

from collections.abc import Iterator

from lianxi.journal.chain import Break
from lianxi.surveillance.models import Batch
from lianxi.surveillance.queries.files import verify_files


def verify_store(only: int | None = None) -> Iterator[Break]:
    """Re-hash the data files of all conferences' batches in force (or of one's); yield those that do not hold."""
    rows = Batch.objects.filter(state="applied").order_by("conference_id")
    if only is not None:
        rows = rows.filter(conference_id=only)
    for conference_id in rows.values_list("conference_id", flat=True).distinct():
        for name in verify_files(conference_id):
            yield Break(conference_id, 0, "file", f"监测数据文件（{name}）不见了或内容被改动过。")
