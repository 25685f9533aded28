"""A district's conference below the played one: two matters go down, one is taken on and reported, one still waits.

No document founds it: it is made up for the demonstration, says so in its name, and cites nothing.
"""

from datetime import timedelta

from lianxi.bodies.actions import found_conference
from lianxi.bodies.models import Conference
from lianxi.bodies.rules.founding import FoundingPlan, PlannedRule, PlannedSeat, PlannedUnit
from lianxi.core.actors import INSTALLER, SEAT_LABELS, SeatKind
from lianxi.core.basis import ADMINISTRATIVE
from lianxi.core.words import day_of
from lianxi.ledger.actions import accept_delegation, offer_delegation
from lianxi.ledger.models import Delegation, Obligation
from lianxi.stories.story import Story

DISTRICT = "丰泽区"
HOST = "丰泽区卫健局"
UNITS = (HOST, "丰泽区住建局", "丰泽区人社局", "丰泽区总工会")


def found_district(above: Conference, story: Story) -> Story:
    """Found the district's conference below another one and give its own story."""
    plan = FoundingPlan(
        name=f"{DISTRICT}职业病防治工作联席会议（演示）",
        short_name=f"{DISTRICT}职防联席会议（演示）",
        region=f"{above.region}{DISTRICT}",
        instrument="",
        version=0,
        starts_on=day_of(story.at),
        office_unit=HOST,
        units=tuple(PlannedUnit(unit, (unit.removeprefix(DISTRICT),), ADMINISTRATIVE) for unit in UNITS),
        seats=_seats(),
        rules=(PlannedRule("number_prefix", "丰职防联", "演示", "configured", ADMINISTRATIVE),),
        is_demo=True,
        above=above.pk,
    )
    return Story(found_conference(INSTALLER, story.at, plan=plan), story.at)


def _seats() -> tuple[PlannedSeat, ...]:
    def seat(kind: SeatKind, unit: str) -> PlannedSeat:
        label = f"{unit}·{SEAT_LABELS[kind]}"
        return PlannedSeat(kind, unit, ADMINISTRATIVE, person=label, title=label)

    own = [seat(kind, HOST) for kind in (SeatKind.CONVENER, SeatKind.OFFICE_DIRECTOR, SeatKind.OFFICE_STAFF)]
    members = [seat(SeatKind.MEMBER, unit) for unit in UNITS]
    return (*own, *members, *(seat(SeatKind.OFFICE_MEMBER, unit) for unit in UNITS[1:]))


def delegate(story: Story, below: Conference, obligation: Obligation, note: str) -> Delegation:
    """Have the office above offer a matter to the district, due a week before its own day."""
    due = obligation.due_on - timedelta(days=7) if obligation.due_on else None
    row = offer_delegation(
        story.office,
        story.at,
        obligation_id=obligation.pk,
        to_conference_id=below.pk,
        note=note,
        due_on=due,
    )
    story.say(f"办公室把事项 {obligation.number} 交办{below.short_name}", "QZ-4-4")
    return row


def take_on(district: Story, offer: Delegation) -> None:
    """Have the district accept an offer as a matter of its own, sign for it and report."""
    office = district.actor(SeatKind.OFFICE_DIRECTOR, HOST)
    lead, co = (district.unit(unit).pk for unit in (UNITS[1], HOST))
    answer = accept_delegation(
        office, district.at, delegation_id=offer.pk, lead_unit_id=lead, co_unit_ids=(co,)
    )
    own = answer.obligation
    if own is None:
        raise LookupError(f"offer {offer.pk} was not taken on")
    district.wait(hours=1)
    district.acknowledge(own)
    district.wait(hours=1)
    district.report(own, "已开始办理，按周向市里反馈。", done=False)
