"""Groups of first response and support: who leads by which law, decision or ruling; the union is always in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from lianxi.bodies.models import Unit
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import OFFICE
from lianxi.core.fields import Choice, Moment, One, OneUnit, Units, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.incidents.actions.entering import add_step, entered, words_of
from lianxi.incidents.facts import on_event, on_row
from lianxi.incidents.models import GroupUnit, Incident, ResponseGroup
from lianxi.incidents.queries.entries import group_facts
from lianxi.incidents.queries.standing import UNION
from lianxi.incidents.rules import noted, steps
from lianxi.incidents.rules.lists import is_of_line, lead_items, sourced
from lianxi.incidents.rules.machines import GROUPS
from lianxi.incidents.rules.steps import NoLead
from lianxi.journal.acting import Act, action
from lianxi.law.models import Ruling

# What a lead rests on; a unit without any of these leads nothing.
BASES = {"law": "法律规定", "decision": "政府决定", "ruling": "办公室裁定"}
RULE = "牵头须有法律、政府决定或裁定；联席会议不作调查"


@action(
    "incidents.group.form",
    "成立工作组",
    who=OFFICE,
    deciding=on_event(steps.entering, steps.with_union),
)
def form_group(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    kind: Annotated[str, Choice("类别", GROUPS)],
    basis_kind: Annotated[str, Choice("牵头依据", BASES)],
    lead_unit_id: Annotated[int | None, OneUnit("牵头单位")] = None,
    basis: Annotated[str, Words("牵头依据的条文代号，或政府决定的机关、文号、日期", 200)] = "",
    ruling_id: Annotated[int | None, One("裁定")] = None,
    unit_ids: Annotated[Sequence[int], Units("参加单位")] = (),
    at: Annotated[datetime | None, Moment("成立时间")] = None,
    paper: Annotated[str, Words("通知文号（补登必填）", 200)] = "",
) -> ResponseGroup:
    """Form a group of member units; the union joins where nobody named it.

    Where a law gives the lead, its unit is found by it. Raises NoLead, BadInput.
    """
    incident = act.get(Incident, incident_id)
    if kind not in GROUPS or basis_kind not in BASES:
        raise BadInput("请从列出的选项中选择类别和牵头依据。")
    members = member_unit_ids(act.chain, day_of(act.at))
    if lead_unit_id is None:
        lead_unit_id = _unit_by_law(act, incident, basis) if basis_kind == "law" else None
    if lead_unit_id is None:
        raise NoLead("没有选择牵头单位。", rule=RULE, next_step="请选择牵头单位及其依据。")
    if not {lead_unit_id, *unit_ids} <= members:
        raise BadInput("所选的单位不是本联席会议的成员单位。", next_step="外单位请登记为“他单位组建”。")
    lead = Unit.objects.get(pk=lead_unit_id)
    words, ruling = _basis(act, incident, lead, (basis_kind, basis, ruling_id))
    group = act.create(
        ResponseGroup(
            incident=incident,
            kind=kind,
            lead_unit=lead,
            lead_basis=words,
            basis_kind=basis_kind,
            ruling=ruling,
            **entered(act, at, paper, "成立时间"),
        )
    )
    _add_units(act, group, lead, {*unit_ids} - {lead.pk}, members)
    add_step(act, incident, "group", f"成立{GROUPS[kind]}，{lead.name}牵头（{words}）"[:600])
    return group


def _unit_by_law(act: Act, incident: Incident, code: str) -> int | None:
    """Return the member unit that a law names for this kind of event."""
    units = Unit.objects.filter(pk__in=member_unit_ids(act.chain, day_of(act.at))).order_by("pk")
    for item in lead_items(day_of(act.at)):
        if item.code == code and incident.kind in item.kinds:
            return next((one.pk for one in units if is_of_line(one.name, item.words)), None)
    return None


def _add_units(act: Act, group: ResponseGroup, lead: Unit, others: set[int], members: frozenset[int]) -> None:
    union = Unit.objects.filter(pk__in=members, name__contains=UNION).first()
    if union is not None and union.pk != lead.pk:
        others = {*others, union.pk}
    own = {"conference_id": act.chain, "group": group}
    act.create(GroupUnit(unit=lead, role="lead", **own))
    for pk in sorted(others):
        is_union = union is not None and pk == union.pk
        act.create(GroupUnit(unit_id=pk, role="union" if is_union else "member", **own))
        act.notify(f"请参加工作组：{group.incident.title}", about=group.incident, unit=pk)
    act.notify(f"请牵头工作组：{group.incident.title}", about=group.incident, unit=lead.pk)


def _basis(
    act: Act, incident: Incident, lead: Unit, given: tuple[str, str, int | None]
) -> tuple[str, Ruling | None]:
    kind, text, ruling_id = given
    if kind == "law":
        for item in lead_items(day_of(act.at)):
            if item.code == text and incident.kind in item.kinds and is_of_line(lead.name, item.words):
                return sourced(item.basis, item.confidence), None
        raise NoLead(
            f"没有法律规定由{lead.name}牵头这类事件。",
            rule=RULE,
            next_step="请选法律写明的单位；别的单位牵头，须有政府决定，或由办公室作出裁定。",
        )
    if kind == "decision":
        words = words_of(act, text, "政府决定的机关、文号、日期", 200)
        if not words:
            raise NoLead(
                "没有写明政府决定。",
                rule=RULE,
                next_step="请填写决定的机关、文号和日期；没有决定的，先作裁定。",
            )
        return f"政府决定：{words}", None
    if ruling_id is None:
        raise NoLead("没有选择裁定。", rule=RULE, next_step="请先在“谁负责”里作出裁定，再选用。")
    ruling = act.get(Ruling, ruling_id)
    if lead.pk not in {one.get("unit") for one in ruling.answering}:
        raise NoLead(f"这份裁定没有写明由{lead.name}负责。", rule=RULE, next_step="请选用写明该单位的裁定。")
    return f"办公室裁定（{day_of(ruling.decided_at).isoformat()}）：{ruling.reason}"[:300], ruling


@action("incidents.group.note", "登记他单位组建的组", who=OFFICE, deciding=on_event(steps.entering))
def note_group(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    body: Annotated[str, Words("组建机关", 120)],
    basis: Annotated[str, Words("文号、依据", 300)],
    at: Annotated[datetime | None, Moment("成立时间")] = None,
) -> ResponseGroup:
    """Note a group of another body, such as the investigation of a government; it is not the conference's."""
    incident = act.get(Incident, incident_id)
    whose = words_of(act, body, "组建机关", 120, needed=True)
    if "联席会议" in whose:
        raise NoLead("联席会议不组织调查组。", rule=RULE, next_step="请填写依法组织的机关。")
    words = words_of(act, basis, "文号、依据", 300, needed=True)
    return act.create(
        ResponseGroup(
            incident=incident,
            kind="noted",
            lead_basis=words,
            basis_kind="noted",
            noted_of=whose,
            **entered(act, at, words[:200], "成立时间"),
        )
    )


@action(
    "incidents.group.end",
    "撤销工作组",
    who=OFFICE,
    deciding=on_row(ResponseGroup, "group_id", group_facts, noted.of_running, noted.unended),
)
def end_group(
    act: Act, *, group_id: Annotated[int, One("工作组")], reason: Annotated[str, Words("理由", 200)]
) -> ResponseGroup:
    """End a group, with the reason."""
    group = act.get(ResponseGroup, group_id)
    add_step(act, group.incident, "group_ended", words_of(act, reason, "理由", 200, needed=True))
    return act.change(group, ended_at=act.at)
