"""The face of the inspections: joint supervision under a mandate (merged checks: so far their rules)."""

from lianxi.core.rooms import DailyJob, MenuEntry, MessageEvent, OriginKind, RecordKind, Refused, Room
from lianxi.core.sight import MEMBERS, OFFICE, Level, as_of, sees, units

_MACHINES = "lianxi.inspections.rules.machines"
_WHOLE = sees(as_of("supervision"))

ROOM = Room(
    name="inspections",
    title="督查检查",
    package="lianxi.inspections",
    wing="lianxi.web.inspections",
    menu=(MenuEntry("督查", "/supervisions", "joint", 74),),
    records=(
        RecordKind(
            "inspections.supervision",
            "/supervisions/{}",
            f"{_MACHINES}:SUPERVISION",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("lead_unit"), MEMBERS.only(Level.STATUS), status=("title", "state")),
        ),
        RecordKind("inspections.mandate", archived=True, in_file=True, sight=_WHOLE),
        RecordKind("inspections.supervisionstep", archived=True, in_file=True, sight=_WHOLE),
        RecordKind(
            "inspections.rectitem", machine=f"{_MACHINES}:ITEM", archived=True, in_file=True, sight=_WHOLE
        ),
    ),
    waiting="lianxi.inspections.waiting:list_tasks",
    handover=Refused("a supervision is the office's and its lead's, whoever holds the seat"),
    feed="lianxi.inspections.waiting:list_days",
    digest=Refused("what a supervision asks is told by a notice"),
    exports=Refused("a supervision leaves as its report, never as a list"),
    jobs=(
        DailyJob("mandates", "指定期限已满的督查", "lianxi.inspections.daily:lapse_all", before=("digests",)),
    ),
    checks=Refused("nothing of a supervision depends on the installation"),
    events=(MessageEvent("supervision", "督查", ("inspections",), 57),),
    origins=(OriginKind("supervision", "督查整改"),),
    figures=Refused("results of supervision are told in words, never counted by area"),
    limits=Refused("the limits of review stand with the clocks"),
    papers=Refused("every paper of a supervision is of the unit that leads it"),
    commands=Refused("every action runs by `lianxi do`, the form by `lianxi rules`"),
    follows=Refused("a mandate stays with the unit that it names"),
)
