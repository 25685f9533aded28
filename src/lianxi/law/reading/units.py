"""Member units: one name each for this document, the forms it is printed in, and how a mention resolves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lianxi.law.reading.aliases import bare, body_key, department_forms, known_forms
from lianxi.law.reading.bodies import area_prefix, is_body, split_list
from lianxi.law.reading.drafts import Plan
from lianxi.law.reading.fold import fold
from lianxi.law.reading.found import Found
from lianxi.law.reading.kinds import HEADS
from lianxi.law.reading.membership import Membership
from lianxi.law.reading.page import Page
from lianxi.law.reading.roster_units import unit_of_title
from lianxi.law.reading.rosters import Roster
from lianxi.law.reading.walk import flat_range

_GROUP = re.compile(r"^(?:各|其他|其它|有关)|人民政府$|成员单位$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A member unit before its clause is known; offsets are flat."""

    key: str
    name: str
    printed: str
    start: int
    end: int
    aliases: tuple[str, ...]


class Names:
    """Resolves printed forms to the names of this document's units."""

    def __init__(self, units: list[Unit]) -> None:
        self.units = units
        self.people: dict[str, str | None] = {}
        self.by_key = {unit.key: unit.name for unit in units}

    def resolve(self, printed: str) -> str | None:
        """Give the unit that a printed form means, or None where it is no member unit."""
        return self.by_key.get(fold(printed)) or self.by_key.get(body_key(printed))

    def leading(self, text: str) -> tuple[str, int] | None:
        """Give the unit with which a text begins and the length of its printed form, or None."""
        for length in range(min(24, len(text)), 1, -1):
            name = self.by_key.get(body_key(text[:length]))
            if name is not None:
                return name, length
        return None


def name_units(page: Page, membership: Membership | None, plan: Plan, roster: Roster) -> list[Unit]:
    """Give the member units: those listed, else those with duties, else those of the roster."""
    headings = _headings(page, plan)
    if membership is not None:
        places = [page_found(page, *name) for name in membership.names]
    elif headings:
        places = list(headings.values())
    else:
        places = _from_roster(page, roster)
    units: dict[str, Unit] = {}
    sign = next((area_prefix(_folded(page, place)) for place in places), "")
    for place in places:
        key = body_key(place.value)
        if key in units and _elsewhere(units[key].printed, place.value):
            key = fold(place.value)
        heading = headings.get(key)
        name = heading.value if heading else place.value
        if key not in units:
            units[key] = Unit(
                key, name, place.value, place.start, place.end, _aliases(page, name, place.value, sign)
            )
    return list(units.values())


def _elsewhere(first: str, second: str) -> bool:
    """Whether two names with one key are bodies of two places (福建省打私办, 江西省打私办)."""
    places = [fold(name)[: len(fold(name)) - len(bare(name))] for name in (first, second)]
    return places[0] != places[1] and all(len(place) > 1 for place in places)


def page_found(page: Page, start: int, end: int) -> Found:
    """Give the printed words of a flat stretch as a value."""
    return Found(page.cut(start, end), start, end, "unit")


def _folded(page: Page, place: Found) -> str:
    return page.flat[place.start : place.end]


def _headings(page: Page, plan: Plan) -> dict[str, Found]:
    """Return the first heading of each unit that has duties; groups (各县人民政府) are no units."""
    found: dict[str, Found] = {}
    for heading in plan.units:
        for start, end in heading_names(page.flat, heading.start, heading.end):
            if not _GROUP.search(page.flat[start:end]):
                found.setdefault(body_key(page.cut(start, end)), page_found(page, start, end))
    return found


def heading_names(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the names in a unit heading, which may stand for several units at once."""
    text = flat[start:end]
    if "、" not in text and "，" not in text:
        return [(start, end)]
    parts = split_list(text, start)
    return (
        parts
        if len(parts) > 1 and all(is_body(flat[left:right]) for left, right in parts)
        else [(start, end)]
    )


def _from_roster(page: Page, roster: Roster) -> list[Found]:
    found: list[Found] = []
    heads = [person for person in roster.people if person.role.endswith(HEADS) and "副" not in person.role]
    others = [person for person in roster.people if person not in heads]
    for person in others or heads:
        start, end = flat_range(page, *person.title)
        found.extend(page_found(page, *place) for place in units_of_post(page.flat, start, end))
    return found


# Bodies whose heads steer (市政府, 市委, 人大, 政协): they are no members by the seat of a mayor or secretary-general.
_STEERING = re.compile(
    r"(?!团)(?:[\u4e00-\u9fff]{0,8}?[省市县区州镇乡盟旗])?(?:人民政府|政府|委|人大|人大常委会|政协)|国务院|[党工]委|党组"
)


def units_of_post(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the departments that a person's title names (市政协副主席、市发改委主任 → 市发改委); none for a mayor's."""
    places: list[tuple[int, int]] = []
    left = start
    for part in re.split(r"[、，\t]", flat[start:end]):
        length = unit_of_title(part) or (len(part) if is_body(part) else 0)
        if length and not _STEERING.fullmatch(part[:length]):
            places.append((left, left + length))
        left += len(part) + 1
    return places[-1:] if len(places) > 1 and _is_party(flat[slice(*places[0])]) else places[:1]


def _is_party(name: str) -> bool:
    return name.endswith(("党委", "党组", "工委", "分党组"))


def _aliases(page: Page, name: str, printed: str, sign: str) -> tuple[str, ...]:
    forms = [printed, *known_forms(name)]
    if sign and not area_prefix(name):
        forms += [sign + form for form in (name, *known_forms(name))]
    elif area_prefix(name) and len(name) > 3:
        forms.append(name[1:])
    forms += [form for form in department_forms(name) if form in page.flat]
    return tuple(dict.fromkeys(form for form in forms if form != name))
