"""The co-units' own parts: the lead's request for closing waits for them; the office returns or waives one."""

from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import One, Words
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import cite_tracking, unit_name
from lianxi.ledger.facts import on_part
from lianxi.ledger.models import CoUnit, Obligation
from lianxi.ledger.rules import CO_PART, steps


@action(
    "ledger.part.return",
    "退回协办部分",
    who=OFFICE,
    rule="由办公室另一席位核验",
    deciding=on_part(steps.judge_part("ledger.part.return")),
)
def return_part(
    act: Act, *, part_id: Annotated[int, One("协办单位")], reason: Annotated[str, Words("退回的理由", 300)]
) -> CoUnit:
    """Return a co-unit's finished part to it, with the reason."""
    part, obligation = _part(act, part_id)
    told = filled(reason, "退回的理由", 300)
    act.move(part, CO_PART, finished_at=None)
    act.remark = f"{unit_name(part.unit_id)}：{told}"
    cite_tracking(act, obligation)
    title = f"事项{obligation.number}你单位的协办部分退回补办：{told}"[:300]
    act.notify(title, about=obligation, unit=part.unit_id)
    return part


@action(
    "ledger.part.waive",
    "免予配合",
    who=OFFICE,
    rule="由办公室写明理由",
    deciding=on_part(steps.judge_part("ledger.part.waive")),
)
def waive_part(
    act: Act,
    *,
    part_id: Annotated[int, One("协办单位")],
    reason: Annotated[str, Words("免予配合的理由", 300)],
) -> CoUnit:
    """Let the lead close without a co-unit's part, with the reason why.

    For a recurring obligation it holds for the present period. Raises CannotJudgePart for a seat of the
    lead unit or of the co-unit itself.
    """
    part, obligation = _part(act, part_id)
    act.move(part, CO_PART, waiver=filled(reason, "免予配合的理由", 300))
    cite_tracking(act, obligation)
    for unit_id in (part.unit_id, obligation.lead_unit_id):
        title = f"事项{obligation.number}：{unit_name(part.unit_id)}免予配合"
        act.notify(title, about=obligation, unit=unit_id)
    return part


def _part(act: Act, part_id: int) -> tuple[CoUnit, Obligation]:
    obligation = act.lock(Obligation, act.get(CoUnit, part_id).obligation_id)
    return act.lock(CoUnit, part_id), obligation
