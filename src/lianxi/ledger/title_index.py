"""The index of words in titles, which the database itself keeps: in the transaction that changes a title.

Chinese has no spaces, so every pair of neighbouring characters is a word, with the last character alone. A
row's words also hold its conference, once more with a mark while it is under way. SQLite keeps them in an FTS5
table by triggers (as hexadecimal, which no tokenizer takes apart), PostgreSQL in a GIN index on a function.
Letters A to Z count in either case. Put in place after every migration, since SQLite drops a table's
triggers when Django rebuilds the table.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "ledger_obligation"


def keep_title_index(using: str = "default", **_signal: Any) -> None:
    """Put the index in place where it is missing, with the words of what is stored."""
    database = connections[using]
    if TABLE not in database.introspection.table_names():
        return
    if database.vendor == "postgresql":
        _run(database, *_POSTGRESQL)
        return
    is_new = "ledger_words" not in database.introspection.table_names()
    _run(database, *_SQLITE)
    if is_new:
        stored = f"SELECT id, {_words(TABLE)} FROM {TABLE}"  # noqa: S608
        _run(database, f"INSERT INTO ledger_words (rowid, words) {stored}")


def _run(database: BaseDatabaseWrapper, *statements: str) -> None:
    with database.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _words(row: str) -> str:
    """Write the SQLite expression of a row's words."""
    mark = f"'k' || {row}.conference_id"
    pairs = f"group_concat(hex(substr(lower({row}.title), n, 2)), ' ')"
    under_way = f"CASE WHEN {row}.closed_at IS NULL THEN ' ' || {mark} || 'o' ELSE '' END"
    return (
        f"(SELECT {mark} || {under_way} || ' ' || coalesce({pairs}, '')"  # noqa: S608
        f" FROM ledger_place WHERE n <= length({row}.title))"
    )


def _trigger(name: str, event: str, *steps: str) -> str:
    return f"CREATE TRIGGER IF NOT EXISTS ledger_words_{name} AFTER {event} ON {TABLE} BEGIN {' '.join(steps)} END"


_ENTER = f"INSERT INTO ledger_words (rowid, words) SELECT new.id, {_words('new')};"
# An index without contents forgets a row only when told what it held.
_FORGET = f"INSERT INTO ledger_words (ledger_words, rowid, words) SELECT 'delete', old.id, {_words('old')};"
_SQLITE = (
    # The places of characters in the longest title.
    "CREATE TABLE IF NOT EXISTS ledger_place (n INTEGER PRIMARY KEY)",
    "INSERT OR IGNORE INTO ledger_place WITH RECURSIVE place(n) AS (SELECT 1 UNION ALL"
    " SELECT n + 1 FROM place WHERE n < 200) SELECT n FROM place",
    "CREATE VIRTUAL TABLE IF NOT EXISTS ledger_words USING"
    " fts5(words, content='', detail=none, columnsize=0, tokenize='ascii')",
    _trigger("enter", "INSERT", _ENTER),
    _trigger("change", "UPDATE OF title, conference_id, closed_at", _FORGET, _ENTER),
    _trigger("forget", "DELETE", _FORGET),
)
_POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION ledger_title_words(title text, conference bigint, under_way boolean)
    RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT array_to_tsvector(
        array_agg(DISTINCT substr(lower(title COLLATE "C"), n, 2))
        || ('#k' || conference)
        || CASE WHEN under_way THEN ARRAY['#k' || conference || 'o'] ELSE '{}'::text[] END
      ) FROM generate_series(1, length(title)) AS n
    $$
    """,
    f"CREATE INDEX IF NOT EXISTS ledger_title_words ON {TABLE}"
    " USING gin (ledger_title_words(title, conference_id, closed_at IS NULL))",
)
