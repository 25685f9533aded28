"""Tables of arrangements: how an act of a clause is carried out, with whom, and how a unit checks its own word."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit


class Arrangement(OfConference, Cited):
    """How one act is carried out, from a day. Ended and replaced, never edited.

    `first` is the first one of its line: rows and returns hang on the line, so that a new form carries on the old
    list. `form`, `answer` (what a receiver tells back) and `figures` are data of `work.rules`. `returns` is how
    many returns a year a unit hands in; 0 where events alone bring rows. `entered_by` is who types where that is
    not a unit of the clause. `cycle_basis` names the clause that gave the cycle
    after it was made. `suggested` names receivers an expert would add: nothing goes to them until the office
    chooses them. `starts` marks the set that is switched on at first, `plain` an act whose own room comes later.
    """

    act = models.CharField("职责事项", max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="责任单位")
    ordinal = models.PositiveIntegerField(default=0)
    pattern = models.CharField("办理方式", max_length=12)
    title = models.CharField("名称", max_length=120)
    words = models.TextField("原文")
    trigger = models.CharField("触发情形", max_length=300, blank=True)
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="line")
    form = models.JSONField("栏目", default=dict)
    form_version = models.PositiveIntegerField("版次", default=1)
    cycle = models.CharField("周期", max_length=12)
    cycle_basis = models.CharField("周期依据", max_length=200, blank=True)
    returns = models.PositiveSmallIntegerField("每年报送次数", default=0)
    nil_allowed = models.BooleanField("可报本期无", default=False)
    nil_words = models.CharField("本期无的表述", max_length=200, blank=True)
    answer = models.JSONField("反馈栏目", default=dict)
    answer_days = models.PositiveSmallIntegerField("反馈期限（工作日）", null=True)
    figures = models.JSONField("指标", default=list)
    limits = models.JSONField("时限", default=list)
    note = models.CharField("办结标准", max_length=300, blank=True)
    share = models.CharField("共享属性", max_length=12, blank=True)
    share_ground = models.CharField("有条件、不予共享的依据", max_length=200, blank=True)
    via = models.CharField("送达方式", max_length=12, blank=True)
    suggested = models.JSONField("建议的接收单位", default=list)
    level = models.CharField("可见范围", max_length=12, default="members")
    entered_by = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    by_area = models.BooleanField("按地区", default=False)
    starts = models.BooleanField("列入起步范围", default=False)
    plain = models.BooleanField("简表", default=False)
    origin = models.CharField("来源", max_length=12)
    state = models.CharField("状态", max_length=12)
    made_at = models.DateTimeField("提出时间")
    made_by = models.CharField("提出人", max_length=120)
    starts_on = models.DateField("启用日期", null=True)
    ends_before = models.DateField("停用（此日前）", null=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    replaced_at = models.DateTimeField("改版时间", null=True)
    ended_why = models.CharField("停用理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "履职安排"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "act", "unit", "title"],
                condition=models.Q(replaced_at__isnull=True, ends_before__isnull=True),
                name="arrangement_once",
            )
        ]
        indexes = [models.Index(fields=["conference", "state", "ordinal"], name="arrangement_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def line_id(self) -> int:
        """The id of the first arrangement of the line."""
        return self.first_id or self.pk


class Party(OfConference):
    """Somebody named in an arrangement: who hands in (doer), who gets it (receiver), who takes part (partner).

    `unit` is empty for a body that is no member unit; `words` are as the clause prints it. `fields` is the cut of the
    form a receiver gets; empty means all but what is personal. `printed` tells whether the clause names it; else the
    office chose it. `part` says what a partner does.
    """

    arrangement = models.ForeignKey(Arrangement, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=10)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    words = models.CharField("原文", max_length=120, blank=True)
    printed = models.BooleanField("条款写明", default=False)
    fields = models.JSONField("栏目", default=list)
    part = models.CharField("承担的部分", max_length=200, blank=True)

    class Meta:
        verbose_name = "安排中的单位"
        indexes = [models.Index(fields=["unit", "role"], name="party_by_unit")]


class UnitCheck(OfConference):
    """How a unit checks what leaves it, from a moment: not at all, by another seat, or with who agreed named."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    mode = models.CharField("本单位审核", max_length=10)
    at = models.DateTimeField("设定时间")
    by = models.CharField("设定人", max_length=120)

    class Meta:
        verbose_name = "本单位审核"
        indexes = [models.Index(fields=["conference", "unit", "at"], name="unit_check_by_unit")]
