"""What waits on incidents: calls to verify, units to tell, tellings to sign for, letters to answer, closings."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from lianxi.core.desk import MOST, Desk, FeedEntry, Rest, Task
from lianxi.incidents.actions import close_incident
from lianxi.incidents.models import Incident, IncidentCount, Telling, UnionLetter
from lianxi.incidents.rules.guards import second_reader, second_seat
from lianxi.incidents.rules.machines import ENDED, IncidentState
from lianxi.incidents.rules.noted import PROMPT
from lianxi.journal.acting import record_name

_SAYS = {
    IncidentState.SIGNALLED: ("核实来电", "先问：县级卫健部门、疾控机构知道了吗；再立为事件、排除或移交"),
    IncidentState.OPEN: ("处置事件", "登记续报、法定报告和措施"),
    IncidentState.WITH_SUPERIOR: ("处置事件", "上级调查中：登记续报，等调查结论"),
    IncidentState.INVESTIGATED: ("列出后续工作", "已有调查结论，每条建议都要有着落"),
    IncidentState.CONCLUDED: ("列出后续工作", "响应已结束，每条建议都要有着落"),
    IncidentState.FOLLOWED: ("起草结案报告", "后续工作都有结果后，起草并确认结案"),
}

# Events that were merged one into another are looked for so many times over; a whole that is merged again is rare.
MERGED_DEPTH = 3


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List what waits on incidents for the office, and tellings and letters for units."""
    if not desk.actor.is_office and not desk.speaks:
        return
    rows = list(_rows(desk).order_by("-pk")[: MOST + 1])
    for row in rows[:MOST]:
        yield from _tasks(desk, row)
    if len(rows) > MOST:
        yield Rest("事件", "/incidents?open=1")


def _of_whole() -> Q:
    """Select what belongs to an event or to one that was merged into it, at any of MERGED_DEPTH removes."""
    found, up = Q(incident=OuterRef("pk")), "incident"
    merged: dict[str, Any] = {}
    for _ in range(MERGED_DEPTH):
        merged[f"{up}__state"] = IncidentState.MERGED
        up = f"{up}__parent"
        found |= Q(**{**merged, up: OuterRef("pk")})
    return found


def _rows(desk: Desk) -> QuerySet[Any]:
    """Ask once for the incidents that run, with what of each waits for the seat."""
    unit = desk.actor.unit_id or 0
    tellings = Telling.objects.filter(_of_whole(), received_at=None, is_late=False)
    letters = UnionLetter.objects.filter(_of_whole(), unit_id=unit, state="sent")
    letters = letters.exclude(kind=PROMPT)
    lower = IncidentCount.objects.filter(_of_whole(), confirmed_at=None).exclude(reason="")
    rows = Incident.objects.filter(conference_id=desk.conference_id).exclude(state__in=ENDED)
    found: QuerySet[Any] = rows.defer("report").annotate(
        to_sign=Exists(tellings.filter(unit_id=unit)),
        to_call=Exists(tellings.filter(unit__isnull=False)),
        told=Exists(Telling.objects.filter(incident=OuterRef("pk"), unit__isnull=False)),
        letter=Subquery(letters.order_by("due_on", "pk").values("pk")[:1]),
        letter_due=Subquery(letters.order_by("due_on", "pk").values("due_on")[:1]),
        lowered=Subquery(lower.order_by("pk").values("pk")[:1]),
        lowered_seat=Subquery(lower.order_by("pk").values("seat_id")[:1]),
        lowered_person=Subquery(lower.order_by("pk").values("person_id")[:1]),
    )
    return found


def _tasks(desk: Desk, row: Any) -> Iterator[Task]:
    url, title = f"/incidents/{row.pk}", str(row)
    if desk.speaks and row.to_sign and not row.is_late:
        yield Task("签收事件告知", title, f"{url}#told", "办公室告知你单位")
    if desk.speaks and row.letter and not row.is_late:
        yield Task("答复工会文书", title, f"{url}#letters", "工会文书发给你单位", row.letter_due)
    if not desk.actor.is_office:
        return
    what, why = _SAYS[IncidentState(row.state)]
    if row.state == IncidentState.OPEN and not row.told:
        what, why = "告知各单位", "已立为事件，还没有告知成员单位"
    if row.state == IncidentState.FOLLOWED and row.report_seat_id:
        yield _closing(desk, row, title, url)
    else:
        yield Task(what, title, url, why)
    if row.to_call and not row.is_late:
        yield Task("电话告知未签收的单位", title, f"{url}#told", "有单位还没有签收告知")
    if row.lowered:
        mine = second_seat((row.lowered_seat, row.lowered_person), desk.actor) is None
        why = "人数下调须由登记以外的另一席位确认" if mine else "人数下调是由你登记的，等另一席位确认"
        yield Task("确认人数下调", title, f"{url}#counts", why, mine=mine)


def _closing(desk: Desk, row: Any, title: str, url: str) -> Task:
    wrote = second_reader((row.report_seat_id, row.report_person_id), desk.actor)
    may = (close_incident.refused_to(desk.actor) or wrote) is None
    why = "结案报告已起草，由办公室主任确认"
    return Task("确认结案", title, f"{url}#closing", why, mine=may)


def list_days(desk: Desk) -> Iterator[FeedEntry]:
    """List the days by which letters of the union are answered, for their addressee and the office."""
    rows = UnionLetter.objects.filter(
        conference_id=desk.conference_id, state="sent", is_late=False, due_on__isnull=False
    )
    # Nothing is entered of an event that has ended; what was merged goes on in another.
    rows = rows.exclude(incident__state__in=ENDED - {IncidentState.MERGED})
    if not desk.actor.is_office:
        rows = rows.filter(unit_id=desk.actor.unit_id or 0)
    for row in rows.select_related("incident").order_by("due_on", "pk")[:MOST]:
        own = (record_name(row), row.version)
        url = f"/incidents/{row.incident_id}#letters"
        title = f"{row.incident.title}：{row.number}"
        yield FeedEntry(*own, url, "答复工会文书", title, row.due_on, row.due_derivation)
