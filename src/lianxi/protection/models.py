"""Lists under tokens, their rows and outcomes, recognitions, pairs of tokens, checks, impact assessments.

No table has a column for words of one's own: what is not a token, a date, a number or a word of a list has no place.
Tokens never enter the journal (`SECRET`), so that deleting one leaves nothing of it.
"""

from typing import ClassVar

from django.db import models

from lianxi.bodies.models import OfConference, Unit
from lianxi.law.models import Ruling
from lianxi.ledger.models import Obligation


class PersonList(OfConference):
    """A list that goes from one unit to one unit. The named file travels outside; here its count and SHA-256.

    `claimed` is what the receiver counted where it differs: the list then stays open. `sent_on` and `received_on` are
    as the transfer slip says. `is_stock`: old cases brought in as one list.
    """

    kind = models.CharField("名单", max_length=4)
    year = models.PositiveIntegerField("年份", default=0)
    sequence = models.PositiveIntegerField("序号", default=0)
    number = models.CharField("编号", max_length=24)
    month = models.CharField("所属月份", max_length=7)
    sender = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="送出单位")
    receiver = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="接收单位")
    way = models.CharField("移交方式", max_length=12)
    is_stock = models.BooleanField("存量", default=False)
    count = models.PositiveIntegerField("人数", default=0)
    sha256 = models.CharField("文件校验值", max_length=64, blank=True)
    claimed = models.PositiveIntegerField("接收单位清点人数", null=True)
    state = models.CharField("状态", max_length=12)
    drafted_at = models.DateTimeField("起草时间")
    sent_on = models.DateField("送出日期", null=True)
    received_on = models.DateField("签收日期", null=True)
    withdrawn_on = models.DateField("收回日期", null=True)
    deleted_on = models.DateField("确认删除日期", null=True)
    due_on = models.DateField("送出、签收期限", null=True)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "人员名单"
        indexes = [models.Index(fields=["conference", "kind", "state", "id"], name="person_list_by_kind")]

    def __str__(self) -> str:
        return self.number


class ListRow(OfConference):
    """A person of a list under a token: where the case stands, since when, until when it must move.

    `since_on` is the day from which the disease counts as occupational, `last_day` the person's own last day to apply.
    `next` is the row of the list it was handed on to. `ended_on` closes the row in every sum.
    """

    SECRET: ClassVar[frozenset[str]] = frozenset({"token"})

    list = models.ForeignKey(PersonList, models.PROTECT, related_name="rows")
    token = models.CharField("人员代码", max_length=10)
    area = models.CharField("地区", max_length=60)
    since_on = models.DateField("诊断（鉴定）日期", null=True)
    cause = models.CharField("情形", max_length=16, blank=True)
    household = models.PositiveSmallIntegerField("家庭人数", null=True)
    household_mark = models.PositiveIntegerField("同户标记", null=True)
    word = models.CharField("办理情况", max_length=20)
    word_on = models.DateField("办理日期")
    reason = models.CharField("理由", max_length=20, blank=True)
    received_on = models.DateField("决定送达日期", null=True)
    due_on = models.DateField("应有进展的日期", null=True)
    due_rule = models.CharField("时限规则", max_length=40, blank=True)
    last_day = models.DateField("本人申请最后一日", null=True)
    remedy_until = models.DateField("救济最后一日", null=True)
    remedy_rolls_to = models.DateField("遇休息日顺延至", null=True)
    ended_on = models.DateField("办结日期", null=True)
    listed_on = models.DateField("列入未办结清单日期", null=True)
    is_hard = models.BooleanField("疑难", default=False)
    is_dropped = models.BooleanField("起草时去掉", default=False)
    next = models.ForeignKey("self", models.PROTECT, null=True, related_name="sources")

    class Meta:
        verbose_name = "名单人员"
        indexes = [
            models.Index(fields=["conference", "due_on"], name="list_row_by_due"),
            models.Index(fields=["list", "id"], name="list_row_by_list"),
            models.Index(fields=["conference", "token"], name="list_row_by_token"),
        ]


class RowOutcome(OfConference):
    """A word that a row was given, by which unit and when; never overwritten, a correction stands beside it."""

    row = models.ForeignKey(ListRow, models.PROTECT, related_name="outcomes")
    word = models.CharField("办理情况", max_length=20)
    happened_on = models.DateField("办理日期")
    entered_at = models.DateTimeField("登记时间")
    reason = models.CharField("理由", max_length=20, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "办理情况"
        indexes = [models.Index(fields=["row", "id"], name="row_outcome_by_row")]


class RecognitionSigner(OfConference):
    """The unit that signs recognitions: named by the office on a ruling, with that unit's consent."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=12)
    named_at = models.DateTimeField("提出时间")
    agreed_at = models.DateTimeField("同意时间", null=True)

    class Meta:
        verbose_name = "核实单位"


class Recognition(OfConference):
    """Whether the employer is gone or the relation cannot be confirmed (核实意见), on four facts of their keepers."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"token"})

    number = models.CharField("编号", max_length=24)
    token = models.CharField("人员代码", max_length=10)
    area = models.CharField("地区", max_length=60)
    asked_by = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="提出单位")
    signer = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="核实单位")
    state = models.CharField("状态", max_length=12)
    asked_on = models.DateField("提出日期")
    result = models.CharField("核实结论", max_length=16, blank=True)
    signed_on = models.DateField("核实日期", null=True)
    cause = models.CharField("异议、撤回的原因", max_length=16, blank=True)
    ended_on = models.DateField("撤回日期", null=True)

    class Meta:
        verbose_name = "核实意见"
        indexes = [models.Index(fields=["conference", "token"], name="recognition_by_token")]


class RecognitionFact(OfConference):
    """One fact of a recognition, stated by the unit that keeps it."""

    recognition = models.ForeignKey(Recognition, models.PROTECT, related_name="facts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField("事项", max_length=16)
    word = models.CharField("情况", max_length=16, blank=True)
    stated_on = models.DateField("提供日期", null=True)

    class Meta:
        verbose_name = "核实事实"


class PersonLink(OfConference):
    """Two tokens that are one person from a day until a day, or (`apart`) are known not to be."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"a", "b"})

    kind = models.CharField("关系", max_length=8)
    a = models.CharField("人员代码", max_length=10)
    b = models.CharField("另一人员代码", max_length=10)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField("状态", max_length=12)
    from_on = models.DateField("起", null=True)
    until_on = models.DateField("止", null=True)
    proposed_at = models.DateTimeField("提出时间")
    seat_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "人员并档"


class ListCheck(OfConference):
    """The half-yearly check of one kind of list between two units: Σ sent = Σ ends + Σ open, signed by both."""

    kind = models.CharField("名单", max_length=4)
    half = models.CharField("半年", max_length=6)
    sender = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    sent = models.PositiveIntegerField("送出")
    ended = models.PositiveIntegerField("办结")
    open = models.PositiveIntegerField("在办")
    state = models.CharField("状态", max_length=8)
    signed_by = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField("核对时间")
    closed_at = models.DateTimeField("双方一致时间", null=True)

    class Meta:
        verbose_name = "名单核对"


class ImpactAssessment(OfConference):
    """An assessment of impact on personal information, before the first list; kept three years (第五十六条)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kinds = models.JSONField("名单", default=list)
    purposes = models.JSONField("处理目的", default=list)
    measures = models.JSONField("保护措施", default=list)
    risk = models.CharField("影响和风险", max_length=8)
    paper = models.CharField("评估报告文号", max_length=40)
    done_on = models.DateField("评估日期")
    keep_until = models.DateField("保存至")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "个人信息保护影响评估"
