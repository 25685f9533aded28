"""Tables of endings: an obligation that another one replaced or took in, or that a later decision cancelled."""

from django.db import models

from lianxi.ledger.models.obligations import ByUnit, Obligation


class Ending(ByUnit):
    """How an obligation ended other than by being done: its kind, the later decision, and what goes on.

    `record` names the decision as the journal does, `into` is the obligation that replaced it or took it in.
    """

    kind = models.CharField(max_length=12)
    into = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="absorbed")
    record = models.CharField("依据的决定", max_length=120)
    label = models.CharField("决定名称", max_length=300)
    reason = models.CharField("理由", max_length=300)

    class Meta:
        verbose_name = "事项终止"
        constraints = [models.UniqueConstraint(fields=["obligation"], name="ended_once")]
