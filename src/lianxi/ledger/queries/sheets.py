"""Reads of imports: what applying a spreadsheet would do, row by row, against the ledger as it stands."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lianxi.bodies.queries import list_memberships
from lianxi.bodies.rows import ConferenceRow
from lianxi.core.actors import Actor
from lianxi.core.canonical import canonical, digest
from lianxi.journal.sight import seen
from lianxi.ledger.models import ImportedRow, LedgerSheet, Obligation
from lianxi.ledger.rules import ENDED, Origin
from lianxi.ledger.rules.importing import (
    HEADINGS,
    NEEDED,
    Known,
    PlannedRow,
    RowState,
    plan_rows,
    row_key,
    written_key,
)
from lianxi.tables.sheets import Sheet, read_sheet

# Keys asked for in one query: below every database's limit of parameters.
AT_ONCE = 900
_NUMBER = re.compile(r"编号:([0-9]{4})-([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What applying a sheet would do: its rows, headings nobody knows, which sheets were read, a digest of all of it.

    The digest changes with the ledger: who applies names the digest that was seen.
    """

    rows: tuple[PlannedRow, ...]
    unknown: tuple[str, ...]
    notes: tuple[str, ...]
    digest: str

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each state."""
        found = Counter(row.state.value for row in self.rows)
        return {state.value: found[state.value] for state in RowState}


def plan_sheet(conference: ConferenceRow, name: str, content: bytes, day: date) -> SheetPlan:
    """Say what importing a spreadsheet on a day would do. Raises BadInput for no such table."""
    return plan_read(conference, read_ledger(name, content), day)


def read_ledger(name: str, content: bytes) -> Sheet:
    """Read the table of a ledger, within bounds of time and memory. Raises BadInput for no such table."""
    return read_sheet(name, content, HEADINGS, NEEDED)


def plan_read(conference: ConferenceRow, sheet: Sheet, day: date) -> SheetPlan:
    """Say what importing a table that was read would do on a day."""
    keys = list(dict.fromkeys(key for row in sheet.rows for key in (row_key(row), written_key(row))))
    rows = tuple(plan_rows(sheet.rows, unit_forms(conference, day), _known(conference.pk, keys), day))
    seen = digest(canonical([[row.where, row.state.value, row.changes, row.title] for row in rows]))
    return SheetPlan(rows, sheet.unknown, sheet.notes, seen)


def unit_forms(conference: ConferenceRow, day: date) -> dict[str, int]:
    """Return the member units of a day by every name they are known under."""
    forms: dict[str, int] = {}
    for membership in list_memberships(conference, day):
        unit = membership.unit
        for name in (unit.name, *(alias.text for alias in unit.aliases.all())):
            forms[name] = unit.pk
    return forms


def _known(conference_id: int, keys: Sequence[str]) -> dict[str, Known]:
    """Find what earlier imports stored, and obligations named by their own number."""
    found: dict[str, Known] = {}
    for some in _parts(keys):
        rows = ImportedRow.objects.filter(conference_id=conference_id, key__in=some)
        for row in rows.select_related("obligation"):
            found[row.key] = _as_known(row.obligation)
    own = {match[0]: match for key in keys if key not in found and (match := _NUMBER.fullmatch(key))}
    for some in _parts(list(own)):
        numbers = Q()
        for key in some:
            numbers |= Q(year=int(own[key][1]), sequence=int(own[key][2]))
        for obligation in Obligation.objects.filter(numbers, conference_id=conference_id):
            found[f"编号:{obligation.number}"] = _as_known(obligation)
    return found


def _parts(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


def _as_known(row: Obligation) -> Known:
    values: Mapping[str, object] = {
        "title": row.title,
        "text": row.text,
        "due_on": row.due_on,
        "source_label": row.source_label,
        "evidence_wanted": row.evidence_wanted,
        "lead_id": row.lead_unit_id,
    }
    return Known(row.pk, row.number, values, row.state in ENDED, row.origin == Origin.DECISION)


def list_sheets(conference_id: int, limit: int = 20, *, to: Actor) -> list[LedgerSheet]:
    """List the spreadsheets sent to be imported that a seat sees, the latest first."""
    return list(seen(to, LedgerSheet.objects.filter(conference_id=conference_id)).order_by("-pk")[:limit])
