"""Reads of bodies, always as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from lianxi.bodies.models import (
    CalendarFeed,
    ClockRepair,
    Conference,
    ConferenceRule,
    MemberChange,
    Membership,
    Person,
    Seat,
    StandIn,
    Tenure,
    Unit,
    UnitAlias,
    UnitSuccession,
)
from lianxi.bodies.rows import ConferenceRow, SeatRow, TenureRow, UnitRow
from lianxi.bodies.rules import (
    CONFIGURABLE,
    RESET_HOURS,
    RESET_MARK,
    full_name,
    succession_sentence,
)
from lianxi.core.actors import CONVENERS, Actor, SeatKind
from lianxi.core.basis import Basis
from lianxi.core.canonical import digest
from lianxi.core.refusals import NotPermitted
from lianxi.core.words import day_of, long_date


def in_force(day: date) -> Q:
    """Return the filter of dated rows that hold on `day`."""
    return Q(starts_on__lte=day) & (Q(ends_before__isnull=True) | Q(ends_before__gt=day))


def require_seat_held(actor: Actor, at: datetime) -> str:
    """Refuse an actor that does not hold its seat at that moment (deny by default); give the mark of its acts."""
    if actor.kind in (SeatKind.INSTALLER, SeatKind.VISITOR):
        return ""
    if actor.kind is SeatKind.TIMER:
        _require_conference_begun(actor, at)
        return ""
    _require_not_ended(actor, at)
    held = Tenure.objects.filter(
        in_force(day_of(at)),
        seat_id=actor.seat_id or 0,
        person_id=actor.person_id or 0,
        conference_id=actor.conference_id or 0,
        person__is_active=True,
        seat__kind=actor.kind,
        **({} if actor.kind is SeatKind.OPERATOR else {"seat__unit_id": actor.unit_id or 0}),
    ).filter(Q(seat__ends_before__isnull=True) | Q(seat__ends_before__gt=day_of(at)))
    found = held.values_list("person__reset_at", flat=True)[:1]
    if not found and not _stands_in(actor, day_of(at)):
        raise NotPermitted(
            f"你现在不在“{actor.label}”席位上。",
            rule="权限随席位当日任期",
            next_step="请切换到你现任的席位，或请办公室核对任期。",
        )
    reset = (
        found[0] if found else Person.objects.values_list("reset_at", flat=True).get(pk=actor.person_id or 0)
    )
    is_fresh = reset is not None and reset <= at < reset + timedelta(hours=RESET_HOURS)
    return RESET_MARK if is_fresh else ""


def _stands_in(actor: Actor, day: date) -> bool:
    """Tell whether the actor's person stands in on a day for who holds the seat."""
    is_active = Person.objects.filter(pk=actor.person_id or 0, is_active=True).exists()
    held = list_tenures_of(actor.person_id or 0, day) if is_active else []
    return any(actor_for(one) == actor for one in held if one.stood_in_by is not None)


def _require_not_ended(actor: Actor, at: datetime) -> None:
    ended = Conference.objects.filter(pk=actor.conference_id or 0, ends_before__lte=day_of(at)).first()
    if ended is not None:
        how = f"并入{ended.absorbed_into}" if ended.absorbed_into else "撤销"
        raise NotPermitted(
            f"{ended.name}自{long_date(ended.ends_before)}起{how}，不再办理。",
            rule=ended.ended_by,
            next_step="记录仍可查阅；未办结的，请由承接的机构另行登记。",
        )


def _require_conference_begun(actor: Actor, at: datetime) -> None:
    _require_not_ended(actor, at)
    begun = Conference.objects.filter(pk=actor.conference_id or 0, starts_on__lte=day_of(at))
    if not begun.exists():
        raise NotPermitted(
            "这个联席会议当日还没有成立。",
            rule="系统只在联席会议成立后按办公室的指令办理",
            next_step="请核对时间。",
        )


def actor_for(tenure: TenureRow) -> Actor:
    """Return the actor of a tenure; its seat and unit must be loaded. An operator speaks and looks for no unit."""
    seat, kind = tenure.seat, SeatKind(tenure.seat.kind)
    return Actor(
        kind=kind,
        label=label_of(tenure),
        conference_id=seat.conference_id,
        seat_id=seat.pk,
        unit_id=None if kind is SeatKind.OPERATOR else seat.unit_id,
        person_id=tenure.stood_in_by or tenure.person_id,
    )


def label_of(tenure: TenureRow) -> str:
    """Return the seat's label; where another one stands in for its holder it says so."""
    return f"{tenure.seat.label}（代）" if tenure.stood_in_by else tenure.seat.label


def list_tenures_of(person_id: int, day: date) -> list[Tenure]:
    """List the seats a person holds on a day, in the document's order, then those it stands in for.

    Of the latter `stood_in_by` is the person.
    """
    own = Tenure.objects.filter(in_force(day), person_id=person_id).values("seat")
    stands_in = StandIn.objects.filter(in_force(day), by_seat__in=own).values("tenure")
    rows = Tenure.objects.filter(Q(person_id=person_id) | Q(pk__in=stands_in), in_force(day)).filter(
        Q(seat__ends_before__isnull=True) | Q(seat__ends_before__gt=day)
    )
    rows = rows.select_related("seat__unit", "conference").order_by("conference_id", "seat__ordinal")
    found = list(rows)
    for tenure in found:
        tenure.stood_in_by = None if tenure.person_id == person_id else person_id
    return sorted(found, key=lambda tenure: tenure.stood_in_by is not None)


def find_stand_in(tenure: TenureRow, day: date) -> StandIn | None:
    """Find who stands in for a holder on a day or later, the nearest one first."""
    rows = StandIn.objects.filter(tenure_id=tenure.pk, ends_before__gt=day).select_related("by_seat__unit")
    return rows.order_by("starts_on", "pk").first()


def list_peers(tenure: TenureRow, day: date) -> list[Seat]:
    """List the seats of the same unit that somebody else holds on a day."""
    held = Tenure.objects.filter(in_force(day)).exclude(person=tenure.person_id).values("seat")
    rows = Seat.objects.filter(in_force(day), conference_id=tenure.conference_id, pk__in=held)
    rows = rows.filter(unit_id=tenure.seat.unit_id).exclude(pk=tenure.seat_id)
    return list(rows.select_related("unit").order_by("ordinal", "pk"))


def find_tenure(conference: Conference, kind: SeatKind, unit_name: str | None, day: date) -> Tenure | None:
    """Find who holds a seat of a kind (of a unit) on a day, or None."""
    rows = Tenure.objects.filter(in_force(day), conference_id=conference.pk, seat__kind=kind)
    if unit_name:
        rows = rows.filter(Q(seat__unit__name=unit_name) | Q(seat__unit__aliases__text=unit_name)).distinct()
    return rows.select_related("seat__unit", "person").order_by("seat__ordinal").first()


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat and who holds it that day; `tenure` is None where the seat is vacant."""

    seat: Seat
    tenure: Tenure | None


def list_seats(conference: ConferenceRow, day: date) -> list[HeldSeat]:
    """List the conference's seats on a day with their holders, vacant ones included."""
    holders = Prefetch(
        "tenures", Tenure.objects.filter(in_force(day)).select_related("person"), to_attr="held_now"
    )
    seats = Seat.objects.filter(in_force(day), conference_id=conference.pk).select_related("unit")
    return [
        HeldSeat(seat, next(iter(seat.held_now), None))
        for seat in seats.prefetch_related(holders).order_by("ordinal", "pk")
    ]


def list_held_seats(conference_id: int, day: date) -> list[tuple[SeatKind, int, int]]:
    """List the seats somebody holds on a day as kind, unit's id and seat's id."""
    held = Tenure.objects.filter(in_force(day), conference_id=conference_id, person__is_active=True)
    found = held.values_list("seat__kind", "seat__unit_id", "seat_id")
    return [(SeatKind(kind), unit, seat) for kind, unit, seat in found]


def convener_seats(conference_id: int, day: date) -> list[int]:
    """Return the ids of the conveners' seats that exist on a day, the convener's first."""
    order = {SeatKind.CONVENER: 0, SeatKind.DEPUTY_CONVENER: 1}
    rows = Seat.objects.filter(in_force(day), conference_id=conference_id, kind__in=CONVENERS)
    seats = sorted(rows.values_list("kind", "pk"), key=lambda one: (order.get(SeatKind(one[0]), 2), one[1]))
    return [pk for _kind, pk in seats]


def list_memberships(conference: ConferenceRow, day: date) -> list[Membership]:
    """List the member units on a day, in the printed order."""
    rows = Membership.objects.filter(in_force(day), conference_id=conference.pk)
    return list(rows.select_related("unit").prefetch_related("unit__aliases").order_by("ordinal"))


def member_unit_ids(conference: ConferenceRow | int, day: date) -> frozenset[int]:
    """Return the ids of the member units on a day."""
    key = conference if isinstance(conference, int) else conference.pk
    rows = Membership.objects.filter(in_force(day), conference_id=key)
    return frozenset(rows.values_list("unit_id", flat=True))


def find_unit(conference: Conference | int, name: str, day: date) -> Unit | None:
    """Find a member unit by its name or a printed alias, or None."""
    ids = member_unit_ids(conference, day)
    rows = Unit.objects.filter(pk__in=ids).filter(Q(name=name) | Q(aliases__text=name))
    return rows.distinct().first()


def host_name(conference: ConferenceRow) -> str:
    """Return the full name of the unit that hosts the office; else the conference's own."""
    host = conference.office_unit
    return conference.name if host is None else full_name_of(host, conference)


def full_name_of(unit: UnitRow, conference: ConferenceRow) -> str:
    """Return a unit's name in full, from how the documents print it."""
    return full_name(unit.name, [alias.text for alias in unit.aliases.all()], conference.region)


def unit_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of units by id."""
    return dict(Unit.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def followers_of_units(conference_id: int) -> dict[int, int]:
    """Return, for every unit that was renamed or merged, the unit that holds its place today (ids)."""
    done = UnitSuccession.objects.filter(conference_id=conference_id, carried_out_on__isnull=False)
    steps = list(
        done.order_by("carried_out_on", "pk").values_list("from_unit", "to_unit", "conference__region")
    )
    names = {name for old, new, _region in steps for name in (old, new)}
    known = dict(
        Unit.objects.filter(name__in=names, region__in={r for *_, r in steps}).values_list("name", "pk")
    )
    found: dict[int, int] = {}
    for old, new, _region in steps:
        if old not in known or new not in known:
            continue
        found = {before: known[new] if at == known[old] else at for before, at in found.items()}
        found[known[old]] = known[new]
    return found


def find_rule(conference: ConferenceRow | int, code: str, day: date) -> ConferenceRule | None:
    """Find the rule row in force, or None where the conference has none."""
    key = conference if isinstance(conference, int) else conference.pk
    rows = ConferenceRule.objects.filter(in_force(day), conference_id=key, code=code)
    return rows.order_by("-starts_on", "-pk").first()


def rule_value(conference: ConferenceRow | int, code: str, day: date) -> str:
    """Return a rule's value in force, falling back to the configurable default."""
    rule = find_rule(conference, code, day)
    if rule is not None:
        return rule.value
    return CONFIGURABLE[code][0] if code in CONFIGURABLE else ""


def basis_of(conference: ConferenceRow | int, code: str, day: date) -> Basis:
    """Return the clause a rule rests on; an empty basis where no clause says it."""
    rule = find_rule(conference, code, day)
    return rule.basis if rule is not None else Basis()


def open_tenures(seat: Seat) -> QuerySet[Tenure]:
    """Return the tenures of a seat that have no end, or end after they start."""
    return Tenure.objects.filter(seat=seat).filter(
        Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on"))
    )


def list_rules(conference: ConferenceRow, day: date) -> list[ConferenceRule]:
    """List the rules in force on a day: the document's own first, as founded."""
    rows = ConferenceRule.objects.filter(in_force(day), conference_id=conference.pk)
    return list(rows.order_by("-source", "pk"))


def rule_rows(conference: ConferenceRow | int, codes: Iterable[str], day: date) -> dict[str, ConferenceRule]:
    """Return several rules' rows in force at once, by code; absent where there is none."""
    key = conference if isinstance(conference, int) else conference.pk
    rows = ConferenceRule.objects.filter(in_force(day), conference_id=key, code__in=tuple(codes))
    return {row.code: row for row in rows.order_by("starts_on", "pk")}


def rule_values(conference: ConferenceRow | int, codes: Iterable[str], day: date) -> dict[str, str]:
    """Return several rules' values in force at once, defaults filled in."""
    wanted = tuple(codes)
    stored = rule_rows(conference, wanted, day)
    return {
        code: stored[code].value if code in stored else CONFIGURABLE.get(code, ("", ""))[0] for code in wanted
    }


def list_clock_repairs(conference_id: int) -> list[ClockRepair]:
    """List a conference's returns to the true time, the latest first."""
    rows = ClockRepair.objects.filter(conference_id=conference_id).select_related(
        "seat__unit", "confirmed_by__unit"
    )
    return list(rows.order_by("-pk")[:20])


def find_membership(conference_id: int, unit_id: int) -> Membership | None:
    """Find a unit's place in the conference, the latest one, also a past one."""
    rows = Membership.objects.filter(conference_id=conference_id, unit_id=unit_id)
    return rows.select_related("unit", "conference").prefetch_related("unit__aliases").order_by("-pk").first()


def find_feed(token: str, day: date) -> tuple[CalendarFeed, Tenure] | None:
    """Find the feed of a secret address while its person holds the seat, or None."""
    feed = CalendarFeed.objects.filter(token_hash=digest(token), state="open").first()
    if feed is None:
        return None
    held = Tenure.objects.filter(in_force(day), seat_id=feed.seat_id, person_id=feed.person_id)
    tenure = held.filter(person__is_active=True).select_related("seat__unit", "conference").first()
    return (feed, tenure) if tenure is not None and tenure.seat.ends_before is None else None


def find_open_feed(seat_id: int, person_id: int) -> CalendarFeed | None:
    """Find the address that a person has for a seat, or None."""
    return CalendarFeed.objects.filter(seat_id=seat_id, person_id=person_id, state="open").first()


def find_holder(seat: SeatRow, day: date) -> Tenure | None:
    """Find who holds a seat on a day, or None where it is vacant."""
    return Tenure.objects.filter(in_force(day), seat_id=seat.pk).select_related("person").first()


def seats_needing_care(conference_id: int, day: date) -> tuple[list[Seat], list[Seat]]:
    """Return the vacant seats of a day and the seats with an undecided change."""
    held = Tenure.objects.filter(in_force(day), seat=OuterRef("pk"))
    asked = MemberChange.objects.filter(seat=OuterRef("pk"), state="proposed")
    rows = Seat.objects.filter(in_force(day), conference_id=conference_id).select_related("unit")
    rows = rows.annotate(is_held=Exists(held), is_asked=Exists(asked))
    found = list(rows.filter(Q(is_held=False) | Q(is_asked=True)))
    return [seat for seat in found if not seat.is_held], [seat for seat in found if seat.is_asked]


@dataclass(frozen=True, slots=True)
class SuccessionNote:
    """A recorded reform of a unit in words; `forms` are all the names the former unit is known by."""

    pk: int
    sentence: str
    from_unit: str
    to_unit: str
    kind: str
    effective_on: date
    basis_text: str
    forms: frozenset[str]


def list_successions(conference_id: int) -> list[UnitSuccession]:
    """List a conference's recorded reforms of units, the latest first."""
    return list(UnitSuccession.objects.filter(conference_id=conference_id).order_by("-effective_on", "-pk"))


def list_succession_notes(instrument: str) -> list[SuccessionNote]:
    """List the reforms recorded by the conferences that an instrument founded, in order."""
    rows = UnitSuccession.objects.filter(conference__instrument=instrument)
    found = list(rows.select_related("conference").order_by("effective_on", "pk"))
    names = {row.from_unit for row in found}
    forms: dict[str, set[str]] = {name: {name} for name in names}
    for name, text in UnitAlias.objects.filter(unit__name__in=names).values_list("unit__name", "text"):
        forms[name].add(text)
    return [
        SuccessionNote(
            pk=row.pk,
            sentence=succession_sentence(row.kind, row.from_unit, row.to_unit, row.effective_on, row.note),
            from_unit=row.from_unit,
            to_unit=row.to_unit,
            kind=row.kind,
            effective_on=row.effective_on,
            basis_text=row.basis_text,
            forms=frozenset(forms[row.from_unit]),
        )
        for row in found
    ]
