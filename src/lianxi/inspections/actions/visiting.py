"""A visit: its day, each unit's approval and officers, the result of each part as it is entered by hand."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.fields import Choice, Choices, Day, One, Words
from lianxi.core.guards import stands
from lianxi.core.identifiers import credit_code_fault, plain_identifier
from lianxi.core.refusals import BadInput
from lianxi.core.words import date_with_weekday, long_date
from lianxi.core.workdays import is_workday
from lianxi.inspections.actions.entering import past_day, words_of
from lianxi.inspections.actions.subjects import LAW, valid_team
from lianxi.inspections.models import EnforcementSubject, Officer, Visit, VisitPart
from lianxi.inspections.queries.check_facts import on_part, on_visit
from lianxi.inspections.rules import check_guards as guards
from lianxi.inspections.rules.plans import PART, RESULTS, WEEK
from lianxi.journal.acting import Act, action

PARTICIPANTS = OFFICE | UNIT_SPEAKERS
FROM = {"phone": "现场用手机填写", "paper": "按纸质检查单录入"}


def day_of_visit(visit: Visit) -> date:
    """Return the day by which certificates must hold: the visit's day, or the Friday of its week."""
    return visit.day or visit.week + timedelta(days=4)


@action("inspections.visit.set_day", "定检查日期", who=PARTICIPANTS, deciding=on_visit(guards.dating))
def set_day(
    act: Act,
    *,
    visit_id: Annotated[int, One("合并检查")],
    day: Annotated[date, Day("哪一天")],
    helper: Annotated[str, Words("随行的技术机构（不执法）", 120)] = "",
) -> Visit:
    """Name the day of a visit within its week; a day off is refused, and a day on which a team's certificates ran out.

    Raises BadInput.
    """
    visit = act.lock(Visit, visit_id)
    if not visit.week <= day < visit.week + WEEK:
        raise BadInput(
            f"{date_with_weekday(day)}不在安排的那一周（{long_date(visit.week)}起）。",
            next_step="换周须各单位改日期后由办公室重算。",
        )
    if not is_workday(day, calendar_now(exact=True)):
        raise BadInput(
            f"{date_with_weekday(day)}是休息日，不安排检查。",
            rule="按国务院办公厅公布的放假和调休安排",
            next_step="请改到这一周的工作日。",
        )
    for part in VisitPart.objects.filter(visit=visit, state="approved"):
        if part.officers_until is not None and part.officers_until < day:
            raise BadInput(
                f"{part.subject.body}的执法证件{long_date(part.officers_until)}到期，早于这一天。",
                rule=LAW,
                next_step="请提前日期，或请该单位换人后再定。",
            )
    told = words_of(act, helper, "随行的技术机构", 120, needed=False)
    for part in VisitPart.objects.filter(visit=visit).exclude(state="dropped").select_related("subject"):
        act.notify(f"检查日期定为{long_date(day)}：{visit.plan.title}第{visit.number}号", about=visit,
                   unit=part.subject.unit_id)  # fmt: skip
    return act.change(visit, day=day, helper=told or visit.helper)


@action(
    "inspections.part.approve",
    "登记批准和执法人员",
    who=PARTICIPANTS,
    deciding=on_part(guards.is_going, guards.enforces, stands(PART, "inspections.part.approve")),
)
def approve_part(
    act: Act,
    *,
    part_id: Annotated[int, One("检查中的单位部分")],
    approval: Annotated[str, Words("本单位负责人批准（文号、日期）", 120)],
    officers: Annotated[Sequence[str], Choices("执法人员（两人以上）")],
) -> VisitPart:
    """Note that the unit's head approved its part, and which officers go; their certificates hold on the day.

    Raises BadInput for fewer than two valid certificates.
    """
    part = act.lock(VisitPart, part_id)
    chosen = [int(one) for one in officers if one.isdecimal()]
    rows = list(Officer.objects.filter(pk__in=chosen, subject=part.subject).order_by("pk"))
    team = valid_team(rows, day_of_visit(part.visit))
    told = words_of(act, approval, "本单位负责人批准", 120)
    until = min(one.valid_until for one in team)
    return act.move(part, PART, approval=told, officers=[one.pk for one in team], officers_until=until)


@action(
    "inspections.part.enter",
    "报检查结果",
    who=PARTICIPANTS,
    deciding=on_part(guards.is_going, stands(PART, "inspections.part.enter"), guards.approved_first),
)
def enter_result(
    act: Act,
    *,
    part_id: Annotated[int, One("检查中的单位部分")],
    result: Annotated[str, Choice("结果", RESULTS)],
    checked_on: Annotated[date | None, Day("检查日期")] = None,
    record_no: Annotated[str, Words("本系统检查编号", 80)] = "",
    reason: Annotated[str, Words("未检的理由，或休息日检查的理由", 300)] = "",
    entered_from: Annotated[str, Choice("录入方式", FROM)] = "phone",
) -> VisitPart:
    """Enter the result of a unit's part, on the spot by phone or afterwards from the paper sheet. Raises BadInput."""
    part = act.lock(VisitPart, part_id)
    if result not in RESULTS or entered_from not in FROM:
        raise BadInput("请从列出的选项中选择结果和录入方式。")
    day, why = past_day(act, checked_on, "检查日期"), words_of(act, reason, "理由", 300, needed=False)
    if result == "unchecked" and not why:
        raise BadInput("没有写未检的理由。", next_step="请写明理由。")
    if fault := result_fault(part, day, why):
        raise BadInput(
            fault, rule=guards.APPROVED_FIRST, next_step="请先登记批准和执法人员；休息日的写明理由。"
        )
    return act.move(
        part,
        PART,
        result=result,
        checked_on=day,
        reason=why,
        record_no=words_of(act, record_no, "本系统检查编号", 80, needed=False),
        entered_from=entered_from,
        entered_by=act.actor.label,
    )


def result_fault(part: VisitPart, day: date, why: str) -> str:
    """Say why a result of a part cannot be taken: no approval, a certificate that ran out, a day off without reason."""
    is_late = part.visit.plan.is_late
    if guards.lacks_approval(part.state, part.subject.kind, is_late=is_late):
        return "这一部分没有登记批准，不在检查单上。"
    if part.officers_until is not None and part.officers_until < day:
        return f"执法证件{long_date(part.officers_until)}到期，早于检查日期。"
    if not is_late and not is_workday(day, calendar_now()) and not why:
        return f"{date_with_weekday(day)}是休息日。"
    return ""


@action(
    "inspections.part.skip",
    "登记未开展",
    who=PARTICIPANTS,
    deciding=on_part(guards.is_going, stands(PART, "inspections.part.skip")),
)
def skip_part(
    act: Act,
    *,
    part_id: Annotated[int, One("检查中的单位部分")],
    reason: Annotated[str, Words("未开展的理由", 300)],
) -> VisitPart:
    """Note that a unit did not go; the visit goes on with the rest."""
    part = act.lock(VisitPart, part_id)
    return act.move(part, PART, reason=words_of(act, reason, "未开展的理由", 300), entered_by=act.actor.label)


@action(
    "inspections.visit.join",
    "补登统一社会信用代码",
    who=PARTICIPANTS,
    deciding=on_visit(guards.joining),
)
def join_firm(
    act: Act,
    *,
    visit_id: Annotated[int, One("合并检查")],
    firm_code: Annotated[str, Words("统一社会信用代码", 18)],
) -> Visit:
    """Give a firm that was known by name and place its credit code. Raises BadInput for a wrong one."""
    visit = act.lock(Visit, visit_id)
    code = plain_identifier(firm_code)
    if fault := credit_code_fault(code):
        raise BadInput(f"{fault}。", next_step="请核对营业执照。")
    return act.change(visit, firm=code, firm_code=code)


@action("inspections.visit.lead", "改牵头单位", who=OFFICE, deciding=on_visit(guards.changing_lead))
def set_lead(
    act: Act,
    *,
    visit_id: Annotated[int, One("合并检查")],
    subject_id: Annotated[int, One("检查主体")],
) -> Visit:
    """Name another lead of a visit among its enforcing units. Raises BadInput."""
    visit, subject = act.lock(Visit, visit_id), act.get(EnforcementSubject, subject_id)
    goes = VisitPart.objects.filter(visit=visit, subject=subject).exclude(state="dropped").exists()
    if not goes or subject.kind != "enforcement":
        raise BadInput("牵头单位须是参加这次检查的行政执法主体。")
    return act.change(visit, lead=subject)
