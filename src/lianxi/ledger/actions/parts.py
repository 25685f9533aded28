"""The co-units' own parts: the lead's request for closing waits for them; the office returns or waives one."""

from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.entries import filled
from lianxi.core.fields import One, Words
from lianxi.core.refusals import NotPermitted, Refusal
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import cite_tracking, require_running, unit_name
from lianxi.ledger.models import CoUnit, Obligation
from lianxi.ledger.rules import CO_PART, PART_OPEN, conflict_of_interest


class PartsMissing(Refusal):
    """A co-unit's part is neither finished nor waived."""

    code = "parts_missing"


class PartNotAtWork(Refusal):
    """The co-unit has not acknowledged yet, or its part is finished or waived."""

    code = "part_not_at_work"


def missing_parts_sentence(names: list[str]) -> str:
    """Say which co-units' parts a request for closing waits for; empty for none."""
    return f"{'、'.join(names)}的协办部分还没有完成，也没有免予配合。" if names else ""


def require_parts_in(obligation: Obligation) -> None:
    """Refuse while a co-unit's part is open. Raises PartsMissing, naming the units."""
    rows = CoUnit.objects.filter(obligation=obligation, state__in=PART_OPEN).select_related("unit")
    names = [row.unit.name for row in rows.order_by("pk")]
    if names:
        raise PartsMissing(
            missing_parts_sentence(names),
            rule="主办单位申请办结，须协办单位的部分都已完成或免予配合",
            next_step="请催办协办单位；确实不需要其配合的，请办公室写明理由免予配合。",
        )


def part_idle_sentence(state: str) -> str:
    """Say why a co-unit may not report on its part now; empty where it may."""
    return {
        "issued": "你单位还没有签收这项，请先签收。",
        "finished": "你单位的部分已报告完成，退回后可以再反馈。",
        "waived": "你单位的部分已免予配合，无需反馈。",
    }.get(state, "")


def require_part_at_work(part: CoUnit) -> None:
    """Refuse a report on a part that is not under way. Raises PartNotAtWork."""
    if why := part_idle_sentence(part.state):
        raise PartNotAtWork(
            why, rule="先签收，后反馈；完成后不再反馈", next_step="请刷新页面，看现在的状态。"
        )


@action("ledger.part.return", "退回协办部分", who=OFFICE, rule="由办公室另一席位核验")
def return_part(
    act: Act, *, part_id: Annotated[int, One("协办部分")], reason: Annotated[str, Words("退回的理由", 300)]
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


@action("ledger.part.waive", "免予配合", who=OFFICE, rule="由办公室写明理由")
def waive_part(
    act: Act,
    *,
    part_id: Annotated[int, One("协办部分")],
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


class CannotJudgePart(NotPermitted):
    """The seat belongs to the lead unit or to the co-unit itself."""

    code = "cannot_judge_part"


def _part(act: Act, part_id: int) -> tuple[CoUnit, Obligation]:
    obligation = act.lock(Obligation, act.get(CoUnit, part_id).obligation_id)
    part = act.lock(CoUnit, part_id)
    require_running(obligation)
    own = "这是你所在单位的协办部分。" if act.actor.unit_id == part.unit_id else ""
    why = own or conflict_of_interest(act.actor, obligation.lead_unit_id, [])
    if why:
        raise CannotJudgePart(
            why,
            rule="协办部分由主办、协办单位以外的办公室席位决定",
            next_step="请由其他单位的办公室席位办理。",
        )
    return part, obligation
