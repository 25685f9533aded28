"""The founding of a conference from the plan that an adopted instrument gives."""

from collections.abc import Sequence
from typing import Annotated

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
from lianxi.bodies.rules import guards
from lianxi.bodies.rules.founding import FoundingPlan, PlannedSeat
from lianxi.core.actors import INSTALLER_ONLY, OFFICE
from lianxi.core.fields import Inner, One
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on


@action("bodies.conference.found", "建立联席会议", who=INSTALLER_ONLY | OFFICE)
def found_conference(act: Act, *, plan: Annotated[FoundingPlan, Inner("建立方案")]) -> Conference:
    """Create the conference, units, seats, roster and rules, each with its clause.

    The founding is the first entry of the new conference's own chain. Raises BadInput where the plan
    has no unit or its instrument has founded a conference already; simulated ones share an instrument.
    """
    if not plan.units:
        raise BadInput(
            "这份文件没有列出成员单位，不能据以建立联席会议。", next_step="请核对文件，或先人工补全成员单位。"
        )
    known = Conference.objects.filter(instrument=plan.instrument, is_demo=plan.is_demo, is_simulated=False)
    if known.exists() and not plan.is_simulated:
        raise BadInput("已有依据这份文件建立的联席会议。", next_step="文件有修订的，请作为新版本采用。")
    units, aliases = _enter_units(act, plan)
    conference = Conference(
        name=plan.name,
        short_name=plan.short_name,
        region=plan.region,
        instrument=plan.instrument,
        instrument_version=plan.version,
        starts_on=plan.starts_on,
        office_unit=units.get(plan.office_unit or ""),
        is_demo=plan.is_demo,
        is_simulated=plan.is_simulated,
        parent_id=plan.above,
    )
    act.create(conference)
    act.chain = conference.pk
    act.create_batch(aliases)
    act.create_batch(_memberships(conference, units, plan))
    _enter_seats(act, conference, units, plan.seats)
    act.create_batch(_rules(conference, plan))
    act.subject = f"bodies.conference:{conference.pk}"
    return conference


@action(
    "bodies.conference.mark_simulated",
    "标明是模拟数据",
    who=INSTALLER_ONLY,
    deciding=on(Conference, "conference_id", guards.mark_simulated),
)
def mark_simulated(act: Act, *, conference_id: Annotated[int, One("联席会议")]) -> Conference:
    """Mark a demonstration's conference as simulated, so that every page says so.

    Raises BadInput for a conference that is none.
    """
    conference = act.lock(Conference, conference_id)
    act.chain = conference.pk
    return act.change(conference, is_simulated=True)


def _enter_units(act: Act, plan: FoundingPlan) -> tuple[dict[str, Unit], list[UnitAlias]]:
    """Find or create the plan's units by name, and give the aliases that are still to be stored."""
    # A convener may come from a body that is no member, such as the government itself.
    names = dict.fromkeys([unit.name for unit in plan.units] + [seat.unit for seat in plan.seats])
    known = {unit.name: unit for unit in Unit.objects.filter(region=plan.region, name__in=names)}
    aliases = set(UnitAlias.objects.filter(unit__in=known.values()).values_list("unit__name", "text"))
    units = {
        name: known[name] if name in known else act.create(Unit(region=plan.region, name=name))
        for name in names
    }
    missing = [
        UnitAlias(unit=units[planned.name], text=text)
        for planned in plan.units
        for text in dict.fromkeys(planned.aliases)
        if text != planned.name and (planned.name, text) not in aliases
    ]
    return units, missing


def _memberships(conference: Conference, units: dict[str, Unit], plan: FoundingPlan) -> list[Membership]:
    own = {"conference": conference, "starts_on": plan.starts_on}
    return [
        Membership(unit=units[planned.name], ordinal=ordinal, **own, **cited(planned.basis))
        for ordinal, planned in enumerate(plan.units, 1)
    ]


def _rules(conference: Conference, plan: FoundingPlan) -> list[ConferenceRule]:
    own = {"conference": conference, "starts_on": plan.starts_on}
    return [
        ConferenceRule(
            code=rule.code, value=rule.value, text=rule.text, source=rule.source, **own, **cited(rule.basis)
        )
        for rule in plan.rules
    ]


def _enter_seats(
    act: Act, conference: Conference, units: dict[str, Unit], planned: Sequence[PlannedSeat]
) -> None:
    since, seats = conference.starts_on, []
    for ordinal, one in enumerate(planned, 1):
        own = {"conference": conference, "kind": one.kind, "unit": units[one.unit], "starts_on": since}
        seats.append(Seat(ordinal=ordinal, **own, **cited(one.basis)))
    act.create_batch(seats)
    taken = [(seat, one) for seat, one in zip(seats, planned, strict=True) if one.person]
    people = act.create_batch([Person(name=one.person, password=LOCKED) for _, one in taken])
    tenures = []
    for (seat, one), person in zip(taken, people, strict=True):
        own = {"conference": conference, "seat": seat, "person": person, "starts_on": since}
        tenures.append(Tenure(title=one.title, **own, **cited(one.basis)))
    act.create_batch(tenures)
