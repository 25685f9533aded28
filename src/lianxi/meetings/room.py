"""The face of the meetings: topics, opinions, minutes and consent."""

from lianxi.core.rooms import (
    CLOCKS,
    UNIT_PASSED,
    Export,
    Figure,
    Follow,
    MenuEntry,
    MessageEvent,
    OriginKind,
    RecordKind,
    Refused,
    Room,
)

_MACHINES = "lianxi.meetings.rules.machines"

ROOM = Room(
    name="meetings",
    title="会议",
    package="lianxi.meetings",
    wing="lianxi.web.meetings",
    menu=(
        MenuEntry("会议", "/meetings", "meeting", 20, also=("/minutes",)),
        MenuEntry("议题", "/topics", "topic", 40),
    ),
    records=(
        RecordKind("meetings.topic", "/topics/{}", f"{_MACHINES}:TOPIC", archived=True, in_file=True),
        RecordKind("meetings.topictext", archived=True, in_file=True),
        RecordKind("meetings.opinion", machine=f"{_MACHINES}:OPINION", archived=True, in_file=True),
        RecordKind("meetings.meeting", "/meetings/{}", f"{_MACHINES}:MEETING", archived=True, in_file=True),
        RecordKind("meetings.meetingunit", archived=True, in_file=True),
        RecordKind("meetings.agendaitem", archived=True, in_file=True),
        RecordKind("meetings.attendance", archived=True, in_file=True),
        RecordKind("meetings.decision", archived=True, in_file=True),
        RecordKind("meetings.decisioncounit", archived=True, in_file=True),
        RecordKind("meetings.minutes", "/minutes/{}", f"{_MACHINES}:MINUTES", archived=True, in_file=True),
        RecordKind("meetings.revision", archived=True, in_file=True),
        RecordKind("meetings.consent", archived=True, in_file=True),
        RecordKind("meetings.objection", machine=f"{_MACHINES}:OBJECTION", archived=True, in_file=True),
    ),
    waiting="lianxi.meetings.waiting:list_tasks",
    handover=Refused("topics, opinions and minutes are a unit's or the office's, whoever holds the seat"),
    feed="lianxi.meetings.waiting:list_days",
    digest=Refused("what a meeting asks is told by a notice"),
    exports=(Export("会议", "/meetings/export", "/meetings"), Export("议题", "/topics/export", "/topics")),
    jobs=Refused("silence after a window is read, not carried out"),
    checks=Refused("nothing of a meeting depends on the installation"),
    events=(MessageEvent("meeting", "会议和议题", ("meetings",), 50, to_groups=True),),
    origins=(OriginKind("decision", "会议议定"), OriginKind("proposal", "政策建议")),
    figures=(
        Figure("meetings_held", "lianxi.meetings.holding:count_meetings"),
        Figure("proposals_made", "lianxi.meetings.holding:count_proposals"),
    ),
    limits=Refused("its windows are rules of procedure, set by the conference"),
    papers=("notice", "minutes", "minutes_extract", "corrigendum", "report"),
    commands=Refused("every action runs by `lianxi do`"),
    follows=(
        Follow(UNIT_PASSED, "lianxi.meetings.following:pass_meeting_work"),
        Follow(CLOCKS, "lianxi.meetings.moving:CLOCKS"),
    ),
)
