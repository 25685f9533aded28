"""The renewal of a conference by a further version of its document: only what differs changes, from a day.

Nothing is edited: what no longer holds ends, what is new starts and cites its clause in the new version, and
what is kept goes on citing the version of its day.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from lianxi.bodies.actions.ending import end_membership, end_seat, end_tenures
from lianxi.bodies.models import (
    LOCKED,
    Conference,
    ConferenceRule,
    Membership,
    Person,
    Seat,
    Tenure,
    Unit,
    UnitAlias,
    cited,
)
from lianxi.bodies.rules.founding import FoundingPlan, PlannedRule, PlannedSeat, PlannedUnit
from lianxi.core.actors import SeatKind
from lianxi.core.basis import Basis
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act

ROSTER = frozenset({SeatKind.CONVENER, SeatKind.DEPUTY_CONVENER, SeatKind.MEMBER})
OFFICE_OF_DOCUMENT = frozenset({SeatKind.OFFICE_DIRECTOR, SeatKind.OFFICE_DEPUTY, SeatKind.OFFICE_MEMBER})


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a further version asks for: its plan, the parts it takes, and from which day.

    With `before`, the plan of the version it corrects, only what differs between the two is carried out;
    without, the plan stands for the whole and the conference follows it.
    """

    plan: FoundingPlan
    parts: frozenset[str]
    since: date
    before: FoundingPlan | None = None


def renew_conference(act: Act, conference: Conference, renewal: Renewal) -> Conference:
    """Bring a conference to what a further version of its document says.

    Member units that are new join and those that are missing leave, persons and rules that differ end and
    start anew on that day. Raises BadInput where the plan has no unit.
    """
    if not renewal.plan.units:
        raise BadInput("这份文件没有列出成员单位，不能据以采用。", next_step="请先人工补全成员单位。")
    renewing = _Renewing(act, conference, renewal)
    renewing.join_and_leave()
    renewing.seat()
    if "rules" in renewal.parts:
        renewing.rule()
    changes: dict[str, object] = {"instrument_version": renewal.plan.version}
    if renewing.host_differs():
        changes["office_unit"] = renewing.unit(renewal.plan.office_unit or "")
    return act.change(conference, **changes)


class _Renewing:
    """One renewal under way."""

    def __init__(self, act: Act, conference: Conference, renewal: Renewal) -> None:
        self.act, self.conference, self.since = act, conference, renewal.since
        self.plan, self.before, self.parts = renewal.plan, renewal.before, renewal.parts
        self.own = {"conference": conference, "starts_on": renewal.since}
        rows = Membership.objects.filter(_going_on(self.since), conference=conference)
        self.members = {row.unit_id: row for row in rows.select_related("unit")}
        self.units = {planned.name: self._enter(planned) for planned in self.plan.units}
        self.joined: set[int] = set()

    def unit(self, name: str) -> Unit | None:
        """Return a planned unit; one that is no member is entered, an empty name is none."""
        if name and name not in self.units:
            self.units[name] = self._enter(PlannedUnit(name, (), self.plan.units[0].basis))
        return self.units.get(name)

    def _enter(self, planned: PlannedUnit) -> Unit:
        unit = self._known(planned)
        if unit is None:
            unit = self.act.create(Unit(region=self.conference.region, name=planned.name))
        elif self._was_misnamed(unit, planned.name):
            self.act.create(UnitAlias(unit=unit, text=unit.name))
            self.act.change(unit, name=planned.name)
        known = {unit.name, *unit.aliases.values_list("text", flat=True)}
        forms = dict.fromkeys((planned.name, *planned.aliases))
        self.act.create_many([UnitAlias(unit=unit, text=text) for text in forms if text not in known])
        return unit

    def _was_misnamed(self, unit: Unit, name: str) -> bool:
        """Tell whether a correction of the earlier version puts another name in the place of this one."""
        if self.before is None or unit.name == name:
            return False
        named = {planned.name for planned in self.plan.units}
        return unit.name not in named and unit.name in {planned.name for planned in self.before.units}

    def _known(self, planned: PlannedUnit) -> Unit | None:
        """Give the unit of that name, else the member that one of its printed forms means without doubt."""
        rows = Unit.objects.filter(region=self.conference.region, name=planned.name)
        named: Unit | None = rows.first()
        if named is not None:
            return named
        forms = {planned.name, *planned.aliases}
        same = Unit.objects.filter(pk__in=self.members)
        same = same.filter(Q(name__in=forms) | Q(aliases__text=planned.name)).distinct()
        found: list[Unit] = list(same)
        return found[0] if len(found) == 1 else None

    def join_and_leave(self) -> None:
        """Let new member units join, each citing its clause, and missing ones leave."""
        for ordinal, planned in enumerate(self.plan.units, 1):
            unit = self.units[planned.name]
            if unit.pk in self.members:
                # Papers list the units in the order of the version in force.
                self.act.change(self.members[unit.pk], ordinal=ordinal)
            elif self._is_new(planned):
                own = {**self.own, **cited(planned.basis)}
                self.act.create(Membership(unit=unit, ordinal=ordinal, **own))
                self._cite(planned.basis)
                self.act.notify(f"{unit.name}自{self.since}起为成员单位", about=self.conference, unit=unit.pk)
                self.joined.add(unit.pk)
        named = {unit.pk for unit in self.units.values()}
        for pk, membership in self.members.items():
            if pk not in named and self._is_dropped(membership.unit):
                self._leave(membership)

    def _is_new(self, planned: PlannedUnit) -> bool:
        return self.before is None or planned.name not in {unit.name for unit in self.before.units}

    def _is_dropped(self, unit: Unit) -> bool:
        if self.before is None:
            return True
        forms = {unit.name, *unit.aliases.values_list("text", flat=True)}
        return any(forms & {planned.name, *planned.aliases} for planned in self.before.units)

    def _leave(self, membership: Membership) -> None:
        if self.conference.office_unit_id == membership.unit_id and not self.host_differs():
            raise BadInput(
                f"这一版没有列出办公室所在单位“{membership.unit.name}”。",
                next_step="请核对读取结果，更正成员单位或办公室所在单位后再采用。",
            )
        end_membership(self.act, membership, self.since)
        title = f"{membership.unit.name}自{self.since}起不再是成员单位"
        self.act.notify(title, about=self.conference, unit=membership.unit_id)

    def host_differs(self) -> bool:
        """Tell whether the new version seats the office in another unit; silence changes none."""
        if "office" not in self.parts or not self.plan.office_unit:
            return False
        if self.before is not None and self.before.office_unit == self.plan.office_unit:
            return False
        host = self.unit(self.plan.office_unit or "")
        return (host.pk if host else None) != self.conference.office_unit_id

    def seat(self) -> None:
        """Bring the seats of the parts taken to the plan; new units get theirs in any case."""
        taken = self._kinds_taken()
        wanted = _by_place(self.plan.seats)
        stood = _by_place(self.before.seats) if self.before else {}
        present: dict[tuple[SeatKind, int], list[Seat]] = {}
        rows = Seat.objects.filter(_going_on(self.since), conference=self.conference)
        for seat in rows.order_by("ordinal", "pk"):
            present.setdefault((SeatKind(seat.kind), seat.unit_id), []).append(seat)
        for (kind, name), seats in wanted.items():
            unit = self.unit(name)
            if unit is None:
                continue
            held = present.pop((kind, unit.pk), [])
            same = self.before is not None and _said(stood.get((kind, name), [])) == _said(seats)
            if unit.pk in self.joined or (kind in taken and not same):
                self._fit(unit, seats, held)
        gone = {(kind, pk) for kind, name in stood if (pk := self._pk_of(name))}
        for (kind, pk), held in present.items():
            if kind in taken and (self.before is None or (kind, pk) in gone):
                for seat in held:
                    end_seat(self.act, seat, self.since)

    def _kinds_taken(self) -> frozenset[SeatKind]:
        """Give the kinds of seat that this version settles: of the parts taken, those it says a word about."""
        roster = ROSTER if "roster" in self.parts else frozenset()
        office = OFFICE_OF_DOCUMENT if "office" in self.parts else frozenset()
        return (roster | office) & {seat.kind for seat in self.plan.seats if seat.basis != Basis()}

    def _pk_of(self, name: str) -> int:
        row = Unit.objects.filter(region=self.conference.region, name=name).first()
        return row.pk if row else 0

    def _fit(self, unit: Unit, planned: list[PlannedSeat], held: list[Seat]) -> None:
        """Pair the seats of one kind and unit, by the person first, then in order; end and start the rest."""
        holders = {seat.pk: _open_tenure(seat, self.since) for seat in held}
        left = list(held)
        for one in sorted(planned, key=lambda seat: not _matches(seat, holders.values())):
            named = (s for s in left if (t := holders[s.pk]) and one.person and t.person.name == one.person)
            occupied = (s for s in left if not one.person and holders[s.pk])
            seat = next(named, None) or next(occupied, None) or next(iter(left), None)
            if seat is None:
                self._start(unit, one)
            else:
                left.remove(seat)
                self._hold(seat, holders[seat.pk], one)
        for seat in left:
            end_seat(self.act, seat, self.since)

    def _start(self, unit: Unit, planned: PlannedSeat) -> None:
        ordinal = next(place for place, one in enumerate(self.plan.seats, 1) if one is planned)
        own = {**self.own, **cited(planned.basis)}
        seat = self.act.create(Seat(kind=planned.kind, unit=unit, ordinal=ordinal, **own))
        self._cite(planned.basis)
        self._hold(seat, None, planned)

    def _hold(self, seat: Seat, tenure: Tenure | None, planned: PlannedSeat) -> None:
        if not planned.person:
            return
        same = tenure is not None and tenure.person.name == planned.person
        if tenure is not None and same and planned.title in ("", tenure.title):
            return
        end_tenures(self.act, seat, self.since)
        person = tenure.person if tenure is not None and same else self._person(seat, planned.person)
        own = {**self.own, **cited(planned.basis)}
        self.act.create(Tenure(seat=seat, person=person, title=planned.title, **own))
        self._cite(planned.basis)

    def _person(self, seat: Seat, name: str) -> Person:
        """Give the colleague of that name in the same unit, who keeps the account, else a new person."""
        held = Tenure.objects.filter(conference=self.conference, seat__unit=seat.unit_id, person__name=name)
        latest = held.select_related("person").order_by("-starts_on", "-pk").first()
        return latest.person if latest else self.act.create(Person(name=name, password=LOCKED))

    def _cite(self, basis: Basis) -> None:
        if basis.clause:
            self.act.cite(basis)

    def rule(self) -> None:
        """End the document rules that changed and start the new ones, never editing one."""
        stood = {_rule_key(rule) for rule in self.before.rules} if self.before else set()
        wanted = {_rule_key(rule): rule for rule in self.plan.rules}
        present = ConferenceRule.objects.filter(_going_on(self.since), conference=self.conference)
        kept = set()
        for row in present:
            key = _rule_key(row)
            if key in wanted:
                kept.add(key)
            elif self._rule_ends(row, key, stood):
                self.act.change(row, ends_before=max(self.since, row.starts_on))
        for key, rule in wanted.items():
            if key not in kept and key not in stood:
                self._start_rule(rule)

    def _rule_ends(
        self, row: ConferenceRule, key: tuple[str, ...], stood: Collection[tuple[str, ...]]
    ) -> bool:
        if row.source == "document":
            return self.before is None or key in stood
        codes = {rule.code for rule in self.plan.rules}
        # A clause takes the place of what was only configured; and it forbids silent consent.
        return row.code in codes or (
            row.code == "silent_consent" and row.value == "on" and "consent" in codes
        )

    def _start_rule(self, rule: PlannedRule) -> None:
        own = {**self.own, **cited(rule.basis)}
        row = ConferenceRule(code=rule.code, value=rule.value, text=rule.text, source=rule.source, **own)
        self.act.create(row)
        self._cite(rule.basis)


def _going_on(day: date) -> Q:
    """Rows that hold on the day or start later: all that a change from that day on meets."""
    return Q(ends_before__isnull=True) | Q(ends_before__gt=day)


def _open_tenure(seat: Seat, day: date) -> Tenure | None:
    rows = Tenure.objects.filter(_going_on(day), seat=seat).select_related("person")
    return rows.order_by("-starts_on", "-pk").first()


def _by_place(seats: Iterable[PlannedSeat]) -> dict[tuple[SeatKind, str], list[PlannedSeat]]:
    found: dict[tuple[SeatKind, str], list[PlannedSeat]] = {}
    for seat in seats:
        found.setdefault((seat.kind, seat.unit), []).append(seat)
    return found


def _said(seats: Iterable[PlannedSeat]) -> list[tuple[str, str]]:
    return [(seat.person, seat.title) for seat in seats]


def _matches(planned: PlannedSeat, tenures: Iterable[Tenure | None]) -> bool:
    return any(tenure is not None and tenure.person.name == planned.person for tenure in tenures)


def _rule_key(rule: PlannedRule | ConferenceRule) -> tuple[str, ...]:
    return (rule.code, *("".join(words.split()) for words in (rule.value, rule.text)))
