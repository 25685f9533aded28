"""The figures of a circular, each with the records it was counted from; no points, a ranking only where asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypedDict

from lianxi.ledger.rules.lights import Cutoffs, Light
from lianxi.ledger.rules.machines import ENDED, OBLIGATION, WORKING, ObligationState


class Figure(TypedDict):
    """One figure: a stable key, its label, the number and the ids of the obligations behind it."""

    key: str
    label: str
    value: int
    records: list[int]


@dataclass(frozen=True, slots=True)
class Standing:
    """An obligation as it stood at a moment."""

    pk: int
    number: str
    title: str
    lead_unit_id: int
    state: ObligationState
    due_on: date | None
    serious_on: date | None = None
    origin: str = ""

    @property
    def is_running(self) -> bool:
        return self.state not in ENDED

    def light(self, at: Cutoffs) -> Light:
        """Return its light; what waits for verification is not late by waiting."""
        return at.light(self.due_on, self.serious_on) if self.state in WORKING else Light.NORMAL


LATE = frozenset({Light.OVERDUE, Light.SERIOUS})


def count_figures(rows: Sequence[Standing], at: Cutoffs, units: Iterable[tuple[int, str]]) -> list[Figure]:
    """Count a circular's figures; `units` are (id, name) in the printed order.

    A unit without any obligation is not listed: nothing can be said of it.
    """
    running = [row for row in rows if row.is_running]
    figures = [_figure("running", "在办事项", running)]
    for state in OBLIGATION.states:
        if state not in ENDED:
            label = f"其中：{OBLIGATION.labels[state]}"
            figures.append(_figure(f"state.{state}", label, (row for row in running if row.state == state)))
    for light, label in _LIGHTS.items():
        figures.append(_figure(f"light.{light}", label, (row for row in running if row.light(at) is light)))
    for state, label in _ENDED:
        figures.append(_figure(f"state.{state}", label, (row for row in rows if row.state == state)))
    for unit_id, name in units:
        own = [row for row in running if row.lead_unit_id == unit_id]
        late = [row for row in own if row.light(at) in LATE]
        if own:
            figures.append(_figure(f"unit.{unit_id}.running", f"{name}主办在办", own))
            figures.append(_figure(f"unit.{unit_id}.late", f"{name}主办逾期", late))
    return figures


_ENDED = (
    (ObligationState.CLOSED, "本年办结"),
    (ObligationState.SUPERSEDED, "本年被替代"),
    (ObligationState.MERGED, "本年并入其他事项"),
    (ObligationState.CANCELLED, "本年撤销"),
)
_LIGHTS = {
    Light.NEAR: "临期",
    Light.OVERDUE: "逾期（不含严重逾期）",
    Light.SERIOUS: "严重逾期",
}


def _figure(key: str, label: str, rows: Iterable[Standing]) -> Figure:
    records = [row.pk for row in rows]
    return Figure(key=key, label=label, value=len(records), records=records)


def differing(then: Sequence[Figure], now: Sequence[Figure]) -> list[tuple[Figure | None, Figure | None]]:
    """Pair the figures whose label, value or records differ; their order does not matter."""
    old, new = ({figure["key"]: figure for figure in figures} for figures in (then, now))
    return [(old.get(key), new.get(key)) for key in {**old, **new} if old.get(key) != new.get(key)]


# Printed over every ranking: whoever is ranked can reckon it again from the figures of the same circular.
RANKING_FORMULA = "逾期率＝主办逾期项数÷主办在办项数，由低到高排列，相同的并列；没有在办事项的单位不列。"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit's place by its share of overdue obligations; equal shares share the place."""

    place: int
    name: str
    running: int
    late: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.late, self.running)


def rank_units(figures: Sequence[Figure], units: Iterable[tuple[int, str]]) -> list[Ranked]:
    """Rank units by `RANKING_FORMULA` from a circular's own figures, in printed order among equals."""
    value = {figure["key"]: figure["value"] for figure in figures}
    rows = [
        Ranked(0, name, value[f"unit.{pk}.running"], value[f"unit.{pk}.late"])
        for pk, name in units
        if value.get(f"unit.{pk}.running")
    ]
    rows.sort(key=lambda row: row.share)
    return [
        Ranked(1 + sum(other.share < row.share for other in rows), row.name, row.running, row.late)
        for row in rows
    ]


def summary(figures: Sequence[Figure], as_of: str) -> str:
    """Write the figures as the opening paragraph of a circular."""
    value = {figure["key"]: figure["value"] for figure in figures}
    return (
        f"截至{as_of}，联席会议台账在办事项{value['running']}项，其中待签收{value['state.issued']}项、"
        f"办理中{value['state.in_progress']}项、待核验{value['state.submitted']}项、"
        f"退回补办{value['state.returned']}项；临期{value['light.near']}项，逾期{value['light.overdue']}项，"
        f"严重逾期{value['light.serious']}项。本年已办结{value['state.closed']}项。"
    )
