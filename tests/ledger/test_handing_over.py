"""Handovers: the open matters of a seat go to its successor; nothing stays with a vacant seat unseen."""

from datetime import date

import pytest

from cast import Cast
from ledger.steps import acknowledged, assert_explained, at, closed, entered
from lianxi.bodies.actions import confirm_member_change, end_tenure, propose_member_change
from lianxi.core.actors import SeatKind
from lianxi.core.refusals import NotPermitted, Refusal
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import give_handover, take_handover
from lianxi.ledger.models import Handover
from lianxi.ledger.queries.handovers import count_desk, list_unseen, matters_of_seats


def _seat(cast: Cast, unit: str) -> int:
    return cast.member(unit).seat_id or 0


def test_the_successor_takes_over_what_was_handed_over_with_notes(cast: Cast) -> None:
    mine, other = acknowledged(cast, entered(cast)), acknowledged(cast, entered(cast))
    closed(cast, entered(cast))
    member, liaison = cast.member("市住建局"), cast.liaison("市住建局")
    own, to = _seat(cast, "市住建局"), liaison.seat_id or 0
    assert [row.pk for row in matters_of_seats(cast.conference.pk, [own])[own]] == [mine.pk, other.pk]
    row = give_handover(
        member,
        at(3),
        seat_id=own,
        to_seat_id=to,
        note="调离",
        obligation_ids=(mine.pk,),
        notes=("等检测报告",),
    )
    assert row.matters.get().note == "等检测报告"
    # Until it is taken it stays in the first hands.
    assert len(matters_of_seats(cast.conference.pk, [own])[own]) == 2
    assert count_desk(cast.conference.pk, liaison, at(3).date()).handovers == 1
    take_handover(liaison, at(4), handover_id=row.pk)
    found = matters_of_seats(cast.conference.pk, [own, to])
    assert ([one.pk for one in found[own]], [one.pk for one in found[to]]) == ([other.pk], [mine.pk])
    assert list(verify_chains()) == []


def test_nobody_hands_over_for_somebody_who_is_there_nor_takes_their_own(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    own = _seat(cast, "市住建局")
    given = {"seat_id": own, "to_seat_id": own, "note": "调离"}
    for actor in (cast.director, cast.member("市发改委")):
        with pytest.raises(NotPermitted) as refused:
            give_handover(actor, at(3), **given)
        assert_explained(refused.value)
    with pytest.raises(Refusal, match="接手的须是本单位"):
        give_handover(
            cast.member("市住建局"), at(3), seat_id=own, to_seat_id=_seat(cast, "市发改委"), note="x"
        )
    handed = give_handover(cast.member("市住建局"), at(3), **given, obligation_ids=(row.pk,))
    with pytest.raises(NotPermitted):
        take_handover(cast.member("市住建局"), at(4), handover_id=handed.pk)


def test_what_lies_with_a_vacant_seat_is_seen_until_somebody_follows(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    own, day = _seat(cast, "市住建局"), at(5).date()
    assert list_unseen(cast.conference.pk, day) == []
    end_tenure(cast.convener, at(4), seat_id=own, reason="退休")
    (unseen,) = list_unseen(cast.conference.pk, day)
    assert (unseen.seat.pk, [one.pk for one in unseen.matters]) == (own, [row.pk])
    assert count_desk(cast.conference.pk, cast.director, day).unseen == 1
    liaison = cast.liaison("市住建局")
    handed = give_handover(
        cast.director, at(5), seat_id=own, to_seat_id=liaison.seat_id or 0, note="席位空缺，由联络员接手"
    )
    assert len(list_unseen(cast.conference.pk, day)) == 1
    take_handover(liaison, at(5), handover_id=handed.pk)
    assert list_unseen(cast.conference.pk, day) == []
    assert count_desk(cast.conference.pk, cast.director, day).unseen == 0


def test_what_nobody_signed_for_is_seen_where_the_whole_unit_is_vacant(cast: Cast) -> None:
    row = entered(cast)
    end_tenure(cast.convener, at(4), seat_id=_seat(cast, "市住建局"), reason="退休")
    day = at(5).date()
    assert list_unseen(cast.conference.pk, day) == []
    end_tenure(cast.convener, at(4), seat_id=cast.liaison("市住建局").seat_id or 0, reason="调离")
    (unseen,) = list_unseen(cast.conference.pk, day)
    assert [one.pk for one in unseen.matters] == [row.pk]
    assert count_desk(cast.conference.pk, cast.director, day).unsigned == 1


def test_the_next_holder_of_the_same_seat_takes_over(cast: Cast) -> None:
    acknowledged(cast, entered(cast))
    member = cast.member("市住建局")
    own = member.seat_id or 0
    handed = give_handover(member, at(3), seat_id=own, to_seat_id=own, note="交给继任者")
    change = propose_member_change(
        member, at(3), seat_id=own, person_name="继任者", title="科长", reason="工作变动"
    )
    confirm_member_change(cast.convener, at(3), change_id=change.pk, effective_on=date(2026, 3, 6))
    follower = cast.actor(SeatKind.MEMBER, "市住建局")
    assert follower.person_id != member.person_id
    take_handover(follower, at(5), handover_id=handed.pk)
    assert Handover.objects.get().state == "taken"
