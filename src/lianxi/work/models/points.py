"""Tables of the year's work points, and of what a unit answers on its half-year page."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit


class WorkPoint(OfConference, Cited):
    """One of the conference's work points (年度工作要点) of a year, under a clause."""

    year = models.PositiveIntegerField("年度")
    number = models.CharField("编号", max_length=20)
    text = models.CharField("要点", max_length=500)
    at = models.DateTimeField("登记时间")
    by = models.CharField("登记", max_length=120)

    class Meta:
        verbose_name = "工作要点"
        constraints = [
            models.UniqueConstraint(fields=["conference", "year", "number"], name="work_point_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class PointTask(OfConference):
    """What one unit does of a work point in one quarter; `carried_to` is the task it became in the next year."""

    point = models.ForeignKey(WorkPoint, models.PROTECT, related_name="tasks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    quarter = models.PositiveSmallIntegerField("季度")
    text = models.CharField("任务", max_length=300)
    state = models.CharField("状态", max_length=12)
    told = models.CharField("完成情况", max_length=500, blank=True)
    done_at = models.DateTimeField("完成时间", null=True)
    done_by = models.CharField("填报", max_length=120, blank=True)
    carried_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="carried_from")

    class Meta:
        verbose_name = "要点任务"
        indexes = [models.Index(fields=["conference", "unit", "state"], name="point_task_by_unit")]

    def __str__(self) -> str:
        return self.text


class HalfAnswer(OfConference):
    """What a unit says on its half-year page: what a meeting should look at, or that there is nothing (no text)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    period = models.CharField("期次", max_length=8)
    text = models.CharField("需要会议研究的问题", max_length=1000, blank=True)
    at = models.DateTimeField("填报时间")
    by = models.CharField("填报人", max_length=120)

    class Meta:
        verbose_name = "半年填报页答复"
        constraints = [
            models.UniqueConstraint(fields=["conference", "unit", "period"], name="half_answer_once")
        ]
