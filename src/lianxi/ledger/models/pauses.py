"""Tables of clocks that stand still for a while."""

from django.db import models

from lianxi.ledger.models.obligations import OfObligation


class ClockPause(OfObligation):
    """Days on which an obligation's clock stands still, both included, for a reason that its rule names."""

    reason = models.CharField("情形", max_length=100)
    note = models.CharField("说明", max_length=300)
    starts_on = models.DateField("起")
    ends_on = models.DateField("止")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = "时限暂停"
        indexes = [models.Index(fields=["obligation", "starts_on"], name="pause_by_obligation")]
