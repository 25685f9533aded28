"""Tables of the outbox: channels, preferences, digests and their deliveries, tasks put to 统一待办."""

from typing import ClassVar

from django.db import models

from lianxi.bodies.models import OfConference, Tenure, Unit


class Channel(OfConference):
    """An address of a unit or (without one) of the office; with a tenure, its holder's own for as long as it lasts.

    `address` is a secret (whoever knows a robot's address can write to its group): it is never shown again
    and never enters the journal; `shown` is its masked form.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"address"})

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    tenure = models.ForeignKey(Tenure, models.PROTECT, null=True, related_name="+")
    kind = models.CharField("类别", max_length=12)
    address = models.CharField("地址", max_length=500)
    shown = models.CharField("地址（遮蔽）", max_length=120)
    note = models.CharField("备注", max_length=80, blank=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=120)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "外发渠道"
        indexes = [
            models.Index(
                fields=["conference", "unit"],
                condition=models.Q(ended_at__isnull=True),
                name="channel_active",
            )
        ]


class Preference(OfConference):
    """Whether an event leaves by a kind of channel for a role, from a day: ended and replaced, never edited."""

    event = models.CharField(max_length=12)
    role = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)
    is_on = models.BooleanField()
    set_by = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)

    class Meta:
        verbose_name = "外发设置"


class Digest(OfConference):
    """What one unit, or the office, is told on one working day; there is never a second one.

    `recipient` is `unit:<id>` or `office`; `lines` hold event, text and the page each line opens.
    """

    recipient = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    day = models.DateField("日期")
    lines = models.JSONField(default=list)
    built_at = models.DateTimeField()

    class Meta:
        verbose_name = "每日摘要"
        constraints = [models.UniqueConstraint(fields=["conference", "recipient", "day"], name="digest_once")]


class Delivery(OfConference):
    """One digest on its way to one address; `begun_at` is stored before anything leaves the house."""

    digest = models.ForeignKey(Digest, models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    text = models.TextField("内容")
    state = models.CharField(max_length=12)
    attempts = models.PositiveIntegerField("尝试次数", default=0)
    next_at = models.DateTimeField("下次尝试", null=True)
    begun_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField("送出时间", null=True)
    error = models.CharField("未送出的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "外发"
        constraints = [models.UniqueConstraint(fields=["digest", "channel"], name="delivery_once")]
        indexes = [models.Index(fields=["state", "next_at", "id"], name="delivery_by_state")]


class Todo(OfConference):
    """One row of a holder's desk as 统一待办 over there holds it: created when it appears, finished when it falls away.

    `task` names the row of the desk, `key` this row over there: it stays the same however often it is sent, so that
    a lost answer doubles nothing. `account` is whose it is; like an address it is a secret, and forgotten at the end.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"account"})

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="+")
    task = models.CharField(max_length=64)
    key = models.CharField("推送编号", max_length=40)
    title = models.CharField("送出的标题", max_length=200)
    url = models.CharField(max_length=300)
    account = models.CharField("统一待办账号", max_length=500, blank=True)
    outside_id = models.CharField("对方编号", max_length=120, blank=True)
    state = models.CharField(max_length=12)
    attempts = models.PositiveIntegerField("尝试次数", default=0)
    next_at = models.DateTimeField("下次尝试", null=True)
    begun_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField("列上工作台的时间")
    opened_at = models.DateTimeField("送出时间", null=True)
    fell_at = models.DateTimeField("从工作台消去的时间", null=True)
    finished_at = models.DateTimeField("办结时间", null=True)
    is_elsewhere = models.BooleanField("在对方已办结", default=False)
    error = models.CharField("未送出的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = "统一待办推送"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="todo_once"),
            models.UniqueConstraint(
                fields=["channel", "task"],
                condition=models.Q(fell_at__isnull=True),
                name="todo_stands_once",
            ),
        ]
        indexes = [models.Index(fields=["state", "next_at", "id"], name="todo_by_state")]
