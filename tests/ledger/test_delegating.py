"""Delegation: the office above offers, the office below accepts or returns; each side writes its own chain."""

import pytest

from cast import Cast, found_cast
from ledger.steps import FILE, acknowledged, assert_explained, at, closed, entered, fresh
from lianxi.bodies.actions import place_conference
from lianxi.core.refusals import BadInput, NotFound, Refusal
from lianxi.journal.models import Entry
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import (
    accept_delegation,
    acknowledge_obligation,
    offer_delegation,
    report_progress,
    return_delegation,
    withdraw_delegation,
)
from lianxi.ledger.models import Delegation, DelegationAnswer, Obligation
from lianxi.ledger.queries import get_obligation_page
from lianxi.ledger.queries.delegations import get_offer_to, list_delegations_of, list_offers_to


@pytest.fixture
def below(cast: Cast) -> Cast:
    other = found_cast("晋江市职业病防治工作联席会议", "JJ")
    place_conference(
        other.director,
        at(),
        conference_id=other.conference.pk,
        above_id=cast.conference.pk,
        reason="市县两级",
    )
    return other


def _offered(cast: Cast, below: Cast, row: Obligation) -> Delegation:
    given = {"note": "请于月底前完成本县排查", "due_on": row.due_on}
    return offer_delegation(
        cast.director, at(1), obligation_id=row.pk, to_conference_id=below.conference.pk, **given
    )


def test_the_lower_office_previews_accepts_and_gets_an_obligation_of_its_own(cast: Cast, below: Cast) -> None:
    row = acknowledged(cast, entered(cast, evidence_kinds=("photo",), text="排" * 4000))
    offer = _offered(cast, below, row)
    seen = get_offer_to(below.conference.pk, offer.pk)
    assert (seen.title, seen.number, seen.note) == (row.title, row.number, "请于月底前完成本县排查")
    assert Obligation.objects.filter(conference=below.conference).count() == 0
    lead = below.unit("市住建局").pk
    answer = accept_delegation(below.director, at(2), delegation_id=offer.pk, lead_unit_id=lead)
    own = answer.obligation
    assert own is not None
    # What is asked for stands behind the longest text, whole.
    assert own.text == f"{row.text}\n\n交办要求：{offer.note}"
    assert (own.conference, own.due_on, own.evidence_kinds) == (below.conference, row.due_on, ["photo"])
    assert own.source == f"ledger.delegation:{offer.pk}"
    assert own.delegated_from.get() == answer
    chains = {
        entry.action: entry.chain_id
        for entry in Entry.objects.filter(action__startswith="ledger.delegation.")
    }
    assert chains == {
        "ledger.delegation.offer": cast.conference.pk,
        "ledger.delegation.accept": below.conference.pk,
    }
    for only in (None, cast.conference.pk, below.conference.pk):
        assert list(verify_chains(only)) == []
        assert list(verify_rows(only)) == []


def test_progress_below_is_seen_above_and_closing_it_closes_nothing_above(cast: Cast, below: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    offer = _offered(cast, below, row)
    lead = below.unit("市住建局").pk
    own = accept_delegation(below.director, at(2), delegation_id=offer.pk, lead_unit_id=lead).obligation
    assert own is not None
    page = get_obligation_page(cast.conference, row.pk, at(2).date())
    assert [(one.number, one.state_label) for one in page.delegations] == [(own.number, "待签收")]
    closed(below, own, at(5))
    (told,) = list_delegations_of(cast.conference.pk, [row.pk])
    assert (told.state_label, told.closed_at) == ("办结", at(5))
    assert fresh(row).state == "in_progress"


def test_nothing_but_the_delegated_record_crosses_the_border(cast: Cast, below: Cast) -> None:
    row, other = entered(cast), entered(cast, title="不交办的事项")
    offer = _offered(cast, below, row)
    third = found_cast("石狮市职业病防治工作联席会议", "SS")
    assert [one.title for one in list_offers_to(below.conference.pk, to=None)] == [row.title]
    assert list_offers_to(third.conference.pk, to=None) == []
    with pytest.raises(NotFound):
        get_offer_to(third.conference.pk, offer.pk)
    with pytest.raises(NotFound):
        accept_delegation(
            third.director, at(2), delegation_id=offer.pk, lead_unit_id=third.unit("市住建局").pk
        )
    with pytest.raises(NotFound):
        get_obligation_page(below.conference, row.pk, at(2).date())
    with pytest.raises(NotFound):
        acknowledge_obligation(below.member("市住建局"), at(2), obligation_id=other.pk)
    assert list_delegations_of(below.conference.pk, [row.pk]) == []


def test_a_returned_offer_leaves_nothing_below_and_may_be_made_again(cast: Cast, below: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    offer = _offered(cast, below, row)
    with pytest.raises(Refusal, match="已交办") as refused:
        _offered(cast, below, row)
    assert_explained(refused.value)
    return_delegation(below.director, at(2), delegation_id=offer.pk, reason="不属本县范围")
    assert not Obligation.objects.filter(conference=below.conference).exists()
    assert DelegationAnswer.objects.get().reason == "不属本县范围"
    with pytest.raises(Refusal, match="已经答复"):
        return_delegation(below.director, at(3), delegation_id=offer.pk, reason="x")
    with pytest.raises(Refusal, match="不能撤回"):
        withdraw_delegation(cast.director, at(3), delegation_id=offer.pk, reason="x")
    again = _offered(cast, below, row)
    withdraw_delegation(cast.director, at(3), delegation_id=again.pk, reason="改由市级直接办理")
    with pytest.raises(Refusal, match="已被撤回"):
        accept_delegation(below.director, at(4), delegation_id=again.pk, lead_unit_id=0)
    report_progress(
        cast.member("市住建局"), at(4), obligation_id=row.pk, text="办完。", done=True, files=(FILE,)
    )
    assert fresh(row).state == "submitted"


def test_only_a_conference_directly_below_is_asked(cast: Cast) -> None:
    third = found_cast("石狮市职业病防治工作联席会议", "SS")
    with pytest.raises(Refusal, match="不是本联席会议的下级") as refused:
        _offered(cast, third, entered(cast))
    assert_explained(refused.value)


def test_a_place_that_changes_nothing_is_refused(cast: Cast, below: Cast) -> None:
    own = {"conference_id": below.conference.pk, "above_id": cast.conference.pk}
    with pytest.raises(BadInput, match="已经设在“泉州市职业病防治工作联席会议”之下"):
        place_conference(below.director, at(), **own, reason="再设一次")
    with pytest.raises(BadInput, match="本来就没有上级"):
        place_conference(cast.director, at(), conference_id=cast.conference.pk, reason="x")


def test_the_tree_has_no_rings(cast: Cast, below: Cast) -> None:
    for above in (below.conference.pk, cast.conference.pk):
        with pytest.raises(BadInput, match="不能设在自己"):
            place_conference(
                cast.director, at(), conference_id=cast.conference.pk, above_id=above, reason="x"
            )
