"""The reading as plain data for JSON: the field names of the command's contract, nothing else."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lianxi.law.reading.model import ClauseText, ConferenceText, Reading, RosterLine

_SCALARS = (
    "issuer",
    "doc_number",
    "date",
    "region",
    "title",
    "document_kind",
    "kind_why",
    "founds_conference",
    "convener",
    "office_host_unit",
    "meeting_frequency",
    "minutes_rule",
    "functions_count",
)


def as_json(reading: Reading) -> dict[str, Any]:
    """Give the reading as a dictionary of plain values, ready for `json.dumps`; null where silent."""
    out: dict[str, Any] = {name: getattr(reading, name) for name in _SCALARS}
    out["units"] = _units(reading) or None
    out["groups"] = list(reading.groups)
    out["duties"] = {unit: list(numbers) for unit, numbers in reading.duties.items()}
    out["functions"] = [clause.text for clause in reading.functions]
    out["mechanisms"] = list(reading.mechanisms)
    out["roster"] = [_roster_line(line) for line in reading.roster]
    out["roster"] += [_roster_line(line) for part in reading.conferences[1:] for line in part.roster]
    out["deputies"] = [_roster_line(line) for line in reading.deputies]
    out["changes"] = [asdict(change) for change in reading.changes]
    out["conferences"] = [_conference(part) for part in reading.conferences]
    out["clauses"] = [_clause(clause) for clause in reading.clauses]
    out["sources"] = {field: [asdict(one) for one in found] for field, found in reading.sources.items()}
    out["findings"] = [asdict(finding) for finding in reading.findings]
    return out


def _clause(clause: ClauseText) -> dict[str, Any]:
    data = asdict(clause)
    data["path"] = list(clause.path)
    data["acts"] = [{key: _plain(value) for key, value in asdict(act).items()} for act in clause.acts]
    return data


def _units(reading: Reading) -> list[str]:
    """Return the units as printed in a founding document; with several conferences the names of all, each once."""
    names = [unit.name for unit in reading.units]
    names += [unit.name for part in reading.conferences[1:] for unit in part.units]
    if reading.document_kind == "amendment":
        names = [change.name for change in reading.changes if change.kind == "add"]
    return list(dict.fromkeys(names))


def _conference(part: ConferenceText) -> dict[str, Any]:
    data = asdict(part)
    data["units"] = [unit.name for unit in part.units] or None
    data["roster"] = [_roster_line(line) for line in part.roster]
    return data


def _roster_line(line: RosterLine) -> dict[str, Any]:
    data = asdict(line)
    return data | {"person": line.person or None, "person_as_printed": line.person_as_printed or None}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
