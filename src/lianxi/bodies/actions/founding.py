"""The founding of a conference from the plan that an adopted instrument gives."""

from lianxi.bodies.founding import FoundingPlan, PlannedSeat
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
from lianxi.core.actors import INSTALLER_ONLY, OFFICE
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action


@action("bodies.conference.found", "建立联席会议", who=INSTALLER_ONLY | OFFICE)
def found_conference(act: Act, *, plan: FoundingPlan) -> Conference:
    """This function will create the conference, units, seats, roster and rules, each with its clause.

    The founding is the first entry of the new conference's own chain. Raises BadInput where the plan
    has no unit or its instrument has founded a conference already; simulated ones share an instrument.
    """
    if not plan.units:
        raise BadInput(
            "这份文件没有列出成员单位，不能据以建立联席会议。", next_step="请核对文件，或先人工补全成员单位。"
        )
    known = Conference.objects.filter(instrument=plan.instrument, is_demo=plan.is_demo)
    if known.exists() and not plan.is_simulated:
        raise BadInput("已有依据这份文件建立的联席会议。", next_step="文件有修订的，请作为新版本采用。")
    units = {
        planned.name: _enter_unit(act, plan.region, planned.name, planned.aliases) for planned in plan.units
    }
    # A convener may come from a body that is no member, such as the government itself.
    outside = [seat.unit for seat in plan.seats if seat.unit not in units]
    units |= {name: _enter_unit(act, plan.region, name, ()) for name in dict.fromkeys(outside)}
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
    )
    act.create(conference)
    act.chain = conference.pk
    for ordinal, planned in enumerate(plan.units, 1):
        own = {"conference": conference, "starts_on": plan.starts_on, **cited(planned.basis)}
        act.create(Membership(unit=units[planned.name], ordinal=ordinal, **own))
    for ordinal, seat in enumerate(plan.seats, 1):
        _enter_seat(act, conference, units[seat.unit], seat, ordinal)
    for rule in plan.rules:
        row = ConferenceRule(conference=conference, code=rule.code, value=rule.value, text=rule.text)
        row.source, row.starts_on = rule.source, plan.starts_on
        _set_basis(row, cited(rule.basis))
        act.create(row)
    act.subject = f"bodies.conference:{conference.pk}"
    return conference


@action("bodies.conference.mark_simulated", "标明是模拟数据", who=INSTALLER_ONLY)
def mark_simulated(act: Act, *, conference_id: int) -> Conference:
    """This function will mark a demonstration's conference as simulated, so that every page says so.

    Raises BadInput for a conference that is none.
    """
    conference = act.lock(Conference, conference_id)
    if not conference.is_demo:
        raise BadInput("只有演示用的联席会议可以标明是模拟。")
    act.chain = conference.pk
    return act.change(conference, is_simulated=True)


def _enter_unit(act: Act, region: str, name: str, aliases: tuple[str, ...]) -> Unit:
    unit = Unit.objects.filter(region=region, name=name).first() or act.create(Unit(region=region, name=name))
    known = set(unit.aliases.values_list("text", flat=True)) | {name}
    act.create_many([UnitAlias(unit=unit, text=text) for text in dict.fromkeys(aliases) if text not in known])
    return unit


def _enter_seat(act: Act, conference: Conference, unit: Unit, planned: PlannedSeat, ordinal: int) -> None:
    seat = Seat(conference=conference, kind=planned.kind, unit=unit, ordinal=ordinal)
    seat.starts_on = conference.starts_on
    _set_basis(seat, cited(planned.basis))
    act.create(seat)
    if planned.person:
        person = act.create(Person(name=planned.person, password=LOCKED))
        tenure = Tenure(conference=conference, seat=seat, person=person, title=planned.title)
        tenure.starts_on = conference.starts_on
        _set_basis(tenure, cited(planned.basis))
        act.create(tenure)


def _set_basis(row: ConferenceRule | Seat | Tenure, columns: dict[str, str | int | None]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
