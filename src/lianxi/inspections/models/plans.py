"""Merged plans: the period, the units that were asked, their sheets, and the requests that came in them."""

from django.db import models

from lianxi.bodies.models import OfConference
from lianxi.inspections.models.subjects import CheckItem, EnforcementSubject
from lianxi.papers.models import StoredFile


class CheckPlan(OfConference):
    """A plan of a quarter or of one campaign. `round` counts the merges; `is_late` marks one entered afterwards."""

    title = models.CharField("名称", max_length=120)
    aim = models.CharField("目的", max_length=300, blank=True)
    industry = models.CharField("行业", max_length=120, blank=True)
    area = models.CharField("地区", max_length=120, blank=True)
    filed_paper = models.CharField("专项检查的批准和备案", max_length=200, blank=True)
    target = models.PositiveIntegerField("方案的达标目标（%）", null=True)
    target_source = models.CharField("目标的出处", max_length=200, blank=True)
    first_day = models.DateField("起")
    last_day = models.DateField("止")
    answer_by = models.DateField("商请于哪天前报送")
    round = models.PositiveIntegerField("合并次数", default=0)
    separate = models.PositiveIntegerField("各查各的次数", default=0)
    is_certain = models.BooleanField("排不进的只能是这些", default=True)
    merged_at = models.DateTimeField("合并时间", null=True)
    is_late = models.BooleanField("补录", default=False)
    paper_ref = models.CharField("交付文号、日期", max_length=200, blank=True)
    state = models.CharField("状态", max_length=12)
    reported_by_seat = models.BigIntegerField(null=True)
    reported_by_person = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "统筹检查安排"
        indexes = [models.Index(fields=["conference", "state", "id"], name="check_plan_by_state")]

    def __str__(self) -> str:
        return self.title


class MergeOrder(OfConference):
    """The office's order to merge a plan's requests, which the worker carries out; `mark` is the hash of the facts then."""

    plan = models.ForeignKey(CheckPlan, models.PROTECT, related_name="orders")
    ordered_at = models.DateTimeField("要求时间")
    by = models.CharField("要求席位", max_length=120)
    mark = models.CharField(max_length=64)
    state = models.CharField("状态", max_length=12)
    told = models.CharField("结果", max_length=300, blank=True)

    class Meta:
        verbose_name = "合并要求"
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(state="ordered"), name="one_merge_at_a_time"
            )
        ]


class PlanUnit(OfConference):
    """A subject that was asked for its plan: it gave a sheet, or its word that it has none; later it agrees."""

    plan = models.ForeignKey(CheckPlan, models.PROTECT, related_name="asked")
    subject = models.ForeignKey(EnforcementSubject, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("报送时间", null=True)
    answered_by = models.CharField("报送席位", max_length=120, blank=True)
    is_nil = models.BooleanField("报无", default=False)
    entered_for = models.CharField("代录（来文、电话）", max_length=200, blank=True)
    agreed_at = models.DateTimeField("确认时间", null=True)
    agreed_by = models.CharField("确认席位", max_length=120, blank=True)

    class Meta:
        verbose_name = "安排中的单位"
        constraints = [models.UniqueConstraint(fields=["plan", "subject"], name="plan_unit_once")]


class CheckSheet(OfConference):
    """A sheet that a unit handed in: its plan, a list drawn by its line's random system, or results."""

    plan = models.ForeignKey(CheckPlan, models.PROTECT, related_name="sheets")
    subject = models.ForeignKey(EnforcementSubject, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=10)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    rows = models.PositiveIntegerField("行数", default=0)
    certificate = models.CharField("抽取证明（系统、编号、日期）", max_length=200, blank=True)
    notes = models.JSONField("说明", default=list)
    at = models.DateTimeField("报送时间")
    by = models.CharField("报送席位", max_length=120)

    class Meta:
        verbose_name = "检查计划表"


class CheckRequest(OfConference):
    """A unit wants to check one item at one firm within a window of days.

    `firm` is its credit code, or name and place where it has none. `placed` and `reason` are the rules' answer of the
    last merge; `visit` names the visit it became part of.
    """

    plan = models.ForeignKey(CheckPlan, models.PROTECT, related_name="requests")
    subject = models.ForeignKey(EnforcementSubject, models.PROTECT, related_name="+")
    sheet = models.ForeignKey(CheckSheet, models.PROTECT, related_name="+")
    row = models.CharField("表中的行", max_length=60)
    firm = models.CharField("企业", max_length=200)
    firm_name = models.CharField("企业名称", max_length=120)
    firm_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    division = models.CharField("地区", max_length=60)
    place = models.CharField("地址", max_length=120, blank=True)
    item_code = models.CharField("事项编码", max_length=60)
    item = models.ForeignKey(CheckItem, models.PROTECT, null=True, related_name="+")
    type = models.CharField("检查类型", max_length=4)
    case_ground = models.CharField("个案的来由（投诉、移送、线索、批示编号）", max_length=200, blank=True)
    first_day = models.DateField("起")
    last_day = models.DateField("止")
    mode = models.CharField("方式", max_length=4)
    approval = models.CharField("批准文号", max_length=120, blank=True)
    filing = models.CharField("专项备案号", max_length=120, blank=True)
    placed = models.CharField("合并结果", max_length=16, blank=True)
    reason = models.CharField("退回或排不进的理由", max_length=24, blank=True)
    visit = models.ForeignKey("inspections.Visit", models.PROTECT, null=True, related_name="requests")

    class Meta:
        verbose_name = "检查请求"
        indexes = [
            models.Index(fields=["plan", "subject", "id"], name="check_request_by_plan"),
            models.Index(fields=["conference", "firm"], name="check_request_by_firm"),
        ]
