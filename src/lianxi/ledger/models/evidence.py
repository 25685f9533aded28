"""Tables of evidence: typed pieces that a unit adds to an obligation."""

from django.db import models

from lianxi.ledger.models.obligations import ByUnit
from lianxi.papers.models import StoredFile


class Evidence(ByUnit):
    """A piece of evidence of one type; `details` are the fields of its type (`rules.evidence.typed_details`)."""

    kind = models.CharField("佐证类型", max_length=12)
    title = models.CharField("名称", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        verbose_name = "佐证"
        indexes = [models.Index(fields=["obligation", "at"], name="evidence_by_obligation")]
