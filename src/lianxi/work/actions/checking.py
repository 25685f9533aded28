"""How a unit checks what leaves it."""

from typing import Annotated

from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.fields import Choice
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.acting import Act, action
from lianxi.work.models import UnitCheck
from lianxi.work.rules.steps import CHECK_LABELS


@action("work.check.set", "设定本单位审核", who=UNIT_SPEAKERS)
def set_check(act: Act, *, mode: Annotated[str, Choice("本单位审核", CHECK_LABELS)]) -> UnitCheck:
    """Set how the own unit checks its returns from now on. Raises BadInput, NotPermitted."""
    if mode not in CHECK_LABELS:
        raise BadInput(
            "本单位审核的方式不在可选范围内。", next_step=f"请选：{'、'.join(CHECK_LABELS.values())}。"
        )
    if act.actor.unit_id is None:
        raise NotPermitted(
            "没有单位的席位不能设定。", rule="由各单位自行设定", next_step="请由单位的席位设定。"
        )
    row = UnitCheck(conference_id=act.chain, unit_id=act.actor.unit_id, mode=mode, at=act.at)
    row.by = act.actor.label
    return act.create(row)
