"""Digests: one per unit and working day, from notices and what is due; nothing lost, nothing twice, no secret shown."""

import socket
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from cast import Cast
from ledger.steps import acknowledged, at, entered
from lianxi.bodies.actions import set_rule
from lianxi.core.actors import timer_of
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.models import Entry, Notice
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import issue_slip
from lianxi.ledger.daily import issue_slips
from lianxi.outbox.actions import (
    add_channel,
    begin_delivery,
    build_digest,
    end_channel,
    retry_delivery,
    set_preference,
)
from lianxi.outbox.daily import build_digests, send_deliveries
from lianxi.outbox.models import Channel, Delivery, Digest
from lianxi.outbox.robots import answer_of, message_of, within
from lianxi.outbox.rules import ROBOT_BYTES, check_address, digest_text, robot_key
from lianxi.outbox.rules import Line as DigestLine

KEY = "693a91f6-7a0c-4bc4-97a0-0ec2sifa5aaa"
WECOM = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"


class Mailbox:
    """What an SMTP server on this machine was given."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def server(settings: Any) -> Iterator[Controller]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.MAIL_IS_SET, settings.PUBLIC_URL = True, "https://lx.example.gov.cn"
    yield controller
    if controller.server is not None:
        controller.stop()


def say_more(cast: Cast, level: str = "full") -> None:
    for way in ("mail", "wecom"):
        set_rule(cast.director, at(), code=f"told_{way}", value=level)


def mail_to(cast: Cast, unit: str = "市住建局", moment: datetime | None = None) -> Channel:
    given = {"kind": "mail", "channel_address": "lianluo@zjj.example.gov.cn", "unit_id": cast.unit(unit).pk}
    return add_channel(cast.staff, moment or at(), **given)


def answering(body: Any, posted: list[tuple[str, Any]], status: int = 200) -> Any:
    """A robot that answers so to everything, and notes what it was given."""

    class Answer:
        status_code = status

        def json(self) -> Any:
            if body is None:
                raise ValueError
            return body

    def post(url: str, **given: Any) -> Answer:
        assert given["allow_redirects"] is False
        posted.append((url, given["json"]))
        return Answer()

    return post


def run(moment: datetime) -> int:
    issue_slips(moment)
    build_digests(moment)
    return send_deliveries(moment)


def test_a_digest_tells_the_day_once_and_its_links_open_pages(cast: Cast, server: Controller) -> None:
    say_more(cast)
    mail_to(cast)
    row = acknowledged(cast, entered(cast, due_on=date(2026, 3, 13)))
    issue_slip(cast.staff, at(14, -1), obligation_id=row.pk, step=1)
    assert run(at(14)) == 1
    assert run(at(14, 2)) == 0
    (letter,) = server.handler.letters
    from email import message_from_bytes
    from email.policy import default

    mail = message_from_bytes(letter.content, policy=default)
    text = mail.get_content()
    assert mail["Subject"].endswith("工作摘要（2026年3月16日（周一））")
    assert "催办单（1）" in text
    assert f"逾期：{row.number} {row.title}（时限2026年3月13日（周五））" in text
    assert f"https://lx.example.gov.cn/open/ledger.obligation:{row.pk}" in text
    assert letter.rcpt_tos == ["lianluo@zjj.example.gov.cn"]
    assert Digest.objects.get().recipient == f"unit:{cast.unit('市住建局').pk}"
    assert list(verify_chains()) == []


def test_no_digest_on_a_day_off_before_eight_or_without_a_channel(cast: Cast) -> None:
    entered(cast, due_on=date(2026, 3, 13))
    run(at(14))
    assert not Digest.objects.exists()
    mail_to(cast)
    for moment in (at(12), at(13), at(14, -2)):
        build_digests(moment)
    assert not Digest.objects.exists()
    assert build_digests(at(14)) == 1


def test_the_mail_server_is_down_for_a_day(cast: Cast, server: Controller) -> None:
    """Two working days without a server: both digests leave when it is back, each once."""
    port, handler = server.port, server.handler
    mail_to(cast)
    entered(cast, due_on=date(2026, 3, 13))
    server.stop()
    moment = at(14)
    while moment < at(14, 22):
        run(moment)
        moment += timedelta(minutes=10)
    waiting = Delivery.objects.get()
    assert (waiting.state, waiting.error) == ("pending", "连不上邮件服务器")
    assert 5 < waiting.attempts < 15
    again = Controller(handler, hostname="127.0.0.1", port=port)
    again.start()
    try:
        moment = at(15)
        while moment < at(15, 6):
            run(moment)
            moment += timedelta(minutes=10)
    finally:
        again.stop()
    days = Digest.objects.order_by("day").values_list("day", flat=True)
    assert list(days) == [date(2026, 3, 16), date(2026, 3, 17)]
    assert [row.state for row in Delivery.objects.all()] == ["sent", "sent"]
    assert len(handler.letters) == 2
    assert not Notice.objects.filter(
        to_unit_id=cast.unit("市住建局").pk, mailed_at=None, at__lt=at(15)
    ).exists()


def test_after_five_days_it_is_given_up_and_the_office_sees_it(cast: Cast, settings: Any) -> None:
    settings.MAIL_IS_SET = False
    mail_to(cast)
    entered(cast, due_on=date(2026, 3, 13))
    for hours in range(0, 6 * 24, 2):
        run(at(14, hours))
    first = Delivery.objects.order_by("pk")[0]
    assert (first.state, first.error) == ("failed", "没有设置邮件服务器（LIANXI_SMTP）")
    assert Notice.objects.filter(to_office=True, title__contains="没有送出").exists()
    assert retry_delivery(cast.staff, at(20), delivery_id=first.pk).state == "pending"


def test_a_sender_killed_half_way_is_doubted_not_repeated(cast: Cast, server: Controller) -> None:
    mail_to(cast)
    entered(cast, due_on=date(2026, 3, 13))
    build_digests(at(14))
    row = Delivery.objects.get()
    timer = timer_of(cast.conference.pk)
    assert begin_delivery(timer, at(14), delivery_id=row.pk) is not None
    assert begin_delivery(timer, at(14), delivery_id=row.pk) is None  # a second worker finds it taken
    assert send_deliveries(at(14)) == 0
    send_deliveries(at(14, 2))
    assert Delivery.objects.get().state == "unclear"
    assert server.handler.letters == []
    retry_delivery(cast.staff, at(14, 3), delivery_id=row.pk)
    assert send_deliveries(at(14, 3)) == 1


def test_a_robot_gets_what_has_a_day_and_its_address_stays_secret(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted: list[tuple[str, Any]] = []

    monkeypatch.setattr("requests.post", answering({"errcode": 0}, posted))
    set_rule(cast.director, at(), code="told_wecom", value="title")
    channel = add_channel(
        cast.staff, at(), kind="wecom", channel_address=WECOM, unit_id=cast.unit("市住建局").pk
    )
    row = entered(cast, due_on=date(2026, 3, 13))
    issue_slip(cast.staff, at(14, -1), obligation_id=row.pk, step=1)
    assert run(at(14)) == 1
    ((url, message),) = posted
    assert url.startswith("https://qyapi.weixin.qq.com/")
    assert "催办单" in message["text"]["content"]
    assert not Entry.objects.filter(body__contains=KEY).exists()
    assert KEY not in channel.shown
    assert channel.shown == "企业微信机器人（尾号5aaa）"
    ended = end_channel(cast.staff, at(15), channel_id=channel.pk)
    assert ended.address == ""
    assert run(at(15)) == 0
    assert list(verify_chains()) == []


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("wecom", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY),
        ("wecom", "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=" + KEY),
        ("wecom", "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=" + KEY),
        ("wecom", "https://user@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + KEY),
        ("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=a/../b"),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/../../x"),
        ("feishu", "https://127.0.0.1/open-apis/bot/v2/hook/abcdefgh"),
        ("mail", "x@y"),
        ("mail", "a@b.cn\nBcc: c@d.cn"),
        ("wecom", "https://[bad"),
        ("sms", "1"),
    ],
)
def test_no_other_address_is_taken(kind: str, address: str) -> None:
    with pytest.raises(BadInput):
        check_address(kind, address)


def test_addresses_have_a_key_and_a_signed_one_signs_the_moment() -> None:
    token = "0123456789abcdef"
    ding = f"https://oapi.dingtalk.com/robot/send?access_token={token}"
    feishu = f"https://open.feishu.cn/open-apis/bot/v2/hook/{token}"
    assert robot_key("dingtalk", ding) == robot_key("feishu", feishu) == token
    assert robot_key("dingtalk", f"{ding}&secret=SEC12345678") == token
    assert message_of("feishu", feishu, "文", 1) == (feishu, {"msg_type": "text", "content": {"text": "文"}})
    assert message_of("dingtalk", ding, "文", 1) == (ding, {"msgtype": "text", "text": {"content": "文"}})
    url, _body = message_of("dingtalk", f"{ding}&secret=SEC12345678", "文", 1600000000000)
    # Reckoned once with openssl: printf '1600000000000\nSEC12345678' | openssl dgst -sha256 -hmac SEC12345678 -binary | base64
    assert url == f"{ding}&timestamp=1600000000000&sign=OJndD9dZSUg0uNUi%2BzS1U5b1%2FY3ZGUme2Ke9%2FxtlZpU%3D"


def test_a_robots_text_is_cut_at_what_it_takes() -> None:
    lines = [DigestLine("due", "逾期：2026-001 " + "很长的标题" * 8, "ledger.obligation:1")] * 60
    text = digest_text("市住建局", lines, "https://lx.example.gov.cn", "wecom", "title")
    assert len(text.encode()) <= ROBOT_BYTES
    assert "其余见全部消息" in text
    assert (
        len(digest_text("市住建局", lines, "https://lx.example.gov.cn", "mail", "full").encode())
        > 3 * ROBOT_BYTES
    )


def test_preferences_leave_events_out_per_role_and_channel(cast: Cast) -> None:
    mail_to(cast)
    entered(cast, due_on=date(2026, 3, 13))
    set_preference(cast.director, at(1), event="due", role="unit", channel="mail", is_on=False)
    set_preference(cast.director, at(1), event="matter", role="office", channel="mail", is_on=False)
    build_digests(at(14))
    text = Delivery.objects.get().text
    assert "临期和逾期" not in text
    assert "台账事项" in text
    with pytest.raises(BadInput):
        set_preference(cast.director, at(1), event="weather", role="unit", channel="mail")


def test_the_office_has_a_digest_of_its_own(cast: Cast) -> None:
    say_more(cast)
    add_channel(cast.staff, at(), kind="mail", channel_address="bgs@wjw.example.gov.cn")
    with pytest.raises(BadInput, match="登记过"):
        add_channel(cast.staff, at(), kind="mail", channel_address="bgs@wjw.example.gov.cn")
    entered(cast, due_on=date(2026, 3, 13))
    build_digests(at(14))
    assert "台账逾期1项" in Delivery.objects.get().text
    assert build_digest(timer_of(cast.conference.pk), at(14, 3)) is None
    with pytest.raises(NotPermitted):
        build_digest(cast.staff, at(15))


@pytest.mark.parametrize(
    ("kind", "status", "body", "taken", "is_final", "said"),
    [
        ("wecom", 200, {"errcode": 0, "errmsg": "ok"}, True, False, ""),
        ("wecom", 200, {"errcode": 45009, "errmsg": "api freq out of limit"}, False, False, "频繁"),
        ("wecom", 200, {"errcode": 93000, "errmsg": "invalid webhook url"}, False, True, "重新添加机器人"),
        ("wecom", 200, {"errcode": 123456, "errmsg": "new"}, False, False, "123456 new"),
        ("dingtalk", 200, {"errcode": 130101, "errmsg": "send too fast"}, False, False, "频繁"),
        ("dingtalk", 200, {"errcode": 310000, "errmsg": "keywords not in content"}, False, True, "关键词"),
        ("dingtalk", 200, {"errcode": 310000, "errmsg": "sign not match"}, False, True, "加签"),
        ("dingtalk", 200, {"errcode": 400102, "errmsg": "robot stopped"}, False, True, "重新添加机器人"),
        ("feishu", 200, {"StatusCode": 0, "StatusMessage": "success"}, True, False, ""),
        ("feishu", 200, {"code": 11232, "msg": "frequency limited"}, False, False, "频繁"),
        ("feishu", 200, {"code": 19024, "msg": "Key Words Not Found"}, False, True, "关键词"),
        ("feishu", 200, {"code": 19001, "msg": "token invalid"}, False, True, "重新添加机器人"),
        ("feishu", 200, {"code": "0"}, False, False, "没有结果代码"),
        ("wecom", 200, None, False, False, "读不懂"),
        ("wecom", 200, {}, False, False, "没有结果代码"),
        ("feishu", 429, None, False, False, "429"),
        ("feishu", 502, None, False, False, "502"),
        ("feishu", 404, None, False, True, "重新添加机器人"),
        ("wecom", 302, None, False, False, "302"),
    ],
)
def test_a_robots_answer_is_read_from_its_body(
    kind: str, status: int, body: object, taken: bool, *, is_final: bool, said: str
) -> None:
    answer = answer_of(kind, status, body)
    assert (answer.taken, answer.is_final) == (taken, is_final)
    assert said in answer.why


@pytest.mark.parametrize(
    ("body", "state", "told"),
    [
        ({"errcode": 45009, "errmsg": "freq"}, "pending", False),
        ({"errcode": 93000, "errmsg": "invalid"}, "failed", True),
    ],
)
def test_a_refusal_is_tried_again_or_told_to_the_office(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, body: Any, state: str, told: bool
) -> None:
    monkeypatch.setattr("requests.post", answering(body, []))
    add_channel(cast.staff, at(), kind="wecom", channel_address=WECOM, unit_id=cast.unit("市住建局").pk)
    entered(cast, due_on=date(2026, 3, 13))
    assert run(at(14)) == 0
    row = Delivery.objects.get()
    assert row.state == state
    assert str(body["errcode"]) in row.error
    assert Notice.objects.filter(to_office=True, title__contains="没有送出").exists() is told
    assert KEY not in row.error


def test_a_text_is_measured_in_bytes_and_cut_between_characters() -> None:
    text = "汉字𠀀" * 1000
    cut = within(text, 2048)
    assert 2044 < len(cut.encode()) <= 2048
    assert text.startswith(cut)


def test_by_default_only_a_count_and_a_link_leave(cast: Cast) -> None:
    mail_to(cast)
    add_channel(cast.staff, at(), kind="wecom", channel_address=WECOM, unit_id=cast.unit("市住建局").pk)
    row = entered(cast, due_on=date(2026, 3, 13))
    issue_slips(at(14))
    build_digests(at(14))
    for one in Delivery.objects.all():
        assert row.number not in one.text
        assert row.title not in one.text
        assert "临期和逾期（1）" in one.text
        assert "/notices" in one.text
    for level in ("title", "full"):
        set_rule(cast.director, at(15), code="told_mail", value=level)
    build_digests(at(15))
    texts = {one.channel.kind: one.text for one in Delivery.objects.filter(digest__day=date(2026, 3, 17))}
    assert f"{row.number} {row.title}（时限" in texts["mail"]
    assert row.number not in texts.get("wecom", "")
    with pytest.raises(BadInput, match="full 或 title 或 count"):
        set_rule(cast.director, at(16), code="told_feed", value="everything")


def test_the_chains_head_leaves_with_every_digest(cast: Cast) -> None:
    mail_to(cast)
    entered(cast, due_on=date(2026, 3, 13))
    build_digests(at(14))
    line = next(one for one in Delivery.objects.get().text.splitlines() if one.startswith("日志链头"))
    seq, said = line.split(" 第 ")[1].split(" 条 ")
    assert Entry.objects.get(chain_id=cast.conference.pk, seq=int(seq)).hash == said
