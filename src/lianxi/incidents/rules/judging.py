"""Grading from facts as JSON, for the command line: the same `grade` that pages call."""

from typing import Any, Literal

from pydantic import AwareDatetime, ConfigDict, Field, NonNegativeInt, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from lianxi.core.facts import BadFacts, read_facts
from lianxi.core.words import CHINA
from lianxi.incidents.rules.grading import Count, Due, Event, Graded, grade
from lianxi.incidents.rules.schemes import Scheme, scheme_from_dict

CLOSED = ConfigDict(extra="forbid")
Kind = Literal["acute_poisoning", "acute_physical", "anthrax", "radiation", "chronic_cluster", "unknown"]
Actor = Literal["employer", "hospital", "county_health", "county_emergency"]


@dataclass(frozen=True, config=CLOSED)
class CountFacts:
    """Totals as of a moment."""

    at: AwareDatetime
    ill: NonNegativeInt = 0
    dead: NonNegativeInt = 0
    anthrax: NonNegativeInt = 0
    severe_other: NonNegativeInt = 0
    loss_yuan: NonNegativeInt = 0


@dataclass(frozen=True, config=CLOSED)
class EventFacts:
    """An event as it was told, and the moment as of which it is graded."""

    kind: Kind
    occurred_at: AwareDatetime
    counts: tuple[CountFacts, ...]
    as_of: AwareDatetime
    confirmed: bool = True
    work_safety: Literal["yes", "no", "unknown"] = "unknown"
    known_at: dict[Actor, AwareDatetime] = Field(default_factory=dict)
    radiation: dict[str, NonNegativeInt] = Field(default_factory=dict)
    extra_schemes: tuple[dict[str, Any], ...] = ()


ADAPTER = TypeAdapter(EventFacts)


def judge(facts: dict[str, Any], _kind: str = "") -> dict[str, Any]:
    """Answer the facts of an event: grades, duties, strictest clock, as plain JSON. Raises BadFacts."""
    told = read_facts(ADAPTER, facts)
    for number, one in enumerate(told.counts):
        # Only poisonings count the dead among the ill; a collapse or a source may kill without an illness.
        if told.kind == "acute_poisoning" and one.dead > one.ill:
            raise BadFacts(f"counts.{number}：死亡 {one.dead} 人多于发病 {one.ill} 人（发病人数包括死亡）。")
    event = Event(
        kind=told.kind,
        is_confirmed=told.confirmed,
        occurred_at=told.occurred_at,
        work_safety=told.work_safety,
        counts=[Count(c.at, c.ill, c.dead, c.anthrax, c.severe_other, c.loss_yuan) for c in told.counts],
        known_at={str(actor): at for actor, at in told.known_at.items()},
        radiation=told.radiation,
        extra=[_scheme(one) for one in told.extra_schemes],
    )
    return _plain(grade(event, told.as_of))


def _scheme(told: dict[str, Any]) -> Scheme:
    try:
        return scheme_from_dict(told)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadFacts(f"extra_schemes：这个分级方案读不懂（{place}）。") from None


def _plain(found: Graded) -> dict[str, Any]:
    first = found.strictest[0] if found.strictest else None
    return {
        "grades": dict(found.grades),
        "phe_reportable": found.is_reportable,
        "provisional": found.is_provisional,
        "investigates": dict(found.investigates),
        # 工会法第二十七条: the union takes part in every inquiry, whatever the grade.
        "union_must_take_part": True,
        "due": [_due(one) for one in found.due],
        "strictest": first
        and {
            "actor": first.duty.actor,
            "limit": first.duty.limit,
            "due_at": _moment(first.due_at),
            "sources": [one.duty.source for one in found.strictest],
        },
    }


def _due(one: Due) -> dict[str, Any]:
    duty = one.duty
    return {
        "rule": duty.rule,
        "actor": duty.actor,
        "to": duty.to,
        "limit": duty.limit,
        "starts_at": _moment(one.starts_at),
        "due_at": _moment(one.due_at),
        "source": duty.source,
        "confidence": duty.confidence,
    }


def _moment(at: Any) -> str | None:
    return None if at is None else str(at.astimezone(CHINA).isoformat())
