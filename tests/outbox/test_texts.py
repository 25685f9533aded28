"""Text messages by the operator's gateway: one template, whole sentences, never twice by itself, no number in clear."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cast import Cast
from ledger.steps import at, entered
from lianxi.bodies.actions import set_rule
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.models import Entry, Notice
from lianxi.journal.verify import verify_chains
from lianxi.outbox.actions import (
    add_channel,
    enter_contact,
    put_off_delivery,
    retry_delivery,
    set_own_contact,
)
from lianxi.outbox.daily import build_digests, send_deliveries
from lianxi.outbox.models import Channel, Delivery
from lianxi.outbox.rules import Line
from lianxi.outbox.telling import cut_lines, may_name, sms_text
from outbox.gateway_server import RECORDED, SECRET, Played, sms_gateway
from web.signing_in import seated, words

NUMBER = "13800001234"
DAY = date(2026, 3, 16)


@pytest.fixture
def sms(gateway: Played, settings: Any, tmp_path: Path) -> Played:
    settings.SMS = sms_gateway(tmp_path, gateway.url)
    return gateway


def texted(cast: Cast, unit: str = "市住建局") -> Delivery:
    """Give a member a number and let its unit's digest of the day be built."""
    set_own_contact(cast.member(unit), at(), kind="sms", channel_address=NUMBER)
    entered(cast, lead=unit, due_on=date(2026, 3, 13))
    build_digests(at(14))
    return Delivery.objects.get(channel__kind="sms", channel__unit=cast.unit(unit))


def play(sms: Played, name: str) -> None:
    sms.play(*[one["answer"] for one in RECORDED["sms"][name]])


def as_recorded(sms: Played, name: str) -> None:
    """Compare what was asked with the record."""
    assert [{"path": one["path"], "mobile": json.loads(one["body"])["mobile"]} for one in sms.asked] == [
        one["asked"] for one in RECORDED["sms"][name]
    ]


def test_a_text_leaves_once_with_the_secret_and_counts_alone(cast: Cast, sms: Played) -> None:
    play(sms, "taken")
    row = texted(cast)
    assert send_deliveries(at(14)) == 1
    assert send_deliveries(at(14, 1)) == 0
    as_recorded(sms, "taken")
    assert sms.asked[0]["headers"]["Authorization"] == f"Bearer {SECRET}"
    text = json.loads(sms.asked[0]["body"])["content"]
    assert text == Delivery.objects.get(pk=row.pk).text
    assert text.startswith("泉州职防联席会议3月16日工作摘要：")
    assert text.endswith("请登录系统查看。")
    assert "粉尘" not in text
    assert Delivery.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("name", "states", "error"),
    [
        ("error 500, then taken", ["pending", "sent"], "HTTP 500"),
        ("no answer", ["unclear", "unclear"], "没有在时间内答复"),
        ("slow", ["unclear", "unclear"], "没有在时间内答复"),
        ("garbage", ["unclear", "unclear"], "读不懂"),
        ("refused", ["failed", "failed"], "没有收下（21）"),
        ("redirect", ["pending", "pending"], "HTTP 302"),
    ],
)
def test_what_the_gateway_says_decides(
    cast: Cast, sms: Played, name: str, states: list[str], error: str
) -> None:
    """What may have arrived is not repeated by itself; what was not taken is tried again, what is refused is not."""
    play(sms, name)
    row = texted(cast)
    found = []
    for hour in range(2):
        send_deliveries(at(14, hour))
        row.refresh_from_db()
        found.append((row.state, row.error))
    assert [state for state, _error in found] == states
    assert error in found[0][1]
    assert NUMBER not in row.error
    if name != "redirect":
        as_recorded(sms, name)
    told = Notice.objects.filter(to_office=True, subject__startswith="outbox.delivery").count()
    assert told == (states[0] in ("unclear", "failed"))


def test_the_office_decides_over_what_is_unclear(cast: Cast, sms: Played) -> None:
    play(sms, "no answer")
    row = texted(cast)
    send_deliveries(at(14))
    play(sms, "taken")
    retry_delivery(cast.staff, at(14, 1), delivery_id=row.pk)
    assert send_deliveries(at(14, 1)) == 1


def test_a_number_gets_no_more_than_the_days_limit(
    cast: Cast, gateway: Played, settings: Any, tmp_path: Path
) -> None:
    settings.SMS = sms_gateway(tmp_path, gateway.url, most_a_day=1)
    gateway.play(*[RECORDED["sms"]["taken"][0]["answer"]] * 2)
    texted(cast)
    second = texted(cast, "市人社局")
    assert send_deliveries(at(14)) == 1
    second.refresh_from_db()
    assert (second.state, second.error) == ("pending", "这个号码今天的条数已满")
    assert second.next_at == at(15, -1)
    assert put_off_delivery.id == "outbox.delivery.put_off"
    assert send_deliveries(at(14, 5)) == 0
    assert send_deliveries(at(15, -1)) == 1


def test_a_number_is_entered_masked_and_ends(cast: Cast, client: Client) -> None:
    member = cast.member("市住建局")
    row = set_own_contact(member, at(), kind="sms", channel_address="+86 138-0000-1234")
    assert row is not None
    assert (row.address, row.shown) == (NUMBER, "138****1234")
    other = enter_contact(
        cast.staff, at(1), seat_id=member.seat_id or 0, kind="sms", channel_address="13911112222"
    )
    assert other is not None
    assert other.tenure_id == row.tenure_id
    assert Channel.objects.get(pk=row.pk).address == ""
    bodies = "".join(Entry.objects.values_list("body", flat=True))
    assert NUMBER not in bodies
    assert "13911112222" not in bodies
    page = words(seated(client, cast.staff).get("/outbox"))
    assert "139****2222" in page
    assert "13911112222" not in page
    assert set_own_contact(member, at(2), kind="sms") is None
    assert not Channel.objects.exclude(address="").exists()
    assert list(verify_chains()) == []


def test_numbers_that_are_none_and_strangers_are_refused(cast: Cast) -> None:
    member = cast.member("市住建局")
    for kind, number in (("sms", "12345"), ("sms", "0595-2200"), ("todo", "a b"), ("fax", "1")):
        with pytest.raises(BadInput):
            set_own_contact(member, at(), kind=kind, channel_address=number)
    with pytest.raises(NotPermitted):
        enter_contact(member, at(), seat_id=member.seat_id or 0, kind="sms", channel_address=NUMBER)
    with pytest.raises(BadInput, match="没有这种外发渠道"):
        add_channel(cast.staff, at(), kind="todo", channel_address="user-1")


def test_what_is_typed_into_a_text_stays_text(gateway: Played, tmp_path: Path) -> None:
    """Quotes, braces, line breaks and separators of a form arrive as they were written, in JSON and in forms."""
    text = '他说"好"，{secret}\n&mobile=1%20\\u0041'
    asked = sms_gateway(tmp_path, gateway.url).ask("send", number=NUMBER, text=text)
    assert json.loads(asked.body) == {"mobile": NUMBER, "content": text, "count": 1}
    form = {
        "url": f"{gateway.url}/send?to={{number}}",
        "encoding": "form",
        "body": {"c": "{text}", "k": "{secret}"},
    }
    asked = sms_gateway(tmp_path, gateway.url, send=form).ask("send", number="1&x=2#3", text=text)
    assert asked.url == f"{gateway.url}/send?to=1%26x%3D2%233"
    assert parse_qs(asked.body.decode()) == {"c": [text], "k": [SECRET]}


@given(
    lines=st.lists(st.text(alphabet="催办单甲乙丙丁，", min_size=1, max_size=60), max_size=12),
    most=st.integers(70, 400),
)
def test_a_text_is_cut_between_sentences_and_says_so(lines: list[str], most: int) -> None:
    rows = [Line("due", text, "/ledger") for text in lines]
    text = sms_text("泉州职防联席会议", DAY, rows, "title", most)
    assert len(text) <= most
    assert text.endswith("请登录系统查看。")
    written = text.split("。")[1:-2]
    left = len(lines) - len(written)
    assert written == lines[: len(written)]
    assert (f"另有{left}项没有写出" in text) is (left > 0)


def test_no_patient_complainant_or_employer_leaves_where_the_level_forbids() -> None:
    """By number alone at 只写件数; at 写编号和标题 what all members see; a person or a complainant never."""
    plain = ("ledger.obligation:1", "2026-001 完成粉尘危害排查")
    employer = ("surveillance.signal:1", "示例企业0008：7项超限")
    firm = ("/checks/visits/3", "示例企业0009")
    brought = ("exchange.incoming:2", "反映某厂粉尘")
    patient = ("ledger.obligation:1", "患者张三要求工伤认定")
    told = {
        level: [may_name(*one, level, DAY) for one in (plain, employer, firm, brought, patient)]
        for level in ("count", "title", "full")
    }
    assert told == {
        "count": [False, False, False, False, False],
        "title": [True, False, False, False, False],
        "full": [True, True, True, False, False],
    }
    lines = [Line("signal", employer[1], employer[0]), Line("matter", plain[1], plain[0])]
    text = sms_text("泉州职防联席会议", DAY, cut_lines(lines, "title", DAY), "title", 300)
    assert "示例企业" not in text
    assert "2026-001" in text


def test_the_level_of_the_channel_is_kept(cast: Cast, sms: Played) -> None:
    set_rule(cast.director, at(), code="told_sms", value="title")
    row = texted(cast)
    assert "完成在建工地粉尘危害排查" in row.text
    assert len(row.text) <= 300
