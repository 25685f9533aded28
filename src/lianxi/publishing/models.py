"""The tables of what is made public and of the units asked before."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Seat, Unit
from lianxi.papers.models import Paper
from lianxi.publishing.rules import OPINION, PUBLICATION


class Publication(OfConference, Cited):
    """One piece of information on its way to the public, from its draft to its withdrawal.

    `text` is what is published; where it is that of an issued `paper` the package holds the paper's own PDF. The day by
    which it has to be public counts from `formed_on`. `writers` are the persons who had a hand in the words;
    `findings` kind and place of what the scan showed when it was submitted, `scan_reason` why they may stand;
    `text_hash` the hash of title and text as cleared. `early_reason` says why it was public before its review.
    """

    title = models.CharField("标题", max_length=200)
    text = models.TextField("正文")
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+", verbose_name="公文")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="拟稿单位")
    drafted_seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    writers = models.JSONField(default=list)
    by = models.CharField("拟稿", max_length=120)
    at = models.DateTimeField("拟稿时间")
    formed_on = models.DateField("信息形成日期")
    due_on = models.DateField("公开期限")
    due_derivation = models.JSONField(null=True)
    state = models.CharField("状态", max_length=12, default=PUBLICATION.initial)
    submitted_at = models.DateTimeField("送审时间", null=True)
    reviewer = models.CharField("发布审查人", max_length=120, blank=True)
    cleared_by = models.CharField("审查登记", max_length=120, blank=True)
    cleared_on = models.DateField("审查日期", null=True)
    findings = models.JSONField("扫描结果", default=list)
    scan_reason = models.CharField("扫描结果的说明", max_length=500, blank=True)
    text_hash = models.CharField("文稿校验值", max_length=64, blank=True)
    ground = models.CharField("不予公开的依据", max_length=12, blank=True)
    reason = models.CharField("理由", max_length=500, blank=True)
    site = models.CharField("发布网站", max_length=120, blank=True)
    address = models.CharField("网址", max_length=400, blank=True)
    published_on = models.DateField("发布日期", null=True)
    published_at = models.DateTimeField("登记发布的时间", null=True)
    early_reason = models.CharField("先于审查发布的情况", max_length=500, blank=True)
    withdrawal = models.CharField("撤回情形", max_length=12, blank=True)
    withdraw_reason = models.CharField("撤回理由", max_length=500, blank=True)
    withdraw_due_on = models.DateField("撤回期限", null=True)
    withdraw_derivation = models.JSONField(null=True)
    withdrawn_on = models.DateField("撤回日期", null=True)

    class Meta:
        verbose_name = "信息发布"
        indexes = [
            models.Index(fields=["conference", "state", "due_on", "id"], name="publication_by_state"),
        ]

    def __str__(self) -> str:
        return self.title


class PublicationOpinion(OfConference):
    """What a unit that made the information too says to its publication."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="征求单位")
    state = models.CharField("状态", max_length=8, default=OPINION.initial)
    due_on = models.DateField("答复期限")
    due_derivation = models.JSONField(null=True)
    stance = models.CharField("意见", max_length=8, blank=True)
    said = models.CharField("说明", max_length=500, blank=True)
    answered_by = models.CharField("答复人", max_length=120, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = "公开意见"
        constraints = [
            models.UniqueConstraint(fields=["publication", "unit"], name="publication_opinion_once"),
        ]

    def __str__(self) -> str:
        return str(self.publication)
