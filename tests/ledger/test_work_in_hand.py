"""All that a seat has in hand goes to whoever follows: topics and drafts as well as matters of the ledger."""

import pytest

from cast import AT, Cast
from ledger.steps import at
from lianxi.core.refusals import BadInput
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import give_handover, take_handover
from lianxi.ledger.hands import list_others
from lianxi.meetings.actions import propose_topic
from papers.paths import drafted


def _records(cast: Cast, seat_id: int) -> list[str]:
    return [one.record for one in list_others(cast.conference.pk, [seat_id])[seat_id]]


def test_a_topic_goes_along_and_is_in_the_hands_of_who_took_it(cast: Cast) -> None:
    liaison, member = cast.liaison("市住建局"), cast.member("市住建局")
    own, to = liaison.seat_id or 0, member.seat_id or 0
    topic = propose_topic(liaison, AT, title="粉尘检查", text="情况说明", clause="QZ-3-11-2")
    assert _records(cast, own) == [f"meetings.topic:{topic.pk}"]
    handed = give_handover(liaison, at(3), seat_id=own, to_seat_id=to, note="调离")
    assert [one.title for one in handed.others.all()] == ["粉尘检查"]
    # Until it is taken it stays in the first hands.
    assert (_records(cast, own), _records(cast, to)) == ([f"meetings.topic:{topic.pk}"], [])
    take_handover(member, at(4), handover_id=handed.pk)
    assert (_records(cast, own), _records(cast, to)) == ([], [f"meetings.topic:{topic.pk}"])
    assert list(verify_chains()) == []


def test_a_draft_passes_to_the_seat_of_the_office_that_takes_it_over(cast: Cast) -> None:
    draft, staff = drafted(cast), cast.staff
    own, to = staff.seat_id or 0, cast.director.seat_id or 0
    assert _records(cast, own) == [f"papers.paperdraft:{draft.pk}"]
    handed = give_handover(staff, at(3), seat_id=own, to_seat_id=to, note="调离")
    take_handover(cast.director, at(4), handover_id=handed.pk)
    draft.refresh_from_db()
    assert draft.drafted_seat_id == to
    assert _records(cast, to) == [f"papers.paperdraft:{draft.pk}"]


def test_a_seat_with_nothing_in_hand_hands_nothing_over(cast: Cast) -> None:
    member, liaison = cast.member("市发改委"), cast.liaison("市发改委")
    own, to = member.seat_id or 0, liaison.seat_id or 0
    with pytest.raises(BadInput, match="没有经办的在办事项"):
        give_handover(member, at(3), seat_id=own, to_seat_id=to, note="调离")
