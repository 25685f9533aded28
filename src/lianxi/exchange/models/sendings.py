"""Tables of sendings: what a unit sends, each receiver's receipt with its own cut, and a receipt handed back."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.exchange.rules.machines import RECEIPT, SENDING, TALLY
from lianxi.law.models import Ruling
from lianxi.ledger.models import Obligation
from lianxi.ledger.rules import HANDBACK, HANDBACK_OPEN


class Sending(OfConference, Cited):
    """Something a unit sent to others: rows, a paper, a matter, or a word in passing.

    `about` names the record it is about, `source` the record that made it, both as the journal does. `payload`
    is what was sent as it was then: {"fields": [{"name", "label"}], "rows": [[…]]}. `binds` tells whether a clause
    or a decision asks for the answer: only then is a missing one a matter of the ledger.
    """

    # What a list counts beside the row, where a look-up says so; no columns.
    receivers: int
    signed: int
    answered: int
    own: str | None

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=12)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("说明", blank=True)
    about = models.CharField("有关记录", max_length=120, blank=True)
    about_label = models.CharField(max_length=300, blank=True)
    source = models.CharField("来源记录", max_length=120, blank=True, db_index=True)
    payload = models.JSONField("所送数据", default=dict)
    asks = models.JSONField("反馈栏目", default=list)
    respond_by = models.DateField("反馈期限", null=True)
    due_derivation = models.JSONField(null=True)
    binds = models.BooleanField("条款或决定要求反馈", default=False)
    state = models.CharField("状态", max_length=12, default=SENDING.initial)
    seat_id = models.BigIntegerField()
    sent_by = models.CharField("送出", max_length=120)
    sent_at = models.DateTimeField("送出时间")
    unit_leader = models.CharField("经本单位哪位负责同志（职务）同意", max_length=120, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    reason = models.CharField("撤回理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "送出"
        indexes = [
            models.Index(fields=["conference", "id"], name="sending_by_conference"),
            models.Index(fields=["conference", "unit", "id"], name="sending_by_unit"),
        ]

    def __str__(self) -> str:
        return self.title


class Receipt(OfConference):
    """What one receiver got of a sending, and what it said to it.

    `payload` is the receiver's own cut. `outcome` is a word of `OUTCOMES`; `results` gives a word for each row
    where the receiver said so, by the row's place. `obligation` is the matter that a missing answer became,
    `passed_from` the receipt of the unit that named this one.
    """

    sending = models.ForeignKey(Sending, models.PROTECT, related_name="receipts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    payload = models.JSONField("收到的数据", default=dict)
    rows = models.PositiveIntegerField("行数", default=0)
    state = models.CharField("状态", max_length=12, default=RECEIPT.initial)
    signed_at = models.DateTimeField("签收时间", null=True)
    signed_by = models.CharField("签收", max_length=120, blank=True)
    outcome = models.CharField("结果", max_length=12, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    text = models.TextField("反馈", blank=True)
    results = models.JSONField("逐行结果", default=dict)
    answers = models.JSONField("反馈内容", default=dict)
    answered_at = models.DateTimeField("反馈时间", null=True)
    answered_by = models.CharField("反馈人", max_length=120, blank=True)
    unit_leader = models.CharField("经本单位哪位负责同志（职务）同意", max_length=120, blank=True)
    reminded_on = models.DateField("提醒日期", null=True)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="+")
    passed_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="passed_to")

    class Meta:
        verbose_name = "来件"
        constraints = [models.UniqueConstraint(fields=["sending", "unit"], name="receipt_once_a_unit")]
        indexes = [models.Index(fields=["conference", "unit", "state", "id"], name="receipt_by_unit")]

    def __str__(self) -> str:
        return self.sending.title


class Bounce(OfConference, Cited):
    """A receiver's word that a sending is another unit's, by a clause: the ledger's handback, for a receipt."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="bounces")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    named_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=500)
    state = models.CharField("状态", max_length=12, default=HANDBACK.initial)
    by = models.CharField("退件", max_length=120)
    at = models.DateTimeField("退件时间")
    answer = models.CharField("答复", max_length=500, blank=True)
    answer_clause = models.CharField("答复所依条款", max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "退件"
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"], condition=models.Q(state__in=HANDBACK_OPEN), name="one_open_bounce"
            )
        ]
        indexes = [models.Index(fields=["conference", "state", "id"], name="bounce_by_state")]


class Tally(OfConference):
    """Both sides' comparison of what was sent, received and answered between two units in a period.

    `figures` are those of the day it was opened (`queries.tallies.figures_between`).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="送出单位")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="接收单位")
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    figures = models.JSONField("数字")
    state = models.CharField("状态", max_length=12, default=TALLY.initial)
    opened_by = models.CharField("发起", max_length=120)
    opened_at = models.DateTimeField("发起时间")
    sender_agreed_by = models.CharField("送出单位核对", max_length=120, blank=True)
    sender_agreed_at = models.DateTimeField(null=True)
    receiver_agreed_by = models.CharField("接收单位核对", max_length=120, blank=True)
    receiver_agreed_at = models.DateTimeField(null=True)
    note = models.CharField("出入", max_length=500, blank=True)

    class Meta:
        verbose_name = "数据核对"
        indexes = [models.Index(fields=["conference", "state", "id"], name="tally_by_state")]
