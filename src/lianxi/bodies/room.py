"""The face of the bodies: units, conferences, seats and who holds them."""

from lianxi.core.rooms import SEAT_HELD, DailyJob, Export, Follow, MenuEntry, RecordKind, Refused, Room
from lianxi.core.sight import CONVENERS, MEMBERS, OFFICE, OPERATOR, nobody, persons, seats, sees, units

_RULES = "lianxi.bodies.rules"

# How to sign in and where to write to is the person's own, and the office's who invites.
_OWN = {name: (OFFICE, persons("id")) for name in ("login", "email", "reset_at", "password")}

ROOM = Room(
    name="bodies",
    title="单位席位",
    package="lianxi.bodies",
    wing="lianxi.web.bodies",
    menu=(
        MenuEntry("单位席位", "/conference", "conference", 100),
        MenuEntry(
            "设置",
            "/settings",
            "settings",
            130,
            also=("/outbox", "/clocks", "/health", "/clock", "/operator"),
        ),
    ),
    records=(
        RecordKind("bodies.person", sight=sees(MEMBERS, home="tenures__conference", fields=_OWN)),
        RecordKind(
            "bodies.unit",
            archived=True,
            sight=sees(MEMBERS, OPERATOR, home=""),
            listed="units",
            columns=("region", "name"),
        ),
        RecordKind("bodies.unitalias", archived=True, sight=sees(MEMBERS, OPERATOR, home="")),
        RecordKind(
            "bodies.conference",
            "/conference",
            archived=True,
            sight=sees(MEMBERS, OPERATOR, MEMBERS.of("parent"), MEMBERS.of("children"), home="id"),
            listed="conferences",
            columns=("region", "name"),
        ),
        RecordKind("bodies.membership", archived=True, sight=sees(MEMBERS, OPERATOR)),
        RecordKind("bodies.seat", archived=True, sight=sees(MEMBERS, OPERATOR)),
        RecordKind("bodies.tenure", archived=True, sight=sees(MEMBERS, OPERATOR)),
        RecordKind("bodies.standin", "/account#stand-in", archived=True, sight=sees(MEMBERS)),
        RecordKind(
            "bodies.memberchange",
            "/conference/changes/{}",
            f"{_RULES}:MEMBER_CHANGE",
            attaches="lianxi.bodies.attaching:to_change",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit"), MEMBERS.when(state="confirmed")),
        ),
        RecordKind("bodies.conferencerule", archived=True, sight=sees(MEMBERS, OPERATOR)),
        RecordKind(
            "bodies.invitation",
            machine=f"{_RULES}:INVITATION",
            sight=sees(OFFICE, OPERATOR, seats("made_by"), units("seat__unit")),
        ),
        RecordKind("bodies.clockrepair", "/clock", f"{_RULES}:CLOCK_REPAIR", sight=sees(MEMBERS, OPERATOR)),
        RecordKind(
            "bodies.backuporder", "/operator", f"{_RULES}:BACKUP_ORDER", sight=sees(CONVENERS, OPERATOR)
        ),
        RecordKind("bodies.operatorreview", "/operator/acts", sight=sees(CONVENERS)),
        RecordKind("bodies.factor", "/account/second", sight=sees(persons("person"), home="")),
        RecordKind("bodies.factoruse", sight=nobody("which codes were used is of no use to anybody")),
        RecordKind("bodies.signin", sight=sees(persons("person"), home="")),
        RecordKind("bodies.calendarfeed", machine=f"{_RULES}:FEED", sight=sees(persons("person"))),
        RecordKind("bodies.unitsuccession", archived=True, sight=sees(MEMBERS)),
    ),
    waiting="lianxi.bodies.waiting:list_tasks",
    handover=Refused("a change of members is its unit's, whoever holds the seat"),
    feed=Refused("seats have no days to come"),
    digest=Refused("what changes is told by a notice"),
    exports=(
        Export("席位", "/conference/export", "/conference"),
        Export("邀请", "/settings/invitations/export", "/settings/invitations"),
    ),
    jobs=(DailyJob("ordered_backup", "办理运维管理员要求的备份", "lianxi.bodies.daily:back_up_as_ordered"),),
    checks=Refused("a vacant seat is a fault only where it has work in hand: the ledger looks"),
    events=Refused("its notices are few and leave as 其他"),
    origins=Refused("a change of members obliges nobody"),
    figures=Refused("no indicator asks for members"),
    limits=Refused("no clock runs on seats"),
    papers=Refused("the notice of changed members is drafted by the papers, which stand above"),
    commands=Refused("`lianxi seats` stands with the actions of the command line"),
    follows=(Follow(SEAT_HELD, "lianxi.bodies.queries:require_seat_held"),),
)
