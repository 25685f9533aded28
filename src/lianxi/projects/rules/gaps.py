"""Gaps of a project as of a day, whose each is by which clause, what was done late, and what must be asked.

Rules and addresses are data (`data.py`). Guangdong's list has no clause on project information, so that nothing there
may be asked for by one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any, Literal

from pydantic import ConfigDict, Field, PositiveInt, TypeAdapter
from pydantic.dataclasses import dataclass as validated

from lianxi.core.facts import read_facts
from lianxi.core.workdays import DAY, Calendar, add_workdays, china
from lianxi.projects.rules.codes import INVALID, NONE, code_form
from lianxi.projects.rules.data import (
    COUNTY,
    DECLARING,
    JUDGING,
    PUBLISHING,
    SHARING,
    GapRule,
    addresses,
    gap_rules,
)
from lianxi.projects.rules.risk import OPEN, is_listed, risk_class

CLOSED = ConfigDict(extra="forbid")
# 职业病危害项目申报: within 30 days of acceptance.
DECLARE_DAYS = 30
# Approvals of which the clause speaks; a 备案 falls to the platform's clause until a ruling says otherwise.
SHARED_KINDS = ("审批", "核准")


@validated(frozen=True, config=CLOSED)
class SharingLimits:
    """Working days within which a project is shared, and judged once shared; configured, no law."""

    share_workdays: PositiveInt = 5
    judge_workdays: PositiveInt = 10


@validated(frozen=True, config=CLOSED)
class ProjectFacts:
    """What is known of a project as of a day; a dated fact counts from its day on."""

    as_of: date
    instrument: str
    industries: tuple[str, ...]
    code: str | None = None
    level: Literal["county", "city", "province"] = "city"
    county: str = ""
    approved_by: str = ""
    kind: str = ""
    approved_on: date | None = None
    condition_clear: bool | None = None
    hazard: Literal["yes", "no", "unknown"] = "unknown"
    medical_radiation: Literal["none", "yes", "severe"] = "none"
    shared_on: date | None = None
    permit_on: date | None = None
    started_on: date | None = None
    production_on: date | None = None
    pre_evaluation_on: date | None = None
    design_review_on: date | None = None
    acceptance_on: date | None = None
    review_approved_on: date | None = None
    health_accepted_on: date | None = None
    declared_on: date | None = None
    contradicted_on: date | None = None
    status: Literal["active", "suspended", "cancelled"] = "active"
    limits: SharingLimits = Field(default_factory=SharingLimits)

    def known(self, name: str) -> date | None:
        """Return a dated fact if its day has come."""
        day: date | None = getattr(self, name)
        return day if day is not None and day <= self.as_of else None

    @cached_property
    def is_presumed(self) -> bool:
        """Whether hazards are expected because the industry is listed, and nobody has judged yet."""
        return self.hazard == "unknown" and any(is_listed(code) for code in self.industries)

    @cached_property
    def hazard_effective(self) -> str:
        """Whether hazards are to be expected: a listed industry is presumed so until somebody judged."""
        return "yes" if self.is_presumed else self.hazard

    @cached_property
    def building_on(self) -> date | None:
        """The signal that building began: the permit, else the start told by the platform."""
        return self.known("permit_on") or self.known("started_on")


@dataclass(frozen=True, slots=True)
class Gap:
    """One missing record: whose, by which clause, since which day, and on which level it is worked off."""

    gap: str
    unit: str
    clause: str
    since: date
    executes: str


def _plain(facts: ProjectFacts) -> bool:
    return facts.medical_radiation == "none" and facts.hazard_effective == "yes"


def _radiation(facts: ProjectFacts) -> bool:
    return facts.medical_radiation != "none" and facts.hazard_effective != "no"


def _severe_radiation(facts: ProjectFacts) -> bool:
    return facts.medical_radiation == "severe" and facts.hazard_effective != "no"


BUILDING, PRODUCING = "building", "producing"
APPLIES: dict[str, Callable[[ProjectFacts], bool]] = {
    "plain": _plain,
    "radiation": _radiation,
    "severe_radiation": _severe_radiation,
}


@cache
def flag_rules() -> tuple[GapRule, ...]:
    """Return the rules under which a signal asks for a dated flag."""
    return tuple(one for one in gap_rules().values() if one.applies)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything the facts of a project say as of a day."""

    code_form: str
    risk_class: str
    hazard: str
    gaps: tuple[Gap, ...]
    late: tuple[str, ...]
    asks: tuple[str, ...]


def find_gaps(facts: ProjectFacts, calendar: Calendar | None = None) -> Found:
    """Find what is missing, late and to be asked of a project as of its day; a cancelled one lacks nothing."""
    form, risk = code_form(facts.code), risk_class(facts.industries, facts.condition_clear)
    is_over, gaps = facts.status == "cancelled", list_gaps(facts, calendar or china())
    late = [] if is_over else sorted(_late(facts))
    asks = [] if is_over else list(_asks(facts, form, risk))
    return Found(form, risk, facts.hazard_effective, tuple(gaps), tuple(late), tuple(asks))


def list_gaps(facts: ProjectFacts, calendar: Calendar) -> list[Gap]:
    """List what is missing of a project as of its day, by name; of a cancelled one nothing."""
    return [] if facts.status == "cancelled" else sorted(_gaps(facts, calendar), key=lambda gap: gap.gap)


def _asks(facts: ProjectFacts, form: str, risk: str) -> Iterator[str]:
    if form in (INVALID, NONE):
        yield "code"
    if risk == OPEN:
        yield "condition"
    if facts.level == "province" and facts.instrument == "QZ":
        # The province keeps its own list; a city's conference can only ask for it.
        yield "province_list"


def _gaps(facts: ProjectFacts, calendar: Calendar) -> Iterator[Gap]:
    yield from _sharing(facts, calendar)
    yield from _judging(facts, calendar)
    for flag in flag_rules():
        signal = _signal(facts, flag)
        if signal is not None and APPLIES[flag.applies](facts) and facts.known(flag.fact) is None:
            yield from _gap(facts, flag.gap, flag.address, signal)
    accepted = facts.known("acceptance_on")
    if facts.hazard_effective == "yes" and accepted and facts.known("declared_on") is None:
        begins = accepted + timedelta(days=DECLARE_DAYS) + DAY
        if begins <= facts.as_of:
            yield from _gap(facts, "not_declared", DECLARING, begins)


def _late(facts: ProjectFacts) -> Iterator[str]:
    for flag in flag_rules():
        signal, done = _signal(facts, flag), facts.known(flag.fact)
        if signal is not None and done is not None and APPLIES[flag.applies](facts) and done > signal:
            yield flag.late


def _signal(facts: ProjectFacts, flag: GapRule) -> date | None:
    return facts.building_on if flag.signal == BUILDING else facts.known("production_on")


def _sharing(facts: ProjectFacts, calendar: Calendar) -> Iterator[Gap]:
    approved = facts.known("approved_on")
    is_due = facts.hazard_effective != "no" and facts.level != "province"
    if approved is None or not is_due or facts.known("shared_on") is not None:
        return
    begins = add_workdays(approved, facts.limits.share_workdays, calendar) + DAY
    if begins > facts.as_of:
        return
    if facts.level == "county":
        told = addresses(facts.instrument).get(COUNTY)
        if told:
            yield Gap("not_shared", f"{facts.county}{facts.approved_by}部门", told.clause, begins, "county")
        return
    is_shared = facts.approved_by == "工信" and facts.kind in SHARED_KINDS
    yield from _gap(facts, "not_shared", SHARING if is_shared else PUBLISHING, begins)


def _judging(facts: ProjectFacts, calendar: Calendar) -> Iterator[Gap]:
    shared, against = facts.known("shared_on"), facts.known("contradicted_on")
    if facts.hazard_effective == "unknown" and shared is not None:
        begins = add_workdays(shared, facts.limits.judge_workdays, calendar) + DAY
        if begins <= facts.as_of:
            yield from _gap(facts, "not_judged", JUDGING, begins)
    if facts.hazard == "no" and against is not None:
        yield from _gap(facts, "hazard_contradicted", JUDGING, against)


def _gap(facts: ProjectFacts, name: str, kind: str, since: date) -> Iterator[Gap]:
    address = addresses(facts.instrument).get(kind)
    if address is not None:
        yield Gap(name, address.unit, address.clause, since, "county" if facts.level == "county" else "city")


ADAPTER = TypeAdapter(ProjectFacts)


def judge(facts: dict[str, Any], _kind: str = "") -> dict[str, Any]:
    """Answer the facts of a project as plain JSON. Raises BadFacts."""
    found = find_gaps(read_facts(ADAPTER, facts))
    return {
        "code_form": found.code_form,
        "risk_class": found.risk_class,
        "hazard_effective": found.hazard,
        "gaps": [
            {
                "gap": one.gap,
                "unit": one.unit,
                "clause": one.clause,
                "since": one.since.isoformat(),
                "executes": one.executes,
            }
            for one in found.gaps
        ],
        "late": list(found.late),
        "asks": list(found.asks),
    }
