"""Grading schemes and reporting duties as data with source and validity."""

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

# The scheme that turns the network report on is no grade; it is answered apart.
REPORTABLE = "phe_reportable"
CLOSED = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=CLOSED)
class Grade:
    """A grade and the conditions any of which gives it: names of counts and the numbers to reach."""

    grade: str
    any: tuple[Mapping[str, int], ...]

    def holds(self, totals: Mapping[str, int]) -> bool:
        """Tell whether the totals reach every number of one condition."""
        return any(
            all(totals.get(name, 0) >= least for name, least in condition.items()) for condition in self.any
        )


@dataclass(frozen=True, config=CLOSED)
class Scheme:
    """One grading scheme, worst grade first."""

    code: str
    title: str
    kinds: tuple[str, ...]
    grades: tuple[Grade, ...]
    source: str = ""
    confidence: str = ""
    starts_on: date | None = None
    ends_before: date | None = None
    needs_work_safety: bool = False
    debatable_at: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    investigates: Mapping[str, str] = field(default_factory=dict)
    window_days: int | None = None
    note: str = ""

    def grade_of(self, totals: Mapping[str, int]) -> str | None:
        """Return the grade the totals give; None where none is reached."""
        return next((one.grade for one in self.grades if one.holds(totals)), None)


@dataclass(frozen=True, config=CLOSED)
class ReportDuty:
    """Who must tell whom within what time once `scheme` gives one of `grades` (None: any).

    Where it needs no grade, an event of the scheme's kinds brings it before anything is counted.
    """

    rule: str
    actor: str
    scheme: str
    to: str
    limit: str
    source: str
    confidence: str
    grades: tuple[str, ...] | None = None
    unless: tuple[str, ...] = ()
    needs_grade: bool = True

    def arises(self, grade: str | None) -> bool:
        """Tell whether a grade of its scheme, or none yet, brings the duty."""
        if not self.needs_grade:
            return True
        return grade is not None and (self.grades is None or grade in self.grades)


@cache
def shipped_schemes() -> tuple[Scheme, ...]:
    """Return the shipped schemes in the order of the file."""
    return TypeAdapter(tuple[Scheme, ...]).validate_json(_text("grades.json"))


@cache
def shipped_duties() -> tuple[ReportDuty, ...]:
    """Return the shipped reporting duties in the order of the file."""
    return TypeAdapter(tuple[ReportDuty, ...]).validate_json(_text("duties.json"))


def scheme_from_dict(told: Mapping[str, Any]) -> Scheme:
    """Read a scheme as an office configures it (`applies.kinds`). Raises ValidationError where it is none."""
    plain = {name: value for name, value in told.items() if name != "applies"}
    applies = told.get("applies", {})
    more = {"kinds": applies.get("kinds", ()), "needs_work_safety": "needs" in applies}
    return TypeAdapter(Scheme).validate_json(json.dumps({**more, **plain}))


def _text(name: str) -> str:
    return files("lianxi.incidents").joinpath("schemes", name).read_text(encoding="utf-8")
