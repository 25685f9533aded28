"""A supervision under its mandate: plan, notice, trips, report, conclusion, review; the term is a hard stop."""

from datetime import date
from typing import Annotated

from lianxi.clocks.queries import calendar_now, time_limits
from lianxi.core.actors import OFFICE, TIMER_ONLY, UNIT_SPEAKERS
from lianxi.core.due import derive
from lianxi.core.fields import Day, Flag, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.inspections.actions.entering import add_step, past_day, polite, words_of
from lianxi.inspections.models import Supervision
from lianxi.inspections.queries.supervision_facts import by_lead, by_office, mandate_in_force
from lianxi.inspections.rules import supervision_guards as guards
from lianxi.inspections.rules.machines import REPORT_PARTS, SUPERVISION
from lianxi.inspections.rules.supervision_guards import RULE, NoMandate
from lianxi.journal.acting import Act, action

LEAD = OFFICE | UNIT_SPEAKERS
REVIEW = "supervision.review_request"
LONGEST = 8000


def _require_term(row: Supervision, first: date, last: date) -> None:
    """Ask that days lie within the term of the designation. Raises NoMandate."""
    mandate = mandate_in_force(row)
    if mandate is None or mandate.starts_on is None or mandate.ends_on is None:
        return
    if first < mandate.starts_on or last > mandate.ends_on:
        raise NoMandate(
            f"不在指定的期限内（{long_date(mandate.starts_on)}至{long_date(mandate.ends_on)}）。",
            rule=RULE,
            next_step="请改在期限内；确需延长的，由市政府另行指定。",
        )


@action(
    "inspections.supervision.plan",
    "登记督查方案",
    who=LEAD,
    deciding=by_lead("plan", guards.has_term, guards.none_beside),
)
def plan_supervision(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    plan: Annotated[str, Words("方案（内容、对象、方式、人员和组长）", LONGEST)],
    first_day: Annotated[date, Day("实地第一天")],
    last_day: Annotated[date, Day("实地最后一天")],
) -> Supervision:
    """Enter the plan; its days lie within the term, and no other supervision of the object runs. Raises NoMandate."""
    row = act.lock(Supervision, supervision_id)
    if last_day < first_day:
        raise BadInput("最后一天早于第一天。", next_step="请核对两个日期。")
    _require_term(row, first_day, last_day)
    text = words_of(act, plan, "方案", LONGEST)
    limit = row.answer.get("scope_limit") or ""
    add_step(act, row, "planned", f"{long_date(first_day)}至{long_date(last_day)}。{limit}")
    return act.move(row, SUPERVISION, plan=text, plan_from=first_day, plan_until=last_day)


@action("inspections.supervision.announce", "登记督查通知", who=LEAD, deciding=by_lead("announce"))
def announce(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    text: Annotated[str, Words("通知要点", 600)],
    paper: Annotated[str, Words("牵头部门文号、日期", 200)],
) -> Supervision:
    """Note that the lead told the object, under its own number. Raises BadInput for words that order a government."""
    row = act.lock(Supervision, supervision_id)
    add_step(act, row, "announced", polite(row, words_of(act, text, "通知要点", 600)), paper=paper)
    return act.move(row, SUPERVISION)


@action("inspections.supervision.go", "登记开始实地督查", who=LEAD, deciding=by_lead("go", guards.has_term))
def begin_on_site(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    where: Annotated[str, Words("去了哪里、谁去、什么方式", 600)],
    at: Annotated[date | None, Day("日期")] = None,
) -> Supervision:
    """Note the first trip, on a day within the term; a firm is no object. Raises NoMandate."""
    row = act.lock(Supervision, supervision_id)
    day = past_day(act, at, "日期")
    _require_term(row, day, day)
    add_step(act, row, "on_site", words_of(act, where, "去了哪里", 600), day=day)
    return act.move(row, SUPERVISION)


@action("inspections.supervision.report", "登记督查报告", who=LEAD, deciding=by_lead("report"))
def report_supervision(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    text: Annotated[str, Words("督查报告（四部分）", LONGEST)],
) -> Supervision:
    """Enter the report in its four parts. Raises BadInput naming the parts it lacks."""
    row = act.lock(Supervision, supervision_id)
    said = words_of(act, text, "督查报告", LONGEST)
    lines = {line.strip() for line in said.splitlines()}
    if missing := [part for part in REPORT_PARTS if part not in lines]:
        raise BadInput(f"报告缺少：{'、'.join(missing)}。", next_step="四个标题各占一行，不评分、不排名。")
    add_step(act, row, "reported", "督查报告")
    return act.move(row, SUPERVISION, report=said)


@action(
    "inspections.supervision.conclude",
    "登记督查结论",
    who=LEAD,
    deciding=by_lead("conclude", guards.all_worded),
)
def conclude_supervision(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    text: Annotated[str, Words("督查结论", LONGEST)],
    approved_by: Annotated[str, Words("市政府同意（文号、日期）", 200)],
    served_on: Annotated[date, Day("送达日期")],
) -> Supervision:
    """Enter the conclusion that the government approved and the day it was served; the review's last day follows."""
    row = act.lock(Supervision, supervision_id)
    said = polite(row, words_of(act, text, "督查结论", LONGEST))
    if "联席会议" in said and "结论由联席会议" in said:
        raise BadInput("结论不由联席会议作出。", next_step="结论由牵头部门按市政府的意见作出。")
    day = past_day(act, served_on, "送达日期")
    limit = time_limits(act.chain, (REVIEW,), day).get(REVIEW)
    last = derive(limit, day, calendar_now(exact=True)).due_on if limit is not None else None
    approved = words_of(act, approved_by, "市政府同意", 200)
    add_step(act, row, "concluded", "督查结论送达", day=day, paper=approved)
    return act.move(row, SUPERVISION, conclusion=said, approved_by=approved, served_on=day, review_until=last)


@action("inspections.supervision.review", "登记复核申请", who=LEAD, deciding=by_lead("review"))
def note_review(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    paper: Annotated[str, Words("申请文号、日期", 200)],
    at: Annotated[date | None, Day("申请日期")] = None,
    is_late: Annotated[bool, Flag("逾期申请仍受理")] = False,
) -> Supervision:
    """Note that the object asked for a review within its thirty days. Raises BadInput for a later one."""
    row = act.lock(Supervision, supervision_id)
    day = past_day(act, at, "申请日期")
    if row.review_until is not None and day > row.review_until and not is_late:
        raise BadInput(
            f"申请晚于{long_date(row.review_until)}。",
            next_step="仍要受理的，请选“逾期申请仍受理”。",
            rule="政府督查工作条例第十七条：收到结论之日起三十日内",
        )
    add_step(act, row, "under_review", "督查对象申请复核", day=day, paper=paper)
    return act.move(row, SUPERVISION)


@action("inspections.supervision.decide_review", "登记复核决定", who=LEAD, deciding=by_lead("decide_review"))
def decide_review(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    text: Annotated[str, Words("复核决定", 600)],
    paper: Annotated[str, Words("文号、日期", 200)],
    conclusion: Annotated[str, Words("改变后的结论（没有改变的不填）", LONGEST)] = "",
) -> Supervision:
    """Note the decision on a review; where the conclusion was changed both texts stay in the journal."""
    row = act.lock(Supervision, supervision_id)
    add_step(act, row, "reviewed", words_of(act, text, "复核决定", 600), paper=paper)
    changed = polite(row, words_of(act, conclusion, "结论", LONGEST, needed=False))
    return act.move(row, SUPERVISION, conclusion=changed or row.conclusion)


@action(
    "inspections.supervision.lapse",
    "指定期限已满",
    who=TIMER_ONLY,
    deciding=by_office("lapse", guards.has_term),
)
def lapse(act: Act, *, supervision_id: Annotated[int, One("联合督查")]) -> Supervision:
    """End a supervision whose term is over before its report: nothing further is done on site."""
    row = act.lock(Supervision, supervision_id)
    mandate = mandate_in_force(row)
    ends_on = mandate.ends_on if mandate is not None else None
    if ends_on is None or day_of(act.at) <= ends_on:
        return row
    add_step(act, row, "lapsed", f"指定期限{long_date(ends_on)}已满")
    act.notify(f"督查的指定期限已满，不得再实地督查：{row.title}", about=row, office=True)
    return act.move(row, SUPERVISION)
