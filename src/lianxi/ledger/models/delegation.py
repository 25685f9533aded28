"""Tables of delegation: the side above offers, the side below answers, each in its own conference and chain."""

from django.db import models

from lianxi.bodies.models import Conference, OfConference
from lianxi.ledger.models.obligations import ByUnit, Obligation


class Delegation(ByUnit):
    """An offer of an obligation to a conference below; accountability stays with the obligation above."""

    to_conference = models.ForeignKey(Conference, models.PROTECT, related_name="+")
    note = models.CharField("交办要求", max_length=500)
    due_on = models.DateField("要求期限", null=True)
    state = models.CharField(max_length=12)

    class Meta:
        verbose_name = "交办"
        indexes = [models.Index(fields=["to_conference", "state", "at"], name="delegation_to")]


class DelegationAnswer(OfConference):
    """The lower office's answer: accepted with an obligation of its own, or returned with the reason."""

    delegation = models.OneToOneField(Delegation, models.PROTECT, related_name="answered")
    result = models.CharField(max_length=8)
    reason = models.CharField("理由", max_length=500, blank=True)
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="delegated_from")
    seat_id = models.BigIntegerField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "交办答复"
