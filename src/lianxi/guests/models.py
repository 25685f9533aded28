"""The table of tasks for bodies without a seat."""

from typing import ClassVar

from django.db import models

from lianxi.bodies.models import OfConference, Unit
from lianxi.guests.rules import TASK
from lianxi.papers.models import StoredFile


class GuestTask(OfConference):
    """One question to one body, answered by a link, or entered for it by its superior.

    Only the hash of the link's code is stored. `happened_on` and `told_by` (a post, not a name) are those of an
    answer that was given by telephone or on paper and entered here.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"token_hash"})

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="发出单位")
    body = models.CharField("填报单位", max_length=80)
    kind = models.CharField("类别", max_length=12)
    title = models.CharField("事由", max_length=200)
    question = models.TextField("要求", blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    record = models.CharField("有关记录", max_length=120, blank=True)
    due_on = models.DateField("填报期限")
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    expires_at = models.DateTimeField("链接有效至")
    state = models.CharField("状态", max_length=12, default=TASK.initial)
    by = models.CharField("发出", max_length=120)
    at = models.DateTimeField("发出时间")
    text = models.TextField("填报内容", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("填报时间", null=True)
    channel = models.CharField("代为登记的方式", max_length=12, blank=True)
    told_by = models.CharField("告知人职务", max_length=80, blank=True)
    happened_on = models.DateField("告知日期", null=True)
    looked_by = models.CharField("接收", max_length=120, blank=True)
    looked_at = models.DateTimeField("接收时间", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "链接填报"
        indexes = [models.Index(fields=["conference", "unit", "state", "id"], name="guest_task_by_unit")]

    def __str__(self) -> str:
        return f"{self.body}：{self.title}"
