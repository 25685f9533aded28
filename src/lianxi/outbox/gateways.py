"""The operator's gateways (短信, 统一待办) as their files describe them: what is asked, and what an answer means.

Pure, and read before Django starts. Nothing but these files names an address; a page can set none.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

SMS_CALLS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "send": (frozenset({"number", "text", "secret"}), frozenset({"number", "text"})),
}
_ONE = frozenset({"key", "id", "account", "secret"})
TODO_CALLS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "create": (_ONE - {"id"} | {"title", "url"}, frozenset({"key", "title", "account"})),
    "finish": (_ONE, frozenset()),
}
JSON, FORM = "json", "form"
# A text must have room for what is said of it at least: of which conference, which day, how many.
LEAST_CHARS, MOST_CHARS = 70, 1000
_PLACE = re.compile(r"\{(\w+)\}")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}")
_LONG_NUMBER = re.compile(r"\d{5,}")


class BadGateway(ValueError):
    """A gateway's file makes no sense; the words say where and what is expected."""


class Outcome(StrEnum):
    """What an answer means: taken, known already, done already over there, refused for good, later, nobody knows."""

    TAKEN = "taken"
    DUPLICATE = "duplicate"
    DONE = "done"
    REFUSED = "refused"
    LATER = "later"
    UNCLEAR = "unclear"


# What a file may describe, in the order in which an answer is compared.
_DESCRIBED = (Outcome.DUPLICATE, Outcome.DONE, Outcome.TAKEN, Outcome.REFUSED)


@dataclass(frozen=True, slots=True)
class Match:
    """When an answer has a meaning: one of the statuses (none: 200–299), and a field with one of the values."""

    statuses: frozenset[int]
    path: str
    values: frozenset[str]

    def holds(self, status: int, body: object) -> bool:
        """Tell whether an answer is meant; `body` is the parsed JSON, or the text where it was none."""
        fits = status in self.statuses if self.statuses else 200 <= status < 300
        if not fits or not self.values:
            return fits
        found = dig(body, self.path) if self.path else body.strip() if isinstance(body, str) else None
        return _plain(found) in self.values


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, written out."""

    url: str
    method: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One request as the file describes it, with places to be filled."""

    url: str
    method: str
    headers: Mapping[str, str]
    encoding: str
    body: Any

    def fill(self, values: Mapping[str, str]) -> Asked:
        """Write the request: each place is filled once, encoded as where it stands needs it."""
        url = _PLACE.sub(lambda found: quote(values[found[1]], safe=""), self.url)
        headers = {name: _filled(text, values) for name, text in self.headers.items()}
        if self.body is None:
            return Asked(url, self.method, headers, b"")
        body = _fill_all(self.body, values)
        if self.encoding == FORM:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
            return Asked(url, self.method, headers, urlencode(body).encode())
        headers["Content-Type"] = "application/json; charset=utf-8"
        return Asked(url, self.method, headers, json.dumps(body, ensure_ascii=False).encode())


@dataclass(frozen=True, slots=True)
class Gateway:
    """One gateway: its requests, what its answers mean, and how much it may be given."""

    name: str
    calls: Mapping[str, Call]
    meanings: Mapping[Outcome, Match]
    seconds: int
    id_path: str = ""
    most_chars: int = 300
    most_a_day: int = 3
    secret: str = field(default="", repr=False)

    @property
    def hosts(self) -> str:
        """The addresses asked, without path and secret: for pages and `lianxi doctor`."""
        found = [urlsplit(call.url) for call in self.calls.values()]
        return "、".join(dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in found))

    def ask(self, call: str, **values: str) -> Asked:
        """Write out a request."""
        return self.calls[call].fill({**values, "secret": self.secret})

    def read(self, status: int, raw: bytes) -> tuple[Outcome, str, str]:
        """Return what an answer means, why in words, and the id it gives; its own words are not repeated."""
        body = parsed(raw)
        given = dig(body, self.id_path) if self.id_path else None
        for outcome in _DESCRIBED:
            match = self.meanings.get(outcome)
            if match is not None and match.holds(status, body):
                return outcome, _said(self, match, status, body), _plain(given)[:120]
        if 200 <= status < 300:
            taken = self.meanings[Outcome.TAKEN]
            if taken.path and dig(body, taken.path) is None:
                return Outcome.UNCLEAR, "平台的答复读不懂，不能当作已收下", ""
            return Outcome.LATER, _said(self, taken, status, body), ""
        if 400 <= status < 500 and status not in (408, 429):
            return Outcome.REFUSED, f"平台答复 HTTP {status}", ""
        return Outcome.LATER, f"平台答复 HTTP {status}", ""


def _said(gateway: Gateway, match: Match, status: int, body: object) -> str:
    path = match.path or gateway.meanings[Outcome.TAKEN].path
    code = _LONG_NUMBER.sub("…", _plain(dig(body, path))[:20]) if path else ""
    return f"平台没有收下（{code}）" if code else f"平台没有收下（HTTP {status}）"


def parsed(raw: bytes) -> object:
    """Return an answer's JSON; its text where it is none."""
    text = raw.decode("utf-8", errors="replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def dig(body: object, path: str) -> object:
    """Return what stands at a path (data.0.id) of parsed JSON; None where nothing does."""
    for step in path.split("."):
        if isinstance(body, dict):
            body = body.get(step)
        elif isinstance(body, list) and step.isdecimal() and len(step) < 5 and int(step) < len(body):
            body = body[int(step)]
        else:
            return None
    return body


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else ""


def _filled(text: str, values: Mapping[str, str]) -> str:
    # One pass: what a value brings along is never taken for a place itself.
    return _PLACE.sub(lambda found: values[found[1]], text)


def _fill_all(body: Any, values: Mapping[str, str]) -> Any:
    if isinstance(body, str):
        return _filled(body, values)
    if isinstance(body, dict):
        return {name: _fill_all(one, values) for name, one in body.items()}
    return [_fill_all(one, values) for one in body] if isinstance(body, list) else body


def is_barred(address: str, host: str) -> bool:
    """Tell whether a host that resolves so is not asked: this machine or its network's own services by another name.

    An office's gateway commonly stands in a private network, so those are taken; this machine only where the file
    names it as such.
    """
    own: IPv4Address | IPv6Address = ip_address(address)
    own = getattr(own, "ipv4_mapped", None) or own
    if own.is_loopback:
        return host not in ("127.0.0.1", "::1", "localhost")
    return own.is_link_local or own.is_multicast or own.is_unspecified or own.is_reserved


# ---- reading a file ----


def read_gateway(file: str, calls: Mapping[str, tuple[frozenset[str], frozenset[str]]]) -> Gateway:
    """Read the file of a gateway that makes these calls. Raises BadGateway."""
    try:
        told = json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadGateway(f"{file} 读不出或不是 JSON（{error}）") from error
    told = _mapping(told, "文件")
    meanings = [str(one) for one in _DESCRIBED]
    own = {"name", "secret_file", "seconds", "plain", *calls, *meanings}
    own |= {"id"} if calls is TODO_CALLS else {"most_chars", "most_a_day"}
    _known(told, own, "文件")
    if not isinstance(told.get("name"), str) or not told["name"].strip():
        raise BadGateway("name 要写平台的名称")
    if "taken" not in told:
        raise BadGateway("taken 要写什么样的答复算已收下")
    plain = _is_on(told, "plain")
    found = {name: _call(told.get(name), name, *places, plain=plain) for name, places in calls.items()}
    return Gateway(
        name=told["name"].strip()[:40],
        calls=found,
        meanings={one: _match(told[one], str(one)) for one in _DESCRIBED if one in told},
        seconds=_number(told, "seconds", 10, 1, 60),
        id_path=_text(told, "id"),
        most_chars=_number(told, "most_chars", 300, LEAST_CHARS, MOST_CHARS),
        most_a_day=_number(told, "most_a_day", 3, 1, 50),
        secret=_secret(told, found),
    )


def _secret(told: Mapping[str, Any], calls: Mapping[str, Call]) -> str:
    asked = any("secret" in _places(call) for call in calls.values())
    file = _text(told, "secret_file")
    if bool(file) != asked:
        raise BadGateway("secret_file 和 {secret} 要么都有，要么都没有")
    if not file:
        return ""
    try:
        secret = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadGateway(f"secret_file 指的文件 {file} 读不出（{error}）") from error
    if not secret or not secret.isprintable():
        raise BadGateway(f"secret_file 指的文件 {file} 须是一行文字")
    return secret


def _call(told: Any, name: str, may: frozenset[str], must: frozenset[str], *, plain: bool) -> Call:
    told = _mapping(told, name)
    _known(told, {"url", "method", "headers", "encoding", "body"}, name)
    headers = _mapping(told.get("headers", {}), f"{name}.headers")
    call = Call(
        url=_address(_text(told, "url"), name, plain=plain),
        method=_text(told, "method") or "POST",
        headers=headers,
        encoding=_text(told, "encoding") or JSON,
        body=told.get("body"),
    )
    if call.method not in ("POST", "PUT", "GET") or call.encoding not in (JSON, FORM):
        raise BadGateway(f"{name}：method 是 POST、PUT 或 GET，encoding 是 json 或 form")
    if (call.method == "GET") != (call.body is None):
        raise BadGateway(f"{name}：POST 和 PUT 要有 body，GET 不能有")
    if call.encoding == FORM and call.body is not None and not _is_flat(call.body):
        raise BadGateway(f"{name}：form 的 body 只能是一层名称和文字")
    for header, text in headers.items():
        is_text = isinstance(text, str) and text.isprintable() and text.isascii()
        if not _HEADER.fullmatch(header) or not is_text or set(_PLACE.findall(text)) - {"secret"}:
            raise BadGateway(f"{name}.headers：名称和文字用英文字符，其中只能用 {{secret}}")
    _fits(call, name, may, must)
    return call


def _fits(call: Call, name: str, may: frozenset[str], must: frozenset[str]) -> None:
    places = _places(call)
    if places - may:
        raise BadGateway(f"{name}：不认得 {{{sorted(places - may)[0]}}}，可用的是{_listed(may)}")
    if must - places:
        raise BadGateway(f"{name}：缺少{_listed(must - places)}")
    if name == "finish" and not places & {"key", "id"}:
        raise BadGateway("finish：缺少 {key} 或 {id}")


def _listed(names: frozenset[str]) -> str:
    return "、".join(f"{{{one}}}" for one in sorted(names))


def _address(url: str, name: str, *, plain: bool) -> str:
    """Check an address as those of robots are: no user, nothing to fill before the path, TLS unless said otherwise."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadGateway(f"{name}.url 不是网址") from None
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.fragment:
        raise BadGateway(f"{name}.url 须是 https:// 开头的完整网址，不带用户名和 #")
    if "{" in parts.netloc or port == 0 or not url.isascii() or not url.isprintable() or " " in url:
        raise BadGateway(f"{name}.url 的主机要写死，网址用英文字符")
    if parts.scheme == "http" and not plain:
        raise BadGateway(f'{name}.url 是明文的 http://；平台只有明文的，请加 "plain": true')
    return url


def _match(told: Any, name: str) -> Match:
    told = _mapping(told, name)
    _known(told, {"status", "field", "is"}, name)
    statuses, values = told.get("status", []), told.get("is", [])
    if not isinstance(statuses, list) or not isinstance(values, list) or not (statuses or values):
        raise BadGateway(f"{name}：写 status（HTTP 状态，可多个），或写 is（值，可多个）和 field（在哪里）")
    if not all(type(one) is int and 100 <= one <= 599 for one in statuses):
        raise BadGateway(f"{name}.status 是 100 到 599 的整数")
    if not all(isinstance(one, str | int) for one in values):
        raise BadGateway(f"{name}.is 是文字、整数或 true、false")
    if _text(told, "field") and not values:
        raise BadGateway(f"{name}：有 field 就要有 is")
    return Match(frozenset(statuses), _text(told, "field"), frozenset(map(_plain, values)))


def _places(call: Call) -> set[str]:
    texts = [call.url, *call.headers.values(), *_texts(call.body)]
    return {place for text in texts for place in _PLACE.findall(text)}


def _texts(body: Any) -> Iterator[str]:
    if isinstance(body, str):
        yield body
    elif isinstance(body, dict | list):
        for one in body.values() if isinstance(body, dict) else body:
            yield from _texts(one)


def _is_flat(body: Any) -> bool:
    return isinstance(body, dict) and all(isinstance(one, str) for one in body.values())


def _mapping(told: Any, name: str) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise BadGateway(f"{name} 要写成 {{…}}")
    return told


def _known(told: Mapping[str, Any], names: set[str], where: str) -> None:
    if unknown := sorted(set(told) - names):
        raise BadGateway(f"{where}里不认得 {unknown[0]}，可写的是{'、'.join(sorted(names))}")


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name, "")
    if not isinstance(value, str):
        raise BadGateway(f"{name} 要写文字")
    return value


def _is_on(told: Mapping[str, Any], name: str) -> bool:
    value = told.get(name, False)
    if not isinstance(value, bool):
        raise BadGateway(f"{name} 要写 true 或 false")
    return value


def _number(told: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    value = told.get(name, default)
    if type(value) is not int or not least <= value <= most:
        raise BadGateway(f"{name} 要写 {least} 到 {most} 的整数")
    return value
