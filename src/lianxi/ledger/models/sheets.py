"""Tables of imports: a spreadsheet that was sent, and which obligation each of its rows is."""

from django.db import models

from lianxi.bodies.models import OfConference
from lianxi.ledger.models.obligations import Obligation
from lianxi.papers.models import StoredFile


class LedgerSheet(OfConference):
    """A spreadsheet sent to be imported; its rows are read anew whenever they are shown or applied.

    `counts` gives the rows by state, `unknown` the headings nobody knows, both as of the upload and, once
    applied, as of then.
    """

    name = models.CharField("文件名", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)
    unknown = models.JSONField(default=list)
    state = models.CharField(max_length=12)
    sent_at = models.DateTimeField("上传时间")
    sent_by = models.CharField("上传人", max_length=120)
    applied_at = models.DateTimeField("导入时间", null=True)

    class Meta:
        verbose_name = "导入表格"


class ImportedRow(OfConference):
    """The key under which a row was imported, so that the same row is known again."""

    key = models.CharField(max_length=200)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="+")
    sheet = models.ForeignKey(LedgerSheet, models.PROTECT, related_name="rows")

    class Meta:
        verbose_name = "导入行"
        constraints = [models.UniqueConstraint(fields=["conference", "key"], name="imported_once")]
