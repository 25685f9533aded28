"""What lets a plan be merged: every unit has spoken, and no merge is under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, Busy, Refusal


@dataclass(frozen=True, slots=True)
class MergingFacts:
    """The plan's state, the subjects that have not answered, and whether an order waits."""

    state: str
    silent: Sequence[str]
    is_ordered: bool


def all_answered(facts: MergingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask for each unit's plan, or its word that it has none."""
    if not facts.silent:
        return None
    return BadInput(
        f"还没有报送计划，也没有报无：{'、'.join(facts.silent)}。",
        rule="互通信息、相互配合（不以沉默视为没有）",
        next_step="请联系这些单位；没有席位的由其上级或办公室代录。",
    )


def none_waits(facts: MergingFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let one merge at a time be ordered."""
    if not facts.is_ordered:
        return None
    return Busy(
        "已有一次合并正在后台办理。",
        rule="同一安排一次只合并一回",
        next_step="请等这一次的结果，页面会显示。",
    )
