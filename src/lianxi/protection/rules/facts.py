"""What is known of one patient's path as of a day: dates and outcome words, no person."""

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

CLOSED = ConfigDict(extra="forbid")
RECOGNISED_WORDS = ("gone", "unconfirmable")


@dataclass(frozen=True, config=CLOSED)
class Appraisal:
    """An appraisal of the diagnosis: first or second, applied, accepted, its paper received, what it says."""

    level: Literal[1, 2]
    applied_on: date | None = None
    accepted_on: date | None = None
    received_on: date | None = None
    result: Literal["yes", "no"] | None = None


@dataclass(frozen=True, config=CLOSED)
class Employer:
    """The employer as its keepers know it: state, labour relation, insurance."""

    state: str = "unknown"
    relation: Literal["confirmed", "unconfirmable", "disputed"] = "confirmed"
    insured: Literal["yes", "no", "unknown"] = "unknown"

    @property
    def is_gone(self) -> bool:
        return self.state not in ("operating", "unknown")


@dataclass(frozen=True, config=CLOSED)
class Span:
    """Days that do not count, both included."""

    starts_on: date = Field(alias="from")
    ends_on: date = Field(alias="to")
    reason: str = ""


@dataclass(frozen=True, config=CLOSED)
class Injury:
    """The application for recognition as a work injury."""

    applied_on: date | None = None
    accepted_on: date | None = None
    clear: bool = False
    pauses: tuple[tuple[date, date], ...] = ()
    decided_on: date | None = None
    received_on: date | None = None
    result: Literal["recognised", "refused", "not_accepted"] | None = None


@dataclass(frozen=True, config=CLOSED)
class Ability:
    """The assessment of working ability."""

    applied_on: date | None = None
    concluded_on: date | None = None
    received_on: date | None = None
    extended: bool = False


@dataclass(frozen=True, config=CLOSED)
class Benefit:
    """The benefits, and the advance payment where the employer does not pay."""

    paid: bool = False
    employer_refused_on: date | None = None
    advance_applied_on: date | None = None
    urged_on: date | None = None


@dataclass(frozen=True, config=CLOSED)
class Recognition:
    """The finding that the employer is gone or the relation cannot be confirmed, by the unit of the ruling."""

    by: str
    result: str
    on: date | None = None


@dataclass(frozen=True, config=CLOSED)
class Aid:
    """An application for aid and its decision."""

    applied_on: date | None = None
    decided_on: date | None = None
    received_on: date | None = None
    result: Literal["granted", "refused"] | None = None


@dataclass(frozen=True, config=CLOSED)
class Ruling:
    """The office's word on who recognises."""

    recognises: str
    clause: str | None = None


@dataclass(frozen=True, config=CLOSED)
class Path:
    """Everything known of one path as of a day."""

    instrument: str
    as_of: date
    result: Literal["suspected", "yes", "no"]
    employer: Employer
    found_on: date | None = None
    diagnosed_on: date | None = None
    certificate_issued_on: date | None = None
    certificate_received_on: date | None = None
    appraisals: tuple[Appraisal, ...] = ()
    listed_to_hr_on: date | None = None
    custody: str = "none"
    exposure: str = "employment"
    excluded: tuple[Span, ...] = ()
    injury: Injury | None = None
    ability: Ability | None = None
    benefit: Benefit | None = None
    recognition: Recognition | None = None
    household: str = "unknown"
    urgent: bool = False
    aid_medical: Aid | None = None
    aid_living: Aid | None = None
    ruling: Ruling | None = None

    def known(self, day: date | None) -> date | None:
        """Return a day if it has come."""
        return day if day is not None and day <= self.as_of else None

    @property
    def last_appraisal(self) -> Appraisal | None:
        """The latest appraisal whose paper was received."""
        done = [one for one in self.appraisals if self.known(one.received_on) and one.result]
        return max(done, key=lambda one: one.level, default=None)

    @property
    def is_positive(self) -> bool:
        """Whether the disease counts as occupational: the latest appraisal decides, else the diagnosis."""
        last = self.last_appraisal
        return last.result == "yes" if last else self.result == "yes"

    @property
    def positive_on(self) -> date | None:
        """The day from which it does: of the diagnosis, else of the appraisal that turned it."""
        last = self.last_appraisal
        turned = last is not None and last.result == "yes" and self.result != "yes"
        return last.received_on if turned and last else self.diagnosed_on

    @property
    def is_recognised(self) -> bool:
        """Whether the employer was found gone or the relation unconfirmable."""
        found = self.recognition
        is_so = found is not None and found.result in RECOGNISED_WORDS
        return is_so and found is not None and (found.on is None or found.on <= self.as_of)

    @property
    def has_applied(self) -> bool:
        return self.injury is not None and self.known(self.injury.applied_on) is not None
