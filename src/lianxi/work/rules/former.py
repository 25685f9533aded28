"""What an older version kept of a clause's duty, and the arrangement, rows and returns that it becomes. Pure."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from lianxi.core.basis import Basis
from lianxi.core.words import day_of
from lianxi.work.rules.figures import HELD, SUM, Condition, Count, Figure
from lianxi.work.rules.forms import Field, Form, Kind
from lianxi.work.rules.periods import RETURNS_OF
from lianxi.work.rules.plans import Plan, PlannedParty

# Stands in the place of an act's number: it followed the whole clause.
MARK = "#原职责跟踪"
CYCLES = {"half_year": "half-yearly", "event": "by-event"}
YES, NO = "是", "否"
OWN = "reporter"
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class FormerValue:
    """One figure that a unit gave for a period; a later one of the same period took its place."""

    period: str
    indicator: str
    value: Decimal
    at: datetime
    seat_id: int
    by: str


@dataclass(frozen=True, slots=True)
class FormerDuty:
    """How a clause was followed: `obligation_id` is the matter that recurred for it, `values` the figures given."""

    pk: int
    conference_id: int
    unit_id: int
    unit: str
    ordinal: int
    title: str
    cycle: str
    nature: str
    indicators: tuple[str, ...]
    trigger: str
    origin: str
    state: str
    obligation_id: int | None
    basis: Basis
    values: tuple[FormerValue, ...] = ()

    @property
    def is_kept(self) -> bool:
        """Whether people did anything with it: what was proposed alone is proposed anew from the clause's acts."""
        return bool(self.values) or self.state != "proposed" or self.origin == "edited"

    @property
    def act(self) -> str:
        """What stands in the place of the act's code."""
        return f"{self.basis.clause}{MARK}"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the row of a period: all figures that held from `at` on."""

    period: str
    values: dict[str, Any]
    edition: int
    at: datetime
    until: datetime | None
    seat_id: int
    by: str


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Return label, unit and kind (count, amount, yes_no) of each figure that could be asked for."""
    text = files("lianxi.work").joinpath("former_indicators.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


def plan_of(duty: FormerDuty, pattern: str, held: Iterable[str] = ()) -> Plan:
    """Plan how the duty goes on as an arrangement: a field a figure, but those that other records hold."""
    counted = frozenset(held) & set(duty.indicators)
    given = {one.indicator for one in duty.values}
    codes = [code for code in dict.fromkeys((*duty.indicators, *sorted(given))) if code in labels()]
    typed = tuple(_field(code) for code in codes if code not in counted or code in given)
    cycle = CYCLES.get(duty.cycle, duty.cycle)
    return Plan(
        act=duty.act,
        unit=duty.unit,
        pattern=pattern,
        title=duty.title[:120],
        form=Form((Field(OWN, "统计单位", Kind.UNIT, required=True, key=True), *typed)),
        cycle=cycle,
        returns=RETURNS_OF[cycle] if duty.nature != "triggered" else 0,
        nil_allowed=True,
        trigger=duty.trigger,
        parties=(PlannedParty("doer", duty.unit),),
        figures=tuple(_figure(code, is_held=code in counted) for code in codes),
        origin="carried",
    )


def _field(code: str) -> Field:
    told = labels()[code]
    kind = {"count": Kind.WHOLE, "amount": Kind.DECIMAL, "yes_no": Kind.CHOICE}[told["kind"]]
    options = (YES, NO) if kind is Kind.CHOICE else ()
    return Field(code, told["label"], kind, unit=told["unit"], options=options)


def _figure(code: str, *, is_held: bool) -> Figure:
    told = labels()[code]
    if is_held:
        return Figure(told["label"], told["unit"], Count(told["label"], source=HELD, code=code))
    if told["kind"] == "yes_no":
        return Figure(told["label"], "项", Count(told["label"], where=(Condition(code, "is", YES),)))
    return Figure(told["label"], told["unit"], Count(told["label"], measure=SUM, field=code))


def versions_of(duty: FormerDuty) -> list[Version]:
    """Give the versions of each period's row: what was given at one moment is one version, over the former one."""
    made: list[Version] = []
    for period in sorted({one.period for one in duty.values}):
        own = [one for one in duty.values if one.period == period]
        moments = sorted({one.at for one in own})
        held: dict[str, Any] = {OWN: duty.unit_id}
        for edition, at in enumerate(moments, 1):
            now = [one for one in own if one.at == at]
            held = {**held, **{one.indicator: _value(one) for one in now if one.indicator in labels()}}
            until = moments[edition] if edition < len(moments) else None
            made.append(Version(period, held, edition, at, until, now[-1].seat_id, now[-1].by))
    return made


def _value(one: FormerValue) -> Any:
    kind = labels()[one.indicator]["kind"]
    if kind == "yes_no":
        return YES if one.value else NO
    if kind == "count":
        return int(one.value)
    plain = f"{one.value.quantize(PLACES):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def begun_on(duty: FormerDuty, day: date, matter: datetime | None) -> date:
    """Say since when the duty was followed: the first figure, or the matter that recurred (at `matter`)."""
    moments = [day_of(one.at) for one in duty.values]
    return min([*moments, *([day_of(matter)] if matter else []), day])


def lost(duty: FormerDuty, versions: Sequence[Version]) -> list[str]:
    """Name the figures whose last value the versions do not hold: none may be lost on the way."""
    last = {one.period: one.values for one in versions if one.until is None}
    latest: dict[tuple[str, str], FormerValue] = {}
    for one in sorted(duty.values, key=lambda value: value.at):
        latest[one.period, one.indicator] = one
    return [
        f"{period} {code}"
        for (period, code), one in latest.items()
        if code not in labels() or last.get(period, {}).get(code) != _value(one)
    ]
