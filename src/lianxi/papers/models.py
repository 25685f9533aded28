"""Tables of papers: stored files, number registers, drafts, issued papers and their recipients."""

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Person, Seat, Unit


class StoredFile(OfConference):
    """A file kept under its SHA-256; the same content is kept once on disk.

    `sm3` is empty for files kept before it was noted.
    """

    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64, blank=True)
    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = "文件"


class NumberRegister(OfConference):
    """The last number given for a kind prefix in a year; locked while a number is drawn."""

    prefix = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "发文字号登记"
        constraints = [models.UniqueConstraint(fields=["conference", "prefix", "year"], name="register_once")]


class Paper(OfConference):
    """An issued official document: its frozen model, its DOCX, PDF and OFD and what it was issued for.

    `source` is "model" where the files were drawn from `document`, "upload" where the text of record came as a
    DOCX, "template" where the unit's own template gave the DOCX. `pdf` is empty for papers issued before it was
    kept, for templates, and for an upload without a PDF of its own; `ofd` is empty where `pdf` is, where an upload's
    PDF holds what is not turned into OFD, and for papers issued before it was kept. The number of one that
    `is_outside` was given by the office system and not drawn from our register.
    """

    kind = models.CharField(max_length=20)
    number = models.CharField("发文字号", max_length=60)
    prefix = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    title = models.CharField("标题", max_length=200)
    subject = models.CharField(max_length=120)
    issued_at = models.DateTimeField("印发时间")
    issued_by = models.CharField("签发", max_length=120)
    document = models.JSONField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    ofd = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=12, default="model")
    template = models.ForeignKey("PaperTemplate", models.PROTECT, null=True, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrigenda")
    is_outside = models.BooleanField("字号来自办公系统", default=False)

    class Meta:
        verbose_name = "公文"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "prefix", "year", "sequence"], name="paper_number_once"
            ),
        ]


class Recipient(OfConference):
    """Somebody a paper goes to: a unit, or an outside body by name; mode is main, up (抄报) or copy (抄送)."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="recipients")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    mode = models.CharField(max_length=8)
    received_at = models.DateTimeField("签收时间", null=True)
    received_by = models.CharField("签收人", max_length=120, blank=True)

    class Meta:
        verbose_name = "收文单位"

    def __str__(self) -> str:
        return str(self.paper)


class PaperDraft(OfConference, Cited):
    """A paper that no other act gives birth to, from its draft to the archive (see `papers.rules.DRAFT`).

    `addressees` is a list of name, mode (main or copy) and unit_id. `upload` is an edited DOCX: the text of
    record while it stands; `upload_pdf` the unit's own PDF of it. A number once drawn stays with the draft. One with a
    `unit` is that unit's own paper: its people draft, sign and send it under its name, with a number of its own system.
    """

    kind = models.CharField("文种", max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="行文单位")
    title = models.CharField("标题", max_length=200)
    text = models.TextField("正文")
    note = models.CharField("附注", max_length=200, blank=True)
    addressees = models.JSONField("收文单位", default=list)
    state = models.CharField("状态", max_length=12)
    drafted_by = models.CharField("起草", max_length=120)
    drafted_seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    drafted_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField("起草时间")
    reviewed_by = models.CharField("核稿", max_length=120, blank=True)
    reviewed_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_by = models.CharField("签发", max_length=120, blank=True)
    signer = models.CharField("签发人", max_length=80, blank=True)
    signed_on = models.DateField("签发日期", null=True)
    prefix = models.CharField("字号字头", max_length=40, blank=True)
    year = models.PositiveIntegerField("字号年份", null=True)
    sequence = models.PositiveIntegerField("字号序号", null=True)
    is_outside = models.BooleanField("字号来自办公系统", default=False)
    upload = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    upload_pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    paper = models.OneToOneField(Paper, models.PROTECT, null=True, related_name="draft")
    retention = models.CharField("保管期限", max_length=12, blank=True)

    class Meta:
        verbose_name = "文稿"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "prefix", "year", "sequence"],
                condition=models.Q(sequence__isnull=False),
                name="draft_number_once",
            ),
        ]


class DraftAttachment(OfConference):
    """A file that goes with a draft and then with its paper, under the title the 附件说明 prints."""

    draft = models.ForeignKey(PaperDraft, models.PROTECT, related_name="attachments")
    title = models.CharField("附件名称", max_length=120)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    is_dropped = models.BooleanField("已移除", default=False)

    class Meta:
        verbose_name = "公文附件"


class MemberNotice(OfConference):
    """Which confirmed changes of members the draft of a notice was drawn from, and the days they were decided in.

    `changes` holds their ids; `roster_on` is the day of the roster that goes with it. A draft given up frees them.
    """

    draft = models.OneToOneField(PaperDraft, models.PROTECT, related_name="member_notice")
    first_on = models.DateField("期间自")
    last_on = models.DateField("期间至")
    roster_on = models.DateField("名单截至")
    changes = models.JSONField("所列成员调整", default=list)

    class Meta:
        verbose_name = "成员名单通知"


class Attachment(OfConference):
    """A file put to a record of any room: whose it is, and who may read it beside its owner (`core.attaching.LEVELS`).

    `record` names the record as the journal does. A file that was taken off stays kept.
    """

    record = models.CharField("所附记录", max_length=120)
    title = models.CharField("名称", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="attachments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    seat_id = models.BigIntegerField()
    level = models.CharField("查看范围", max_length=12)
    by = models.CharField("添加", max_length=120)
    at = models.DateTimeField("添加时间")
    is_removed = models.BooleanField("已移除", default=False)
    reason = models.CharField("移除理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "附件"
        indexes = [models.Index(fields=["conference", "record", "id"], name="attachment_by_record")]

    def __str__(self) -> str:
        return self.title


class VoidNumber(OfConference):
    """A number of the register that no paper bears, and why: drawn and given up, or used outside."""

    prefix = models.CharField("字号字头", max_length=40)
    year = models.PositiveIntegerField("年份")
    sequence = models.PositiveIntegerField("序号")
    reason = models.CharField("理由", max_length=300)
    voided_at = models.DateTimeField("登记时间")
    voided_by = models.CharField("登记", max_length=120)

    class Meta:
        verbose_name = "作废字号"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "prefix", "year", "sequence"], name="void_number_once"
            ),
        ]


class ArchivePackage(OfConference):
    """A package of a year's papers as it was made for the archive, with how many papers it holds."""

    year = models.PositiveIntegerField("年度")
    papers = models.PositiveIntegerField("件数")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    made_at = models.DateTimeField("制作时间")
    made_by = models.CharField("制作", max_length=120)

    class Meta:
        verbose_name = "归档包"


class FileTaking(OfConference):
    """The taking of a record's whole file (调阅全卷) as of a day: by whom, why, and on whose word."""

    record = models.CharField("调阅的记录", max_length=120)
    as_of = models.DateField("截至")
    on_word = models.CharField("经谁同意", max_length=120)
    reason = models.CharField("调阅事由", max_length=300)
    records = models.PositiveIntegerField("记录数")
    files = models.PositiveIntegerField("原件数")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    by = models.CharField("调阅席位", max_length=120)
    at = models.DateTimeField("调阅时间")

    class Meta:
        verbose_name = "调阅"
        indexes = [models.Index(fields=["conference", "id"], name="taking_by_conference")]


class SignedAct(OfConference):
    """An act of a leader entered from the paper that was signed (登记签批), until another seat confirms it.

    `act` is the id of the act, `given` its fields as a form gives them ([texts] by name), `about` the record it
    concerns, `person` who held `seat` on the day of the signature.
    """

    act = models.CharField("签批的事项", max_length=60)
    given = models.JSONField("签批的内容")
    about = models.CharField(max_length=120)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.CharField("职务", max_length=120)
    signed_on = models.DateField("签批日期")
    system_number = models.CharField("办公系统编号", max_length=60, blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12)
    entered_seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    entered_person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entered_by = models.CharField("登记", max_length=120)
    entered_at = models.DateTimeField("登记时间")
    answered_by = models.CharField("核对", max_length=120, blank=True)
    answered_at = models.DateTimeField("核对时间", null=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "登记签批"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "act", "about"],
                condition=models.Q(state="entered"),
                name="one_open_signed_act",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}签批（{self.signed_on}）"


class PaperTemplate(OfConference):
    """A unit's own DOCX template of a kind, checked when it was uploaded; at most one of a kind is in force."""

    kind = models.CharField("文种", max_length=20)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    starts_on = models.DateField("启用日期")
    ended_at = models.DateTimeField("停用时间", null=True)
    uploaded_by = models.CharField("上传", max_length=120)

    class Meta:
        verbose_name = "公文模板"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "kind"],
                condition=models.Q(ended_at__isnull=True),
                name="one_template_a_kind",
            )
        ]
