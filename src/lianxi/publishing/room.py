"""The face of publishing: information for the public, reviewed, packed for the government's site, withdrawn."""

from lianxi.core.rooms import Export, Figure, Held, MenuEntry, MessageEvent, RecordKind, Refused, Room
from lianxi.core.sight import MEMBERS, OFFICE, sees, units
from lianxi.publishing.kinds import INFORMATION

ROOM = Room(
    name="publishing",
    title="信息公开",
    package="lianxi.publishing",
    wing="lianxi.web.publishing",
    menu=(MenuEntry("信息发布", "/publications", "paper", 92),),
    records=(
        RecordKind(
            "publishing.publication",
            "/publications/{}",
            "lianxi.publishing.rules:PUBLICATION",
            archived=True,
            in_file=True,
            sight=sees(
                OFFICE,
                units("unit"),
                # A unit that made it too is asked from its submission on; a draft is its drafter's alone.
                units("opinions__unit").unless(state=("draft", "dropped")),
                # Neither what was written before it was public nor what is taken back is for those it does not concern.
                MEMBERS.when(state="published").once("published_at"),
            ),
            listed="publications",
            searched=("title",),
        ),
        RecordKind(
            "publishing.publicationopinion",
            machine="lianxi.publishing.rules:OPINION",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit", "publication__unit")),
        ),
    ),
    waiting="lianxi.publishing.waiting:list_tasks",
    handover=(Held("publishing.publication", states=("draft", "review", "cleared", "recalled")),),
    feed="lianxi.publishing.waiting:list_days",
    digest=Refused("what waits is told by notices and the desk"),
    exports=(Export("信息发布", "/publications/export", "/publications"),),
    jobs=Refused("its days show on the desk; nothing happens by itself"),
    checks=Refused("nothing of it depends on the installation"),
    events=(MessageEvent("publication", "信息发布", ("publishing",), 47),),
    origins=Refused("its own day obliges; no matter is opened beside it"),
    figures=(
        Figure("publications_due", "lianxi.publishing.counting:publications_due"),
        Figure("publications_in_time", "lianxi.publishing.counting:publications_in_time"),
    ),
    limits=Refused("the limits of publication stand with the clocks"),
    papers=(INFORMATION,),
    commands=Refused("every action runs by `lianxi do`"),
    follows=Refused("a publication stays with the unit that drafted it"),
)
