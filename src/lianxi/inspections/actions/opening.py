"""A request for supervision: which lawful form it takes, the mandate that is wanted, and the mandate as it came."""

from datetime import date
from typing import Annotated

from lianxi.bodies.models import Conference, Unit
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import OFFICE, SeatKind
from lianxi.core.fields import Choice, Day, Flag, One, OneUnit, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.inspections.actions.entering import add_step, past_day, words_of
from lianxi.inspections.models import Mandate, Supervision
from lianxi.inspections.queries.supervision_facts import by_office, on_mandate, opening_facts
from lianxi.inspections.rules import supervision_guards as guards
from lianxi.inspections.rules.machines import INVESTIGATIONS, SOURCES, SUPERVISION, TARGETS, TRIGGERS
from lianxi.inspections.rules.openings import PART_LABELS, PARTS, judge
from lianxi.journal.acting import Act, action

DIRECTOR = frozenset({SeatKind.OFFICE_DIRECTOR})


@action("inspections.supervision.ask", "提出督查", who=OFFICE)
def ask_supervision(
    act: Act,
    *,
    title: Annotated[str, Words("督查事项（不写企业和人名）", 200)],
    target: Annotated[str, Choice("督查对象类别", TARGETS)],
    object_name: Annotated[str, Words("督查对象", 200)],
    trigger: Annotated[str, Choice("由谁提出", TRIGGERS)],
    paper: Annotated[str, Words("来文或批示（文号、日期）", 200)],
    asked_on: Annotated[date | None, Day("提出日期")] = None,
    investigation: Annotated[str, Choice("事故调查", INVESTIGATIONS)] = "none",
    is_supervised: Annotated[bool, Flag("政府已在督查同一事项")] = False,
) -> Supervision:
    """Enter a request and have the rules say which form it takes."""
    if target not in TARGETS or trigger not in TRIGGERS or investigation not in INVESTIGATIONS:
        raise BadInput("请从列出的选项中选择对象类别、由谁提出和事故调查。")
    row = Supervision(
        conference_id=act.chain,
        title=words_of(act, title, "督查事项", 200),
        target=target,
        object=words_of(act, object_name, "督查对象", 200),
        trigger=trigger,
        asked_on=past_day(act, asked_on, "提出日期"),
        paper_ref=words_of(act, paper, "来文或批示", 200),
        investigation=investigation,
        is_supervised=is_supervised,
        entered_by_seat=act.actor.seat_id,
    )
    row.facts = opening_facts(row, Conference.objects.get(pk=act.chain).instrument, None)
    row.answer = judge(row.facts)
    row.state = SUPERVISION.initial
    act.create(row)
    add_step(
        act, row, "asked", f"{TRIGGERS[trigger]}：{row.answer['form']}", day=row.asked_on, paper=row.paper_ref
    )
    return row


@action(
    "inspections.supervision.use_other",
    "改用别的形式",
    who=DIRECTOR,
    rule="形式由办公室主任按规则选定",
    deciding=by_office("use_other"),
)
def use_other_form(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    where: Annotated[str, Words("在哪里办理（事项编号、转办单位）", 200)],
) -> Supervision:
    """Take the form that the rules gave instead of a supervision, with where it is carried on."""
    row = act.lock(Supervision, supervision_id)
    add_step(act, row, "other_form", f"{row.answer['form']}：{words_of(act, where, '在哪里办理', 200)}")
    return act.move(row, SUPERVISION)


@action(
    "inspections.supervision.want_mandate",
    "请示指定",
    who=DIRECTOR,
    rule="请示由办公室主任提出",
    deciding=by_office("want_mandate", guards.designation_helps),
)
def want_mandate(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    paper: Annotated[str, Words("请示文号、日期", 200)],
) -> Supervision:
    """Note that the government was asked to designate, with what was missing."""
    row = act.lock(Supervision, supervision_id)
    missing = "、".join(PART_LABELS[part] for part in row.answer["missing"] or PARTS)
    add_step(act, row, "mandate_wanted", f"请示指定：{missing}", paper=paper)
    return act.move(row, SUPERVISION)


@action("inspections.mandate.enter", "登记指定", who=OFFICE, deciding=by_office("mandate"))
def enter_mandate(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    source: Annotated[str, Choice("指定方式", SOURCES)],
    paper: Annotated[str, Words("文号、日期、签发人职务", 200)],
    unit_id: Annotated[int, OneUnit("指定的部门")],
    matter: Annotated[str, Words("督查事项", 300)] = "",
    scope: Annotated[str, Words("督查范围", 300)] = "",
    duties: Annotated[str, Words("督查职责", 300)] = "",
    starts_on: Annotated[date | None, Day("期限起")] = None,
    ends_on: Annotated[date | None, Day("期限止")] = None,
) -> Mandate:
    """Enter a designation as its paper reads; what it does not say stays empty, and is asked for."""
    row = act.lock(Supervision, supervision_id)
    if source not in SOURCES:
        raise BadInput("请选择指定方式。", next_step=f"可选：{'、'.join(SOURCES.values())}。")
    if unit_id not in member_unit_ids(act.chain, day_of(act.at)):
        raise BadInput("指定的部门不是本联席会议的成员单位。", next_step="请选择成员单位。")
    if starts_on and ends_on and ends_on < starts_on:
        raise BadInput("期限止早于期限起。", next_step="请核对指定文件。")
    mandate = Mandate(conference_id=act.chain, supervision=row, source=source, unit_id=unit_id)
    mandate.paper_ref = words_of(act, paper, "文号、日期、签发人职务", 200)
    mandate.matter = words_of(act, matter, "督查事项", needed=False)
    mandate.scope = words_of(act, scope, "督查范围", needed=False)
    mandate.duties = words_of(act, duties, "督查职责", needed=False)
    mandate.starts_on, mandate.ends_on, mandate.entered_at = starts_on, ends_on, act.at
    mandate.entered_by, mandate.seat_id = act.actor.label, act.actor.seat_id
    mandate.person_id = act.actor.person_id
    act.notify(f"请另一席位核对指定文件：{row.title}", about=row, office=True)
    return act.create(mandate)


@action(
    "inspections.supervision.mandate",
    "核对指定文件",
    who=OFFICE,
    deciding=on_mandate(guards.read_by_another, guards.is_full),
)
def read_mandate(act: Act, *, mandate_id: Annotated[int, One("督查授权")]) -> Supervision:
    """Confirm a designation from another seat by another person; the rules say whether it is full."""
    mandate = act.get(Mandate, mandate_id)
    row = act.lock(Supervision, mandate.supervision_id)
    facts = opening_facts(row, Conference.objects.get(pk=act.chain).instrument, mandate)
    unit = Unit.objects.get(pk=mandate.unit_id)
    act.change(mandate, read_at=act.at, read_by=act.actor.label)
    add_step(act, row, "mandated", f"指定{unit.name}", paper=mandate.paper_ref)
    act.notify(f"市政府指定你单位牵头督查：{row.title}", about=row, unit=unit.pk)
    return act.move(row, SUPERVISION, facts=facts, answer=judge(facts), lead_unit=unit)
