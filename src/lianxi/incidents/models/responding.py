"""What was done about an incident: who was told, groups, measures, the union's letters, what is followed up; duty."""

from typing import ClassVar

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.incidents.models.incidents import OfIncident
from lianxi.law.models import Ruling
from lianxi.ledger.models import Obligation


class Telling(OfIncident):
    """Somebody was told something: by whom, whom, how, with what proof, and the receipt.

    `duty` names the reporting duty it answers (`rules.timing.duty_code`), `whom_kind` an item of the call list.
    `explained` marks a duty that was not met, with the reason in `proof`.
    """

    duty = models.CharField("法定报告", max_length=80, blank=True)
    actor = models.CharField("告知方", max_length=120)
    whom = models.CharField("告知对象", max_length=120)
    whom_kind = models.CharField("对象类别", max_length=16, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    clause = models.CharField("条款", max_length=40, blank=True)
    channel = models.CharField("方式", max_length=12)
    receiver = models.CharField("接收人职务", max_length=80, blank=True)
    proof = models.CharField("凭据或说明", max_length=300, blank=True)
    explained = models.BooleanField("未报说明", default=False)
    received_at = models.DateTimeField("签收时间", null=True)
    received_by = models.CharField("签收席位", max_length=120, blank=True)
    reminded_at = models.DateTimeField("提醒时间", null=True)

    class Meta:
        verbose_name = "告知"
        indexes = [
            models.Index(fields=["conference", "unit", "received_at"], name="telling_by_unit"),
            models.Index(fields=["incident", "id"], name="telling_by_incident"),
        ]


class ResponseGroup(OfIncident):
    """A group of first response or support from `happened_at` on; `noted_of` names another body whose group it is."""

    kind = models.CharField("类别", max_length=16)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    lead_basis = models.CharField("牵头依据", max_length=300)
    basis_kind = models.CharField("依据类别", max_length=12)
    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="+")
    noted_of = models.CharField("组建机关", max_length=120, blank=True)
    ended_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        verbose_name = "工作组"


class GroupUnit(OfConference):
    """A unit in a group and its part."""

    group = models.ForeignKey(ResponseGroup, models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField("角色", max_length=8)

    class Meta:
        verbose_name = "工作组成员单位"
        constraints = [models.UniqueConstraint(fields=["group", "unit"], name="group_unit_once")]


class Measure(OfIncident):
    """A measure that an authority took; ours to note, never to order."""

    authority = models.CharField("采取措施的机关", max_length=120)
    what = models.CharField("措施", max_length=200)
    law = models.CharField("依据", max_length=120, blank=True)
    lifted_at = models.DateTimeField("解除时间", null=True)
    listed = models.CharField("继续执行的说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "措施"


class UnionLetter(OfIncident):
    """A letter of the union under its own number; written by its seats alone, seen by whom it is sent to or shared."""

    kind = models.CharField("文书", max_length=12)
    number = models.CharField("工会文号", max_length=60)
    whom = models.CharField("收文单位", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    text = models.CharField("主要内容", max_length=600)
    due_on = models.DateField("答复期限", null=True)
    due_derivation = models.JSONField(default=dict)
    is_shared = models.BooleanField("向成员单位公开", default=False)
    state = models.CharField("状态", max_length=12)
    answer = models.CharField("答复", max_length=12, blank=True)
    answer_text = models.CharField("答复内容", max_length=600, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "工会文书"


class FollowUp(OfIncident, Cited):
    """A recommendation and what became of it: an obligation of a member unit, a referral, or not this conference's."""

    text = models.CharField("建议", max_length=300)
    way = models.CharField("去向", max_length=12)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    body = models.CharField("转往", max_length=120, blank=True)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=12)
    outcome = models.CharField("结果", max_length=300, blank=True)
    settled_at = models.DateTimeField("有结果的时间", null=True)

    class Meta:
        verbose_name = "后续工作"


class DutyPhone(OfConference):
    """A line of the duty sheet: a unit or area, its posts and telephones; office data, entered by the office.

    Numbers never enter the journal: many are of people.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"day_phone", "night_phone"})

    body = models.CharField("单位或地区", max_length=120)
    post = models.CharField("值班岗位", max_length=80, blank=True)
    day_phone = models.CharField("工作时间电话", max_length=60, blank=True)
    night_phone = models.CharField("非工作时间电话", max_length=60, blank=True)
    call_code = models.CharField("报告对象", max_length=16, blank=True)
    ordinal = models.PositiveIntegerField("顺序", default=0)
    starts_on = models.DateField("起")
    ends_before = models.DateField("止", null=True)

    class Meta:
        verbose_name = "值班电话"
        indexes = [models.Index(fields=["conference", "ends_before", "ordinal"], name="duty_phone_in_force")]


class DutyPrint(OfConference):
    """That the duty sheet of a week was asked to be printed, and by which seat it was."""

    week = models.DateField("周（周一）")
    asked_at = models.DateTimeField("提醒时间")
    printed_at = models.DateTimeField("打印时间", null=True)
    printed_by = models.CharField("打印席位", max_length=120, blank=True)

    class Meta:
        verbose_name = "值班表打印"
        constraints = [models.UniqueConstraint(fields=["conference", "week"], name="duty_print_once")]
