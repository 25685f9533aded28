"""Tables of slips (催办单): the rungs of the ladder a conference has set, and every slip that was issued."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.ledger.models.obligations import OfObligation


class Rung(OfConference):
    """A rung of the conference's ladder from a day: ended and replaced, never edited.

    `workdays` are counted from the due date (negative: before it) or, where `anchor` is "previous", from
    the day of the slip before. `source` is "configured": no document names these days.
    """

    profile = models.CharField(max_length=12)
    step = models.PositiveIntegerField()
    label = models.CharField("名称", max_length=20)
    anchor = models.CharField(max_length=8)
    workdays = models.IntegerField("工作日")
    source = models.CharField(max_length=12)
    set_by = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_before = models.DateField(null=True)

    class Meta:
        verbose_name = "催办阶梯"
        indexes = [models.Index(fields=["conference", "starts_on"], name="rung_by_conference")]


class Slip(OfObligation, Cited):
    """One slip, never issued twice: for a due date of an obligation there is one of each rung at most.

    `next_on` is the day the next rung comes if nobody replies; empty on the last one. `reason` says why
    the office issued it out of turn.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_on = models.DateField("办理时限")
    step = models.PositiveIntegerField()
    label = models.CharField("名称", max_length=20)
    number = models.CharField("编号", max_length=60)
    year = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    text = models.TextField("内容")
    reason = models.CharField("理由", max_length=300, blank=True)
    state = models.CharField(max_length=12)
    issued_on = models.DateField("签发日期")
    issued_at = models.DateTimeField("签发时间")
    issued_by = models.CharField("签发", max_length=120)
    next_on = models.DateField(null=True)
    received_at = models.DateTimeField("签收时间", null=True)
    received_by = models.CharField("签收人", max_length=120, blank=True)

    class Meta:
        verbose_name = "催办单"
        constraints = [
            models.UniqueConstraint(fields=["obligation", "due_on", "step"], name="slip_once"),
            models.UniqueConstraint(fields=["conference", "year", "sequence"], name="slip_number_once"),
        ]
        indexes = [
            models.Index(
                fields=["conference", "state", "next_on", "id"],
                condition=models.Q(next_on__isnull=False),
                name="slip_to_raise",
            ),
            models.Index(fields=["conference", "unit", "id"], name="slip_by_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.label}{self.number}"
