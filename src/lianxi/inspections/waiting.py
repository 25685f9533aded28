"""What waits on supervision and on merged checks for the office and the units, and the days of both."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, CharField, DateField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from lianxi.core.desk import MOST, Desk, FeedEntry, Rest, Task
from lianxi.inspections.models import CheckPlan, Mandate, PlanUnit, Supervision, VisitPart
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
_PLAN_SAYS = {
    "collecting": ("合并检查", "各单位报齐或报无以后合并"),
    "proposed": ("催各单位确认检查安排", "没有确认的不以沉默视为同意"),
    "agreed": ("交付检查安排", "各单位都已确认"),
    "running": ("汇总检查结果", "各单位报齐结果以后汇总"),
    "reported": ("结束检查安排", "问题都有着落以后结束"),
}
_PART_SAYS = {
    "agreed": ("批准检查、定执法人员", "安排已交付，批准由本单位办"),
    "approved": ("报检查结果", "检查以后报结果；没有去的写明理由"),
    "ran_out": ("换执法人员", "已批准的人员证件在检查那天已到期，不换人这一部分不能去"),
}
_BY_LEAD = ("mandated", "planned", "announced", "on_site", "reported", "rectifying")
_GOING = ("handed_over", "running")


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List what is under way: all for the office, its own for a unit; one query over all kinds."""
    if not desk.actor.is_office and not desk.speaks:
        return
    kinds = [_supervisions(desk)]
    if desk.actor.is_office:
        kinds.append(_plans(desk))
    if desk.speaks:
        kinds += [_asked(desk), _parts(desk)]
    found = list(kinds[0].union(*kinds[1:], all=True).order_by("-sort", "-pk")[: MOST + 1])
    for row in found[:MOST]:
        yield _task(row)
    if len(found) > MOST:
        yield Rest("督查检查", "/checks")


def _named(
    rows: QuerySet[Any, Any], kind: str, *, title: Any, state: Any, url: Any, day: Any
) -> QuerySet[Any, Any]:
    """Give rows of one kind in the columns that all kinds share."""
    text = CharField(max_length=200)
    named: QuerySet[Any, Any] = rows.annotate(
        sort=Value(kind, output_field=text), title_=Cast(title, text), state_=Cast(state, text),
        url_=Cast(url, text), day_=Cast(day, DateField(null=True)),
    )  # fmt: skip
    found: QuerySet[Any, Any] = named.order_by().values("pk", "sort", "title_", "state_", "url_", "day_")
    return found


def _supervisions(desk: Desk) -> QuerySet[Any, Any]:
    rows = Supervision.objects.filter(conference_id=desk.conference_id, state__in=tuple(_SAYS))
    if not desk.actor.is_office:
        rows = rows.filter(lead_unit_id=desk.actor.unit_id or 0, state__in=_BY_LEAD)
    return _named(rows, "a", title=F("title"), state=F("state"), url=F("pk"), day=Value(None))


def _plans(desk: Desk) -> QuerySet[Any, Any]:
    rows = CheckPlan.objects.filter(conference_id=desk.conference_id, state__in=tuple(_PLAN_SAYS))
    return _named(rows, "b", title=F("title"), state=F("state"), url=F("pk"), day=Value(None))


def _asked(desk: Desk) -> QuerySet[Any, Any]:
    """Plans in which a subject of the seat's unit has yet to answer, or to agree."""
    rows = PlanUnit.objects.filter(conference_id=desk.conference_id, subject__unit_id=desk.actor.unit_id or 0)
    to_answer = rows.filter(plan__state="collecting", answered_at=None)
    to_agree = rows.filter(plan__state="proposed", agreed_at=None, is_nil=False)
    named = (to_answer | to_agree).distinct()
    return _named(
        named, "c", title=F("plan__title"), state=F("plan__state"), url=F("plan_id"), day=F("plan__answer_by")
    )


def _parts(desk: Desk) -> QuerySet[Any, Any]:
    """Parts of visits that the seat's unit has yet to approve, or to tell the result of."""
    rows = VisitPart.objects.filter(
        conference_id=desk.conference_id, subject__unit_id=desk.actor.unit_id or 0,
        state__in=("agreed", "approved"), visit__plan__state__in=_GOING,
    )  # fmt: skip
    day = Coalesce(F("visit__day"), F("visit__week"))
    ran_out = Case(When(state="approved", officers_until__lt=day, then=Value("ran_out")), default=F("state"))
    return _named(rows, "d", title=F("visit__firm_name"), state=ran_out, url=F("visit_id"), day=day)


def _task(row: dict[str, Any]) -> Task:
    kind, title, state = row["sort"], row["title_"], row["state_"]
    if kind == "a":
        return Task(_SAYS[state][0], title, f"/supervisions/{row['url_']}", _SAYS[state][1])
    if kind == "b":
        return Task(_PLAN_SAYS[state][0], title, f"/checks/{row['url_']}", _PLAN_SAYS[state][1])
    if kind == "c":
        is_new = state == "collecting"
        what = "报送检查计划" if is_new else "确认检查安排"
        why = "办公室商请报送；没有的报无" if is_new else "安排中有你单位的部分"
        return Task(what, title, f"/checks/{row['url_']}", why, row["day_"] if is_new else None)
    what, why = _PART_SAYS[state]
    return Task(what, title, f"/checks/visits/{row['url_']}", why)


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
