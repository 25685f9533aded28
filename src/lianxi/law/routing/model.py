"""The words of routing as frozen values: facts of a case, conditions of an act, and the ruling with its reasons."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from lianxi.law.routing.acts import Act, Condition
from lianxi.law.routing.gates import GateName, Gates
from lianxi.law.routing.own_words.shelf import OwnShelf

State = Literal["true", "false", "unknown"]
Tier = Literal["established", "conditional", "general"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one dimension: true, false or left open, with the words or the person behind it.

    `start`/`end` are code points into the case's own text (None when not from text); `basis` is
    "text", "confirmed" or the number of the inference that added it.
    """

    dimension: str
    code: str
    state: State
    words: str
    basis: str = "text"
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """A founding document ready for routing: its text, its date if it has one, and its acts in printed order.

    `gates` say for which region and subject it is. `has_facets` tells that the vocabulary of facts is about its
    subject; without it only its own words (`own`) answer.
    """

    code: str
    title: str
    text: str = field(repr=False)
    acts: tuple[Act, ...] = field(repr=False)
    issued_on: dt.date | None = None
    gates: Gates | None = None
    has_facets: bool = True
    own: OwnShelf | None = field(default=None, repr=False, compare=False)

    def words(self, start: int, end: int) -> str:
        """Return the exact words of a span, code points into the instrument's text."""
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Met:
    """A condition that is met, with the facts that meet it."""

    condition: Condition
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One act that answers: the unit, its clause, the act's exact words and why it stands in its tier.

    `own_words` are the case's words that met the document's own; such an answer is always conditional.
    """

    unit: str
    clause: str
    act_id: str
    start: int
    end: int
    text: str
    role: str
    tier: Tier
    met: tuple[Met, ...]
    unknown: tuple[Condition, ...]
    own_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """A phrase of the case that was understood but does not count, and why ("已核实推翻")."""

    dimension: str
    code: str
    words: str
    why: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rejection:
    """A near act that does not answer, with the span of the words that shut it out."""

    unit: str
    clause: str
    act_id: str
    why: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """A dimension worth asking about, and what the answer would decide."""

    dimension: str
    why: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """The whole answer to one case, with the facts it rests on; `missing` says why it abstains.

    `gate` names the gate that shut the case out, `missing` then is its reason; `passed` are the phrases that do
    not count.
    """

    instrument: str
    answers: tuple[Answer, ...]
    abstained: bool
    questions: tuple[Question, ...]
    rejected: tuple[Rejection, ...]
    facts: tuple[Fact, ...]
    missing: str | None = None
    gate: GateName | None = None
    passed: tuple[Passed, ...] = ()
