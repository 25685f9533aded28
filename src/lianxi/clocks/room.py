"""The face of the clocks: calendar notices and time limits."""

from lianxi.core.rooms import CommandName, DailyJob, DoctorCheck, Export, RecordKind, Refused, Room
from lianxi.core.sight import MEMBERS, sees

_NOTHING = "a calendar asks nothing of a seat: what it moves waits in the rooms whose clocks they are"

ROOM = Room(
    name="clocks",
    title="时限",
    package="lianxi.clocks",
    wing="lianxi.web.clocks",
    menu=Refused("its pages are opened from 设置"),
    records=(
        RecordKind("clocks.timelimit", "/clocks", archived=True, sight=sees(MEMBERS)),
        RecordKind("clocks.calendarnotice", "/clocks/calendar", archived=True, sight=sees(MEMBERS, home="")),
        RecordKind("clocks.calendarrun", "/clocks/runs/{}", archived=True, sight=sees(MEMBERS)),
    ),
    waiting=Refused(_NOTHING),
    handover=Refused(_NOTHING),
    feed=Refused(_NOTHING),
    digest=Refused("a date that moves is told by a notice"),
    exports=(Export("时限规则", "/clocks/export", "/clocks"),),
    jobs=(DailyJob("calendar", "按新的放假安排重算时限", "lianxi.clocks.actions.notices:apply_everywhere"),),
    checks=(DoctorCheck("放假安排", "lianxi.clocks.selfcheck:look_at_years"),),
    events=Refused("its notices are few and leave as 其他"),
    origins=Refused("a limit obliges nobody by itself"),
    figures=Refused("no indicator asks for limits"),
    limits="lianxi.clocks:limits.csv",
    papers=Refused("limits are set in the system, not by a paper of its own"),
    commands=(
        CommandName("calendar", "lianxi.cli.calendars:add_commands"),
        CommandName("limits", "lianxi.cli.calendars:add_commands"),
    ),
    follows=Refused("it holds no open clock of its own"),
)
