"""Numbers that no paper bears: each is entered as void with its reason, so that a register has no gap."""

from typing import Annotated

from lianxi.bodies.models import Conference
from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Number, Words
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import paper_kinds
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.papers.issuing import draw_number
from lianxi.papers.letterhead import prefix_on
from lianxi.papers.models import VoidNumber

MOST_AT_ONCE = 500


def enter_void(act: Act, conference_id: int, number: tuple[str, int, int], reason: str) -> VoidNumber:
    """Enter a number (prefix, year, sequence) that was drawn and that no paper will bear."""
    prefix, year, sequence = number
    row = VoidNumber(conference_id=conference_id, prefix=prefix, year=year, sequence=sequence)
    row.reason, row.voided_at, row.voided_by = reason, act.at, act.actor.label
    return act.create(row)


@action("papers.number.void", "作废登记字号", who=OFFICE)
def void_numbers(
    act: Act,
    *,
    kind: Annotated[str, Choice("登记簿")],
    count: Annotated[int, Number("接下来的几个字号")],
    reason: Annotated[str, Words("理由", 300)],
) -> list[VoidNumber]:
    """Draw the next numbers of a kind's register of this year and enter them as void.

    For numbers used on paper or in another system before this one, so that its own go on after them.
    """
    if kind not in paper_kinds():
        raise BadInput("请选择文种。")
    if not 1 <= count <= MOST_AT_ONCE:
        raise BadInput(f"一次可作废 1 到 {MOST_AT_ONCE} 个字号。")
    conference = Conference.objects.get(pk=act.actor.conference_id or 0)
    day, reason = day_of(act.at), filled(reason, "理由", 300)
    prefix = prefix_on(conference, paper_kinds()[kind], day)
    first = draw_number(act, conference, prefix, day.year, count)
    act.remark = reason
    return [
        enter_void(act, conference.pk, (prefix, day.year, number), reason)
        for number in range(first, first + count)
    ]
