"""Who reads a file put to a record: whoever sees the record, but for files kept to their unit and the office."""

from django.apps import apps
from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Substr
from django.db.models.lookups import StartsWith

from lianxi.core.actors import CONVENERS, Actor
from lianxi.core.attaching import OWN, PARTIES
from lianxi.core.rooms import paper_kinds, record_kinds
from lianxi.journal.sight import NEVER, seen_q


def levels_of(actor: Actor) -> tuple[str, ...]:
    """Return the levels of files that a seat reads because it sees their record."""
    return (PARTIES, OWN) if actor.is_office or actor.kind in CONVENERS else (PARTIES,)


def of_records(actor: Actor) -> Q:
    """Return the condition that an actor reads an attachment because it sees the record.

    A record is looked up by its number, so that it costs the same however many there are.
    """
    found = NEVER
    for table, kind in record_kinds().items():
        model = apps.get_model(table)
        condition = seen_q(actor, model) if kind.attaches else NEVER
        if condition != NEVER:
            rows = model._default_manager.filter(condition, pk=_number(table))
            found |= Q(record__startswith=f"{table}:") & Q(Exists(rows))
    return Q(level__in=levels_of(actor)) & found


def to_members(_actor: Actor) -> Q:
    """Return the condition that a paper speaks to the whole conference; any other is its recipients'.

    What a unit wrote under its own name is its recipients' whatever its kind.
    """
    return Q(
        kind__in=[kind.code for kind in paper_kinds().values() if kind.to_members], draft__unit__isnull=True
    )


def office_drafts(actor: Actor) -> Q:
    """Return the condition that a draft is the office's, which the office and the conveners read."""
    return Q(unit__isnull=True) if actor.is_office or actor.kind in CONVENERS else NEVER


def _number(table: str) -> Cast:
    """Return the number of the record that the outer row names; 0 where it is of another table.

    The case keeps PostgreSQL from reading the names of other tables as numbers.
    """
    named = StartsWith(OuterRef("record"), Value(f"{table}:"))
    digits = Case(When(named, then=Substr(OuterRef("record"), len(table) + 2)), default=Value("0"))
    return Cast(digits, BigIntegerField())
