"""Every form filled with what people and machines send: an answer, a refusal, never a fault of the system.

Forms are filled as their words ask, half so, or with nonsense alone. Of each act that is done the journal must hold the
words that were typed: whatever a form takes is kept or refused, never dropped without a word.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Max
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lianxi.bodies.models import Membership
from lianxi.core.actors import SeatKind
from lianxi.core.fields import (
    Choice,
    Day,
    File,
    Flag,
    Moment,
    Number,
    One,
    OneUnit,
    Secret,
    Seen,
    Units,
    Words,
)
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.gates import model_called
from lianxi.journal.models import Entry
from lianxi.journal.recorded import Recorded
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


MARK, TRIES = "标记", 3


@dataclass
class Forms:
    """What came of the posts: how many of which status, the faults with what was sent, and words that were lost."""

    statuses: Counter[int] = field(default_factory=Counter)
    done: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    losses: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        told = "、".join(f"{status} {n}" for status, n in sorted(self.statuses.items()))
        lost = "".join(f"\n  {where} {n} 次" for where, n in sorted(self.losses.items()))
        return (
            f"提交 {self.statuses.total()} 次：{told}；办成过 {len(self.done)} 种动作；出错 {len(self.faults)} 次；"
            f"办成而内容没有留下 {self.losses.total()} 处{lost}"
        )


@dataclass
class World:
    """Who posts, and what the forms may name: clients by the kind of seat, units, and the moment."""

    clients: Mapping[SeatKind, Client]
    stranger: Client
    conference_id: int
    at: datetime

    def poster(self, rng: random.Random, action: Action[..., Any]) -> Client:
        """Choose who posts: mostly a seat that the action names."""
        may = [client for kind, client in self.clients.items() if kind in action.who]
        if rng.random() < 0.03:
            return self.stranger
        return rng.choice(may if may and rng.random() < 0.9 else list(self.clients.values()))


def fuzz_forms(world: World, rounds: int, seed: int, tries: int = TRIES) -> Forms:
    """Post every action's form so many times, and every other address."""
    load_catalogue()
    rng, told = random.Random(seed), Forms()
    names = sorted(catalogue)
    for _round in range(rounds):
        rng.shuffle(names)
        for name in names:
            # What was refused is tried again: most of what passes the door is stopped by the state of its record.
            for _try in range(tries):
                if _act(told, world, rng, catalogue[name]):
                    break
        for address in posting_addresses(rng):
            client = rng.choice([*world.clients.values(), world.stranger])
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


def _act(told: Forms, world: World, rng: random.Random, action: Action[..., Any]) -> bool:
    """Post the form of an action, and look for the words it took in the journal's new entries; tell whether it was done.

    Half of what is done is taken back, and all that changes seats and conferences: the next forms find a world.
    """
    client, planted = world.poster(rng, action), dict[str, str]()
    with transaction.atomic():
        last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
        sent = filled(rng, world, action, planted)
        answer = _post(told, client, f"/do/{action.id}", sent)
        is_done = answer.status_code == 302 and "sign-in" not in answer.headers["Location"]
        if is_done:
            told.done.add(action.id)
            entries = "".join(Entry.objects.filter(pk__gt=last).values_list("body", flat=True))
            lost = {name for name, mark in planted.items() if mark not in entries} - _masked()
            told.losses.update(f"{action.id} {name}" for name in lost)
        if action.id.startswith("bodies.") or rng.random() < 0.5:
            transaction.set_rollback(True)
    return is_done


@cache
def _masked() -> frozenset[str]:
    """Name the columns that the journal notes as *** on purpose."""
    tables = [one for one in apps.get_models() if issubclass(one, Recorded)]
    return frozenset(name for table in tables for name in table.SECRET)


def _post(told: Forms, client: Client, address: str, fields: dict[str, Any]) -> Any:
    answer = client.post(address, fields)
    told.statuses[answer.status_code] += 1
    # 503: somebody else holds the database, said in a sentence.
    if answer.status_code >= 500 and answer.status_code != 503:
        told.faults.append(f"{answer.status_code} {address} {str(fields)[:300]}")
    return answer


def filled(
    rng: random.Random, world: World, action: Action[..., Any], planted: dict[str, str]
) -> dict[str, Any]:
    """Fill the fields of an action: all as they are meant, half of them, or hardly any; note the marks planted."""
    fields: dict[str, Any] = {"next": rng.choice(("/", "//evil.example", "/topics/{id}", "\r\nX: y"))}
    if rng.random() < 0.3:
        fields |= {"draft": rng.choice(("x", "长" * 300)), "said": rng.choice(NONSENSE)}
    sound = rng.choice((1.0, 1.0, 0.9, 0.5, 0.1))
    for name, one in action.payload.items():
        if not one.needed and rng.random() < 0.3:
            continue
        if rng.random() >= sound:
            some: list[Any] = [rng.choice(NONSENSE) for _ in range(rng.choice((1, 1, 1, 2, 3)))]
        else:
            some = [_meant(rng, world, one, planted)]
        if isinstance(one.words, File):
            is_sound = rng.random() < sound
            called, data = (
                ("材料.txt", b"\xe5\xb7\xb2") if is_sound else (rng.choice(NAMES), rng.choice(FILES))
            )
            some = [SimpleUploadedFile(called, data)]
        fields[name] = some[0] if isinstance(one.words, File) else some
    return fields


def _meant(rng: random.Random, world: World, one: PayloadField, planted: dict[str, str]) -> str:
    """Give a value as the field's words ask for it."""
    words = one.words
    if isinstance(words, Choice):
        return rng.choice([*words.options] or CODES)
    if isinstance(words, One):
        return str(rng.choice(_keys(world, words) or [1]))
    if isinstance(words, Number | Seen):
        return str(rng.choice((0, 1, 1, 2, 3)))
    moment = (world.at + timedelta(days=rng.choice((-30, -3, -1, 0, 1, 3, 14, 30)))).astimezone(UTC)
    if isinstance(words, Day):
        return moment.date().isoformat()
    if isinstance(words, Moment):
        return moment.strftime("%Y-%m-%dT%H:%M")
    if isinstance(words, Flag):
        return "on"
    if isinstance(words, Words) and not isinstance(words, Secret) and words.longest >= 12:
        # Of digits: an act may write capitals for small letters.
        planted[one.name] = f"{MARK}{rng.randrange(10**6):06}"
        return f"开展{planted[one.name]}"[: words.longest]
    return "开展专项检查"


# What fields take whose choices come from a record.
CODES = ("once", "agree", "reserve", "QZ-3-11-2", "QZ-4-4", "p0", "document", "told", "accept", "1", "note")


def _keys(world: World, words: One) -> list[int]:
    """List records that a field may name: the conference's latest ones, or its units."""
    if isinstance(words, OneUnit | Units):
        of_it = Membership.objects.filter(conference_id=world.conference_id)
        return list(of_it.values_list("unit_id", flat=True)[:20])
    model = model_called(words.label)
    return list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:60]) if model else []


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
