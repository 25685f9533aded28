"""Tables of collections (征集): one ask to many units, what each gave, and what became of every opinion."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.exchange.rules.machines import COLLECTION, REPLY


class Collection(OfConference, Cited):
    """One ask to all or chosen units by a day: a text, a file, or opinions clause by clause.

    One of the office (`by_office`) is the office's alone, and not its host unit's."""

    # What a list counts beside the row, where a look-up says so; no columns.
    asked: int
    given: int
    own: str | None

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="征集单位")
    title = models.CharField("标题", max_length=200)
    text = models.TextField("要求", blank=True)
    form = models.CharField("形式", max_length=12)
    due_on = models.DateField("报送期限")
    source = models.CharField("来源记录", max_length=120, blank=True)
    state = models.CharField("状态", max_length=12, default=COLLECTION.initial)
    by = models.CharField("发起", max_length=120)
    by_office = models.BooleanField("由办公室发起", default=False)
    at = models.DateTimeField("发起时间")
    closed_at = models.DateTimeField("截止时间", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "征集"
        indexes = [models.Index(fields=["conference", "state", "id"], name="collection_by_state")]

    def __str__(self) -> str:
        return self.title


class Reply(OfConference):
    """What one unit gave to a collection; `is_nil` is its word that it has nothing (无意见)."""

    collection = models.ForeignKey(Collection, models.PROTECT, related_name="replies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    ordinal = models.PositiveIntegerField("次序")
    state = models.CharField("状态", max_length=12, default=REPLY.initial)
    is_nil = models.BooleanField("无意见", default=False)
    text = models.TextField("文字", blank=True)
    given_at = models.DateTimeField("报送时间", null=True)
    given_by = models.CharField("报送人", max_length=120, blank=True)
    unit_leader = models.CharField("经本单位哪位负责同志（职务）同意", max_length=120, blank=True)
    reminded_on = models.DateField("提醒日期", null=True)

    class Meta:
        verbose_name = "征集反馈"
        constraints = [models.UniqueConstraint(fields=["collection", "unit"], name="reply_once_a_unit")]
        indexes = [models.Index(fields=["conference", "unit", "state", "id"], name="reply_by_unit")]


class CollectedOpinion(OfConference):
    """One opinion of a unit on a clause or passage, and whether the office adopted it and why."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="opinions")
    place = models.PositiveIntegerField()
    passage = models.CharField("条款", max_length=200)
    text = models.TextField("意见")
    is_dropped = models.BooleanField("已撤换", default=False)
    adoption = models.CharField("采纳", max_length=12, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    judged_by = models.CharField("处理人", max_length=120, blank=True)
    judged_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = "征集意见"
