"""The face of projects: the register of 三同时, the lists that feed it, and gaps on their way to whose they are."""

from lianxi.core.rooms import (
    DailyJob,
    Export,
    Figure,
    Held,
    MenuEntry,
    MessageEvent,
    RecordKind,
    Refused,
    Room,
)
from lianxi.core.sight import MEMBERS, OFFICE, Level, as_of, ruled, sees, units

_COUNTS = "lianxi.projects.queries.figures"
# Builders' facts: the units of the mechanism see them, other members count.
_OURS = sees(OFFICE, ruled("lianxi.projects.sight:in_mechanism"), MEMBERS.only(Level.COUNT), about="site")
_PART = sees(as_of("project"))
_FIGURES = (
    "permitted", "evaluated", "producing", "accepted_producing", "accepted", "declared", "gaps_stood", "gaps_closed",
    "imported", "imported_hazardous", "approvals", "approvals_in_time",
)  # fmt: skip

ROOM = Room(
    name="projects",
    title="建设项目",
    package="lianxi.projects",
    wing="lianxi.web.projects",
    menu=(MenuEntry("项目", "/projects", "joint", 76),),
    records=(
        RecordKind("projects.project", "/projects/{}", archived=True, in_file=True, sight=_OURS),
        RecordKind(
            "projects.projectlist",
            "/projects/lists/{}",
            "lianxi.projects.rules.machines:LIST",
            archived=True,
            sight=sees(OFFICE, units("unit"), ruled("lianxi.projects.sight:in_mechanism")),
        ),
        RecordKind("projects.projectfact", archived=True, in_file=True, sight=_PART),
        RecordKind("projects.projectgap", archived=True, in_file=True, sight=_PART),
        RecordKind("projects.projectmatch", archived=True, sight=_PART),
        RecordKind("projects.filingruling", "/projects/filings", archived=True, sight=sees(OFFICE, MEMBERS)),
    ),
    waiting="lianxi.projects.waiting:list_tasks",
    handover=(Held("projects.projectlist", "name"),),
    feed=Refused("a gap has a day since when, none by which; what was sent is in the exchange's days"),
    digest=Refused("what a unit is asked comes by the exchange"),
    exports=(
        Export("建设项目", "/projects/export", "/projects"),
        Export("未落实环节（按地区）", "/projects/areas/export", "/projects/areas"),
    ),
    jobs=(
        DailyJob(
            "projects",
            "列入报送的项目，查未落实环节",
            "lianxi.projects.daily:look_all",
            after=("calendar",),
            before=("digests",),
        ),
    ),
    checks=Refused("nothing of a project depends on the installation"),
    events=(MessageEvent("project", "建设项目", ("projects",), 58),),
    origins=Refused("an unanswered table of gaps becomes a matter through the exchange that brought it"),
    figures=tuple(Figure(f"projects.{name}", f"{_COUNTS}:{name}") for name in _FIGURES),
    limits=Refused("days of sharing and judging stand with the rules until a mechanism sets them"),
    papers=Refused("the month's list goes through the exchange; it bears no number"),
    commands=Refused("every action runs by `lianxi do`, the rules by `lianxi rules project_gaps`"),
    follows=Refused("a unit that was renamed is found by its name when a gap is read"),
)
