"""The face of the incidents: calls, events, who was told, the union's letters, what is followed up, duty phones."""

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
from lianxi.core.sight import MEMBERS, OFFICE, Level, Sees, as_of, ruled, sees, units
from lianxi.incidents.kinds import INCIDENT_REPORT

_MACHINES = "lianxi.incidents.rules.machines"


_TOLD = ("telling_set__unit", "handsignal_set__unit")
# Members see where, what kind and how far; place, employer and calls only the office and the handling units.
_STATUS = ("year", "number", "title", "kind", "division", "state", "told_at", "is_late")
_WHOLE = sees(as_of("incident"))


def _kept(table: str, sight: Sees = _WHOLE, url: str = "", machine: str = "") -> RecordKind:
    """State a record that belongs into the archive of the year and into the whole file."""
    return RecordKind(f"incidents.{table}", url, machine, archived=True, in_file=True, sight=sight)


ROOM = Room(
    name="incidents",
    title="群体事件",
    package="lianxi.incidents",
    wing="lianxi.web.incidents",
    menu=(MenuEntry("事件", "/incidents", "siren", 72),),
    records=(
        RecordKind(
            "incidents.incident",
            "/incidents/{}",
            f"{_MACHINES}:INCIDENT",
            archived=True,
            in_file=True,
            sight=sees(
                OFFICE,
                units(*_TOLD, *(f"children__{path}" for path in _TOLD)),
                MEMBERS.only(Level.STATUS),
                status=_STATUS,
            ),
            searched=("title", "number"),
        ),
        _kept("handsignal"),
        _kept("incidentcount"),
        _kept("incidentstep"),
        _kept("telling"),
        _kept("responsegroup"),
        _kept("groupunit", sees(as_of("group"))),
        _kept("measure"),
        _kept(
            "unionletter",
            sees(
                OFFICE,
                units("unit"),
                MEMBERS.when(is_shared=True),
                ruled("lianxi.incidents.queries.standing:of_union"),
            ),
            machine=f"{_MACHINES}:LETTER",
        ),
        _kept("followup", machine=f"{_MACHINES}:FOLLOW_UP"),
        RecordKind("incidents.dutyphone", "/incidents/duty", sight=sees(MEMBERS)),
        RecordKind("incidents.dutyprint", "/incidents/duty", sight=sees(MEMBERS)),
    ),
    waiting="lianxi.incidents.waiting:list_tasks",
    handover=(
        Held("incidents.incident"),
        Held("incidents.unionletter", "incident__title"),
        Held("incidents.followup", "text"),
    ),
    feed="lianxi.incidents.waiting:list_days",
    digest=Refused("what an event asks is told at once by a notice"),
    exports=(Export("群体事件", "/incidents/export", "/incidents"),),
    jobs=(
        DailyJob(
            "tellings", "提醒未签收的事件告知", "lianxi.incidents.daily:remind_all", before=("digests",)
        ),
        DailyJob(
            "duty_sheets", "提醒打印本周值班表", "lianxi.incidents.daily:ask_prints", before=("digests",)
        ),
    ),
    checks=Refused("nothing of an event depends on the installation"),
    events=(MessageEvent("incident", "群体事件", ("incidents",), 55),),
    origins=(OriginKind("incident", "群体事件"),),
    figures=tuple(
        Figure(indicator, f"lianxi.incidents.holding:{count}")
        for indicator, count in (
            ("radiation_joined", "count_radiation"),
            ("radiation_shared", "count_radiation_shared"),
            ("union_letters_due", "count_letters"),
            ("union_letters_answered", "count_letters_answered"),
        )
    ),
    limits="lianxi.incidents:limits.csv",
    papers=(INCIDENT_REPORT,),
    commands=Refused("every action runs by `lianxi do`, the grading by `lianxi rules grading`"),
    follows=Refused("a telling stays with the unit that was told"),
)
