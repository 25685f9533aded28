"""Writing a checked batch: Parquet by year and division, the rows it takes out of view, and the manifest."""

from lianxi.surveillance.models import Batch
from lianxi.surveillance.rules.streams import Stream
from lianxi.surveillance.store.files import (
    SUPERSEDED,
    content_hash,
    data_dir,
    hash_file,
    remove_files,
    sync,
    written_files,
)
from lianxi.tables.engine import Connection, quoted

FORMAT = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"


def write_batch(con: Connection, stream: Stream, batch: Batch) -> tuple[dict[str, list[int | str]], str]:
    """Write the new and changed rows; gives the manifest and its content hash.

    Rows are sorted and written by one thread, so that the same rows give the same bytes. The batch's number
    stands in the folders' names only.
    """
    folder = data_dir(batch.conference_id)
    remove_files(batch.conference_id, stream.name, batch.pk)
    columns = ", ".join(stream.columns)
    threads = con.execute("SELECT current_setting('threads')").fetchall()[0][0]
    con.execute("SET threads = 1")
    try:
        (folder / stream.name).mkdir(parents=True, exist_ok=True)
        con.execute(
            f"COPY (SELECT {columns}, year, division, {batch.pk} AS batch FROM checked WHERE state IN"
            f" ('new', 'changed') ORDER BY year, division, row, {', '.join(stream.key)})"
            f" TO {quoted(str(folder / stream.name))}"
            f" ({FORMAT}, PARTITION_BY (year, division, batch), OVERWRITE_OR_IGNORE true)"
        )
        _write_superseded(con, stream, batch)
    finally:
        con.execute(f"SET threads = {int(threads)}")
    paths = written_files(folder, stream.name, batch.pk)
    sync(paths)
    files: dict[str, list[int | str]] = {}
    for path in paths:
        counted = con.execute(f"SELECT num_rows FROM parquet_file_metadata({quoted(str(path))})").fetchall()
        files[path.relative_to(folder).as_posix()] = [int(counted[0][0]), hash_file(path)]
    return files, content_hash(files)


def _write_superseded(con: Connection, stream: Stream, batch: Batch) -> None:
    chosen = "FROM met JOIN checked USING (id) WHERE state = 'changed'"
    if con.execute(f"SELECT count(*) {chosen}").fetchall()[0][0] == 0:
        return
    folder = data_dir(batch.conference_id) / SUPERSEDED / stream.name / f"batch={batch.pk}"
    folder.mkdir(parents=True, exist_ok=True)
    con.execute(
        f"COPY (SELECT DISTINCT old_batch, old_row, part {chosen} ORDER BY ALL)"
        f" TO {quoted(str(folder / 'data_0.parquet'))} ({FORMAT})"
    )
