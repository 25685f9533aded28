"""What a document left open about a conference, set afterwards; and how a conference is renamed and ended.

No clause orders any of it: each act asks for its basis in words, and what it sets shows as configured.
"""

from datetime import date, timedelta
from typing import Annotated

from lianxi.bodies.actions.ending import end_seat
from lianxi.bodies.facts import convener_by_document, host_by_document
from lianxi.bodies.models import Conference, ConferenceRule, Seat, Unit
from lianxi.bodies.queries import find_rule, find_unit, in_force
from lianxi.bodies.rules import guards
from lianxi.core.actors import CONVENERS, SeatKind
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Day, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on

HEADS = CONVENERS | {SeatKind.OFFICE_DIRECTOR}
SETTERS = HEADS | {SeatKind.INSTALLER}
# Where these seats stand in the lists: the convener first, the office after the members.
FIRST, OF_OFFICE = 0, 800


@action(
    "bodies.office.set",
    "设定办公室所在单位",
    who=SETTERS,
    deciding=on(Conference, "conference_id", guards.set_host, facts=host_by_document),
)
def set_host(
    act: Act,
    *,
    conference_id: Annotated[int, One("联席会议")],
    unit: Annotated[str, Words("单位", 80)],
    reason: Annotated[str, Words("依据", 300)],
) -> Conference:
    """Say which unit hosts the office, where the document does not; its director and staff get seats there.

    Office seats of a host set before end today. Raises BadInput where a clause seats the office.
    """
    conference, day = _own(act, conference_id), day_of(act.at)
    present = find_rule(conference, "office_host", day)
    host = _unit(act, conference, unit)
    if conference.office_unit_id == host.pk:
        raise BadInput(f"办公室已经设在{host.name}。")
    kinds = (SeatKind.OFFICE_DIRECTOR, SeatKind.OFFICE_STAFF)
    _end_seats(act, conference, kinds, day)
    left = Seat.objects.filter(in_force(day), conference=conference)
    for at, kind in enumerate(kinds):
        # A director's seat that a clause gives stays, whoever hosts the office.
        if not left.filter(kind=kind).exists():
            _seat(act, conference, kind, host, OF_OFFICE + at)
    if present is not None:
        act.change(present, ends_before=day)
    rule = ConferenceRule(conference=conference, code="office_host", value=host.name, starts_on=day)
    rule.source, rule.text = "configured", filled(reason, "依据", 300)
    act.create(rule)
    act.remark = rule.text
    return act.change(conference, office_unit=host)


@action(
    "bodies.convener.set",
    "设定召集人",
    who=SETTERS,
    deciding=on(Conference, "conference_id", guards.set_convener, facts=convener_by_document),
)
def set_convener(
    act: Act,
    *,
    conference_id: Annotated[int, One("联席会议")],
    unit: Annotated[str, Words("召集人所在单位", 80)],
    reason: Annotated[str, Words("依据", 300)],
) -> Seat:
    """Give the convener a seat, where the document names none; who takes it is invited afterwards.

    A convener's seat set before ends today. Raises BadInput where a clause gives the seat.
    """
    conference, day = _own(act, conference_id), day_of(act.at)
    present = Seat.objects.filter(in_force(day), conference=conference, kind=SeatKind.CONVENER)
    sitting = _unit(act, conference, unit)
    if present.filter(unit=sitting).exists():
        raise BadInput(f"召集人席位已经在{sitting.name}。", next_step="换人的，由所在单位提出成员调整。")
    _end_seats(act, conference, (SeatKind.CONVENER,), day)
    act.remark = filled(reason, "依据", 300)
    return _seat(act, conference, SeatKind.CONVENER, sitting, FIRST)


@action("bodies.conference.rename", "更改联席会议名称", who=HEADS)
def rename_conference(
    act: Act,
    *,
    conference_id: Annotated[int, One("联席会议")],
    name: Annotated[str, Words("新名称", 120)],
    reason: Annotated[str, Words("依据", 300)],
    short_name: Annotated[str, Words("简称", 40)] = "",
) -> Conference:
    """Rename a conference from now on; papers made before keep the name of their day."""
    conference = _own(act, conference_id)
    new = filled(name, "新名称", 120)
    short = short_enough(short_name, "简称", 40).strip() or (new if len(new) <= 40 else conference.short_name)
    if (new, short) == (conference.name, conference.short_name):
        raise BadInput("名称没有变化。")
    act.remark = f"{conference.name}更名为{new}；{filled(reason, '依据', 300)}"
    return act.change(conference, name=new, short_name=short)


@action("bodies.conference.end", "撤销联席会议", who=HEADS)
def end_conference(
    act: Act,
    *,
    conference_id: Annotated[int, One("联席会议")],
    ends_before: Annotated[date, Day("自这天起不再办理")],
    reason: Annotated[str, Words("依据", 300)],
    into: Annotated[str, Words("并入的联席会议", 120)] = "",
) -> Conference:
    """End a conference from a later day, or let another one absorb it: from then on nothing is done in it.

    Its records stay to be read. Raises BadInput for a day that is not later than today or a year away.
    """
    conference, today = _own(act, conference_id), day_of(act.at)
    if not today < ends_before <= today + timedelta(days=366):
        raise BadInput(
            "撤销的日期须在明天以后、一年以内。", next_step="当日起不能再办理，请留出办结和移交的时间。"
        )
    told = short_enough(into, "并入的联席会议", 120).strip()
    if told == conference.name:
        raise BadInput("不能并入自己。", next_step="请填写并入的另一个联席会议的名称；不并入的留空。")
    said = f"并入{told}" if told else "撤销"
    act.remark = filled(reason, "依据", 300)
    act.notify(f"联席会议自{long_date(ends_before)}起{said}，当日起不再办理", about=conference, office=True)
    return act.change(conference, ends_before=ends_before, ended_by=act.remark, absorbed_into=told)


@action(
    "bodies.conference.keep",
    "取消撤销",
    who=HEADS,
    deciding=on(Conference, "conference_id", guards.keep_conference),
)
def keep_conference(
    act: Act, *, conference_id: Annotated[int, One("联席会议")], reason: Annotated[str, Words("理由", 300)]
) -> Conference:
    """Take the end of a conference back before its day has come."""
    conference = _own(act, conference_id)
    act.remark = filled(reason, "理由", 300)
    return act.change(conference, ends_before=None, ended_by="", absorbed_into="")


def _own(act: Act, conference_id: int) -> Conference:
    conference = act.lock(Conference, conference_id)
    act.chain = conference.pk
    return conference


def _unit(act: Act, conference: Conference, name: str) -> Unit:
    """Find a member unit, or a body of the region that is none, such as the government itself."""
    wanted = filled(name, "单位", 80)
    unit = find_unit(conference, wanted, day_of(act.at))
    unit = unit or Unit.objects.filter(region=conference.region, name=wanted).first()
    return unit or act.create(Unit(region=conference.region, name=wanted))


def _end_seats(act: Act, conference: Conference, kinds: tuple[SeatKind, ...], day: date) -> None:
    """End the seats of some kinds that no clause gives."""
    for seat in Seat.objects.filter(in_force(day), conference=conference, kind__in=kinds, basis_clause=""):
        end_seat(act, seat, day)


def _seat(act: Act, conference: Conference, kind: SeatKind, unit: Unit, ordinal: int) -> Seat:
    seat = Seat(conference=conference, kind=kind, unit=unit, ordinal=ordinal, starts_on=day_of(act.at))
    return act.create(seat)
