"""A patient's path, or tokens merged, from facts as JSON for the command line: the functions that pages call."""

from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from lianxi.core.facts import read_facts
from lianxi.protection.rules.facts import Path
from lianxi.protection.rules.links import Event, persons
from lianxi.protection.rules.paths import Step, next_step
from lianxi.protection.rules.sight import sees

CLOSED = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=CLOSED)
class EventFacts:
    """One record of one token or two."""

    on: date
    do: Literal["enter", "link", "unlink", "distinct", "undistinct"]
    a: str
    b: str | None = None


@dataclass(frozen=True, config=CLOSED)
class MergeFacts:
    """Records of tokens, and the days for which persons are counted."""

    events: tuple[EventFacts, ...]
    asks: tuple[date, ...]


PATH, MERGE = TypeAdapter(Path), TypeAdapter(MergeFacts)


def judge(facts: dict[str, Any], kind: str = "") -> dict[str, Any]:
    """Answer the facts of a path, or of tokens (`kind` merge), as plain JSON. Raises BadFacts."""
    if kind == "merge" or "events" in facts:
        told = read_facts(MERGE, facts)
        events = [Event(one.on, one.do, one.a, one.b) for one in told.events]
        return {"persons": [persons(events, day) for day in told.asks]}
    path = read_facts(PATH, facts)
    return _plain(next_step(path), path.instrument)


def _plain(step: Step, instrument: str) -> dict[str, Any]:
    clock = step.clock
    return {
        "step": step.step,
        "unit": step.office[0],
        "clause": step.office[1],
        "clock": clock and {"rule": clock.rule, "start": str(clock.start), "due_on": str(clock.due_on)},
        "remedies": [
            {"code": one.code, "last_day": str(one.last_day), "rolls_to": one.rolls_to and str(one.rolls_to)}
            for one in step.remedies
        ],
        "parallel": list(step.parallel),
        "sees": sees(step.stage, instrument),
    }
