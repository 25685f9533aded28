"""Replay: rebuilds from the entries what every recorded row should hold, and compares it with the tables."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.apps import apps
from django.db.models import Field, QuerySet

from lianxi.core.canonical import canonical
from lianxi.journal.chain import Break
from lianxi.journal.models import Entry
from lianxi.journal.packing import is_batch, singles
from lianxi.journal.recorded import Recorded
from lianxi.journal.tally import Share, Tally
from lianxi.journal.values import plain_value

# Bodies of batches are large: few are held at once.
BATCH = 50
# Suspect rows of a table that are explained column by column.
EXPLAINED = 10_000
INSTALLATION_CHAIN = 0
# Bytes kept of each noted value: a fingerprint instead of the value bounds the memory.
WIDTH = 12
UNNOTED = bytes(WIDTH)


def recorded_models() -> list[type[Recorded]]:
    """List the tables that the journal holds in full."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]


def has_conference(model: type[Recorded]) -> bool:
    """Tell whether the rows of a table belong to a conference each."""
    return any(column.attname == "conference_id" for column in model._meta.concrete_fields)


def _mark(column: "Field[Any, Any]", value: Any) -> bytes:
    return blake2b(canonical(plain_value(column, value)).encode(), digest_size=WIDTH).digest()


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
    wanted: frozenset[int]
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

    def compare(self, share: Share) -> Iterator[Break]:
        """Compare the stored rows with the noted ones; every noted row is dropped once it was seen."""
        stored = share.stored(self.model).filter(pk__in=self.wanted)
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


def _columns_of(model: type[Recorded]) -> "dict[str, Field[Any, Any]]":
    left_out = {"id", "version", *model.SECRET}
    return {c.attname: c for c in model._meta.concrete_fields if c.attname not in left_out}


def verify_rows(only: int | None = None) -> Iterator[Break]:
    """Replay the entries and yield every recorded row that they do not explain.

    Reported are rows whose values are not those last noted, rows noted but missing, rows never noted, and
    entries whose old values are not those noted before. For one conference the rows that belong to it are
    compared; rows shared by all (units, people, founding documents) are compared only without `only`.
    A row touched by an act during the run is left to the next run. Memory grows by some dozen bytes a row;
    of more suspects than EXPLAINED in a table the rest are named without saying what differs.
    """
    if only is not None:
        yield from verify_share(Share(frozenset({only})))
    else:
        yield from _verify(recorded_models(), Share())


def verify_share(share: Share) -> Iterator[Break]:
    """Do the same for some of the rows of some conferences, in one reading of their chains."""
    yield from _verify([model for model in recorded_models() if has_conference(model)], share)


def verify_shared_rows() -> Iterator[Break]:
    """Do the same for the rows that belong to no conference alone, in one reading over all chains."""
    yield from _verify([model for model in recorded_models() if not has_conference(model)], Share())


def _verify(models: list[type[Recorded]], share: Share) -> Iterator[Break]:
    tallies = {model._meta.label_lower: Tally(model, _columns_of(model), share) for model in models}
    for _chain, _seq, body in _entries(share, models):
        for name, change in _tables_changed(body):
            if name in tallies:
                _note(tallies[name], change)
    suspects = {name: sorted(tally.find_suspects()) for name, tally in tallies.items()}
    tables = {
        name: _Table(tallies[name].model, tallies[name].columns, frozenset(found[:EXPLAINED]))
        for name, found in suspects.items()
        if found
    }
    yield from _explained(tables, share)
    for name, table in tables.items():
        for pk in suspects[name][EXPLAINED:]:
            yield Break(0, 0, "row", f"{table.label(pk)}：与日志所记不符。", table.name(pk))


def _tables_changed(body: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give an entry's changes by table, batches as they are; none of a body that is no longer readable."""
    try:
        changes = json.loads(body)["changes"]
        tables = [one["table"] if is_batch(one) else str(one["record"]).rpartition(":")[0] for one in changes]
    except (ValueError, KeyError, TypeError):
        return
    yield from zip(tables, changes, strict=True)


def _note(tally: Tally, change: dict[str, Any]) -> None:
    # What is no change is told by the chain; its rows then stay unexplained.
    with suppress(ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
        tally.note(change)


def _own_entries(share: Share) -> "QuerySet[Entry]":
    entries = Entry.objects.order_by("pk")
    if share.conferences is None:
        return entries
    return entries.filter(chain_id__in=sorted({INSTALLATION_CHAIN, *share.conferences}))


def _entries(share: Share, models: Iterable[type[Recorded]]) -> Iterator[tuple[int, int, str]]:
    """Read (chain, seq, body) in the order of writing; of all chains without bodies that name none of the tables."""
    # As canonical text names them: a record, or the table of a batch. A conference's own bodies nearly all do.
    names = [f'"{m._meta.label_lower}{end}' for m in models for end in (":", '"')]
    every = share.conferences is not None
    for chain, seq, body in _own_entries(share).values_list("chain_id", "seq", "body").iterator(BATCH):
        if every or any(name in body for name in names):
            yield chain, seq, body


def _explained(tables: dict[str, _Table], share: Share) -> Iterator[Break]:
    """Read the entries once more for the suspects alone, every value apart."""
    if not tables:
        return
    seen: dict[int, int] = {}
    for chain, seq, body in _entries(share, [table.model for table in tables.values()]):
        seen[chain] = max(seen.get(chain, 0), seq)
        yield from _replayed(tables, (chain, seq), body, share)
    found = [one for table in tables.values() for one in table.compare(share)]
    moved = _moved_since(share, seen) if found else set()
    yield from (one for one in found if one.record not in moved)


def _replayed(tables: dict[str, _Table], at: tuple[int, int], body: str, share: Share) -> Iterator[Break]:
    for name, pk, change in _changes(body):
        table = tables.get(name)
        if table is None or pk not in table.wanted:
            continue
        if pk not in table.rows and not share.owns(change["new"].get("conference_id")):
            continue
        wrong = [table.column_label(column) for column in table.note(pk, change, at)]
        if wrong:
            what = f"第 {at[1]} 条所记{'、'.join(wrong)}的原值与此前的日志不符"
            yield Break(*at, "row", f"{table.label(pk)}：{what}。", table.name(pk))


def _changes(body: str) -> list[tuple[str, int, dict[str, Any]]]:
    """Give an entry's changes by table and id; none of a body that is no longer readable: the chain says so."""
    try:
        changes = []
        for change in singles(json.loads(body)["changes"]):
            name, _colon, number = str(change["record"]).rpartition(":")
            if number.isdecimal() and isinstance(change["new"], dict) and change["op"]:
                changes.append((name, int(number), change))
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
    return changes


def _moved_since(share: Share, seen: dict[int, int]) -> set[str]:
    """Name the records that acts touched after their chain was read, by number: numbers are given in turn."""
    entries = _own_entries(share).order_by()
    records: set[str] = set()
    for chain in entries.values_list("chain_id", flat=True).distinct():
        later = entries.filter(chain_id=chain, seq__gt=seen.get(chain, 0))
        for body in later.values_list("body", flat=True):
            records.update(f"{name}:{pk}" for name, pk, _ in _changes(body))
    return records
