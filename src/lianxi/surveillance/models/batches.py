"""Batches: the manifest of what a file brought. Rows themselves lie in Parquet; without this row they are nothing."""

from django.db import models

from lianxi.bodies.models import OfConference


class Batch(OfConference):
    """One file of one stream. Its Parquet files are data only while `state` is applied.

    `files` maps each data file (relative to the conference's folder) to [rows, sha256]; `counts` holds the rows
    of the check by state; `content_sha256` is the hash over `files`, the same for the same file checked again
    over the same data. `base` names the batches in force that the check compared with.
    """

    stream = models.CharField("数据类别", max_length=16)
    source_name = models.CharField("文件名", max_length=200)
    source_sha256 = models.CharField(max_length=64)
    source_bytes = models.PositiveBigIntegerField("文件大小")
    defaults = models.JSONField("整份文件的取值", default=dict)
    seat_id = models.BigIntegerField("提交席位", null=True)
    received_at = models.DateTimeField("提交时间")
    state = models.CharField("状态", max_length=12)
    checked_at = models.DateTimeField("核对时间", null=True)
    base = models.CharField(max_length=64, blank=True)
    counts = models.JSONField("核对结果", default=dict)
    files = models.JSONField("数据文件", default=dict)
    content_sha256 = models.CharField(max_length=64, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    applied_at = models.DateTimeField("入库时间", null=True)
    vault_part_id = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField("撤销时间", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "数据批次"
        indexes = [models.Index(fields=["conference", "stream", "state"], name="batch_by_stream")]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.source_name}（批次 {self.pk}）"
