"""Counts of persons over time: totals as of a moment, never overwritten, downward only by a second seat's word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

# What is counted, in the words people enter it by; all but the last two move a grade.
MEASURES = {
    "ill": "发病（含死亡）",
    "dead": "死亡",
    "severe_other": "其他重伤",
    "anthrax": "炭疽",
    "loss_yuan": "直接经济损失（元）",
    "exposed": "接触人数",
}


# More than anybody could mean; what stands above was mistyped.
MOST_PERSONS, MOST_YUAN = 1_000_000, 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Tally:
    """One count as it was entered: totals as of `at`; `order` is the order of entering."""

    at: datetime
    order: int
    ill: int = 0
    dead: int = 0
    severe_other: int = 0
    anthrax: int = 0
    loss_yuan: int = 0
    exposed: int = 0
    is_confirmed: bool = False

    def totals(self) -> dict[str, int]:
        """Give the numbers by their names."""
        return {name: getattr(self, name) for name in MEASURES}


@dataclass(frozen=True, slots=True)
class Effective:
    """A count as it holds: the numbers in force from its moment on, and which of its own are lower and wait."""

    tally: Tally
    totals: dict[str, int]
    waiting: tuple[str, ...]


def effective(tallies: Iterable[Tally]) -> list[Effective]:
    """Give every count with the numbers that hold from its moment on, in the order of moments.

    A higher number holds at once. A lower one leaves the earlier number in force until a second seat has
    confirmed the count; what the earlier count began is not undone by either.
    """
    found: list[Effective] = []
    held = dict.fromkeys(MEASURES, 0)
    for one in sorted(tallies, key=lambda tally: (tally.at, tally.order)):
        own = one.totals()
        lower = () if one.is_confirmed else tuple(name for name in MEASURES if own[name] < held[name])
        held = {name: held[name] if name in lower else own[name] for name in MEASURES}
        found.append(Effective(one, held, lower))
    return found


def impossible(kind: str, tally: Tally, occurred_at: datetime | None, now: datetime) -> str:
    """Say in a sentence why a count cannot be; empty where it can."""
    for name, label in MEASURES.items():
        if getattr(tally, name) < 0:
            return f"{label}不能小于 0。"
        if getattr(tally, name) > (MOST_YUAN if name == "loss_yuan" else MOST_PERSONS):
            return f"{label}{getattr(tally, name)}过大，请核对。"
    if kind == "acute_poisoning" and tally.dead > tally.ill:
        return f"死亡 {tally.dead} 人多于发病 {tally.ill} 人；发病人数包括死亡。"
    if tally.anthrax > tally.ill:
        return f"炭疽 {tally.anthrax} 例多于发病 {tally.ill} 人；发病人数包括炭疽。"
    if tally.at > now:
        return "人数的时点晚于现在。"
    if occurred_at is not None and tally.at < occurred_at:
        return "人数的时点早于事故发生的时间。"
    return ""
