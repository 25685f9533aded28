"""Tables of circulars: drafted from the ledger as of a moment."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference
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
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "通报"
        indexes = [models.Index(fields=["conference", "state", "as_of"], name="circular_by_state")]
