"""The register's face: employers, institutions, pseudonyms and the vault."""

from lianxi.core.rooms import FILES, Follow, RecordKind, Refused, Room
from lianxi.core.sight import CONVENERS, MEMBERS, OFFICE, as_of, nobody, ruled, seats, sees

_NAMES = "the register is looked up; nothing in it has to be done by a day"

ROOM = Room(
    name="register",
    title="登记",
    package="lianxi.register",
    wing="lianxi.web.register",
    menu=Refused("its pages are opened from 监测"),
    records=(
        RecordKind(
            "register.employer",
            archived=True,
            sight=sees(OFFICE, MEMBERS, ruled("lianxi.register.queries:told_of_employers"), about="employer"),
        ),
        RecordKind(
            "register.employername",
            machine="lianxi.register.rules:EMPLOYER_NAME",
            archived=True,
            sight=sees(as_of("employer")),
        ),
        RecordKind("register.institution", archived=True, sight=sees(MEMBERS)),
        RecordKind(
            "register.area",
            "/areas",
            machine="lianxi.register.rules:AREA",
            archived=True,
            sight=sees(MEMBERS),
        ),
        # Names of persons stay in the vault: no archive takes them.
        RecordKind(
            "register.vaultpart", sight=nobody("sealed identities are read one by one, by an opening")
        ),
        RecordKind(
            "register.identityopening",
            "/identities/{}",
            sight=sees(seats("seat_id"), CONVENERS, about="person"),
        ),
    ),
    waiting=Refused(_NAMES),
    handover=Refused(_NAMES),
    feed=Refused(_NAMES),
    digest=Refused(_NAMES),
    exports=Refused(
        "a list of employers leaves the house with the surveillance rows it stands in, or not at all"
    ),
    jobs=Refused(_NAMES),
    checks=Refused("files of the vault are compared by `lianxi surveillance verify`"),
    events=Refused("its notices are few and leave as 其他"),
    origins=Refused(_NAMES),
    figures=Refused("indicators count cases and measurements, which are surveillance's"),
    limits=Refused(_NAMES),
    papers=Refused("identities are never printed"),
    commands=Refused("employers enter with imported rows"),
    follows=(Follow(FILES, "lianxi.register.verify:verify_vault"),),
)
