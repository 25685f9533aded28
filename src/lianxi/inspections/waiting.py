"""What waits on supervision for the office and the lead, and the end of each mandate's term."""

from collections.abc import Iterator

from lianxi.core.desk import MOST, Desk, FeedEntry, Rest, Task
from lianxi.inspections.models import Mandate, Supervision
from lianxi.inspections.queries import RUNNING
from lianxi.journal.acting import record_name

_SAYS = {
    "asked": ("选定督查的形式", "规则已给出形式：改用别的形式，或请示指定"),
    "mandate_wanted": ("登记市政府的指定", "请示已提出，等指定文件；没有答复的跟踪督促"),
    "mandated": ("登记督查方案", "已指定，方案的时间须在期限内"),
    "planned": ("通知督查对象", "已有方案"),
    "announced": ("开始实地督查", "已通知"),
    "on_site": ("登记督查报告", "四部分报告"),
    "reported": ("登记督查结论", "结论须经市政府同意"),
    "concluded": ("列出整改事项", "结论已送达"),
    "under_review": ("登记复核决定", "督查对象申请复核"),
    "rectifying": ("核查整改", "逐项写明结果"),
    "checked": ("督查办结", "结果报市政府"),
}
_BY_LEAD = ("mandated", "planned", "announced", "on_site", "reported", "rectifying")


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List the supervisions under way: all for the office, its own for the unit that leads."""
    if not desk.actor.is_office and not desk.speaks:
        return
    rows = Supervision.objects.filter(conference_id=desk.conference_id, state__in=tuple(_SAYS))
    if not desk.actor.is_office:
        rows = rows.filter(lead_unit_id=desk.actor.unit_id or 0, state__in=_BY_LEAD)
    found = list(rows.only("pk", "title", "state").order_by("-pk")[: MOST + 1])
    for row in found[:MOST]:
        what, why = _SAYS[row.state]
        yield Task(what, row.title, f"/supervisions/{row.pk}", why)
    if len(found) > MOST:
        yield Rest("督查", "/supervisions")


def list_days(desk: Desk) -> Iterator[FeedEntry]:
    """List the last day of each mandate's term for the office and the lead."""
    rows = Mandate.objects.filter(
        conference_id=desk.conference_id, read_at__isnull=False, supervision__state__in=RUNNING
    )
    if not desk.actor.is_office:
        rows = rows.filter(unit_id=desk.actor.unit_id or 0)
    for row in rows.select_related("supervision").order_by("ends_on", "pk")[:MOST]:
        own = (record_name(row), row.version)
        url, title = f"/supervisions/{row.supervision_id}", row.supervision.title
        yield FeedEntry(*own, url, "督查期限", title, row.ends_on, why="市政府指定的期限")
