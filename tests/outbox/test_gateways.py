"""The files of gateways: nonsense stops the start with a sentence; no address but theirs is asked."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from lianxi.config.options import BadOption, read_options
from lianxi.outbox.calling import Unreached, call
from lianxi.outbox.gateways import SMS_CALLS, Asked, BadGateway, Outcome, is_barred, read_gateway
from outbox.gateway_server import SECRET, sms_file, sms_gateway

URL = "https://sms.example.gov.cn"
SEND: dict[str, Any] = {"url": f"{URL}/send", "body": {"m": "{number}", "c": "{text}{secret}"}}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"send": {**SEND, "url": "http://sms.example.gov.cn/send"}, "plain": False}, "明文"),
        ({"send": {**SEND, "url": "ftp://sms.example.gov.cn/send"}}, "完整网址"),
        ({"send": {**SEND, "url": "https://who@sms.example.gov.cn/send"}}, "用户名"),
        ({"send": {**SEND, "url": "https://{number}.example.gov.cn/send"}}, "写死"),
        ({"send": {**SEND, "url": "https://sms.example.gov.cn:99999/"}}, "不是网址"),
        ({"send": {**SEND, "url": "https://sms.example.gov.cn/send\r\nX: y"}}, "英文字符"),
        ({"send": {**SEND, "method": "DELETE"}}, "method"),
        ({"send": {**SEND, "body": {"m": "{number}{secret}"}}}, "缺少{text}"),
        ({"send": {**SEND, "body": {"m": "{number}{text}{secret}{patient}"}}}, "不认得 {patient}"),
        ({"send": {**SEND, "headers": {"X-To": "{number}"}}}, "headers"),
        ({"send": {**SEND, "headers": {"X Y": "1"}}}, "headers"),
        ({"send": {**SEND, "encoding": "form", "body": {"m": {"n": "{number}{text}{secret}"}}}}, "一层"),
        ({"taken": {}}, "taken"),
        ({"taken": {"status": ["200"]}}, "整数"),
        ({"taken": {"status": [200], "field": "code"}}, "有 field 就要有 is"),
        ({"most_chars": 20}, "70 到 1000"),
        ({"most_a_day": 0}, "1 到 50"),
        ({"seconds": "10"}, "seconds"),
        ({"name": ""}, "名称"),
        ({"colour": "red"}, "不认得 colour"),
        ({"secret_file": ""}, "secret_file"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path: Path, change: dict[str, Any], said: str) -> None:
    file = sms_file(tmp_path, URL, **{"send": SEND, **change})
    with pytest.raises(BadGateway) as refused:
        read_gateway(str(file), SMS_CALLS)
    assert said in str(refused.value)


def test_the_start_stops_with_the_options_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sms_file(tmp_path, URL)
    monkeypatch.setenv("LIANXI_SMS", str(file))
    found = read_options().sms
    assert found is not None
    assert found.hosts == URL
    assert SECRET not in repr(found)
    file.write_text("{")
    with pytest.raises(BadOption, match="LIANXI_SMS"):
        read_options()
    monkeypatch.delenv("LIANXI_SMS")
    monkeypatch.setenv("LIANXI_TODO", str(tmp_path / "none.json"))
    with pytest.raises(BadOption, match="LIANXI_TODO"):
        read_options()


@pytest.mark.parametrize(
    ("address", "host", "barred"),
    [
        ("10.1.2.3", "sms.example.gov.cn", False),
        ("192.168.1.1", "sms.example.gov.cn", False),
        ("127.0.0.1", "127.0.0.1", False),
        ("127.0.0.1", "sms.example.gov.cn", True),
        ("::1", "sms.example.gov.cn", True),
        ("::ffff:127.0.0.1", "sms.example.gov.cn", True),
        ("169.254.169.254", "sms.example.gov.cn", True),
        ("::ffff:169.254.169.254", "sms.example.gov.cn", True),
        ("fe80::1", "sms.example.gov.cn", True),
        ("0.0.0.0", "sms.example.gov.cn", True),
        ("224.0.0.1", "sms.example.gov.cn", True),
        ("255.255.255.255", "sms.example.gov.cn", True),
    ],
)
def test_a_name_that_leads_to_this_machine_is_not_asked(address: str, host: str, *, barred: bool) -> None:
    assert is_barred(address, host) is barred


def test_what_a_name_leads_to_is_looked_at_before_anything_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_given: found)

    def never(*_args: object) -> None:
        raise AssertionError("it connected")

    monkeypatch.setattr(socket, "create_connection", never)
    with pytest.raises(Unreached, match="不该访问"):
        call(Asked("https://sms.example.gov.cn/send", "POST", {}, b"{}"), 1)


def test_nobody_answers(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(Unreached, match="连不上") as failed:
        call(Asked(f"http://127.0.0.1:{port}/", "POST", {}, b"{}"), 1)
    assert str(port) not in str(failed.value)


def test_an_answer_is_read_by_what_the_file_says(tmp_path: Path) -> None:
    gateway = sms_gateway(tmp_path, URL, taken={"field": "data.0.ok", "is": [True]})
    assert gateway.read(200, b'{"data": [{"ok": true}]}')[0] is Outcome.TAKEN
    assert gateway.read(200, b'{"data": [{"ok": false}]}')[0] is Outcome.LATER
    assert gateway.read(200, b'{"data": []}')[0] is Outcome.UNCLEAR
    assert gateway.read(200, b"[" * 60_000)[0] is Outcome.UNCLEAR
    assert gateway.read(404, b"")[0] is Outcome.REFUSED
    assert gateway.read(429, b"")[0] is Outcome.LATER
    text = sms_gateway(tmp_path, URL, taken={"is": ["0"]})
    assert text.read(200, b"0\n")[0] is Outcome.LATER  # a number in JSON is no text
    status = sms_gateway(tmp_path, URL, taken={"status": [202]})
    assert status.read(202, b"")[0] is Outcome.TAKEN


def test_the_words_of_a_refusal_repeat_no_number(tmp_path: Path) -> None:
    gateway = sms_gateway(tmp_path, URL)
    _outcome, why, _id = gateway.read(200, json.dumps({"code": "13800001234"}).encode())
    assert "1380000" not in why
