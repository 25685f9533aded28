"""One seat of the office cannot become somebody else: whoever makes a link never sees its code, another releases it."""

from datetime import timedelta

import pytest
from django.db import models

from cast import AT, Cast, found_cast
from lianxi.bodies.actions import (
    accept_invitation,
    add_staff_seat,
    end_tenure,
    invite_holder,
    name_stand_in,
    release_invitations,
    revoke_invitation,
    set_rule,
)
from lianxi.bodies.models import Invitation, Person, Tenure
from lianxi.bodies.queries import actor_for, list_tenures_of
from lianxi.bodies.rules import RESET_MARK
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import BadInput, NotFound, NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.models import Entry, Notice
from lianxi.meetings.actions import propose_topic
from seating import invited

VISITOR = Actor(kind=SeatKind.VISITOR, label="无席位")
PASSWORD = "a-long-pass-phrase"


def _told(title: str) -> set[int | None]:
    return set(Notice.objects.filter(title__contains=title).values_list("to_seat_id", flat=True))


def _fake_colleague(cast: Cast) -> Actor:
    """A seat that a director adds and takes under a second account, nobody else knowing."""
    seat = add_staff_seat(cast.director, AT)
    _, code = invite_holder(cast.director, AT, seat_id=seat.pk, name="某某", title="科员")
    tenure = accept_invitation(VISITOR, AT, token=code, login="second-self", password=PASSWORD)
    return actor_for(Tenure.objects.select_related("seat__unit").get(pk=tenure.pk))


def _holds_too(seat_id: int | None, person_id: int | None) -> None:
    """Put somebody who holds a seat into another one as well."""
    models.QuerySet(Tenure).filter(seat=seat_id).update(person=person_id)


@pytest.mark.parametrize("kind", ["convener", "member", "office_member", "office_deputy", "office_director"])
def test_no_seat_of_the_office_gets_the_code_of_a_seat_it_does_not_fill(cast: Cast, kind: str) -> None:
    seats = [t.seat_id for t in Tenure.objects.filter(seat__kind=kind)]
    for maker in (cast.director, cast.staff, cast.actor(SeatKind.OFFICE_DEPUTY, "市人社局")):
        made, code = invite_holder(maker, AT, seat_id=seats[0])
        assert (code, made.state, made.token_hash) == ("", "waiting", None)
        for guess in ("-", "none", "None", "null"):
            with pytest.raises(BadInput, match="不能用"):
                accept_invitation(VISITOR, AT, token=guess, login="office-1", password=PASSWORD)
        with pytest.raises(NotPermitted):
            release_invitations(maker, AT, invitation_ids=[made.pk])


def test_a_second_seat_of_the_office_does_not_help(cast: Cast) -> None:
    """The convener's seat is of the same unit as the office: its staff must not count as that unit."""
    staff = cast.staff
    fake = _fake_colleague(cast)
    made, _ = invite_holder(fake, AT, seat_id=cast.convener.seat_id or 0)
    for helper in (cast.director, staff, fake):
        with pytest.raises(NotPermitted):
            release_invitations(helper, AT, invitation_ids=[made.pk])
    deputy = cast.actor(SeatKind.OFFICE_DEPUTY, "市人社局")
    own_unit, _ = invite_holder(fake, AT, seat_id=cast.member("市人社局").seat_id or 0)
    with pytest.raises(NotPermitted):
        release_invitations(deputy, AT, invitation_ids=[own_unit.pk])
    assert Invitation.objects.filter(state="open").count() == 0


def test_a_staff_seat_of_somebody_who_also_speaks_for_a_unit_needs_a_release(cast: Cast) -> None:
    _holds_too(cast.staff.seat_id, cast.member("市总工会").person_id)
    assert invite_holder(cast.director, AT, seat_id=cast.staff.seat_id or 0)[1] == ""


def test_who_made_the_link_cannot_release_it_from_another_seat(cast: Cast) -> None:
    _holds_too(cast.liaison("市住建局").seat_id, cast.director.person_id)
    made, _ = invite_holder(cast.director, AT, seat_id=cast.member("市住建局").seat_id or 0)
    with pytest.raises(NotPermitted, match="自己发起"):
        release_invitations(cast.liaison("市住建局"), AT, invitation_ids=[made.pk])


def test_the_holder_another_unit_and_another_conference_cannot_release(cast: Cast) -> None:
    member = cast.member("市住建局")
    made, _ = invite_holder(cast.director, AT, seat_id=member.seat_id or 0)
    with pytest.raises(NotPermitted):
        release_invitations(member, AT, invitation_ids=[made.pk])
    for other_unit in (cast.member("市总工会"), cast.liaison("市发改委")):
        with pytest.raises(NotPermitted):
            release_invitations(other_unit, AT, invitation_ids=[made.pk])
    with pytest.raises(NotFound):
        revoke_invitation(cast.member("市总工会"), AT, invitation_id=made.pk)
    other = found_cast("另一个联席会议", "OTHER")
    with pytest.raises(NotFound):
        release_invitations(other.convener, AT, invitation_ids=[made.pk])
    with pytest.raises(BadInput, match="不在待放行"):
        release_invitations(cast.convener, AT + timedelta(days=8), invitation_ids=[made.pk])
    with pytest.raises(BadInput, match="还没有选择"):
        release_invitations(cast.convener, AT, invitation_ids=[])


def test_who_stands_in_for_the_convener_cannot_release(cast: Cast) -> None:
    day = day_of(AT)
    name_stand_in(cast.convener, AT, seat_id=cast.staff.seat_id or 0, starts_on=day, ends_on=day)
    person = Person.objects.get(pk=cast.staff.person_id)
    stand_in = next(
        actor_for(t) for t in list_tenures_of(person.pk, day) if t.seat_id == cast.convener.seat_id
    )
    made, _ = invite_holder(cast.director, AT, seat_id=cast.member("市住建局").seat_id or 0)
    with pytest.raises(NotPermitted, match="代办期间不能放行"):
        release_invitations(stand_in, AT, invitation_ids=[made.pk])


def test_the_convener_releases_many_in_one_act_or_none(cast: Cast) -> None:
    seats = [cast.member(unit).seat_id or 0 for unit in ("市住建局", "市总工会", "市发改委")]
    made = [invite_holder(cast.director, AT, seat_id=seat)[0].pk for seat in seats]
    revoke_invitation(cast.director, AT, invitation_id=made[2])
    with pytest.raises(BadInput, match="不在待放行"):
        release_invitations(cast.convener, AT, invitation_ids=made)
    assert Invitation.objects.filter(state="open").count() == 0
    before = Entry.objects.count()
    released = release_invitations(cast.convener, AT, invitation_ids=made[:2])
    assert Entry.objects.count() == before + 1
    assert len({code for _, code in released}) == 2
    bodies = "".join(Entry.objects.values_list("body", flat=True))
    assert not any(code in bodies for _, code in released)


def test_the_journal_names_who_made_and_who_released(cast: Cast) -> None:
    _, code = invited(cast, AT, cast.member("市住建局").seat_id or 0)
    accept_invitation(VISITOR, AT, token=code, login="zhujian", password=PASSWORD)
    body = Entry.objects.filter(action="bodies.invitation.accept").latest("pk").body
    assert f"邀请由{cast.director.label}发起、{cast.convener.label}放行" in body


@pytest.mark.parametrize("seat", ["member", "liaison", "staff"])
def test_a_reset_needs_a_second_seat_is_told_and_marks_the_next_day(cast: Cast, seat: str) -> None:
    actor = cast.staff if seat == "staff" else getattr(cast, seat)("市住建局")
    _, code = invited(cast, AT, actor.seat_id or 0)
    accept_invitation(VISITOR, AT, token=code, login="holder", password=PASSWORD)
    made, code = invite_holder(cast.director, AT, seat_id=actor.seat_id or 0)
    assert (code, made.resets) == ("", True)
    assert {actor.seat_id, cast.convener.seat_id} <= _told("有邀请待放行")
    (_, code), *_ = release_invitations(cast.convener, AT, invitation_ids=[made.pk])
    assert {actor.seat_id, cast.convener.seat_id} <= _told("的密码将凭邀请重设")
    accept_invitation(VISITOR, AT, token=code, password="another-long-phrase")
    assert {actor.seat_id, cast.convener.seat_id} <= _told("的密码已重设")
    marked = []
    for hours in (0, 23, 25):
        at = AT + timedelta(hours=hours)
        if actor.is_office:
            set_rule(actor, at, code="consent_window", value=str(4 + len(marked)))
        else:
            propose_topic(actor, at, title="议题", text="说明", clause="QZ-3-11-2")
        marked.append(RESET_MARK in Entry.objects.latest("pk").body)
    assert marked == [True, True, False]


def test_a_link_for_a_first_account_is_no_reset_once_there_is_one(cast: Cast) -> None:
    """Two seats of one person: the account opened by the first link is not reset by the second one."""
    liaison, member = cast.liaison("市住建局").seat_id or 0, cast.member("市住建局")
    _holds_too(liaison, member.person_id)
    _, first = invited(cast, AT, member.seat_id or 0)
    _, second = invited(cast, AT, liaison)
    accept_invitation(VISITOR, AT, token=first, login="zhujian", password=PASSWORD)
    with pytest.raises(BadInput, match="不能用它重设"):
        accept_invitation(VISITOR, AT, token=second, password="another-long-phrase")


def test_a_vacant_seat_is_released_too(cast: Cast) -> None:
    seat = cast.liaison("市住建局").seat_id or 0
    end_tenure(cast.convener, AT, seat_id=seat, reason="调离")
    made, code = invite_holder(cast.director, AT, seat_id=seat, name="李同志", title="科长")
    assert (code, made.state) == ("", "waiting")
    assert release_invitations(cast.member("市住建局"), AT, invitation_ids=[made.pk])[0][1]


def test_another_name_than_the_holders_is_refused_and_not_dropped(cast: Cast) -> None:
    holder = cast.member("市人社局")
    with pytest.raises(BadInput, match="现由市人社局·成员担任，不能邀请某某"):
        invite_holder(cast.director, AT, seat_id=holder.seat_id or 0, name="某某", title="科员")
    with pytest.raises(BadInput, match="邀请不改职务"):
        invite_holder(cast.director, AT, seat_id=holder.seat_id or 0, title="局长")
    assert not Invitation.objects.filter(seat=holder.seat_id).exists()
