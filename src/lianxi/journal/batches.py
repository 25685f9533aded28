"""Many rows of one table in one step: checked, stored and noted. Only the Act calls what writes here."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection

from lianxi.journal import bulk
from lianxi.journal.checks import check_columns, overtaken
from lianxi.journal.packing import Batch, batch_of
from lianxi.journal.recorded import Recorded

M = TypeVar("M", bound=Recorded)
Values = Sequence[Any]


def insert(rows: Sequence[Recorded]) -> Batch:
    """Store new rows of one kind, give each its id, and return the batch that notes them."""
    model = type(rows[0])
    names = [column.attname for column in model._meta.concrete_fields if not column.primary_key]
    batch = _store(model, {name: list(map(attrgetter(name), rows)) for name in names}, len(rows))
    for row, pk in zip(rows, batch.ids, strict=True):
        row.pk, row._state.adding, row._state.db = pk, False, connection.alias
    return batch


def insert_values(model: type[Recorded], names: Sequence[str], rows: Sequence[Values]) -> Batch:
    """Store new rows given as values in the order of `names`; other columns take their default."""
    given = dict(zip(names, zip(*rows, strict=True), strict=True))
    columns: dict[str, Values] = {
        column.attname: given.pop(column.attname)
        if column.attname in given
        else [column.get_default()] * len(rows)
        for column in model._meta.concrete_fields
        if not column.primary_key
    }
    if given:
        raise ValueError(f"{model.__name__} has no columns {', '.join(given)}")
    return _store(model, columns, len(rows))


def _store(model: type[Recorded], columns: Mapping[str, Values], count: int) -> Batch:
    check_columns(model, columns)
    ids = bulk.new_ids(model, count)
    bulk.store(model, {**columns, str(model._meta.pk.attname): ids})
    return batch_of(model._meta.label_lower, ids, columns, secrets=_secrets(model))


def change(pairs: Sequence[tuple[M, Mapping[str, Any]]]) -> Batch | None:
    """Set columns of rows and return the batch that notes it; None where nothing changed.

    Pairs are a row and its new values. Raises Conflict where a row is no longer at its version, BadInput
    for a text that is too long.
    """
    first, wanted = pairs[0]
    names = [first._meta.get_field(name).attname for name in wanted]  # type: ignore[union-attr]
    found = []
    for row, values in pairs:
        if values.keys() != wanted.keys():
            raise ValueError("a batch sets the same columns in all rows")
        old = [getattr(row, name) for name in names]
        for name, value in values.items():
            setattr(row, name, value)
        found.append((row.pk, row.version, old, [getattr(row, name) for name in names]))
    batch = change_values(type(first), names, found)
    changed = set(batch.ids) if batch else set()
    for row, _values in pairs:
        row.version += row.pk in changed
    return batch


def change_values(
    model: type[Recorded], names: Sequence[str], found: Sequence[tuple[int, int, Values, Values]]
) -> Batch | None:
    """Set columns of rows given as (id, version, old values, new values), as `change` does."""
    secrets = _secrets(model)
    always = not secrets.isdisjoint(names)
    changed = [one for one in found if always or one[2] != one[3]]
    if not changed:
        return None
    ids, versions, olds, news = zip(*changed, strict=True)
    before, after = (dict(zip(names, zip(*rows, strict=True), strict=True)) for rows in (olds, news))
    check_columns(model, after)
    if bulk.update(model, list(zip(ids, versions, strict=True)), after) != len(changed):
        raise overtaken()
    return batch_of(model._meta.label_lower, list(ids), after, before, secrets)


def _secrets(model: type[Recorded]) -> frozenset[str]:
    return frozenset(model._meta.get_field(name).attname for name in model.SECRET)  # type: ignore[union-attr]
