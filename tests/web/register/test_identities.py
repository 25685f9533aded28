"""The vault's pages: opened for a purpose, looked at from that seat while it lasts, every look in the journal."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import AT, Cast
from lianxi.journal.models import Entry
from lianxi.register.models import IdentityOpening
from lianxi.surveillance.models import Signal
from surveillance.intake_stages import CASE
from surveillance.signal_stages import cases, run
from web.signing_in import posts, seated, words


class Clock:
    now: datetime = AT


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Clock:
    settings.DATA_DIR = tmp_path / "data"
    found = Clock()
    monkeypatch.setattr(timezone, "now", lambda: found.now)
    return found


@pytest.fixture
def signal(cast: Cast, tmp_path: Path) -> Signal:
    folder = tmp_path / "files"
    folder.mkdir()
    cases(cast, folder, {"病例类型": "疑似", "专业工龄-年": "9"})
    run(cast)
    return Signal.objects.get(rule="suspected_case")


def read(client: Client, url: str) -> Any:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200, response.content.decode()[:500]
    assert len(asked) <= 15, [one["sql"][:120] for one in asked]
    return response


def test_from_a_signal_to_the_person_with_a_purpose_and_a_trace(
    client: Client, cast: Cast, signal: Signal, clock: Clock
) -> None:
    seated(client, cast.staff)
    page = words(read(client, f"/signals/{signal.pk}"))
    person = page.partition("涉及的人员（代号）：")[2][:25]
    assert person.startswith("P")
    assert CASE["姓名"] not in page
    assert f'value="{person}"' in read(client, f"/identities?person={person}").content.decode()
    short = client.post("/do/register.identity.open", {"person": person, "purpose": "看看"})
    assert short.status_code == 422
    given = {"person": person, "purpose": "核对是否同一人", "next": "/identities/{id}"}
    answer = client.post("/do/register.identity.open", given)
    row = IdentityOpening.objects.get()
    assert answer["Location"] == f"/identities/{row.pk}"
    before = read(client, f"/identities/{row.pk}")
    assert CASE["姓名"] not in words(before)
    assert posts(before) == [f"/identities/{row.pk}/look"]
    shown = client.post(f"/identities/{row.pk}/look")
    assert CASE["姓名"] in words(shown)
    assert CASE["身份证号"] in words(shown)
    assert shown["Cache-Control"] == "private, no-store"
    entry = Entry.objects.get(action="register.identity.read")
    assert CASE["姓名"] not in entry.body
    assert "已查看1次" in words(read(client, f"/identities/{row.pk}"))
    clock.now = AT + timedelta(minutes=30)
    late = client.post(f"/identities/{row.pk}/look")
    assert (late.status_code, CASE["姓名"] in words(late)) == (422, False)
    assert "已到期" in words(late)
    assert posts(read(client, f"/identities/{row.pk}")) == []
    assert Entry.objects.filter(action="register.identity.read").count() == 1


def test_only_the_office_and_only_the_seat_that_opened(client: Client, cast: Cast, signal: Signal) -> None:
    seated(client, cast.staff)
    person = words(read(client, f"/signals/{signal.pk}")).partition("（代号）：")[2][:25]
    client.post("/do/register.identity.open", {"person": person, "purpose": "核对是否同一人"})
    row = IdentityOpening.objects.get()
    for actor in (cast.director, cast.member("市总工会"), cast.convener):
        seated(client, actor)
        assert client.get(f"/identities/{row.pk}").status_code == 404
        assert client.post(f"/identities/{row.pk}/look").status_code == 404
    assert "不能" in words(read(client, "/identities")) or "办公室" in words(read(client, "/identities"))
    assert posts(read(client, "/identities")) == []
    assert "涉及的人员" not in words(read(client, f"/signals/{signal.pk}"))
