"""The ledger's face: who owes what by when."""

from lianxi.core.rooms import (
    CLOCKS,
    UNIT_LEFT,
    UNIT_PASSED,
    CommandName,
    DailyJob,
    DoctorCheck,
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
from lianxi.core.sight import CONVENERS, MEMBERS, OFFICE, as_of, ruled, seats, sees, units
from lianxi.ledger.kinds import CIRCULAR, REMINDER, URGING
from lianxi.ledger.rules.slips import TO_CONVENER

_MACHINES = "lianxi.ledger.rules.machines"
_ANSWERING = "lianxi.ledger.rules.responsibility"

# What the conference decided or its founding document gave it is its members'; what names a firm or a person
# (a warning, and whatever a later room adds) is the named units'.
_OPEN_ORIGINS = ("decision", "assignment", "standing", "proposal")
_CONCERNED = (OFFICE, units("obligation__lead_unit", "obligation__counit_set__unit"))
# Who does what on the standing duties is what the conference shares.
_DUTY_DONE = MEMBERS.when(obligation__origin="standing")
_TO_VERIFY = ruled("lianxi.ledger.sight:to_verify")
_FILES = ruled("lianxi.ledger.sight:files_to_verify")
_LEAD_ABOVE = units("delegation__obligation__lead_unit").of("delegation__conference")
_CIRCULATED = (
    MEMBERS.when(state=("shown", "issued")).once("shown_at"),
    MEMBERS.when(state="issued").once("paper__issued_at"),
)

ROOM = Room(
    name="ledger",
    title="台账",
    package="lianxi.ledger",
    wing="lianxi.web.ledger",
    menu=(MenuEntry("台账", "/ledger", "ledger", 30, also=("/circulars", "/slips")),),
    records=(
        RecordKind(
            "ledger.obligation",
            "/ledger/{}",
            f"{_MACHINES}:OBLIGATION",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("lead_unit", "counit_set__unit"), MEMBERS.when(origin=_OPEN_ORIGINS)),
            listed="obligations",
            columns=("state", "number title"),
            attaches="lianxi.ledger.queries.attaching:to_obligation",
            searched=("number", "title"),
            finder="lianxi.ledger.queries.words:find_matters",
        ),
        RecordKind(
            "ledger.ledgersheet", "/ledger/import/{}", f"{_MACHINES}:SHEET", archived=True, sight=sees(OFFICE)
        ),
        RecordKind("ledger.importedrow", archived=True, sight=sees(OFFICE)),
        RecordKind(
            "ledger.counit",
            machine=f"{_ANSWERING}:CO_PART",
            archived=True,
            in_file=True,
            sight=sees(as_of("obligation")),
        ),
        RecordKind("ledger.duedate", archived=True, in_file=True, sight=sees(as_of("obligation"))),
        RecordKind("ledger.acknowledgement", archived=True, in_file=True, sight=sees(as_of("obligation"))),
        RecordKind(
            "ledger.progress", archived=True, in_file=True, sight=sees(*_CONCERNED, _DUTY_DONE, _TO_VERIFY)
        ),
        RecordKind(
            "ledger.progressfile",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("progress__unit", "progress__obligation__lead_unit"), _FILES),
        ),
        RecordKind("ledger.evidence", archived=True, in_file=True, sight=sees(*_CONCERNED, _TO_VERIFY)),
        RecordKind("ledger.verification", archived=True, in_file=True, sight=sees(*_CONCERNED)),
        RecordKind(
            "ledger.handback",
            machine=f"{_ANSWERING}:HANDBACK",
            archived=True,
            in_file=True,
            sight=sees(*_CONCERNED, units("named_unit")),
        ),
        RecordKind(
            "ledger.delegation",
            "/delegations/{}",
            f"{_ANSWERING}:DELEGATION",
            archived=True,
            in_file=True,
            sight=sees(
                *_CONCERNED, OFFICE.of("to_conference"), MEMBERS.of("to_conference").when(state="accepted")
            ),
        ),
        RecordKind(
            "ledger.delegationanswer",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, OFFICE.of("delegation__conference"), _LEAD_ABOVE),
        ),
        RecordKind("ledger.sampling", archived=True, sight=sees(OFFICE)),
        RecordKind(
            "ledger.recheck",
            "/rechecks/{}",
            f"{_ANSWERING}:RECHECK",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("obligation__lead_unit").when(state=("passed", "failed"))),
        ),
        RecordKind(
            "ledger.handover",
            "/handover",
            f"{_ANSWERING}:HANDOVER",
            archived=True,
            sight=sees(OFFICE, seats("seat", "to_seat")),
        ),
        RecordKind("ledger.handoverrecord", archived=True, sight=sees(as_of("handover"))),
        RecordKind("ledger.handovermatter", archived=True, in_file=True, sight=sees(as_of("handover"))),
        RecordKind("ledger.passing", archived=True, in_file=True, sight=sees(as_of("obligation"))),
        RecordKind(
            "ledger.extension",
            machine=f"{_MACHINES}:EXTENSION",
            archived=True,
            in_file=True,
            sight=sees(*_CONCERNED),
        ),
        RecordKind("ledger.clockpause", archived=True, in_file=True, sight=sees(as_of("obligation"))),
        RecordKind("ledger.ending", archived=True, in_file=True, sight=sees(as_of("obligation"))),
        RecordKind(
            "ledger.brieflink",
            "/brief",
            "lianxi.ledger.rules.briefing:BRIEF_LINK",
            archived=True,
            sight=sees(OFFICE, CONVENERS),
        ),
        RecordKind("ledger.workreport", "/papers/drafts", archived=True, sight=sees(OFFICE, CONVENERS)),
        RecordKind(
            "ledger.circular",
            "/circulars/{}",
            f"{_MACHINES}:CIRCULAR",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, *_CIRCULATED),
            listed="circulars",
            searched=("title",),
        ),
        RecordKind(
            "ledger.contest",
            machine=f"{_MACHINES}:CONTEST",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit")),
        ),
        RecordKind("ledger.rung", sight=sees(MEMBERS)),
        RecordKind(
            "ledger.slip",
            "/slips/{}",
            "lianxi.ledger.rules.slips:SLIP",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit").unless(label=TO_CONVENER)),
            listed="slips",
            columns=("state", "label number"),
            searched=("number",),
        ),
    ),
    waiting="lianxi.ledger.waiting:list_tasks",
    handover=(
        Held("ledger.circular"),
        Held("ledger.ledgersheet", "name"),
    ),
    feed="lianxi.ledger.waiting:list_days",
    digest="lianxi.ledger.digest_lines:due_lines",
    exports=(
        Export("台账", "/ledger/export", "/ledger"),
        Export("催办单", "/slips/export", "/slips"),
        Export("通报", "/circulars/export", "/circulars"),
    ),
    jobs=(
        # By the day's calendar, and before the digest that tells of it.
        DailyJob(
            "periods",
            "开始到时的下一期",
            "lianxi.ledger.daily:begin_periods",
            after=("calendar",),
            before=("slips", "digests"),
        ),
        # A slip of the morning goes by the day's calendar, and is told in the digest of the morning.
        DailyJob(
            "slips",
            "签发到日的提醒单",
            "lianxi.ledger.daily:issue_slips",
            after=("calendar",),
            before=("digests",),
        ),
    ),
    checks=(DoctorCheck("空缺席位", "lianxi.ledger.selfcheck:look_at_vacant_seats"),),
    events=(
        MessageEvent("slip", "催办单", ("ledger.slip",), 10, to_groups=True),
        MessageEvent("due", "临期和逾期", (), 20, to_groups=True),
        MessageEvent("matter", "台账事项", ("ledger",), 30),
    ),
    origins=(
        OriginKind("assignment", "党委政府交办"),
        OriginKind("standing", "常规职责"),
    ),
    figures=(
        Figure("decisions_due", "lianxi.ledger.counting:decisions_due"),
        Figure("decisions_in_time", "lianxi.ledger.counting:decisions_in_time"),
        Figure("assigned_due", "lianxi.ledger.counting:assigned_due"),
        Figure("assigned_in_time", "lianxi.ledger.counting:assigned_in_time"),
        Figure("matters_due", "lianxi.ledger.counting:matters_due"),
        Figure("matters_in_time", "lianxi.ledger.counting:matters_in_time"),
        Figure("decisions", "lianxi.ledger.counting:decisions"),
        Figure("decisions_with_day", "lianxi.ledger.counting:decisions_with_day"),
        Figure("decisions_with_evidence", "lianxi.ledger.counting:decisions_with_evidence"),
        Figure("assigned", "lianxi.ledger.counting:assigned"),
        Figure("assigned_extended", "lianxi.ledger.counting:assigned_extended"),
        Figure("upward_closed", "lianxi.ledger.counting:upward_closed"),
        Figure("upward_answered", "lianxi.ledger.counting:upward_answered"),
        Figure("running", "lianxi.ledger.counting:running"),
        Figure("late", "lianxi.ledger.counting:late"),
        Figure("urged", "lianxi.ledger.counting:urged"),
        Figure("urged_done", "lianxi.ledger.counting:urged_done"),
        Figure("closed", "lianxi.ledger.counting:closed"),
        Figure("closed_workdays", "lianxi.ledger.counting:closed_workdays"),
        Figure("co_parts", "lianxi.ledger.counting:co_parts"),
        Figure("co_parts_told", "lianxi.ledger.counting:co_parts_told"),
        Figure("asked_to_close", "lianxi.ledger.counting:asked_to_close"),
        Figure("sent_back", "lianxi.ledger.counting:sent_back"),
        Figure("units_with_matters", "lianxi.ledger.counting:units_with_matters"),
        Figure("circulars", "lianxi.ledger.counting:circulars"),
        Figure("quarters", "lianxi.ledger.counting:quarters"),
        Figure("circular_recipients", "lianxi.ledger.counting:circular_recipients"),
        Figure("circular_signed", "lianxi.ledger.counting:circular_signed"),
        Figure("circular_figures", "lianxi.ledger.counting:circular_figures"),
        Figure("circular_contested", "lianxi.ledger.counting:circular_contested"),
    ),
    limits=Refused("its limits stand with the clocks"),
    papers=(
        CIRCULAR,
        URGING,
        REMINDER,
    ),
    commands=(CommandName("ledger", "lianxi.cli.sheets:add_commands"),),
    follows=(
        Follow(UNIT_PASSED, "lianxi.ledger.following:pass_obligations"),
        Follow(UNIT_LEFT, "lianxi.ledger.following:tell_of_orphans"),
        Follow(CLOCKS, "lianxi.ledger.moving:CLOCKS"),
    ),
)
