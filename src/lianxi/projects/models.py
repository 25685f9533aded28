"""Tables of projects: the register, every fact of a project with its former values, lists, gaps, matches, rulings."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.exchange.models import Sending
from lianxi.papers.models import StoredFile


class Project(OfConference):
    """A construction project by its code, or by name, builder and place where it has none (`key`).

    Dates and `hazard` are what the latest `ProjectFact` of each says; a later one takes the earlier one's place there
    and leaves it readable. `level` is county, city or province; `approver` is the approving line (工信, 发改) or its
    words. `employer_code` is the enterprise it was found to be, by code or by a person's word.
    """

    key = models.CharField(max_length=40)
    code = models.CharField("项目代码", max_length=24, blank=True)
    name = models.CharField("项目名称", max_length=200)
    builder = models.CharField("建设单位", max_length=200)
    builder_code = models.CharField("建设单位统一社会信用代码", max_length=18, blank=True)
    employer_code = models.CharField("对应用人单位", max_length=18, blank=True)
    area = models.CharField("地区", max_length=60, blank=True)
    place = models.CharField("建设地点", max_length=200, blank=True)
    industries = models.JSONField("行业", default=list)
    content = models.CharField("建设内容", max_length=500, blank=True)
    kind = models.CharField("办理类型", max_length=6, blank=True)
    approver = models.CharField("审批部门", max_length=60, blank=True)
    level = models.CharField("层级", max_length=10, default="city")
    paper = models.CharField("文号", max_length=120, blank=True)
    listed_on = models.DateField("列入日期")
    via = models.CharField("来源", max_length=12)
    hazard = models.CharField("是否可能产生", max_length=8, default="unknown")
    hazard_on = models.DateField("判断日期", null=True)
    condition_clear = models.BooleanField("不使用苯等", null=True)
    medical_radiation = models.CharField("医疗放射", max_length=8, default="none")
    status = models.CharField("建设状态", max_length=10, default="active")
    approved_on = models.DateField("审批日期", null=True)
    shared_on = models.DateField("共享日期", null=True)
    permit_on = models.DateField("施工许可日期", null=True)
    started_on = models.DateField("开工日期", null=True)
    production_on = models.DateField("竣工或投产日期", null=True)
    pre_evaluation_on = models.DateField("预评价评审日期", null=True)
    design_review_on = models.DateField("防护设施设计评审日期", null=True)
    acceptance_on = models.DateField("验收日期", null=True)
    review_approved_on = models.DateField("放射预评价审核日期", null=True)
    health_accepted_on = models.DateField("放射防护设施验收日期", null=True)
    declared_on = models.DateField("申报日期", null=True)
    contradicted_on = models.DateField("相反事实日期", null=True)

    class Meta:
        verbose_name = "建设项目"
        constraints = [models.UniqueConstraint(fields=["conference", "key"], name="project_once")]
        indexes = [
            models.Index(fields=["conference", "area", "id"], name="project_by_area"),
            models.Index(fields=["conference", "builder_code"], name="project_by_builder"),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectList(OfConference):
    """A list that came in: its file, how many rows it held, and each row that was refused with its sentence.

    `refused` holds {where, sentence}; `counts` how many rows are new, changed, the same, refused, without code.
    """

    kind = models.CharField("清单", max_length=12)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="提供单位")
    name = models.CharField("文件名", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=12)
    counts = models.JSONField("行数", default=dict)
    refused = models.JSONField("没有列入的行", default=list)
    notes = models.JSONField("说明", default=list)
    sent_at = models.DateTimeField("提供时间")
    sent_by = models.CharField("提供人", max_length=120)
    entered_at = models.DateTimeField("列入时间", null=True)
    entered_by = models.CharField("列入人", max_length=120, blank=True)

    class Meta:
        verbose_name = "项目清单"
        indexes = [models.Index(fields=["conference", "state", "id"], name="project_list_by_state")]

    def __str__(self) -> str:
        return self.name


class ProjectFact(OfConference):
    """One thing told of a project: a dated flag or signal, the judgement of hazard, the answer to a condition.

    Never changed: what takes its place is a fact of its own, with `former` and the reason. `day` is when it happened,
    `at` when it was entered.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="facts")
    fact = models.CharField("事实", max_length=24)
    day = models.DateField("日期", null=True)
    value = models.CharField("内容", max_length=40, blank=True)
    former = models.CharField("原值", max_length=40, blank=True)
    paper = models.CharField("文号", max_length=120, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    source = models.CharField("来源", max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="提供单位")
    came_by = models.ForeignKey(ProjectList, models.PROTECT, null=True, related_name="facts")
    at = models.DateTimeField("登记时间")
    by = models.CharField("登记人", max_length=120)

    class Meta:
        verbose_name = "项目事实"
        indexes = [models.Index(fields=["project", "fact", "id"], name="project_fact_by_project")]


class ProjectGap(OfConference, Cited):
    """A record that was not seen: whose, by which clause, since when; closed by the day the fact arrived.

    `unit` is the member unit it goes to, `unit_words` whose it is as the rule says it (a county's office has no unit).
    `sending` brought it there. An old one (`is_old`) was found more than a year after its day: nobody is asked for it.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="gaps")
    gap = models.CharField("未落实环节", max_length=32)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="责任单位")
    unit_words = models.CharField("责任单位（原文）", max_length=120)
    clause = models.CharField("条款", max_length=40)
    since = models.DateField("起始日")
    executes = models.CharField("办理层级", max_length=8)
    text = models.CharField("说明", max_length=200)
    is_old = models.BooleanField("存量", default=False)
    found_on = models.DateField("发现日期")
    closed_on = models.DateField("消除日期", null=True)
    closed_by = models.CharField("消除依据", max_length=60, blank=True)
    sending = models.ForeignKey(Sending, models.PROTECT, null=True, related_name="+", verbose_name="送出")

    class Meta:
        verbose_name = "未落实环节"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "gap"], condition=models.Q(closed_on__isnull=True), name="project_gap_once"
            )
        ]
        indexes = [
            models.Index(fields=["conference", "closed_on", "unit"], name="project_gap_by_unit"),
        ]

    def __str__(self) -> str:
        return self.text


class ProjectMatch(OfConference):
    """A likeness that a person has to look at: a project and an enterprise, or two projects. `verdict` is its answer."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="matches")
    other_code = models.CharField("对应代码", max_length=24)
    other_name = models.CharField("对应名称", max_length=200)
    score = models.PositiveSmallIntegerField("相似度")
    why = models.CharField("依据", max_length=200)
    verdict = models.CharField("结论", max_length=8, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    found_on = models.DateField("发现日期")
    settled_at = models.DateTimeField("确认时间", null=True)
    settled_by = models.CharField("确认人", max_length=120, blank=True)

    class Meta:
        verbose_name = "对应关系"
        constraints = [models.UniqueConstraint(fields=["project", "other_code"], name="project_match_once")]
        indexes = [models.Index(fields=["conference", "verdict", "id"], name="project_match_open")]


class FilingRuling(OfConference, Cited):
    """The office's word whether 备案 projects belong to the mechanism, from a day; the latest one holds."""

    included = models.BooleanField("备案项目列入")
    reason = models.CharField("理由", max_length=300)
    from_on = models.DateField("起算日")
    at = models.DateTimeField("裁定时间")
    by = models.CharField("裁定席位", max_length=120)

    class Meta:
        verbose_name = "备案项目裁定"
