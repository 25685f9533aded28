"""What waits on seats and members; and how a desk is laid out for a seat."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from lianxi.bodies.models import ClockRepair, Invitation, MemberChange, Seat, Tenure
from lianxi.bodies.queries import in_force, rule_values
from lianxi.bodies.queries.changes import new_holders, waiting_with_holders
from lianxi.bodies.queries.links import list_releasable
from lianxi.bodies.queries.operators import month_start, operators_acts
from lianxi.bodies.rules import CLOCK_REPAIR, CONFIGURABLE, INVITATION, MEMBER_CHANGE, RELEASE_RULE
from lianxi.core.actors import CONVENERS, Actor, SeatKind
from lianxi.core.desk import Alarm, Desk, Rest, Task
from lianxi.core.rooms import Refused, load, rooms
from lianxi.core.words import day_of, long_date

CHANGES_PAGE, INVITING_PAGE = "/conference/changes", "/settings/invitations"


def lay_desk(actor: Actor, at: datetime) -> Desk:
    """Lay out the desk of a seat at a moment, with the rules that every room asks for, in one look-up."""
    own = actor.conference_id or 0
    return Desk(own, actor, at, rule_values(own, CONFIGURABLE, day_of(at)))


def gather_desk(desk: Desk) -> list[Task | Rest | Alarm]:
    """Gather what all rooms put on a desk, the highest room's first; a task that another covers is left out."""
    found: list[Task | Rest | Alarm] = []
    # What is decided above comes first, as between tasks without a day.
    for room in reversed(rooms()):
        if not isinstance(room.waiting, Refused):
            found += [
                replace(one, room=room.name) if isinstance(one, Task) else one
                for one in load(room.waiting)(desk)
            ]
    covered = {one.covers for one in found if isinstance(one, Task) and one.covers}
    return [one for one in found if not (isinstance(one, Task) and one.record in covered)]


def list_tasks(desk: Desk) -> Iterator[Task]:
    """List what waits on seats: links to release, changes for the convener, vacancies for the director."""
    decides = desk.actor.kind in CONVENERS
    if not desk.actor.is_office and not decides:
        yield from _list_releases([one.seat.label for one in list_releasable(desk.actor, desk.at)])
        return
    rows = _seats(desk)
    if decides:
        yield from _list_of_installation(rows)
        yield from _list_releases(
            [seat.label for seat in rows if seat.is_waiting and seat.pk != desk.actor.seat_id]
        )
    if any(seat.is_asked for seat in rows):
        yield from _list_changes(desk, decides=decides)
    if desk.actor.kind is SeatKind.OFFICE_DIRECTOR:
        yield from _list_directors(desk, rows)


def _list_changes(desk: Desk, *, decides: bool) -> Iterator[Task]:
    """List the proposed changes with the person and the reason: the convener's to decide, the office's to know of."""
    for one in waiting_with_holders(desk.conference_id, desk.day):
        title = f"{one.seat.label}：{one.holder or '空缺'}→{one.person_name}（{one.title}）"
        why = f"理由：{one.reason}" + (f"；来函：{one.letter}" if one.letter else "")
        url = f"{CHANGES_PAGE}/{one.pk}"
        if decides:
            yield Task("确定成员调整", title, url, why, first=True)
        else:
            yield Task("等召集人确定", title, url, why, mine=False)


def _list_of_installation(rows: list[Any]) -> Iterator[Task]:
    """List what the convener looks at for the installation: a clock that ran fast, what operators did."""
    if any(seat.is_stopped for seat in rows):
        yield Task("核对时钟恢复", "服务器时钟曾走快", "/clock", "核对前什么也不能办理")
    if any(seat.has_operated for seat in rows):
        yield Task("查看运维办理", "运维管理员上月以前办理的", "/operator/acts", "每月由召集人查看一次")


def _list_directors(desk: Desk, rows: list[Any]) -> Iterator[Task]:
    if any(seat.pk == desk.actor.seat_id and seat.conference.confirmed_at is None for seat in rows):
        yield Task("待办公室确认", "建立文件的读取结果", "/conference", "由办公室主任对照原文确认")
    for seat in rows:
        # A link that was made for who held the seat before asks the new holder nothing.
        seat.is_invited = seat.invited is not None and seat.new_name in (None, seat.invited)
        if seat.new_name and not seat.is_invited:
            title = f"{seat.new_name}（{seat.label}，{long_date(seat.new_since)}起）"
            yield Task("邀请就任", title, f"/settings/invite?seat={seat.pk}", "新任人员还没有开通账号")
    # A seat whose link is on its way waits for somebody else; the next link ends it.
    unasked = [seat for seat in rows if not seat.is_invited]
    vacant = [seat.label for seat in unasked if not seat.is_held]
    without = [
        seat.label
        for seat in unasked
        if seat.is_held and not seat.has_account and not seat.new_name and not seat.conference.is_demo
    ]
    invited = [seat.label for seat in rows if seat.is_invited and not seat.has_account]
    if vacant:
        title = f"{len(vacant)} 个席位空缺（{_few(vacant)}）"
        yield Task("邀请就任", title, INVITING_PAGE, "空缺席位的事没有人办")
    if without:
        title = f"{len(without)} 位成员还没有开通账号（{_few(without)}）"
        yield Task("邀请就任", title, INVITING_PAGE, "没有账号的成员不能签收、会签")
    if invited:
        title = f"{len(invited)} 个席位的邀请（{_few(invited)}）"
        yield Task("等放行和就任", title, INVITING_PAGE, "邀请已发起，还没有就任", mine=False)


def _few(names: list[str]) -> str:
    return "、".join(names[:3]) + ("等" if len(names) > 3 else "")


def _list_releases(waiting: list[str]) -> Iterator[Task]:
    if waiting:
        yield Task(
            "放行邀请", f"{len(waiting)} 个席位的邀请（{_few(waiting)}）", "/invitations", RELEASE_RULE
        )


def _seats(desk: Desk) -> list[Any]:
    """Read the day's seats that are vacant, asked about or waited for, and the own one with its conference."""
    held = Tenure.objects.filter(in_force(desk.day), seat=OuterRef("pk"))
    asked = MemberChange.objects.filter(seat=OuterRef("pk"), state=MEMBER_CHANGE.initial)
    new = new_holders(desk.day).filter(seat=OuterRef("pk"))
    rows = Seat.objects.filter(in_force(desk.day), conference_id=desk.conference_id)
    links = Invitation.objects.filter(seat=OuterRef("pk"), expires_at__gt=desk.at)
    rows = rows.select_related("unit", "conference").annotate(
        is_held=Exists(held),
        has_account=Exists(held.filter(person__login__isnull=False)),
        is_asked=Exists(asked),
        new_name=Subquery(new.values("person__name")[:1]),
        new_since=Subquery(new.values("starts_on")[:1]),
        is_waiting=Exists(links.filter(state=INVITATION.initial)),
        invited=Subquery(
            links.filter(state__in=(INVITATION.initial, "open")).order_by("-pk").values("name")[:1]
        ),
        has_operated=Exists(operators_acts(desk.conference_id).filter(at__lt=month_start(desk.at))),
        is_stopped=Exists(
            ClockRepair.objects.filter(conference=OuterRef("conference"), state=CLOCK_REPAIR.initial)
        ),
    )
    wanted = Q(has_account=False) | Q(is_asked=True) | Q(is_waiting=True) | Q(pk=desk.actor.seat_id or 0)
    return list(rows.filter(wanted).order_by("pk"))
