"""The journal's face."""

from lianxi.core.rooms import DailyJob, DoctorCheck, Export, MenuEntry, RecordKind, Refused, Room
from lianxi.core.sight import MEMBERS, OFFICE, Level, nobody, persons, seats, sees, units

_HOLDS = "the journal holds what other rooms do; it owns no work of its own"

ROOM = Room(
    name="journal",
    title="日志",
    package="lianxi.journal",
    wing="lianxi.web.journal",
    menu=(MenuEntry("日志", "/journal", "journal", 120),),
    records=(
        RecordKind(
            "journal.chain", sight=nobody("its head is shown beside entries; the row itself is the writer's")
        ),
        RecordKind(
            "journal.entry",
            archived=True,
            in_file=True,
            sight=sees(
                MEMBERS.only(Level.STATUS),
                home="chain",
                status=("chain_id", "seq", "at", "prev_hash", "hash"),
            ),
        ),
        RecordKind("journal.touch", sight=nobody("an index of the journal")),
        RecordKind("journal.span", sight=nobody("an index of the journal")),
        RecordKind(
            "journal.notice",
            sight=sees(
                units("to_unit_id"), seats("to_seat_id"), OFFICE.when(to_office=True), home="conference_id"
            ),
        ),
        RecordKind(
            "journal.disclosure",
            "/journal/disclosures",
            "lianxi.journal.disclosing:DISCLOSURE",
            archived=True,
            sight=sees(OFFICE, units("unit_id").when(state="released"), home="conference_id"),
        ),
        RecordKind("journal.draft", sight=sees(persons("person_id"), home="")),
        RecordKind("journal.keptfilter", sight=sees(seats("seat_id"), home="")),
        RecordKind("journal.beat", sight=nobody("the page of the clock and `lianxi doctor` say when it was")),
        RecordKind(
            "journal.clockword", sight=nobody("the operator's word, read in the installation's chain")
        ),
    ),
    waiting=Refused(_HOLDS),
    handover=Refused("a form half filled in is its writer's own and goes when the seat is left"),
    feed=Refused("entries have no day to come"),
    digest=Refused("notices reach the digest through the outbox, which reads them itself"),
    exports=(Export("日志", "/journal/export", "/journal"),),
    jobs=(DailyJob("backup", "备份整个安装", "lianxi.journal.backup.daily:back_up_daily"),),
    checks=(
        DoctorCheck("数据库", "lianxi.journal.library:look_at_database"),
        DoctorCheck("时钟", "lianxi.journal.library:look_at_clock"),
        DoctorCheck("数据目录", "lianxi.journal.library:look_at_modes"),
        DoctorCheck("备份", "lianxi.journal.backup.daily:look_at_backups"),
    ),
    events=Refused(_HOLDS),
    origins=Refused(_HOLDS),
    figures=Refused(_HOLDS),
    limits=Refused(_HOLDS),
    papers=Refused(_HOLDS),
    commands=Refused("`lianxi journal` and `lianxi list` belong to the command line itself"),
    follows=Refused("it is the lowest room"),
)
