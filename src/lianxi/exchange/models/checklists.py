"""Tables of checklists (迎检目录): the points somebody above asks about, and the records that answer each."""

from django.db import models

from lianxi.bodies.models import OfConference


class Checklist(OfConference):
    """A list of points, such as an assessment or inspection asks for."""

    title = models.CharField("标题", max_length=200)
    from_body = models.CharField("来自", max_length=120, blank=True)
    due_on = models.DateField("备齐期限", null=True)
    by = models.CharField("登记", max_length=120)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "迎检目录"
        indexes = [models.Index(fields=["conference", "id"], name="checklist_by_conference")]

    def __str__(self) -> str:
        return self.title


class ChecklistPoint(OfConference):
    """One point in its order; `note` says what no record answers, such as what this system does not collect."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="points")
    place = models.PositiveIntegerField()
    number = models.CharField("序号", max_length=20)
    text = models.CharField("要点", max_length=1000)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta:
        verbose_name = "迎检要点"


class PointLink(OfConference):
    """A record that answers a point, as the journal names it."""

    point = models.ForeignKey(ChecklistPoint, models.PROTECT, related_name="links")
    record = models.CharField("记录", max_length=120)
    label = models.CharField("名称", max_length=300)
    is_dropped = models.BooleanField("已移除", default=False)
    by = models.CharField("关联", max_length=120)
    at = models.DateTimeField("关联时间")

    class Meta:
        verbose_name = "迎检材料"
