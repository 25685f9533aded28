"""The face of the papers: official documents from draft to archive."""

from lianxi.core.rooms import (
    FILES,
    HANDED,
    CommandName,
    DoctorCheck,
    Export,
    Follow,
    Held,
    MenuEntry,
    MessageEvent,
    RecordKind,
    Refused,
    Room,
)
from lianxi.core.sight import ANYTHING, MEMBERS, OFFICE, as_of, ruled, sees, units
from lianxi.papers.kinds import (
    BULLETIN,
    LETTER,
    MATERIAL,
    MEMBER_NOTICE,
    NOTICE,
    PLAN,
    RECEIPT,
    REPORT,
    REQUEST,
    ROSTER,
    SPECIAL,
)

# What a leader signed is compared with the paper by a seat of any other unit, which goes on seeing it.
_TO_CONFIRM = MEMBERS.unless(state="refused")

ROOM = Room(
    name="papers",
    title="公文",
    package="lianxi.papers",
    wing="lianxi.web.papers",
    menu=(MenuEntry("公文", "/papers", "paper", 90),),
    records=(
        RecordKind("papers.storedfile", archived=True, in_file=True, sight=sees(as_of(ANYTHING))),
        RecordKind("papers.numberregister", archived=True, sight=sees(MEMBERS)),
        RecordKind(
            "papers.paper",
            "/papers/{}",
            archived=True,
            in_file=True,
            sight=sees(
                OFFICE,
                units("recipients__unit", "draft__drafted_seat__unit"),
                ruled("lianxi.papers.sight:to_members"),
            ),
            listed="papers",
            columns=("number", "title"),
            searched=("title", "number"),
        ),
        RecordKind("papers.recipient", archived=True, in_file=True, sight=sees(as_of("paper"))),
        RecordKind(
            "papers.paperdraft",
            "/papers/drafts/{}",
            "lianxi.papers.rules:DRAFT",
            archived=True,
            in_file=True,
            # A unit's own paper is its own until it is issued.
            sight=sees(ruled("lianxi.papers.sight:office_drafts"), units("unit", "drafted_seat__unit")),
            listed="drafts",
            searched=("title",),
        ),
        RecordKind(
            "papers.draftattachment", archived=True, in_file=True, sight=sees(as_of("draft", "draft__paper"))
        ),
        RecordKind(
            "papers.membernotice", archived=True, in_file=True, sight=sees(as_of("draft", "draft__paper"))
        ),
        RecordKind("papers.filetaking", "/papers/taken", sight=sees(OFFICE)),
        RecordKind(
            "papers.attachment",
            archived=True,
            in_file=True,
            sight=sees(units("unit"), MEMBERS.when(level="members"), ruled("lianxi.papers.sight:of_records")),
        ),
        RecordKind("papers.voidnumber", "/papers/register", archived=True, sight=sees(MEMBERS)),
        RecordKind("papers.archivepackage", "/papers/archives", sight=sees(OFFICE)),
        RecordKind("papers.papertemplate", "/papers/templates", sight=sees(OFFICE)),
        RecordKind(
            "papers.signedact",
            "/papers/signed",
            "lianxi.papers.rules:SIGNED",
            sight=sees(OFFICE, units("seat__unit", "entered_seat__unit"), _TO_CONFIRM),
        ),
    ),
    waiting="lianxi.papers.waiting:list_tasks",
    handover=(
        Held("papers.paperdraft"),
        Held("papers.signedact", "act"),
    ),
    feed=Refused("a paper has no day to come; what it asks has one in the ledger"),
    digest=Refused("a paper that arrives is told by a notice"),
    exports=(
        Export("公文", "/papers/export", "/papers"),
        Export("发文字号登记簿", "/papers/register/export", "/papers/register"),
    ),
    jobs=Refused("papers move by people"),
    checks=(DoctorCheck("公文字体（PDF）", "lianxi.papers.pdf.fonts:look_at_fonts"),),
    events=(MessageEvent("paper", "公文", ("papers",), 40),),
    origins=Refused("a paper carries out what another record decided"),
    figures=Refused("no indicator asks for papers"),
    limits=Refused("the limits of papers stand with the clocks until the law of papers is read"),
    papers=(
        NOTICE,
        MEMBER_NOTICE,
        LETTER,
        REPORT,
        REQUEST,
        PLAN,
        ROSTER,
        RECEIPT,
        BULLETIN,
        SPECIAL,
        MATERIAL,
    ),
    commands=(CommandName("archive", "lianxi.cli.archives:add_commands"),),
    follows=(
        Follow(FILES, "lianxi.papers.verify:verify_files"),
        Follow(HANDED, "lianxi.papers.hands:pass_drafts"),
    ),
)
