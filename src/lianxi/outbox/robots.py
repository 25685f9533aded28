"""What a group's robot is sent and what its answer means. Robots answer HTTP 200 to a refusal: the body decides.

Codes are those the three makers publish for their group robots; a code not listed here counts as a refusal for now.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

from lianxi.outbox.rules import DINGTALK, FEISHU, WECOM

# Text a robot takes at most, in bytes of UTF-8: WeCom 2,048; the others 20,000 of the whole message.
TEXT_BYTES = {WECOM: 2048, DINGTALK: 18_000, FEISHU: 18_000}
_GONE = "机器人已不存在、已停用或地址失效，请在群里重新添加机器人并登记新地址"
_KEYWORD = "机器人设了关键词，消息里没有：请把关键词“工作摘要”加进机器人的安全设置"
_SIGN = "机器人设了加签或地址白名单：请用带 secret 的地址重新登记，或在机器人的安全设置里放行本机"
# What a robot says for good: repeating helps nobody, the office must do something.
_FINAL: dict[str, dict[int, str]] = {
    WECOM: {93000: _GONE, 93008: _GONE, 93017: _GONE, 40058: "消息不合机器人的格式（可能太长）"},
    DINGTALK: {300001: _GONE, 300005: _GONE, 400013: _GONE, 400101: _GONE, 400102: _GONE, 400106: _GONE},
    FEISHU: {19001: _GONE, 19002: _GONE, 19021: _SIGN, 19022: _SIGN, 19024: _KEYWORD},
}
_RATE: dict[str, frozenset[int]] = {
    WECOM: frozenset({45009, 45033, -1}),
    DINGTALK: frozenset({130101, 410100, 90018, -1}),
    FEISHU: frozenset({9499, 11232, 11233, 99991400}),
}
# DingTalk has one code for all its security settings and says which in words.
_DINGTALK_SECURITY = 310000


@dataclass(frozen=True, slots=True)
class Answer:
    """What a robot's answer means: taken; else why not, and whether repeating is of no use."""

    taken: bool
    why: str = ""
    is_final: bool = False


def message_of(kind: str, address: str, text: str, milliseconds: int) -> tuple[str, dict[str, Any]]:
    """Return the address and the JSON by which a robot is sent a text; DingTalk's secret signs the moment."""
    text = within(text, TEXT_BYTES[kind])
    if kind == FEISHU:
        return address, {"msg_type": "text", "content": {"text": text}}
    body = {"msgtype": "text", "text": {"content": text}}
    asked = parse_qs(urlsplit(address).query)
    if kind == WECOM or "secret" not in asked:
        return address, body
    secret, token = asked["secret"][0], asked["access_token"][0]
    told = f"{milliseconds}\n{secret}".encode()
    sign = base64.b64encode(hmac.new(secret.encode(), told, hashlib.sha256).digest()).decode()
    base = address.partition("?")[0]
    return f"{base}?access_token={token}&timestamp={milliseconds}&sign={quote_plus(sign)}", body


def within(text: str, most: int) -> str:
    """Cut a text to so many bytes of UTF-8, never inside a character."""
    return text.encode()[:most].decode(errors="ignore")


def answer_of(kind: str, status: int, body: object) -> Answer:
    """Read a robot's answer: its HTTP status and the JSON of its body (None where it was none)."""
    if status != 200:
        is_final = 400 <= status < 500 and status not in (408, 429)
        return Answer(False, f"机器人答复 HTTP {status}{'：' + _GONE if is_final else ''}", is_final)
    if not isinstance(body, dict):
        return Answer(False, "机器人的答复读不懂，不能当作已收下")
    code = next((body[name] for name in ("errcode", "code", "StatusCode") if name in body), None)
    if type(code) is not int:
        return Answer(False, "机器人的答复里没有结果代码，不能当作已收下")
    if code == 0:
        return Answer(True)
    said = str(body.get("errmsg") or body.get("msg") or body.get("StatusMessage") or "")[:60]
    if code in _RATE[kind]:
        return Answer(False, f"发送太频繁，稍后再送（{code}）")
    final = _security(said) if kind == DINGTALK and code == _DINGTALK_SECURITY else _FINAL[kind].get(code)
    if final:
        return Answer(False, f"{final}（{code}）", is_final=True)
    return Answer(False, f"机器人没有收下（{code} {said}）")


def _security(said: str) -> str:
    return _KEYWORD if "keyword" in said.lower() or "关键词" in said else _SIGN
