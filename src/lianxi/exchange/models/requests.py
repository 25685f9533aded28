"""Tables of requests between units, and of answers that may serve more than one request."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.exchange.rules.machines import REQUEST


class Answer(OfConference):
    """What a unit answered; the same answer may be given to another request."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    text = models.TextField("答复")
    by = models.CharField("答复人", max_length=120)
    unit_leader = models.CharField("经本单位哪位负责同志（职务）同意", max_length=120, blank=True)
    at = models.DateTimeField("答复时间")

    class Meta:
        verbose_name = "答复"
        indexes = [models.Index(fields=["conference", "unit", "id"], name="answer_by_unit")]


class Request(OfConference, Cited):
    """A unit asks another one: for help, an opinion or material, by a day.

    `asked_on` is the day asked for, `proposed_on` the one the answerer proposes, `due_on` the one that holds.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="提出单位")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="答复单位")
    kind = models.CharField("类别", max_length=12)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    source = models.CharField("来源记录", max_length=120, blank=True, db_index=True)
    asked_on = models.DateField("请于何日前答复")
    proposed_on = models.DateField("另提日期", null=True)
    proposed_why = models.CharField("另提日期的说明", max_length=300, blank=True)
    due_on = models.DateField("商定日期")
    state = models.CharField("状态", max_length=12, default=REQUEST.initial)
    seat_id = models.BigIntegerField()
    by = models.CharField("提出", max_length=120)
    at = models.DateTimeField("提出时间")
    accepted_at = models.DateTimeField("受理时间", null=True)
    accepted_by = models.CharField("受理", max_length=120, blank=True)
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="requests")
    answered_at = models.DateTimeField("答复时间", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    reminded_on = models.DateField("提醒日期", null=True)

    class Meta:
        verbose_name = "请求"
        indexes = [
            models.Index(fields=["conference", "to_unit", "state", "id"], name="request_by_answerer"),
            models.Index(fields=["conference", "unit", "id"], name="request_by_asker"),
        ]

    def __str__(self) -> str:
        return self.title
