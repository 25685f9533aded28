"""Pages of meetings: what each seat sees and may do in each state, and a sitting kept through the pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast, found_cast
from lianxi.core.actors import Actor
from lianxi.journal.models import Draft
from lianxi.meetings.models import AgendaItem, Attendance, Decision, Meeting, Minutes
from meetings.stages import accepted_topic, called_meeting, drafted_minutes, open_meeting_with_attendance
from web.signing_in import seated


def sign_in(actor: Actor) -> Client:
    return seated(Client(), actor)


def page(actor: Actor, url: str, status: int = 200) -> str:
    response = sign_in(actor).get(url)
    assert response.status_code == status
    return response.content.decode()


def test_the_list_tells_what_is_coming_and_what_was_held(cast: Cast) -> None:
    called_meeting(cast)
    text = page(cast.member("市住建局"), "/meetings")
    assert "2026年第一次全体会议" in text
    assert "已通知" in text
    assert "筹备会议由办公室办理" in text
    assert "/meetings/new" in page(cast.staff, "/meetings")


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    assert "没有待开的会议" in page(cast.staff, "/meetings")


def test_a_meeting_is_planned_from_the_form(cast: Cast) -> None:
    office = sign_in(cast.staff)
    assert "开会时间" in office.get("/meetings/new").content.decode()
    when = (timezone.localtime() + timedelta(days=9)).strftime("%Y-%m-%dT09:00")
    answer = office.post(
        "/do/meetings.meeting.plan",
        {"kind": "regular", "title": "第二次", "starts_at": when, "place": "三楼", "next": "/meetings/{id}"},
    )
    meeting = Meeting.objects.get()
    assert answer["Location"] == f"/meetings/{meeting.pk}"
    assert "议程还是空的" in office.get(answer["Location"]).content.decode()
    assert "筹备会议由办公室办理" in page(cast.member("市住建局"), "/meetings/new")


def test_the_first_meeting_of_the_year_is_named_already(cast: Cast) -> None:
    text = page(cast.staff, "/meetings/new")
    assert f'value="{timezone.localdate().year}年第一次全体会议"' in text
    assert "照上次会议" not in text


def test_an_agenda_with_an_item_of_no_topic_can_be_arranged(cast: Cast) -> None:
    topic = accepted_topic(cast, "粉尘检查")
    when = (timezone.localtime() + timedelta(days=9)).strftime("%Y-%m-%dT09:00")
    plan = {"kind": "regular", "title": "第二次", "starts_at": when, "place": "三楼", "topic_ids": topic.pk}
    sign_in(cast.staff).post("/do/meetings.meeting.plan", {**plan, "titles": "通报办理情况"})
    meeting = Meeting.objects.get()
    text = page(cast.staff, f"/meetings/{meeting.pk}")
    one, two = meeting.items.order_by("ordinal")
    assert f'name="rows/{one.pk}/reporter" maxlength="120" value="{topic.unit.name}"' in " ".join(
        text.split()
    )
    assert f'name="rows/{two.pk}/reporter" maxlength="120" value=""' in " ".join(text.split())


def test_a_refused_plan_keeps_what_was_typed_and_says_the_rule(cast: Cast) -> None:
    answer = sign_in(cast.staff).post(
        "/do/meetings.meeting.plan",
        {"kind": "regular", "title": "第二次", "starts_at": "2020-01-01T09:00", "place": "三楼"},
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "开会时间须晚于现在" in text
    assert "第二次" in text


def test_a_called_meeting_asks_each_unit_for_its_reply(cast: Cast) -> None:
    meeting = called_meeting(cast)
    unit = sign_in(cast.liaison("市住建局"))
    text = unit.get(f"/meetings/{meeting.pk}").content.decode()
    assert "等你单位回复参会人员" in text
    assert "开始会议由办公室或召集人办理" in text
    called = meeting.called.get(unit=cast.unit("市住建局"))
    unit.post("/do/meetings.notice.reply", {"called_id": called.pk, "reply": "张副局长", "next": "/"})
    assert "张副局长" in unit.get(f"/meetings/{meeting.pk}").content.decode()
    assert "开始会议</button>" in page(cast.convener, f"/meetings/{meeting.pk}")


def test_the_agenda_takes_topics_and_marks_those_left_over(cast: Cast) -> None:
    meeting = called_meeting(cast, topics=1)
    topic = accepted_topic(cast, "新议题")
    office = sign_in(cast.staff)
    assert "新议题" in office.get(f"/meetings/{meeting.pk}").content.decode()
    office.post("/do/meetings.agenda.add", {"meeting_id": meeting.pk, "topic_id": topic.pk, "next": "/"})
    first, second = meeting.items.all()
    office.post("/do/meetings.agenda.move", {"item_id": second.pk, "up": "true", "next": "/"})
    assert AgendaItem.objects.get(pk=second.pk).ordinal == 1
    office.post("/do/meetings.agenda.remove", {"item_id": first.pk, "reason": "未齐", "next": "/"})
    assert AgendaItem.objects.get(pk=first.pk).ordinal == 0


def test_a_topic_carried_from_an_earlier_meeting_is_marked(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast)
    office = sign_in(cast.staff)
    for item, result in zip(meeting.items.all(), ("settled", "carried"), strict=True):
        fields = {"item_id": item.pk, "text": "议定。", "result": result, "seen": 0, "next": "/"}
        office.post("/do/meetings.item.record_outcome", fields)
    office.post("/do/meetings.meeting.close", {"meeting_id": meeting.pk, "absent": "on", "next": "/"})
    when = (timezone.localtime() + timedelta(days=9)).strftime("%Y-%m-%dT09:00")
    plan = {"kind": "special", "title": "下一次", "starts_at": when, "place": "三楼", "next": "/"}
    office.post("/do/meetings.meeting.plan", plan)
    following = Meeting.objects.get(title="下一次")
    assert "【上次未议定】" in office.get(f"/meetings/{following.pk}").content.decode()
    left = meeting.items.get(result="carried").topic_id
    office.post("/do/meetings.agenda.add", {"meeting_id": following.pk, "topic_id": left, "next": "/"})
    assert "上次会议未议定，转入本次" in page(cast.member("市住建局"), f"/meetings/{following.pk}")


def test_a_sitting_is_kept_through_the_page(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast)
    item = meeting.items.get(ordinal=1)
    office = sign_in(cast.staff)
    url = f"/meetings/{meeting.pk}"
    assert "还不能结束" in office.get(url).content.decode()
    unit = cast.unit("市发改委")
    late = {
        "meeting_id": meeting.pk,
        "unit_id": unit.pk,
        "role": "member",
        "person_name": "李处",
        "from_item": 2,
    }
    office.post("/do/meetings.attendance.record", {**late, "until_item": "", "next": url})
    assert Attendance.objects.get(unit=unit).from_item == 2
    record = {"item_id": item.pk, "text": "尽快研究整治方案。", "next": url}
    office.post("/do/meetings.decision.record", record)
    text = office.get(url).content.decode()
    assert "没有约束任何单位" in text
    assert "补全前不能送会签" in text
    decision = Decision.objects.get()
    lead = {"decision_id": decision.pk, "lead_unit_id": unit.pk, "due_on": "2027-06-30", "next": url}
    office.post("/do/meetings.decision.revise", lead)
    assert "没有约束任何单位" not in office.get(url).content.decode()


def test_two_editors_of_an_outcome_meet_on_the_merge_page(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast)
    item = meeting.items.get(ordinal=1)
    fields = {"item_id": item.pk, "result": "open", "seen": 0, "next": f"/meetings/{meeting.pk}"}
    sign_in(cast.staff).post("/do/meetings.item.record_outcome", {**fields, "text": "甲写的"})
    second = sign_in(cast.director)
    answer = second.post("/do/meetings.item.record_outcome", {**fields, "text": "乙写的"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "甲写的" in text
    assert "乙写的" in text
    second.post("/do/meetings.item.record_outcome", {**fields, "text": "甲和乙", "seen": 1})
    assert AgendaItem.objects.get(pk=item.pk).outcome == "甲和乙"


def test_what_was_typed_comes_back_with_the_version_it_was_typed_on(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast)
    item = meeting.items.get(ordinal=1)
    key, office = f"meeting-{meeting.pk}-outcome-{item.pk}", sign_in(cast.staff)
    office.post(f"/drafts/{key}", {"text": "写到一半", "result": "settled", "seen": "0"})
    fields = {"item_id": item.pk, "text": "别人写的", "result": "open", "seen": 0, "next": "/"}
    sign_in(cast.director).post("/do/meetings.item.record_outcome", fields)
    text = office.get(f"/meetings/{meeting.pk}").content.decode()
    assert "写到一半" in text
    assert 'name="seen" value="0"' in text
    assert Draft.objects.count() == 1


def test_a_held_meeting_offers_the_draft_to_the_office_only(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    url = f"/meetings/{minutes.meeting_id}"
    assert f"/minutes/{minutes.pk}" in page(cast.member("市住建局"), url)
    assert "登记列席人员" not in page(cast.staff, url)
    assert "结束会议</button>" not in page(cast.staff, url)


def test_no_seat_sees_forms_that_are_not_its_own(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast)
    for actor in (cast.member("市住建局"), cast.liaison("市发改委"), cast.convener):
        text = page(actor, f"/meetings/{meeting.pk}")
        assert "meetings.item.record_outcome" not in text
        assert "meetings.attendance.record" not in text


def test_another_conference_is_not_found(cast: Cast) -> None:
    meeting = called_meeting(cast)
    other = found_cast("另一个联席会议", "GD")
    page(other.staff, f"/meetings/{meeting.pk}", 404)


def test_strangers_are_asked_to_sign_in(cast: Cast) -> None:
    assert Client().get("/meetings")["Location"].startswith("/sign-in")


@pytest.mark.parametrize("state", ["planned", "called", "in_progress", "held", "minuted"])
def test_pages_stay_within_their_queries(cast: Cast, state: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    meeting = Meeting.objects.get(pk=_stage(cast, state))
    for actor in (cast.staff, cast.member("市住建局"), cast.convener):
        client = sign_in(actor)
        with django_assert_max_num_queries(16):
            assert client.get(f"/meetings/{meeting.pk}").status_code == 200
        with django_assert_max_num_queries(16):
            client.get("/meetings")


def _stage(cast: Cast, state: str) -> int:
    if state == "minuted":
        return Minutes.objects.get(pk=drafted_minutes(cast).pk).meeting_id
    if state == "in_progress":
        return open_meeting_with_attendance(cast).pk
    meeting = called_meeting(cast) if state == "called" else open_meeting_with_attendance(cast)
    office = sign_in(cast.staff)
    if state == "held":
        for item in meeting.items.all():
            fields = {"item_id": item.pk, "text": "听取。", "result": "noted", "seen": 0, "next": "/"}
            office.post("/do/meetings.item.record_outcome", fields)
        office.post("/do/meetings.meeting.close", {"meeting_id": meeting.pk, "absent": "on", "next": "/"})
    if state == "planned":
        when = (timezone.localtime() + timedelta(days=9)).strftime("%Y-%m-%dT09:00")
        plan = {"kind": "special", "title": "下一次", "starts_at": when, "place": "三楼", "next": "/"}
        office.post("/do/meetings.meeting.plan", plan)
        return Meeting.objects.get(state="planned").pk
    return meeting.pk
