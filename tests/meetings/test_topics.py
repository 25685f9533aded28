"""Topics: on a clause, with opinions kept to the version they were given on, and back when not settled."""

from datetime import date, timedelta

import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput, Conflict, NotFound, WrongState
from lianxi.meetings.actions import (
    accept_topic,
    add_agenda_item,
    answer_topic_upward,
    ask_opinions,
    cancel_meeting,
    close_meeting,
    decline_topic,
    enter_assigned_topic,
    give_opinion,
    open_meeting,
    plan_meeting,
    propose_topic,
    record_attendance,
    record_outcome,
    remove_agenda_item,
    revise_topic,
    withdraw_topic,
)
from lianxi.meetings.models import Opinion, Topic
from lianxi.papers.layout import from_dict
from lianxi.papers.models import Paper
from meetings.stages import LATER, accepted_topic, called_meeting


def test_a_topic_cites_a_clause_of_its_own_document(cast: Cast) -> None:
    topic = accepted_topic(cast)
    assert (topic.basis.instrument, topic.basis.clause) == ("QZ", "QZ-3-11-2")
    with pytest.raises(BadInput, match="没有条款"):
        propose_topic(cast.liaison("市住建局"), AT, title="t", text="x", clause="GD-12-01")


def test_an_opinion_keeps_the_version_it_was_given_on(cast: Cast) -> None:
    topic = accepted_topic(cast)
    (asked,) = ask_opinions(
        cast.staff, AT, topic_id=topic.pk, unit_ids=(cast.unit("市发改委").pk,), due_on=date(2026, 3, 9)
    )
    give_opinion(cast.liaison("市发改委"), AT, opinion_id=asked.pk, stance="agree", text="同意", seen=1)
    revise_topic(cast.liaison("市住建局"), AT, topic_id=topic.pk, text="改过的说明", seen=1)
    opinion = Opinion.objects.get(pk=asked.pk)
    assert (opinion.text_number, opinion.given_by) == (1, "市发改委·办公室成员")
    with pytest.raises(Conflict, match="第2版"):
        give_opinion(cast.liaison("市发改委"), AT, opinion_id=asked.pk, stance="agree", text="", seen=1)


def test_another_unit_cannot_answer_for_the_asked_one(cast: Cast) -> None:
    topic = accepted_topic(cast)
    (asked,) = ask_opinions(
        cast.staff, AT, topic_id=topic.pk, unit_ids=(cast.unit("市发改委").pk,), due_on=date(2026, 3, 9)
    )
    with pytest.raises(NotFound):
        give_opinion(cast.liaison("市住建局"), AT, opinion_id=asked.pk, stance="agree", text="", seen=1)


def test_disagreeing_needs_its_reason(cast: Cast) -> None:
    topic = accepted_topic(cast)
    (asked,) = ask_opinions(
        cast.staff, AT, topic_id=topic.pk, unit_ids=(cast.unit("市发改委").pk,), due_on=date(2026, 3, 9)
    )
    with pytest.raises(BadInput, match="理由"):
        give_opinion(cast.liaison("市发改委"), AT, opinion_id=asked.pk, stance="oppose", text=" ", seen=1)


def test_two_editors_of_a_topic_never_overwrite(cast: Cast) -> None:
    topic = accepted_topic(cast)
    revise_topic(cast.staff, AT, topic_id=topic.pk, text="办公室改", seen=1)
    with pytest.raises(Conflict):
        revise_topic(cast.liaison("市住建局"), AT, topic_id=topic.pk, text="单位改", seen=1)
    assert [t.text for t in Topic.objects.get(pk=topic.pk).texts.all()] == ["情况说明", "办公室改"]


def test_a_topic_that_was_not_settled_returns_to_the_next_meeting(cast: Cast) -> None:
    meeting = open_meeting(cast.staff, LATER, meeting_id=called_meeting(cast).pk)
    record_attendance(
        cast.staff,
        LATER,
        meeting_id=meeting.pk,
        unit_id=cast.unit("市住建局").pk,
        role="member",
        person_name="代表",
    )
    first, second = meeting.items.all()
    record_outcome(cast.staff, LATER, item_id=first.pk, text="议定。", result="settled", seen=0)
    record_outcome(cast.staff, LATER, item_id=second.pk, text="", result="carried", seen=0)
    close_meeting(cast.staff, LATER, meeting_id=meeting.pk, absent=True)
    states = [Topic.objects.get(pk=item.topic_id).state for item in (first, second)]
    assert states == ["settled", "accepted"]
    following = plan_meeting(
        cast.staff, LATER, kind="special", title="下一次", starts_at=LATER + timedelta(days=9), place="会议室"
    )
    item = add_agenda_item(cast.staff, LATER, meeting_id=following.pk, topic_id=second.topic_id)
    assert item.title == second.title


def test_an_item_taken_off_the_agenda_closes_the_gap(cast: Cast) -> None:
    meeting = called_meeting(cast, topics=3)
    first, second, third = meeting.items.all()
    remove_agenda_item(cast.staff, AT, item_id=first.pk, reason="材料未齐")
    assert list(meeting.items.filter(ordinal__gt=0).values_list("pk", "ordinal")) == [
        (second.pk, 1),
        (third.pk, 2),
    ]
    assert Topic.objects.get(pk=first.topic_id).state == "accepted"


def test_a_cancelled_meeting_gives_its_topics_back(cast: Cast) -> None:
    meeting = called_meeting(cast)
    cancel_meeting(cast.staff, AT, meeting_id=meeting.pk, reason="改期")
    assert set(Topic.objects.values_list("state", flat=True)) == {"accepted"}


def test_an_assigned_matter_is_answered_upward_by_a_numbered_report(cast: Cast) -> None:
    topic = enter_assigned_topic(
        cast.staff,
        AT,
        kind="assigned",
        title="尘肺病救助",
        text="交办内容",
        source_body="市人民政府",
        clause="QZ-1-02",
    )
    accept_topic(cast.staff, AT, topic_id=topic.pk)
    meeting = plan_meeting(cast.staff, AT, kind="special", title="专题会", starts_at=LATER, place="会议室")
    item = add_agenda_item(cast.staff, AT, meeting_id=meeting.pk, topic_id=topic.pk)
    from lianxi.meetings.actions import call_meeting

    call_meeting(cast.staff, AT, meeting_id=meeting.pk)
    open_meeting(cast.staff, LATER, meeting_id=meeting.pk)
    record_attendance(
        cast.staff,
        LATER,
        meeting_id=meeting.pk,
        unit_id=cast.unit("市住建局").pk,
        role="member",
        person_name="代表",
    )
    record_outcome(cast.staff, LATER, item_id=item.pk, text="议定。", result="settled", seen=0)
    close_meeting(cast.staff, LATER, meeting_id=meeting.pk, absent=True)
    answer_topic_upward(cast.director, LATER, topic_id=topic.pk, text="已组织救助。")
    paper = Paper.objects.get(kind="report")
    assert paper.number == "泉职防联报告〔2026〕1号"
    assert [r.name for r in paper.recipients.all()] == ["市人民政府"]
    printed = from_dict(paper.document)
    assert (printed.mark, printed.signed_by) == ("泉州市卫健委文件", ("泉州市卫健委",))
    assert printed.signer == "市卫健委·办公室主任"
    assert Topic.objects.get(pk=topic.pk).state == "answered"


def test_an_accepted_assigned_matter_needs_no_meeting(cast: Cast) -> None:
    given = {"title": "尘肺病救助", "text": "交办内容", "source_body": "市人民政府", "clause": "QZ-1-02"}
    topic = enter_assigned_topic(cast.staff, AT, kind="assigned", **given)
    with pytest.raises(WrongState):
        answer_topic_upward(cast.director, AT, topic_id=topic.pk, text="已办。")
    accept_topic(cast.staff, AT, topic_id=topic.pk)
    assert answer_topic_upward(cast.director, AT, topic_id=topic.pk, text="已组织救助。").state == "answered"
    assert Paper.objects.get(kind="report").recipients.get().name == "市人民政府"


def test_a_policy_proposal_still_needs_one(cast: Cast) -> None:
    given = {"title": "政策", "text": "建议", "source_body": "市人民政府", "clause": "QZ-1-02"}
    topic = enter_assigned_topic(cast.staff, AT, kind="policy", **given)
    accept_topic(cast.staff, AT, topic_id=topic.pk)
    with pytest.raises(BadInput, match="须经会议议定"):
        answer_topic_upward(cast.director, AT, topic_id=topic.pk, text="建议如下。")


def test_a_unit_topic_is_not_answered_upward(cast: Cast) -> None:
    with pytest.raises(BadInput, match="不需要上报"):
        answer_topic_upward(cast.director, AT, topic_id=accepted_topic(cast).pk, text="x")


def test_declined_and_withdrawn_topics_stay_so(cast: Cast) -> None:
    topic = propose_topic(cast.liaison("市住建局"), AT, title="t", text="x", clause="QZ-3-11-2")
    decline_topic(cast.staff, AT, topic_id=topic.pk, answer="属日常工作")
    with pytest.raises(WrongState, match="未受理"):
        accept_topic(cast.staff, AT, topic_id=topic.pk)
    other = propose_topic(cast.liaison("市住建局"), AT, title="t", text="x", clause="QZ-3-11-2")
    with pytest.raises(NotFound):
        withdraw_topic(cast.liaison("市发改委"), AT, topic_id=other.pk)
    withdraw_topic(cast.liaison("市住建局"), AT, topic_id=other.pk)
    assert Topic.objects.get(pk=other.pk).state == "withdrawn"
