"""Before an act: the records it is asked about are there for its seat, or are not there at all.

What is missing and what is another's is refused by the same words, after the same look-up.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from lianxi.core.actors import Actor
from lianxi.core.fields import One, OneUnit, Units
from lianxi.core.refusals import NotFound
from lianxi.core.rooms import record_kinds
from lianxi.journal.sight import seen
from lianxi.journal.signatures import PayloadField

# A table of a billion records is beyond what one conference keeps.
KEY_DIGITS = 9


@cache
def _kinds() -> Mapping[str, type[models.Model] | None]:
    """Return the tables by what people call their records; None where two are called alike."""
    found: dict[str, type[models.Model] | None] = {}
    for table in record_kinds():
        model = apps.get_model(table)
        label = str(model._meta.verbose_name)
        found[label] = None if label in found else model
    return found


def model_called(label: str) -> type[models.Model] | None:
    """Return the table whose records are called so; None where there is none, or two are called alike."""
    return _kinds().get(label)


def require_seen(actor: Actor, payload: Mapping[str, PayloadField], given: Mapping[str, Any]) -> None:
    """Refuse a record that the seat does not see, named by its number in a payload. Raises NotFound."""
    for name, value in given.items():
        field = payload.get(name)
        # Units are chosen by their own words (协办单位), which are no record's.
        if field is None or not isinstance(field.words, One) or isinstance(field.words, OneUnit | Units):
            continue
        model = _kinds().get(field.words.label)
        if model is not None:
            _require(actor, model, value if isinstance(value, Iterable) else (value,))


def _require(actor: Actor, model: type[models.Model], keys: Iterable[Any]) -> None:
    wanted = [key for key in dict.fromkeys(keys) if isinstance(key, int)]
    if not wanted:
        return
    there = set(seen(actor, model._default_manager.filter(pk__in=wanted)).values_list("pk", flat=True))
    for key in wanted:
        if key not in there:
            raise missing(model, key)


def missing(model: type[models.Model], key: object) -> NotFound:
    """Say that a record is not there, or is not the seat's: the two are told alike.

    A number longer than any record's is not repeated: it may be a telephone's or a person's, typed into the wrong field.
    """
    told = f"（编号 {key}）" if len(str(key)) <= KEY_DIGITS else ""
    return NotFound(
        f"没有找到这条{model._meta.verbose_name}{told}。",
        rule="只能办理本联席会议中对本席位公开的记录",
        next_step="请从列表中重新打开。",
    )
