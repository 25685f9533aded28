"""Tables of duties that go on: what is followed of each clause, and the figures units gave."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.ledger.models.obligations import Obligation


class StandingDuty(OfConference, Cited):
    """How the office follows one duty clause of one unit; `obligation` is the one that recurs for it.

    `evidence` and `indicators` are lists of codes; `origin` says where the row came from: shipped, derived
    or edited.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    ordinal = models.PositiveIntegerField()
    title = models.CharField("职责", max_length=300)
    nature = models.CharField("性质", max_length=12)
    cycle = models.CharField("周期", max_length=12)
    evidence = models.JSONField("佐证类型", default=list)
    indicators = models.JSONField("指标", default=list)
    trigger = models.CharField("触发条件", max_length=200, blank=True)
    origin = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "职责跟踪"
        constraints = [
            models.UniqueConstraint(fields=["conference", "basis_clause", "unit"], name="duty_once_a_clause")
        ]

    def __str__(self) -> str:
        return self.title


class IndicatorValue(OfConference):
    """A figure a unit gave for a period of a duty; a later one for the same period takes its place."""

    duty = models.ForeignKey(StandingDuty, models.PROTECT, related_name="values")
    period = models.CharField("期次", max_length=8)
    indicator = models.CharField(max_length=40)
    value = models.DecimalField("数值", max_digits=18, decimal_places=4)
    seat_id = models.BigIntegerField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField("填报时间")

    class Meta:
        verbose_name = "履职指标"
        indexes = [models.Index(fields=["duty", "period", "indicator", "at"], name="indicator_by_period")]
