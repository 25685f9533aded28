"""Tables of the journal: chains, entries, and the outbox of notices that leave with an act."""

from django.db import models

from lianxi.journal.recorded import Recorded


class Chain(models.Model):
    """The head of one conference's chain; row 0 is the installation's own. Locked for each append."""

    id = models.BigIntegerField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, default="")


class Entry(models.Model):
    """One act: who from which seat, when, on what basis, what changed from what to what.

    `body` is the canonical JSON that is hashed; the other columns repeat parts of it for look-ups and
    are compared with it by `verify`.
    """

    chain = models.ForeignKey(Chain, models.PROTECT)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor = models.CharField(max_length=120)
    seat_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=120)
    body = models.TextField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="journal_entry_once")]
        indexes = [
            models.Index(fields=["chain", "subject", "seq"], name="journal_by_subject"),
            models.Index(
                fields=["seat_id", "chain", "seq"],
                condition=models.Q(seat_id__isnull=False),
                name="journal_by_seat",
            ),
        ]


class Touch(models.Model):
    """Which records an entry touched, so that a record's history is one indexed look-up."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="touches")
    record = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["record", "entry"], name="journal_touch_record")]


class Span(models.Model):
    """Which run of records of a table an entry touched at once: a batch's Touch, ids `first` to `last`.

    `block` is the run's block of ids, so that a record's spans are found by equality.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="spans")
    table = models.CharField(max_length=80)
    block = models.BigIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["table", "block", "first"], name="journal_span_record")]


class Notice(models.Model):
    """The outbox: one notice to a unit or a seat, stored with the act that causes it, mailed afterwards."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="notices")
    conference_id = models.BigIntegerField(db_index=True)
    to_unit_id = models.BigIntegerField(null=True)
    to_seat_id = models.BigIntegerField(null=True)
    to_office = models.BooleanField(default=False)
    title = models.CharField(max_length=300)
    subject = models.CharField(max_length=120)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["conference_id", "to_unit_id", "read_at"], name="notice_by_unit"),
            # What a digest has still to tell, since a channel was opened.
            models.Index(
                fields=["conference_id", "at"],
                condition=models.Q(mailed_at__isnull=True),
                name="notice_unsent",
            ),
        ]


class Beat(models.Model):
    """The one row of when the worker last saw the clock run on. Not an act, so not in the chain."""

    at = models.DateTimeField()


class ClockWord(Recorded):
    """The operator's word that a clock far ahead of the last known moment is right."""

    confirmed = models.DateTimeField("确认的时刻")
    known = models.DateTimeField("此前可靠的时刻", null=True)
    reason = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "时钟确认"


class Draft(models.Model):
    """Text somebody is still typing, kept as it was last heard of. Not an act, so not in the chain."""

    person_id = models.BigIntegerField()
    key = models.CharField(max_length=120)
    fields = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "key"], name="draft_once")]


class KeptFilter(models.Model):
    """A list's filter that a seat keeps under a name. A way of looking, no act: not in the chain."""

    seat_id = models.BigIntegerField()
    page = models.CharField(max_length=200)
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=500)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "保存的筛选"
        constraints = [models.UniqueConstraint(fields=["seat_id", "page", "name"], name="filter_once")]


class Disclosure(Recorded):
    """A record opened to more than its kind's rule opens it to: asked by one seat, released by a second one.

    It holds from `released_at` until `ended_at`; entries of the journal before it stay closed. Without a unit it is
    opened to every seat of the conference.
    """

    conference_id = models.BigIntegerField(db_index=True)
    table = models.CharField("类别", max_length=80)
    record_id = models.BigIntegerField("编号")
    unit_id = models.BigIntegerField("知悉单位", null=True)
    reason = models.CharField("理由", max_length=300)
    state = models.CharField("状态", max_length=12)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.CharField("提出席位", max_length=120)
    proposed_seat = models.BigIntegerField()
    proposed_person = models.BigIntegerField(null=True)
    answered_by = models.CharField("答复席位", max_length=120, blank=True)
    released_at = models.DateTimeField("放开时间", null=True)
    ended_at = models.DateTimeField("收回时间", null=True)

    class Meta:
        verbose_name = "扩大知悉范围"
        indexes = [
            models.Index(
                fields=["conference_id", "table", "record_id"],
                condition=models.Q(released_at__isnull=False, ended_at__isnull=True),
                name="disclosure_in_force",
            )
        ]
