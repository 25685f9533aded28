"""The face of the inspections: joint supervision under a mandate, and merged checks of the units."""

from lianxi.core.rooms import (
    DailyJob,
    Export,
    Figure,
    Held,
    MenuEntry,
    MessageEvent,
    OriginKind,
    RecordKind,
    Refused,
    Room,
)
from lianxi.core.sight import MEMBERS, OFFICE, Level, Sees, as_of, sees, units

_MACHINES = "lianxi.inspections.rules.machines"
_PLANS = "lianxi.inspections.rules.plans"
_WHOLE = sees(as_of("supervision"))
# A unit sees its own requests and parts, and of others on its visits the word of the result, never their files.
_OWN = units("subject__unit")
_PART = sees(
    _OWN,
    OFFICE.only(Level.STATUS),
    units("visit__parts__subject__unit", "visit__requests__subject__unit").only(Level.STATUS),
    status=("visit", "subject", "state", "result", "checked_on", "reason", "officers_until", "approval"),
)
_FINDING = sees(
    units("part__subject__unit", "to_unit"),
    OFFICE.only(Level.STATUS),
    status=("part", "state", "measure", "term", "to_unit", "obligation", "rectified_on", "rechecked_on"),
)


def _check(table: str, sight: Sees, url: str = "", machine: str = "") -> RecordKind:
    """State a record of merged checks, which belongs into the archive of the year and into the whole file."""
    return RecordKind(f"inspections.{table}", url, machine, archived=True, in_file=True, sight=sight)


ROOM = Room(
    name="inspections",
    title="督查检查",
    package="lianxi.inspections",
    wing="lianxi.web.inspections",
    menu=(
        MenuEntry("督查", "/supervisions", "joint", 74),
        MenuEntry("统筹检查", "/checks", "shield", 75),
    ),
    records=(
        RecordKind(
            "inspections.supervision",
            "/supervisions/{}",
            f"{_MACHINES}:SUPERVISION",
            archived=True,
            in_file=True,
            sight=sees(
                OFFICE,
                units("lead_unit", "team__unit"),
                MEMBERS.only(Level.STATUS),
                status=("title", "state"),
            ),
            searched=("title",),
        ),
        RecordKind("inspections.mandate", archived=True, in_file=True, sight=_WHOLE),
        RecordKind("inspections.teamunit", archived=True, in_file=True, sight=_WHOLE),
        RecordKind("inspections.supervisionstep", archived=True, in_file=True, sight=_WHOLE),
        RecordKind(
            "inspections.rectitem", machine=f"{_MACHINES}:ITEM", archived=True, in_file=True, sight=_WHOLE
        ),
        RecordKind(
            "inspections.supervisionresult",
            machine=f"{_MACHINES}:RESULT",
            archived=True,
            in_file=True,
            sight=_WHOLE,
        ),
        _check("enforcementsubject", sees(MEMBERS), "/checks/subjects/{}"),
        _check("checkitem", sees(MEMBERS)),
        RecordKind(
            "inspections.officer",
            sight=sees(_OWN, OFFICE.only(Level.STATUS), status=("subject", "valid_until", "ends_before")),
        ),
        _check("caprule", sees(MEMBERS)),
        _check("capuse", sees(OFFICE, _OWN)),
        _check(
            "checkplan", sees(OFFICE, units("asked__subject__unit")), "/checks/{}", f"{_PLANS}:CHECK_PLAN"
        ),
        _check("mergeorder", sees(OFFICE), machine=f"{_PLANS}:MERGE_ORDER"),
        _check("planunit", sees(OFFICE, units("plan__asked__subject__unit"))),
        _check("checksheet", sees(OFFICE, _OWN)),
        _check("checkrequest", sees(OFFICE, _OWN)),
        _check(
            "visit",
            sees(
                OFFICE,
                units("parts__subject__unit", "requests__subject__unit", "parts__findings__to_unit"),
                about="employer",
            ),
            "/checks/visits/{}",
        ),
        _check("visitpart", _PART, machine=f"{_PLANS}:PART"),
        _check("finding", _FINDING, machine=f"{_PLANS}:FINDING"),
        _check("checkedpost", sees(units("part__subject__unit"), OFFICE)),
    ),
    waiting="lianxi.inspections.waiting:list_tasks",
    handover=(
        Held("inspections.supervision"),
        Held("inspections.rectitem", "text"),
    ),
    feed="lianxi.inspections.waiting:list_days",
    digest=Refused("what a supervision asks is told by a notice"),
    exports=(Export("统筹检查安排表", "/checks/export", "/checks"),),
    jobs=(
        DailyJob("mandates", "指定期限已满的督查", "lianxi.inspections.daily:lapse_all", before=("digests",)),
        DailyJob(
            "merges", "合并检查", "lianxi.inspections.actions.merging:merge_as_ordered", before=("digests",)
        ),
        DailyJob("check_plans", "检查安排开始", "lianxi.inspections.daily:begin_all", before=("digests",)),
    ),
    checks=Refused("nothing of a supervision depends on the installation"),
    events=(MessageEvent("supervision", "督查检查", ("inspections",), 57),),
    origins=(OriginKind("supervision", "督查整改"), OriginKind("check", "检查移送")),
    figures=tuple(
        Figure(indicator, f"lianxi.inspections.holding:{count}")
        for indicator, count in (
            ("supervisions_mandated", "count_mandated"),
            ("supervision_items", "count_items"),
            ("supervision_items_done", "count_items_done"),
            ("supervision_proposals", "count_proposals"),
            ("supervision_proposals_taken", "count_proposals_taken"),
            ("check_findings_due", "count_to_rectify"),
            ("check_findings_rectified", "count_rectified"),
            ("check_referrals", "count_referred"),
            ("check_referrals_answered", "count_referred_answered"),
            ("firms_over_cap", "count_over_cap"),
            ("checks_unlawful", "count_unlawful"),
        )
    ),
    limits=Refused("the limits of review stand with the clocks"),
    papers=Refused("every paper of a supervision is of the unit that leads it"),
    commands=Refused("every action runs by `lianxi do`, the form by `lianxi rules`"),
    follows=Refused("a mandate stays with the unit that it names"),
)
