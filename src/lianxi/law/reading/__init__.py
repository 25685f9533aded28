"""Reading of founding documents: text → instrument → clauses → acts, with exact offsets; pure, no database."""

from lianxi.law.reading.extract import Unreadable, extract
from lianxi.law.reading.jsonform import as_json
from lianxi.law.reading.model import (
    ActText,
    Change,
    ClauseText,
    ConferenceText,
    Finding,
    OfficeSeat,
    Reading,
    RosterLine,
    RuleText,
    Source,
    Span,
    UnitText,
)
from lianxi.law.reading.read import bounded_reading, read_text

__all__ = [
    "ActText",
    "Change",
    "ClauseText",
    "ConferenceText",
    "Finding",
    "OfficeSeat",
    "Reading",
    "RosterLine",
    "RuleText",
    "Source",
    "Span",
    "UnitText",
    "Unreadable",
    "as_json",
    "bounded_reading",
    "extract",
    "read_text",
]
