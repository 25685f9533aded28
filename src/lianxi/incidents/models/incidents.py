"""Incidents: what is known of an event, the calls that told of it, its counts, and its course.

Calls, counts and steps are never changed once stored but by a second seat's confirmation. `happened_at` is when
something happened as the caller or the paper says, `entered_at` when it was entered here.
"""

from typing import ClassVar

from django.db import models

from lianxi.bodies.models import OfConference, Unit
from lianxi.papers.models import Paper


class Incident(OfConference):
    """A group occupational hazard event. A merged one stays readable and counts as a part of `parent`.

    `told_at` is the earliest call. `number` is given when it is opened. `report_seat_id` and `report_person_id`
    wrote the closing report. `occurred_at` is empty while nobody knows.
    """

    year = models.PositiveIntegerField("年份", default=0)
    sequence = models.PositiveIntegerField("序号", default=0)
    number = models.CharField("编号", max_length=20, blank=True)
    title = models.CharField("事件", max_length=120)
    kind = models.CharField("类别", max_length=20)
    division = models.CharField("地区", max_length=60, blank=True)
    place = models.CharField("地点", max_length=200)
    employer = models.CharField("用人单位", max_length=200, blank=True)
    employer_code = models.CharField("统一社会信用代码", max_length=40, blank=True)
    hazard = models.CharField("危害因素", max_length=100, blank=True)
    danger = models.CharField("现实危险", max_length=300, blank=True)
    occurred_at = models.DateTimeField("发生时间", null=True)
    is_confirmed = models.BooleanField("已诊断确认", default=False)
    work_safety = models.CharField("生产安全事故", max_length=8, default="unknown")
    work_safety_paper = models.CharField("认定凭据", max_length=200, blank=True)
    is_industrial = models.BooleanField("工业企业", default=True)
    is_municipal = models.BooleanField("市属企业", default=False)
    sector = models.CharField("系统", max_length=20, blank=True)
    radiation = models.JSONField("辐射情况", default=dict)
    is_public = models.BooleanField("已公开", default=False)
    state = models.CharField("状态", max_length=16)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    told_at = models.DateTimeField("接报时间")
    entered_at = models.DateTimeField("登记时间")
    opened_at = models.DateTimeField("立为事件的时间", null=True)
    is_late = models.BooleanField("补登", default=False)
    union_reason = models.CharField("工会未参加的理由", max_length=300, blank=True)
    union_part = models.CharField("工会参加情况", max_length=300, blank=True)
    nothing_to_follow = models.CharField("没有后续工作的理由", max_length=300, blank=True)
    report = models.TextField("结案报告", blank=True)
    report_by = models.CharField("报告起草", max_length=120, blank=True)
    report_seat_id = models.BigIntegerField(null=True)
    report_person_id = models.BigIntegerField(null=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField("结案时间", null=True)

    class Meta:
        verbose_name = "群体事件"
        indexes = [
            models.Index(fields=["conference", "state", "id"], name="incident_by_state"),
            models.Index(fields=["parent", "id"], name="incident_by_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class OfIncident(OfConference):
    """A row of an incident with both times, and who entered it from which seat."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="%(class)s_set")
    happened_at = models.DateTimeField("发生时间")
    entered_at = models.DateTimeField("登记时间")
    is_late = models.BooleanField("补登", default=False)
    paper_ref = models.CharField("凭据", max_length=200, blank=True)
    by = models.CharField("登记席位", max_length=120)
    seat_id = models.BigIntegerField("席位编号", null=True)
    person_id = models.BigIntegerField("人员编号", null=True)

    class Meta:
        abstract = True


class HandSignal(OfIncident):
    """A call: from whom, when told (`happened_at`), where, what is said. `said` is emptied where a person stood in it.

    `entered_for` is the body that a superior's seat entered it for. The caller's telephone never enters the journal
    and goes with the closing.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"callback"})

    source_kind = models.CharField("来源", max_length=16)
    told_by = models.CharField("来电单位和职务", max_length=120)
    place = models.CharField("地点", max_length=200)
    said = models.TextField("内容")
    callback = models.CharField("回拨电话", max_length=60, blank=True)
    cause = models.CharField("疑似原因", max_length=200, blank=True)
    measures = models.CharField("已采取的措施", max_length=300, blank=True)
    trend = models.CharField("发展趋势", max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    entered_for = models.CharField("代录单位", max_length=120, blank=True)

    class Meta:
        verbose_name = "来电"


class IncidentCount(OfIncident):
    """Totals as of `happened_at`; never overwritten. A lower one holds once another seat has confirmed it."""

    ill = models.PositiveIntegerField("发病（含死亡）", default=0)
    dead = models.PositiveIntegerField("死亡", default=0)
    severe_other = models.PositiveIntegerField("其他重伤", default=0)
    anthrax = models.PositiveIntegerField("炭疽", default=0)
    exposed = models.PositiveIntegerField("接触人数", default=0)
    loss_yuan = models.BigIntegerField("直接经济损失（元）", default=0)
    other_deaths = models.PositiveIntegerField("其他原因死亡", default=0)
    source = models.CharField("数字来源", max_length=120)
    entered_for = models.CharField("代录单位", max_length=120, blank=True)
    reason = models.CharField("下调的理由", max_length=300, blank=True)
    confirmed_at = models.DateTimeField("确认时间", null=True)
    confirmed_by = models.CharField("确认席位", max_length=120, blank=True)

    class Meta:
        verbose_name = "人数"
        indexes = [models.Index(fields=["incident", "happened_at", "id"], name="count_by_incident")]


class IncidentStep(OfIncident):
    """A step of an incident's course, in words."""

    kind = models.CharField("步骤", max_length=20)
    text = models.CharField("说明", max_length=600, blank=True)

    class Meta:
        verbose_name = "事件经过"
        indexes = [models.Index(fields=["incident", "id"], name="incident_step_by_incident")]
