"""What people put right in a draft: laid over the reading in their order, the reading itself never changed.

Pure. A correction is a plain mapping (op, place, was, now, reason, by, person, at), as the version stores it;
`now` is None where something was dropped. Spans are given only to words that stand in the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lianxi.core.actors import SeatKind
from lianxi.law.reading import Reading, RuleText, Source, UnitText

Correction = Mapping[str, Any]

CORRECTED = "corrected"
# A scalar of the reading that also stands as a coded rule.
FIELD_RULES = {
    "convener": "convener",
    "office_host_unit": "office_host",
    "meeting_frequency": "meeting_frequency",
    "minutes_rule": "minutes_rule",
}
# The words by which conferences, leading groups, committees and task forces call who leads them.
LEADS = ("召集人", "组长", "主任", "主任委员", "班长", "指挥长", "总指挥", "会长", "主席")
OFFICE_KINDS = {
    "director": SeatKind.OFFICE_DIRECTOR,
    "deputy_director": SeatKind.OFFICE_DEPUTY,
    "member": SeatKind.OFFICE_MEMBER,
}
ROSTER_SEATS = frozenset({SeatKind.CONVENER, SeatKind.DEPUTY_CONVENER, SeatKind.MEMBER})
OFFICE_SEATS = frozenset(OFFICE_KINDS.values())


@dataclass(frozen=True, slots=True)
class DraftSeat:
    """A seat of a draft; `place` is its stable key there, an empty `clause_id` means no words give it."""

    place: str
    kind: SeatKind
    unit: str | None
    person: str
    title: str
    start: int
    end: int
    clause_id: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A reading with its corrections laid over it; `seats` stand for its roster and office.

    `sayings` are words of daily speech that people put beside a clause, by its id.
    """

    reading: Reading
    seats: tuple[DraftSeat, ...]
    sayings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: their span and the clause that holds it; all empty where they stand nowhere."""

    start: int = 0
    end: int = 0
    clause_id: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the place as the plain values that a correction stores."""
        return {"start": self.start, "end": self.end, "clause_id": self.clause_id}


def lay_over(reading: Reading, corrections: Iterable[Correction]) -> Draft:
    """Lay the corrections over a reading, in the order in which they were made."""
    draft = Draft(reading, tuple(_seats_of(reading)))
    for one in corrections:
        draft = _APPLY[one["op"]](draft, one["place"], one["now"])
    return draft


def locate(reading: Reading, words: str, kinds: Sequence[str] = ()) -> Place | None:
    """Find words in the text, whatever its line breaks; None where they do not stand there.

    Of several places, one in a clause of these kinds comes first, then one in any clause.
    """
    plain = "".join(words.split())
    if not plain:
        return None
    found = [m.span() for m in re.finditer(r"\s*".join(map(re.escape, plain)), reading.text)]
    held = [
        (start, end, clause) for start, end in found for clause in reading.clauses if _in(clause, start, end)
    ]
    wanted = [one for one in held if one[2].kind in kinds] or held
    if wanted:
        return Place(wanted[0][0], wanted[0][1], wanted[0][2].id)
    return Place(*found[0]) if found else None


def _in(clause: Any, start: int, end: int) -> bool:
    return bool(clause.start <= start and end <= clause.end)


def _roster_kind(role: str) -> SeatKind:
    """Give the seat that a roster's label stands for: 组长 and 主任 lead, 副组长 and 常务副主任 are deputies."""
    if not role.endswith(LEADS):
        return SeatKind.MEMBER
    return SeatKind.DEPUTY_CONVENER if "副" in role else SeatKind.CONVENER


def _seats_of(reading: Reading) -> Iterator[DraftSeat]:
    for number, line in enumerate(reading.roster, 1):
        kind = _roster_kind(line.role)
        own = (line.person, line.post or line.title, line.start, line.end, line.clause_id)
        yield DraftSeat(f"r{number}", kind, line.unit, *own)
    for number, seat in enumerate(reading.office, 1):
        for again in range(max(seat.count, 1)):
            place = f"o{number}" + (f".{again + 1}" if again else "")
            own = ("", "", seat.start, seat.end, seat.clause_id)
            yield DraftSeat(place, OFFICE_KINDS[seat.kind], seat.unit, *own)


def _field(draft: Draft, place: str, now: Any) -> Draft:
    reading, value = draft.reading, now["value"] if now else None
    spot = Place(now["start"], now["end"], now["clause_id"]) if now else Place()
    changed: dict[str, Any] = {place: value}
    reading = _noted(replace(reading, **changed), place, spot)
    if place in FIELD_RULES:
        reading = _with_rule(reading, FIELD_RULES[place], value, spot)
    return replace(draft, reading=reading)


def _rule(draft: Draft, place: str, now: Any) -> Draft:
    field = next((name for name, code in FIELD_RULES.items() if code == place), "")
    if field:
        return _field(draft, field, now)
    spot = Place(now["start"], now["end"], now["clause_id"]) if now else Place()
    reading = _with_rule(draft.reading, place, now["value"] if now else None, spot)
    return replace(draft, reading=_noted(reading, "rules", spot))


def _with_rule(reading: Reading, code: str, value: str | None, spot: Place) -> Reading:
    own = [RuleText(code, value, spot.start, spot.end, spot.clause_id)] if value else []
    places = [place for place, rule in enumerate(reading.rules) if rule.code == code]
    rules = [rule for rule in reading.rules if rule.code != code]
    at = places[0] if places else len(rules)
    return replace(reading, rules=(*rules[:at], *own, *rules[at:]))


def _noted(reading: Reading, field: str, spot: Place) -> Reading:
    """Say in the sources that a person gave this value; a scalar's earlier source is replaced."""
    own = (Source(spot.start, spot.end, CORRECTED),) if spot.end else ()
    kept = () if field not in ("units", "rules") else reading.sources.get(field, ())
    return replace(reading, sources={**reading.sources, field: (*own, *kept)})


def _unit(draft: Draft, place: str, now: Any) -> Draft:
    if now is None:
        return _without_unit(draft, place)
    spot = Place(now["start"], now["end"], now["clause_id"])
    own = UnitText(
        name=now["name"],
        printed=draft.reading.text[spot.start : spot.end] or now["name"],
        aliases=tuple(now["aliases"]),
        start=spot.start,
        end=spot.end,
        clause_id=spot.clause_id or None,
    )
    known = any(unit.name == place for unit in draft.reading.units)
    units = tuple(own if unit.name == place else unit for unit in draft.reading.units)
    reading = _noted(replace(draft.reading, units=units if known else (*units, own)), "units", spot)
    return (
        _renamed(replace(draft, reading=reading), place, own.name)
        if known
        else replace(draft, reading=reading)
    )


def _renamed(draft: Draft, old: str, new: str) -> Draft:
    reading = draft.reading
    host = new if reading.office_host_unit == old else reading.office_host_unit
    duties = {new if name == old else name: numbers for name, numbers in reading.duties.items()}
    seats = tuple(replace(seat, unit=new) if seat.unit == old else seat for seat in draft.seats)
    return replace(draft, reading=replace(reading, office_host_unit=host, duties=duties), seats=seats)


def _without_unit(draft: Draft, name: str) -> Draft:
    reading = draft.reading
    units = tuple(unit for unit in reading.units if unit.name != name)
    duties = {unit: numbers for unit, numbers in reading.duties.items() if unit != name}
    host = None if reading.office_host_unit == name else reading.office_host_unit
    # A convener may come from a body that is no member; the other seats belong to member units.
    leading = (SeatKind.CONVENER, SeatKind.DEPUTY_CONVENER)
    seats = tuple(seat for seat in draft.seats if seat.unit != name or seat.kind in leading)
    changed = replace(reading, units=units, duties=duties, office_host_unit=host)
    return replace(draft, reading=changed, seats=seats)


def _seat(draft: Draft, place: str, now: Any) -> Draft:
    if now is None:
        return replace(draft, seats=tuple(seat for seat in draft.seats if seat.place != place))
    own = DraftSeat(place, **{**now, "kind": SeatKind(now["kind"])})
    if all(seat.place != place for seat in draft.seats):
        return replace(draft, seats=(*draft.seats, own))
    return replace(draft, seats=tuple(own if seat.place == place else seat for seat in draft.seats))


def _saying(draft: Draft, place: str, now: Any) -> Draft:
    kept = {clause: words for clause, words in draft.sayings.items() if clause != place}
    return replace(draft, sayings={**kept, place: tuple(now["words"])} if now else kept)


_APPLY = {"field": _field, "unit": _unit, "seat": _seat, "rule": _rule, "saying": _saying}
