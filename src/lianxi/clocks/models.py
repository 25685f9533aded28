"""Tables of the clocks: time limits of a conference, and the notices of days off that were loaded."""

from django.db import models

from lianxi.bodies.models import OfConference
from lianxi.journal.recorded import Recorded


class TimeLimit(OfConference):
    """A time limit of a conference with its validity: ended and started anew, never edited.

    A conference has rows of a code only once its office has ended or replaced the shipped limit; from then
    on its rows decide, the shipped one among them as it held. See `core.limits.Limit` for the columns.
    """

    code = models.CharField("时限", max_length=60)
    title = models.CharField("名称", max_length=80)
    event = models.CharField("起算", max_length=60)
    amount = models.PositiveIntegerField("长度")
    unit = models.CharField("单位", max_length=12)
    pauses = models.JSONField("可以暂停的情形", default=list)
    restarts = models.JSONField("重新起算的情形", default=list)
    source = models.CharField("出处", max_length=200)
    confidence = models.CharField("可靠程度", max_length=12)
    starts_on = models.DateField("起", null=True)
    ends_before = models.DateField("止", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    who = models.CharField("办理人", max_length=80, blank=True)
    kind = models.CharField("种类", max_length=12, default="duty")
    is_before = models.BooleanField("向前计算", default=False)
    extend = models.CharField("可以延长", max_length=40, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "时限规则"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "code"],
                condition=models.Q(ends_before__isnull=True),
                name="one_open_limit_a_code",
            )
        ]
        indexes = [models.Index(fields=["conference", "code", "starts_on"], name="limit_by_code")]

    def __str__(self) -> str:
        return self.title


class CalendarNotice(Recorded):
    """A loaded notice of a year's days off. It belongs to the installation: the calendar is the country's.

    `days` are [day, "off" or "work", name]; the latest notice of a year decides, and those that amend it stand above.
    """

    year = models.PositiveIntegerField("年份")
    paper = models.CharField("通知", max_length=200)
    days = models.JSONField("日期")
    amends = models.BooleanField("只改所列日期", default=False)
    loaded_at = models.DateTimeField("载入时间")
    loaded_by = models.CharField("载入人", max_length=120)

    class Meta:
        verbose_name = "放假安排"
        indexes = [models.Index(fields=["year", "id"], name="notice_by_year")]

    def __str__(self) -> str:
        return f"{self.year}年放假安排"


class CalendarRun(OfConference):
    """The open clocks of a conference were derived anew under a calendar edition; the latest one holds."""

    edition = models.CharField("日历版本", max_length=40)
    at = models.DateTimeField()
    moved = models.PositiveIntegerField("变动的时限")

    class Meta:
        verbose_name = "时限重算"
        indexes = [models.Index(fields=["conference", "id"], name="calendar_run_latest")]
