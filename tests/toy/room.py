"""The toy room's face."""

from lianxi.core.papers import PaperKind
from lianxi.core.rooms import (
    CommandName,
    DailyJob,
    DoctorCheck,
    Export,
    Held,
    MenuEntry,
    MessageEvent,
    RecordKind,
    Refused,
    Room,
)
from lianxi.core.sight import OFFICE, sees, units

ROOM = Room(
    name="toy",
    title="玩具备忘",
    package="toy",
    wing="toy.web",
    menu=(MenuEntry("玩具备忘", "/toys", "document", 125),),
    records=(
        RecordKind(
            "toy.memo",
            "/toys?memo={}",
            "toy.rules:MEMO",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit")),
        ),
    ),
    waiting="toy.waiting:list_tasks",
    handover=(Held("toy.memo", "text"),),
    feed="toy.waiting:list_days",
    digest=Refused("memos are told by notices"),
    exports=(Export("玩具备忘", "/toys/export", "/toys"),),
    jobs=(
        DailyJob(
            "memos", "提醒阅读玩具备忘", "toy.daily:remind_all", after=("calendar",), before=("digests",)
        ),
    ),
    checks=(DoctorCheck("玩具备忘", "toy.daily:look"),),
    events=(MessageEvent("memo", "玩具备忘", ("toy",), 70),),
    origins=Refused("a memo obliges nobody"),
    figures=Refused("no indicator asks for memos"),
    limits=Refused("the office sets each memo's day"),
    papers=(PaperKind("toy_note", "玩具备忘单", 990, word="备忘", drafted="玩具备忘单"),),
    commands=(CommandName("memos", "toy.commands:add_commands"),),
    follows=Refused("a memo stays with the unit it was left for"),
)
