"""The face of the guests: one-time links for bodies without a seat."""

from lianxi.core.rooms import Held, MenuEntry, MessageEvent, RecordKind, Refused, Room
from lianxi.core.sight import OFFICE, sees, units

ROOM = Room(
    name="guests",
    title="链接填报",
    package="lianxi.guests",
    wing="lianxi.web.guests",
    menu=(MenuEntry("链接填报", "/guests", "person", 88),),
    records=(
        RecordKind(
            "guests.guesttask",
            "/guests/{}",
            "lianxi.guests.rules:TASK",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit")),
        ),
    ),
    waiting="lianxi.guests.waiting:list_tasks",
    handover=(Held("guests.guesttask"),),
    feed=Refused("the day asked for is the guest's and not the seat's"),
    digest=Refused("an answer by a link is told by a notice"),
    exports=Refused("what a body gave is read one by one before it counts"),
    jobs=Refused("a link runs out by itself when its day is over"),
    checks=Refused("nothing of a link depends on the installation"),
    events=(MessageEvent("guest", "链接填报", ("guests",), 46),),
    origins=Refused("a body without a seat owes the conference nothing"),
    figures=Refused("a link asks for no figure that the line already has"),
    limits=Refused("a link lives as long as the ask, whose day the sender names"),
    papers=Refused("a link takes the place of no paper"),
    commands=Refused("every action runs by `lianxi do`"),
    follows=Refused("a task stays with the unit that sent it"),
)
