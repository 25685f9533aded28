"""Who told whom: reports of law as others made them, the office's own tellings to units, and their receipts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from lianxi.bodies.models import Unit
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import OFFICE, TIMER_ONLY, UNIT_SPEAKERS
from lianxi.core.fields import Choice, Choices, Flag, Moment, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.incidents.actions.entering import ENTERING, entered, words_of
from lianxi.incidents.facts import on_event, on_row
from lianxi.incidents.models import Incident, Telling
from lianxi.incidents.queries.entries import telling_facts
from lianxi.incidents.rules import noted, steps
from lianxi.incidents.rules.machines import CHANNELS, RUNNING
from lianxi.incidents.words import WHOM
from lianxi.journal.acting import Act, action
from lianxi.law.citing import cite_clause


@action("incidents.telling.note", "登记告知", who=ENTERING, deciding=on_event(steps.entering))
def note_telling(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    whom_kind: Annotated[str, Choice("告知谁", WHOM)],
    actor: Annotated[str, Words("谁告知的（单位和职务）", 120)] = "",
    whom: Annotated[str, Words("告知的机关", 120)] = "",
    channel: Annotated[str, Choice("方式", CHANNELS)] = "phone",
    at: Annotated[datetime | None, Moment("时间")] = None,
    receiver: Annotated[str, Words("接收人职务", 80)] = "",
    proof: Annotated[str, Words("凭据（编号、通话记录、文号）", 300)] = "",
    duty: Annotated[str, Words("对应的法定报告", 80)] = "",
    explained: Annotated[bool, Flag("没有报，只说明原因")] = False,
    paper: Annotated[str, Words("补登凭据", 200)] = "",
) -> Telling:
    """Note that somebody told a body something, when and with what proof; or why a report of law was not made."""
    incident = act.get(Incident, incident_id)
    if whom_kind not in WHOM or channel not in CHANNELS:
        raise BadInput("请从列出的选项中选择告知谁和方式。")
    if explained and not proof.strip():
        raise BadInput("请写明没有报的原因。", next_step="原因写在“凭据”一栏。")
    return act.create(
        Telling(
            incident=incident,
            duty=duty.strip(),
            actor=words_of(act, actor, "谁告知的", 120) or act.actor.label,
            whom=words_of(act, whom, "告知的机关", 120) or WHOM[whom_kind],
            whom_kind="" if explained else whom_kind,
            channel=channel,
            receiver=words_of(act, receiver, "接收人职务", 80),
            proof=words_of(act, proof, "凭据", 300),
            explained=explained,
            **entered(act, at, paper, "告知时间"),
        )
    )


@action("incidents.telling.send", "告知各单位", who=OFFICE, deciding=on_event(steps.entering))
def send_tellings(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    units: Annotated[Sequence[str], Choices("告知的单位")],
) -> list[Telling]:
    """Tell member units of an incident through their seats; each signs for it.

    `units` are written `unit id:clause`, the clause empty where no clause names the unit. Who was told is not
    told twice. Raises BadInput.
    """
    incident = act.get(Incident, incident_id)
    chosen = _chosen(act, units)
    already = set(
        Telling.objects.filter(incident=incident, unit__isnull=False).values_list("unit_id", flat=True)
    )
    made = []
    for unit in Unit.objects.filter(pk__in=set(chosen) - already).order_by("pk"):
        clause = chosen[unit.pk]
        if clause:
            cite_clause(act, clause)
        row = Telling(
            incident=incident,
            actor=act.actor.label,
            whom=unit.name,
            whom_kind="unit",
            unit=unit,
            clause=clause,
            channel="system",
            **entered(act, None, ""),
        )
        made.append(act.create(row))
        act.notify(f"事件告知，请签收：{incident.title}", about=incident, unit=unit.pk)
    if not made:
        raise BadInput("所选单位都已告知。", next_step="没有签收的，请打电话并登记“电话已告知”。")
    return made


def _chosen(act: Act, written: Sequence[str]) -> dict[int, str]:
    chosen: dict[int, str] = {}
    members = member_unit_ids(act.chain, day_of(act.at))
    for one in written:
        key, _, clause = one.partition(":")
        if not key.isdecimal() or int(key) not in members:
            raise BadInput("所选的单位不是本联席会议的成员单位。", next_step="请从列出的单位中选择。")
        chosen.setdefault(int(key), clause.strip())
    if not chosen:
        raise BadInput("没有选择单位。", next_step="请至少选择一个单位。")
    return chosen


@action(
    "incidents.telling.receive",
    "签收告知",
    who=UNIT_SPEAKERS,
    deciding=on_row(Telling, "telling_id", telling_facts, noted.sent, noted.to_own_unit, noted.unsigned),
)
def receive_telling(act: Act, *, telling_id: Annotated[int, One("告知")]) -> Telling:
    """Sign for a telling to the own unit."""
    return _receipt(act, telling_id, act.actor.label)


@action(
    "incidents.telling.called",
    "登记电话告知",
    who=OFFICE,
    deciding=on_row(Telling, "telling_id", telling_facts, noted.sent, noted.of_running, noted.unsigned),
)
def called(
    act: Act,
    *,
    telling_id: Annotated[int, One("告知")],
    receiver: Annotated[str, Words("接电话的岗位", 80)] = "",
) -> Telling:
    """Note that a unit which had not signed was told by telephone."""
    post = words_of(act, receiver, "接电话的岗位", 80)
    return _receipt(act, telling_id, f"电话：{post or '值班电话'}（{act.actor.label}登记）")


def _receipt(act: Act, telling_id: int, by: str) -> Telling:
    return act.change(act.get(Telling, telling_id), received_at=act.at, received_by=by[:120])


@action("incidents.telling.remind", "提醒未签收的告知", who=TIMER_ONLY)
def remind_telling(act: Act, *, telling_id: Annotated[int, One("告知")]) -> Telling:
    """Put a telling that nobody signed for on the office's call list; once, and never one entered late."""
    row = act.lock(Telling, telling_id)
    is_over = row.received_at or row.reminded_at or row.is_late or row.incident.is_late
    if is_over or row.incident.state not in RUNNING:
        return row
    act.notify(f"{row.whom}还没有签收，请打电话：{row.incident.title}", about=row.incident, office=True)
    return act.change(row, reminded_at=act.at)
