"""Signals and what became of them: the rule that raised each, its stages, warnings, and the runs of detection.

Rows of stages, warnings and runs are never changed once stored.
"""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.ledger.models import Obligation
from lianxi.papers.models import Paper


class SignalRule(OfConference):
    """A rule of the conference from a day: ended and replaced, never edited. `revision` counts from the shipped 1.

    A conference has rows of a code only once its office has set it; see `rules.signal_rules.Rule`.
    """

    code = models.CharField("规则", max_length=40)
    revision = models.PositiveIntegerField("版本")
    on = models.BooleanField("启用")
    parameters = models.JSONField("参数", default=dict)
    source = models.CharField("出处", max_length=200)
    confidence = models.CharField("可靠程度", max_length=12)
    starts_on = models.DateField("起", null=True)
    ends_before = models.DateField("止", null=True)
    set_by = models.CharField(max_length=120)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "预警规则"
        constraints = [
            models.UniqueConstraint(fields=["conference", "code", "revision"], name="signal_rule_once"),
            models.UniqueConstraint(
                fields=["conference", "code"],
                condition=models.Q(ends_before__isnull=True),
                name="one_open_signal_rule",
            ),
        ]


class DetectionRun(OfConference):
    """One run over the data: the batches and rules it has seen, by which the next run knows what is new."""

    at = models.DateTimeField("时间")
    day = models.DateField()
    batches = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    data_sha256 = models.JSONField(default=dict)
    found = models.PositiveIntegerField("命中", default=0)
    raised = models.PositiveIntegerField("新信号", default=0)
    unchanged = models.PositiveIntegerField("未变化", default=0)
    silent = models.JSONField("没有运行的规则", default=list)

    class Meta:
        verbose_name = "监测运行"
        indexes = [models.Index(fields=["conference", "id"], name="detection_run_latest")]


class Signal(OfConference):
    """What a rule found about a subject in a period, once: with the rule's version, the data and the figures.

    `subject` and `period` name it for the rule (never a person); `rows` are [batch, row] of the first rows that
    broke it; `picture` is frozen when it is raised. `repeats` is the signal of the same rule and subject before
    it. Nature, investigation, management and risk are axes of their own, beside the stage.
    """

    rule = models.CharField("规则", max_length=40)
    rule_title = models.CharField(max_length=80)
    rule_revision = models.PositiveIntegerField()
    parameters = models.JSONField("参数", default=dict)
    subject = models.CharField(max_length=160)
    period = models.CharField(max_length=20)
    data_sha256 = models.CharField(max_length=64)
    sentence = models.CharField("情况", max_length=300)
    division = models.CharField("地区", max_length=6, blank=True)
    employer = models.CharField("用人单位", max_length=18, blank=True)
    employer_name = models.CharField(max_length=200, blank=True)
    industry = models.CharField("行业", max_length=5, blank=True)
    hazard = models.CharField("危害因素", max_length=100, blank=True)
    observed = models.FloatField("观测值", null=True)
    expected = models.FloatField("预期值", null=True)
    bound = models.FloatField("界限", null=True)
    score = models.FloatField("强度", null=True)
    unit = models.CharField("单位", max_length=20, blank=True)
    count = models.PositiveIntegerField("涉及数据", default=0)
    rows = models.JSONField(default=list)
    reasons = models.JSONField("理由代码", default=list)
    picture = models.JSONField(default=dict)
    facts = models.JSONField("事实", default=list)
    happened_on = models.DateField("发生日期")
    detected_at = models.DateTimeField("发现时间")
    state = models.CharField("状态", max_length=12)
    nature = models.CharField("性质", max_length=12, default="open")
    investigation = models.CharField("调查", max_length=12, default="none")
    management = models.CharField("处置", max_length=12, default="none")
    risk = models.CharField("风险", max_length=12, default="open")
    warned_at = models.DateTimeField("告知时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeated_by")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")

    class Meta:
        verbose_name = "信号"
        constraints = [
            models.UniqueConstraint(fields=["conference", "rule", "subject", "period"], name="signal_once")
        ]
        indexes = [
            models.Index(fields=["conference", "state", "id"], name="signal_by_state"),
            models.Index(fields=["conference", "employer", "id"], name="signal_by_employer"),
        ]

    def __str__(self) -> str:
        return self.sentence


class SignalStep(OfConference):
    """A stage of a signal: who did what when, with words, reason codes and what it rested on."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16)
    text = models.TextField("说明", blank=True)
    reasons = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    at = models.DateTimeField("时间")
    by = models.CharField(max_length=120)
    seat_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = "信号经过"
        indexes = [models.Index(fields=["signal", "id"], name="signal_step_by_signal")]


class HazardWarning(OfConference):
    """A warning issued on a signal: its level and words, its paper, and the answer of routing it rested on."""

    signal = models.ForeignKey(Signal, models.PROTECT, related_name="warnings")
    level = models.CharField("级别", max_length=12)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容")
    routed = models.JSONField(default=dict)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField("签发时间")
    issued_by = models.CharField("签发", max_length=120)

    class Meta:
        verbose_name = "预警"
        indexes = [models.Index(fields=["signal", "id"], name="warning_by_signal")]

    def __str__(self) -> str:
        return self.title


class WarnedUnit(OfConference, Cited):
    """A unit a warning went to, the clause that names it, and the obligation it owes by it."""

    warning = models.ForeignKey(HazardWarning, models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "预警责任单位"
        constraints = [models.UniqueConstraint(fields=["warning", "unit"], name="warned_once")]
        indexes = [models.Index(fields=["conference", "unit", "id"], name="warned_by_unit")]
