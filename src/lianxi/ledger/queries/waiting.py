"""What waits for a unit or for the office, with the step that is due and why it is theirs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from lianxi.bodies.models import Conference
from lianxi.ledger.models import Circular, CoUnit, Extension, Handback, Obligation
from lianxi.ledger.queries.lists import cutoffs_on
from lianxi.ledger.rules import HANDBACK_OPEN, PART_OPEN, WORKING, Cutoffs, LightReading, read_light

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
_PART_STEPS = {
    "issued": ("ledger.obligation.acknowledge", "签收"),
    "working": ("ledger.progress.report", "完成本单位的协办部分"),
}


def list_waiting(
    conference: Conference | int,
    limits: Cutoffs,
    unit_id: int | None,
    *,
    speaks: bool,
    office: bool,
    size: int = LIMIT,
) -> list[Waiting]:
    """List what waits for a seat: for its unit where it `speaks`, for the `office`, or both.

    One look at the ledger, however much there is; drafts of circulars are counted by `count_desk`.
    """
    rows = _rows(conference, unit_id if speaks else None, office, size)
    found = _for_unit(rows, unit_id, limits, size) if speaks and unit_id is not None else []
    if not office:
        return found
    judged = [_blocked(one, unit_id) for one in _for_office(rows, limits, size)]
    return found + judged


def list_waiting_for_unit(
    conference: Conference, unit_id: int, day: date, size: int = LIMIT
) -> list[Waiting]:
    """List what a unit has to do next, the nearest due date first."""
    limits = cutoffs_on(conference, day)
    return list_waiting(conference, limits, unit_id, speaks=True, office=False, size=size)


def list_waiting_for_office(
    conference: Conference, day: date, unit_id: int | None = None, size: int = LIMIT
) -> list[Waiting]:
    """List what the office has to do next: verify, answer, report upward, issue.

    With the unit of an office seat, steps on matters that this unit leads are marked as blocked.
    """
    limits = cutoffs_on(conference, day)
    found = list_waiting(conference, limits, unit_id, speaks=False, office=True, size=size)
    return found + _drafts(conference, size)


def _rows(conference: Conference | int, unit_id: int | None, office: bool, size: int) -> list[Any]:
    """Read every obligation on which a step waits, at most `size` of each kind, with what decides the step."""
    running = Obligation.objects.filter(conference=conference, closed_at__isnull=True)
    by_due = running.order_by("due_order", "pk")
    open_parts = _open_parts(unit_id or 0)
    asked = Extension.objects.filter(conference=conference, state="asked").order_by("at", "pk")
    backs = Handback.objects.filter(conference=conference, state__in=HANDBACK_OPEN).order_by("at", "pk")
    named, disputed = (
        backs.filter(state="asked", named_unit_id=unit_id or 0),
        backs.filter(state="with_office"),
    )
    kinds: list[QuerySet[Any]] = []
    if unit_id is not None:
        kinds.append(by_due.filter(lead_unit_id=unit_id, state__in=WORKING).values("pk"))
        kinds.append(by_due.filter(pk__in=open_parts.values("obligation_id")).values("pk"))
        kinds.append(named.values("obligation_id"))
    if office:
        passed = Obligation.objects.filter(_UNANSWERED, conference=conference, answer_upward=True)
        kinds.append(by_due.filter(state="submitted").values("pk"))
        kinds.append(asked.values("obligation_id"))
        kinds.append(disputed.values("obligation_id"))
        kinds.append(passed.filter(passed_at__isnull=False).order_by("passed_at", "pk").values("pk"))
    # Of one row, by its own index: the conference's whole list of open ones would be walked for each row.
    of_row = Extension.objects.filter(obligation=OuterRef("pk"), state="asked").order_by("at", "pk")
    back = Handback.objects.filter(obligation=OuterRef("pk"))
    rows = Obligation.objects.filter(pk__in=_any_of([kind[:size] for kind in kinds]))
    return list(
        rows.select_related("lead_unit")
        .defer("text")
        .annotate(
            part_state=Subquery(open_parts.filter(obligation=OuterRef("pk")).values("state")[:1]),
            named_by=Subquery(
                back.filter(state="asked", named_unit_id=unit_id or 0).values("unit__name")[:1]
            ),
            disputed=Exists(back.filter(state="with_office")),
            asked_id=Subquery(of_row.values("pk")[:1]),
            asked_on=Subquery(of_row.values("asked_on")[:1]),
            asked_at=Subquery(of_row.values("at")[:1]),
        )
        .order_by("due_order", "pk")
    )


_UNANSWERED = Q(answered_at__isnull=True) | Q(answered_at__lt=F("passed_at"))


def _open_parts(unit_id: int) -> QuerySet[CoUnit]:
    """Give the parts of a unit beside the lead on which it still has a step to take."""
    return CoUnit.objects.filter(unit_id=unit_id, state__in=PART_OPEN)


def _any_of(kinds: list[QuerySet[Any]]) -> RawSQL:
    """Join queries of ids into one; Django's own union takes no limited parts."""
    parts: list[str] = []
    values: list[Any] = []
    for place, kind in enumerate(kinds):
        statement, given = kind.query.sql_with_params()
        parts.append(f"SELECT * FROM ({statement}) AS part{place}")  # noqa: S608 - written by Django
        values += given
    return RawSQL(" UNION ALL ".join(parts), values)  # noqa: S611 - as above


def _for_unit(rows: list[Any], unit_id: int, limits: Cutoffs, size: int) -> list[Waiting]:
    found = []
    for row in rows:
        if row.lead_unit_id == unit_id and row.state in WORKING:
            action, what = _LEAD_STEPS[row.state]
            found.append(_step(action, what, "你单位是主办单位", row, limits))
        if row.part_state and row.closed_at is None:
            action, what = _PART_STEPS[row.part_state]
            found.append(_step(action, what, "你单位是协办单位", row, limits))
        if row.named_by:
            why = f"{row.named_by}认为应由你单位承办"
            found.append(_step("ledger.handback.accept", "接收或答复退回", why, row, limits))
    return found[:size]


def _for_office(rows: list[Any], limits: Cutoffs, size: int) -> list[Waiting]:
    found = [
        _step("ledger.obligation.verify", "核验办结", "主办单位已申请办结", row, limits)
        for row in rows
        if row.state == "submitted"
    ][:size]
    asked = sorted((row for row in rows if row.asked_id), key=lambda row: (row.asked_at, row.asked_id))
    for row in asked[:size]:
        why = f"主办单位申请延至{row.asked_on.isoformat()}"
        found.append(_on(_step("ledger.extension.grant", "答复延期申请", why, row, limits), row.asked_id))
    why = "两次退回，由办公室裁定"
    found += [_step("ledger.handback.rule", "裁定退回", why, row, limits) for row in rows if row.disputed]
    upward = [row for row in rows if row.answer_upward and row.passed_at and _is_unanswered(row)]
    for row in sorted(upward, key=lambda row: (row.passed_at, row.pk))[:size]:
        why = f"已核验通过，须向{row.upward_body}报告"
        found.append(_step("ledger.obligation.answer_upward", "报送报告", why, row, limits))
    return found


def _is_unanswered(row: Any) -> bool:
    return row.answered_at is None or row.answered_at < row.passed_at


def _drafts(conference: Conference, size: int) -> list[Waiting]:
    drafts = Circular.objects.filter(conference=conference, state__in=("draft", "shown")).order_by("pk")
    return [
        Waiting("ledger.circular.issue", f"印发通报：{draft.title}", "草稿待印发", None, None, draft.pk)
        for draft in drafts.only("title", "conference_id")[:size]
    ]


def _step(action: str, what: str, why: str, row: Obligation, limits: Cutoffs) -> Waiting:
    return Waiting(action, what, why, row, read_light(row.state, row.due_on, limits, row.serious_on), row.pk)


def _on(step: Waiting, record_id: int) -> Waiting:
    return Waiting(step.action, step.what, step.why, step.obligation, step.reading, record_id)


def _blocked(step: Waiting, unit_id: int | None) -> Waiting:
    judged = step.action in ("ledger.obligation.verify", "ledger.extension.grant")
    if not judged or step.obligation is None or step.obligation.lead_unit_id != unit_id:
        return step
    why = "这项由你所在单位主办，须由其他单位的办公室席位办理。"
    return Waiting(step.action, step.what, step.why, step.obligation, step.reading, step.record_id, why)
