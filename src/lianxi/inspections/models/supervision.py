"""Tables of joint supervision: requests with the form the rules give, mandates, steps, and what is put right."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.ledger.models import Obligation


class Supervision(OfConference):
    """A request for supervision and what became of it; `facts` are what the rules judged, `answer` what they said.

    `origin` names the record it came from, as the journal does. `lead_unit` is set with the mandate.
    """

    title = models.CharField("督查事项", max_length=200)
    target = models.CharField("督查对象类别", max_length=20)
    object = models.CharField("督查对象", max_length=200)
    trigger = models.CharField("由谁提出", max_length=24)
    asked_on = models.DateField("提出日期")
    paper_ref = models.CharField("来文或批示（文号、日期）", max_length=200)
    investigation = models.CharField("事故调查", max_length=10, default="none")
    is_supervised = models.BooleanField("已有督查", default=False)
    facts = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=16)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    plan = models.TextField("方案", blank=True)
    plan_from = models.DateField("实地起", null=True)
    plan_until = models.DateField("实地止", null=True)
    report = models.TextField("督查报告", blank=True)
    conclusion = models.TextField("督查结论", blank=True)
    approved_by = models.CharField("结论批准", max_length=200, blank=True)
    served_on = models.DateField("送达日期", null=True)
    review_until = models.DateField("申请复核的最后一天", null=True)
    entered_by_seat = models.BigIntegerField("登记席位", null=True)
    checked_by_seat = models.BigIntegerField("核查席位", null=True)
    checked_by_person = models.BigIntegerField("核查人", null=True)
    origin = models.CharField("来由记录", max_length=120, blank=True)

    class Meta:
        verbose_name = "联合督查"
        indexes = [models.Index(fields=["conference", "state", "id"], name="supervision_by_state")]

    def __str__(self) -> str:
        return self.title


class Mandate(OfConference):
    """A designation as its paper reads; it holds once another seat has read the paper."""

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="mandates")
    source = models.CharField("指定方式", max_length=24)
    paper_ref = models.CharField("文号、日期、签发人职务", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    matter = models.CharField("督查事项", max_length=300, blank=True)
    scope = models.CharField("督查范围", max_length=300, blank=True)
    duties = models.CharField("督查职责", max_length=300, blank=True)
    starts_on = models.DateField("期限起", null=True)
    ends_on = models.DateField("期限止", null=True)
    entered_at = models.DateTimeField("登记时间")
    entered_by = models.CharField("登记席位", max_length=120)
    seat_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    read_at = models.DateTimeField("核对时间", null=True)
    read_by = models.CharField("核对席位", max_length=120, blank=True)

    class Meta:
        verbose_name = "督查授权"


class SupervisionStep(OfConference):
    """A step of a supervision in words: when it happened by its paper, when and from which seat it was entered."""

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="steps")
    kind = models.CharField("步骤", max_length=20)
    text = models.CharField("说明", max_length=600, blank=True)
    paper_ref = models.CharField("凭据", max_length=200, blank=True)
    happened_on = models.DateField("发生日期")
    entered_at = models.DateTimeField("登记时间")
    by = models.CharField("登记席位", max_length=120)

    class Meta:
        verbose_name = "督查经过"
        indexes = [models.Index(fields=["supervision", "id"], name="supervision_step_by_whole")]


class RectItem(OfConference, Cited):
    """Something to be put right: an obligation of a member unit, or of another body asked by the units' own paper."""

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="items")
    text = models.CharField("整改事项", max_length=200)
    body = models.CharField("整改单位", max_length=120, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="+")
    state = models.CharField("状态", max_length=12)
    outcome = models.CharField("核查结果和凭据", max_length=300, blank=True)

    class Meta:
        verbose_name = "整改事项"


class SupervisionResult(OfConference):
    """What came of a supervision beyond its items: a proposal to the government or another body, and its answer.

    Clues that are handed over are sealed: the paper's number alone, no words.
    """

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="results")
    kind = models.CharField("结果类别", max_length=16)
    text = models.CharField("建议内容", max_length=600, blank=True)
    body = models.CharField("向谁提出", max_length=120)
    paper_ref = models.CharField("文号、日期", max_length=200)
    proposed_on = models.DateField("提出日期")
    answer = models.CharField("答复（文号、日期、要点）", max_length=300, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    by = models.CharField("登记席位", max_length=120)
    state = models.CharField("状态", max_length=12)

    class Meta:
        verbose_name = "督查结果"
        indexes = [models.Index(fields=["supervision", "id"], name="result_by_supervision")]


class TeamUnit(OfConference):
    """A unit in the team of a supervision with its part; later its word on the report: signed, or its dissent in words."""

    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="team")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    body = models.CharField("单位或专家（不写人名）", max_length=120)
    role = models.CharField("角色", max_length=10)
    no_interest = models.BooleanField("与督查对象没有利害关系", default=False)
    word = models.CharField("对报告的意见", max_length=10, blank=True)
    dissent = models.CharField("不同意见", max_length=600, blank=True)
    worded_at = models.DateTimeField("表示意见的时间", null=True)
    worded_by = models.CharField("表示意见的席位", max_length=120, blank=True)
    ended_at = models.DateTimeField("退出时间", null=True)

    class Meta:
        verbose_name = "督查组成员单位"
        indexes = [models.Index(fields=["supervision", "id"], name="team_unit_by_whole")]
