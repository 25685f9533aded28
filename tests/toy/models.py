"""The table of memos."""

from django.db import models

from lianxi.bodies.models import OfConference, Unit


class Memo(OfConference):
    """A memo for a unit, to be read by a day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    text = models.CharField("内容", max_length=200)
    due_on = models.DateField("阅读期限")
    state = models.CharField("状态", max_length=12)

    class Meta:
        verbose_name = "玩具备忘"
