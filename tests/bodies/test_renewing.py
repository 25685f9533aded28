"""A conference renewed by a further version, and units that were renamed or merged: nothing old is rewritten."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cast import AT, Cast, plan
from lianxi.bodies.actions import (
    carry_out_succession,
    end_tenure,
    invite_holder,
    propose_member_change,
    record_succession,
    set_rule,
)
from lianxi.bodies.actions.renewing import Renewal, renew_conference
from lianxi.bodies.models import (
    Conference,
    ConferenceRule,
    Invitation,
    MemberChange,
    Membership,
    Seat,
    Tenure,
    UnitSuccession,
)
from lianxi.bodies.queries import find_unit, in_force, list_memberships, list_successions
from lianxi.bodies.rules.founding import FoundingPlan, PlannedRule, PlannedSeat, PlannedUnit
from lianxi.core.actors import INSTALLER, SeatKind
from lianxi.core.basis import Basis
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.journal.verify import verify_chains

TODAY = day_of(AT)
SINCE = date(2026, 1, 1)
DAY = timedelta(days=1)
ALL = frozenset({"units", "roster", "office", "rules"})


def _second(own: FoundingPlan) -> FoundingPlan:
    """The same plan as the second version gives it: every part cites that version."""

    def moved(basis: Basis) -> Basis:
        return replace(basis, version=2) if basis.clause else basis

    return replace(
        own,
        version=2,
        units=tuple(replace(one, basis=moved(one.basis)) for one in own.units),
        seats=tuple(replace(one, basis=moved(one.basis)) for one in own.seats),
        rules=tuple(replace(one, basis=moved(one.basis)) for one in own.rules),
    )


def _renew(
    cast: Cast, own: FoundingPlan, parts: frozenset[str] = ALL, before: FoundingPlan | None = None
) -> Act:
    act = Act(actor=INSTALLER, at=AT, action="law.version.adopt", chain=cast.conference.pk)
    renew_conference(act, Conference.objects.get(pk=cast.conference.pk), Renewal(own, parts, SINCE, before))
    return act


def _units(cast: Cast, day: date) -> list[str]:
    return [row.unit.name for row in list_memberships(cast.conference, day)]


def _basis() -> Basis:
    return Basis("QZ", 2, "QZ-2-1", 3, 8)


def test_the_same_document_again_moves_only_the_version(cast: Cast) -> None:
    act = _renew(cast, _second(plan()))
    assert [change["record"] for change in act.changes] == [f"bodies.conference:{cast.conference.pk}"]
    assert act.changes[0]["new"] == {"instrument_version": 2}


def test_a_unit_joins_with_its_seats_and_one_leaves_with_them(cast: Cast) -> None:
    own = _second(plan())
    units = (*own.units[:1], PlannedUnit("市医保局", ("医保局",), _basis()), *own.units[1:-1])
    seats = (*own.seats, PlannedSeat(SeatKind.MEMBER, "市医保局", _basis(), "新成员", "副局长"))
    seats = tuple(seat for seat in seats if seat.unit != "市发改委")
    gone = cast.member("市发改委")
    act = _renew(cast, replace(own, units=units, seats=seats))
    assert _units(cast, SINCE - DAY) == ["市卫健委", "市人社局", "市住建局", "市总工会", "市发改委"]
    assert _units(cast, SINCE) == ["市卫健委", "市医保局", "市人社局", "市住建局", "市总工会"]
    joined = Membership.objects.get(conference=cast.conference, unit__name="市医保局")
    assert (joined.basis, joined.starts_on) == (_basis(), SINCE)
    assert _basis() in act.bases
    assert Tenure.objects.get(seat__unit=joined.unit).person.name == "新成员"
    ended = Seat.objects.filter(conference=cast.conference, unit_id=gone.unit_id)
    assert set(ended.values_list("ends_before", flat=True)) == {SINCE}
    assert {t.ends_before for t in Tenure.objects.filter(seat__unit_id=gone.unit_id)} == {SINCE}
    notices = {(notice.to_unit_id, notice.title) for notice in act.notices}
    assert {unit for unit, _ in notices} == {joined.unit_id, gone.unit_id}


def test_another_printed_form_is_the_same_unit(cast: Cast) -> None:
    own = _second(plan())
    forms = PlannedUnit("市卫生健康委", ("市卫健委", "卫生健康委"), _basis())
    seats = tuple(replace(s, unit=forms.name) if s.unit == "市卫健委" else s for s in own.seats)
    _renew(cast, replace(own, units=(forms, *own.units[1:]), seats=seats, office_unit="市卫生健康委"))
    assert _units(cast, SINCE)[0] == "市卫健委"
    assert find_unit(cast.conference, "卫生健康委", SINCE) == cast.unit("市卫健委")
    assert Membership.objects.filter(conference=cast.conference).count() == 5
    assert not Seat.objects.filter(conference=cast.conference, ends_before__isnull=False).exists()


def test_a_person_who_differs_follows_and_a_new_title_keeps_the_account(cast: Cast) -> None:
    own = _second(plan())
    member, liaison = cast.member("市住建局"), cast.liaison("市住建局")
    seats = []
    for seat in own.seats:
        if (seat.kind, seat.unit) == (SeatKind.MEMBER, "市住建局"):
            seats.append(replace(seat, person="后任", title="副局长"))
        elif (seat.kind, seat.unit) == (SeatKind.OFFICE_MEMBER, "市住建局"):
            seats.append(replace(seat, title="科长"))
        else:
            seats.append(seat)
    _renew(cast, replace(own, seats=tuple(seats)))
    old, new = Tenure.objects.filter(seat_id=member.seat_id).order_by("starts_on")
    assert (old.person_id, old.ends_before) == (member.person_id, SINCE)
    assert (new.person.name, new.title, new.starts_on, new.basis.version) == ("后任", "副局长", SINCE, 2)
    first, second = Tenure.objects.filter(seat_id=liaison.seat_id).order_by("starts_on")
    assert first.person_id == second.person_id == liaison.person_id
    assert (second.title, second.ends_before) == ("科长", None)
    assert Tenure.objects.filter(conference=cast.conference, ends_before__isnull=True).count() == 12


def test_a_part_left_open_is_left_alone(cast: Cast) -> None:
    own = replace(_second(plan()), seats=(), rules=())
    before = list(Tenure.objects.order_by("pk").values())
    _renew(cast, own, frozenset({"units"}))
    assert list(Tenure.objects.order_by("pk").values()) == before
    assert not ConferenceRule.objects.filter(ends_before__isnull=False).exists()


def test_silence_takes_nobodys_seat(cast: Cast) -> None:
    own = _second(plan())
    silent = [replace(s, basis=Basis(), person="") for s in own.seats if s.kind is SeatKind.OFFICE_DIRECTOR]
    seats = [s for s in own.seats if not s.kind.startswith("office")]
    moved = [replace(s, unit="市人社局") for s in silent]
    _renew(cast, replace(own, seats=(*seats, *moved), office_unit=None))
    assert cast.director.unit_id == cast.unit("市卫健委").pk
    assert cast.liaison("市住建局").seat_id
    cast.conference.refresh_from_db()
    assert cast.conference.office_unit == cast.unit("市卫健委")


def test_the_office_moves_with_its_clause(cast: Cast) -> None:
    own = _second(plan())
    seats = [s for s in own.seats if s.kind is not SeatKind.OFFICE_DIRECTOR]
    director = PlannedSeat(SeatKind.OFFICE_DIRECTOR, "市人社局", _basis(), "新主任", "副局长")
    _renew(cast, replace(own, seats=(*seats, director), office_unit="市人社局"))
    cast.conference.refresh_from_db()
    assert cast.conference.office_unit == cast.unit("市人社局")
    rows = Seat.objects.filter(conference=cast.conference, kind=SeatKind.OFFICE_DIRECTOR)
    assert dict(rows.values_list("unit__name", "ends_before")) == {"市卫健委": SINCE, "市人社局": None}


def test_rules_end_and_start_and_a_clause_replaces_what_was_configured(cast: Cast) -> None:
    own = _second(plan())
    changed = [r for r in own.rules if r.code not in ("circular", "number_prefix")]
    report = PlannedRule("circular", "office", "每季度通报工作进展情况", "document", _basis())
    window = PlannedRule("consent_window", "5", "五个工作日内会签", "document", _basis())
    set_rule(cast.director, AT, code="consent_window", value="7")
    _renew(cast, replace(own, rules=(*changed, report, window)))
    rows = ConferenceRule.objects.filter(conference=cast.conference)
    old, new = rows.filter(code="circular").order_by("pk")
    assert (old.text, old.ends_before) == ("及时通报工作进展情况", SINCE)
    assert (new.text, new.starts_on, new.basis) == ("每季度通报工作进展情况", SINCE, _basis())
    configured, documented = rows.filter(code="consent_window").order_by("pk")
    assert (configured.value, configured.ends_before) == ("7", configured.starts_on)
    assert (documented.value, documented.ends_before) == ("5", None)
    # What the office configured and no clause says stays.
    assert rows.get(code="number_prefix").ends_before is None


def test_only_what_an_erratum_changed_is_carried_out(cast: Cast) -> None:
    before = plan()
    end_tenure(cast.convener, AT, seat_id=cast.member("市总工会").seat_id or 0, reason="调离")
    after = _second(before)
    seats = tuple(replace(s, person="陈晓宝") if s.kind is SeatKind.CONVENER else s for s in after.seats)
    _renew(cast, replace(after, seats=seats, units=after.units[:-1]), before=before)
    assert cast.actor(SeatKind.CONVENER).label == "市卫健委·召集人"
    convener = Tenure.objects.get(seat__kind=SeatKind.CONVENER, ends_before__isnull=True)
    assert convener.person.name == "陈晓宝"
    assert (
        not Tenure.objects.filter(seat__unit=cast.unit("市总工会"), ends_before__isnull=True)
        .filter(seat__kind=SeatKind.MEMBER)
        .exists()
    )
    assert _units(cast, SINCE) == ["市卫健委", "市人社局", "市住建局", "市总工会"]


def test_an_erratum_puts_a_misread_name_right(cast: Cast) -> None:
    before, after = plan(), _second(plan())
    unit = cast.unit("市发改委")
    fixed = PlannedUnit("市发展改革委", ("市发改委",), _basis())
    seats = tuple(replace(s, unit=fixed.name) if s.unit == "市发改委" else s for s in after.seats)
    _renew(cast, replace(after, units=(*after.units[:-1], fixed), seats=seats), before=before)
    unit.refresh_from_db()
    assert unit.name == "市发展改革委"
    assert unit.aliases.filter(text="市发改委").exists()
    assert not Membership.objects.filter(ends_before__isnull=False).exists()


def test_a_plan_without_units_renews_nothing(cast: Cast) -> None:
    with pytest.raises(BadInput):
        _renew(cast, replace(_second(plan()), units=()))


# ---- reforms


REFORM = {
    "from_unit": "市住建局",
    "to_unit": "市城乡建设局",
    "kind": "renamed",
    "effective_on": date(2026, 2, 1),
    "basis_text": "泉委〔2026〕2号",
}


def _recorded(cast: Cast, **own: object) -> UnitSuccession:
    return record_succession(cast.director, AT, **{**REFORM, **own})  # type: ignore[arg-type]


def test_recording_a_reform_changes_no_seat(cast: Cast) -> None:
    before = list(Seat.objects.order_by("pk").values())
    row = _recorded(cast, from_unit="住建局")
    assert (row.from_unit, row.carried_out_on, row.recorded_by) == ("市住建局", None, cast.director.label)
    assert list(Seat.objects.order_by("pk").values()) == before
    assert list_successions(cast.conference.pk) == [row]
    with pytest.raises(NotPermitted):
        record_succession(cast.member("市住建局"), AT, **REFORM)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "own",
    [
        {"to_unit": "市住建局"},
        {"to_unit": " "},
        {"from_unit": ""},
        {"basis_text": ""},
        {"kind": "vanished"},
        {"kind": "duty_moved"},
    ],
    ids=str,
)
def test_a_reform_needs_all_its_parts(cast: Cast, own: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        _recorded(cast, **own)
    assert not UnitSuccession.objects.exists()


def test_a_reform_is_recorded_once(cast: Cast) -> None:
    _recorded(cast)
    with pytest.raises(BadInput, match="已经登记过"):
        _recorded(cast)


def test_a_renamed_units_place_and_people_pass_to_the_new_name(cast: Cast) -> None:
    member, liaison = cast.member("市住建局"), cast.liaison("市住建局")
    change = propose_member_change(
        member, AT, seat_id=liaison.seat_id or 0, person_name="新人", title="科长", reason="调动"
    )
    invite_holder(cast.director, AT, seat_id=member.seat_id or 0)
    row = carry_out_succession(cast.director, AT, succession_id=_recorded(cast).pk)
    assert row.carried_out_on == TODAY
    assert _units(cast, TODAY - DAY)[2] == "市住建局"
    assert _units(cast, TODAY)[2] == "市城乡建设局"
    new = cast.unit("市城乡建设局")
    held = Tenure.objects.filter(in_force(TODAY), seat__unit=new).order_by("seat__ordinal")
    assert [t.person_id for t in held] == [member.person_id, liaison.person_id]
    assert {t.starts_on for t in held} == {TODAY}
    old = Tenure.objects.filter(seat__unit=cast.unit("市住建局"))
    assert {t.ends_before for t in old} == {TODAY}
    place = Membership.objects.get(conference=cast.conference, unit=new)
    assert (place.basis.clause, place.starts_on) == ("QZ-2-1", TODAY)
    assert "泉委〔2026〕2号" in place.decision
    # Documents that print the former name mean the new unit; open matters follow it.
    assert find_unit(cast.conference, "住建局", TODAY) == new
    assert MemberChange.objects.get(pk=change.pk).unit == new
    assert set(Invitation.objects.values_list("state", flat=True)) == {"revoked"}
    assert list(verify_chains()) == []


def test_a_reform_is_carried_out_once_and_not_before_its_day(cast: Cast) -> None:
    row = _recorded(cast)
    carry_out_succession(cast.director, AT, succession_id=row.pk)
    with pytest.raises(BadInput, match="办理过"):
        carry_out_succession(cast.director, AT, succession_id=row.pk)
    later = _recorded(cast, from_unit="市总工会", to_unit="市工会联合会", effective_on=TODAY + DAY)
    with pytest.raises(BadInput, match="起生效"):
        carry_out_succession(cast.director, AT, succession_id=later.pk)


@pytest.mark.parametrize("kind", ["split", "duty_moved"])
def test_a_split_or_a_moved_duty_waits_for_a_decision(cast: Cast, kind: str) -> None:
    row = _recorded(cast, kind=kind, note="在建工地粉尘检查")
    with pytest.raises(BadInput) as refusal:
        carry_out_succession(cast.director, AT, succession_id=row.pk)
    assert "决定" in refusal.value.next_step


def test_a_unit_that_is_no_member_has_nothing_to_pass_on(cast: Cast) -> None:
    row = _recorded(cast, from_unit="市气象局", to_unit="市气象中心")
    with pytest.raises(BadInput, match="不是成员单位"):
        carry_out_succession(cast.director, AT, succession_id=row.pk)


def test_a_merger_into_a_member_leaves_one_membership_and_all_holders(cast: Cast) -> None:
    member = cast.member("市发改委")
    end_tenure(cast.convener, AT, seat_id=cast.liaison("市发改委").seat_id or 0, reason="调离")
    row = _recorded(cast, from_unit="市发改委", to_unit="市住建局", kind="merged")
    carry_out_succession(cast.director, AT, succession_id=row.pk)
    assert _units(cast, TODAY) == ["市卫健委", "市人社局", "市住建局", "市总工会"]
    into = cast.unit("市住建局")
    assert Membership.objects.filter(in_force(TODAY), unit=into).count() == 1
    seats = Seat.objects.filter(in_force(TODAY), unit=into)
    assert sorted(seats.values_list("kind", flat=True)) == ["member", "member", "office_member"]
    assert Tenure.objects.filter(in_force(TODAY), seat__unit=into, person_id=member.person_id).exists()


def test_the_offices_own_unit_keeps_the_office(cast: Cast) -> None:
    director = cast.director
    row = _recorded(cast, from_unit="市卫健委", to_unit="市卫生健康局")
    carry_out_succession(director, AT, succession_id=row.pk)
    cast.conference.refresh_from_db()
    assert cast.conference.office_unit == cast.unit("市卫生健康局")
    seated = cast.actor(SeatKind.OFFICE_DIRECTOR, "市卫生健康局")
    assert seated.person_id == director.person_id
    assert cast.actor(SeatKind.OFFICE_STAFF, "市卫生健康局").seat_id
