"""What answers tell the browser, and that no session can be taken over from the database."""

import importlib
import os
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cast import Cast
from lianxi.bodies.rules.secrets import stored_key
from lianxi.bodies.sessions import SessionStore
from web.signing_in import seated


def test_every_answer_has_the_policy_and_private_ones_are_not_kept(cast: Cast) -> None:
    client = seated(Client(), cast.director)
    for path in ("/", "/ledger", "/nowhere", "/health"):
        answer = client.get(path)
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer["Cache-Control"] == "private, no-store"
    answer = Client().get("/sign-in")
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/", "/ledger", "/health", "/settings", "/journal", "/conference", "/outbox"]
)
def test_no_page_needs_what_the_policy_forbids(cast: Cast, path: str) -> None:
    page = seated(Client(), cast.director).get(path).content.decode()
    for inline in (" style=", "<style", " onclick=", " onload=", "javascript:", "<script>"):
        assert inline not in page


def test_the_database_holds_no_key_that_opens_a_session(cast: Cast) -> None:
    client = seated(Client(), cast.director)
    key = client.cookies["sessionid"].value
    (row,) = Session.objects.all()
    assert row.session_key == stored_key(key) != key
    assert client.get("/ledger").status_code == 200
    thief = Client()
    thief.cookies["sessionid"] = row.session_key
    assert thief.get("/ledger").status_code == 302
    store = SessionStore(key)
    assert store.exists(key)
    store.cycle_key()
    assert store.session_key != key
    assert not SessionStore().exists(key)
    client.post("/sign-out")
    store.delete()
    assert not Session.objects.filter(session_key=stored_key(store.session_key or "")).exists()


def test_signing_out_clears_what_forms_kept_in_the_browser_and_says_so(cast: Cast) -> None:
    client = seated(Client(), cast.staff)
    answer = client.post("/sign-out", follow=True)
    assert answer.redirect_chain == [("/sign-in", 302)]
    assert "没有送出的内容已清除" in answer.content.decode()
    assert seated(client, cast.staff).post("/sign-out").headers["Clear-Site-Data"] == '"storage"'
    # What is only left behind when a session ends by itself is taken up after signing in again.
    assert "Clear-Site-Data" not in Client().get("/").headers


def test_what_is_written_is_for_the_own_account() -> None:
    importlib.import_module("lianxi.config.settings")
    before = os.umask(0o077)
    assert before == 0o077


@pytest.mark.parametrize(
    ("more", "status"),
    [({}, 400), ({"x-forwarded-proto": "http"}, 400), ({"x-forwarded-proto": "https"}, 200)],
)
def test_a_proxy_that_does_not_tell_the_scheme_is_said(
    settings: Any, db: None, more: dict[str, str], status: int
) -> None:
    settings.BEHIND_PROXY, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    answer = Client(headers=more).get("/sign-in")
    assert answer.status_code == status
    assert ("proxy_set_header X-Forwarded-Proto" in answer.content.decode()) is (status == 400)


def test_an_act_that_takes_no_file_takes_no_large_body(cast: Cast) -> None:
    client = seated(Client(), cast.director)
    large = {"code": "consent_window", "value": "9" * (5 * 1024 * 1024)}
    answer = client.post("/do/bodies.rule.set", large)
    assert answer.status_code == 413
    assert "最多 4 MB" in answer.content.decode()
