"""One search over all kinds of record: what a seat sees, found by the columns that each kind states in its face."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from lianxi.core.actors import Actor
from lianxi.core.rooms import RecordKind, load, record_kinds
from lianxi.core.searching import words_of
from lianxi.journal.searching import LONGEST, holds_words
from lianxi.journal.sight import seen

# Of each kind so many hits are shown; the page says where there are more.
SHOWN = 8
WIDEST = 90


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found of one kind of record: its name, the hits (words and page), whether there are more."""

    label: str
    rows: tuple[tuple[str, str], ...]
    has_more: bool


def find_records(actor: Actor, text: str) -> Iterator[Hits]:
    """Find the records that hold every word of a text in what they are called, kind by kind; nothing for no word."""
    if not words_of(text, LONGEST):
        return
    for table, kind in record_kinds().items():
        if kind.searched and (hits := _hits(actor, apps.get_model(table), kind, text)):
            yield hits


def matching(actor: Actor, model: type[models.Model], kind: RecordKind, text: str) -> QuerySet[Any]:
    """Return the records of a kind that a seat sees and that hold every word of a text, the latest first."""
    rows = seen(actor, model._default_manager.all())
    if kind.finder:
        found: QuerySet[Any] = load(kind.finder)(rows, actor.conference_id or 0, text)
        return found.order_by("-pk")
    return rows.filter(holds_words(text, *kind.searched)).order_by("-pk")


def _hits(actor: Actor, model: type[models.Model], kind: RecordKind, text: str) -> Hits | None:
    found = matching(actor, model, kind, text).values_list("pk", *kind.searched)
    rows = list(dict.fromkeys(found[: SHOWN + 1]))
    if not rows:
        return None
    told = tuple((_words(values), kind.url.format(pk)) for pk, *values in rows[:SHOWN])
    return Hits(str(model._meta.verbose_name), told, len(rows) > SHOWN)


def _words(values: list[Any]) -> str:
    said = " ".join(str(value) for value in values if value)
    return f"{said[:WIDEST]}…" if len(said) > WIDEST else said
