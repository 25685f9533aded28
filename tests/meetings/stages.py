"""Steps of the procedure as builders: each calls the real actions and gives what the next one needs."""

from datetime import date, timedelta

from cast import AT, Cast
from lianxi.meetings.actions import (
    accept_topic,
    add_agenda_item,
    call_meeting,
    circulate_minutes,
    close_meeting,
    draft_minutes,
    give_consent,
    open_meeting,
    plan_meeting,
    propose_topic,
    record_attendance,
    record_course,
    record_decision,
    record_outcome,
)
from lianxi.meetings.models import Meeting, Minutes, Topic
from staging import staged

LATER = AT + timedelta(days=7)
PRESENT = ("市卫健委", "市住建局", "市总工会")


def accepted_topic(cast: Cast, title: str = "建筑工地粉尘危害专项检查") -> Topic:
    topic = propose_topic(cast.liaison("市住建局"), AT, title=title, text="情况说明", clause="QZ-3-11-2")
    return accept_topic(cast.staff, AT, topic_id=topic.pk)


@staged
def called_meeting(cast: Cast, topics: int = 2) -> Meeting:
    meeting = plan_meeting(
        cast.staff,
        AT,
        kind="regular",
        title="2026年第一次全体会议",
        starts_at=LATER,
        place="市卫健委三楼会议室",
    )
    for n in range(topics):
        add_agenda_item(
            cast.staff, AT, meeting_id=meeting.pk, topic_id=accepted_topic(cast, f"议题{n + 1}").pk
        )
    return call_meeting(cast.staff, AT, meeting_id=meeting.pk)


@staged
def open_meeting_with_attendance(cast: Cast, late: str | None = None) -> Meeting:
    """All of PRESENT attend; `late` arrives for item 2; 市人社局 is on leave; a guest sits in."""
    meeting = open_meeting(cast.staff, LATER, meeting_id=called_meeting(cast).pk)
    record_course(
        cast.staff,
        LATER,
        meeting_id=meeting.pk,
        chair="王明",
        chair_title="副市长",
        began_at=LATER - timedelta(hours=2),
        ended_at=LATER - timedelta(minutes=30),
    )
    for unit in PRESENT:
        record_attendance(
            cast.staff,
            LATER,
            meeting_id=meeting.pk,
            unit_id=cast.unit(unit).pk,
            role="substitute" if unit == "市总工会" else "member",
            person_name=f"{unit}代表",
            title="副职",
            stands_for="李主席" if unit == "市总工会" else "",
            from_item=2 if unit == late else 1,
        )
    record_attendance(
        cast.staff, LATER, meeting_id=meeting.pk, unit_id=cast.unit("市人社局").pk, role="leave"
    )
    record_attendance(
        cast.staff, LATER, meeting_id=meeting.pk, role="guest", organ="市疾控中心", person_name="专家"
    )
    return meeting


@staged
def drafted_minutes(cast: Cast, late: str | None = None) -> Minutes:
    """Item 1 is settled with a decision led by 市住建局; item 2 is heard."""
    meeting = open_meeting_with_attendance(cast, late)
    first, second = meeting.items.all()
    record_outcome(
        cast.staff, LATER, item_id=first.pk, text="会议议定开展专项检查。", result="settled", seen=0
    )
    record_outcome(cast.staff, LATER, item_id=second.pk, text="会议听取了汇报。", result="noted", seen=0)
    record_decision(
        cast.staff,
        LATER,
        item_id=first.pk,
        text="由市住建局牵头，市卫健委配合，于2026年6月30日前完成房屋建筑和市政工程粉尘危害检查。",
        lead_unit_id=cast.unit("市住建局").pk,
        co_unit_ids=(cast.unit("市卫健委").pk,),
        due_on=date(2026, 6, 30),
        evidence_wanted="检查结果表",
        clause="QZ-3-11-2",
    )
    close_meeting(cast.staff, LATER, meeting_id=meeting.pk, absent=True)
    return draft_minutes(cast.staff, LATER, meeting_id=meeting.pk)


@staged
def circulated_minutes(cast: Cast, late: str | None = None) -> Minutes:
    return circulate_minutes(cast.staff, LATER, minutes_id=drafted_minutes(cast, late).pk)


@staged
def agreed_minutes(cast: Cast) -> Minutes:
    minutes = circulated_minutes(cast)
    for unit in PRESENT:
        give_consent(cast.member(unit), LATER, minutes_id=minutes.pk, revision=minutes.revision)
    minutes.refresh_from_db()
    return minutes
