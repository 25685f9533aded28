"""The simulated ledger: drawn from its seed, written where the mark stands, explained by the journal."""

from collections import Counter
from datetime import date

import pytest
from django.test import Client

from cast import AT, Cast
from lianxi.bodies.actions import mark_simulated
from lianxi.bodies.models import Conference, Tenure
from lianxi.cli.simulate import Size, simulate
from lianxi.core.actors import INSTALLER
from lianxi.core.refusals import BadInput
from lianxi.core.workdays import add_workdays
from lianxi.journal.acting import Act
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import enter_simulation
from lianxi.ledger.models import Obligation, Progress, Verification
from lianxi.ledger.rules.simulated import Extent, simulated_matters
from lianxi.papers.issuing import draw_number

TODAY = date(2026, 3, 2)


def test_the_same_seed_gives_the_same_matters_in_any_portion() -> None:
    extent = Extent(seed=7, count=300, days=366, today=TODAY, units=5)
    whole = list(simulated_matters(extent))
    assert whole == [*simulated_matters(extent, 0, 120), *simulated_matters(extent, 120)]
    assert whole != list(simulated_matters(Extent(8, 300, 366, TODAY, 5)))


def test_every_matter_is_consistent_in_itself() -> None:
    extent = Extent(seed=7, count=800, days=366, today=TODAY, units=5)
    found = list(simulated_matters(extent))
    assert {one.state for one in found} == {"issued", "in_progress", "submitted", "returned", "closed"}
    for one in found:
        assert (one.closed_at is not None) == (one.state == "closed")
        assert (one.signed_at is None) == (one.state == "issued")
        moments = [one.created_at, one.signed_at, one.reported_at, one.closed_at]
        known = [moment for moment in moments if moment is not None]
        assert known == sorted(known)
        assert one.lead not in one.co_units
        counted = one.derivation["days"]
        assert counted is None or one.due_on == add_workdays(one.created_at.date(), counted)
    moments = [one.created_at for one in found]
    assert moments == sorted(moments)
    assert moments[-1].date() <= TODAY


@pytest.mark.django_db
def test_a_conference_without_the_mark_takes_no_simulated_matters(cast: Cast) -> None:
    payload = {"conference_id": cast.conference.pk, "seed": 1, "count": 5, "days": 30, "today": TODAY}
    with pytest.raises(BadInput, match="没有标明是模拟"):
        enter_simulation(INSTALLER, AT, **payload)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="只有演示用的"):
        mark_simulated(INSTALLER, AT, conference_id=cast.conference.pk)
    assert not Obligation.objects.exists()


@pytest.mark.django_db
def test_a_tree_of_conferences_shares_out_people_and_matters_and_verifies() -> None:
    size = Size(conferences=4, people=120, obligations=600, days=1830)
    assert simulate(size, 3, AT) == 600
    assert Conference.objects.filter(is_simulated=True, is_demo=True).count() == 4
    top = Conference.objects.earliest("pk")
    assert set(Conference.objects.values_list("parent_id", flat=True)) == {None, top.pk}
    assert Tenure.objects.count() == 120
    assert Obligation.objects.count() == 600
    assert Obligation.objects.filter(conference=Conference.objects.earliest("pk")).count() == 300
    assert list(verify_chains()) == []
    assert list(verify_rows()) == []


@pytest.mark.django_db
def test_counties_stand_under_their_cities_and_cities_under_the_province() -> None:
    simulate(Size(conferences=43, people=258, obligations=0, days=1830), 3, AT)
    above = dict(Conference.objects.order_by("pk").values_list("region", "parent__region"))
    assert above["模拟省"] is None
    assert above["模拟省第20市"] == "模拟省"
    assert above["泉州市"] == "模拟省"
    assert above["泉州市第02县"] == "泉州市"
    assert above["模拟省第02市第02县"] == "模拟省第02市"
    levels = Counter(0 if not up else 1 if up == "模拟省" else 2 for up in above.values())
    assert levels == {0: 1, 1: 20, 2: 22}
    assert list(verify_chains()) == []


@pytest.mark.long
@pytest.mark.django_db
def test_a_year_follows_the_played_meetings_and_every_page_says_simulation(client: Client) -> None:
    simulate(Size(conferences=1, people=0, obligations=60, days=366), 1, AT)
    # The province stands beside the city.
    conference = Conference.objects.get(instrument="QZ")
    assert Obligation.objects.filter(source_label="模拟").count() == 60
    assert Obligation.objects.exclude(source_label="模拟").count() > 0
    ended = Obligation.objects.filter(source_label="模拟", state="closed").count()
    assert Verification.objects.filter(result="pass", obligation__source_label="模拟").count() == ended
    assert Progress.objects.filter(obligation__state="closed").exists()
    last = Obligation.objects.filter(year=2026).latest("sequence").sequence
    act = Act(actor=INSTALLER, at=AT, action="x", chain=conference.pk)
    assert draw_number(act, conference, "台账", 2026) == last + 1
    held = Tenure.objects.filter(seat__kind="office_director", ends_before=None, conference=conference)
    tenure = held.select_related("person")[0]
    client.force_login(tenure.person)
    for address in ("/", "/ledger", f"/ledger/{Obligation.objects.latest('pk').pk}", "/journal"):
        page = client.get(address).content.decode()
        assert "<strong>模拟</strong>" in page, address
    assert list(verify_chains()) == []
