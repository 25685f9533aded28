"""The face of work: how each act is carried out, what units hand in, and what comes of it."""

from lianxi.core.rooms import (
    UNIT_PASSED,
    CommandName,
    DailyJob,
    Export,
    Follow,
    Held,
    MenuEntry,
    MessageEvent,
    OriginKind,
    RecordKind,
    Refused,
    Room,
)
from lianxi.core.sight import MEMBERS, OFFICE, Level, as_of, sees, units

# Whose rows: open to all members; to the units named; what is personal is its unit's alone.
_OPEN, _NAMED = ("public", "members"), ("public", "members", "named")
_MACHINES = "lianxi.work.rules.machines"

ROOM = Room(
    name="work",
    title="履职",
    package="lianxi.work",
    wing="lianxi.web.work",
    menu=(
        MenuEntry(
            "履职",
            "/work",
            "duty",
            80,
            also=("/work/arrangements", "/work/returns", "/work/points", "/work/half"),
        ),
    ),
    records=(
        RecordKind(
            "work.arrangement",
            "/work/arrangements/{}",
            machine=f"{_MACHINES}:ARRANGEMENT",
            archived=True,
            sight=sees(OFFICE, MEMBERS),
            searched=("title",),
        ),
        RecordKind("work.party", archived=True, sight=sees(as_of("arrangement"))),
        RecordKind("work.unitcheck", archived=True, sight=sees(OFFICE, units("unit"))),
        RecordKind(
            "work.row",
            "/work/rows/{}",
            archived=True,
            sight=sees(
                units("unit", "line__entered_by"),
                OFFICE.when(line__level=_NAMED),
                units("line__parties__unit").when(line__level=_NAMED),
                MEMBERS.when(line__level=_OPEN),
                MEMBERS.only(Level.COUNT),
            ),
        ),
        RecordKind(
            "work.return",
            "/work/returns/{}",
            machine=f"{_MACHINES}:RETURN",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit", "arrangement__entered_by")),
            attaches="lianxi.work.facts:to_return",
        ),
        RecordKind("work.part", archived=True, sight=sees(OFFICE, units("unit", "line__parties__unit"))),
        RecordKind("work.workpoint", "/work/points#p{}", archived=True, sight=sees(MEMBERS)),
        RecordKind(
            "work.pointtask",
            "/work/points#t{}",
            machine=f"{_MACHINES}:POINT_TASK",
            archived=True,
            sight=sees(MEMBERS),
        ),
        RecordKind("work.halfanswer", archived=True, sight=sees(OFFICE, units("unit"))),
    ),
    waiting="lianxi.work.waiting:list_tasks",
    handover=(
        Held("work.arrangement", "title", ("proposed",)),
        Held("work.return", "arrangement__title", ("due", "checking", "returned")),
    ),
    feed="lianxi.work.waiting:list_days",
    digest=Refused("returns due are in the feed and on the desk; a missed one is in the ledger's lines"),
    exports=(
        Export("履职一览", "/work/export", "/work"),
        Export("履职安排", "/work/arrangements/export", "/work/arrangements"),
        Export("报送", "/work/returns/export", "/work/returns"),
    ),
    jobs=(
        DailyJob("returns", "开启本期报送", "lianxi.work.daily:open_all", before=("digests",)),
        DailyJob(
            "missed",
            "登记逾期未报送",
            "lianxi.work.daily:miss_all",
            after=("returns", "calendar"),
            before=("slips", "digests"),
        ),
    ),
    checks=Refused("a pack that cannot be read is refused where it is proposed"),
    events=(MessageEvent("return", "履职报送", ("work",), 35),),
    origins=(OriginKind("work", "履职安排"),),
    figures=Refused("it asks for figures; those of other rooms' records stand in their faces"),
    limits=Refused("the days by which returns are due are rules of the conference"),
    papers=Refused("what is printed of returns is no paper with a number"),
    commands=(CommandName("work", "lianxi.cli.work:add_commands"),),
    follows=(Follow(UNIT_PASSED, "lianxi.work.following:pass_work"),),
)
