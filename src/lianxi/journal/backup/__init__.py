"""Backup owns the whole installation in one archive: database, files, manifest; keys sealed beside it; and the way back.

An archive is a ZIP file: `manifest.json` first written last, the database (`database.sqlite3`, or `database.pgdump` of
PostgreSQL's own pg_dump), and the files of the data folder under `data/`. It is made while people work, checked
before it has its name, and put back into an empty place only.
"""
