"""Problems found at a visit: the finding unit's own measures, referral to another unit, rectification, re-check."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from lianxi.bodies.models import cited
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.fields import Choice, Day, One, OneUnit, Words
from lianxi.core.refusals import BadInput
from lianxi.inspections.actions.entering import past_day, words_of
from lianxi.inspections.models import CheckedPost, CheckRequest, Finding, VisitPart
from lianxi.inspections.queries.check_facts import on_finding, on_part
from lianxi.inspections.rules import check_guards as guards
from lianxi.inspections.rules.plans import FINDING
from lianxi.journal.acting import Act, action, record_name
from lianxi.law.citing import cite_clause
from lianxi.ledger.actions import enter_obligation

OWN = OFFICE | UNIT_SPEAKERS
ORIGIN = "check"
RECHECKS = {"pass": "合格", "problem": "仍不合格"}


def read_number(text: str, label: str) -> Decimal | None:
    """Read a value typed into a form; None for an empty one. Raises BadInput."""
    if not text.strip():
        return None
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        raise BadInput(f"{label}不是数字。", next_step="请只写数字，例如 0.35，不带单位。") from None
    if not found.is_finite() or not 0 <= found < 10**8:
        raise BadInput(f"{label}须在 0 到 1 亿之间。")
    return round(found, 6)


@action("inspections.finding.add", "登记问题", who=OWN, deciding=on_part(guards.has_problem))
def add_finding(
    act: Act,
    *,
    part_id: Annotated[int, One("检查中的单位部分")],
    fact: Annotated[str, Words("问题（不写人名）", 300)],
    item_code: Annotated[str, Choice("检查事项")] = "",
    number: Annotated[str, Words("本系统问题编号", 60)] = "",
    post: Annotated[str, Words("岗位", 80)] = "",
    hazard: Annotated[str, Words("危害因素", 80)] = "",
    measured: Annotated[str, Words("测值", 20)] = "",
    limit: Annotated[str, Words("限值（同一单位）", 20)] = "",
) -> Finding:
    """Enter a problem of a unit's own part; one over a limit with its post, value and limit. Raises BadInput."""
    part = act.lock(VisitPart, part_id)
    request = require_item(part, item_code) if item_code else None
    row = Finding(conference_id=act.chain, part=part, item_code=item_code, request=request, at=act.at)
    row.fact, row.by, row.state = words_of(act, fact, "问题", 300), act.actor.label, FINDING.initial
    row.number = words_of(act, number, "本系统问题编号", 60, needed=False)
    act.create(row)
    value, most = read_number(measured, "测值"), read_number(limit, "限值")
    if value is not None:
        told = {"post": words_of(act, post, "岗位", 80), "hazard": words_of(act, hazard, "危害因素", 80)}
        if most is None:
            raise BadInput("有测值，没有限值。", next_step="请填写同一单位的限值。")
        act.create(
            CheckedPost(conference_id=act.chain, part=part, finding=row, measured=value, limit=most, **told)
        )
    return row


def require_item(part: VisitPart, code: str) -> CheckRequest:
    """Return the request of a part for an item. Raises BadInput for an item that was not to be checked."""
    rows = CheckRequest.objects.filter(visit_id=part.visit_id, subject_id=part.subject_id, item_code=code)
    found: CheckRequest | None = rows.order_by("pk").first()
    if found is None:
        raise BadInput(
            f"事项“{code}”不在这次检查的清单里。",
            rule="只检查清单上的事项",
            next_step="请选择这次检查的事项；别的问题由有职责的单位另行检查。",
        )
    return found


@action("inspections.finding.order", "责令改正", who=OWN, deciding=on_finding("order"))
def order_finding(
    act: Act,
    *,
    finding_id: Annotated[int, One("检查发现的问题")],
    term: Annotated[date, Day("整改期限")],
    case_no: Annotated[str, Words("文书编号", 80)] = "",
) -> Finding:
    """Note the unit's own order to put something right, with its term."""
    row = act.lock(Finding, finding_id)
    told = words_of(act, case_no, "文书编号", 80, needed=False)
    return act.move(row, FINDING, measure="order", term=term, order_no=told)


@action("inspections.finding.file", "登记立案", who=OWN, deciding=on_finding("file", guards.needs_case))
def file_finding(
    act: Act,
    *,
    finding_id: Annotated[int, One("检查发现的问题")],
    case_no: Annotated[str, Words("案号", 80)],
) -> Finding:
    """Note that the unit filed a case; its file stays with the unit."""
    row = act.lock(Finding, finding_id)
    return act.move(row, FINDING, measure="file", **case_of(row, words_of(act, case_no, "案号", 80)))


def case_of(row: Finding, number: str) -> dict[str, str]:
    """Give the columns of a case's number; the number of an order that went before stays."""
    ordered = row.order_no or (row.case_no if row.measure == "order" else "")
    return {"case_no": number, "order_no": ordered}


@action("inspections.finding.advise", "提示，不再处理", who=OWN, deciding=on_finding("advise"))
def advise_finding(act: Act, *, finding_id: Annotated[int, One("检查发现的问题")]) -> Finding:
    """Note that the unit only advised the firm."""
    return act.move(act.lock(Finding, finding_id), FINDING, measure="advise")


@action("inspections.finding.refer", "移送有职责的单位", who=OWN, deciding=on_finding("refer"))
def refer_finding(
    act: Act,
    *,
    finding_id: Annotated[int, One("检查发现的问题")],
    unit_id: Annotated[int, OneUnit("移送给")],
    clause: Annotated[str, Choice("该单位的条款")],
    due_on: Annotated[date | None, Day("商定的时限")] = None,
) -> Finding:
    """Refer a problem that is another unit's by clause: it takes it on its ledger, or hands it back naming unit and clause.

    The ledger's title names no firm; what was found is read on the visit's page. Raises BadInput.
    """
    row = act.lock(Finding, finding_id)
    if unit_id == row.part.subject.unit_id:
        raise BadInput("不能移送给自己。", next_step="本单位的问题请责令改正或立案。")
    if not clause.strip():
        raise BadInput("没有选择该单位的条款。", next_step="请选择它负责这件事的条款。")
    basis = cite_clause(act, clause)
    visit = row.part.visit
    title = f"〔检查{visit.plan_id}-{visit.number}〕 问题移送"
    obligation = enter_obligation.within(
        act, title=title, text=f"{row.part.subject.body}检查中发现、属你单位职责的问题，见检查页面。",
        lead_unit_id=unit_id, origin=ORIGIN, basis=basis, source=record_name(visit),
        source_label=f"统筹检查安排：{visit.plan.title}第{visit.number}号"[:300], due_on=due_on,
    )  # fmt: skip
    columns: Mapping[str, Any] = cited(basis)
    return act.move(row, FINDING, measure="refer", to_unit_id=unit_id, obligation=obligation, **columns)


@action("inspections.finding.rectify", "登记整改", who=OWN, deciding=on_finding("rectify"))
def rectify_finding(
    act: Act,
    *,
    finding_id: Annotated[int, One("检查发现的问题")],
    rectified_on: Annotated[date | None, Day("整改日期")] = None,
) -> Finding:
    """Note the day by which the firm had put it right."""
    row = act.lock(Finding, finding_id)
    day = past_day(act, rectified_on, "整改日期")
    if row.part.checked_on is not None and day < row.part.checked_on:
        raise BadInput("整改日期早于检查日期。", next_step="请核对两个日期。")
    return act.move(row, FINDING, rectified_on=day)


@action("inspections.finding.recheck", "登记复查", who=OWN, deciding=on_finding("recheck"))
def recheck_finding(
    act: Act,
    *,
    finding_id: Annotated[int, One("检查发现的问题")],
    result: Annotated[str, Choice("复查结果", RECHECKS)],
    rechecked_on: Annotated[date | None, Day("复查日期")] = None,
    again: Annotated[str, Words("复测值", 20)] = "",
) -> Finding:
    """Note the re-check; one that still fails asks for a new case check. Raises BadInput for values that contradict."""
    row = act.lock(Finding, finding_id)
    day, value = past_day(act, rechecked_on, "复查日期"), read_number(again, "复测值")
    if result not in RECHECKS:
        raise BadInput("请选择复查结果。")
    if row.rectified_on is not None and day < row.rectified_on:
        raise BadInput("复查日期早于整改日期。", next_step="请核对两个日期。")
    for post in row.posts.order_by("pk")[:1] if value is not None else ():
        if value is not None and value > post.limit and result == "pass":
            raise BadInput(
                "复测值高于限值，复查结果不能是合格。", next_step="请选“仍不合格”，另行立案或个案检查。"
            )
        act.change(post, again=value)
    return act.move(row, FINDING, rechecked_on=day, recheck_result=result)


@action("inspections.finding.close", "问题了结", who=OWN, deciding=on_finding("close", guards.ends_well))
def close_finding(
    act: Act,
    *,
    finding_id: Annotated[int, One("检查发现的问题")],
    penalty: Annotated[str, Words("处罚（决定、公开、撤回的日期）", 200)] = "",
) -> Finding:
    """Settle a problem, with what became of a penalty."""
    row = act.lock(Finding, finding_id)
    told = words_of(act, penalty, "处罚", 200, needed=False)
    return act.move(row, FINDING, penalty=told or row.penalty)
