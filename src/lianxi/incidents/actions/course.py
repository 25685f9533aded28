"""The course of an incident: two become one and two again, what is known is put right, others take over, it ends."""

from datetime import datetime
from typing import Annotated, Any

from lianxi.core.actors import OFFICE, SeatKind
from lianxi.core.fields import Moment, One, Words
from lianxi.core.refusals import BadInput
from lianxi.incidents.actions.entering import add_step, plain, words_of
from lianxi.incidents.models import Incident
from lianxi.incidents.queries.grading import load_whole
from lianxi.incidents.queries.standing import standing_of
from lianxi.incidents.rules.counting import impossible
from lianxi.incidents.rules.guards import concluding, following, investigating
from lianxi.incidents.rules.machines import INCIDENT, RUNNING
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, holding

DIRECTOR = frozenset({SeatKind.OFFICE_DIRECTOR})
_OWN = holding(Incident, "incident_id")


# Taking two as one changes what counts hold: the same facts must be possible for both.
_SAME = "同一事件才合并；两边的来电、人数和告知都保留"


@action("incidents.incident.merge", "并入另一事件", who=OFFICE, deciding=plain("incidents.incident.merge"))
def merge_incident(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    into_id: Annotated[int, One("并入")],
    reason: Annotated[str, Words("为什么是同一事件", 300)],
) -> Incident:
    """Take two incidents as one; the earlier call starts the clocks, nothing of either is lost. Raises BadInput."""
    # Both are held in the order of their numbers, so that two who merge them crosswise do not wait for each other.
    held = {pk: act.lock(Incident, pk) for pk in sorted({incident_id, into_id})}
    incident, into = held[incident_id], held[into_id]
    if incident.pk == into.pk:
        raise BadInput("一个事件不能并入它自己。", next_step="请选择另一个事件。", rule=_SAME)
    if into.state not in RUNNING:
        raise BadInput(
            f"要并入的事件{INCIDENT.labels[into.state]}。", next_step="请选择还在处置的事件。", rule=_SAME
        )
    why = words_of(act, reason, "为什么是同一事件", 300, needed=True)
    for one in load_whole(incident).effective():
        if fault := impossible(into.kind, one.tally, into.occurred_at, act.at):
            raise BadInput(
                f"并入后人数说不通：{fault}", next_step="请先核对事件要素和人数，再合并。", rule=_SAME
            )
    add_step(act, incident, "merged", f"并入{into.number or into.title}：{why}")
    add_step(act, into, "joined", f"{incident.number or incident.title}并入：{why}")
    if incident.told_at < into.told_at:
        act.change(into, told_at=incident.told_at)
    return act.move(incident, INCIDENT, parent=into)


@action("incidents.incident.unmerge", "撤销合并", who=OFFICE, deciding=plain("incidents.incident.unmerge"))
def unmerge_incident(
    act: Act, *, incident_id: Annotated[int, One("群体事件")], reason: Annotated[str, Words("理由", 300)]
) -> Incident:
    """Take an incident out of another again; one that had its number is opened again at once."""
    incident = act.lock(Incident, incident_id)
    why = words_of(act, reason, "理由", 300, needed=True)
    parent = act.lock(Incident, incident.parent_id or 0)
    add_step(act, incident, "unmerged", why)
    add_step(act, parent, "parted", f"{incident.number or incident.title}撤销合并：{why}")
    act.move(incident, INCIDENT, parent=None)
    _own_first_call(act, parent)
    return act.move_as("incidents.incident.open", incident, INCIDENT) if incident.number else incident


def _own_first_call(act: Act, parent: Incident) -> None:
    calls = load_whole(parent).calls
    first = min((row.happened_at for row in calls), default=parent.told_at)
    act.change(parent, told_at=first)


@action(
    "incidents.incident.pass_up",
    "登记上级接手调查",
    who=OFFICE,
    deciding=plain("incidents.incident.pass_up"),
)
def pass_up(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    body: Annotated[str, Words("接手的机关", 120)],
    paper: Annotated[str, Words("文号或来电", 200)],
    at: Annotated[datetime | None, Moment("接手时间")] = None,
) -> Incident:
    """Note that the province or the ministry took the investigation; follow-ups stay here."""
    incident = act.lock(Incident, incident_id)
    whom = words_of(act, body, "接手的机关", 120, needed=True)
    words_of(act, paper, "文号或来电", 200, needed=True)
    add_step(act, incident, "passed_up", f"由{whom}调查", happened_at=at, paper=paper)
    return act.move(incident, INCIDENT)


@action(
    "incidents.incident.investigate",
    "登记调查结论",
    who=OFFICE,
    deciding=Deciding(_OWN, standing_of, investigating),
)
def note_investigation(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    body: Annotated[str, Words("调查机关", 120)],
    result: Annotated[str, Words("结论", 400)],
    paper: Annotated[str, Words("来文文号、日期", 200)],
    at: Annotated[datetime | None, Moment("收到时间")] = None,
) -> Incident:
    """Note the result of the investigating body, by its own paper. The conference is never that body."""
    incident = act.lock(Incident, incident_id)
    whom = words_of(act, body, "调查机关", 120, needed=True)
    if "联席会议" in whom:
        raise BadInput(
            "联席会议不是调查机关。",
            next_step="请填写依法组织调查的机关。",
            rule="事故调查由法律规定的机关组织；联席会议不作调查",
        )
    text = words_of(act, result, "结论", 400, needed=True)
    words_of(act, paper, "来文文号、日期", 200, needed=True)
    add_step(act, incident, "investigated", f"{whom}：{text}", happened_at=at, paper=paper)
    return act.move(incident, INCIDENT)


@action(
    "incidents.incident.conclude",
    "登记响应结束",
    who=DIRECTOR,
    rule="响应结束由办公室主任按政府或卫生健康主管部门的意见记录",
    deciding=Deciding(_OWN, standing_of, concluding),
)
def conclude(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    text: Annotated[str, Words("谁宣布、怎样结束", 300)],
    at: Annotated[datetime | None, Moment("结束时间")] = None,
    paper: Annotated[str, Words("凭据", 200)] = "",
) -> Incident:
    """Note that the response is over, on the government's or the health authority's word."""
    incident = act.lock(Incident, incident_id)
    words = words_of(act, text, "谁宣布、怎样结束", 300, needed=True)
    add_step(act, incident, "concluded", words, happened_at=at, paper=paper)
    return act.move(incident, INCIDENT)


@action(
    "incidents.incident.follow",
    "转入跟踪",
    who=DIRECTOR,
    rule="转入跟踪由办公室主任办理",
    deciding=Deciding(_OWN, standing_of, following),
)
def follow(act: Act, *, incident_id: Annotated[int, One("群体事件")]) -> Incident:
    """Go over to following up what was recommended."""
    incident = act.lock(Incident, incident_id)
    add_step(act, incident, "followed", "转入跟踪")
    return act.move(incident, INCIDENT)


@action(
    "incidents.incident.reopen",
    "重新打开事件",
    who=DIRECTOR,
    rule="已结案的事件由办公室主任重新打开",
    deciding=plain("incidents.incident.reopen"),
)
def reopen(
    act: Act, *, incident_id: Annotated[int, One("群体事件")], reason: Annotated[str, Words("理由", 300)]
) -> Incident:
    """Open a closed incident again: a late death, new cases."""
    incident = act.lock(Incident, incident_id)
    add_step(act, incident, "reopened", words_of(act, reason, "理由", 300, needed=True))
    return act.move(incident, INCIDENT, closed_at=None)


EXPLAINED: dict[str, str] = {
    "union_part": "工会怎样参加调查",
    "union_reason": "工会没有得到告知或没有参加的理由",
    "nothing_to_follow": "没有后续工作的理由",
}


def explained(act: Act, incident: Incident, what: str, text: str) -> dict[str, Any]:
    """Give the column that an explanation fills. Raises BadInput for one that nobody asks for."""
    if what not in EXPLAINED:
        raise BadInput("请选择说明什么。", next_step=f"可选：{'、'.join(EXPLAINED.values())}。")
    add_step(act, incident, "explained", f"{EXPLAINED[what]}：{text}"[:600])
    return {what: text}
