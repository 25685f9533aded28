"""The store: rows of surveillance as Parquet by year and division, read by DuckDB.

Only files that the manifest of an applied batch names are data; everything else in the folder is an orphan. A
correction is a row of a later batch with the same key: the earlier row stays in its file, and the later batch's
superseded file takes it out of view; when the later batch is withdrawn, the earlier row is in view again.
"""

from lianxi.surveillance.store.files import batch_files, data_dir, sweep_orphans
from lianxi.surveillance.store.reading import open_store, rows_of
from lianxi.surveillance.store.series import weekly_counts

__all__ = [
    "batch_files",
    "data_dir",
    "open_store",
    "rows_of",
    "sweep_orphans",
    "weekly_counts",
]
