"""From a reading to the plan of a conference: each unit, seat and rule with the clause it rests on."""

from dataclasses import dataclass
from datetime import date

from lianxi.bodies.founding import FoundingPlan, PlannedRule, PlannedSeat, PlannedUnit
from lianxi.core.actors import SeatKind
from lianxi.core.basis import Basis
from lianxi.law.reading import Reading
from lianxi.law.reading.model import RosterLine

ROSTER_SEATS = {
    "召集人": SeatKind.CONVENER,
    "总召集人": SeatKind.CONVENER,
    "副召集人": SeatKind.DEPUTY_CONVENER,
}
OFFICE_SEATS = {
    "director": SeatKind.OFFICE_DIRECTOR,
    "deputy_director": SeatKind.OFFICE_DEPUTY,
    "member": SeatKind.OFFICE_MEMBER,
}
# A seat that no word of the document gives, but without which its conference could not work.
UNSAID = Basis()


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """How a reading is put to work: version and day, and whether seats stand in for printed names."""

    version: int
    starts_on: date
    is_demo: bool = False


def plan_from(reading: Reading, options: PlanOptions) -> FoundingPlan:
    """This function will turn a reading into the plan that adoption carries out; nothing is invented.

    Seats the text is silent about but work needs (an office, a liaison for each unit) carry no clause
    and show as configured, to be confirmed.
    """

    def basis(clause: str | None, start: int, end: int) -> Basis:
        return Basis(reading.code, options.version, clause or "", start, end)

    units = tuple(PlannedUnit(u.name, u.aliases, basis(u.clause_id, u.start, u.end)) for u in reading.units)
    rules = tuple(
        PlannedRule(
            r.code, r.value, reading.text[r.start : r.end], "document", basis(r.clause_id, r.start, r.end)
        )
        for r in reading.rules
    )
    seats = [*_roster_seats(reading, options), *_office_seats(reading, options)]
    if options.is_demo:
        seats = [_named_by_seat(seat) for seat in seats]
    return FoundingPlan(
        name=_conference_name(reading),
        short_name=_short_name(reading),
        region=reading.region or "（文件未写明地区）",
        instrument=reading.code,
        version=options.version,
        starts_on=options.starts_on,
        office_unit=reading.office_host_unit,
        units=units,
        seats=tuple(seats),
        rules=rules,
        is_demo=options.is_demo,
    )


def _conference_name(reading: Reading) -> str:
    title = reading.title or "联席会议"
    for tail in ("制度", "成员单位职责分工", "工作规则"):
        title = title.removesuffix(tail)
    return title


def _short_name(reading: Reading) -> str:
    return _conference_name(reading)[:40]


def _roster_seats(reading: Reading, options: PlanOptions) -> list[PlannedSeat]:
    seats = [_roster_seat(reading, line, options) for line in reading.roster]
    if not any(seat.kind is SeatKind.CONVENER for seat in seats):
        unit = _mentioned_unit(reading, reading.convener or "") or _fallback_unit(reading)
        seats.insert(0, PlannedSeat(SeatKind.CONVENER, unit, _source(reading, "convener", options)))
    seated = {seat.unit for seat in seats if seat.kind is SeatKind.MEMBER}
    source = _source(reading, "units", options)
    missing = [unit.name for unit in reading.units if unit.name not in seated]
    return seats + [PlannedSeat(SeatKind.MEMBER, name, source) for name in missing]


def _roster_seat(reading: Reading, line: RosterLine, options: PlanOptions) -> PlannedSeat:
    return PlannedSeat(
        kind=ROSTER_SEATS.get(line.role, SeatKind.MEMBER),
        unit=line.unit or _fallback_unit(reading),
        basis=Basis(reading.code, options.version, line.clause_id, line.start, line.end),
        person=line.person,
        title=line.post or line.title,
    )


def _office_seats(reading: Reading, options: PlanOptions) -> list[PlannedSeat]:
    seats = [
        PlannedSeat(
            OFFICE_SEATS[seat.kind],
            seat.unit or _fallback_unit(reading),
            Basis(reading.code, options.version, seat.clause_id, seat.start, seat.end),
        )
        for seat in reading.office
        for _ in range(max(seat.count, 1))
    ]
    if not any(seat.kind is SeatKind.OFFICE_DIRECTOR for seat in seats):
        seats.insert(0, PlannedSeat(SeatKind.OFFICE_DIRECTOR, _fallback_unit(reading), UNSAID))
    spoken = {seat.unit for seat in seats if seat.kind in (SeatKind.OFFICE_MEMBER, SeatKind.OFFICE_DEPUTY)}
    silent = [unit.name for unit in reading.units if unit.name not in spoken]
    return seats + [PlannedSeat(SeatKind.OFFICE_MEMBER, name, UNSAID) for name in silent]


def _fallback_unit(reading: Reading) -> str:
    host = _mentioned_unit(reading, reading.office_host_unit or "")
    return host or reading.units[0].name


def _mentioned_unit(reading: Reading, words: str) -> str | None:
    forms = [(form, unit.name) for unit in reading.units for form in (unit.name, unit.printed, *unit.aliases)]
    found = [(len(form), name) for form, name in forms if form and form in words]
    return max(found)[1] if found else None


def _source(reading: Reading, field: str, options: PlanOptions) -> Basis:
    sources = reading.sources.get(field, ())
    if not sources:
        return UNSAID
    first = sources[0]
    clause = next((c.id for c in reading.clauses if c.start <= first.start < c.end), "")
    return Basis(reading.code, options.version, clause, first.start, first.end)


def _named_by_seat(seat: PlannedSeat) -> PlannedSeat:
    from lianxi.core.actors import SEAT_LABELS

    label = f"{seat.unit}·{SEAT_LABELS[seat.kind]}"
    return PlannedSeat(
        seat.kind, seat.unit, seat.basis, person=label, title=seat.title or SEAT_LABELS[seat.kind]
    )
