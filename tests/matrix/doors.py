"""The doors of the full matrix: every action about a record, every page, file, export and feed that names it."""

import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lianxi.core.fields import (
    Choice,
    Choices,
    Day,
    File,
    Files,
    Flag,
    Inner,
    Moment,
    Number,
    Numbers,
    One,
    OneUnit,
    Seen,
    Several,
    Units,
)
from lianxi.core.refusals import Refusal
from lianxi.core.rooms import record_kinds
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.signatures import PayloadField
from lianxi.papers.files import Upload
from matrix.world import AT, Seat, World, later, model_of, rows_of, states_of
from web.signing_in import seated

# A door that no kind of record can be read from: what it opens stands in the payload.
NUMBER = re.compile(r"<int:(\w+)>")
# These render a paper anew; the gate is asked of who must not pass and of one who may.
RENDERED = ("preview.", "document.", "paper.pdf", "paper.ofd", "extract/")


def actions_about(table: str) -> list[Action[..., Any]]:
    """List the actions whose first field is the number of a record of this kind, by the words of its table.

    An action on several records at once is not among them.
    """
    label = str(model_of(table)._meta.verbose_name)
    found = []
    for action in catalogue.values():
        first = next(iter(action.payload.values()), None)
        one = first is not None and isinstance(first.words, One) and not isinstance(first.words, Several)
        if one and action.who and first.words.label == label:
            found.append(action)
    return found


def try_action(action: Action[..., Any], row: models.Model, seat: Seat, world: World) -> str:
    """Give the code of the refusal, or that the act happens; nothing is kept of it."""
    try:
        with transaction.atomic():
            action(seat.actor, AT, **payload_of(action, row, world))
            transaction.set_rollback(True)
    except Refusal as refusal:
        return refusal.code
    except Exception as wrong:  # noqa: BLE001 - a fault is one of the answers that are kept
        return f"fault {type(wrong).__name__}"
    return "taken"


def payload_of(action: Action[..., Any], row: models.Model, world: World) -> dict[str, Any]:
    """Fill the needed fields of an action about a record with values that its words allow."""
    payload = {name: _value(field, row, world) for name, field in action.payload.items() if field.needed}
    for name, field in list(action.payload.items())[:1]:
        if isinstance(field.words, One):
            payload[name] = (row.pk,) if isinstance(field.words, Several) else row.pk
    return payload


def _value(field: PayloadField, row: models.Model, world: World) -> object:
    words = field.words
    office = world.conference.office_unit_id
    if isinstance(words, Choice):
        options = list(words.options) or ["x"]
        return tuple(options[:1]) if isinstance(words, Choices) else (1 if field.type is int else options[0])
    if isinstance(words, File):
        upload = Upload("一.docx", b"1")
        return (upload,) if isinstance(words, Files) else upload
    if isinstance(words, OneUnit | Units):
        return (office,) if isinstance(words, Units) else office
    if isinstance(words, One):
        return (row.pk,) if isinstance(words, Several) else row.pk
    if isinstance(words, Number):
        return (1,) if isinstance(words, Numbers) else 1
    if isinstance(words, Seen):
        return getattr(row, "version", 1) if field.type is not str else "x"
    plain: tuple[tuple[type, object], ...] = ((Day, later(9)), (Moment, AT), (Flag, True), (Inner, None))
    return next((value for kind, value in plain if isinstance(words, kind)), "甲")


def unknown_records() -> list[str]:
    """Name the actions about a record that is no declared kind by its words; the matrix would pass them over."""
    labels = {str(model_of(table)._meta.verbose_name) for table in record_kinds()}
    firsts = [(id_, next(iter(one.payload.values()), None)) for id_, one in sorted(catalogue.items())]
    return [
        id_
        for id_, first in firsts
        if first and type(first.words) is One and catalogue[id_].who and first.words.label not in labels
    ]


def history(table: str, row: models.Model, client: Client) -> str:
    """Tell whether the journal's list shows a seat any line about a record."""
    answer = client.get("/journal", {"record": f"{table}:{row.pk}"})
    if answer.status_code != 200:
        return "sign in" if answer.status_code == 302 else str(answer.status_code)
    return "shown" if re.search(rb'href="/journal/[0-9]+', answer.content) else "nothing shown"


def addresses() -> dict[str, str]:
    """Name every page by its pattern: those with one number, and those with none."""
    return {path: path for path in _patterns(get_resolver().url_patterns) if len(NUMBER.findall(path)) < 2}


def _patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in found:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, path)
        elif "<" not in NUMBER.sub("", path) and not path.startswith(("do/", "static", "__")):
            yield f"/{path}"


def pages_about(table: str) -> list[str]:
    """List the addresses under a record's own page, its files and papers among them."""
    kind = record_kinds()[table]
    extra = {"papers.storedfile": "/files/<int:pk>", "journal.entry": "/journal/<int:seq>"}.get(table, "")
    own = extra or (kind.url.replace("{}", "<int:") if "{}" in kind.url and "#" not in kind.url else "")
    base = own.split("<int:")[0]
    return [path for path in addresses() if own and path.startswith(f"{base}<int:") and NUMBER.search(path)]


def exports() -> list[str]:
    """List the addresses that give a list as a file, and a seat's own feed."""
    return [path for path in addresses() if "<" not in path and (path.endswith("/export") or "feed" in path)]


def open_page(address: str, number: int, client: Client) -> str:
    """Give the status of a page, or where it sends the visitor."""
    try:
        answer = client.get(NUMBER.sub(str(number), address))
        if answer.streaming:
            # Read to its end, as a browser does: that closes the file behind it.
            deque(answer.streaming_content, maxlen=0)
    except Exception as wrong:  # noqa: BLE001 - a fault is one of the answers that are kept
        return f"fault {type(wrong).__name__}"
    if answer.status_code == 302 and "sign-in" in answer.headers["Location"]:
        return "sign in"
    return str(answer.status_code)


def clients(world: World) -> dict[Any, Client]:
    """Sign in every seat that is asked about any record; nobody has a browser that is signed in nowhere.

    All before the first record: what is looked at is undone with its record, and a sign-in there would be undone too.
    """
    kept: dict[Any, Client] = {None: Client()}
    asked = [
        seat.actor
        for table in record_kinds()
        for row in samples(table, world)
        for seat in world.seats_for(row)
    ]
    for actor in asked:
        if actor.seat_id not in kept:
            kept[actor.seat_id] = seated(Client(), actor)
    return kept


def samples(table: str, world: World) -> Iterator[models.Model]:
    """Give the row looked at in each state of a kind of record."""
    for state in states_of(table):
        if row := sample(table, state, world):
            yield row


def sample(table: str, state: str, world: World) -> models.Model | None:
    """Return a row in a state, or any that can be put into it."""
    rows = rows_of(table, world.conference)
    return (rows.filter(state=state).first() if state else None) or rows.first()
