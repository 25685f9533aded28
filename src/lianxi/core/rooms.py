"""A room's face: one frozen description a room, from which every list of the house is computed.

A face states each facet or refuses it with a reason (`Refused`); nothing is left out by silence. It is read
before any table exists, so that it names functions and objects as "package.module:name" and imports none.
`lianxi.config.rooms` names the rooms once, the lowest first; docs/building.md adds one step by step.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from lianxi.core.papers import PaperKind
from lianxi.core.sight import UNSTATED, Sees
from lianxi.core.transitions import Machine

T = TypeVar("T")
# A function or object of a room or of its wing: "lianxi.ledger.daily:issue_slips".
Name: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Refused:
    """A facet that a room does not have, and the reason in a sentence."""

    why: str


Facet: TypeAlias = tuple[T, ...] | Refused
Single: TypeAlias = Name | Refused


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the menu, in the order of `place`; `also` are other addresses at which it shows as open."""

    label: str
    url: str
    icon: str
    place: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its table, its page ({} takes the id; none: the journal shows it), its machine.

    What belongs into the archive of the year and into the whole file (全卷) of a matter says so. `sight` says who
    sees how much of it (`core.sight.sees`); a kind that does not say is seen by nobody. `attaches` takes the id and
    gives who may put files to it (`core.attaching.Writers`); without it the record takes none. `listed`
    is what `lianxi list` calls it, `columns` what a line of that list tells; a column of several fields names
    them one after another. `searched` are the columns in which the search of all pages looks and by which it names a
    hit; `finder` takes rows, the conference's id and a text, where a room finds them by an index of its own.
    """

    table: str
    url: str = ""
    machine: Name = ""
    archived: bool = False
    in_file: bool = False
    sight: Sees = UNSTATED
    attaches: Name = ""
    listed: str = ""
    columns: tuple[str, ...] = ("state", "title")
    searched: tuple[str, ...] = ()
    finder: Name = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A kind of record that is in the hands of the seat that acted on it last, while it is in some states.

    When the seat is handed over it goes along, called by a column (over keys by `__`). Without `states` it is open
    while a step leads on: name them where a step leads on from what is done, as to open it again.
    """

    table: str
    title: str = "title"
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """A list as a file: its title, the address of the file and of the page whose filters it takes."""

    title: str
    url: str
    page: str


@dataclass(frozen=True, slots=True)
class DailyJob:
    """A job of the day: `run` takes the moment and gives how many records it touched.

    It touches only what is due, may be run any number of times a day, and by two workers at once. It runs
    after the jobs it needs and before those that need it, both by name. One that `after_acts` is run by the worker
    soon after acts came in, too.
    """

    name: str
    title: str
    run: Name
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after_acts: bool = False


@dataclass(frozen=True, slots=True)
class DoctorCheck:
    """A check of the installation: `look` takes the day and yields `core.doctor.Sign`."""

    title: str
    look: Name


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """A kind of message that the office sets on or off: the records it is about, by table or by room.

    `to_groups`: it leaves by the robots of groups too, where the office set nothing.
    """

    code: str
    label: str
    records: tuple[str, ...]
    place: int
    to_groups: bool = False


@dataclass(frozen=True, slots=True)
class OriginKind:
    """What creates obligations, as the ledger shows it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that the room's records hold already: `count` gives `ledger.holding.Held`."""

    indicator: str
    count: Name


# What a room may follow: who holds a seat, a unit's place that passes on, a unit that leaves, a calendar
# that moves open clocks, files that the journal vouches for, whom an employer's rows are open to (`run` takes the
# actor and gives the condition of an employer).
SEAT_HELD, UNIT_PASSED, UNIT_LEFT, CLOCKS, FILES = "seat_held", "unit_passed", "unit_left", "clocks", "files"
EMPLOYERS = "employers"
# What was in hand and is taken over: `run` takes the act, the records by name, the seat that gave
# them and the one that took them.
HANDED = "handed"


@dataclass(frozen=True, slots=True)
class Follow:
    """What the room does when something happens in a lower one; `kind` is one of the constants above."""

    kind: str
    run: Name


@dataclass(frozen=True, slots=True)
class CommandName:
    """A command of `lianxi`; `adds` is the function that adds it, loaded when somebody asks for the command."""

    name: str
    adds: Name


@dataclass(frozen=True, slots=True)
class Room:
    """The outward side of a room. Every facet is stated or refused.

    `wing` is the package of its pages; `waiting` yields `core.desk.Task` for a desk, `handover` names what
    a seat has in hand beside the matters of the ledger, `feed` the days of a seat's calendar, `digest` the lines of a
    day's message;
    `limits` is the file of its time limits, `papers` the kinds of paper it issues, `commands` the names
    of its commands with the function that adds each (`calendar` → `lianxi.cli.calendars:add_commands`).
    """

    name: str
    title: str
    package: str
    wing: Single
    menu: Facet[MenuEntry]
    records: Facet[RecordKind]
    waiting: Single
    handover: Facet[Held]
    feed: Single
    digest: Single
    exports: Facet[Export]
    jobs: Facet[DailyJob]
    checks: Facet[DoctorCheck]
    events: Facet[MessageEvent]
    origins: Facet[OriginKind]
    figures: Facet[Figure]
    limits: Single
    papers: Facet[PaperKind]
    commands: Facet[CommandName]
    follows: Facet[Follow]


def rooms() -> tuple[Room, ...]:
    """Return the faces of all rooms, the lowest first.

    The list is found by name, as Django finds its settings: LIANXI_HOUSE names a module with ROOMS.
    """
    return _faces(_house())


def _house() -> str:
    return os.environ.get("LIANXI_HOUSE", "lianxi.config.rooms")


@cache
def _faces(house: str) -> tuple[Room, ...]:
    packages: tuple[str, ...] = import_module(house).ROOMS
    return tuple(import_module(f"{package}.room").ROOM for package in packages)


def stated(facet: Facet[T]) -> tuple[T, ...]:
    """Return what a facet states; nothing where it is refused."""
    return () if isinstance(facet, Refused) else facet


def load(name: Name) -> Any:
    """Return the object that a face names. Raises ImportError or AttributeError where there is none."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def singles(names: Iterable[Single]) -> list[Any]:
    """Return the objects of the rooms that state a single facet, the lowest room first."""
    return [load(name) for name in names if not isinstance(name, Refused)]


def followers(kind: str) -> list[Any]:
    """Return what the rooms do when something of a kind happens, the lowest room first."""
    return [load(one.run) for room in rooms() for one in stated(room.follows) if one.kind == kind]


def menu() -> list[MenuEntry]:
    """Return the entries of the menu in their order."""
    found = [entry for room in rooms() for entry in stated(room.menu)]
    return sorted(found, key=lambda entry: entry.place)


def record_kinds() -> Mapping[str, RecordKind]:
    """Return the kinds of record of all rooms by table (`ledger.obligation`)."""
    return _record_kinds(_house())


@cache
def _record_kinds(house: str) -> Mapping[str, RecordKind]:
    return MappingProxyType({kind.table: kind for room in _faces(house) for kind in stated(room.records)})


def held_kinds() -> list[Held]:
    """Return the kinds of record that a seat hands over."""
    return [one for room in rooms() for one in stated(room.handover)]


def machines() -> dict[str, Machine]:
    """Return the transition tables of all rooms by the table of their records."""
    return {kind.table: load(kind.machine) for kind in record_kinds().values() if kind.machine}


def machine_of(table: str) -> Machine | None:
    """Return the transition table of a kind of record; None where it has none."""
    kind = record_kinds().get(table)
    return load(kind.machine) if kind is not None and kind.machine else None


def message_events() -> list[MessageEvent]:
    """Return the kinds of message in their order."""
    found = [event for room in rooms() for event in stated(room.events)]
    return sorted(found, key=lambda event: event.place)


def paper_kinds() -> dict[str, PaperKind]:
    """Return the kinds of paper of all rooms by code, in the order in which lists show them."""
    found = [kind for room in rooms() for kind in stated(room.papers)]
    return {kind.code: kind for kind in sorted(found, key=lambda kind: kind.place)}


def kind_of(code: str) -> PaperKind:
    """Return the kind of paper of a code. Raises ValueError for a code that no room states."""
    if (kind := paper_kinds().get(code)) is None:
        raise ValueError(f"no room issues papers of the kind {code!r}")
    return kind


def doctor_checks() -> list[DoctorCheck]:
    """Return the checks of the installation, the lowest room's first."""
    return [check for room in rooms() for check in stated(room.checks)]


def daily_jobs() -> list[DailyJob]:
    """Return the day's jobs in the order of what they need; else in the order of the rooms.

    Raises ValueError for a job that needs one that is not there, or for a circle.
    """
    jobs = {job.name: job for room in rooms() for job in stated(room.jobs)}
    needs = {name: list(job.after) for name, job in jobs.items()}
    for job in jobs.values():
        for later in job.before:
            needs.setdefault(later, []).append(job.name)
    if unknown := ({*needs} | {one for some in needs.values() for one in some}) - {*jobs}:
        raise ValueError(f"no daily job is called {', '.join(sorted(unknown))}")
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise ValueError(f"daily jobs that need each other: {error.args[1]}") from error
    return [jobs[name] for name in order]


def listed_kinds() -> dict[str, RecordKind]:
    """Return the kinds of record that `lianxi list` lists, by what it calls them."""
    return {kind.listed: kind for kind in record_kinds().values() if kind.listed}
