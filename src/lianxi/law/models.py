"""Tables of law: instruments, their versions, clauses and acts."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference
from lianxi.journal.recorded import Recorded


class Instrument(Recorded):
    """A document that founds or orders a conference; `code` is its stable short name (QZ, GD, …)."""

    code = models.CharField("代号", max_length=40, unique=True)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发文机关", max_length=120, blank=True)
    doc_number = models.CharField("文号", max_length=60, blank=True)
    issued_on = models.DateField("成文日期", null=True)
    region = models.CharField("地区", max_length=60, blank=True)

    class Meta:
        verbose_name = "文件"

    def __str__(self) -> str:
        return self.title


class InstrumentVersion(Recorded):
    """One version of the text with its reading; never changed once adopted.

    `kind` is first, reissue or erratum; `follows` the number of the adopted version it was read against;
    `reading` stays as the reader gave it, `corrections` say what a person put right in it while it was a
    draft; `open_parts` are the parts that adoption left open.
    """

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    reading = models.JSONField()
    state = models.CharField(max_length=12)
    drafted_by = models.CharField(max_length=120)
    drafted_person_id = models.BigIntegerField(null=True)
    adopted_by = models.CharField(max_length=120, blank=True)
    adopted_at = models.DateTimeField(null=True)
    kind = models.CharField("类别", max_length=10, default="first")
    follows = models.PositiveIntegerField(null=True)
    holds_from = models.DateField("施行日期", null=True)
    corrections = models.JSONField(default=list)
    open_parts = models.JSONField(default=list)

    class Meta:
        verbose_name = "文件版本"
        constraints = [models.UniqueConstraint(fields=["instrument", "number"], name="version_once")]


class Clause(Recorded):
    """A record of the text: `text == version.text[start:end]`, in code points."""

    instrument_version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="clauses")
    ordinal = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    unit = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=20)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    citation = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "条款"
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["instrument_version", "code"], name="clause_once")]


class ClauseAct(Recorded):
    """One act within a clause: the unit of law, with its roles as printed words give them."""

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="acts")
    code = models.CharField(max_length=40)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    roles = models.JSONField(default=list)

    class Meta:
        verbose_name = "职责事项"
        ordering = ["start"]


class Ruling(OfConference, Cited):
    """A worked boundary case: who answers where competence was disputed, and why. It changes no answer.

    `facts` are {dimension, code, state}; `considered` and `answering` are {unit, name} as of the day, so
    that a ruling reads the same after a unit was renamed. Append-only: a later ruling stands beside it.
    """

    text = models.TextField("案情")
    facts = models.JSONField(default=list)
    considered = models.JSONField(default=list)
    answering = models.JSONField(default=list)
    reason = models.TextField("理由")
    decided_at = models.DateTimeField("裁定时间")
    decided_by = models.CharField("裁定席位", max_length=120)

    class Meta:
        verbose_name = "职责裁定"
        ordering = ["-decided_at", "-pk"]


class FurtherInstrument(OfConference):
    """A document on which a conference rests beside its founding one: work rules, a mechanism, an amendment.

    Until the approval it rests on is entered (`approved_by`, `approval_number`, `approved_on`) nothing of it may be cited.
    `taken` lists the changes of an amendment that the office carried out: place, day, by whom.
    """

    instrument_version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="+")
    subject = models.CharField("事由", max_length=12)
    state = models.CharField(max_length=10)
    adopted_by = models.CharField("采用", max_length=120)
    adopted_at = models.DateTimeField("采用时间")
    approved_by = models.CharField("批准机关", max_length=120, blank=True)
    approval_number = models.CharField("批准文号", max_length=60, blank=True)
    approved_on = models.DateField("批准日期", null=True)
    ended_on = models.DateField("停用日期", null=True)
    reason = models.CharField("停用的理由", max_length=300, blank=True)
    taken = models.JSONField("已办理的调整", default=list)

    class Meta:
        verbose_name = "其他文件"
        constraints = [
            models.UniqueConstraint(fields=["conference", "instrument_version"], name="further_once"),
        ]

    def __str__(self) -> str:
        return str(self.instrument_version.instrument)
