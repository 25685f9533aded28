"""What rooms put before a seat: tasks that wait for it, and days for its calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lianxi.core.actors import UNIT_SPEAKERS, Actor
from lianxi.core.basis import ADMINISTRATIVE, Basis
from lianxi.core.words import day_of

# Of a kind of work at most so many tasks; whoever cuts says so with a Rest.
MOST = 100


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk it is and at which moment, with the conference's rules in force (code → value)."""

    conference_id: int
    actor: Actor
    at: datetime
    rules: Mapping[str, str]

    @property
    def day(self) -> date:
        """The day of the desk in China."""
        return day_of(self.at)

    @property
    def speaks(self) -> bool:
        """Whether the seat speaks for its unit."""
        return self.actor.kind in UNIT_SPEAKERS and self.actor.unit_id is not None

    def is_on(self, rule: str) -> bool:
        """Tell whether a rule that is on or off is on."""
        return self.rules.get(rule) == "on"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: what to do, with what, where, and why it is this seat's.

    `mine` is False where another seat must act and this one follows it. A task with a day gets its light
    when desks are merged, unless the room gives its own (`light` is a value of ledger.rules.Light). `room`
    is filled in then. Where one step does another one too (who answers a notice has signed for it), the task
    names the `record` that it `covers`, and the task about that record is left out. A task that is `first` stands
    above the others whatever its day: nothing goes on without this seat's word.
    """

    kind: str
    title: str
    url: str
    why: str
    due_on: date | None = None
    derivation: Mapping[str, Any] | None = None
    cited: Basis = ADMINISTRATIVE
    mine: bool = True
    light: str = ""
    light_words: str = ""
    light_why: str = ""
    record: str = ""
    covers: str = ""
    room: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """That a room has more tasks than it lists, and the page that lists them all."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """What a desk says in its first line, with the page of the records it counts; a count of 0 is not written."""

    words: str
    url: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a seat's calendar: a day something is due, or a span of moments.

    `record` is the row as the journal names it (meetings.opinion:3), `version` how often it changed;
    `kind` is shown where no title may leave; `why` says how the day came out where no derivation does.
    """

    record: str
    version: int
    url: str
    kind: str
    title: str
    due_on: date | None = None
    derivation: Mapping[str, Any] | None = None
    why: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""

    @property
    def name(self) -> str:
        """The entry's name for programs: opinion-3. It never changes."""
        return self.record.rpartition(".")[2].replace(":", "-")
