"""A plan of merged checks in the demonstration: three units, their sheets, one entry each, results, the table of both."""

import io
from collections.abc import Sequence
from datetime import date, timedelta

import xlsxwriter

from lianxi.core.actors import Actor, SeatKind
from lianxi.core.identifiers import CODE_ALPHABET, credit_code_fault
from lianxi.core.words import day_of
from lianxi.core.workdays import is_workday
from lianxi.inspections.actions import (
    agree_plan,
    approve_part,
    close_finding,
    close_plan,
    enter_officer,
    enter_subject,
    hand_over_plan,
    merge_as_ordered,
    merge_plan,
    open_plan,
    publish_item,
    recheck_finding,
    rectify_finding,
    refer_finding,
    report_plan,
    set_day,
    upload_plan,
    upload_results,
)
from lianxi.inspections.models import CheckPlan, EnforcementSubject, Finding, Officer, Visit, VisitPart
from lianxi.inspections.rules.plans import monday_of
from lianxi.inspections.rules.sheet_rows import PLAN, RESULT, Headings
from lianxi.papers.files import Upload
from lianxi.stories.story import Story

# Invented, as everything here; the numbers belong to nobody (000).
SUBJECTS = (
    ("市卫健委", "health", "职业卫生监督检查", "职业病防治法"),
    ("市应急局", "emergency", "工业企业安全生产检查", "安全生产法"),
    ("市人社局", "hr", "工伤保险参保检查", "工伤保险条例"),
)
FIRMS = ("示例鞋业一厂", "示例鞋业二厂", "示例箱包三厂", "示例家具四厂")
# Which firms each unit asks for; one request lacks its approval and is refused.
ASKED = {"市卫健委": (0, 1, 2, 3), "市应急局": (0, 1, 3), "市人社局": (0, 2)}


def check_together(story: Story) -> CheckPlan:
    """Play a plan of three units from its opening to its close, with the table before and after."""
    subjects = [_subject(story, *row) for row in SUBJECTS]
    first = monday_of(day_of(story.at))
    plan = open_plan(
        _deputy(story), story.at, title="制鞋箱包行业联合检查（示例）", first_day=first, last_day=first + timedelta(days=11),
        industry="制鞋、箱包", area="晋江市、石狮市", subjects=[one.pk for one in subjects],
    )  # fmt: skip
    story.say("办公室商请三个单位报送检查计划", "QZ-1-04")
    for subject in subjects:
        rows = [_asked(subject, firm, plan, place) for place, firm in enumerate(ASKED[subject.body])]
        upload_plan(
            story.speaker(subject.body),
            story.at,
            file=_sheet(PLAN, rows, "检查计划.xlsx"),
            plan_id=plan.pk,
            subject_id=subject.pk,
        )
    merge_plan(_deputy(story), story.at, plan_id=plan.pk)
    merge_as_ordered(story.at)
    merged = CheckPlan.objects.get(pk=plan.pk)
    visits = Visit.objects.filter(plan=plan, is_dropped=False)
    story.say(f"合并为 {visits.count()} 次进厂，各查各的要 {merged.separate} 次", "QZ-1-04")
    for subject in subjects:
        agree_plan(story.speaker(subject.body), story.at, plan_id=plan.pk, subject_id=subject.pk)
    hand_over_plan(_deputy(story), story.at, plan_id=plan.pk, paper="泉卫健函〔示例〕6号")
    _go(story, plan)
    _results(story, plan, subjects)
    _settle(story, plan)
    report_plan(_deputy(story), story.at, plan_id=plan.pk)
    closed = close_plan(story.office, story.at, plan_id=plan.pk)
    story.say("统筹检查安排结束，有前后对照表", "QZ-1-04")
    return closed


def _deputy(story: Story) -> Actor:
    return story.actor(SeatKind.OFFICE_DEPUTY, "市人社局")


def _subject(story: Story, unit: str, system: str, item: str, basis: str) -> EnforcementSubject:
    seat, day = story.speaker(unit), day_of(story.at)
    row = enter_subject(
        seat, story.at, body=unit, kind="enforcement", system=system, level="city", authority="市政府网站公布（示例）",
        cap=2, cap_source="本单位公布（示例）", visits_per_week=5,
    )  # fmt: skip
    publish_item(
        seat,
        story.at,
        code="A1",
        name=item,
        basis=basis,
        published_on=day - timedelta(days=60),
        subject_id=row.pk,
    )
    for number in ("示例-00001", "示例-00002"):
        enter_officer(
            seat, story.at, certificate_no=number, valid_until=day + timedelta(days=400), subject_id=row.pk
        )
    return row


def code_of(number: int) -> str:
    """Return a made-up credit code with its right check digit."""
    base = f"91350500{number:09d}"
    return next(base + mark for mark in CODE_ALPHABET if not credit_code_fault(base + mark))


def _asked(subject: EnforcementSubject, firm: int, plan: CheckPlan, place: int) -> list[object]:
    approval = "" if subject.body == "市应急局" and place == 2 else "批〔示例〕1号"
    told: dict[str, object] = {
        "firm_name": FIRMS[firm], "firm_code": code_of(firm + 1), "division": "晋江市", "place": "示例路",
        "item_code": "A1", "type": "日常", "first_day": plan.first_day, "last_day": plan.last_day, "mode": "现场",
        "approval": approval,
    }  # fmt: skip
    return [told.get(name, "") for name in PLAN]


def _sheet(headings: Headings, rows: Sequence[Sequence[object]], name: str) -> Upload:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, [one[0] for one in headings.values()])
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, column, cell, day)
            elif cell not in ("", None):
                page.write(at, column, cell)
    book.close()
    return Upload(name, file.getvalue())


def _go(story: Story, plan: CheckPlan) -> None:
    """Have each unit approve its part and the leads name the day: the next working day within the week."""
    for visit in Visit.objects.filter(plan=plan, is_dropped=False).select_related("lead").order_by("number"):
        days = [visit.week + timedelta(days=number) for number in range(7)]
        open_days = [day for day in days if is_workday(day)]
        for part in VisitPart.objects.filter(visit=visit, state="agreed").select_related("subject"):
            officers = [str(one.pk) for one in Officer.objects.filter(subject=part.subject).order_by("pk")]
            seat = story.speaker(part.subject.body)
            approve_part(seat, story.at, part_id=part.pk, approval="批〔示例〕2号", officers=officers)
        if open_days:
            set_day(story.speaker(visit.lead.body), story.at, visit_id=visit.pk, day=open_days[-1])


def _results(story: Story, plan: CheckPlan, subjects: Sequence[EnforcementSubject]) -> None:
    """Have each unit hand in its results as its system gives them: posts over their limits, one fact, nothing else."""
    story.at = max(story.at, story.later((plan.last_day - day_of(story.at)).days + 3))
    for subject in subjects:
        parts = VisitPart.objects.filter(visit__plan=plan, subject=subject, state="approved").select_related(
            "visit"
        )
        rows = [row for part in parts.order_by("visit__number") for row in _found(part)]
        if rows:
            file = _sheet(RESULT, [[row.get(name, "") for name in RESULT] for row in rows], "检查结果.xlsx")
            upload_results(
                story.speaker(subject.body), story.at, plan_id=plan.pk, subject_id=subject.pk, file=file
            )
    story.say("各单位从本系统导出结果，逐行导入", "QZ-1-04")


def _found(part: VisitPart) -> list[dict[str, object]]:
    own: dict[str, object] = {
        "visit_no": part.visit.number, "checked_on": part.visit.day or part.visit.week, "result": "合格"
    }  # fmt: skip
    if part.subject.system != "health":
        return [own]
    measured = {"hazard": "苯", "limit": 3}
    over = {**own, **measured, "result": "有问题", "fact": "刷胶岗位苯浓度超标", "post": "刷胶", "measured": 5.2,
            "measure": "责令改正", "term": part.visit.week + timedelta(days=30),
            "finding_no": f"示例-{part.visit.number}"}  # fmt: skip
    fine = {**own, **measured, "post": "成型", "measured": 1.1}
    if part.visit.number > 2:
        return [fine]
    social = {**own, "result": "有问题", "fact": "部分职工没有参加工伤保险", "finding_no": "示例-社保"}
    return [over, fine, social] if part.visit.number == 1 else [over, fine]


def _settle(story: Story, plan: CheckPlan) -> None:
    """Refer what is another unit's by clause, and follow the others to their re-check and close."""
    seat = story.speaker("市卫健委")
    for row in Finding.objects.filter(part__visit__plan=plan).order_by("pk"):
        if row.state == "found":
            unit = story.unit("市人社局").pk
            refer_finding(seat, story.at, finding_id=row.pk, unit_id=unit, clause="QZ-3-09-2")
            continue
        rectify_finding(seat, story.at, finding_id=row.pk)
        recheck_finding(seat, story.at, finding_id=row.pk, result="pass", again="1.4")
        close_finding(seat, story.at, finding_id=row.pk)
