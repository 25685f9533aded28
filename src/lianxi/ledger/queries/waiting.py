"""What waits for a unit or for the office, with the step that is due and why it is theirs."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from lianxi.bodies.models import Conference
from lianxi.ledger.models import Circular, CoUnit, Extension, Obligation
from lianxi.ledger.queries.lists import cutoffs_on
from lianxi.ledger.rules import WORKING, Cutoffs, LightReading, read_light

LIMIT = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that waits: the action's id, what to do, why it is theirs, and by when.

    `record_id` is the extension or circular where the step is not on the obligation itself; `blocked`
    says why this unit's seats may not take the step.
    """

    action: str
    what: str
    why: str
    obligation: Obligation | None
    reading: LightReading | None
    record_id: int
    blocked: str = ""

    @property
    def due_on(self) -> date | None:
        return self.obligation.due_on if self.obligation else None


_LEAD_STEPS = {
    "issued": ("ledger.obligation.acknowledge", "签收"),
    "in_progress": ("ledger.progress.report", "反馈办理情况"),
    "returned": ("ledger.progress.report", "按退回意见补办并反馈"),
}


def list_waiting_for_unit(
    conference: Conference, unit_id: int, day: date, size: int = LIMIT
) -> list[Waiting]:
    """This function will list what a unit has to do next, the nearest due date first."""
    limits = cutoffs_on(conference, day)
    running = Obligation.objects.filter(conference=conference, closed_at__isnull=True)
    running = running.select_related("lead_unit").defer("text").order_by("due_order", "pk")
    found = []
    for row in running.filter(lead_unit_id=unit_id, state__in=WORKING)[:size]:
        action, what = _LEAD_STEPS[row.state]
        found.append(_step(action, what, "你单位是主办单位", row, limits))
    unsigned = CoUnit.objects.filter(unit_id=unit_id, acknowledged_at__isnull=True)
    found.extend(
        _step("ledger.obligation.acknowledge", "签收", "你单位是协办单位", row, limits)
        for row in running.filter(pk__in=unsigned.values("obligation_id"))[:size]
    )
    found.sort(key=lambda one: (one.due_on is None, one.due_on or day, one.record_id))
    return found[:size]


def list_waiting_for_office(
    conference: Conference, day: date, unit_id: int | None = None, size: int = LIMIT
) -> list[Waiting]:
    """This function will list what the office has to do next: verify, answer, report upward, issue.

    With the unit of an office seat, steps on matters that this unit leads are marked as blocked.
    """
    limits = cutoffs_on(conference, day)
    running = Obligation.objects.filter(conference=conference).select_related("lead_unit").defer("text")
    found = [
        _step("ledger.obligation.verify", "核验办结", "主办单位已申请办结", row, limits)
        for row in running.filter(state="submitted").order_by("due_order", "pk")[:size]
    ]
    asked = Extension.objects.filter(conference=conference, state="asked").order_by("at", "pk")
    for request in asked.select_related("obligation__lead_unit")[:size]:
        why = f"主办单位申请延至{request.asked_on.isoformat()}"
        step = _step("ledger.extension.grant", "答复延期申请", why, request.obligation, limits)
        found.append(_on(step, request.pk))
    unanswered = Q(answered_at__isnull=True) | Q(answered_at__lt=F("passed_at"))
    passed = running.filter(unanswered, answer_upward=True, passed_at__isnull=False)
    for row in passed.order_by("passed_at", "pk")[:size]:
        why = f"已核验通过，须向{row.upward_body}报告"
        found.append(_step("ledger.obligation.answer_upward", "报送报告", why, row, limits))
    found = [_blocked(one, unit_id) for one in found]
    drafts = Circular.objects.filter(conference=conference, state="draft").order_by("pk")
    for draft in drafts.only("title", "conference_id")[:size]:
        found.append(
            Waiting("ledger.circular.issue", f"印发通报：{draft.title}", "草稿待印发", None, None, draft.pk)
        )
    return found


def _step(action: str, what: str, why: str, row: Obligation, limits: Cutoffs) -> Waiting:
    return Waiting(action, what, why, row, read_light(row.state, row.due_on, limits), row.pk)


def _on(step: Waiting, record_id: int) -> Waiting:
    return Waiting(step.action, step.what, step.why, step.obligation, step.reading, record_id)


def _blocked(step: Waiting, unit_id: int | None) -> Waiting:
    judged = step.action in ("ledger.obligation.verify", "ledger.extension.grant")
    if not judged or step.obligation is None or step.obligation.lead_unit_id != unit_id:
        return step
    why = "这项由你所在单位主办，须由其他单位的办公室席位办理。"
    return Waiting(step.action, step.what, step.why, step.obligation, step.reading, step.record_id, why)
