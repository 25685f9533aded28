"""The one question of the half-year page: whether a meeting should look at something."""

from typing import Annotated

from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.entries import short_enough
from lianxi.core.fields import Choice, Words
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, itself
from lianxi.work.facts import own_half
from lianxi.work.models import HalfAnswer
from lianxi.work.rules import filling


@action(
    "work.half.answer",
    "答有无需要会议研究的问题",
    who=UNIT_SPEAKERS,
    rule="由成员单位填报",
    deciding=Deciding(own_half, itself, filling.answer_half),
)
def answer_half(
    act: Act,
    *,
    period: Annotated[str, Choice("期次")],
    text: Annotated[str, Words("需要会议研究的问题", 1000, may_be_blank=True)] = "",
) -> HalfAnswer:
    """Say for the present or the last half-year what a meeting should look at; without a text: nothing.

    A later answer takes the place of the earlier one, which stays in the journal.
    """
    told = short_enough(text, "需要会议研究的问题", 1000)
    rows = HalfAnswer.objects.select_for_update().filter(
        conference_id=act.chain, unit_id=act.actor.unit_id or 0, period=period
    )
    row: HalfAnswer | None = rows.first()
    if row is not None:
        act.change(row, text=told, at=act.at, by=act.actor.label)
        return row
    row = HalfAnswer(conference_id=act.chain, unit_id=act.actor.unit_id or 0, period=period, text=told)
    row.at, row.by = act.at, act.actor.label
    act.create(row)
    if told:
        act.notify(f"{act.actor.label}提出需要会议研究的问题"[:300], about=row, office=True)
    return row
