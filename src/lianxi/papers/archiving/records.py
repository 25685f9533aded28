"""The records of a year, as its archive takes them: of each kind whose face says so, what the journal touched that year.

A record stands with its values of the day of packing, as the packing seat sees it, and brings the files it holds;
sealed columns are left out. Records with a page of their own are pieces (件) of the list of filed documents.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from lianxi.core.actors import Actor
from lianxi.core.rooms import RecordKind, record_kinds
from lianxi.core.words import CHINA, day_of
from lianxi.journal.models import Entry, Span, Touch
from lianxi.journal.sight import sights_of
from lianxi.journal.values import plain_value
from lianxi.papers.archiving.filed import ELSE_TITLES, ORGANS, TITLES, Piece, piece_of
from lianxi.papers.models import StoredFile

# Records that one look-up takes.
GROUP = 200


def archived_tables() -> list[str]:
    """List the kinds of record that belong into the archive of a year."""
    return [kind.table for kind in record_kinds().values() if kind.archived]


@dataclass(frozen=True, slots=True)
class YearLine:
    """A record of the year: its name, its values by their words, and the kept files it holds."""

    record: str
    values: dict[str, Any]
    files: tuple[StoredFile, ...]


@dataclass(slots=True)
class YearKind:
    """What a kind of record brings into the archive of a year."""

    table: str
    words: str
    lines: list[YearLine] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


def year_records(actor: Actor, year: int) -> Iterator[YearKind]:
    """Yield what each kind brings, of the records touched in a year that the actor sees whole."""
    bounds = (datetime(year, 1, 1, tzinfo=CHINA), datetime(year + 1, 1, 1, tzinfo=CHINA))
    entries = Entry.objects.filter(chain_id=actor.conference_id or 0, at__gte=bounds[0], at__lt=bounds[1])
    for table in archived_tables():
        found = _of_kind(actor, record_kinds()[table], sorted(_touched(table, entries)))
        if found.lines:
            yield found


def _touched(table: str, entries: "models.QuerySet[Entry]") -> set[int]:
    alone = Touch.objects.filter(entry__in=entries, record__startswith=f"{table}:")
    found = {int(record.rpartition(":")[2]) for record in alone.values_list("record", flat=True).distinct()}
    for first, last in Span.objects.filter(entry__in=entries, table=table).values_list("first", "last"):
        found.update(range(first, last + 1))
    return found


def _of_kind(actor: Actor, kind: RecordKind, keys: list[int]) -> YearKind:
    model = apps.get_model(kind.table)
    made = YearKind(kind.table, str(model._meta.verbose_name))
    is_piece = bool(kind.url) and kind.in_file
    columns = [one for one in model._meta.concrete_fields if one.name not in getattr(model, "SECRET", ())]
    for at in range(0, len(keys), GROUP):
        names = [f"{kind.table}:{pk}" for pk in keys[at : at + GROUP]]
        told = sights_of(actor, names)
        seen = {int(name.rpartition(":")[2]): told[name] for name in names if told[name].is_whole}
        begun = _first_days(names) if is_piece else {}
        rows = model._default_manager.select_related(*_keys(model, is_piece=is_piece))
        for row in rows.filter(pk__in=seen).order_by("pk"):
            name, shown = (
                f"{kind.table}:{row.pk}",
                [one for one in columns if seen[row.pk].shows(one.attname)],
            )
            made.lines.append(YearLine(name, _values(row, shown), _files(row, shown)))
            # Draft, consents and issued paper are one piece.
            if is_piece and not getattr(row, "paper_id", None):
                made.pieces.append(piece_of(row, kind, begun.get(name, ""), seen[row.pk].shows))
    return made


def _keys(model: type[models.Model], *, is_piece: bool) -> list[str]:
    """Name the columns whose other rows are read along: kept files, and of a piece what its line names."""
    wanted = (*TITLES, *ELSE_TITLES, *ORGANS) if is_piece else ()
    return [
        one.name
        for one in model._meta.concrete_fields
        if one.is_relation and (one.related_model is StoredFile or one.name in wanted)
    ]


def _first_days(names: list[str]) -> dict[str, str]:
    """Give the day on which each record came to be; one entered in a batch has none of its own."""
    found = Touch.objects.filter(record__in=names).values_list("record").annotate(at=models.Min("entry__at"))
    return {record: day_of(at).isoformat() for record, at in found}


def _files(row: models.Model, shown: "Iterable[models.Field[Any, Any]]") -> tuple[StoredFile, ...]:
    held = (getattr(row, one.name) for one in shown if one.related_model is StoredFile)
    return tuple(one for one in held if one is not None)


def _values(row: models.Model, columns: "Iterable[models.Field[Any, Any]]") -> dict[str, Any]:
    """Give each column under its Chinese words, else under its name: a package leaves out nothing for want of a label."""
    return {_label(one): plain_value(one, getattr(row, one.attname)) for one in columns}


def _label(column: "models.Field[Any, Any]") -> str:
    words = str(column.verbose_name)
    return words if any(letter >= "\u4e00" for letter in words) else column.attname
