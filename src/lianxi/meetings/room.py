"""The face of the meetings: topics, opinions, minutes and consent."""

from lianxi.core.rooms import (
    CLOCKS,
    UNIT_PASSED,
    Export,
    Figure,
    Follow,
    Held,
    MenuEntry,
    MessageEvent,
    OriginKind,
    RecordKind,
    Refused,
    Room,
)
from lianxi.core.sight import MEMBERS, OFFICE, as_of, sees, units
from lianxi.meetings.rules.kinds import CORRIGENDUM, EXTRACT, MINUTES

_MACHINES = "lianxi.meetings.rules.machines"

# A topic is the conference's once the office took it in; what units wrote to it, once a meeting takes it up.
_BEFORE_ALL = ("accepted", "on_agenda", "settled", "answered")
_CIRCULATED = ("on_agenda", "settled", "answered")
# Minutes are the office's until they go round for consent.
_ROUND = MEMBERS.when(state=("in_consent", "issued")).once("circulated_at")

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
        RecordKind(
            "meetings.topic",
            "/topics/{}",
            f"{_MACHINES}:TOPIC",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit", "opinions__unit"), MEMBERS.when(state=_BEFORE_ALL)),
            listed="topics",
            attaches="lianxi.meetings.attaching:to_topic",
            searched=("title",),
        ),
        RecordKind("meetings.topictext", archived=True, in_file=True, sight=sees(as_of("topic"))),
        RecordKind(
            "meetings.opinion",
            machine=f"{_MACHINES}:OPINION",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, units("unit"), MEMBERS.when(state="given", topic__state=_CIRCULATED)),
            attaches="lianxi.meetings.attaching:to_opinion",
        ),
        RecordKind(
            "meetings.meeting",
            "/meetings/{}",
            f"{_MACHINES}:MEETING",
            archived=True,
            in_file=True,
            sight=sees(MEMBERS),
            listed="meetings",
            attaches="lianxi.meetings.attaching:to_meeting",
            searched=("title", "place"),
        ),
        RecordKind("meetings.meetingunit", archived=True, in_file=True, sight=sees(MEMBERS)),
        RecordKind("meetings.agendaitem", archived=True, in_file=True, sight=sees(MEMBERS)),
        RecordKind("meetings.attendance", archived=True, in_file=True, sight=sees(MEMBERS)),
        RecordKind("meetings.decision", archived=True, in_file=True, sight=sees(MEMBERS)),
        RecordKind("meetings.decisioncounit", archived=True, in_file=True, sight=sees(MEMBERS)),
        RecordKind(
            "meetings.minutes",
            "/minutes/{}",
            f"{_MACHINES}:MINUTES",
            archived=True,
            in_file=True,
            sight=sees(OFFICE, _ROUND, MEMBERS.when(state="issued").once("paper__issued_at")),
            listed="minutes",
            columns=("state", "meeting__title"),
            searched=("meeting__title", "paper__number"),
        ),
        RecordKind("meetings.revision", archived=True, in_file=True, sight=sees(as_of("minutes"))),
        RecordKind("meetings.consent", archived=True, in_file=True, sight=sees(as_of("minutes"))),
        RecordKind(
            "meetings.objection",
            machine=f"{_MACHINES}:OBJECTION",
            archived=True,
            in_file=True,
            sight=sees(as_of("minutes")),
        ),
    ),
    waiting="lianxi.meetings.waiting:list_tasks",
    handover=(
        Held("meetings.topic"),
        Held("meetings.opinion", "topic__title"),
        Held("meetings.meeting"),
        Held("meetings.minutes", "meeting__title"),
        Held("meetings.objection", "minutes__meeting__title"),
    ),
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
        Figure("topics", "lianxi.meetings.counting:topics"),
        Figure("topics_of_units", "lianxi.meetings.counting:topics_of_units"),
        Figure("topics_taken", "lianxi.meetings.counting:topics_taken"),
        Figure("topic_units", "lianxi.meetings.counting:topic_units"),
        Figure("meetings_chaired", "lianxi.meetings.counting:meetings_chaired"),
        Figure("days_since_meeting", "lianxi.meetings.counting:days_since_meeting"),
        Figure("minutes_issued", "lianxi.meetings.counting:minutes_issued"),
        Figure("minutes_agreed", "lianxi.meetings.counting:minutes_agreed"),
        Figure("minutes_copied_up", "lianxi.meetings.counting:minutes_copied_up"),
        Figure("minutes_recipients", "lianxi.meetings.counting:minutes_recipients"),
        Figure("minutes_signed", "lianxi.meetings.counting:minutes_signed"),
        Figure("minutes_drafted", "lianxi.meetings.counting:minutes_drafted"),
        Figure("minutes_draft_workdays", "lianxi.meetings.counting:minutes_draft_workdays"),
        Figure("consents", "lianxi.meetings.counting:consents"),
        Figure("consent_workdays", "lianxi.meetings.counting:consent_workdays"),
    ),
    limits=Refused("its windows are rules of procedure, set by the conference"),
    papers=(
        MINUTES,
        EXTRACT,
        CORRIGENDUM,
    ),
    commands=Refused("every action runs by `lianxi do`"),
    follows=(
        Follow(UNIT_PASSED, "lianxi.meetings.following:pass_meeting_work"),
        Follow(CLOCKS, "lianxi.meetings.moving:CLOCKS"),
    ),
)
