"""The table of passings: a matter's lead followed by another unit in a reform, so that earlier moments can be told."""

from django.db import models

from lianxi.bodies.models import Unit
from lianxi.ledger.models.obligations import OfObligation


class Passing(OfObligation):
    """A lead unit was renamed or merged: what it had acknowledged stands for the unit that follows."""

    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "主办承接"
