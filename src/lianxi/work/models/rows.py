"""The table of rows: what units entered under an arrangement, every version kept."""

from django.db import models

from lianxi.bodies.models import OfConference, Unit
from lianxi.exchange.models import Sending
from lianxi.work.models.arrangements import Arrangement


class Row(OfConference):
    """One version of a row of a line of arrangements, about a period.

    `about` is the last day of the period the row tells of: it decides where a figure counts, whenever it was typed.
    A correction is a new version; the earlier one stays with `until`. A version with `removed` takes the row away.
    `sending` is what brought this version to the receivers.
    """

    line = models.ForeignKey(Arrangement, models.PROTECT, related_name="rows")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.CharField("期次", max_length=8)
    about = models.DateField("所属期末")
    key = models.CharField(max_length=200)
    values = models.JSONField("内容", default=dict)
    form_version = models.PositiveIntegerField("表样版次", default=1)
    edition = models.PositiveIntegerField("版次", default=1)
    removed = models.BooleanField("已删除", default=False)
    at = models.DateTimeField("填报时间")
    until = models.DateTimeField("改正时间", null=True)
    seat_id = models.BigIntegerField()
    by = models.CharField("填报人", max_length=120)
    sending = models.ForeignKey(Sending, models.PROTECT, null=True, related_name="+", verbose_name="送出")

    class Meta:
        verbose_name = "登记行"
        constraints = [
            models.UniqueConstraint(
                fields=["line", "unit", "about", "key"],
                condition=models.Q(until__isnull=True),
                name="row_once",
            )
        ]
        indexes = [models.Index(fields=["line", "about", "id"], name="row_by_period")]
