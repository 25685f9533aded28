"""How a unit checks what leaves it."""

from typing import Annotated

from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.fields import Choice
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, itself
from lianxi.work.facts import own_unit
from lianxi.work.models import UnitCheck
from lianxi.work.rules import filling
from lianxi.work.rules.steps import CHECK_LABELS


@action(
    "work.check.set",
    "设定本单位审核",
    who=UNIT_SPEAKERS,
    deciding=Deciding(own_unit, itself, filling.set_check),
)
def set_check(act: Act, *, mode: Annotated[str, Choice("本单位审核", CHECK_LABELS)]) -> UnitCheck:
    """Set how the own unit checks its returns from now on. Raises BadInput."""
    if mode not in CHECK_LABELS:
        raise BadInput(
            "本单位审核的方式不在可选范围内。", next_step=f"请选：{'、'.join(CHECK_LABELS.values())}。"
        )
    row = UnitCheck(conference_id=act.chain, unit_id=act.actor.unit_id or 0, mode=mode, at=act.at)
    row.by = act.actor.label
    return act.create(row)
