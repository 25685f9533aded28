"""The reading as plain data for JSON: the field names of the command's contract, nothing else."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from lianxi.law.reading.model import ClauseText, Reading, RosterLine

_SCALARS = (
    "issuer",
    "doc_number",
    "date",
    "region",
    "title",
    "founds_conference",
    "convener",
    "office_host_unit",
    "meeting_frequency",
    "minutes_rule",
)


def as_json(reading: Reading) -> dict[str, Any]:
    """Give the reading as a dictionary of plain values, ready for `json.dumps`; null where silent."""
    out: dict[str, Any] = {name: getattr(reading, name) for name in _SCALARS}
    out["units"] = [unit.name for unit in reading.units] or None
    out["duties"] = {unit: list(numbers) for unit, numbers in reading.duties.items()}
    out["functions"] = [clause.text for clause in reading.functions]
    out["mechanisms"] = list(reading.mechanisms)
    out["roster"] = [_roster_line(line) for line in reading.roster]
    out["clauses"] = [_clause(clause) for clause in reading.clauses]
    out["sources"] = {field: [asdict(one) for one in found] for field, found in reading.sources.items()}
    out["findings"] = [asdict(finding) for finding in reading.findings]
    return out


def _clause(clause: ClauseText) -> dict[str, Any]:
    data = asdict(clause)
    data["path"] = list(clause.path)
    data["acts"] = [{key: _plain(value) for key, value in asdict(act).items()} for act in clause.acts]
    return data


def _roster_line(line: RosterLine) -> dict[str, Any]:
    return asdict(line)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
