"""The face of the exchange: sendings, requests, collections, incoming papers, reports upward."""

from lianxi.core.rooms import (
    UNIT_PASSED,
    DailyJob,
    Export,
    Follow,
    MenuEntry,
    MessageEvent,
    OriginKind,
    RecordKind,
    Refused,
    Room,
)
from lianxi.core.sight import OFFICE, as_of, seats, sees, units

_MACHINES = "lianxi.exchange.rules.machines"
_ATTACHING = "lianxi.exchange.attaching"

ROOM = Room(
    name="exchange",
    title="部门间往来",
    package="lianxi.exchange",
    wing="lianxi.web.exchange",
    menu=(
        MenuEntry("往来", "/exchange", "joint", 84, also=("/collections",)),
        MenuEntry("收文", "/incoming", "document", 86, also=("/upward", "/checklists")),
    ),
    records=(
        # The whole of what was sent is its sender's and the office's; each receiver reads its own cut.
        RecordKind(
            "exchange.sending",
            "/exchange/{}",
            machine=f"{_MACHINES}:SENDING",
            archived=True,
            in_file=True,
            sight=sees(
                OFFICE,
                units("unit", "receipts__unit", "receipts__bounces__named_unit"),
                fields={"payload": (OFFICE, units("unit"))},
            ),
            attaches=f"{_ATTACHING}:to_sending",
            searched=("title",),
        ),
        RecordKind(
            "exchange.receipt",
            machine=f"{_MACHINES}:RECEIPT",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit", "sending__unit", "bounces__named_unit")),
            attaches=f"{_ATTACHING}:to_receipt",
        ),
        # A bounce goes by the ledger's own table of handbacks, which docs/states.md draws once.
        RecordKind(
            "exchange.bounce",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit", "named_unit"), as_of("receipt")),
        ),
        RecordKind(
            "exchange.tally",
            "/exchange/tallies/{}",
            machine=f"{_MACHINES}:TALLY",
            archived=True,
            sight=sees(OFFICE, units("unit", "to_unit")),
        ),
        RecordKind(
            "exchange.answer",
            archived=True,
            in_file=True,
            sight=sees(units("unit"), as_of("requests")),
            attaches=f"{_ATTACHING}:to_answer",
        ),
        RecordKind(
            "exchange.request",
            "/exchange/requests/{}",
            machine=f"{_MACHINES}:REQUEST",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit", "to_unit")),
            attaches=f"{_ATTACHING}:to_request",
            searched=("title",),
        ),
        RecordKind(
            "exchange.collection",
            "/collections/{}",
            machine=f"{_MACHINES}:COLLECTION",
            archived=True,
            sight=sees(OFFICE, units("unit", "replies__unit")),
            attaches=f"{_ATTACHING}:to_collection",
            searched=("title",),
        ),
        RecordKind(
            "exchange.reply",
            machine=f"{_MACHINES}:REPLY",
            archived=True,
            sight=sees(OFFICE, units("unit"), units("collection__unit").when(collection__by_office=False)),
            attaches=f"{_ATTACHING}:to_reply",
        ),
        RecordKind("exchange.collectedopinion", archived=True, sight=sees(as_of("reply"))),
        # Who wrote or called is read by the seat that registered it, and travels nowhere.
        RecordKind(
            "exchange.incoming",
            "/incoming/{}",
            machine=f"{_MACHINES}:INCOMING",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("handler"), fields={"complainant": (seats("seat_id"),)}),
            attaches=f"{_ATTACHING}:to_incoming",
            searched=("title", "from_body", "doc_number", "system_number"),
        ),
        RecordKind("exchange.routing", archived=True, in_file=True, sight=sees(as_of("incoming"))),
        RecordKind(
            "exchange.checklist", "/checklists/{}", archived=True, sight=sees(OFFICE), searched=("title",)
        ),
        RecordKind("exchange.checklistpoint", archived=True, sight=sees(as_of("checklist"))),
        RecordKind("exchange.pointlink", archived=True, sight=sees(as_of("point"))),
        RecordKind(
            "exchange.upward",
            "/upward/{}",
            machine=f"{_MACHINES}:UPWARD",
            archived=True,
            sight=sees(OFFICE, units("unit")),
            attaches=f"{_ATTACHING}:to_upward",
            searched=("title",),
        ),
    ),
    waiting="lianxi.exchange.waiting:list_tasks",
    handover=Refused("what was sent is the unit's to answer, whoever holds the seat"),
    feed="lianxi.exchange.waiting:list_days",
    digest=Refused("what comes in is told by a notice; what is late stands on the ledger"),
    exports=(
        Export("往来", "/exchange/export", "/exchange"),
        Export("征集", "/collections/export", "/collections"),
        Export("收文", "/incoming/export", "/incoming"),
        Export("对上报送", "/upward/export", "/upward"),
    ),
    jobs=(
        # What is owed enters the ledger before its slips are counted, and is told in the same morning's digest.
        DailyJob(
            "exchange",
            "提醒往来、列入逾期未反馈的",
            "lianxi.exchange.daily:run_exchange",
            after=("calendar",),
            before=("slips", "digests"),
        ),
    ),
    checks=Refused("nothing of the exchange depends on the installation"),
    events=(MessageEvent("exchange", "部门间往来", ("exchange",), 45),),
    origins=(OriginKind("exchange", "往来逾期未反馈"), OriginKind("incoming", "来文来函、来信")),
    figures=Refused("the figures of an exchange are asked by the rooms above, from its records"),
    limits=Refused("a sender names the day; what a clause limits stands with the clocks"),
    papers=Refused("what is sent goes under the units' own letterheads, outside"),
    commands=Refused("every action runs by `lianxi do`"),
    follows=(Follow(UNIT_PASSED, "lianxi.exchange.following:pass_exchange"),),
)
