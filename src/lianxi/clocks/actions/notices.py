"""Loading a notice of days off, and deriving the open clocks of a conference anew under the new calendar."""

from collections import Counter
from datetime import datetime
from typing import Annotated

from django.db import transaction

from lianxi.bodies.models import Conference
from lianxi.clocks.following import Move, clock_followers
from lianxi.clocks.models import CalendarNotice, CalendarRun
from lianxi.clocks.queries import applied_edition, applied_editions, calendar_now, forget_calendars
from lianxi.clocks.rules.notices import read_notice
from lianxi.core.actors import OFFICE, SeatKind, timer_of
from lianxi.core.due import under_edition
from lianxi.core.entries import filled
from lianxi.core.fields import Flag, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.core.workdays import china
from lianxi.journal.acting import Act, action

LOADERS = frozenset({SeatKind.OFFICE_DIRECTOR, SeatKind.OPERATOR, SeatKind.INSTALLER})


@action("clocks.calendar.load", "载入放假安排", who=LOADERS, rule="由办公室主任、运维管理员或安装人员载入")
def load_notice(
    act: Act, *, text: Annotated[str, Words("放假安排")], paper: Annotated[str, Words("通知", 200)]
) -> CalendarNotice:
    """Store a year's notice, from CSV or in its own words; it holds for every conference.

    `paper` names the notice or its address. The acting seat's conference is derived anew in the same act,
    the others by the day's run. Raises BadInput for a notice that contradicts itself or changes nothing.
    """
    notice = read_notice(text, calendar_now(exact=True))
    rows = notice.as_rows()
    latest = CalendarNotice.objects.filter(year=notice.year, amends=notice.amends).order_by("pk").last()
    if latest is not None and latest.days == rows:
        raise BadInput(f"{notice.year}年的这份安排已经载入过。", next_step="无需重复载入。")
    row = CalendarNotice(year=notice.year, days=rows, loaded_at=act.at, loaded_by=act.actor.label)
    row.amends = notice.amends
    row.paper = filled(paper, "通知的文号或网址", 200)
    act.create(row)
    transaction.on_commit(forget_calendars)
    if act.actor.conference_id is not None:
        apply_calendar.within(act)
    return row


@action("clocks.calendar.apply", "按新的放假安排重算时限", who=OFFICE | {SeatKind.TIMER})
def apply_calendar(act: Act, *, again: Annotated[bool, Flag("重新核对")] = False) -> list[Move]:
    """Derive every open clock of the conference anew; it gives what moved.

    Each moved clock keeps the earlier date in its trace; each unit gets one notice about all of its own.
    Nothing happens where the present calendar was applied already, unless `again` asks for another look.
    """
    calendar = calendar_now(exact=True)
    if applied_edition(act.chain) == calendar.edition and not again:
        return []
    moves = [move for follower in clock_followers() for move in follower.derive(act, calendar)]
    run = CalendarRun(conference_id=act.chain, edition=calendar.edition, at=act.at, moved=len(moves))
    act.create(run)
    _tell(act, run, moves)
    return moves


def _tell(act: Act, run: CalendarRun, moves: list[Move]) -> None:
    by_unit = Counter(unit for move in moves for unit in set(move.units))
    for unit, count in sorted(by_unit.items()):
        title = f"{under_edition(run.edition)}：你单位有{count}项在办事项的时限变动，新旧日期见清单"
        act.notify(title, about=run, unit=unit)


def apply_everywhere(at: datetime, *, again: bool = False) -> int:
    """Derive the open clocks anew wherever that is still to be done; it gives what moved.

    With `again` every conference is looked at, as after an update of the shipped calendar. A conference is
    one act: a run that is killed leaves whole conferences, and the next one goes on.
    """
    edition, applied, moved = calendar_now(exact=True).edition, applied_editions(), 0
    begun = Conference.objects.filter(starts_on__lte=day_of(at)).order_by("pk")
    for pk in begun.values_list("pk", flat=True):
        if again or applied.get(pk, china().edition) != edition:
            moved += len(apply_calendar(timer_of(pk), at, again=again))
    return moved
