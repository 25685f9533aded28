"""What people say of single projects: whether hazards may arise, the catalogue's condition, a date, the site's state."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from lianxi.bodies.facts import of_conference
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Day, One, Seen, Several, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import Deciding, itself, on
from lianxi.projects.actions.entering import Source, change_projects, conference_of
from lianxi.projects.models import Project, ProjectFact
from lianxi.projects.queries.facts import giver_refusal, gives, health_refusal
from lianxi.projects.queries.planning import ChangedProject
from lianxi.projects.rules.standing import DATE_LABELS, GIVERS, HAZARDS, NO_REASONS, STATUSES

RULE = "由卫生健康部门判断（职业病防治法第十七条：可能产生职业病危害由建设单位评价并负责）"
AT_ONCE = 500
BY_HEALTH = Deciding(of_conference, itself, health_refusal)
YES_NO = {"yes": "是", "no": "否"}


@action(
    "projects.project.judge", "判断是否可能产生职业病危害", who=UNIT_SPEAKERS, rule=RULE, deciding=BY_HEALTH
)
def judge_projects(
    act: Act,
    *,
    project_ids: Annotated[Sequence[int], Several("建设项目")],
    hazard: Annotated[str, Choice("判断", {"yes": HAZARDS["yes"], "no": HAZARDS["no"]})],
    ground: Annotated[str, Choice("不产生的理由", NO_REASONS)] = "",
    reason: Annotated[str, Words("说明", 200)] = "",
) -> Project:
    """Judge whether hazards may arise; one judged harmless needs a reason of the list and words, and may be judged anew.

    Raises NotPermitted for a unit that is not the health line, BadInput for a reason that is missing.
    """
    if hazard not in ("yes", "no"):
        raise BadInput("请选择“可能产生”或“不产生”。")
    if hazard == "no" and ground not in NO_REASONS:
        raise BadInput(
            "判为不产生的，请从列出的理由中选一项。",
            next_step="确有其他理由的，请写在说明里并选最接近的一项。",
        )
    told = filled(reason, "说明", 200) if hazard == "no" else short_enough(reason, "说明", 200)
    words = "；".join(filter(None, (NO_REASONS.get(ground, "") if hazard == "no" else "", told)))
    rows = _held(act, project_ids)
    if not rows:
        raise BadInput("没有选中项目。", next_step="请勾选要判断的项目。")
    changed = [ChangedProject(row, {}, {"hazard": hazard}) for row in rows if row.hazard != hazard]
    if not changed:
        raise BadInput("这些项目已经是这个判断。", next_step="需要改判的，请选另一项。")
    change_projects(
        act, changed, Source(f"{act.actor.label}判断：{words}"[:120], act.actor.unit_id, reason=words)
    )
    act.subject = record_name(rows[0])
    return rows[0]


def _held(act: Act, project_ids: Sequence[int]) -> list[Project]:
    """Hold the chosen projects. Raises BadInput for more than are done at once."""
    wanted = list(dict.fromkeys(project_ids))
    if len(wanted) > AT_ONCE:
        raise BadInput(f"选中了 {len(wanted)} 个项目。", next_step=f"一次最多 {AT_ONCE} 个，请分次办理。")
    return [act.lock(Project, pk) for pk in wanted]


@action("projects.project.answer_condition", "回答分类条件", who=UNIT_SPEAKERS, rule=RULE, deciding=BY_HEALTH)
def answer_condition(
    act: Act,
    *,
    project_ids: Annotated[Sequence[int], Several("建设项目")],
    clear: Annotated[str, Choice("不使用目录所列的苯、正己烷、1,2-二氯乙烷、三氯甲烷胶粘剂和涂料", YES_NO)],
    source: Annotated[str, Words("依据（建设单位说明、物料清单等）", 100)],
) -> Project:
    """Answer the catalogue's one open question of a project, on which its class hangs. Raises as `judge_projects`."""
    if clear not in YES_NO:
        raise BadInput("请选择“是”或“否”。")
    rows = _held(act, project_ids)
    told = filled(source, "依据", 100)
    changed = [
        ChangedProject(row, {}, {"condition_clear": clear == "yes"})
        for row in rows
        if row.condition_clear is not (clear == "yes")
    ]
    if not changed:
        raise BadInput("没有要改的项目。", next_step="请勾选还没有回答或回答不同的项目。")
    change_projects(act, changed, Source(told, act.actor.unit_id, reason=told))
    act.subject = record_name(rows[0])
    return rows[0]


@action(
    "projects.project.enter_date",
    "登记项目节点",
    who=UNIT_SPEAKERS | OFFICE,
    rule="由掌握这一节点的单位登记",
    deciding=on(Project, "project_id", gives(*dict.fromkeys(GIVERS.values()))),
)
def enter_date(
    act: Act,
    *,
    project_id: Annotated[int, One("建设项目")],
    fact: Annotated[str, Choice("节点", {name: DATE_LABELS[name] for name in GIVERS})],
    day: Annotated[date, Day("日期")],
    paper: Annotated[str, Words("文号或凭据", 120)] = "",
    reason: Annotated[str, Words("更正理由（改正已登记的日期时填写）", 300)] = "",
    seen: Annotated[int | None, Seen()] = None,
) -> Project:
    """Enter a flag or a signal with its day, or correct one: a date is never cleared, its former value stays.

    Raises NotPermitted for a unit that does not give this fact, BadInput for a correction without a reason.
    """
    row = act.lock(Project, project_id)
    act.require_version(row, seen)
    if fact not in GIVERS:
        raise BadInput(
            "请选择一个节点。", next_step=f"可选：{'、'.join(DATE_LABELS[name] for name in GIVERS)}。"
        )
    if refusal := giver_refusal(conference_of(act), act.actor, (GIVERS[fact],), day_of(act.at)):
        raise refusal
    if day.year < 1990 or day.year > 2100:
        raise BadInput(f"日期 {day.isoformat()} 的年份不对。", next_step="请核对后重新填写。")
    former = getattr(row, fact)
    if former == day:
        raise BadInput("这个节点已经是这个日期。", next_step="没有变化的，不需要再登记。")
    if reason.strip() and not former:
        raise BadInput(
            "这个节点还没有登记过日期，没有要更正的。",
            next_step="请不填更正理由；凭据写在“文号或凭据”里。",
        )
    told = filled(reason, "更正理由", 300) if former else ""
    source = Source(
        act.actor.label, act.actor.unit_id, paper=short_enough(paper, "文号或凭据", 120), reason=told
    )
    change_projects(act, [ChangedProject(row, {}, {fact: day})], source)
    act.subject = record_name(row)
    return row


@action(
    "projects.project.set_status",
    "登记停工、复工、终止",
    who=UNIT_SPEAKERS | OFFICE,
    deciding=on(Project, "project_id", gives("sharing", "publishing", "judging", "permits")),
)
def set_status(
    act: Act,
    *,
    project_id: Annotated[int, One("建设项目")],
    status: Annotated[str, Choice("建设状态", STATUSES)],
    reason: Annotated[str, Words("依据（审批部门的文件或平台状态）", 300)],
) -> Project:
    """Note the approving body's word on a site: suspended keeps its gaps, cancelled has none any more."""
    row = act.lock(Project, project_id)
    if status not in STATUSES or status == row.status:
        raise BadInput("请选择与现在不同的建设状态。", next_step=f"现在是“{STATUSES[row.status]}”。")
    told = filled(reason, "依据", 300)
    former, source = row.status, Source(told[:120], act.actor.unit_id, reason=told)
    act.change(row, status=status)
    _note_status(act, row, former, source)
    return row


def _note_status(act: Act, row: Project, former: str, source: Source) -> None:
    act.create(
        ProjectFact(
            conference_id=act.chain, project=row, fact="status", value=row.status, former=former, reason=source.reason,
            source=source.words, unit_id=source.unit_id, at=act.at, by=act.actor.label,
        )
    )  # fmt: skip
