"""Collecting the units' own plans: who is asked, what each hands in or its word that it has none, what it changes."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.fields import Choice, Day, File, Number, One, Several, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.inspections.actions.entering import words_of
from lianxi.inspections.actions.refusing import refuse_rows
from lianxi.inspections.actions.subjects import note_use
from lianxi.inspections.models import CheckPlan, CheckRequest, CheckSheet, EnforcementSubject, PlanUnit
from lianxi.inspections.queries.check_facts import on_asked, on_request
from lianxi.inspections.rules import check_guards as guards
from lianxi.inspections.rules.plans import CHECK_PLAN, campaign_faults, weeks_of_plan
from lianxi.inspections.sheets import read_plan
from lianxi.journal.acting import Act, action
from lianxi.papers.files import Upload, store_file

LONGEST_PLAN = 27
SHEETS = {"plan": "本单位检查计划", "drawn": "本系统随机抽取的名单"}


@action("inspections.plan.open", "新建统筹检查安排", who=OFFICE)
def open_plan(
    act: Act,
    *,
    title: Annotated[str, Words("名称（哪一季度、哪一行业）", 120)],
    first_day: Annotated[date, Day("起")],
    last_day: Annotated[date, Day("止")],
    subjects: Annotated[Sequence[int], Several("检查主体")],
    answer_by: Annotated[date | None, Day("商请于哪天前报送")] = None,
    aim: Annotated[str, Words("目的", 300)] = "",
    industry: Annotated[str, Words("行业", 120)] = "",
    area: Annotated[str, Words("地区", 120)] = "",
    filed_paper: Annotated[str, Words("专项检查的批准和备案（文号）", 200)] = "",
    target: Annotated[int | None, Number("方案写明的达标目标（%）")] = None,
    target_source: Annotated[str, Words("目标的出处", 200)] = "",
    paper: Annotated[str, Words("补录的凭据（已经开展过的检查）", 200)] = "",
) -> CheckPlan:
    """Open a plan and ask units for theirs. Raises BadInput for a period or words that no plan may have."""
    today = day_of(act.at)
    if last_day < first_day or len(weeks_of_plan(first_day, last_day)) > LONGEST_PLAN:
        raise BadInput("起止日期不对：止不早于起，至多半年。", next_step="请核对日期；更长的分期安排。")
    is_late = last_day < today
    row = CheckPlan(
        conference_id=act.chain, first_day=first_day, last_day=last_day, is_late=is_late, target=target
    )
    row.answer_by = answer_by or first_day
    if is_late and not paper.strip():
        raise BadInput("这段时间已经过去。", next_step="补录已经开展的检查，请写明凭据（文号、日期）。")
    if target is not None and (not 1 <= target <= 100 or not target_source.strip()):
        raise BadInput("达标目标填 1 到 100，并写明出自哪个方案。", rule="联席会议不自定指标")
    texts = {"title": (title, "名称", 120), "aim": (aim, "目的", 300), "industry": (industry, "行业", 120),
             "area": (area, "地区", 120), "filed_paper": (filed_paper, "专项检查的批准和备案", 200),
             "target_source": (target_source, "目标的出处", 200), "paper_ref": (paper, "凭据", 200)}  # fmt: skip
    for name, (text, label, longest) in texts.items():
        setattr(row, name, words_of(act, text, label, longest, needed=name == "title"))
        refuse_words(text, label)
    row.state = CHECK_PLAN.initial
    act.create(row)
    for subject in _chosen(act, subjects):
        act.create(PlanUnit(conference_id=act.chain, plan=row, subject=subject))
        what = f"商请于{long_date(row.answer_by)}前报送检查计划（没有的报无）：{row.title}"
        act.notify(what[:300], about=row, unit=subject.unit_id)
    return row


def refuse_words(text: str, label: str) -> None:
    """Raise BadInput for words that a plan of checks may not order."""
    for word, rule in campaign_faults(text):
        raise BadInput(
            f"{label}里有“{word}”。", rule=rule, next_step="请删去；安排只收集、合并、排时间、跟踪。"
        )


def _chosen(act: Act, ids: Sequence[int]) -> list[EnforcementSubject]:
    rows = list(EnforcementSubject.objects.filter(pk__in=set(ids), conference_id=act.chain).order_by("pk"))
    if not rows or len(rows) != len(set(ids)):
        raise BadInput("没有选择检查主体。", next_step="请从已登记的检查主体中选择；没有的先登记。")
    today = day_of(act.at)
    if ended := "、".join(one.body for one in rows if one.ends_before and one.ends_before <= today):
        raise BadInput(f"{ended}已停用。", next_step="请选择在用的检查主体，或重新登记。")
    if not any(one.kind == "enforcement" for one in rows):
        raise BadInput("所选的都不是行政执法主体。", next_step="请至少选择一个有执法权的单位。")
    return rows


def _asked(act: Act, plan_id: int, subject_id: int) -> tuple[CheckPlan, PlanUnit]:
    """Give a plan and the place of a subject in it, which the guard has found."""
    asked = PlanUnit.objects.select_related("subject").get(plan_id=plan_id, subject_id=subject_id)
    return act.lock(CheckPlan, plan_id), asked


@action(
    "inspections.plan.upload",
    "报送检查计划",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_asked(guards.is_open, guards.own, guards.in_force),
)
def upload_plan(
    act: Act,
    *,
    plan_id: Annotated[int, One("统筹检查安排")],
    subject_id: Annotated[int, One("检查主体")],
    file: Annotated[Upload, File("检查计划表")],
    kind: Annotated[str, Choice("表的来历", SHEETS)] = "plan",
    certificate: Annotated[str, Words("抽取证明（系统、编号、日期）", 200)] = "",
    entered_for: Annotated[str, Words("代录的来文（没有席位的单位）", 200)] = "",
) -> CheckSheet:
    """Take a unit's filed plan as a sheet, whole or not at all; it takes the place of its earlier one.

    A list drawn by the line's random system comes with its certificate: nothing is drawn here. Raises RowsRefused.
    """
    period = act.get(CheckPlan, plan_id)
    own = (period.first_day, period.last_day, day_of(act.at))
    told = act.read(read_plan, file.name, file.content, *own)
    plan, asked = _asked(act, plan_id, subject_id)
    # The subject is held: two sheets at once would both note its used checks.
    subject = act.lock(EnforcementSubject, subject_id)
    if kind not in SHEETS:
        raise BadInput("请选择表的来历。")
    proof = words_of(act, certificate, "抽取证明", 200, needed=False)
    if kind == "drawn" and not proof:
        raise BadInput("没有写抽取证明。", next_step="名单由本系统的双随机系统抽取，请写明系统、编号、日期。")
    if told.faults:
        raise refuse_rows(told.faults)
    if not told.rows:
        raise BadInput(f"“{file.name}”里没有一行计划。", next_step="没有计划的，请选“报无”。")
    sheet = CheckSheet(conference_id=act.chain, plan=plan, subject=subject, kind=kind, certificate=proof)
    sheet.file, sheet.rows, sheet.notes = store_file(act, act.chain, file), len(told.rows), list(told.notes)
    sheet.at, sheet.by = act.at, act.actor.label
    act.create(sheet)
    _withdraw_all(act, plan, subject)
    act.create_batch([_request(sheet, where, values) for where, values in told.rows])
    for _where, values in told.rows:
        if values["used"] is not None:
            source = f"{sheet.file.name}，{long_date(day_of(act.at))}报"
            own_year = plan.first_day.year
            note_use(act, subject, values["firm"], own_year, count=values["used"], source=source)
    _answered(act, asked, is_nil=False, entered_for=entered_for)
    act.subject = f"inspections.checkplan:{plan.pk}"
    return sheet


def _request(sheet: CheckSheet, where: str, values: dict[str, Any]) -> CheckRequest:
    own = {name: value for name, value in values.items() if name != "used"}
    return CheckRequest(conference_id=sheet.conference_id, plan_id=sheet.plan_id, subject_id=sheet.subject_id,
                        sheet=sheet, row=where, **own)  # fmt: skip


def _withdraw_all(act: Act, plan: CheckPlan, subject: EnforcementSubject) -> None:
    former = CheckRequest.objects.filter(plan=plan, subject=subject).exclude(placed="withdrawn")
    pairs = [(row, {"placed": "withdrawn", "reason": ""}) for row in former.order_by("pk")]
    if pairs:
        act.change_batch(pairs)


def _answered(act: Act, asked: PlanUnit, *, is_nil: bool, entered_for: str) -> PlanUnit:
    told = words_of(act, entered_for, "代录的来文", 200, needed=False)
    own = {"answered_at": act.at, "answered_by": act.actor.label, "is_nil": is_nil, "entered_for": told}
    return act.change(asked, **own, agreed_at=None, agreed_by="")


@action(
    "inspections.plan.nil",
    "报无检查计划",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_asked(guards.is_open, guards.own),
)
def answer_nil(
    act: Act,
    *,
    plan_id: Annotated[int, One("统筹检查安排")],
    subject_id: Annotated[int, One("检查主体")],
    entered_for: Annotated[str, Words("代录的来文（没有席位的单位）", 200)] = "",
) -> PlanUnit:
    """Take a unit's word that it plans no checks in the period; what it handed in before is withdrawn."""
    plan, asked = _asked(act, plan_id, subject_id)
    _withdraw_all(act, plan, asked.subject)
    return _answered(act, asked, is_nil=True, entered_for=entered_for)


@action("inspections.request.withdraw", "撤回检查请求", who=OFFICE | UNIT_SPEAKERS, deciding=on_request())
def withdraw_request(act: Act, *, request_id: Annotated[int, One("检查请求")]) -> CheckRequest:
    """Take a request back before the plan is handed over; the plan has to be merged again."""
    return act.change(act.lock(CheckRequest, request_id), placed="withdrawn", reason="")


@action(
    "inspections.request.to_paper",
    "改为书面",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_request(guards.on_site),
)
def to_paper(act: Act, *, request_id: Annotated[int, One("检查请求")]) -> CheckRequest:
    """Have a request answered by papers instead of on site; what papers can show is not checked on site."""
    return act.change(act.lock(CheckRequest, request_id), mode="书面", placed="", reason="")


@action("inspections.request.move", "改检查的日期", who=OFFICE | UNIT_SPEAKERS, deciding=on_request())
def move_request(
    act: Act,
    *,
    request_id: Annotated[int, One("检查请求")],
    first_day: Annotated[date, Day("最早日期")],
    last_day: Annotated[date, Day("最晚日期")],
) -> CheckRequest:
    """Give a request another window within the plan's period. Raises BadInput."""
    row = act.lock(CheckRequest, request_id)
    if last_day < first_day or last_day < row.plan.first_day or first_day > row.plan.last_day:
        raise BadInput(
            f"日期须在{long_date(row.plan.first_day)}至{long_date(row.plan.last_day)}之内，止不早于起。"
        )
    return act.change(row, first_day=first_day, last_day=last_day, placed="", reason="")


@action(
    "inspections.request.approve",
    "补报批准文号",
    who=OFFICE | UNIT_SPEAKERS,
    deciding=on_request(guards.lacks_paper),
)
def approve_request(
    act: Act,
    *,
    request_id: Annotated[int, One("检查请求")],
    approval: Annotated[str, Words("本单位负责人批准（文号、日期）", 120)] = "",
    filing: Annotated[str, Words("专项备案号", 120)] = "",
) -> CheckRequest:
    """Enter the approval or filing that a request lacked; the plan has to be merged again."""
    row = act.lock(CheckRequest, request_id)
    told = words_of(act, approval, "批准文号", 120, needed=False) or row.approval
    filed = words_of(act, filing, "专项备案号", 120, needed=False) or row.filing
    if (told, filed) == (row.approval, row.filing):
        raise BadInput("没有填写批准文号或备案号。")
    return act.change(row, approval=told, filing=filed, placed="", reason="")
