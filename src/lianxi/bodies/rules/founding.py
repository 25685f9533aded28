"""The plan of a conference: what a reviewed founding document says, in the terms of bodies."""

from dataclasses import dataclass
from datetime import date

from lianxi.core.actors import SeatKind
from lianxi.core.basis import Basis


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A member unit with its canonical name and every printed form."""

    name: str
    aliases: tuple[str, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class PlannedSeat:
    """A seat of a unit; `person` and `title` are empty where the document names nobody."""

    kind: SeatKind
    unit: str
    basis: Basis
    person: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """A rule with the words it comes from; source is "document" or "configured"."""

    code: str
    value: str
    text: str
    source: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class FoundingPlan:
    """Everything that adoption creates, each part with its clause."""

    name: str
    short_name: str
    region: str
    instrument: str
    version: int
    starts_on: date
    office_unit: str | None
    units: tuple[PlannedUnit, ...]
    seats: tuple[PlannedSeat, ...]
    rules: tuple[PlannedRule, ...]
    is_demo: bool = False
    is_simulated: bool = False
    # The conference of this installation under which it stands (database id).
    above: int | None = None
