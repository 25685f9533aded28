"""The face of protection: lists of patients between units under tokens, recognitions, what is not finished."""

from lianxi.core.rooms import (
    UNIT_PASSED,
    DailyJob,
    Export,
    Figure,
    Follow,
    Held,
    MenuEntry,
    MessageEvent,
    OriginKind,
    RecordKind,
    Refused,
    Room,
)
from lianxi.core.sight import OFFICE, Level, ruled, sees, units
from lianxi.protection.rules.lists import CUSTODY

_MACHINES, _HOLDING = "lianxi.protection.rules.machines", "lianxi.protection.holding"
_SIGHT = "lianxi.protection.sight"
_ROW_STATUS = ("token", "area", "word", "word_on", "due_on", "remedy_until", "listed_on", "is_hard", "list")
_LIST_STATUS = ("number", "kind", "month", "sender", "receiver", "state", "sent_on", "received_on", "due_on")
_OPINION = ("number", "area", "state", "asked_on", "result", "signed_on", "asked_by", "signer")

ROOM = Room(
    name="protection",
    title="病人保障",
    package="lianxi.protection",
    wing="lianxi.web.protection",
    menu=(MenuEntry("病人保障", "/patients", "person", 76),),
    records=(
        RecordKind(
            "protection.personlist",
            "/patients/lists/{}",
            f"{_MACHINES}:LIST",
            # Rows leave with no archive: what is kept of a list is its number, count and check sum.
            archived=True,
            sight=sees(
                ruled(f"{_SIGHT}:own_lists"),
                OFFICE.only(Level.STATUS).unless(kind=CUSTODY),
                status=_LIST_STATUS,
            ),
        ),
        # The office sees tokens of hard cases alone.
        RecordKind(
            "protection.listrow",
            sight=sees(
                ruled(f"{_SIGHT}:own_rows"),
                ruled(f"{_SIGHT}:beside_the_list").only(Level.STATUS),
                OFFICE.only(Level.STATUS).when(is_hard=True),
                about="person",
                status=_ROW_STATUS,
            ),
        ),
        RecordKind("protection.rowoutcome", sight=sees(ruled(f"{_SIGHT}:own_outcomes"))),
        RecordKind(
            "protection.recognition",
            "/patients/recognitions/{}",
            f"{_MACHINES}:RECOGNITION",
            sight=sees(
                ruled(f"{_SIGHT}:own_opinions"),
                ruled(f"{_SIGHT}:keeping_a_fact").only(Level.STATUS),
                OFFICE.only(Level.STATUS),
                status=_OPINION,
            ),
        ),
        RecordKind(
            "protection.recognitionfact",
            sight=sees(ruled(f"{_SIGHT}:own_facts")),
        ),
        RecordKind(
            "protection.recognitionsigner",
            "/patients/settings",
            f"{_MACHINES}:NAMING",
            archived=True,
            sight=sees(OFFICE, units("unit")),
        ),
        RecordKind(
            "protection.personlink",
            "/patients/pairs",
            f"{_MACHINES}:PAIR",
            sight=sees(ruled(f"{_SIGHT}:own_unit")),
        ),
        RecordKind(
            "protection.listcheck",
            "/patients/checks",
            f"{_MACHINES}:CHECK",
            archived=True,
            sight=sees(
                ruled(f"{_SIGHT}:own_checks"),
                OFFICE.only(Level.STATUS).unless(kind=CUSTODY),
                status=("kind", "half", "state"),
            ),
        ),
        RecordKind(
            "protection.impactassessment",
            "/patients/settings",
            archived=True,
            sight=sees(units("unit"), OFFICE),
        ),
    ),
    waiting="lianxi.protection.waiting:list_tasks",
    # Numbers alone: what is handed over names no token.
    handover=(
        Held("protection.personlist", "number", ("drafted", "sent", "withdrawn")),
        Held("protection.recognition", "number", ("asked", "contested")),
        Held("protection.listcheck", "half"),
    ),
    feed="lianxi.protection.waiting:list_days",
    digest=Refused("what waits is told by a notice with a number; no token leaves in a message"),
    exports=(
        Export("名单", "/patients/export", "/patients"),
        Export("未办结人员清单", "/patients/unfinished/export", "/patients/unfinished"),
    ),
    jobs=(
        DailyJob(
            "patients",
            "列入未办结人员清单、到期的救济和代码",
            "lianxi.protection.daily:run_patients",
            after=("calendar",),
            before=("slips", "digests"),
        ),
    ),
    checks=Refused("nothing of a list depends on the installation"),
    events=(MessageEvent("patients", "病人保障", ("protection",), 59),),
    origins=(OriginKind("person_list", "人员名单"),),
    figures=(
        Figure("patients_listed", f"{_HOLDING}:count_listed"),
        Figure("patients_received", f"{_HOLDING}:count_received"),
        Figure("patients_finished", f"{_HOLDING}:count_finished"),
        Figure("patients_applied", f"{_HOLDING}:count_applied"),
        Figure("patients_granted", f"{_HOLDING}:count_granted"),
        Figure("patients_over60", f"{_HOLDING}:count_over60"),
        Figure("patients_to_aid", f"{_HOLDING}:count_to_aid"),
        Figure("patients_nowhere", f"{_HOLDING}:count_nowhere"),
        Figure("patients_households", f"{_HOLDING}:count_households"),
    ),
    limits="lianxi.protection:limits.csv",
    papers=Refused("the transfer slip goes with the named file, outside, under the units' own letterheads"),
    commands=Refused("every action runs by `lianxi do`, the next step by `lianxi rules patient_paths`"),
    follows=(Follow(UNIT_PASSED, "lianxi.protection.following:pass_lists"),),
)
