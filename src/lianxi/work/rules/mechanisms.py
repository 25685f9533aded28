"""The four mechanisms of a founding document as drafts: one article a flow, from what is switched on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, Refusal
from lianxi.work.rules.periods import CYCLE_LABELS, RETURNS_LABELS

SHARE, THREE, MONITOR, SUPERVISE = "share", "three", "monitor", "supervise"
MECHANISMS = {
    SHARE: "信息通报和发布机制",
    THREE: "建设项目“三同时”协调机制",
    MONITOR: "监测预警机制",
    SUPERVISE: "重大事件联合督查机制",
}
# 设定: a number that no clause gives; once the mechanism is approved and adopted its articles are clauses.
TO_CONFIRM = "（设定，待批准）"
MOST_FIELDS = 8


@dataclass(frozen=True, slots=True)
class Flow:
    """What an article says of one arrangement; `receivers` are member units, `answers` labels of fields."""

    unit: str
    title: str
    pattern: str
    cycle: str
    returns: int
    trigger: str
    fields: tuple[str, ...]
    receivers: tuple[str, ...]
    partners: tuple[str, ...]
    answers: tuple[str, ...]
    answer_days: int | None
    has_projects: bool
    clause: str


def can_draft(has_on: bool, _actor: Actor, _day: date) -> Refusal | None:
    """Let a mechanism be drafted where arrangements are carried out, of which its articles speak."""
    if has_on:
        return None
    return BadInput("没有已启用的安排。", next_step="请先启用有关安排，再起草。")


def belongs(flow: Flow, mechanism: str) -> bool:
    """Tell whether an arrangement is part of a mechanism, by what it does."""
    if mechanism == THREE:
        return flow.has_projects and bool(flow.receivers)
    if mechanism == MONITOR:
        return flow.pattern == "signal"
    if mechanism == SUPERVISE:
        return flow.pattern == "procedure"
    return bool(flow.receivers) and not flow.has_projects and flow.pattern not in ("signal", "procedure")


def draft_text(mechanism: str, conference: str, flows: Sequence[Flow]) -> str:
    """Write the request with the draft: who sends what to whom, until when, and what comes back."""
    name = MECHANISMS[mechanism]
    articles = [f"第{_number(place)}条　{article(one)}" for place, one in enumerate(flows, 1)]
    return "\n".join(
        (
            f"为落实{conference}建立文件关于建立{name}的要求，现将草案报上，请审定。",
            f"附件　{name}（草案）",
            *articles,
            f"第{_number(len(articles) + 1)}条　各项期限为办公室设定，经批准后施行；本机制由{conference}办公室负责解释。",
            "妥否，请批示。",
        )
    )


def article(flow: Flow) -> str:
    """Write one article."""
    what = f"“{flow.title}”" + (f"（{'、'.join(flow.fields[:MOST_FIELDS])}）" if flow.fields else "")
    when = flow.trigger.rstrip("。；") or CYCLE_LABELS.get(flow.cycle, flow.cycle)
    with_whom = f"，{'、'.join(flow.partners)}配合" if flow.partners else ""
    due = f"，{RETURNS_LABELS[flow.returns]}报送" if flow.returns else ""
    if not flow.receivers:
        return f"{flow.unit}负责{what}，办理时机：{when}{with_whom}{due}。依据：{flow.clause}。"
    whom = "、".join(flow.receivers)
    back = "、".join(flow.answers) or "办理结果"
    days = f"自收到之日起{flow.answer_days}个工作日内" if flow.answer_days else ""
    return (
        f"{flow.unit}将{what}送{whom}，办理时机：{when}{with_whom}{due}。"
        f"{whom}签收后{days}反馈{back}{TO_CONFIRM if days else ''}。依据：{flow.clause}。"
    )


def _number(value: int) -> str:
    digits = "零一二三四五六七八九"
    if value < 10:
        return digits[value]
    tens, ones = divmod(value, 10)
    return f"{'' if tens == 1 else digits[tens]}十{digits[ones] if ones else ''}" if tens < 10 else str(value)
