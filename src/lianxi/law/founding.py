"""From a draft to the plan of a conference: each unit, seat and rule with the clause it rests on."""

import re
from dataclasses import dataclass
from datetime import date

from lianxi.bodies.rules.founding import FoundingPlan, PlannedRule, PlannedSeat, PlannedUnit
from lianxi.core.actors import SEAT_LABELS, SeatKind
from lianxi.core.basis import Basis
from lianxi.law.corrections import OFFICE_SEATS, ROSTER_SEATS, Draft, DraftSeat
from lianxi.law.reading import Reading

# A seat that no word of the document gives, but without which its conference could not work.
UNSAID = Basis()


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """How a draft is put to work: version, day, parts left open, and whether seats stand in for names."""

    version: int
    starts_on: date
    is_demo: bool = False
    open_parts: frozenset[str] = frozenset()


def plan_from(draft: Draft, options: PlanOptions) -> FoundingPlan:
    """Turn a draft into the plan that adoption carries out; nothing is invented.

    A part left open gives nothing. Seats the text is silent about but work needs (an office, a liaison for
    each unit) carry no clause and show as configured, to be confirmed.
    """
    planner = _Planner(draft, options)
    reading = draft.reading
    seats = planner.seats()
    return FoundingPlan(
        name=_conference_name(reading),
        short_name=_conference_name(reading)[:40],
        region=reading.region or "（文件未写明地区）",
        instrument=reading.code,
        version=options.version,
        starts_on=options.starts_on,
        office_unit=planner.host(),
        units=planner.units(),
        seats=tuple(_named_by_seat(seat) for seat in seats) if options.is_demo else seats,
        rules=() if "rules" in options.open_parts else planner.rules(),
        is_demo=options.is_demo,
    )


class _Planner:
    """Turns the parts of one draft into planned ones."""

    def __init__(self, draft: Draft, options: PlanOptions) -> None:
        self.reading = draft.reading
        self.options = options
        self.takes_roster = "roster" not in options.open_parts
        self.takes_office = "office" not in options.open_parts
        self.drafted = draft.seats

    def basis(self, clause: str | None, start: int, end: int) -> Basis:
        """Return the basis of words; an empty one where no clause holds them."""
        if not clause:
            return UNSAID
        return Basis(self.reading.code, self.options.version, clause, start, end)

    def source(self, field: str) -> Basis:
        """Return the words that a field was first taken from."""
        sources = self.reading.sources.get(field, ())
        if not sources:
            return UNSAID
        first = sources[0]
        held = (c.id for c in self.reading.clauses if c.start <= first.start < c.end)
        return self.basis(next(held, ""), first.start, first.end)

    def host(self) -> str | None:
        """Name the unit that hosts the office, where that part is taken."""
        said = self.reading.office_host_unit if self.takes_office else None
        return self.mentioned(said) or said if said else None

    def fallback(self) -> str:
        """Name the unit for seats whose unit nothing says; empty without any unit."""
        names = self.reading.units
        return self.mentioned(self.host() or "") or (names[0].name if names else "")

    def mentioned(self, words: str) -> str | None:
        """Return the member unit that words name, the longest form first."""
        forms = [
            (len(form), unit.name)
            for unit in self.reading.units
            for form in (unit.name, unit.printed, *unit.aliases)
            if form and form in words
        ]
        return max(forms)[1] if forms else None

    def units(self) -> tuple[PlannedUnit, ...]:
        """Plan the member units in the printed order."""
        return tuple(
            PlannedUnit(unit.name, unit.aliases, self.basis(unit.clause_id, unit.start, unit.end))
            for unit in self.reading.units
        )

    def rules(self) -> tuple[PlannedRule, ...]:
        """Plan the rules; one that no clause gives is configured, to be confirmed."""
        return tuple(
            PlannedRule(
                rule.code,
                rule.value[:300],
                (self.reading.text[rule.start : rule.end] or rule.value)[:500],
                "document" if rule.clause_id else "configured",
                self.basis(rule.clause_id, rule.start, rule.end),
            )
            for rule in self.reading.rules
        )

    def seats(self) -> tuple[PlannedSeat, ...]:
        """Plan the roster's seats, then the office's."""
        return (*self._roster(), *self._office()) if self.reading.units else ()

    def _planned(self, kinds: frozenset[SeatKind]) -> list[PlannedSeat]:
        return [self._seat(seat) for seat in self.drafted if seat.kind in kinds]

    def _seat(self, seat: DraftSeat) -> PlannedSeat:
        # Put by a person without words of the text: no clause, yet not a seat the document leaves unsaid.
        by_hand = Basis(self.reading.code, self.options.version)
        basis = self.basis(seat.clause_id, seat.start, seat.end) if seat.clause_id else by_hand
        return PlannedSeat(seat.kind, seat.unit or self.fallback(), basis, seat.person, seat.title)

    def _roster(self) -> list[PlannedSeat]:
        seats = self._planned(ROSTER_SEATS) if self.takes_roster else []
        if not any(seat.kind is SeatKind.CONVENER for seat in seats):
            unit = self.mentioned(self.reading.convener or "") or self.fallback()
            seats.insert(0, PlannedSeat(SeatKind.CONVENER, unit, self.source("convener")))
        seated = {seat.unit for seat in seats if seat.kind is SeatKind.MEMBER}
        source = self.source("units")
        missing = [unit.name for unit in self.reading.units if unit.name not in seated]
        return seats + [PlannedSeat(SeatKind.MEMBER, name, source) for name in missing]

    def _office(self) -> list[PlannedSeat]:
        seats = self._planned(OFFICE_SEATS) if self.takes_office else []
        if not any(seat.kind is SeatKind.OFFICE_DIRECTOR for seat in seats):
            seats.insert(0, PlannedSeat(SeatKind.OFFICE_DIRECTOR, self.fallback(), UNSAID))
        spoken = {seat.unit for seat in seats if seat.kind is not SeatKind.OFFICE_DIRECTOR}
        silent = [unit.name for unit in self.reading.units if unit.name not in spoken]
        return seats + [PlannedSeat(SeatKind.OFFICE_MEMBER, name, UNSAID) for name in silent]


# A notice's title wraps the conference's name: 关于建立……联席会议（制度）的通知.
_IN_NOTICE = re.compile(
    r"(?:建立|成立|设立|印发|调整|完善)(?:建立|成立|设立|关于|《)*(?P<name>[^《》]*?(?:联席会议|领导小组|专项小组|协调小组|工作小组|工作专班|专班|委员会|指挥部|协调机制))"
)


def _conference_name(reading: Reading) -> str:
    title = reading.title or "联席会议"
    if wrapped := _IN_NOTICE.search(title):
        return wrapped["name"].strip()
    for tail in ("制度", "成员单位职责分工", "工作规则"):
        title = title.removesuffix(tail)
    return title


def _named_by_seat(seat: PlannedSeat) -> PlannedSeat:
    label = f"{seat.unit}·{SEAT_LABELS[seat.kind]}"
    return PlannedSeat(
        seat.kind, seat.unit, seat.basis, person=label, title=seat.title or SEAT_LABELS[seat.kind]
    )
