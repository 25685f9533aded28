"""Tables of handovers: the open matters of a seat, handed to whoever follows, with notes."""

from django.db import models

from lianxi.bodies.models import OfConference, Seat
from lianxi.ledger.models.obligations import OfObligation


class Handover(OfConference):
    """The open matters of a seat handed to its successor, in the same seat or another one of the unit."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    to_seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    note = models.CharField("交接说明", max_length=1000)
    state = models.CharField(max_length=12)
    by = models.CharField(max_length=120)
    person_id = models.BigIntegerField()
    at = models.DateTimeField()
    taken_by = models.CharField(max_length=120, blank=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "交接"
        indexes = [models.Index(fields=["to_seat", "state"], name="handover_to")]


class HandoverMatter(OfObligation):
    """One matter of a handover, with what its successor must know."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="matters")
    note = models.CharField("说明", max_length=300, blank=True)

    class Meta:
        verbose_name = "交接事项"
        constraints = [models.UniqueConstraint(fields=["handover", "obligation"], name="handed_over_once")]


class HandoverRecord(OfConference):
    """A record under way of any room that goes along in a handover, as the journal names it."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="others")
    record = models.CharField("记录", max_length=120)
    title = models.CharField("标题", max_length=300)

    class Meta:
        verbose_name = "交接的在办记录"
        constraints = [models.UniqueConstraint(fields=["handover", "record"], name="record_handed_once")]
