"""Visits: one entry into one firm, a part for each unit, what was found, and posts measured before and after."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.inspections.models.plans import CheckPlan, CheckRequest
from lianxi.inspections.models.subjects import EnforcementSubject
from lianxi.ledger.models import Obligation


class Visit(OfConference):
    """One entry into one firm in the week of `week` (a Monday), on `day` once it is named; a dropped one stays readable."""

    plan = models.ForeignKey(CheckPlan, models.PROTECT, related_name="visits")
    number = models.PositiveIntegerField("序号")
    firm = models.CharField("企业", max_length=200)
    firm_name = models.CharField("企业名称", max_length=120)
    firm_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    division = models.CharField("地区", max_length=60)
    place = models.CharField("地址", max_length=120, blank=True)
    week = models.DateField("周（周一）")
    day = models.DateField("日期", null=True)
    lead = models.ForeignKey(EnforcementSubject, models.PROTECT, related_name="+")
    helper = models.CharField("随行的技术机构（不执法）", max_length=120, blank=True)
    is_dropped = models.BooleanField("重算后取消", default=False)

    class Meta:
        verbose_name = "合并检查"
        indexes = [
            models.Index(fields=["plan", "is_dropped", "week", "id"], name="visit_by_plan"),
            models.Index(fields=["conference", "firm"], name="visit_by_firm"),
        ]

    def __str__(self) -> str:
        return f"{self.number}号 {self.firm_name}"


class VisitPart(OfConference):
    """A unit's part of a visit: approval, two officers, result, the number in the unit's own system."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="parts")
    subject = models.ForeignKey(EnforcementSubject, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=10)
    agreed_by = models.CharField("确认席位", max_length=120, blank=True)
    approval = models.CharField("批准文号、日期", max_length=120, blank=True)
    officers = models.JSONField("执法人员", default=list)
    officers_until = models.DateField("执法证件有效至", null=True)
    result = models.CharField("结果", max_length=10, blank=True)
    reason = models.CharField("未检、未开展的理由", max_length=300, blank=True)
    checked_on = models.DateField("检查日期", null=True)
    record_no = models.CharField("本系统检查编号", max_length=80, blank=True)
    entered_from = models.CharField("录入方式", max_length=8, blank=True)
    entered_by = models.CharField("录入席位", max_length=120, blank=True)

    class Meta:
        verbose_name = "检查中的单位部分"
        indexes = [
            models.Index(fields=["visit", "id"], name="visit_part_by_visit"),
            models.Index(fields=["subject", "state", "id"], name="visit_part_by_subject"),
        ]


class Finding(OfConference, Cited):
    """A problem that one unit found; its follow-up is that unit's own. The clause is that of a referral.

    Orders of older rows have their number in `case_no`, until a case is filed: it then goes to `order_no`.
    """

    part = models.ForeignKey(VisitPart, models.PROTECT, related_name="findings")
    request = models.ForeignKey(CheckRequest, models.PROTECT, null=True, related_name="+")
    number = models.CharField("问题编号", max_length=60, blank=True)
    item_code = models.CharField("事项编码", max_length=60, blank=True)
    fact = models.CharField("问题", max_length=300)
    measure = models.CharField("措施", max_length=8, blank=True)
    term = models.DateField("整改期限", null=True)
    order_no = models.CharField("责令改正文书编号", max_length=80, blank=True, default="")
    case_no = models.CharField("案号", max_length=80, blank=True)
    rectified_on = models.DateField("整改日期", null=True)
    rechecked_on = models.DateField("复查日期", null=True)
    recheck_result = models.CharField("复查结果", max_length=10, blank=True)
    penalty = models.CharField("处罚（决定、公开、撤回）", max_length=200, blank=True)
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=10)
    at = models.DateTimeField("登记时间")
    by = models.CharField("登记席位", max_length=120)

    class Meta:
        verbose_name = "检查发现的问题"
        indexes = [models.Index(fields=["part", "id"], name="finding_by_part")]


class CheckedPost(OfConference):
    """A post measured at a visit, and measured again at the re-check: value and limit in the same unit."""

    part = models.ForeignKey(VisitPart, models.PROTECT, related_name="posts")
    finding = models.ForeignKey(Finding, models.PROTECT, null=True, related_name="posts")
    post = models.CharField("岗位", max_length=80)
    hazard = models.CharField("危害因素", max_length=80)
    measured = models.DecimalField("测值", max_digits=14, decimal_places=6, null=True)
    limit = models.DecimalField("限值", max_digits=14, decimal_places=6)
    again = models.DecimalField("复测值", max_digits=14, decimal_places=6, null=True)

    class Meta:
        verbose_name = "检测岗位"
        indexes = [models.Index(fields=["part", "id"], name="checked_post_by_part")]
