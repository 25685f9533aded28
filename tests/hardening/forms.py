"""Every form filled with what people and machines send: an answer, a refusal, never a fault of the system.

Half of the fields are filled as their words ask, so that acts get past the first check; the rest with nonsense. What an
act stores stays, so that the next one finds it.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lianxi.core.fields import Choice, Day, File, Flag, Moment, Number, One, Units
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.signatures import PayloadField

NONSENSE = (
    "",
    " ",
    "\u3000\t\n",
    "\x00",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "0",
    "-1",
    "9" * 23,
    "9" * 5000,
    "²",
    "１２",
    "1e309",
    "NaN",
    "true",
    "null",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-03-02T25:61",
    "{}",
    "[]",
    '{"a": [1, {"b": null}]}',
    "[" * 2000,
    "'; DROP TABLE x; --",
    "%s %(x)s {0} {{ x }}",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "😀👩‍👩‍👧",
    "\u202eabc",
    "长" * 30_000,
    "a|b|c",
    "f1=P12345678",
    "QZ-3-11-2",
    "http://[::1",
)
FILES = (
    b"",
    b"PK\x03\x04",
    b"%PDF-1.7\n%",
    b"\x00" * 4096,
    "姓名,日期\n甲,乙\n".encode("gb18030"),
    b"<html>",
)
NAMES = ("甲.docx", "甲.pdf", "甲.xlsx", "甲.csv", "甲", "." * 300, "甲.docm", "../a.txt")


@dataclass
class Forms:
    """What came of the posts: how many of which status, and the faults with what was sent."""

    statuses: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = "、".join(f"{status} {n}" for status, n in sorted(self.statuses.items()))
        return f"提交 {self.statuses.total()} 次：{told}；出错 {len(self.faults)} 次"


def fuzz_forms(clients: list[Client], rounds: int, seed: int, at: datetime) -> Forms:
    """Post every action's form so many times from each client, then every other address that takes a form."""
    load_catalogue()
    rng, told = random.Random(seed), Forms()
    names = sorted(catalogue)
    for _round in range(rounds):
        rng.shuffle(names)
        for name in names:
            for client in clients:
                _post(told, client, f"/do/{name}", filled(rng, catalogue[name], at))
        for address in posting_addresses(rng):
            for client in clients:
                _post(told, client, address, {rng.choice(OTHER): rng.choice(NONSENSE) for _ in range(4)})
    return told


OTHER = (
    "text",
    "file",
    "q",
    "key",
    "id",
    "code",
    "login",
    "password",
    "period",
    "values",
    "seq",
    "next",
    "name",
)


def _post(told: Forms, client: Client, address: str, fields: dict[str, Any]) -> None:
    answer = client.post(address, fields)
    told.statuses[answer.status_code] += 1
    # 503: somebody else holds the database, said in a sentence.
    if answer.status_code >= 500 and answer.status_code != 503:
        told.faults.append(f"{answer.status_code} {address} {str(fields)[:300]}")


def filled(rng: random.Random, action: Action[..., Any], at: datetime) -> dict[str, Any]:
    """Fill the fields of an action, half of them as they are meant."""
    fields: dict[str, Any] = {"next": rng.choice(("/", "//evil.example", "/topics/{id}", "\r\nX: y"))}
    if rng.random() < 0.3:
        fields |= {"draft": rng.choice(("x", "长" * 300)), "said": rng.choice(NONSENSE)}
    for name, one in action.payload.items():
        if rng.random() < 0.1:
            continue
        some = [_value(rng, one, at) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
        fields[name] = some[0] if isinstance(one.words, File) else some
    return fields


def _value(rng: random.Random, one: PayloadField, at: datetime) -> Any:
    words = one.words
    if isinstance(words, File):
        return SimpleUploadedFile(rng.choice(NAMES), rng.choice(FILES))
    if rng.random() < 0.5:
        return rng.choice(NONSENSE)
    if isinstance(words, Choice):
        return rng.choice([*words.options, "x"])
    if isinstance(words, One | Units):
        return str(rng.randint(1, 30))
    if isinstance(words, Number):
        return str(rng.randint(0, 5))
    moment = (at + timedelta(days=rng.randint(-30, 30))).astimezone(UTC)
    if isinstance(words, Day):
        return moment.date().isoformat()
    if isinstance(words, Moment):
        return moment.strftime("%Y-%m-%dT%H:%M")
    return "on" if isinstance(words, Flag) else "开展专项检查"


def posting_addresses(rng: random.Random) -> Iterator[str]:
    """Give every address besides the door of acts, its numbers and words filled in."""
    for pattern in _patterns(get_resolver().url_patterns):
        if not pattern.startswith(("do/", "static", "__", "sign-out")):
            yield "/" + _with_values(rng, pattern)


def _patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in found:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, path)
        elif "(" not in path:
            yield path


def _with_values(rng: random.Random, pattern: str) -> str:
    parts = []
    for part in pattern.split("<"):
        inside, close, rest = part.partition(">")
        if not close:
            parts.append(part)
        else:
            number = inside.startswith("int:")
            parts.append((str(rng.choice((1, 2, 10**17))) if number else rng.choice(("x", "1", "甲"))) + rest)
    return "".join(parts)
