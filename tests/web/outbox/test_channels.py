"""Pages of the outbox: only the office's; addresses masked; a digest's link opens a page and changes nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import Cast
from ledger.steps import at, entered
from lianxi.journal.models import Entry
from lianxi.outbox.daily import build_digests, send_deliveries
from lianxi.outbox.models import Channel, Preference
from web.signing_in import seated, words

KEY = "693a91f6-7a0c-4bc4-97a0-0ec2sifa5aaa"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at(14, 1))


def test_the_office_sets_an_address_that_is_never_shown_again(client: Client, cast: Cast) -> None:
    seated(client, cast.staff)
    address = f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"
    given = {
        "kind": "wecom",
        "channel_address": address,
        "unit_id": cast.unit("市住建局").pk,
        "next": "/outbox",
    }
    assert client.post("/do/outbox.channel.add", given).status_code == 302
    with CaptureQueriesContext(connection) as asked:
        page = client.get("/outbox")
    assert len(asked) <= 15
    assert KEY not in page.content.decode()
    assert "企业微信机器人（尾号5aaa）" in words(page)
    refused = client.post(
        "/do/outbox.channel.add", {**given, "channel_address": f"https://evil.example/?key={KEY}"}
    )
    assert refused.status_code == 422
    assert KEY not in refused.content.decode()
    client.post("/do/outbox.channel.end", {"channel_id": Channel.objects.get().pk})
    assert "还没有登记地址" in words(client.get("/outbox"))
    assert KEY not in client.get("/journal").content.decode()


def test_what_is_stuck_is_seen_and_sent_again(client: Client, cast: Cast) -> None:
    seated(client, cast.staff)
    client.post("/do/outbox.channel.add", {"kind": "mail", "channel_address": "bgs@wjw.example.gov.cn"})
    Channel.objects.get()
    entered(cast, due_on=date(2026, 3, 13))
    build_digests(at(14, 1))
    send_deliveries(at(14, 1))
    assert "没有设置邮件服务器" in words(client.get("/outbox"))


def test_a_preference_is_turned_with_one_press(client: Client, cast: Cast) -> None:
    seated(client, cast.director)
    client.post("/do/outbox.preference.set", {"event": "due", "role": "unit", "channel": "mail"})
    assert Preference.objects.get().is_on is False
    client.post(
        "/do/outbox.preference.set", {"event": "due", "role": "unit", "channel": "mail", "is_on": "on"}
    )
    assert Preference.objects.latest("pk").is_on is True


def test_others_do_not_see_addresses_and_a_link_only_opens(client: Client, cast: Cast) -> None:
    row, before = entered(cast), Entry.objects.count()
    assert Client().get(f"/open/ledger.obligation:{row.pk}")["Location"].startswith("/sign-in")
    seated(client, cast.member("市住建局"))
    assert client.get("/outbox").status_code == 404
    assert client.get(f"/open/ledger.obligation:{row.pk}")["Location"] == f"/ledger/{row.pk}"
    assert client.get("/open/https:%2F%2Fevil.example").status_code == 404
    assert client.post(f"/open/ledger.obligation:{row.pk}").status_code == 405
    assert Entry.objects.count() == before + 0


def test_it_says_which_platform_is_not_set(client: Client, cast: Cast) -> None:
    page = words(seated(client, cast.staff).get("/outbox"))
    assert "手机号码、统一待办账号还没有接通平台，登记了也不发送" in page
