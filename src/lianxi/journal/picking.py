"""Several records picked for one kind of act: those the seat sees, each with what stands against the act on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxi.core.actors import Actor
from lianxi.core.fields import One, OneUnit, Several, Units
from lianxi.core.refusals import Refusal
from lianxi.journal.act import record_name
from lianxi.journal.acting import Action
from lianxi.journal.gates import model_called
from lianxi.journal.recorded import Recorded
from lianxi.journal.sight import seen

# As many records as people look through before they say yes.
PICKED_MOST = 200


@dataclass(frozen=True, slots=True)
class Picked:
    """A record that was picked: its number, its name in the journal, its words, and why the act cannot be done on it."""

    pk: int
    record: str
    words: str
    refusal: Refusal | None


def picking_field(action: Action[..., Any]) -> str:
    """Return the field by which an act names its one record; "" for an act that is not about one record alone."""
    name, field = next(iter(action.payload.items()), ("", None))
    if (
        field is None
        or not isinstance(field.words, One)
        or isinstance(field.words, Several | OneUnit | Units)
    ):
        return ""
    return name if action.deciding is not None and model_called(field.words.label) is not None else ""


def pick(action: Action[..., Any], keys: Sequence[int], actor: Actor, day: date) -> list[Picked]:
    """Return the picked records that the seat sees, in the order picked, each once; others are left out.

    Raises KeyError for an act that is not about one record alone.
    """
    model = model_called(action.payload[picking_field(action)].words.label)
    if model is None:
        return []
    wanted = list(dict.fromkeys(keys))[:PICKED_MOST]
    rows: dict[int, Any] = {row.pk: row for row in seen(actor, model._default_manager.filter(pk__in=wanted))}
    return [_picked(action, rows[key], actor, day) for key in wanted if key in rows]


def _picked(action: Action[..., Any], row: Recorded, actor: Actor, day: date) -> Picked:
    told = str(row) if type(row).__str__ is not Recorded.__str__ else f"{row._meta.verbose_name} {row.pk}"
    return Picked(row.pk, record_name(row), told, action.available(row, actor, day))
