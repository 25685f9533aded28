"""Tables of competence: a unit hands a matter back and names whose it is."""

from django.db import models

from lianxi.bodies.models import Cited, Unit
from lianxi.law.models import Ruling
from lianxi.ledger.models.obligations import ByUnit
from lianxi.ledger.rules import HANDBACK_OPEN


class Handback(ByUnit, Cited):
    """A unit's word that a matter is another unit's by a clause, and what became of it.

    Nothing is stored with the named unit before it accepts or the office rules. `of_lead` tells whether the
    lead or a co-unit handed back; `moved_to` and `moved_at` are set when the matter changed hands.
    """

    named_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    of_lead = models.BooleanField(default=True)
    reason = models.CharField("理由", max_length=500)
    state = models.CharField(max_length=12)
    answer = models.CharField("答复", max_length=500, blank=True)
    answer_clause = models.CharField("答复所依条款", max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)
    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="+")
    moved_to = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "退回"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "unit"],
                condition=models.Q(state__in=HANDBACK_OPEN),
                name="one_open_handback",
            )
        ]
        indexes = [models.Index(fields=["conference", "state", "at"], name="handback_by_state")]
