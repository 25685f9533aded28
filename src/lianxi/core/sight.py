"""Who sees how much of a record: one line in the face of its room, read by one function for every door.

A kind of record declares grants; the highest one that holds for a seat counts, and where none holds there is
nothing. `lianxi.journal.sight` turns the same grants into the query of a list and into the sight of one record,
so that pages, counts, exports, files and the journal cannot disagree. Pure: paths are Django's, but only names here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any, TypeAlias

from lianxi.core import actors
from lianxi.core.actors import Actor, SeatKind


class Level(IntEnum):
    """How much: nothing, numbers (1–4 as <5), token and outcome, employer facts without person, the whole row."""

    NONE = 0
    COUNT = 1
    STATUS = 2
    EMPLOYER = 3
    ROW = 4


class Who(StrEnum):
    """Who a grant is for; `UNIT`, `SEAT` and `PERSON` are those that columns of the record name."""

    PUBLIC = "public"
    MEMBERS = "members"
    OFFICE = "office"
    CONVENERS = "conveners"
    # Who keeps the installation running: accounts and seats, never a matter.
    OPERATOR = "operator"
    UNIT = "unit"
    SEAT = "seat"
    PERSON = "person"
    # Whoever sees the record of which this one is a part.
    WHOLE = "whole"
    # Whom a function of the room names: `paths` holds its name, it takes the actor and gives a condition.
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Grant:
    """One audience and what it sees: by which paths it is named, in which cases, from which moment on.

    `cases` are columns with the values they must have, `barred` with those they must not. `since` is the column with
    the moment at which the record opened to this audience: before it is set nothing is seen, and entries before it
    stay closed. `home` is the path to the conference whose seats are meant, where it is not the record's own.
    """

    who: Who
    paths: tuple[str, ...] = ()
    level: Level = Level.ROW
    cases: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    barred: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    since: str = ""
    home: str = ""

    def when(self, **columns: Any) -> "Grant":
        """Hold only where each column has one of the values given (a value or a tuple)."""
        return replace(self, cases=(*self.cases, *_told(columns)))

    def unless(self, **columns: Any) -> "Grant":
        """Hold only where no column has one of the values given (a value or a tuple)."""
        return replace(self, barred=(*self.barred, *_told(columns)))

    def once(self, moment: str) -> "Grant":
        """Hold only once a column has its moment, and for what came from that moment on."""
        return replace(self, since=moment)

    def only(self, level: Level) -> "Grant":
        """Show no more than a level."""
        return replace(self, level=level)

    def of(self, home: str) -> "Grant":
        """Mean the seats of the conference that a path names."""
        return replace(self, home=home)

    def names(self, actor: Actor) -> bool:
        """Tell whether an actor can be meant at all; what the record says of it is asked of the record."""
        if actor.kind is SeatKind.VISITOR:
            return self.who is Who.PUBLIC or (self.who is Who.PERSON and actor.person_id is not None)
        # The installer sets up; the timer does what the office has ordered.
        if actor.kind in (SeatKind.INSTALLER, SeatKind.TIMER):
            return True
        # The operator keeps the installation running: what is addressed to its own seat or person, nothing else.
        if actor.kind is SeatKind.OPERATOR:
            return self.who in (Who.PUBLIC, Who.SEAT, Who.PERSON, Who.OPERATOR)
        if self.who is Who.OPERATOR:
            return False
        if self.who is Who.OFFICE:
            return actor.kind in actors.OFFICE | actors.CONVENERS
        if self.who is Who.CONVENERS:
            return actor.kind in actors.CONVENERS
        return True


def _told(columns: Mapping[str, Any]) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    return tuple((name, one if isinstance(one, tuple) else (one,)) for name, one in columns.items())


# The words of a face. OFFICE is the office and the conveners, who answer for it.
PUBLIC, MEMBERS = Grant(Who.PUBLIC), Grant(Who.MEMBERS)
OFFICE, CONVENERS = Grant(Who.OFFICE), Grant(Who.CONVENERS)
OPERATOR = Grant(Who.OPERATOR)


def units(*paths: str) -> Grant:
    """Grant to the seats of the units that columns (or rows that point here) name."""
    return Grant(Who.UNIT, paths)


def seats(*paths: str) -> Grant:
    """Grant to the seats that columns name, whoever holds them."""
    return Grant(Who.SEAT, paths)


def persons(*paths: str) -> Grant:
    """Grant to the very persons that columns name."""
    return Grant(Who.PERSON, paths)


def as_of(*paths: str) -> Grant:
    """Grant as much as the whole does of which this is a part (or that points here)."""
    return Grant(Who.WHOLE, paths)


def ruled(name: str) -> Grant:
    """Grant by a function of the room ("package.module:name") that gives the condition of a row for an actor."""
    return Grant(Who.RULE, (name,))


# As a path of `as_of`: whatever row of a declared kind points at the record.
ANYTHING = "*"

Grants: TypeAlias = tuple[Grant, ...]


@dataclass(frozen=True, slots=True)
class Sees:
    """What a kind of record declares: grants, and columns with a *who* of their own (`fields`).

    `about` says whose rows these are (employer, site, person): members and the public then see counts. `status`
    and `employer` are the columns shown at those levels. `home` is the path to the record's conference, empty
    where it belongs to none. `why` is the reason where nobody sees it.
    """

    grants: Grants = ()
    about: str = ""
    fields: Mapping[str, Grants] = field(default_factory=dict, hash=False)
    status: tuple[str, ...] = ()
    employer: tuple[str, ...] = ()
    home: str = "conference"
    why: str = ""

    @property
    def capped(self) -> Grants:
        """The grants as they hold: of rows about somebody, members and the public see counts."""
        if not self.about:
            return self.grants
        most = {Who.MEMBERS: Level.COUNT, Who.PUBLIC: Level.COUNT}
        return tuple(one.only(min(one.level, most.get(one.who, one.level))) for one in self.grants)


ABOUT = ("", "employer", "site", "person")


def sees(
    *grants: Grant,
    about: str = "",
    fields: Mapping[str, Grants] | None = None,
    status: tuple[str, ...] = (),
    employer: tuple[str, ...] = (),
    home: str = "conference",
) -> Sees:
    """Declare who sees a kind of record, in one line of its face. Raises ValueError for a declaration of nothing."""
    if not grants or about not in ABOUT:
        raise ValueError("say who sees it, or nobody(why); about is one of employer, site, person")
    return Sees(grants, about, fields or {}, status, employer, home)


def nobody(why: str) -> Sees:
    """Declare that no seat ever sees a kind of record, and the reason in a sentence."""
    return Sees(why=why)


# What a kind shows before it says anything: nothing.
UNSTATED = Sees()


@dataclass(frozen=True, slots=True)
class Sight:
    """What an actor sees of one record: how much, which columns, and from which moment on (None: from the start)."""

    level: Level = Level.NONE
    fields: frozenset[str] = frozenset()
    since: datetime | None = None

    def shows(self, column: str) -> bool:
        """Tell whether a column is shown, by its own name or with `_id`."""
        return column in self.fields or f"{column}_id" in self.fields

    @property
    def is_whole(self) -> bool:
        """Whether the row itself is seen, and not only a number or its outcome."""
        return self.level is Level.ROW


BLIND = Sight()
