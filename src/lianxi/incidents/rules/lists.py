"""Lists of the room as data with source and validity: whom to call, which units are told, who leads by which law."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as checked

from lianxi.core.limits import PRIMARY, TO_CONFIRM

CLOSED = ConfigDict(extra="forbid")


@checked(frozen=True, config=CLOSED)
class CallItem:
    """A body to be called, in the order of the file."""

    code: str
    body: str
    why: str
    source: str
    confidence: str
    starts_on: date | None = None
    ends_before: date | None = None


@checked(frozen=True, config=CLOSED)
class TellingItem:
    """A line of government that is told of an event of some kind, and the clauses that name its units."""

    line: str
    words: tuple[str, ...]
    clauses: tuple[str, ...]
    why: str
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    is_industrial: bool = False
    is_municipal: bool = False
    first: bool = False
    starts_on: date | None = None
    ends_before: date | None = None


@checked(frozen=True, config=CLOSED)
class LeadItem:
    """By which law a unit of a line leads a group for events of some kinds."""

    code: str
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    basis: str
    confidence: str
    starts_on: date | None = None
    ends_before: date | None = None


@checked(frozen=True, config=CLOSED)
class LetterItem:
    """A kind of letter of the union: to whom, on which ground, by when it is answered, what follows silence."""

    code: str
    title: str
    to: str
    basis: str
    confidence: str
    limit: str
    reply: str
    next: str
    starts_on: date | None = None
    ends_before: date | None = None


Item = TypeVar("Item", CallItem, TellingItem, LeadItem, LetterItem)


@dataclass(frozen=True, slots=True)
class Traits:
    """What of an event decides who is told."""

    kind: str
    is_industrial: bool
    sector: str
    is_municipal: bool


def call_items(on: date) -> tuple[CallItem, ...]:
    """Return whom to call on a day, in order."""
    return _in_force(_calls(), on)


def telling_items(on: date) -> tuple[TellingItem, ...]:
    """Return which lines are told, on a day."""
    return _in_force(_tellings(), on)


def lead_items(on: date) -> tuple[LeadItem, ...]:
    """Return by which laws a unit leads, on a day."""
    return _in_force(_leads(), on)


def letter_items(on: date) -> tuple[LetterItem, ...]:
    """Return the kinds of letters of the union, on a day."""
    return _in_force(_letters(), on)


def concerns(item: TellingItem, traits: Traits) -> bool:
    """Tell whether an event of these traits concerns a line."""
    return (
        (not item.kinds or traits.kind in item.kinds)
        and (not item.sectors or traits.sector in item.sectors)
        and (not item.is_industrial or traits.is_industrial)
        and (not item.is_municipal or traits.is_municipal)
    )


def sourced(source: str, confidence: str) -> str:
    """Write a source; whatever is not read in the primary text says 设定，待确认."""
    sure = confidence == PRIMARY
    return source if sure else f"{source}（{TO_CONFIRM}）"


def is_of_line(name: str, words: Sequence[str]) -> bool:
    """Tell whether a unit's name is of a line."""
    return any(word in name for word in words)


def _in_force(items: tuple[Item, ...], on: date) -> tuple[Item, ...]:
    return tuple(
        one
        for one in items
        if (one.starts_on is None or one.starts_on <= on)
        and (one.ends_before is None or on < one.ends_before)
    )


def _text(name: str) -> str:
    return files("lianxi.incidents").joinpath("schemes", name).read_text(encoding="utf-8")


@cache
def _calls() -> tuple[CallItem, ...]:
    return TypeAdapter(tuple[CallItem, ...]).validate_json(_text("calls.json"))


@cache
def _tellings() -> tuple[TellingItem, ...]:
    return TypeAdapter(tuple[TellingItem, ...]).validate_json(_text("tellings.json"))


@cache
def _leads() -> tuple[LeadItem, ...]:
    return TypeAdapter(tuple[LeadItem, ...]).validate_json(_text("leads.json"))


@cache
def _letters() -> tuple[LetterItem, ...]:
    return TypeAdapter(tuple[LetterItem, ...]).validate_json(_text("letters.json"))
