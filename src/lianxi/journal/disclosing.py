"""How a record is opened to more than the rule of its kind: the steps, and what holds for an actor now."""

from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from lianxi.core.actors import SEATED, Actor
from lianxi.core.transitions import Machine, Transition
from lianxi.journal.models import Disclosure


class DisclosureState(StrEnum):
    """Where an opening stands."""

    PROPOSED = "proposed"
    RELEASED = "released"
    REFUSED = "refused"
    ENDED = "ended"


DISCLOSURE = Machine(
    name="disclosure",
    label="扩大知悉范围",
    states=DisclosureState,
    labels={"proposed": "待另一席位同意", "released": "已放开", "refused": "未同意", "ended": "已收回"},
    initial="proposed",
    rows=(
        Transition("bodies.disclosure.release", ("proposed",), "released", "由另一席位、另一人同意"),
        Transition("bodies.disclosure.refuse", ("proposed",), "refused", "写明理由"),
        Transition("bodies.disclosure.end", ("released",), "ended", "收紧不须另一席位"),
    ),
)


def disclosed(actor: Actor, model: type[models.Model]) -> QuerySet[Disclosure] | None:
    """Return the openings of a table's records that hold for an actor; None for who holds no seat."""
    if actor.kind not in SEATED or actor.conference_id is None:
        return None
    mine = Q(unit_id__isnull=True) | Q(unit_id=actor.unit_id or 0)
    held = Disclosure.objects.filter(mine, conference_id=actor.conference_id, table=model._meta.label_lower)
    return held.filter(released_at__isnull=False, ended_at__isnull=True)


def released_moment(held: QuerySet[Disclosure]) -> Any:
    """Return, as an annotation of a record, the moment from which on it is open by the earliest of its openings."""
    mine = held.filter(record_id=models.OuterRef("pk")).order_by("released_at")
    return models.Subquery(mine.values("released_at")[:1], output_field=models.DateTimeField(null=True))
