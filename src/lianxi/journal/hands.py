"""Whose hands a record is in: those of the seat that acted on it last, while it is under way."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat

from lianxi.core.hands import InHand
from lianxi.core.rooms import Held, held_kinds, machine_of
from lianxi.journal.models import Entry

COLUMNS = ("held_kind", "held_pk", "held_words", "held_state", "held_by", "held_since")


def under_way(table: str) -> list[str]:
    """List the states of a kind of record from which a step leads on."""
    machine = machine_of(table)
    return sorted({source for row in machine.rows for source in row.sources}) if machine else []


def list_held(conference_id: int, seats: Iterable[int]) -> dict[int, list[InHand]]:
    """Return by seat the records of all rooms under way on which it acted last, in one look-up, none left out."""
    wanted = list(seats)
    first, *rest = [_held(conference_id, wanted, one) for one in held_kinds()]
    found: dict[int, list[InHand]] = {seat: [] for seat in wanted}
    for table, pk, words, state, hand, since in first.union(*rest, all=True).order_by("held_kind", "held_pk"):
        machine = machine_of(table)
        label = machine.labels[state] if machine else state
        found[hand].append(InHand(f"{table}:{pk}", words, label, since))
    return found


def _held(conference_id: int, seats: list[int], kind: Held) -> "QuerySet[Any, Any]":
    about = Concat(Value(f"{kind.table}:"), Cast(OuterRef("pk"), CharField()))
    entries = Entry.objects.filter(chain_id=conference_id, subject=about, seat_id__isnull=False)
    last = entries.order_by("-seq")
    rows = apps.get_model(kind.table)._default_manager.filter(conference_id=conference_id)
    rows = rows.filter(state__in=kind.states or under_way(kind.table)).order_by()
    rows = rows.annotate(
        held_kind=Value(kind.table, output_field=TextField()),
        held_pk=F("pk"),
        held_words=Cast(kind.title, TextField()),
        held_state=Cast("state", TextField()),
        held_by=Subquery(last.values("seat_id")[:1]),
        held_since=Subquery(last.values("at")[:1]),
    )
    found: QuerySet[Any, Any] = rows.filter(held_by__in=seats).values_list(*COLUMNS)
    return found
