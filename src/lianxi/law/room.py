"""The face of the law: instruments, clauses, and who answers for what."""

from lianxi.core.rooms import CommandName, Held, MenuEntry, RecordKind, Refused, Room
from lianxi.core.sight import MEMBERS, OFFICE, as_of, sees

_TEXT = "a clause is read and cited; what it asks by a day becomes an obligation of the ledger"

ROOM = Room(
    name="law",
    title="文件",
    package="lianxi.law",
    wing="lianxi.web.law",
    menu=(
        MenuEntry("谁负责", "/ask", "duty", 50),
        MenuEntry("文件", "/documents", "document", 110),
    ),
    records=(
        RecordKind("law.instrument", archived=True, sight=sees(MEMBERS, home="")),
        RecordKind(
            "law.instrumentversion",
            "/documents/{}",
            "lianxi.law.rules:VERSION",
            archived=True,
            sight=sees(OFFICE, MEMBERS.when(state="adopted"), home=""),
            listed="versions",
            columns=("state", "instrument__code number"),
        ),
        RecordKind("law.clause", sight=sees(as_of("instrument_version"), home="")),
        RecordKind("law.clauseact", sight=sees(as_of("clause__instrument_version"), home="")),
        RecordKind(
            "law.furtherinstrument",
            "/documents/further/{}",
            "lianxi.law.rules:FURTHER",
            archived=True,
            in_file=True,
            sight=sees(MEMBERS),
        ),
        RecordKind("law.ruling", "/ask/rulings#r{}", archived=True, in_file=True, sight=sees(MEMBERS)),
    ),
    waiting=Refused("a reading is reviewed by whoever enters it; the founding one waits with the bodies"),
    handover=(Held("law.furtherinstrument", "instrument_version__instrument__code", ("waiting",)),),
    feed=Refused(_TEXT),
    digest=Refused(_TEXT),
    exports=Refused("a reading is exported from its page, by its own formats"),
    jobs=Refused("versions come into force by their dates"),
    checks=Refused("readings that ship are compared by the tests"),
    events=Refused("its notices are few and leave as 其他"),
    origins=Refused(_TEXT),
    figures=Refused("no indicator asks for clauses"),
    limits=Refused("limits that a document sets are rows of the clocks"),
    papers=Refused("a ruling is told by a notice or issued as minutes"),
    commands=(
        CommandName("law", "lianxi.cli.documents:add_commands"),
        CommandName("route", "lianxi.cli.documents:add_commands"),
    ),
    follows=Refused("clauses keep the unit's name of their day; successions are read when they are cited"),
)
