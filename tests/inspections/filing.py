"""Sheets as units hand them in, and a plan of three units brought as far as a test wants it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import xlsxwriter

from cast import AT, Cast
from lianxi.core.identifiers import CODE_ALPHABET, credit_code_fault
from lianxi.inspections.actions import (
    agree_plan,
    answer_nil,
    enter_officer,
    enter_subject,
    hand_over_plan,
    merge_as_ordered,
    merge_plan,
    open_plan,
    publish_item,
    upload_plan,
)
from lianxi.inspections.models import CheckPlan, EnforcementSubject, MergeOrder
from lianxi.papers.files import Upload
from staging import staged

MONDAY = date(2026, 3, 9)
LAST = date(2026, 4, 3)
PLAN = ("企业名称", "统一社会信用代码", "地区", "地址", "事项编码", "检查类型", "最早日期", "最晚日期", "方式",
        "批准文号", "专项备案号", "个案来由", "本年已检查次数")  # fmt: skip
RESULT = ("检查序号", "检查日期", "结果", "问题编号", "问题", "岗位", "危害因素", "测值", "限值", "措施", "整改期限",
          "案号", "整改日期", "复查日期", "复测值", "未检理由", "事项编码")  # fmt: skip
UNITS = {"市卫健委": "health", "市人社局": "hr", "市住建局": "housing"}


def code_of(number: int) -> str:
    """A made-up credit code with its right check digit."""
    base = f"91350500{number:09d}"
    return next(base + mark for mark in CODE_ALPHABET if not credit_code_fault(base + mark))


def sheet(headings: Sequence[str], rows: Sequence[Sequence[Any]], name: str = "检查计划.xlsx") -> Upload:
    """A workbook with a title line, the headings and rows."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_row(0, 0, headings)
    for at, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, column, cell, day)
            elif cell is not None:
                page.write(at, column, cell)
    book.close()
    return Upload(name, file.getvalue())


def ask(firm: int, item: str = "A1", **more: Any) -> list[Any]:
    """A row of a filed plan: firm by number, daily check within the plan's period."""
    told = {"name": f"某鞋厂{firm}", "code": code_of(firm), "area": "晋江市", "place": "", "item": item, "type": "日常",
            "first": MONDAY, "last": LAST, "mode": "", "approval": "批1号", "filing": "", "ground": "", "used": None,
            **more}  # fmt: skip
    return list(told.values())


@staged
def merged(cast: Cast, plan: CheckPlan) -> CheckPlan:
    """The plan once the office ordered its merge and the worker did it."""
    merge_plan(cast.staff, AT, plan_id=plan.pk)
    assert merge_as_ordered(AT) == 1
    assert MergeOrder.objects.filter(plan=plan).latest("pk").state == "made"
    return CheckPlan.objects.get(pk=plan.pk)


@dataclass
class Filed:
    """A plan with its three subjects by unit."""

    plan: CheckPlan
    subjects: dict[str, EnforcementSubject]

    def upload(self, cast: Cast, unit: str, *rows: Sequence[Any]) -> None:
        upload_plan(
            cast.member(unit),
            AT,
            plan_id=self.plan.pk,
            subject_id=self.subjects[unit].pk,
            file=sheet(PLAN, rows),
        )

    def nil(self, cast: Cast, *units: str) -> None:
        for unit in units:
            answer_nil(cast.member(unit), AT, plan_id=self.plan.pk, subject_id=self.subjects[unit].pk)

    def merge(self, cast: Cast) -> CheckPlan:
        self.plan = merged(cast, self.plan)
        return self.plan

    def agree(self, cast: Cast, *units: str) -> CheckPlan:
        for unit in units or UNITS:
            self.plan = agree_plan(
                cast.member(unit), AT, plan_id=self.plan.pk, subject_id=self.subjects[unit].pk
            )
        return self.plan

    def hand_over(self, cast: Cast) -> CheckPlan:
        self.plan = hand_over_plan(cast.staff, AT, plan_id=self.plan.pk, paper="泉卫健函〔2026〕7号")
        return self.plan


@staged
def subject_of(cast: Cast, unit: str, **more: Any) -> EnforcementSubject:
    told = {"body": unit, "kind": "enforcement", "system": UNITS.get(unit, "other"), "level": "city",
            "authority": f"{unit}网站公布", "cap": 2, "cap_source": "公布的上限", "visits_per_week": 5, **more}  # fmt: skip
    return enter_subject(cast.member(unit), AT, **told)


@staged
def filed(cast: Cast, **more: Any) -> Filed:
    """Three units with one item and two officers each, and an open plan of four weeks."""
    subjects = {unit: subject_of(cast, unit) for unit in UNITS}
    for unit, row in subjects.items():
        own = {"subject_id": row.pk}
        publish_item(
            cast.member(unit),
            AT,
            code="A1",
            name="职业病防治监督检查",
            basis="职业病防治法",
            published_on=date(2026, 1, 5),
            **own,
        )
        for number in ("35001", "35002"):
            enter_officer(
                cast.member(unit), AT, certificate_no=number, valid_until=MONDAY + timedelta(days=300), **own
            )
    given: dict[str, Any] = {"title": "三月制鞋行业", "first_day": MONDAY, "last_day": LAST, **more}
    plan = open_plan(cast.staff, AT, subjects=[row.pk for row in subjects.values()], **given)
    return Filed(plan, subjects)
