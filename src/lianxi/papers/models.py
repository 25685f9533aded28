"""Tables of papers: stored files, number registers, issued papers and their recipients."""

from django.db import models

from lianxi.bodies.models import OfConference, Unit


class StoredFile(OfConference):
    """A file kept under its SHA-256; the same content is kept once on disk.

    `sm3` is empty for files kept before it was noted.
    """

    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64, blank=True)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = "文件"


class NumberRegister(OfConference):
    """The last number given for a kind prefix in a year; locked while a number is drawn."""

    prefix = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "发文字号登记"
        constraints = [models.UniqueConstraint(fields=["conference", "prefix", "year"], name="register_once")]


class Paper(OfConference):
    """An issued official document: its frozen model, its DOCX and PDF and what it was issued for.

    `pdf` is empty for papers issued before it was kept, and where an edited DOCX without a PDF of its own is
    the text of record.
    """

    kind = models.CharField(max_length=20)
    number = models.CharField("发文字号", max_length=60)
    prefix = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    title = models.CharField("标题", max_length=200)
    subject = models.CharField(max_length=120)
    issued_at = models.DateTimeField("印发时间")
    issued_by = models.CharField("签发", max_length=120)
    document = models.JSONField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrigenda")

    class Meta:
        verbose_name = "公文"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "prefix", "year", "sequence"], name="paper_number_once"
            ),
        ]


class Recipient(OfConference):
    """Somebody a paper goes to: a unit, or an outside body by name; mode is main, up (抄报) or copy (抄送)."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="recipients")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    mode = models.CharField(max_length=8)
    received_at = models.DateTimeField("签收时间", null=True)
    received_by = models.CharField("签收人", max_length=120, blank=True)

    class Meta:
        verbose_name = "收文单位"
