"""What lets a step of a supervision be taken: where it stands, who leads it, and what must be there first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.inspections.rules.machines import AFTER, SUPERVISION
from lianxi.inspections.rules.openings import PART_LABELS

RULE = "政府督查工作条例第七条：按照指定的事项、范围、职责、期限开展"
RESULT_RULE = "政府督查工作条例第二十一条：督查机构只提出建议，由有权机关决定"
# What the rules answer where a designation would help.
DESIGNATED_NEXT = ("ask_mandate", "track", "guide_line", "plan")
TEAMED = ("mandated", "planned", "announced", "on_site")
LISTING = ("concluded", "rectifying")


class NoMandate(Refusal):
    """A supervision without a full designation, or of an object that is none."""

    code = "no_mandate"


@dataclass(frozen=True, slots=True)
class SupervisionFacts:
    """Where a supervision stands, the form the rules gave, its term, team and items, and who checked.

    `other` is the title of another supervision of the same object that runs; `silent` are the units of the team that
    said nothing to the report; `is_read` tells whether a designation was read by a second seat.
    """

    state: str
    lead_unit_id: int | None
    form: str
    next: str
    is_read: bool
    has_term: bool
    other: str
    silent: Sequence[str]
    items: int
    open_items: int
    checked_by: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """Where the supervision of a designation stands, who entered it, and the rules' answer to it."""

    state: str
    seat_id: int | None
    person_id: int | None
    answer: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """A unit of a team: whether it left, whether it gave its word, and where the supervision stands."""

    state: str
    lead_unit_id: int | None
    unit_id: int | None
    body: str
    has_left: bool
    has_word: bool


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """Something to be put right, or a result: its state, that of its supervision, and who leads."""

    state: str
    whole: str
    lead_unit_id: int | None


class Led(Protocol):
    """Facts that name the unit which leads."""

    @property
    def lead_unit_id(self) -> int | None: ...


def leads(facts: Led, actor: Actor, _day: date) -> Refusal | None:
    """Ask for a seat of the unit that leads; the office enters for it."""
    if actor.is_office or (actor.unit_id is not None and actor.unit_id == facts.lead_unit_id):
        return None
    return NotPermitted(
        "这项督查不是由你单位牵头。",
        rule="督查由被指定的部门办理，办公室可代为登记",
        next_step="请由牵头部门的席位或办公室登记。",
    )


def designation_helps(facts: SupervisionFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask for a designation only where it would change the form."""
    if facts.next in DESIGNATED_NEXT:
        return None
    return NoMandate(
        f"这项按规则是“{facts.form}”，请示指定不改变形式。",
        rule="企业不是督查对象（政府督查工作条例第五条）；未核实的先核实；已有督查的并入",
        next_step="请选“改用别的形式”。",
    )


def has_term(facts: SupervisionFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask for a designation that was read, with its term."""
    if not facts.is_read:
        return NoMandate("没有核对过的指定。", rule=RULE, next_step="请先登记并核对指定文件。")
    return None if facts.has_term else NoMandate("指定没有写明期限。", rule=RULE, next_step="请再次请示。")


def none_beside(facts: SupervisionFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let one supervision of an object run at a time."""
    if not facts.other:
        return None
    return NoMandate(
        f"对同一对象已有督查：{facts.other}。",
        rule="政府督查工作条例第十五条：严禁重复督查、多头督查",
        next_step="请并入已有的督查。",
    )


def all_worded(facts: SupervisionFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask that every unit of the team has signed the report or stated its dissent."""
    if not facts.silent:
        return None
    return BadInput(
        f"督查组还有单位没有对报告表示意见：{'、'.join(facts.silent)}。",
        rule="督查组各单位在报告上签署同意，或写明不同意见",
        next_step="请这些单位表示意见；不参加的，先登记退出。",
    )


def has_items(facts: SupervisionFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask for something to put right."""
    if facts.items:
        return None
    return BadInput("还没有列出整改事项。", next_step="请先列出整改事项及其单位。")


def all_settled(facts: SupervisionFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask that every item has its result."""
    if not facts.open_items:
        return None
    return BadInput(
        f"还有 {facts.open_items} 项没有核查结果。",
        next_step="请逐项写明已整改、未整改或已转有关机关。",
    )


def checked_by_another(facts: SupervisionFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let who checked not close."""
    seat_id, person_id = facts.checked_by
    if actor.seat_id != seat_id and actor.person_id != person_id:
        return None
    return NotPermitted(
        "整改是由你核查的，不能由你办结。",
        rule="核查和办结由两个席位、两个人办理",
        next_step="请由另一席位登记核查，或由办公室主任席位的另一人办结。",
    )


def is_concluded(facts: SupervisionFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let results be proposed once there is a conclusion."""
    if facts.state in AFTER:
        return None
    return BadInput("还没有督查结论。", rule=RESULT_RULE, next_step="请先登记经市政府同意的结论。")


def lists_items(facts: SupervisionFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let items be listed from the conclusion until they were checked."""
    if facts.state in LISTING:
        return None
    if facts.state == "under_review":
        return BadInput("督查对象已申请复核。", next_step="请在登记复核决定以后列出整改事项。")
    if facts.state in AFTER:
        return BadInput("整改已经核查，不能再列整改事项。", next_step="新的问题请另行提出督查。")
    return BadInput("还没有督查结论。", next_step="请先登记经市政府同意的结论。")


def teaming(facts: SupervisionFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a team be made up between the designation and the report."""
    if facts.state in TEAMED:
        return None
    return BadInput("督查组在指定以后、报告以前组建。", next_step="请先登记并核对指定。")


def leaving(facts: TeamFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let a unit leave until the conclusion, unless it gave its word on the report: that stays."""
    if facts.has_left:
        return BadInput("这个单位已退出。", next_step="无需办理。")
    if facts.state not in (*TEAMED, "reported"):
        return BadInput(
            f"这项督查{SUPERVISION.labels[facts.state]}，督查组不再变动。",
            rule="督查组在指定以后、结论以前变动",
            next_step="无需办理。",
        )
    if facts.has_word:
        return BadInput(
            f"{facts.body}已对报告表示意见，不能退出。",
            rule="督查组各单位的意见与报告一同保存",
            next_step="意见要改的，请由该单位在结论以前重新表示意见。",
        )
    return None


def wording(facts: TeamFacts, actor: Actor, day: date) -> Refusal | None:
    """Let each unit speak for itself between report and conclusion; the lead enters the word of outsiders."""
    if facts.unit_id is None:
        if refusal := leads(facts, actor, day):
            return refusal
    elif actor.unit_id != facts.unit_id:
        return NotPermitted(
            f"这是{facts.body}的意见。",
            rule="每个单位对报告自己表示意见",
            next_step="请由该单位的席位办理。",
        )
    if facts.state == "reported" and not facts.has_left:
        return None
    return BadInput("现在不能表示意见。", next_step="报告登记以后、结论以前，由督查组各单位表示意见。")


def in_rectification(facts: ItemFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Let an item get its result once the supervision went over to putting right."""
    if facts.whole == "rectifying":
        return None
    return BadInput(
        f"这项督查{SUPERVISION.labels[facts.whole]}，整改事项现在不登记核查结果。",
        rule="转入整改以后逐项核查",
        next_step="请先“转入整改”，再逐项登记已整改、未整改或已转有关机关。",
    )


def read_by_another(facts: MandateFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let another seat and person read a designation while one is waited for."""
    if refusal := SUPERVISION.refusal("inspections.supervision.mandate", facts.state):
        return refusal
    if actor.seat_id == facts.seat_id or actor.person_id == facts.person_id:
        return NotPermitted(
            "指定文件是由你登记的，须由另一席位、另一人核对。", rule=RULE, next_step="请办公室另一席位核对。"
        )
    return None


def is_full(facts: MandateFacts, _actor: Actor, _day: date) -> Refusal | None:
    """Ask for a designation by which the rules let a supervision open."""
    if facts.answer["may_open_supervision"]:
        return None
    missing = "、".join(PART_LABELS.get(part, part) for part in facts.answer["missing"])
    return NoMandate(
        f"指定还不能开展联合督查：{'缺少' + missing if missing else '规则给出的形式是' + facts.answer['form']}。",
        rule=RULE,
        next_step="请按原件补登，或再次请示；在此之前跟踪督促成员单位。",
    )
