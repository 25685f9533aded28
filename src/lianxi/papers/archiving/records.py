"""The records of a year, as its archive takes them: of each kind whose face says so, what the journal touched that year.

A record stands with its values of the day of packing, as the packing seat sees it; sealed columns are left out.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from lianxi.core.actors import Actor
from lianxi.core.canonical import canonical
from lianxi.core.rooms import record_kinds
from lianxi.core.words import CHINA
from lianxi.journal.models import Entry, Span, Touch
from lianxi.journal.sight import sights_of
from lianxi.journal.values import plain_value

# Records that one look-up takes.
GROUP = 200


def archived_tables() -> list[str]:
    """List the kinds of record that belong into the archive of a year."""
    return [kind.table for kind in record_kinds().values() if kind.archived]


def year_records(actor: Actor, year: int) -> Iterator[tuple[str, str, list[str]]]:
    """Yield of each kind its table, its words and a line of JSON for each record touched in a year."""
    bounds = (datetime(year, 1, 1, tzinfo=CHINA), datetime(year + 1, 1, 1, tzinfo=CHINA))
    entries = Entry.objects.filter(chain_id=actor.conference_id or 0, at__gte=bounds[0], at__lt=bounds[1])
    for table in archived_tables():
        model = apps.get_model(table)
        lines = list(_lines(actor, model, sorted(_touched(table, entries))))
        if lines:
            yield table, str(model._meta.verbose_name), lines


def _touched(table: str, entries: "models.QuerySet[Entry]") -> set[int]:
    alone = Touch.objects.filter(entry__in=entries, record__startswith=f"{table}:")
    found = {int(record.rpartition(":")[2]) for record in alone.values_list("record", flat=True).distinct()}
    for first, last in Span.objects.filter(entry__in=entries, table=table).values_list("first", "last"):
        found.update(range(first, last + 1))
    return found


def _lines(actor: Actor, model: type[models.Model], keys: list[int]) -> Iterator[str]:
    table = model._meta.label_lower
    columns = [one for one in model._meta.concrete_fields if one.name not in getattr(model, "SECRET", ())]
    for at in range(0, len(keys), GROUP):
        names = [f"{table}:{pk}" for pk in keys[at : at + GROUP]]
        told = sights_of(actor, names)
        seen = {int(name.rpartition(":")[2]): told[name] for name in names if told[name].is_whole}
        for row in model._default_manager.filter(pk__in=seen).order_by("pk"):
            shown = (one for one in columns if seen[row.pk].shows(one.attname))
            yield canonical({"记录": f"{table}:{row.pk}", "内容": _values(row, shown)})


def _values(row: models.Model, columns: "Iterable[models.Field[Any, Any]]") -> dict[str, Any]:
    """Give each column under its Chinese words, else under its name: a package leaves out nothing for want of a label."""
    return {_label(one): plain_value(one, getattr(row, one.attname)) for one in columns}


def _label(column: "models.Field[Any, Any]") -> str:
    words = str(column.verbose_name)
    return words if any(letter >= "\u4e00" for letter in words) else column.attname
