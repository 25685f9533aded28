"""Tables of sampling: a seeded draw of closed obligations, and the re-check of each."""

from django.db import models

from lianxi.bodies.models import OfConference
from lianxi.ledger.models.obligations import Obligation, OfObligation


class Sampling(OfConference):
    """A draw among what was closed on the days from `closed_from` until before `closed_before`.

    `population` counts what it was drawn from and `mark` is its hash (`rules.sampling.population_mark`), so
    that the draw can be made again from the seed.
    """

    closed_from = models.DateField("办结自")
    closed_before = models.DateField("办结至（不含）")
    seed = models.CharField("种子", max_length=60)
    size = models.PositiveIntegerField("抽取")
    population = models.PositiveIntegerField("总体")
    mark = models.CharField(max_length=64)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "抽查"


class Recheck(OfObligation):
    """The re-check of one sampled obligation; failing opens `followed_by`, the closed one stays as it was."""

    sampling = models.ForeignKey(Sampling, models.PROTECT, related_name="rechecks")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=12)
    text = models.CharField("复核情况", max_length=1000, blank=True)
    seat_id = models.BigIntegerField(null=True)
    by = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(null=True)
    followed_by = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="rechecked_from")

    class Meta:
        verbose_name = "抽查复核"
        indexes = [models.Index(fields=["conference", "state", "sampling"], name="recheck_by_state")]
