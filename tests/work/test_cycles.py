"""A clause of a further instrument gives a duty its cycle, in place of what was configured; the page shows both."""

import pytest
from django.test import Client

from cast import AT
from law.office import Office
from law.test_further import CODE, adopted, approved
from lianxi.core.refusals import BadInput
from lianxi.journal.verify import verify_chains
from lianxi.work.actions import give_cycle, propose_arrangements, revise_arrangement
from lianxi.work.models import Arrangement
from web.signing_in import seated, words

REPORTS = f"{CODE}-1-1"


@pytest.fixture
def office(db: None) -> Office:
    return Office()


@pytest.fixture
def arrangement(office: Office) -> Arrangement:
    propose_arrangements(office.director, AT)
    return Arrangement.objects.filter(cycle="half-yearly", unit__isnull=False).order_by("pk")[0]


def test_a_clause_gives_the_cycle_and_the_page_shows_both(
    client: Client, office: Office, arrangement: Arrangement
) -> None:
    approved(office)
    new = give_cycle(office.director, AT, arrangement_id=arrangement.pk, clause=REPORTS, cycle="quarterly")
    assert (new.cycle, new.returns, new.replaces_id) == ("quarterly", 4, arrangement.pk)
    assert "信息通报工作机制》" in new.cycle_basis
    page = words(seated(client, office.director).get(f"/work/arrangements/{new.pk}"))
    assert new.cycle_basis in page
    assert "此前每半年（设定）" in page
    # A cycle that the office sets by hand afterwards rests on no clause.
    by_hand = revise_arrangement(
        office.director, AT, arrangement_id=new.pk, cycle="yearly", reason="改为每年"
    )
    assert by_hand.cycle_basis == ""
    assert [*verify_chains()] == []


def test_a_mechanism_that_waits_for_its_approval_gives_no_cycle(
    office: Office, arrangement: Arrangement
) -> None:
    adopted(office)
    with pytest.raises(BadInput, match="没有条款"):
        give_cycle(office.director, AT, arrangement_id=arrangement.pk, clause=REPORTS, cycle="quarterly")
    with pytest.raises(BadInput, match="周期"):
        give_cycle(office.director, AT, arrangement_id=arrangement.pk, clause="QZ-3-01-1", cycle="often")
