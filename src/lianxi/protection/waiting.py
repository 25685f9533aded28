"""What waits on lists: to send, to sign for, to answer, to confirm, to hand on; facts to state, recognitions to sign."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from lianxi.core.desk import MOST, Desk, FeedEntry, Rest, Task
from lianxi.journal.acting import record_name
from lianxi.protection.models import PersonList, Recognition, RecognitionFact
from lianxi.protection.queries.unfinished import unfinished
from lianxi.protection.rules.lists import FLOWS, HANDED_ON, RETURNED
from lianxi.protection.rules.machines import FACTS

LIST, FACT, OPINION = 0, 1, 2
_DAYS = {"sent": ("签收名单", "送出后 3 个工作日"), "drafted": ("送出名单", "月末后 5 个工作日")}
# One line of the union: of which table, and what a task is made of.
_COLUMNS = ("place", "key", "title", "code", "step", "mine", "odd", "due", "returned", "handed", "late")


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List what waits for a unit, counted by list; lists are between two units, so that the office has none."""
    if not desk.speaks:
        return
    unit = desk.actor.unit_id or 0
    rows = _lists(desk, unit).union(_facts(desk, unit), _opinions(desk, unit), all=True)
    found = [dict(zip(_COLUMNS, one, strict=True)) for one in rows.order_by("place", "key")[: MOST + 1]]
    for row in found[:MOST]:
        yield from _tasks(row)
    if len(found) > MOST:
        yield Rest("名单", "/patients")


def _lists(desk: Desk, unit: int) -> QuerySet[Any, Any]:
    """Ask for the unit's lists that are not at rest, with how many of each wait."""
    late = unfinished(desk.day).filter(list=OuterRef("pk"))
    on = Q(rows__is_dropped=False)
    own = Q(sender_id=unit) | Q(receiver_id=unit)
    rows = PersonList.objects.filter(own, conference_id=desk.conference_id).exclude(state="deleted")
    found: QuerySet[Any, Any] = rows.annotate(
        place=Value(LIST),
        key=F("pk"),
        title=F("number"),
        code=F("kind"),
        step=F("state"),
        mine=models.Case(models.When(sender_id=unit, then=Value(1)), default=Value(0)),
        odd=models.Case(models.When(claimed__isnull=False, then=Value(1)), default=Value(0)),
        due=F("due_on"),
        returned=Count("rows", filter=on & Q(rows__word__in=RETURNED, rows__ended_on=None)),
        handed=Count("rows", filter=on & Q(rows__word=HANDED_ON, rows__next=None)),
        late=models.Case(models.When(Exists(late), then=Value(1)), default=Value(0)),
    ).values_list(*_COLUMNS)
    return found


def _facts(desk: Desk, unit: int) -> QuerySet[Any, Any]:
    open_ones = RecognitionFact.objects.filter(
        conference_id=desk.conference_id,
        unit_id=unit,
        stated_on=None,
        recognition__state__in=("asked", "contested"),
    )
    return _plain(open_ones, FACT, F("recognition_id"), F("recognition__number"), "code")


def _opinions(desk: Desk, unit: int) -> QuerySet[Any, Any]:
    missing = RecognitionFact.objects.filter(recognition=OuterRef("pk"), stated_on=None)
    ready = Recognition.objects.filter(
        ~Exists(missing), conference_id=desk.conference_id, signer_id=unit, state__in=("asked", "contested")
    )
    return _plain(ready, OPINION, F("pk"), F("number"), "result")


def _plain(rows: QuerySet[Any], place: int, key: F, title: F, code: str) -> QuerySet[Any, Any]:
    nothing = dict.fromkeys(("mine", "odd", "returned", "handed", "late"), Value(0))
    named: dict[str, Any] = {
        "place": Value(place),
        "key": key,
        "title": title,
        "step": Value(""),
        "due": Cast(Value(None), models.DateField(null=True)),
        **nothing,
    }
    # A column of the table may be called as the union calls it.
    given = named if code == "code" else {**named, "code": F(code)}
    found: QuerySet[Any, Any] = rows.annotate(**given).values_list(*_COLUMNS)
    return found


def _tasks(row: dict[str, Any]) -> Iterator[Task]:
    if row["place"] == FACT:
        url = f"/patients/recognitions/{row['key']}"
        yield Task("提供核实事实", f"{FACTS[row['code']][1]} {row['title']}", url, "由掌握这项事实的单位提供")
    elif row["place"] == OPINION:
        url = f"/patients/recognitions/{row['key']}"
        yield Task("出具核实意见", row["title"], url, "四项事实已齐")
    elif row["mine"]:
        yield from _of_sender(row)
    else:
        yield from _of_receiver(row)


def _of_sender(row: dict[str, Any]) -> Iterator[Task]:
    url, title = f"/patients/lists/{row['key']}", f"{FLOWS[row['code']].title} {row['title']}"
    if row["step"] == "drafted":
        yield Task("送出名单", title, url, "名单还在起草；有人员的，最迟每月送一次", row["due"])
    elif row["odd"] and row["step"] == "sent":
        yield Task("核对人数", title, url, "接收单位清点的人数与移交单不符")
    if row["returned"]:
        yield Task("确认退回", title, f"{url}#returned", f"有 {row['returned']} 人退回，等你单位确认")


def _of_receiver(row: dict[str, Any]) -> Iterator[Task]:
    url, title = f"/patients/lists/{row['key']}", f"{FLOWS[row['code']].title} {row['title']}"
    if row["step"] == "sent":
        yield Task("签收名单", title, url, "人数和文件一致方可签收", row["due"])
    elif row["step"] == "withdrawn":
        yield Task("确认已删除", title, url, "送错的名单已收回，请删除名册后确认")
    elif row["late"]:
        yield Task("办理名单人员", title, url, "有人员没有进展，已列入未办结人员清单")
    if row["handed"]:
        yield Task("转其他名单", title, "/patients/new", f"有 {row['handed']} 人要转其他名单，还没有送出")


def list_days(desk: Desk) -> Iterator[FeedEntry]:
    """List the days by which lists are signed for, for their receiver, and sent, for their sender."""
    unit = desk.actor.unit_id or 0
    own = Q(state="sent", receiver_id=unit) | Q(state="drafted", sender_id=unit)
    rows = PersonList.objects.filter(own, conference_id=desk.conference_id, due_on__isnull=False)
    for row in rows.order_by("due_on", "pk")[:MOST]:
        what, why = _DAYS[row.state]
        told = (record_name(row), row.version, f"/patients/lists/{row.pk}", what, row.number, row.due_on)
        yield FeedEntry(*told, why=f"{why}（设定，待确认）")
