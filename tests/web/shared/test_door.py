"""The door and the pages of what cannot be: expired logins, stale versions, faults, a demonstration's seats."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client, RequestFactory
from lxml import html

from cast import AT, Cast
from lianxi.bodies.models import Conference, Seat
from lianxi.config.urls import failed, not_allowed
from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.models import Draft, Entry
from lianxi.meetings.actions import ask_opinions, propose_topic
from lianxi.meetings.models import Opinion
from lianxi.web.shared.drafts import OWN_FIELDS
from lianxi.web.shared.kept import PREFIX
from papers.paths import drafted
from web.signing_in import posts, seated, words

HUGE = "9" * 23
STRIP = "数据可随时清除"


def _client(cast: Cast) -> Client:
    return seated(Client(raise_request_exception=False), cast.director)


@pytest.mark.parametrize("action", ["papers.draft.enter", "meetings.topic.propose"])
def test_an_expired_login_keeps_what_was_typed_and_stores_nothing(cast: Cast, action: str) -> None:
    entries = Entry.objects.count()
    fields = {
        "title": "粉尘检查",
        "text": "长" * 80,
        "old": "old-secret",
        "new": "new-secret",
        "draft": "topic",
    }
    answer = Client().post(f"/do/{action}", fields, headers={"referer": "http://testserver/topics/new?a=1"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "登录已过期" in page
    assert 'href="/sign-in?next=http%3A%2F%2Ftestserver%2Ftopics%2Fnew%3Fa%3D1"' in page
    assert "粉尘检查" in page
    assert "长" * 80 in page
    assert "-secret" not in page
    assert posts(answer) == []
    assert not Draft.objects.exists()
    assert Entry.objects.count() == entries


def test_an_expired_login_gives_no_secret_back(cast: Cast) -> None:
    # Long ones too: what is long is given back where it is no secret.
    long = "-secret" * 20
    for action, fields in (
        ("bodies.person.change_password", {"old": "old-secret", "new": "new-secret"}),
        ("bodies.person.change_password", {"old": long, "new": long}),
        ("outbox.address.set_own", {"channel_address": "own-secret"}),
        ("outbox.address.set_own", {"channel_address": long}),
    ):
        answer = Client().post(f"/do/{action}", fields)
        assert answer.status_code == 403
        assert "-secret" not in answer.content.decode()


def test_a_draft_of_nobody_is_not_kept(cast: Cast) -> None:
    assert Client().post("/drafts/topic", {"text": "字"}).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_with_a_control_character_is_not_kept(cast: Cast) -> None:
    answer = _client(cast).post("/do/meetings.topic.propose", {"title": "一\x00二", "draft": "topic"})
    assert answer.status_code == 422
    assert "议题里有不能保存的控制字符" in words(answer)
    assert not Draft.objects.exists()


def test_who_tries_what_the_seat_may_not_is_logged_without_what_was_typed(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    member = cast.member("市住建局")
    client = seated(Client(), member)
    fields = {"code": "consent_window", "value": "7", "draft": "机密的话"}
    assert client.post("/do/bodies.rule.set", fields).status_code == 422
    line = next(one.getMessage() for one in caplog.records if one.name == "lianxi.denied")
    assert line.startswith(f"bodies.rule.set: seat {member.seat_id}, session ")
    assert "机密" not in line
    assert len(line.rpartition(" ")[2]) >= 4


NUMBER = "11010519491231002X"


def test_a_draft_leaves_out_fields_that_show_a_person_and_says_so(cast: Cast) -> None:
    client = _client(cast)
    typed = {"title": "来电", "text": f"患者身份证 {NUMBER}", "place": ["甲厂", "１３８ 0013 8000"]}
    answer = client.post("/drafts/call", typed)
    assert answer.status_code == 422
    assert answer.json()["message"] == "有手机号码、身份证号的栏没有自动保存，其余各栏已保存。"
    assert Draft.objects.get().fields == {"title": "来电"}
    # The next word without it is kept, and the earlier one with it was never there.
    assert client.post("/drafts/call", {"title": "来电", "text": "一名患者"}).status_code == 200
    assert Draft.objects.get().fields == {"title": "来电", "text": "一名患者"}


def test_a_draft_sent_by_hand_hides_no_person_in_its_address_or_the_names_of_its_fields(cast: Cast) -> None:
    client = _client(cast)
    answer = client.post("/drafts/call", {NUMBER: "来电", "title": "来电", "text": [NUMBER[:9], NUMBER[9:]]})
    assert answer.status_code == 422
    assert Draft.objects.get().fields == {"title": "来电"}
    for key in (f"call-{NUMBER}", "１３８00138000", "长" * 121):
        answer = client.post(f"/drafts/{key}", {"title": "来电"})
        assert answer.status_code == 422
        assert answer.json()["message"].endswith("请从页面重新打开后填写。")
    assert [row.key for row in Draft.objects.all()] == ["call"]


def test_a_refused_form_keeps_no_person_as_a_draft_either(cast: Cast) -> None:
    fields = {"title": "", "text": f"王某某，男，52岁，{NUMBER}", "draft": "topic", "clause": "QZ-1-02"}
    answer = _client(cast).post("/do/meetings.topic.propose", fields)
    assert answer.status_code == 422
    assert NUMBER not in str(Draft.objects.get().fields)
    # It is still on the page, to be put right.
    assert NUMBER in answer.content.decode()


def test_no_action_has_a_field_of_the_doors_own_name() -> None:
    load_catalogue()
    taken = [
        (action.id, name)
        for action in catalogue.values()
        for name in action.payload
        if name in OWN_FIELDS or name.startswith(PREFIX)
    ]
    assert taken == []


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        ("meetings.meeting.plan", {"starts_at": "0001-01-01T00:00"}, "2000到2100"),
        ("bodies.rule.set", {"code": "consent_window", "value": "²"}, "1到60"),
        ("meetings.topic.accept", {"topic_id": HUGE}, "数字太大"),
    ],
)
def test_odd_values_are_refused_with_a_sentence(
    cast: Cast, action: str, fields: dict[str, str], said: str
) -> None:
    answer = _client(cast).post(f"/do/{action}", fields)
    assert answer.status_code == 422
    assert said in words(answer)


@pytest.mark.parametrize(
    "query",
    [f"unit={HUGE}", "unit=²", "q=%00", f"cursor=2026-01-01.{HUGE}", "cursor=2026-01-01.²", "cursor=x"],
)
def test_odd_filters_of_the_ledger_are_refused(cast: Cast, query: str) -> None:
    assert _client(cast).get(f"/ledger?{query}").status_code == 400


def test_a_stale_version_cannot_be_submitted_again(cast: Cast) -> None:
    topic = propose_topic(cast.liaison("市住建局"), AT, title="粉尘", text="说明", clause="QZ-3-11-2")
    unit = cast.unit("市发改委").pk
    ask_opinions(cast.director, AT, topic_id=topic.pk, unit_ids=[unit], due_on=date(2026, 3, 10))
    client = seated(Client(), cast.liaison("市发改委"))
    opinion = Opinion.objects.get(unit_id=unit)
    given = {"opinion_id": opinion.pk, "seen": "7", "text": "我的意见", "stance": "agree"}
    answer = client.post(
        "/do/meetings.opinion.give", given, headers={"referer": "http://testserver/topics/1"}
    )
    assert answer.status_code == 409, words(answer)
    assert posts(answer) == []
    assert "返回查看新版本" in words(answer)
    assert "再次提交" not in words(answer)
    assert "我的意见" in words(answer)
    assert 'href="http://testserver/topics/1"' in answer.content.decode()


def test_a_missing_page_is_said_in_chinese(cast: Cast, settings: Any) -> None:
    for client in (Client(), _client(cast)):
        answer = client.get("/no-such-page")
        assert answer.status_code == 404
        assert "没有这个页面" in words(answer)
        assert STRIP not in answer.content.decode()
    settings.IS_DEMO = True
    assert STRIP in Client().get("/no-such-page").content.decode()


def test_a_form_open_too_long_is_said_in_chinese(cast: Cast, settings: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/do/meetings.topic.propose", {"title": "字"})
    assert answer.status_code == 403
    assert all(said in words(answer) for said in ("打开太久", "Cookie", "返回上一页", "刷新", "这台电脑"))
    settings.IS_DEMO = True
    assert STRIP in client.post("/sign-in").content.decode()


def test_a_fault_has_a_page_without_frame_and_database(settings: Any) -> None:
    answer = failed(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "系统出错" in words(answer)
    assert STRIP not in answer.content.decode()
    settings.IS_DEMO = True
    assert STRIP in failed(RequestFactory().get("/")).content.decode()


def test_a_page_for_others_says_so() -> None:
    answer = not_allowed(RequestFactory().get("/"))
    assert answer.status_code == 403
    assert "不能打开这个页面" in words(answer)


def test_seats_of_a_demonstration_are_taken_in_its_own_server_alone(cast: Cast, settings: Any) -> None:
    QuerySet(Conference).update(is_demo=True)
    seat, client = Seat.objects.get(pk=cast.director.seat_id), Client()
    assert settings.IS_DEMO is False
    answers = [client.get("/demo"), client.get(f"/demo/{seat.pk}"), client.post(f"/demo/{seat.pk}")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "_auth_user_id" not in client.session
    settings.IS_DEMO = True
    assert seat.label in client.get("/demo").content.decode()
    assert client.post(f"/demo/{seat.pk}").status_code == 302
    assert "_auth_user_id" in client.session


def test_a_demonstration_is_marked_before_anybody_signs_in(client: Client, settings: Any, db: None) -> None:
    assert "演示：" not in client.get("/sign-in").content.decode()
    settings.IS_DEMO = True
    assert "演示" in client.get("/sign-in").content.decode()
    assert "演示" in client.get("/invited/unknown").content.decode()


def test_a_refused_file_is_kept_and_may_be_replaced(cast: Cast) -> None:
    """The browser keeps no file, the page does: it names it, and offers to choose another."""
    draft = drafted(cast)
    sent = {"draft_id": draft.pk, "pdf": "", "file": SimpleUploadedFile("改.docm", b"PK"), "next": "/"}
    page = seated(Client(), cast.staff).post("/do/papers.draft.upload", sent)
    assert page.status_code == 422
    form = html.document_fromstring(page.content).xpath("//main//form")[0]
    fields = [(one.get("name"), one.get("type")) for one in form.xpath(".//input[not(@type='hidden')]")]
    assert fields == [("file", "file"), ("pdf", "file")]
    assert "是带宏的文档" in page.content.decode()
    assert "已选：改.docm（另选文件即替换）" in page.content.decode()
