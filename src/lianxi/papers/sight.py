"""Who reads a file put to a record: whoever sees the record, but for files kept to their unit and the office."""

from django.apps import apps
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat

from lianxi.core.actors import CONVENERS, Actor
from lianxi.core.attaching import OWN, PARTIES
from lianxi.core.rooms import record_kinds
from lianxi.journal.sight import NEVER, seen


def of_records(actor: Actor) -> Q:
    """Return the condition that an actor reads an attachment because it sees the record."""
    levels = (PARTIES, OWN) if actor.is_office or actor.kind in CONVENERS else (PARTIES,)
    found = NEVER
    for table, kind in record_kinds().items():
        if kind.attaches:
            rows = seen(actor, apps.get_model(table)._default_manager.all())
            names = rows.annotate(_name=Concat(Value(f"{table}:"), Cast("pk", CharField())))
            found |= Q(record__startswith=f"{table}:", record__in=names.values("_name"))
    return Q(level__in=levels) & found
