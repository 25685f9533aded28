"""Tables of meetings: topics and opinions, meetings and attendance, minutes, consents and objections."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.papers.models import Paper, StoredFile


class Topic(OfConference, Cited):
    """A matter for the conference: proposed by a unit, assigned from above, or a policy proposal."""

    kind = models.CharField(max_length=12)
    title = models.CharField("议题", max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    source_body = models.CharField("交办机关", max_length=120, blank=True)
    text_number = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12)
    answer_due_on = models.DateField("上报期限", null=True)
    answer = models.CharField("办理答复", max_length=300, blank=True)
    report = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    raised_at = models.DateTimeField()

    class Meta:
        verbose_name = "议题"
        indexes = [models.Index(fields=["conference", "state"], name="topic_by_state")]

    def __str__(self) -> str:
        return self.title


class TopicText(OfConference):
    """One version of a topic's text; opinions are given on a version."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = "议题文本"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["topic", "number"], name="topic_text_once")]


class Opinion(OfConference):
    """A unit asked for its written opinion on a topic, and what it answered on which text."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="opinions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_on = models.DateField("答复期限")
    due_derivation = models.JSONField(null=True)
    state = models.CharField(max_length=12)
    stance = models.CharField(max_length=12, blank=True)
    text = models.TextField(blank=True)
    text_number = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=120, blank=True)
    unit_leader = models.CharField("经本单位哪位负责同志（职务）同意", max_length=120, blank=True, default="")

    class Meta:
        verbose_name = "书面意见"
        constraints = [models.UniqueConstraint(fields=["topic", "unit"], name="opinion_once_a_unit")]


class Meeting(OfConference):
    """A regular or special meeting of all or some units.

    `opened_at` and `closed_at` are when somebody pressed the button; `chair`, `began_at` and `ended_at` what was
    entered as true of the meeting, empty until then. `agreed_by` is whose consent to hold it is on record.
    `origin` names the record that it was called from, as the journal does, in whichever room that stands.
    """

    kind = models.CharField(max_length=12)
    scope = models.CharField(max_length=8)
    title = models.CharField("会议名称", max_length=200)
    starts_at = models.DateTimeField("开会时间")
    place = models.CharField("地点", max_length=120)
    state = models.CharField(max_length=12)
    notice = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    chair = models.CharField("主持人", max_length=80, blank=True)
    chair_title = models.CharField("主持人职务", max_length=120, blank=True)
    began_at = models.DateTimeField("实际开始时间", null=True)
    ended_at = models.DateTimeField("实际结束时间", null=True)
    agreed_by = models.CharField("同意召开", max_length=120, blank=True)
    agreed_at = models.DateTimeField("同意召开的时间", null=True)
    origin = models.CharField("来由记录", max_length=120, blank=True)
    origin_label = models.CharField("来由", max_length=200, blank=True)

    class Meta:
        verbose_name = "会议"

    def __str__(self) -> str:
        return self.title


class MeetingUnit(OfConference):
    """A unit called to a meeting and whom it will send; its receipt is that of the notice it was sent."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="called")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reply = models.CharField("参会回执", max_length=200, blank=True)

    class Meta:
        verbose_name = "会议通知"
        constraints = [models.UniqueConstraint(fields=["meeting", "unit"], name="unit_called_once")]


class AgendaItem(OfConference):
    """One item of the agenda and what came of it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    ordinal = models.PositiveIntegerField()
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="items")
    title = models.CharField(max_length=200)
    reporter = models.CharField("汇报", max_length=120, blank=True, default="")
    lasts = models.PositiveSmallIntegerField("时长（分钟）", null=True)
    outcome = models.TextField("议定情况", blank=True)
    outcome_number = models.PositiveIntegerField(default=0)
    result = models.CharField(max_length=8, default="open")

    class Meta:
        verbose_name = "议程"
        ordering = ["ordinal"]


class Attendance(OfConference):
    """Somebody at a meeting: for a unit (member or substitute) or as a guest, from which item to which."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    organ = models.CharField("单位", max_length=120)
    role = models.CharField(max_length=12)
    person_name = models.CharField("姓名", max_length=80, blank=True)
    title = models.CharField("职务", max_length=120, blank=True)
    stands_for = models.CharField("代谁出席", max_length=80, blank=True)
    from_item = models.PositiveIntegerField(default=1)
    until_item = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = "到会情况"


class Decision(OfConference, Cited):
    """One thing the meeting decided: who leads, who helps, by when, with what evidence."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    title = models.CharField("事项名称", max_length=60, blank=True)
    text = models.TextField("议定事项")
    lead_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField("期限", null=True)
    cycle = models.CharField(max_length=12, default="once")
    evidence_wanted = models.CharField("佐证", max_length=200, blank=True)
    unit_name = models.CharField("增减单位", max_length=80, blank=True)
    effective_on = models.DateField(null=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        verbose_name = "议定事项"
        ordering = ["item__ordinal", "ordinal"]


class DecisionCoUnit(OfConference):
    """A unit that helps the lead of a decision."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="co_units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    dropped = models.BooleanField(default=False)

    class Meta:
        verbose_name = "配合单位"


class Minutes(OfConference):
    """The minutes of a meeting on their way to issue; `revision` is the present one.

    `upload` is an edited DOCX, `upload_pdf` the unit's own PDF of it: the file of record of the revision
    `upload_revision`, and of no later one.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=12)
    revision = models.PositiveIntegerField(default=1)
    consent_due_on = models.DateField("会签期限", null=True)
    consent_derivation = models.JSONField(null=True)
    circulated_at = models.DateTimeField(null=True)
    upload = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    upload_pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    upload_revision = models.PositiveIntegerField("上传稿的版次", null=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "纪要"
        verbose_name_plural = "纪要"


class Revision(OfConference):
    """One revision of the minutes: its paragraphs [{key, item, decision, text, binding, hash}], kept for good."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    paragraphs = models.JSONField()
    reason = models.CharField("修改原因", max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = "纪要版本"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="revision_once")]


class Consent(OfConference):
    """A unit's word on a revision: agree or reserve, bound to the hash of each paragraph it saw."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="consents")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    stance = models.CharField(max_length=8)
    hashes = models.JSONField()
    reservation = models.TextField("保留意见", blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    unit_leader = models.CharField("经本单位哪位负责同志（职务）同意", max_length=120, blank=True, default="")

    class Meta:
        verbose_name = "会签意见"
        ordering = ["at", "pk"]


class Objection(OfConference):
    """A unit's objection to a paragraph, the office's reply, and how it ended."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    paragraph = models.CharField(max_length=20)
    revision = models.PositiveIntegerField()
    text = models.TextField("异议")
    state = models.CharField(max_length=12)
    reply = models.TextField("答复", blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "异议"
        ordering = ["at", "pk"]
