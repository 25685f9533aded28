"""Data in: a file of one stream becomes checked Parquet, or a report of what is wrong with its rows.

A file is staged and opened as one plain table whatever it was (`lianxi.tables`), persons replaced by pseudonyms
(`persons`), its rows typed and checked in DuckDB (one module of checks a stream) and compared with the data in force
(`checking`).
"""
