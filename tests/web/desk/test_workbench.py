"""The workbench: what waits for each seat, why and by when; its notices."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast, found_cast
from ledger.steps import DUE, entered, submitted
from lianxi.bodies.actions import (
    end_tenure,
    invite_holder,
    propose_member_change,
    release_invitations,
    set_rule,
)
from lianxi.bodies.waiting import gather_desk, lay_desk
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.desk import Task
from lianxi.core.rooms import Refused, rooms
from lianxi.core.words import day_of
from lianxi.meetings.actions import (
    ask_opinions,
    give_consent,
    issue_minutes,
    propose_topic,
    raise_objection,
    reply_to_objection,
    revise_paragraph,
)
from lianxi.meetings.models import Minutes, Objection
from lianxi.papers.actions import (
    issue_draft,
    number_draft,
    receive_paper,
    review_draft,
    send_paper,
    sign_draft,
    submit_draft,
)
from meetings.stages import agreed_minutes, called_meeting, circulated_minutes, drafted_minutes
from papers.paths import deputy, drafted, sent
from web.signing_in import posts, seated, words


def _tasks(client: Client, actor: Actor, which: str = "tasks") -> list[tuple[str, str]]:
    page = seated(client, actor).get("/")
    return [(task.what, task.url) for task in page.context[which]]


def _object(cast: Cast, minutes: Minutes) -> Objection:
    key = minutes.revisions.get(number=minutes.revision).paragraphs[1]["key"]
    return raise_objection(
        cast.member("市住建局"), AT, minutes_id=minutes.pk, paragraph=key, text="应写明期限"
    )


def test_an_empty_desk_says_so(client: Client, cast: Cast) -> None:
    page = seated(client, cast.member("市发改委")).get("/")
    assert "现在没有等你处理的事项" in words(page)
    assert "这个席位还没有办过事项" in words(page)


def test_a_unit_sees_the_opinion_it_was_asked_for(client: Client, cast: Cast) -> None:
    topic = propose_topic(cast.liaison("市住建局"), AT, title="议题", text="说明", clause="QZ-3-11-2")
    now = timezone.now()
    ask_opinions(cast.staff, now, topic_id=topic.pk, unit_ids=(cast.unit("市总工会").pk,), due_on=day_of(now))
    assert ("答复意见", f"/topics/{topic.pk}") in _tasks(client, cast.member("市总工会"))
    page = client.get("/")
    assert "1项等你处理，1项今天到期" in words(page)
    assert "今天到期" in page.content.decode()
    assert _tasks(client, cast.member("市发改委")) == []


def test_a_called_unit_answers_the_notice_then_nothing_waits(client: Client, cast: Cast) -> None:
    meeting = called_meeting(cast)
    tasks = _tasks(client, cast.member("市发改委"))
    assert tasks == [("签收并回复参会人员", f"/meetings/{meeting.pk}")]


def test_consent_waits_only_until_the_unit_has_spoken(client: Client, cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    wanted = ("会签纪要", f"/minutes/{minutes.pk}")
    assert wanted in _tasks(client, cast.member("市住建局"))
    assert wanted not in _tasks(client, cast.member("市人社局"))
    give_consent(cast.member("市住建局"), AT, minutes_id=minutes.pk, revision=minutes.revision)
    assert wanted not in _tasks(client, cast.member("市住建局"))
    assert wanted in _tasks(client, cast.member("市总工会"))


def test_an_objection_goes_from_the_unit_to_the_office_and_back(client: Client, cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    objection = _object(cast, minutes)
    url = f"/minutes/{minutes.pk}"
    assert ("答复异议", url) in _tasks(client, cast.staff)
    assert ("等办公室答复异议", url) in _tasks(client, cast.member("市住建局"), "others")
    reply_to_objection(cast.staff, AT, objection_id=objection.pk, reply="不采纳，理由如下")
    assert ("看答复后表态", url) in _tasks(client, cast.member("市住建局"))


def test_a_changed_paragraph_asks_again(client: Client, cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    row = minutes.revisions.get(number=minutes.revision).paragraphs[1]
    revise_paragraph(
        cast.staff,
        AT,
        minutes_id=minutes.pk,
        key=row["key"],
        text=row["text"] + "（修订）",
        reason="文字",
        seen=row["hash"],
    )
    assert ("重新表态", f"/minutes/{minutes.pk}") in _tasks(client, cast.member("市住建局"))


def test_agreed_minutes_wait_for_the_convener_and_the_office_knows(client: Client, cast: Cast) -> None:
    url = f"/minutes/{agreed_minutes(cast).pk}"
    assert ("签发纪要", url) in _tasks(client, cast.convener)
    assert ("等召集人签发", url) in _tasks(client, cast.staff, "others")
    issue_minutes(cast.convener, AT, minutes_id=int(url.rpartition("/")[2]))
    assert ("签发纪要", url) not in _tasks(client, cast.convener)
    whats = [what for what, _ in _tasks(client, cast.member("市住建局"))]
    assert "签收公文" in whats
    assert "签收" in whats


def test_the_office_sees_its_steps_of_topics_meetings_and_minutes(client: Client, cast: Cast) -> None:
    topic = propose_topic(cast.liaison("市住建局"), AT, title="议题", text="说明", clause="QZ-3-11-2")
    ask_opinions(
        cast.staff, AT, topic_id=topic.pk, unit_ids=(cast.unit("市总工会").pk,), due_on=date(2026, 3, 9)
    )
    minutes = drafted_minutes(cast)
    tasks = _tasks(client, cast.staff)
    assert ("受理议题", f"/topics/{topic.pk}") in tasks
    assert ("催收意见", f"/topics/{topic.pk}") in tasks
    assert ("定稿送会签", f"/minutes/{minutes.pk}") in tasks


def test_the_ledger_waits_for_the_right_seats(client: Client, cast: Cast) -> None:
    obligation = entered(cast)
    url = f"/ledger/{obligation.pk}"
    assert url in [address for _, address in _tasks(client, cast.member("市住建局"))]
    submitted(cast, obligation)
    assert ("核验办结", url) in _tasks(client, cast.staff)


def test_a_change_of_members_waits_for_the_convener(client: Client, cast: Cast) -> None:
    member = cast.member("市住建局")
    change = propose_member_change(
        member, AT, seat_id=member.seat_id or 0, person_name="新人", title="副局长", reason="调动"
    )
    page = f"/conference/changes/{change.pk}"
    assert _tasks(client, cast.convener) == [("确定成员调整", page)]
    told = words(seated(client, cast.convener).get("/"))
    assert "市住建局·成员：市住建局·成员→新人（副局长）" in told
    assert "理由：调动" in told
    assert ("等召集人确定", page) in _tasks(client, cast.director, "others")
    assert "提出成员调整" in words(seated(client, member).get("/"))


def test_vacant_seats_and_the_founding_wait_for_the_director(client: Client, cast: Cast) -> None:
    end_tenure(cast.convener, AT, seat_id=cast.member("市住建局").seat_id or 0, reason="调离")
    tasks = _tasks(client, cast.director)
    assert ("待办公室确认", "/conference") in tasks
    assert ("邀请就任", "/settings/invitations") in tasks
    assert _tasks(client, cast.staff) == []


def test_a_seat_that_was_invited_waits_for_others_until_its_link_ends(client: Client, cast: Cast) -> None:
    seat = cast.liaison("市住建局").seat_id or 0
    end_tenure(cast.convener, AT, seat_id=seat, reason="调离")

    def told() -> tuple[bool, bool]:
        """Whether the seat waits for the director, and whether it waits for others."""
        page = seated(client, cast.director).get("/")
        mine = any("空缺（市住建局·办公室成员" in task.title for task in page.context["tasks"])
        return mine, any("邀请（市住建局·办公室成员" in task.title for task in page.context["others"])

    assert told() == (True, False)
    made, _code = invite_holder(cast.director, timezone.now(), seat_id=seat, name="新人", title="科长")
    assert told() == (False, True)
    release_invitations(cast.convener, timezone.now(), invitation_ids=[made.pk])
    assert told() == (False, True)
    later = gather_desk(lay_desk(cast.director, timezone.now() + timedelta(days=8)))
    titles = [one.title for one in later if isinstance(one, Task) and one.kind == "邀请就任"]
    assert any("空缺（市住建局·办公室成员" in title for title in titles)


def test_a_paper_under_way_waits_for_each_hand_in_turn(client: Client, cast: Cast) -> None:
    draft = drafted(cast)
    url, reviewer = f"/papers/drafts/{draft.pk}", deputy(cast)
    seats = (cast.staff, reviewer, cast.director, cast.convener, cast.member("市住建局"))

    def waits() -> list[str]:
        """What waits on the draft for each seat; in brackets where another seat must act."""
        found = []
        for seat in seats:
            mine = [what for what, at in _tasks(client, seat) if at == url]
            others = [f"（{what}）" for what, at in _tasks(client, seat, "others") if at == url]
            found.append("".join(mine + others))
        return found

    assert waits() == ["修改文稿并送核稿", "", "", "", ""]
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    assert waits() == ["（等核稿）", "核稿", "核稿", "", ""]
    review_draft(reviewer, AT, draft_id=draft.pk)
    assert waits() == ["（等签发）", "（等签发）", "签发公文", "签发公文", ""]
    sign_draft(cast.convener, AT, draft_id=draft.pk)
    assert waits()[:4] == ["给公文编号"] * 3 + [""]
    number_draft(cast.staff, AT, draft_id=draft.pk)
    assert waits()[0] == "印发公文"
    paper = issue_draft(cast.staff, AT, draft_id=draft.pk).paper
    assert waits()[0] == "发送公文"
    send_paper(cast.staff, AT, draft_id=draft.pk)
    assert waits()[0] == "（等签收公文）"
    assert paper is not None
    receive_paper(cast.liaison("市住建局"), AT, recipient_id=paper.recipients.get().pk)
    assert waits() == ["公文归档"] * 3 + ["", ""]


def test_a_reviewer_waits_for_another_hand_to_sign(client: Client, cast: Cast) -> None:
    draft = drafted(cast)
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    review_draft(cast.director, AT, draft_id=draft.pk)
    wanted = f"/papers/drafts/{draft.pk}"
    assert ("等签发", wanted) in _tasks(client, cast.director, "others")
    set_rule(cast.director, AT, code="papers_apart", value="off")
    assert ("签发公文", wanted) in _tasks(client, cast.director)


@pytest.mark.parametrize("who", ["convener", "member", "staff", "deputy", "liaison", "director"])
def test_a_full_desk_costs_a_fixed_number_of_queries(
    client: Client, cast: Cast, who: str, django_assert_max_num_queries: object
) -> None:
    _object(cast, circulated_minutes(cast))
    for _ in range(3):
        entered(cast, co=("市人社局",))
        sent(cast)
        submit_draft(cast.staff, AT, draft_id=drafted(cast).pk)
    actors = {
        "convener": cast.convener,
        "member": cast.member("市住建局"),
        "staff": cast.staff,
        "deputy": cast.actor(SeatKind.OFFICE_DEPUTY, "市人社局"),
        "liaison": cast.liaison("市住建局"),
        "director": cast.director,
    }
    seated(client, actors[who])
    # One a room that lets something wait, and twelve for who is there, meetings and matters, entries and clauses,
    # what is late, and whether the director's conference has issued its first minutes.
    most = 12 + len([room for room in rooms() if not isinstance(room.waiting, Refused)])
    with django_assert_max_num_queries(most):  # type: ignore[operator]
        assert client.get("/").status_code == 200


def test_notices_are_listed_and_marked_read_by_post(
    client: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    called = propose_topic(cast.liaison("市住建局"), AT, title="议题", text="说明", clause="QZ-3-11-2")
    seated(client, cast.staff)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        page = client.get("/notices")
    (row,) = page.context["rows"]
    assert "1条未读" in words(page)
    assert posts(page) == ["/notices/read"]
    assert client.get("/notices/read").status_code == 405
    assert client.post("/notices/read")["Location"] == "/notices"
    assert "没有未读消息" in words(client.get("/notices"))
    assert client.get(row["url"])["Location"] == f"/topics/{called.pk}"


def test_a_notice_counts_as_read_once_it_is_opened_by_who_it_is_for(client: Client, cast: Cast) -> None:
    called = propose_topic(cast.liaison("市住建局"), AT, title="议题", text="说明", clause="QZ-3-11-2")
    (row,) = seated(client, cast.staff).get("/notices").context["rows"]
    assert seated(Client(), cast.member("市总工会")).get(row["url"]).status_code == 404
    assert "1条未读" in words(client.get("/notices"))
    assert client.get(row["url"])["Location"] == f"/topics/{called.pk}"
    assert "没有未读消息" in words(client.get("/notices"))


def test_another_conferences_work_stays_there(client: Client, cast: Cast) -> None:
    other = found_cast("另一联席会议", "GD")
    entered(other)
    end_tenure(other.convener, AT + timedelta(days=1), seat_id=other.convener.seat_id or 0, reason="调离")
    assert _tasks(client, cast.member("市住建局")) == []
    assert _tasks(client, cast.staff) == []
    assert client.get("/notices").context["rows"] == []


def test_of_a_long_ledger_the_nearest_matters_stand_here_and_the_rest_is_a_click_away(
    client: Client, cast: Cast
) -> None:
    days = [DUE + timedelta(days=number) for number in range(52)]
    rows = [entered(cast, due_on=day) for day in days]
    topic = propose_topic(cast.liaison("市住建局"), AT, title="议题", text="说明", clause="QZ-3-11-2")
    page = seated(client, cast.member("市住建局")).get("/")
    urls = [task.url for task in page.context["tasks"]]
    assert urls == [f"/ledger/{row.pk}" for row in rows[:50]]
    assert "50项以上等你处理" in words(page)
    unit = cast.unit("市住建局").pk
    assert [(rest.title, rest.url) for rest in page.context["rests"]] == [("台账", f"/ledger?unit={unit}")]
    assert client.get(f"/ledger?unit={unit}").status_code == 200
    assert ("受理议题", f"/topics/{topic.pk}") in _tasks(client, cast.staff)
