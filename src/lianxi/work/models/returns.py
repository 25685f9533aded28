"""Tables of returns: what a unit hands in for a period, and the parts of those who help."""

from django.db import models

from lianxi.bodies.models import OfConference, Unit
from lianxi.ledger.models import Obligation
from lianxi.work.models.arrangements import Arrangement


class Return(OfConference):
    """What a unit owes of an arrangement for a period. A nil return is one like any other, with `nil`.

    `arrangement` is the version whose form is asked for; where a new form comes before it is handed in, the new one
    is. `agreed_by` is who in the unit agreed (post and name as typed). `obligation` is what a missed return became.
    """

    line = models.ForeignKey(Arrangement, models.PROTECT, related_name="returns_of_line")
    arrangement = models.ForeignKey(Arrangement, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.CharField("期次", max_length=8)
    first_day = models.DateField("期首")
    last_day = models.DateField("期末")
    due_on = models.DateField("截止日")
    derivation = models.JSONField(default=dict)
    state = models.CharField(max_length=12)
    nil = models.BooleanField("本期无此类事项", default=False)
    rows = models.PositiveIntegerField("行数", default=0)
    note = models.CharField("说明", max_length=500, blank=True)
    agreed_by = models.CharField("本单位同意人", max_length=80, blank=True)
    opened_at = models.DateTimeField()
    handed_at = models.DateTimeField("报送时间", null=True)
    handed_by = models.CharField("报送人", max_length=120, blank=True)
    filled_seat_id = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField("审核时间", null=True)
    checked_by = models.CharField("审核人", max_length=120, blank=True)
    received_at = models.DateTimeField("接收时间", null=True)
    returned_at = models.DateTimeField("退回时间", null=True)
    reason = models.CharField("退回理由", max_length=300, blank=True)
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, null=True, related_name="+", verbose_name="逾期事项"
    )

    class Meta:
        verbose_name = "报送"
        constraints = [models.UniqueConstraint(fields=["line", "unit", "period"], name="return_once")]
        indexes = [
            models.Index(fields=["conference", "state", "due_on"], name="return_by_state"),
            models.Index(fields=["unit", "state", "due_on"], name="return_by_unit"),
            models.Index(fields=["conference", "last_day", "line"], name="return_by_period"),
        ]


class Part(OfConference):
    """What a unit that takes part says of its own part in a period; it counts for that unit."""

    line = models.ForeignKey(Arrangement, models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.CharField("期次", max_length=8)
    about = models.DateField("所属期末")
    text = models.CharField("本单位部分", max_length=1000)
    at = models.DateTimeField("填报时间")
    seat_id = models.BigIntegerField()
    by = models.CharField("填报人", max_length=120)

    class Meta:
        verbose_name = "配合部分"
        indexes = [models.Index(fields=["line", "about"], name="part_by_period")]
