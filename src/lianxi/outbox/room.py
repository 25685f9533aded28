"""The outbox's face: what leaves by e-mail, webhook and text message, and what is put to 统一待办."""

from lianxi.core.rooms import DailyJob, DoctorCheck, MessageEvent, RecordKind, Refused, Room
from lianxi.core.sight import MEMBERS, OFFICE, OPERATOR, as_of, persons, sees, units

_CARRIES = "the outbox carries what other rooms have to say"

ROOM = Room(
    name="outbox",
    title="消息外发",
    package="lianxi.outbox",
    wing="lianxi.web.outbox",
    menu=Refused("its page is opened from 设置"),
    records=(
        # An own number or account is its holder's; the office ends and enters it without reading it.
        RecordKind(
            "outbox.channel",
            sight=sees(
                OFFICE,
                OPERATOR,
                units("unit").when(tenure__isnull=True),
                persons("tenure__person"),
                fields={"address": (persons("tenure__person"),)},
            ),
        ),
        RecordKind("outbox.preference", sight=sees(MEMBERS)),
        RecordKind("outbox.digest", sight=sees(units("unit"), OFFICE.when(unit__isnull=True))),
        RecordKind(
            "outbox.delivery",
            machine="lianxi.outbox.rules:DELIVERY",
            sight=sees(
                as_of("channel"),
                fields={
                    "text": (
                        OFFICE.when(channel__tenure__isnull=True),
                        units("channel__unit").when(channel__tenure__isnull=True),
                        persons("channel__tenure__person"),
                    )
                },
            ),
        ),
        # What it says is the holder's own desk; the office and the operator see that it did not arrive.
        RecordKind(
            "outbox.todo",
            machine="lianxi.outbox.rules:TODO_MACHINE",
            sight=sees(
                as_of("channel"),
                fields={
                    name: (persons("channel__tenure__person"),)
                    for name in ("title", "url", "account", "outside_id")
                },
            ),
        ),
    ),
    waiting="lianxi.outbox.waiting:list_alarms",
    handover=Refused("an own address ends with its holder's tenure"),
    feed=Refused(_CARRIES),
    digest=Refused(_CARRIES),
    exports=Refused("addresses are secrets and leave the house in no file"),
    jobs=(
        DailyJob(
            "addresses", "清除离任人员的地址", "lianxi.outbox.daily:forget_addresses", before=("digests",)
        ),
        DailyJob("digests", "汇成每日摘要", "lianxi.outbox.daily:build_digests"),
        DailyJob("deliveries", "送出摘要", "lianxi.outbox.daily:send_deliveries", after=("digests",)),
        DailyJob("todos", "核对并推送统一待办", "lianxi.outbox.todos:follow_desks", after_acts=True),
    ),
    checks=(
        DoctorCheck("外发地址", "lianxi.outbox.selfcheck:look_at_addresses"),
        DoctorCheck("外发渠道", "lianxi.outbox.selfcheck:look_at_ways"),
    ),
    # Whatever no room names.
    events=(MessageEvent("other", "其他", (), 1000),),
    origins=Refused(_CARRIES),
    figures=Refused(_CARRIES),
    limits=Refused("how often a delivery is tried is no time limit of anybody's"),
    papers=Refused("a digest is no paper"),
    commands=Refused("its jobs run by `lianxi daily`"),
    follows=Refused("addresses belong to seats and units, and end with them"),
)
