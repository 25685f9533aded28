"""Pages of topics: from the proposal over opinions to the answer upward, per seat and state."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from cast import AT, Cast, found_cast
from lianxi.core.actors import Actor
from lianxi.meetings.actions import (
    accept_topic,
    ask_opinions,
    enter_assigned_topic,
    give_opinion,
    revise_topic,
)
from lianxi.meetings.models import Opinion, Topic
from meetings.stages import LATER, accepted_topic, called_meeting
from web.signing_in import posts, seated, words

DUE = date(2026, 3, 9)


def sign_in(actor: Actor) -> Client:
    return seated(Client(), actor)


def see(actor: Actor, url: str) -> HttpResponse:
    response = sign_in(actor).get(url)
    assert response.status_code == 200
    return response


def do(actor: Actor, action: str, **fields: Any) -> HttpResponse:
    return sign_in(actor).post(f"/do/meetings.{action}", {"next": "/topics/{id}", **fields})


def asked_topic(cast: Cast) -> Topic:
    topic = accepted_topic(cast)
    units = (cast.unit("市发改委").pk, cast.unit("市总工会").pk)
    ask_opinions(cast.staff, AT, topic_id=topic.pk, unit_ids=units, due_on=DUE)
    return topic


def test_a_unit_proposes_on_a_clause_of_the_own_document(cast: Cast) -> None:
    unit = cast.liaison("市住建局")
    text = see(unit, "/topics/new").content.decode()
    assert "QZ-3-11-2" in text
    assert "data-autosave" in text
    fields = {"title": "粉尘检查", "text": "第一段\n第二段", "clause": "QZ-3-11-2"}
    answer = do(unit, "topic.propose", **fields)
    assert answer["Location"] == f"/topics/{Topic.objects.get().pk}"
    page = words(see(unit, answer["Location"]))
    assert "等办公室受理" in page
    assert "对本行业用人单位职业病防治工作进行指导" in page


def test_who_proposed_goes_on_to_the_next_topic(cast: Cast) -> None:
    do(cast.liaison("市住建局"), "topic.propose", title="粉尘检查", text="一段", clause="QZ-3-11-2")
    url = f"/topics/{Topic.objects.get().pk}"
    assert "再提一件议题" in words(see(cast.liaison("市住建局"), url))
    assert "再提一件议题" not in words(see(cast.staff, url))
    assert "再提一件议题" not in words(see(cast.convener, url))


def test_a_refused_proposal_keeps_the_words(cast: Cast) -> None:
    answer = do(cast.liaison("市住建局"), "topic.propose", title="题", text="写了很多", clause="GD-1")
    assert answer.status_code == 422
    assert "写了很多" in answer.content.decode()
    assert "请从条款列表中选择" in answer.content.decode()


def test_each_seat_is_offered_its_own_steps(cast: Cast) -> None:
    do(cast.liaison("市住建局"), "topic.propose", title="粉尘检查", text="x", clause="QZ-3-11-2")
    url = f"/topics/{Topic.objects.get().pk}"
    office = posts(see(cast.staff, url))
    assert {"/do/meetings.topic.accept", "/do/meetings.topic.decline"} <= set(office)
    assert "/do/meetings.opinion.ask" in office
    own = posts(see(cast.liaison("市住建局"), url))
    assert {"/do/meetings.topic.withdraw", "/do/meetings.topic.revise"} <= set(own)
    other = cast.liaison("市发改委")
    assert seated(Client(), other).get(url).status_code == 404, "not taken in yet, so not the conference's"
    do(cast.staff, "topic.accept", topic_id=Topic.objects.get().pk)
    assert posts(see(other, url)) == []


def test_the_asked_unit_answers_and_its_version_is_kept(cast: Cast) -> None:
    topic = asked_topic(cast)
    url, unit = f"/topics/{topic.pk}", cast.liaison("市发改委")
    assert "等你单位在2026年3月9日（周一）前答复书面意见" in words(see(unit, url))
    mine = Opinion.objects.get(topic=topic, unit=cast.unit("市发改委"))
    do(unit, "opinion.give", opinion_id=mine.pk, stance="amend", text="写明期限", seen=1)
    revise_topic(
        cast.liaison("市住建局"), AT, topic_id=topic.pk, text="情况说明，于2026年6月底前完成", seen=1
    )
    page = see(unit, url)
    assert "文本此后有改动" in words(page)
    assert "第1版到第2版的改动" in words(page)
    assert "<ins>，于2026年6月底前完成</ins>" in page.content.decode()
    assert "修改后同意" in words(see(cast.staff, url))


def test_a_late_answer_shows_its_light(cast: Cast) -> None:
    assert "逾期" in words(see(cast.staff, f"/topics/{asked_topic(cast).pk}"))


def test_opinions_are_asked_from_the_page(cast: Cast) -> None:
    topic = accepted_topic(cast)
    assert 'type="date"' in see(cast.staff, f"/topics/{topic.pk}").content.decode()
    day = (timezone.localdate() + timedelta(days=7)).isoformat()
    units = [cast.unit("市发改委").pk, cast.unit("市总工会").pk]
    do(cast.staff, "opinion.ask", topic_id=topic.pk, unit_ids=units, due_on=day)
    assert topic.opinions.count() == 2


def test_versions_are_listed_and_compared(cast: Cast) -> None:
    topic = accepted_topic(cast)
    revise_topic(cast.staff, AT, topic_id=topic.pk, text="情况说明（补充）", seen=1)
    url = f"/topics/{topic.pk}"
    assert "共2版" in words(see(cast.member("市发改委"), url))
    compared = see(cast.member("市发改委"), f"{url}?from=1&to=2").content.decode()
    assert "<ins>（补充）</ins>" in compared
    assert "与第 1 版对照" in compared


def test_an_older_text_is_not_overwritten(cast: Cast) -> None:
    topic = accepted_topic(cast)
    do(cast.staff, "topic.revise", topic_id=topic.pk, text="办公室改", seen=1)
    answer = do(cast.liaison("市住建局"), "topic.revise", topic_id=topic.pk, text="单位改", seen=1)
    assert answer.status_code == 409
    assert "单位改" in answer.content.decode()


def test_an_assigned_matter_is_entered_by_the_office_and_answered_upward(cast: Cast) -> None:
    assert "登记交办事项或政策建议由办公室办理" in words(
        see(cast.member("市住建局"), "/topics/new?kind=assigned")
    )
    assert "source_body" in see(cast.staff, "/topics/new?kind=assigned").content.decode()
    topic = settled_assigned(cast)
    url = f"/topics/{topic.pk}"
    assert "还要向市人民政府上报办理情况" in words(see(cast.director, url))
    assert "/do/meetings.topic.answer_upward" not in posts(see(cast.staff, url))
    do(cast.director, "topic.answer_upward", topic_id=topic.pk, text="已组织救助。")
    assert "已以报告上报" in words(see(cast.staff, url))


def settled_assigned(cast: Cast) -> Topic:
    from lianxi.meetings.actions import (
        add_agenda_item,
        call_meeting,
        close_meeting,
        open_meeting,
        plan_meeting,
        record_attendance,
        record_outcome,
    )

    assigned = {"kind": "assigned", "title": "尘肺病救助", "text": "交办内容", "clause": "QZ-1-02"}
    topic = enter_assigned_topic(cast.staff, AT, **assigned, source_body="市人民政府")
    accept_topic(cast.staff, AT, topic_id=topic.pk)
    meeting = plan_meeting(cast.staff, AT, kind="special", title="专题会", starts_at=LATER, place="会议室")
    item = add_agenda_item(cast.staff, AT, meeting_id=meeting.pk, topic_id=topic.pk)
    call_meeting(cast.staff, AT, meeting_id=meeting.pk)
    open_meeting(cast.staff, LATER, meeting_id=meeting.pk)
    came = {"unit_id": cast.unit("市住建局").pk, "role": "member", "person_name": "代表"}
    record_attendance(cast.staff, LATER, meeting_id=meeting.pk, **came)
    record_outcome(cast.staff, LATER, item_id=item.pk, text="议定。", result="settled", seen=0)
    close_meeting(cast.staff, LATER, meeting_id=meeting.pk, absent=True)
    return topic


def test_the_list_is_by_state_and_filtered(cast: Cast) -> None:
    accepted_topic(cast, "甲议题")
    do(cast.liaison("市发改委"), "topic.propose", title="乙议题", text="x", clause="QZ-3-11-2")
    actor = cast.staff
    assert "1件待受理，1件等列入议程" in words(see(actor, "/topics"))
    for query, shown, hidden in (
        ("state=accepted", "甲议题", "乙议题"),
        (f"unit={cast.unit('市发改委').pk}", "乙议题", "甲议题"),
        ("q=甲", "甲议题", "乙议题"),
        ("kind=proposal&state=submitted", "乙议题", "甲议题"),
    ):
        text = words(see(actor, f"/topics?{query}"))
        assert shown in text
        assert hidden not in text
    assert "没有符合条件的议题" in words(see(actor, "/topics?q=丙"))
    see(actor, "/topics?unit=x&state=nonsense&before=")


def test_another_conferences_topic_is_not_found(cast: Cast) -> None:
    topic = accepted_topic(cast)
    stranger = sign_in(found_cast("另一个联席会议", "GD").staff)
    assert stranger.get(f"/topics/{topic.pk}").status_code == 404
    assert "建筑工地" not in words(stranger.get("/topics"))


def test_pages_stay_within_their_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    topic = asked_topic(cast)
    mine = Opinion.objects.get(topic=topic, unit=cast.unit("市发改委"))
    give_opinion(cast.liaison("市发改委"), AT, opinion_id=mine.pk, stance="agree", text="", seen=1)
    called_meeting(cast)
    for actor in (cast.staff, cast.liaison("市发改委"), cast.convener):
        client = sign_in(actor)
        for url in ("/topics", "/topics/new", "/topics/new?kind=assigned", f"/topics/{topic.pk}"):
            with django_assert_max_num_queries(15):
                assert client.get(url).status_code == 200


@pytest.mark.parametrize("step", ["decline", "withdraw"])
def test_ended_topics_say_how_they_ended(cast: Cast, step: str) -> None:
    do(cast.liaison("市住建局"), "topic.propose", title="粉尘检查", text="x", clause="QZ-3-11-2")
    topic = Topic.objects.get()
    actor = cast.staff if step == "decline" else cast.liaison("市住建局")
    do(actor, f"topic.{step}", topic_id=topic.pk, answer="属日常工作")
    page = see(cast.liaison("市住建局"), f"/topics/{topic.pk}")
    assert posts(page) == []
    assert ("属日常工作" in words(page)) is (step == "decline")
