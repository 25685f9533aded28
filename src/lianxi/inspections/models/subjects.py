"""Who may check what, and how often: subjects with their published authority, item lists, officers, caps."""

from typing import ClassVar

from django.db import models

from lianxi.bodies.models import OfConference, Unit


class EnforcementSubject(OfConference):
    """A body that checks, or takes part; `unit` is the member unit whose seats act for it (its own, or its superior's).

    `areas` are names of counties; none means the whole city. `cap` is the yearly cap a firm that the body published.
    """

    # Counted by queries.checks.list_subjects.
    item_count: int

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="席位所在单位")
    body = models.CharField("检查主体", max_length=80)
    kind = models.CharField("类别", max_length=12)
    system = models.CharField("系统", max_length=12)
    level = models.CharField("层级", max_length=8)
    areas = models.JSONField("管辖地区", default=list)
    authority = models.CharField("公布的执法主体（网址或文号）", max_length=300, blank=True)
    cap = models.PositiveIntegerField("每年每家次数上限", default=0)
    cap_source = models.CharField("上限的公布依据", max_length=300, blank=True)
    visits_per_week = models.PositiveIntegerField("每周能去的企业数", default=0)
    starts_on = models.DateField("起")
    ends_before = models.DateField("止", null=True)

    class Meta:
        verbose_name = "检查主体"
        indexes = [models.Index(fields=["conference", "ends_before", "id"], name="subject_in_force")]

    def __str__(self) -> str:
        return self.body


class CheckItem(OfConference):
    """A row of a body's published list of items. `checked_by` names the level that checks it, where one was set."""

    subject = models.ForeignKey(EnforcementSubject, models.PROTECT, related_name="items")
    code = models.CharField("事项编码", max_length=60)
    name = models.CharField("检查事项", max_length=200)
    basis = models.CharField("依据", max_length=300)
    published_on = models.DateField("公布日期")
    checked_by = models.CharField("确定由哪一级检查", max_length=8, blank=True)
    ends_before = models.DateField("止", null=True)

    class Meta:
        verbose_name = "检查事项"
        indexes = [models.Index(fields=["subject", "code"], name="check_item_by_code")]


class Officer(OfConference):
    """An officer as number and validity of the certificate; never a name."""

    SECRET: ClassVar[frozenset[str]] = frozenset({"certificate_no"})

    subject = models.ForeignKey(EnforcementSubject, models.PROTECT, related_name="officers")
    certificate_no = models.CharField("执法证号", max_length=40)
    valid_until = models.DateField("有效至")
    ends_before = models.DateField("止", null=True)

    class Meta:
        verbose_name = "执法人员"
        indexes = [models.Index(fields=["subject", "valid_until"], name="officer_by_subject")]

    @property
    def masked(self) -> str:
        """The number as other units see it: its last four marks."""
        return f"…{self.certificate_no[-4:]}"


class CapRule(OfConference):
    """A published yearly cap a firm of a whole line, city and county together."""

    system = models.CharField("系统", max_length=12)
    number = models.PositiveIntegerField("次数上限")
    year = models.PositiveIntegerField("年份")
    source = models.CharField("公布依据", max_length=300)
    is_ended = models.BooleanField("已停用", default=False)

    class Meta:
        verbose_name = "系统检查上限"


class CapUse(OfConference):
    """How many counted checks a body made at a firm in a year outside the plans kept here, as it told."""

    subject = models.ForeignKey(EnforcementSubject, models.PROTECT, related_name="uses")
    firm = models.CharField("企业", max_length=200)
    year = models.PositiveIntegerField("年份")
    count = models.PositiveIntegerField("已检查次数")
    source = models.CharField("出处", max_length=200)

    class Meta:
        verbose_name = "已用检查次数"
        constraints = [models.UniqueConstraint(fields=["subject", "firm", "year"], name="cap_use_once")]
