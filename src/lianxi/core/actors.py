"""Actors: the seat somebody acts from. Rights belong to seats and units, never to a named account."""

from dataclasses import dataclass, field
from enum import StrEnum


class SeatKind(StrEnum):
    """The kinds of seat a founding document can create, and the three that stand outside it."""

    CONVENER = "convener"
    DEPUTY_CONVENER = "deputy_convener"
    MEMBER = "member"
    OFFICE_DIRECTOR = "office_director"
    OFFICE_DEPUTY = "office_deputy"
    OFFICE_MEMBER = "office_member"
    OFFICE_STAFF = "office_staff"
    # Who keeps the installation running: accounts, channels, backup, days off; no matter is ever shown to it.
    OPERATOR = "operator"
    # Somebody signed in, or holding a one-time link, who acts from no seat.
    VISITOR = "visitor"
    # The program that sets an installation up; it never acts in a running conference.
    INSTALLER = "installer"
    # The program doing what the office has ordered once and for all (standing order), such as a slip on its day.
    TIMER = "timer"


SEAT_LABELS: dict[SeatKind, str] = {
    SeatKind.CONVENER: "召集人",
    SeatKind.DEPUTY_CONVENER: "副召集人",
    SeatKind.MEMBER: "成员",
    SeatKind.OFFICE_DIRECTOR: "办公室主任",
    SeatKind.OFFICE_DEPUTY: "办公室副主任",
    SeatKind.OFFICE_MEMBER: "办公室成员",
    SeatKind.OFFICE_STAFF: "办公室工作人员",
    SeatKind.OPERATOR: "运维管理员",
    SeatKind.VISITOR: "无席位",
    SeatKind.INSTALLER: "安装程序",
    SeatKind.TIMER: "系统（按办公室长期指令）",
}

# Who works for the conference's office, and who speaks for a unit. A deputy director comes from a
# member unit and has no second seat as office member there, so both groups hold that seat.
OFFICE = frozenset({SeatKind.OFFICE_DIRECTOR, SeatKind.OFFICE_DEPUTY, SeatKind.OFFICE_STAFF})
CONVENERS = frozenset({SeatKind.CONVENER, SeatKind.DEPUTY_CONVENER})
UNIT_SPEAKERS = frozenset({SeatKind.MEMBER, SeatKind.OFFICE_MEMBER, SeatKind.OFFICE_DEPUTY})
SEATED = OFFICE | CONVENERS | UNIT_SPEAKERS
OPERATOR_ONLY = frozenset({SeatKind.OPERATOR})
INSTALLER_ONLY = frozenset({SeatKind.INSTALLER})
TIMER_ONLY = frozenset({SeatKind.TIMER})


class DoorKind(StrEnum):
    """The ways by which an act comes in; PROGRAM is a story or another program that calls actions itself."""

    WEB = "web"
    COMMAND = "command"
    WORKER = "worker"
    PROGRAM = "program"


DOOR_LABELS: dict[str, str] = {
    DoorKind.WEB: "页面",
    DoorKind.COMMAND: "服务器命令行",
    DoorKind.WORKER: "后台程序",
    DoorKind.PROGRAM: "程序内部",
}


@dataclass(frozen=True, slots=True)
class Door:
    """How an act came in; `session` is a short hash of the session it was asked in, empty without one."""

    kind: DoorKind = DoorKind.PROGRAM
    session: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting seat: its conference, kind and unit, and the person who holds it that day.

    `conference_id`, `seat_id`, `unit_id` and `person_id` are database ids; None where the actor stands
    outside (the installer has none, a visitor has at most a person and a conference). `door` is how the
    act comes in: the same seat at another door is the same actor.
    """

    kind: SeatKind
    label: str
    conference_id: int | None = None
    seat_id: int | None = None
    unit_id: int | None = None
    person_id: int | None = None
    door: Door = field(default=Door(), compare=False)

    @property
    def is_office(self) -> bool:
        return self.kind in OFFICE


INSTALLER = Actor(kind=SeatKind.INSTALLER, label=SEAT_LABELS[SeatKind.INSTALLER], door=Door(DoorKind.COMMAND))


def timer_of(conference_id: int) -> Actor:
    """Return the timer of one conference; no request and no command line can ever be it.

    It holds no seat: only actions that name its kind are open to it, and each of them asks for the
    office's order in force.
    """
    label, door = SEAT_LABELS[SeatKind.TIMER], Door(DoorKind.WORKER)
    return Actor(kind=SeatKind.TIMER, label=label, conference_id=conference_id, door=door)


def describe(kinds: frozenset[SeatKind]) -> str:
    """Name a set of seat kinds in Chinese, in the order the document lists them."""
    return "、".join(SEAT_LABELS[kind] for kind in SeatKind if kind in kinds)
