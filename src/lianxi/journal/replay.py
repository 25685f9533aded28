"""Replay: rebuilds from the entries what every recorded row should hold, and compares it with the tables."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Field, JSONField, QuerySet

from lianxi.core.canonical import canonical
from lianxi.journal.chain import Break
from lianxi.journal.models import Entry
from lianxi.journal.recorded import Recorded

BATCH = 500
INSTALLATION_CHAIN = 0
# Bytes kept of each noted value: a fingerprint instead of the value bounds the memory.
WIDTH = 12
UNNOTED = bytes(WIDTH)


def recorded_models() -> list[type[Recorded]]:
    """This function will list the tables that the journal holds in full."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def has_conference(model: type[Recorded]) -> bool:
    """This function will tell whether the rows of a table belong to a conference each."""
    return any(column.attname == "conference_id" for column in model._meta.concrete_fields)


def _mark(column: "Field[Any, Any]", value: Any) -> bytes:
    """Fingerprint a value, noted or stored, in the one form both take after a journey through the database."""
    if not isinstance(column, JSONField):
        try:
            value = column.to_python(value)
        except ValidationError:
            value = str(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC)
    return blake2b(canonical(value).encode(), digest_size=WIDTH).digest()


@dataclass(slots=True)
class _Row:
    """What the entries say of one row: a fingerprint a column, its version, the last entry that touched it."""

    marks: bytearray
    version: int
    chain: int
    seq: int


@dataclass(slots=True)
class _Table:
    """What the entries say of one table."""

    model: type[Recorded]
    columns: "dict[str, Field[Any, Any]]"
    rows: dict[int, _Row] = field(default_factory=dict)

    def name(self, pk: int) -> str:
        return f"{self.model._meta.label_lower}:{pk}"

    def label(self, pk: int) -> str:
        return f"{self.model._meta.verbose_name} {pk}（{self.name(pk)}）"

    def column_label(self, name: str) -> str:
        label = str(self.columns[name].verbose_name)
        return f"{label}（{name}）" if not label.isascii() else name

    def note(self, pk: int, change: dict[str, Any], at: tuple[int, int]) -> list[str]:
        """Take a change in; the names of columns whose old value is not what was noted before are given."""
        row = self.rows.get(pk)
        if row is None or change["op"] == "create":
            first = int(change["new"].get("version", 1))
            row = self.rows[pk] = _Row(bytearray(WIDTH * len(self.columns)), first, *at)
        else:
            row.version, (row.chain, row.seq) = row.version + 1, at
        wrong = list(self._differing(row, change.get("old", {})))
        for place, (name, column) in enumerate(self.columns.items()):
            if name in change["new"]:
                row.marks[place * WIDTH : (place + 1) * WIDTH] = _mark(column, change["new"][name])
        return wrong

    def _differing(self, row: _Row, values: dict[str, Any]) -> Iterator[str]:
        for place, (name, column) in enumerate(self.columns.items()):
            noted = bytes(row.marks[place * WIDTH : (place + 1) * WIDTH])
            # A column added later than the row has no noted value until it is changed.
            if name in values and noted not in (UNNOTED, _mark(column, values[name])):
                yield name

    def compare(self, only: int | None) -> Iterator[Break]:
        """Compare the stored rows with the noted ones; every noted row is dropped once it was seen."""
        stored: QuerySet[Recorded] = QuerySet(self.model)
        if only is not None:
            own: Any = {"conference_id": only}
            stored = stored.filter(**own)
        names = list(self.columns)
        for pk, version, *values in (
            stored.order_by("pk").values_list("pk", "version", *names).iterator(BATCH)
        ):
            row, found = self.rows.pop(pk, None), dict(zip(names, values, strict=True))
            if row is None:
                chain = found.get("conference_id") or INSTALLATION_CHAIN
                yield self._break(pk, chain, 0, "没有哪一条日志记过它")
                continue
            wrong = [self.column_label(name) for name in self._differing(row, found)]
            wrong += ["版本号（version）"] if version != row.version else []
            if wrong:
                yield self._break(pk, row.chain, row.seq, f"{'、'.join(wrong)}与日志所记不符")
        for pk, row in self.rows.items():
            yield self._break(pk, row.chain, row.seq, "日志记过它，表里却没有")

    def _break(self, pk: int, chain: int, seq: int, what: str) -> Break:
        last = f"；最后由第 {seq} 条改动" if seq else ""
        return Break(chain, seq, "row", f"{self.label(pk)}：{what}{last}。", self.name(pk))


def _tables(only: int | None) -> dict[str, _Table]:
    tables = {}
    for model in recorded_models():
        if only is not None and not has_conference(model):
            continue
        left_out = {"id", "version", *model.SECRET}
        columns = {c.attname: c for c in model._meta.concrete_fields if c.attname not in left_out}
        tables[model._meta.label_lower] = _Table(model, columns)
    return tables


def verify_rows(only: int | None = None) -> Iterator[Break]:
    """This function will replay the entries and yield every recorded row that they do not explain.

    Reported are rows whose values are not those last noted, rows noted but missing, rows never noted, and
    entries whose old values are not those noted before. For one conference the rows that belong to it are
    compared; rows shared by all (units, people, founding documents) are compared only without `only`.
    A row touched by an act during the run is left to the next run.
    """
    tables = _tables(only)
    entries = Entry.objects.order_by("pk")
    if only is not None:
        entries = entries.filter(chain_id__in=(INSTALLATION_CHAIN, only))
    seen: dict[int, int] = {}
    for entry in entries.iterator(BATCH):
        seen[entry.chain_id] = max(seen.get(entry.chain_id, 0), entry.seq)
        yield from _replayed(tables, entry, only)
    found = [one for table in tables.values() for one in table.compare(only)]
    moved = _moved_since(entries, seen) if found else set()
    yield from (one for one in found if one.record not in moved)


def _replayed(tables: dict[str, _Table], entry: Entry, only: int | None) -> Iterator[Break]:
    for record, change in _changes(entry.body):
        name, _colon, number = record.partition(":")
        table = tables.get(name)
        if table is None or not number.isdecimal():
            continue
        pk, at = int(number), (entry.chain_id, entry.seq)
        if only is not None and pk not in table.rows and change["new"].get("conference_id") != only:
            continue
        wrong = [table.column_label(name) for name in table.note(pk, change, at)]
        if wrong:
            what = f"第 {entry.seq} 条所记{'、'.join(wrong)}的原值与此前的日志不符"
            yield Break(*at, "row", f"{table.label(pk)}：{what}。", record)


def _changes(body: str) -> list[tuple[str, dict[str, Any]]]:
    """Give an entry's changes; none where the body is no longer readable, which the chain itself reports."""
    try:
        changes = [(str(change["record"]), change) for change in json.loads(body)["changes"]]
        return changes if all(isinstance(change["new"], dict) for _, change in changes) else []
    except (ValueError, KeyError, TypeError):
        return []


def _moved_since(entries: QuerySet[Entry], seen: dict[int, int]) -> set[str]:
    """Name the records that acts touched after their chain was read, by number: numbers are given in turn."""
    records: set[str] = set()
    for chain in entries.order_by().values_list("chain_id", flat=True).distinct():
        later = entries.filter(chain_id=chain, seq__gt=seen.get(chain, 0))
        for body in later.values_list("body", flat=True):
            records.update(record for record, _ in _changes(body))
    return records
