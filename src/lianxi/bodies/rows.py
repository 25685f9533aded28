"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import date, datetime
from typing import Protocol

from lianxi.core.basis import Basis
from lianxi.core.related import Related


class PersonRow(Protocol):
    """Somebody who holds or held a seat; `login` is empty until a one-time link was accepted."""

    pk: int
    login: str | None
    name: str


class UnitRow(Protocol):
    """A department or organisation. Names are unique in their region."""

    pk: int
    name: str

    @property
    def aliases(self) -> "Related[UnitAliasRow]": ...


class UnitAliasRow(Protocol):
    """Another form of a unit's name, as documents print it."""

    pk: int
    text: str


class ConferenceRow(Protocol):
    """A joint conference and the instrument that founds it."""

    pk: int
    confirmed_at: datetime | None
    ends_before: date | None
    instrument: str
    instrument_version: int
    is_demo: bool
    is_simulated: bool
    name: str
    region: str
    short_name: str
    starts_on: date

    @property
    def office_unit(self) -> "UnitRow | None": ...

    @property
    def parent(self) -> "ConferenceRow | None": ...


class MembershipRow(Protocol):
    """A unit's place in the conference, from a day, in the printed order."""

    pk: int
    unit_id: int

    @property
    def unit(self) -> "UnitRow": ...


class SeatRow(Protocol):
    """A place somebody acts from: its kind and unit. Rights hang on seats."""

    pk: int
    conference_id: int
    kind: str
    unit_id: int

    @property
    def basis(self) -> Basis: ...

    def get_kind_display(self) -> str: ...

    @property
    def label(self) -> str: ...


class TenureRow(Protocol):
    """A person in a seat with the title of that time: papers print the title of their day."""

    pk: int
    conference_id: int
    ends_before: date | None
    person_id: int
    seat_id: int
    starts_on: date
    stood_in_by: int | None
    title: str

    @property
    def conference(self) -> "ConferenceRow": ...

    @property
    def person(self) -> "PersonRow": ...

    @property
    def seat(self) -> "SeatRow": ...


class MemberChangeRow(Protocol):
    """A unit's proposal to change who holds one of its seats, until the conference decides."""

    pk: int
    decided_at: datetime | None
    effective_on: date | None
    is_entered: bool
    letter: str
    letter_on: date | None
    person_name: str
    proposed_at: datetime
    reason: str
    state: str
    title: str
    unit_id: int

    seat_id: int

    @property
    def proposed_seat(self) -> "SeatRow | None": ...

    @property
    def seat(self) -> "SeatRow": ...

    @property
    def unit(self) -> "UnitRow": ...


class ConferenceRuleRow(Protocol):
    """A rule of the conference as a row with validity: ended and started anew, never edited."""

    pk: int
    basis_clause: str
    code: str
    source: str
    starts_on: date
    text: str
    value: str

    @property
    def basis(self) -> Basis: ...


class InvitationRow(Protocol):
    """A one-time link to take a seat; its code is born when it is released, and only its hash is stored."""

    pk: int
    state: str
    expires_at: datetime
    name: str
    title: str
    email: str

    @property
    def conference(self) -> "ConferenceRow": ...

    @property
    def seat(self) -> "SeatRow": ...
