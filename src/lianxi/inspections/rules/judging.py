"""A merged plan from facts as JSON: the one function that the command line and the pages' act call."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field, NonNegativeInt, TypeAdapter
from pydantic.dataclasses import dataclass

from lianxi.core.facts import BadFacts, read_facts
from lianxi.inspections.rules.merging import Plan, Task, merge
from lianxi.inspections.rules.requests import Request, Subject

CLOSED = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=CLOSED)
class LineCap:
    """The cap of a whole line (city and county together) a firm, and what was used of it."""

    cap: NonNegativeInt
    used: dict[str, NonNegativeInt] = Field(default_factory=dict)


@dataclass(frozen=True, config=CLOSED)
class PlanFacts:
    """Weeks, units, requests; levels designated by item; caps of lines."""

    weeks: tuple[int, ...]
    units: dict[str, Subject]
    requests: tuple[Request, ...]
    designated: dict[str, str] = Field(default_factory=dict)
    system_caps: dict[str, LineCap | NonNegativeInt] = Field(default_factory=dict)


ADAPTER = TypeAdapter(PlanFacts)


def judge(facts: dict[str, Any], _kind: str = "") -> dict[str, Any]:
    """Answer the facts of a merged plan as plain JSON. Raises BadFacts."""
    told = read_facts(ADAPTER, facts)
    ids = [one.id for one in told.requests]
    if len(set(ids)) < len(ids):
        raise BadFacts("requests：有两条请求用了同一个 id。")
    for number, one in enumerate(told.requests):
        if one.unit not in told.units:
            raise BadFacts(f"requests.{number}.unit：units 里没有“{one.unit}”。")
        if one.window[1] < one.window[0]:
            raise BadFacts(f"requests.{number}.window：止周早于起周。")
    task = Task(told.units, told.weeks, told.designated, _system_left(told))
    return _plain(merge(told.requests, task))


def judge_text(facts: str) -> dict[str, Any]:
    """Answer facts given as one text, so that an act reckons outside its transaction. Raises BadFacts."""
    return judge(json.loads(facts))


def _system_left(told: PlanFacts) -> Mapping[tuple[str, str], int]:
    """Give what a line's cap leaves at each firm; where no use of the line is told, its units' uses add up."""
    left = {}
    for system, cap in told.system_caps.items():
        units = [one for one in told.units.values() if one.system == system]
        for firm in {one.firm for one in told.requests}:
            if isinstance(cap, LineCap) and cap.used:
                left[system, firm] = max(0, cap.cap - cap.used.get(firm, 0))
            else:
                most = cap.cap if isinstance(cap, LineCap) else cap
                left[system, firm] = max(0, most - sum(one.used.get(firm, 0) for one in units))
    return left


def _plain(plan: Plan) -> dict[str, Any]:
    refused, waiting = plan.screened.refused, plan.waiting
    return {
        "refused": [{"id": id_, "reason": refused[id_]} for id_ in sorted(refused)],
        "desk": sorted(one.id for one in plan.screened.desk),
        "attached": list(plan.attached),
        "not_attached": list(plan.unattached),
        "owner_checks": sorted(one.id for one in plan.screened.owner),
        "scheduled": plan.scheduled,
        "unscheduled": [{"id": id_, "reason": waiting[id_]} for id_ in sorted(waiting)]
        if plan.is_waiting_certain
        else None,
        "min_visits": len(plan.visits),
        "separate_visits": plan.separate,
        "example": [{"firm": v.firm, "week": v.week, "requests": list(v.requests)} for v in plan.visits],
    }
