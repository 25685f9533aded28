"""Data in: a file of one stream becomes checked Parquet, or a report of what is wrong with its rows.

A file is staged (`staging`), opened as one plain table whatever it was (`opening`), its headings found in
`layouts.csv` (`headings`), persons replaced by pseudonyms (`persons`), its rows typed and checked in DuckDB
(`streams`, one SQL file of checks per stream) and compared with the data in force (`checking`).
"""
