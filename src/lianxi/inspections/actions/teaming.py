"""The team of a supervision: units with their parts, none with an interest, and each one's word on the report."""

from typing import Annotated

from lianxi.bodies.models import Unit
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.fields import Choice, Flag, One, OneUnit, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.inspections.actions.entering import add_step, words_of
from lianxi.inspections.models import Supervision, TeamUnit
from lianxi.inspections.queries.supervision_facts import on_supervision, on_team
from lianxi.inspections.rules import supervision_guards as guards
from lianxi.inspections.rules.machines import ROLES, WORDS
from lianxi.journal.acting import Act, action

INTEREST = "政府督查工作条例第十五条：与督查对象有利害关系的人员应当回避"


@action(
    "inspections.team.add",
    "加入督查组",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_supervision(guards.leads, guards.teaming),
)
def add_to_team(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    role: Annotated[str, Choice("角色", ROLES)],
    unit_id: Annotated[int | None, OneUnit("成员单位")] = None,
    body: Annotated[str, Words("成员单位以外的单位、专家（不写人名）", 120)] = "",
    no_interest: Annotated[bool, Flag("与督查对象没有利害关系")] = False,
) -> TeamUnit:
    """Add a unit to the team while it is made up; one leads it. Raises BadInput for one with an interest, or twice."""
    row = act.lock(Supervision, supervision_id)
    if role not in ROLES:
        raise BadInput("请选择角色。", next_step=f"可选：{'、'.join(ROLES.values())}。")
    if not no_interest:
        raise BadInput(
            "没有确认与督查对象无利害关系。", rule=INTEREST, next_step="有利害关系的请换单位或换人。"
        )
    if unit_id is not None and unit_id not in member_unit_ids(act.chain, day_of(act.at)):
        raise BadInput("所选的单位不是成员单位。", next_step="请选择成员单位，或填写其他单位。")
    named = (
        Unit.objects.get(pk=unit_id).name if unit_id is not None else words_of(act, body, "单位、专家", 120)
    )
    standing = TeamUnit.objects.filter(supervision=row, ended_at=None)
    if standing.filter(body=named).exists():
        raise BadInput(f"{named}已在督查组里。", next_step="无需办理。")
    if role == "leader" and standing.filter(role="leader").exists():
        raise BadInput(
            "督查组已有组长单位。", rule="组长由市政府确定", next_step="换组长的，请先让原组长单位退出。"
        )
    made = TeamUnit(conference_id=act.chain, supervision=row, unit_id=unit_id, body=named, role=role)
    made.no_interest = no_interest
    if unit_id is not None:
        act.notify(f"请派员参加督查组：{row.title}", about=row, unit=unit_id)
    return act.create(made)


@action(
    "inspections.team.leave",
    "退出督查组",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_team(guards.leads, guards.leaving),
)
def leave_team(
    act: Act,
    *,
    team_id: Annotated[int, One("督查组成员单位")],
    reason: Annotated[str, Words("理由（例如回避）", 300)],
) -> TeamUnit:
    """Take a unit out of the team, with the reason; it stays readable."""
    row = act.lock(TeamUnit, team_id)
    add_step(act, row.supervision, "team", f"{row.body}退出督查组：{words_of(act, reason, '理由')}")
    return act.change(row, ended_at=act.at)


@action(
    "inspections.team.word",
    "对督查报告表示意见",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_team(guards.wording),
)
def give_word(
    act: Act,
    *,
    team_id: Annotated[int, One("督查组成员单位")],
    word: Annotated[str, Choice("意见", WORDS)],
    dissent: Annotated[str, Words("不同意见", 600)] = "",
) -> TeamUnit:
    """Sign the report or state one's dissent, which stands beside it; each unit for itself, the lead for outsiders."""
    row = act.lock(TeamUnit, team_id)
    if word not in WORDS:
        raise BadInput("请选择意见。", next_step=f"可选：{'、'.join(WORDS.values())}。")
    told = words_of(act, dissent, "不同意见", 600, needed=word == "dissent")
    return act.change(row, word=word, dissent=told, worded_at=act.at, worded_by=act.actor.label)
