"""Tables of circulars: drafted from the ledger as of a moment."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.papers.models import Paper


class Circular(OfConference, Cited):
    """A circular drafted from the ledger as of a moment; `figures` hold the records each was counted from."""

    title = models.CharField("标题", max_length=200)
    as_of = models.DateTimeField("统计时点")
    figures = models.JSONField(default=list)
    text = models.TextField("正文")
    state = models.CharField(max_length=12)
    drafted_at = models.DateTimeField()
    drafted_by = models.CharField(max_length=120)
    shown_at = models.DateTimeField("送核对时间", null=True)
    contest_until = models.DateField("异议截止", null=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "通报"
        indexes = [models.Index(fields=["conference", "state", "as_of"], name="circular_by_state")]


class Contest(OfConference):
    """A unit's objection to one figure of a circular that was shown to it, and the office's answer.

    The counted figure stays as the ledger gives it; `corrected` is what the office prints beside it.
    """

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="contests")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    label = models.CharField("项目", max_length=120)
    reason = models.CharField("理由", max_length=300)
    state = models.CharField(max_length=12)
    corrected = models.PositiveIntegerField("更正为", null=True)
    answer = models.CharField("答复", max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "数字异议"
        constraints = [models.UniqueConstraint(fields=["circular", "unit", "key"], name="contested_once")]
