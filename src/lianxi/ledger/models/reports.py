"""Reports of half a year or a year: the paper's draft, its period, and the figures it was drawn with."""

from django.db import models

from lianxi.bodies.models import OfConference
from lianxi.papers.models import PaperDraft


class WorkReport(OfConference):
    """The figures that the draft of a report was written with, so that they can be counted again.

    `figures` is a list of key, label, value, words, under (see `ledger.rules.reports.Quoted`), counted from the
    first to the last day of the period, or to `counted_at` where the period was not over.
    """

    draft = models.OneToOneField(PaperDraft, models.PROTECT, related_name="+")
    first_on = models.DateField("期间自")
    last_on = models.DateField("期间至")
    counted_at = models.DateTimeField("统计时点")
    figures = models.JSONField("文中数字", default=list)

    class Meta:
        verbose_name = "工作报告"

    def __str__(self) -> str:
        return str(self.draft.title)
