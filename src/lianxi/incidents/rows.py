"""What the reads of this room give to the doors: the fields that may be read, and no way to a table."""

from datetime import datetime
from typing import Any, Protocol

from lianxi.bodies.rows import ConferenceRow


class IncidentRow(Protocol):
    """A group occupational hazard event. A merged one stays readable and counts as a part of `parent`."""

    pk: int
    conference_id: int
    division: str
    entered_at: datetime
    is_late: bool
    kind: str
    number: str
    radiation: Any
    state: str
    title: str
    told_at: datetime

    @property
    def conference(self) -> ConferenceRow: ...


class HandSignalRow(Protocol):
    """A call: from whom, when told (`happened_at`), where, what is said. `said` is emptied where a person stood in it."""

    pk: int
    source_kind: str


class DutyPhoneRow(Protocol):
    """A line of the duty sheet: a unit or area, its posts and telephones; office data, entered by the office."""

    pk: int
    body: str
    call_code: str
    day_phone: str
    night_phone: str
    post: str
