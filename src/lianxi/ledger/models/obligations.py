"""Tables of the ledger: obligations with who owes them, what was reported, verified, asked and circulated.

Rows of events (acknowledgements, progress, verifications, due dates) are never changed once stored: with
their moments they give every obligation as of any moment.
"""

from datetime import date

from django.db import models

from lianxi.bodies.models import Cited, OfConference, Unit
from lianxi.ledger.rules import CO_PART
from lianxi.papers.models import Paper, StoredFile

# Where obligations without a due date stand in a list ordered by it.
NO_DUE_DATE = date(9999, 12, 31)


class Obligation(OfConference, Cited):
    """Something a unit owes the conference. `source` names the record that created it, as the journal does.

    `closed_at` is set when it leaves the running ledger, closed or superseded. `due_order` repeats
    `due_on` with a last day where there is none, so that pages follow one index. `next_period` is the matter in which
    a recurring one goes on that still waits to be verified when its next period begins. From `serious_on` it is
    seriously late; `agreed_on` was agreed once it was late already, and nothing counts by it.
    """

    year = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField("编号", max_length=20)
    title = models.CharField("事项", max_length=200)
    text = models.TextField("内容", blank=True)
    cycle = models.CharField("周期", max_length=12)
    origin = models.CharField("来源类别", max_length=12)
    source = models.CharField(max_length=120, blank=True)
    source_label = models.CharField("来源", max_length=300, blank=True)
    lead_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    due_on = models.DateField("办理时限", null=True)
    due_order = models.DateField(default=NO_DUE_DATE)
    due_derivation = models.JSONField(default=dict)
    serious_on = models.DateField("严重逾期起", null=True)
    agreed_on = models.DateField("逾期后约定的办结日", null=True)
    evidence_wanted = models.CharField("需要的材料", max_length=300, blank=True)
    evidence_kinds = models.JSONField("佐证类型", default=list)
    state = models.CharField(max_length=20)
    answer_upward = models.BooleanField("须向上报告", default=False)
    upward_body = models.CharField("报告对象", max_length=80, blank=True)
    passed_at = models.DateTimeField("最近核验通过时间", null=True)
    answered_at = models.DateTimeField("报告时间", null=True)
    answer_paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="superseded_by")
    next_period = models.ForeignKey("self", models.PROTECT, null=True, related_name="last_periods")
    created_at = models.DateTimeField("登记时间")
    closed_at = models.DateTimeField("结束时间", null=True)
    last_reported_at = models.DateTimeField("最近反馈时间", null=True)

    class Meta:
        verbose_name = "事项"
        constraints = [
            models.UniqueConstraint(fields=["conference", "year", "sequence"], name="obligation_number_once")
        ]
        indexes = [
            # `closed_at` within both: what has ended is passed over without a look at its row, 65 ms, not 530.
            models.Index(fields=["conference", "due_order", "id", "closed_at"], name="obligation_by_due"),
            models.Index(fields=["conference", "state", "due_order", "id"], name="obligation_by_state"),
            models.Index(
                fields=["conference", "lead_unit", "due_order", "id", "closed_at"], name="obligation_by_lead"
            ),
            # What follows the id is there so that lights are counted within the index, 2 ms, not 37, at a million:
            # members are shown a matter for its lead and its origin.
            models.Index(
                fields=[
                    *("conference", "due_order", "id"),
                    *("state", "serious_on", "closed_at", "origin", "lead_unit"),
                ],
                condition=models.Q(closed_at__isnull=True),
                name="obligation_running",
            ),
            models.Index(
                fields=[
                    *("conference", "lead_unit", "due_order", "id"),
                    *("state", "serious_on", "closed_at", "origin"),
                ],
                condition=models.Q(closed_at__isnull=True),
                name="obligation_running_lead",
            ),
            # Only what has ended: an entry for every running row would draw planners away from the index above.
            models.Index(
                fields=["conference", "closed_at"],
                condition=models.Q(closed_at__isnull=False),
                name="obligation_by_end",
            ),
            models.Index(fields=["source"], name="obligation_by_source"),
            models.Index(
                fields=["conference", "passed_at"],
                condition=models.Q(answer_upward=True),
                name="obligation_to_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class OfObligation(OfConference):
    """A row that belongs to one obligation."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="%(class)s_set")

    class Meta:
        abstract = True


class CoUnit(OfObligation):
    """A unit that takes part beside the lead, and where it stands with its own part (see CO_PART).

    `acknowledged_at` and `finished_at` repeat the moments of its own words; `waiver` is the reason why the
    office did without its part this time. A part that was released is kept as the record of its time.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=CO_PART.initial)
    acknowledged_at = models.DateTimeField("签收时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    waiver = models.CharField("免予配合的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "协办单位"
        constraints = [models.UniqueConstraint(fields=["obligation", "unit"], name="co_unit_once")]
        indexes = [models.Index(fields=["unit", "state", "obligation"], name="co_unit_by_state")]


class DueDate(OfObligation):
    """A due date the obligation had from a moment, with how it came out; the last one holds."""

    due_on = models.DateField(null=True)
    serious_on = models.DateField(null=True)
    derivation = models.JSONField(default=dict)
    cause = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        verbose_name = "办理时限"
        indexes = [
            models.Index(fields=["obligation", "at"], name="due_date_by_obligation"),
            models.Index(fields=["conference", "cause", "at"], name="due_date_by_cause"),
        ]


class ByUnit(OfObligation):
    """An event of an obligation done by a seat of a unit; `by` is the seat's label of that time."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    seat_id = models.BigIntegerField()
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Acknowledgement(ByUnit):
    """A unit's word that it has received the obligation; again where it came back to the unit later."""

    class Meta:
        verbose_name = "事项签收"
        indexes = [
            models.Index(fields=["obligation", "unit"], name="acknowledgement_by_unit"),
            models.Index(fields=["seat_id", "obligation"], name="acknowledgement_by_seat"),
        ]


class Progress(ByUnit):
    """A unit's report; `done` asks for closing, `part_done` says that a co-unit's own part is finished.

    `without_files` says why evidence wanted is missing.
    """

    text = models.TextField("办理情况")
    done = models.BooleanField("申请办结", default=False)
    part_done = models.BooleanField("本单位部分完成", default=False)
    without_files = models.CharField("未附材料的说明", max_length=300, blank=True)
    unit_leader = models.CharField("经本单位哪位负责同志（职务）同意", max_length=120, blank=True, default="")

    class Meta:
        verbose_name = "办理反馈"
        indexes = [
            models.Index(fields=["obligation", "at"], name="progress_by_obligation"),
            # All that a year's count by clause and unit reads of a report.
            models.Index(fields=["conference", "at", "obligation", "unit"], name="progress_by_moment"),
        ]


class ProgressFile(OfConference):
    """A file attached to a report."""

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "反馈材料"


class Verification(ByUnit):
    """The office's answer to a request for closing: passed, or returned with the reason."""

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="verifications")
    result = models.CharField(max_length=8)
    reason = models.CharField("意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "核验"
        constraints = [models.UniqueConstraint(fields=["progress"], name="verified_once")]
        indexes = [models.Index(fields=["obligation", "at"], name="verification_by_obligation")]


class Extension(ByUnit):
    """The lead unit's request for a later due date, with how far it has come, and its answer.

    `late` marks a request made once the due date had come: a day may be agreed, the due date stays.
    """

    due_on = models.DateField("原时限")
    asked_on = models.DateField("申请延至")
    reason = models.CharField("理由", max_length=500)
    progress = models.CharField("目前进展", max_length=500, blank=True)
    late = models.BooleanField("逾期后申请", default=False)
    state = models.CharField(max_length=12)
    granted_on = models.DateField("批准延至", null=True)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = "延期申请"
        constraints = [
            models.UniqueConstraint(
                fields=["obligation"], condition=models.Q(state="asked"), name="one_open_extension"
            )
        ]
        indexes = [models.Index(fields=["conference", "state", "at"], name="extension_by_state")]
