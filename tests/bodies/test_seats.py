"""Seats: a unit proposes, the conference confirms from a date; accounts come from one-time links."""

from datetime import date, timedelta

import pytest

from cast import AT, Cast
from lianxi.bodies.actions import (
    accept_invitation,
    add_staff_seat,
    confirm_founding,
    confirm_member_change,
    decline_member_change,
    end_tenure,
    propose_member_change,
    set_rule,
    withdraw_member_change,
)
from lianxi.bodies.models import Conference, MemberChange, Person, Tenure
from lianxi.bodies.queries import find_tenure, list_seats, rule_value
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, WrongState
from seating import invited

VISITOR = Actor(kind=SeatKind.VISITOR, label="无席位")


def _propose(cast: Cast) -> MemberChange:
    actor = cast.member("市住建局")
    return propose_member_change(
        actor, AT, seat_id=actor.seat_id or 0, person_name="新任", title="副局长", reason="工作变动"
    )


def test_old_days_keep_the_old_name_and_title(cast: Cast) -> None:
    change = _propose(cast)
    confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=date(2026, 4, 1))
    before = find_tenure(cast.conference, SeatKind.MEMBER, "市住建局", date(2026, 3, 31))
    after = find_tenure(cast.conference, SeatKind.MEMBER, "市住建局", date(2026, 4, 1))
    assert before is not None
    assert after is not None
    assert before.title == "市住建局·成员"
    assert (after.person.name, after.title, after.basis.clause) == ("新任", "副局长", "QZ-2-4")


def test_another_unit_cannot_propose_for_this_one(cast: Cast) -> None:
    seat = cast.member("市住建局").seat_id or 0
    with pytest.raises(NotPermitted, match="本单位"):
        propose_member_change(
            cast.member("市总工会"), AT, seat_id=seat, person_name="a", title="b", reason="c"
        )


def test_a_decided_change_is_not_decided_again(cast: Cast) -> None:
    change = _propose(cast)
    decline_member_change(cast.convener, AT, change_id=change.pk, answer="材料不全")
    with pytest.raises(WrongState, match="未同意"):
        confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=date(2026, 4, 1))
    with pytest.raises(WrongState):
        withdraw_member_change(cast.member("市住建局"), AT, change_id=change.pk)


def test_an_effective_day_before_the_present_tenure_is_refused(cast: Cast) -> None:
    change = _propose(cast)
    with pytest.raises(BadInput, match="晚于"):
        confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=date(2021, 3, 17))


def test_a_holder_who_left_may_do_nothing(cast: Cast) -> None:
    member = cast.member("市住建局")
    change = _propose(cast)
    confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=date(2026, 3, 10))
    with pytest.raises(NotPermitted, match="不在"):
        propose_member_change(
            member,
            AT + timedelta(days=10),
            seat_id=member.seat_id or 0,
            person_name="x",
            title="y",
            reason="z",
        )


def test_a_one_time_link_opens_one_account_once(cast: Cast) -> None:
    seat = add_staff_seat(cast.director, AT)
    assert next(h for h in list_seats(cast.conference, AT.date()) if h.seat.pk == seat.pk).tenure is None
    _, token = invited(cast, AT, seat_id=seat.pk, name="新同事", title="科员")
    tenure = accept_invitation(VISITOR, AT, token=token, login="xin.tongshi", password="a-long-pass-phrase")
    assert tenure.person.check_password("a-long-pass-phrase")
    assert (tenure.title, tenure.person.name) == ("科员", "新同事")
    with pytest.raises(BadInput, match="不能用"):
        accept_invitation(VISITOR, AT, token=token, login="other", password="a-long-pass-phrase")


def test_a_forgotten_password_is_set_anew_by_a_released_link(cast: Cast) -> None:
    seat = cast.liaison("市住建局").seat_id or 0
    _, first = invited(cast, AT, seat_id=seat)
    tenure = accept_invitation(VISITOR, AT, token=first, login="zhujian", password="a-long-pass-phrase")
    _, again = invited(cast, AT, seat_id=seat)
    reset = accept_invitation(VISITOR, AT, token=again, password="another-long-phrase")
    assert reset.person_id == tenure.person_id
    person = Person.objects.get(pk=tenure.person_id)
    assert person.login == "zhujian"
    assert person.check_password("another-long-phrase")


def test_an_office_cannot_reset_an_account_that_holds_seats_elsewhere(cast: Cast) -> None:
    from cast import found_cast

    other = found_cast("另一个联席会议", "OTHER")
    seat = cast.liaison("市住建局").seat_id or 0
    _, first = invited(cast, AT, seat_id=seat)
    tenure = accept_invitation(VISITOR, AT, token=first, login="zhujian", password="a-long-pass-phrase")
    elsewhere = add_staff_seat(other.director, AT)
    _, second = invited(other, AT, seat_id=elsewhere.pk, name="同一人", title="科员")
    signed_in = Actor(kind=SeatKind.VISITOR, label="无席位", person_id=tenure.person_id)
    accept_invitation(signed_in, AT, token=second)
    _, third = invited(other, AT, seat_id=elsewhere.pk)
    with pytest.raises(BadInput, match="别的联席会议"):
        accept_invitation(VISITOR, AT, token=third, password="another-long-phrase")


def test_a_link_expires_and_a_newer_one_ends_it(cast: Cast) -> None:
    seat = add_staff_seat(cast.director, AT)
    _, first = invited(cast, AT, seat_id=seat.pk, name="甲", title="科员")
    _, second = invited(cast, AT, seat_id=seat.pk, name="甲", title="科员")
    with pytest.raises(BadInput):
        accept_invitation(VISITOR, AT, token=first, login="first", password="a-long-pass-phrase")
    with pytest.raises(BadInput):
        accept_invitation(
            VISITOR, AT + timedelta(days=8), token=second, login="second", password="a-long-pass-phrase"
        )


def test_a_person_with_an_account_takes_a_second_seat_with_it(cast: Cast) -> None:
    person = Person.objects.get(pk=cast.member("市发改委").person_id)
    seat = add_staff_seat(cast.director, AT)
    _, token = invited(cast, AT, seat_id=seat.pk, name=person.name, title="借调")
    visitor = Actor(kind=SeatKind.VISITOR, label="无席位", person_id=person.pk)
    accept_invitation(visitor, AT, token=token)
    assert Tenure.objects.filter(person=person, ends_before__isnull=True).count() == 2


@pytest.mark.parametrize("password", ["short", "123456789012345"])
def test_weak_passwords_are_refused(cast: Cast, password: str) -> None:
    seat = add_staff_seat(cast.director, AT)
    _, token = invited(cast, AT, seat_id=seat.pk, name="甲", title="科员")
    with pytest.raises(BadInput):
        accept_invitation(VISITOR, AT, token=token, login="jia", password=password)


def test_secrets_stay_out_of_the_journal(cast: Cast) -> None:
    from lianxi.core.canonical import digest
    from lianxi.journal.models import Entry

    seat = add_staff_seat(cast.director, AT)
    _, token = invited(cast, AT, seat_id=seat.pk, name="甲", title="科员")
    tenure = accept_invitation(VISITOR, AT, token=token, login="jia", password="a-long-pass-phrase")
    bodies = "".join(Entry.objects.values_list("body", flat=True))
    assert token not in bodies
    assert digest(token) not in bodies
    assert tenure.person.password not in bodies


def test_ending_a_tenure_leaves_the_seat_vacant(cast: Cast) -> None:
    liaison = cast.liaison("市住建局")
    end_tenure(cast.convener, AT, seat_id=liaison.seat_id or 0, reason="调离")
    assert find_tenure(cast.conference, SeatKind.OFFICE_MEMBER, "市住建局", AT.date()) is None


def test_a_rule_of_the_document_cannot_be_set(cast: Cast) -> None:
    with pytest.raises(BadInput):
        set_rule(cast.director, AT, code="consent", value="none")
    assert rule_value(cast.conference, "silent_consent", AT.date()) == "off"


def test_the_office_confirms_the_reading_once(cast: Cast) -> None:
    confirm_founding(cast.director, AT)
    assert Conference.objects.get(pk=cast.conference.pk).confirmed_at == AT
    with pytest.raises(BadInput):
        confirm_founding(cast.director, AT)


def test_a_record_of_another_conference_is_not_found(cast: Cast) -> None:
    from cast import found_cast

    other = found_cast("另一个联席会议", "OTHER")
    change = _propose(cast)
    with pytest.raises(NotFound):
        confirm_member_change(other.convener, AT, change_id=change.pk, effective_on=date(2026, 4, 1))


def test_a_link_to_a_held_seat_serves_only_its_holder(cast: Cast) -> None:
    _, token = invited(cast, AT, seat_id=cast.convener.seat_id or 0, by=cast.staff)
    other = Actor(kind=SeatKind.VISITOR, label="无席位", person_id=cast.staff.person_id)
    with pytest.raises(BadInput, match="这个链接是给"):
        accept_invitation(other, AT, token=token)
    convener = Tenure.objects.get(seat_id=cast.convener.seat_id)
    assert convener.person_id == cast.convener.person_id


def test_somebody_with_an_account_takes_the_seat_that_names_them_from_today(cast: Cast) -> None:
    seat = cast.member("市发改委").seat_id or 0
    old = Tenure.objects.get(seat_id=seat)
    staff = add_staff_seat(cast.director, AT)
    _, first = invited(cast, AT, seat_id=staff.pk, name=old.person.name, title="借调")
    person = accept_invitation(VISITOR, AT, token=first, login="fagai", password="a-long-pass-phrase").person
    _, second = invited(cast, AT, seat_id=seat)
    signed_in = Actor(kind=SeatKind.VISITOR, label="无席位", person_id=person.pk)
    tenure = accept_invitation(signed_in, AT, token=second)
    old.refresh_from_db()
    assert (tenure.person_id, tenure.starts_on, old.ends_before) == (
        person.pk,
        date(2026, 3, 2),
        date(2026, 3, 2),
    )


def test_the_office_empties_and_fills_only_its_own_working_seats(cast: Cast) -> None:
    member = cast.member("市住建局").seat_id or 0
    with pytest.raises(NotPermitted, match="办公室只能结束"):
        end_tenure(cast.director, AT, seat_id=member, reason="调离")
    end_tenure(cast.convener, AT, seat_id=member, reason="调离")
    with pytest.raises(NotPermitted, match="先经联席会议确定"):
        invited(cast, AT, seat_id=member, name="王二", title="副局长")
    end_tenure(cast.director, AT, seat_id=cast.staff.seat_id or 0, reason="轮岗")


def test_tenures_of_a_seat_never_overlap(cast: Cast) -> None:
    change = _propose(cast)
    end_tenure(cast.convener, AT, seat_id=cast.member("市住建局").seat_id or 0, reason="调离")
    with pytest.raises(BadInput, match="前任任期结束"):
        confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=date(2022, 1, 1))
    with pytest.raises(BadInput, match="一年以后"):
        confirm_member_change(cast.convener, AT, change_id=change.pk, effective_on=date(9999, 12, 31))


def test_an_empty_convener_seat_is_filled_by_its_unit_and_the_director(cast: Cast) -> None:
    convener = cast.convener
    change = propose_member_change(
        cast.member("市卫健委"),
        AT,
        seat_id=convener.seat_id or 0,
        person_name="新主任",
        title="主任",
        reason="任免",
    )
    with pytest.raises(NotPermitted, match="召集人代表"):
        confirm_member_change(cast.director, AT, change_id=change.pk, effective_on=date(2026, 3, 3))
    end_tenure(convener, AT, seat_id=convener.seat_id or 0, reason="免职")
    confirm_member_change(cast.director, AT, change_id=change.pk, effective_on=date(2026, 3, 2))
    assert Tenure.objects.get(seat_id=convener.seat_id, ends_before__isnull=True).person.name == "新主任"
