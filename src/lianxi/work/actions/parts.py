"""What a unit that takes part says of its own part: it counts for that unit."""

from typing import Annotated

from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, One, Words
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.work.actions.checks import require_period
from lianxi.work.facts import on_arrangement
from lianxi.work.models import Arrangement, Part
from lianxi.work.rules import filling


@action(
    "work.part.tell",
    "填报配合情况",
    who=UNIT_SPEAKERS,
    rule="由配合单位填报",
    deciding=on_arrangement(filling.tell_part),
)
def tell_part(
    act: Act,
    *,
    arrangement_id: Annotated[int, One("履职安排")],
    period: Annotated[str, Choice("期次")],
    text: Annotated[str, Words("本单位部分", 1000)],
) -> Part:
    """Say what the own unit did as one that takes part, in a period. Raises BadInput."""
    row = act.lock(Arrangement, arrangement_id)
    span = require_period(row, period, day_of(act.at))
    part = Part(
        conference_id=act.chain, line_id=row.line_id, unit_id=act.actor.unit_id or 0, period=span.code
    )
    part.about, part.text, part.at = span.last, filled(text, "本单位部分", 1000), act.at
    part.seat_id, part.by = act.actor.seat_id or 0, act.actor.label
    act.cite(row.basis)
    return act.create(part)
