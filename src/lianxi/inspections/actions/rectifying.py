"""What a conclusion asks to put right: items with their owners, checked one by one, closed by a second person."""

from datetime import date
from typing import Annotated

from lianxi.bodies.models import cited
from lianxi.core.actors import OFFICE, SeatKind
from lianxi.core.fields import Choice, Day, One, OneUnit, Words
from lianxi.core.refusals import BadInput
from lianxi.inspections.actions.entering import add_step, polite, words_of
from lianxi.inspections.actions.running import LEAD
from lianxi.inspections.models import RectItem, Supervision
from lianxi.inspections.queries import told_of
from lianxi.inspections.queries.supervision_facts import by_lead, by_office, of_item, on_supervision
from lianxi.inspections.rules import supervision_guards as guards
from lianxi.inspections.rules.machines import ITEM, SUPERVISION
from lianxi.journal.acting import Act, action, record_name
from lianxi.law.citing import cite_clause
from lianxi.ledger.actions import enter_obligation

DIRECTOR = frozenset({SeatKind.OFFICE_DIRECTOR})
ORIGIN = "supervision"


@action("inspections.item.add", "列出整改事项", who=OFFICE, deciding=on_supervision(guards.lists_items))
def add_item(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    text: Annotated[str, Words("整改事项（不写企业和人名）", 180)],
    unit_id: Annotated[int | None, OneUnit("整改的成员单位")] = None,
    clause: Annotated[str, Choice("依据条款")] = "",
    due_on: Annotated[date | None, Day("时限")] = None,
    body: Annotated[str, Words("整改的县级政府、部门或其他单位", 120)] = "",
) -> RectItem:
    """Give something to put right its owner: a member unit owes it on the ledger, another body by the units' paper."""
    row = act.lock(Supervision, supervision_id)
    said = polite(row, words_of(act, text, "整改事项", 180), body=body)
    item = RectItem(conference_id=act.chain, supervision=row, text=said, body=body.strip(), unit_id=unit_id)
    item.state = ITEM.initial
    if unit_id is not None:
        if not clause.strip():
            raise BadInput("成员单位的整改事项须有条款。", next_step="请选择条款。")
        basis = cite_clause(act, clause)
        item.obligation = enter_obligation.within(
            act, title=f"督查整改 {said}"[:200], text=said, lead_unit_id=unit_id, origin=ORIGIN, basis=basis,
            source=record_name(row), source_label=f"督查结论：{row.title}"[:300], due_on=due_on,
        )  # fmt: skip
        for name, value in cited(basis).items():
            setattr(item, name, value)
    elif not words_of(act, body, "整改单位", 120, needed=False):
        raise BadInput("没有写明谁整改。", next_step="请选择成员单位，或填写其他单位。")
    return act.create(item)


def _settle(act: Act, item_id: int, outcome: str) -> RectItem:
    item = act.lock(RectItem, item_id)
    said = words_of(act, outcome, "核查结果和凭据", 300)
    add_step(act, item.supervision, "item", f"{item.text}：{said}")
    return act.move(item, ITEM, outcome=said)


@action("inspections.item.finish", "整改已完成", who=LEAD, deciding=of_item("finish"))
def finish_item(
    act: Act,
    *,
    item_id: Annotated[int, One("整改事项")],
    outcome: Annotated[str, Words("核查结果和凭据", 300)],
) -> RectItem:
    """Note that something was put right, with its paper."""
    return _settle(act, item_id, outcome)


@action("inspections.item.fail", "整改未完成", who=LEAD, deciding=of_item("fail"))
def fail_item(
    act: Act,
    *,
    item_id: Annotated[int, One("整改事项")],
    outcome: Annotated[str, Words("核查结果和凭据", 300)],
) -> RectItem:
    """Note that something was not put right."""
    return _settle(act, item_id, outcome)


@action("inspections.item.hand_on", "转有关机关", who=LEAD, deciding=of_item("hand_on"))
def hand_on_item(
    act: Act,
    *,
    item_id: Annotated[int, One("整改事项")],
    outcome: Annotated[str, Words("核查结果和凭据", 300)],
) -> RectItem:
    """Note that something went to the body that is competent for it."""
    return _settle(act, item_id, outcome)


@action(
    "inspections.supervision.rectify",
    "转入整改",
    who=LEAD,
    deciding=by_lead("rectify", guards.has_items),
)
def begin_rectifying(act: Act, *, supervision_id: Annotated[int, One("联合督查")]) -> Supervision:
    """Go over to putting right what was listed."""
    row = act.lock(Supervision, supervision_id)
    add_step(act, row, "rectifying", "转入整改")
    return act.move(row, SUPERVISION)


@action(
    "inspections.supervision.check",
    "核查整改",
    who=LEAD,
    deciding=by_lead("check", guards.all_settled),
)
def check_rectified(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    paper: Annotated[str, Words("核查单（日期、人员职务）", 200)],
) -> Supervision:
    """Note the check once every item has its result."""
    row = act.lock(Supervision, supervision_id)
    add_step(act, row, "checked", "核查整改", paper=paper)
    own = {"checked_by_seat": act.actor.seat_id, "checked_by_person": act.actor.person_id}
    return act.move(row, SUPERVISION, **own)


@action(
    "inspections.supervision.close",
    "督查办结",
    who=DIRECTOR,
    rule="督查由办公室主任办结，核查由另一席位、另一人办理",
    deciding=by_office("close", guards.checked_by_another),
)
def close_supervision(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    paper: Annotated[str, Words("报市政府的文号、日期", 200)],
) -> Supervision:
    """Close a supervision once its result went to the government; not by who checked."""
    row = act.lock(Supervision, supervision_id)
    add_step(
        act, row, "closed", f"结果报市政府：{told_of(row)}", paper=words_of(act, paper, "文号、日期", 200)
    )
    return act.move(row, SUPERVISION)
