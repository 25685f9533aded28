"""The fixed cast of the tests: a small conference with every kind of seat, founded through the action."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from lianxi.bodies.actions import found_conference
from lianxi.bodies.models import Conference, Tenure, Unit
from lianxi.bodies.queries import actor_for
from lianxi.bodies.rules.founding import FoundingPlan, PlannedRule, PlannedSeat, PlannedUnit
from lianxi.core.actors import INSTALLER, SEAT_LABELS, Actor, SeatKind
from lianxi.core.basis import Basis
from lianxi.journal.acting import Act
from lianxi.law.actions import enter_version
from lianxi.law.reading import ClauseText, Reading
from staging import staged

FOUNDED = date(2021, 3, 17)
AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday, 09:00 in China
UNITS = ("市卫健委", "市人社局", "市住建局", "市总工会", "市发改委")


def _basis(clause: str) -> Basis:
    return Basis("QZ", 1, clause, 0, 10)


def _seats() -> tuple[PlannedSeat, ...]:
    def seat(kind: SeatKind, unit: str) -> PlannedSeat:
        label = f"{unit}·{SEAT_LABELS[kind]}"
        return PlannedSeat(kind, unit, _basis("QZ-2-2"), person=label, title=label)

    members = [seat(SeatKind.MEMBER, unit) for unit in UNITS]
    office = [
        seat(SeatKind.OFFICE_DIRECTOR, "市卫健委"),
        seat(SeatKind.OFFICE_DEPUTY, "市人社局"),
        seat(SeatKind.OFFICE_DEPUTY, "市总工会"),
        seat(SeatKind.OFFICE_MEMBER, "市住建局"),
        seat(SeatKind.OFFICE_MEMBER, "市发改委"),
        seat(SeatKind.OFFICE_STAFF, "市卫健委"),
    ]
    return (seat(SeatKind.CONVENER, "市卫健委"), *members, *office)


def plan(name: str = "泉州市职业病防治工作联席会议", instrument: str = "QZ") -> FoundingPlan:
    rules = (
        PlannedRule(
            "member_change", "unit_proposes", "由所在单位提出，联席会议确定", "document", _basis("QZ-2-4")
        ),
        PlannedRule("unit_change", "decision", "可根据工作需要调整成员单位", "document", _basis("QZ-2-3")),
        PlannedRule("office_host", "市卫健委", "办公室设在市卫健委", "document", _basis("QZ-2-5")),
        PlannedRule("consent", "attending_units", "经与会单位同意后印发", "document", _basis("QZ-4-1")),
        PlannedRule("report_to", "市人民政府", "同时抄报市人民政府", "document", _basis("QZ-4-1")),
        PlannedRule("tracking", "office", "跟踪督促落实", "document", _basis("QZ-4-4")),
        PlannedRule("circular", "office", "及时通报工作进展情况", "document", _basis("QZ-4-4")),
        # Most tests are not about the units' look at a draft; those that are switch it on.
        PlannedRule("circular_shown", "off", "通报先送核对", "configured", Basis()),
        PlannedRule("number_prefix", "泉职防联", "发文机关代字", "configured", Basis()),
    )
    return FoundingPlan(
        name=name,
        short_name="泉州职防联席会议",
        region="福建省泉州市",
        instrument=instrument,
        version=1,
        starts_on=FOUNDED,
        office_unit="市卫健委",
        units=tuple(PlannedUnit(unit, (unit.removeprefix("市"),), _basis("QZ-2-1")) for unit in UNITS),
        seats=_seats(),
        rules=rules,
    )


@dataclass
class Cast:
    """The conference and its acting seats by a short name such as "住建·成员"."""

    conference: Conference

    def actor(self, kind: SeatKind, unit: str = "市卫健委") -> Actor:
        tenure = Tenure.objects.select_related("seat__unit").get(
            conference=self.conference, seat__kind=kind, seat__unit__name=unit, ends_before__isnull=True
        )
        return actor_for(tenure)

    @property
    def convener(self) -> Actor:
        return self.actor(SeatKind.CONVENER)

    @property
    def director(self) -> Actor:
        return self.actor(SeatKind.OFFICE_DIRECTOR)

    @property
    def staff(self) -> Actor:
        return self.actor(SeatKind.OFFICE_STAFF)

    def member(self, unit: str) -> Actor:
        return self.actor(SeatKind.MEMBER, unit)

    def liaison(self, unit: str) -> Actor:
        return self.actor(SeatKind.OFFICE_MEMBER, unit)

    def unit(self, name: str) -> Unit:
        return Unit.objects.get(region=self.conference.region, name=name)


CLAUSES = {
    "QZ-1-02": "研究拟定加强全市职业病防治的重大政策措施，向市委、市政府提出意见建议。",
    "QZ-2-3": "联席会议可根据工作需要调整成员单位。",
    "QZ-3-11-2": "对本行业用人单位职业病防治工作进行指导、检查。",
    "QZ-4-1": "以纪要形式明确会议议定事项，经与会单位同意后印发有关方面，同时抄报市人民政府。",
    "QZ-4-4": "联席会议办公室要加强对联席会议议定事项的跟踪督促落实，及时向各成员单位通报工作进展情况。",
}
# Whose duty a clause is; the others bind the office or nobody alone.
OWNERS = {"QZ-3-11-2": "市住建局"}


def _reading(code: str) -> Reading:
    text, clauses = "", []
    for id_, words in CLAUSES.items():
        start = len(text)
        text += words + "\n"
        own = id_.replace("QZ", code)
        clauses.append(
            ClauseText(
                own,
                (),
                OWNERS.get(id_),
                None,
                words,
                start,
                start + len(words),
                "duty",
                (),
                f"《制度》{own}",
                None,
            )
        )
    return Reading(
        code=code,
        text=text,
        issuer=None,
        doc_number=None,
        date=None,
        region="福建省泉州市",
        title="制度",
        founds_conference=True,
        units=(),
        duties={},
        functions=(),
        mechanisms=(),
        convener=None,
        office_host_unit=None,
        meeting_frequency=None,
        minutes_rule=None,
        roster=(),
        office=(),
        rules=(),
        clauses=tuple(clauses),
        sources={},
        findings=(),
    )


@staged
def found_cast(name: str = "泉州市职业病防治工作联席会议", instrument: str = "QZ") -> Cast:
    with transaction.atomic():
        act = Act(actor=INSTALLER, at=AT, action="law.version.draft")
        enter_version(act, _reading(instrument))
        act.append()
    return Cast(found_conference(INSTALLER, AT, plan=plan(name, instrument)))
