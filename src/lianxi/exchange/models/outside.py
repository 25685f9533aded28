"""Tables of what comes in from outside (收文) and what is owed upward (对上报送)."""

from typing import ClassVar

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.exchange.rules.machines import INCOMING, UPWARD


class Incoming(OfConference, Cited):
    """A paper, letter or call that came to the office, under the number the office system gave it.

    `gist` is all that is kept of an instruction (批示) where the network is not declared fit. `complainant` is
    encrypted and enters neither the journal nor anything that goes on; `seat_id` registered it and alone reads it.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"complainant"})

    kind = models.CharField("类别", max_length=12)
    role = models.CharField("主办或会办", max_length=8, blank=True)
    system_number = models.CharField("办公系统收文编号", max_length=60)
    from_body = models.CharField("来文机关（人）", max_length=120)
    doc_number = models.CharField("来文字号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    gist = models.TextField("内容摘要", blank=True)
    ask = models.CharField("来文要求", max_length=500, blank=True)
    received_on = models.DateField("收文日期")
    due_on = models.DateField("要求办结日期", null=True)
    handler = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="承办单位")
    is_petition = models.BooleanField("属信访事项", default=False)
    complainant = models.TextField("来信来电人", blank=True)
    reads = models.PositiveIntegerField("来信来电人查看次数", default=0)
    state = models.CharField("状态", max_length=12, default=INCOMING.initial)
    seat_id = models.BigIntegerField()
    by = models.CharField("登记", max_length=120)
    at = models.DateTimeField("登记时间")
    reason = models.CharField("理由", max_length=300, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    answer_number = models.CharField("答复文号", max_length=60, blank=True)
    answer_text = models.TextField("答复内容", blank=True)
    answered_by = models.CharField("答复登记", max_length=120, blank=True)

    class Meta:
        verbose_name = "收文"
        constraints = [
            models.UniqueConstraint(fields=["conference", "system_number"], name="incoming_number_once")
        ]
        indexes = [models.Index(fields=["conference", "state", "id"], name="incoming_by_state")]

    def __str__(self) -> str:
        return self.title


class Routing(OfConference):
    """What an incoming paper became: a topic, a matter of the ledger, a sending, as the journal names it."""

    incoming = models.ForeignKey(Incoming, models.PROTECT, related_name="routings")
    into = models.CharField("转为", max_length=12)
    record = models.CharField("记录", max_length=120)
    label = models.CharField(max_length=300)
    by = models.CharField("办理", max_length=120)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "收文转办"


class Upward(OfConference, Cited):
    """A report owed to somebody above by a day: what, in which form, who drafts it, and how often it repeats.

    `anchor_on` is the first due day: later ones keep its day of the month. `follows` is the one before.
    """

    title = models.CharField("报送内容", max_length=200)
    to_body = models.CharField("报送对象", max_length=120)
    form = models.CharField("形式", max_length=12)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="起草单位")
    repeats = models.CharField("周期", max_length=12)
    period_from = models.DateField("期间自", null=True)
    anchor_on = models.DateField()
    due_on = models.DateField("报送期限")
    source = models.CharField("来源记录", max_length=120, blank=True)
    state = models.CharField("状态", max_length=12, default=UPWARD.initial)
    text = models.TextField("文稿", blank=True)
    by = models.CharField("登记", max_length=120)
    at = models.DateTimeField("登记时间")
    sent_on = models.DateField("报送日期", null=True)
    number = models.CharField("文号", max_length=60, blank=True)
    sent_by = models.CharField("报送", max_length=120, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")

    class Meta:
        verbose_name = "对上报送"
        indexes = [models.Index(fields=["conference", "state", "due_on", "id"], name="upward_by_state")]

    def __str__(self) -> str:
        return self.title
