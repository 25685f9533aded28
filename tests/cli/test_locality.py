"""The district of the demonstration: made up and saying so, with one matter seen in both chains and one still open."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.test import Client

from lianxi.bodies.models import Conference, Tenure
from lianxi.bodies.queries import actor_for
from lianxi.core.words import CHINA
from lianxi.journal.models import Entry
from lianxi.journal.verify import verify_chains
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries.delegations import list_delegations_of, list_offers_to
from lianxi.stories.half_year import play_half_year
from web.signing_in import posts, seated, words


def test_a_matter_is_seen_in_both_chains_and_another_can_be_taken_back(
    db: None, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    city = play_half_year(datetime(2026, 11, 20, 8, 30, tzinfo=CHINA), with_district=True)
    district = Conference.objects.get(parent=city)
    assert district.is_demo
    assert "演示" in district.name
    taken = Obligation.objects.get(conference=district)
    assert taken.state == "in_progress"
    above = taken.delegated_from.get().delegation.obligation
    assert above.conference == city
    told = list_delegations_of(
        city.pk, Obligation.objects.filter(conference=city).values_list("pk", flat=True)
    )
    assert sorted((one.result, one.number) for one in told) == [("", ""), ("accepted", taken.number)]
    assert [one.result for one in list_offers_to(district.pk, to=None)] == ["", "accepted"]
    chains = set(
        Entry.objects.filter(action__startswith="ledger.delegation.").values_list("action", "chain_id")
    )
    assert chains == {("ledger.delegation.offer", city.pk), ("ledger.delegation.accept", district.pk)}
    assert list(verify_chains()) == []
    _the_open_one_is_taken_back(city)


def _the_open_one_is_taken_back(city: Conference) -> None:
    held = Tenure.objects.select_related("seat__unit").filter(conference=city, ends_before__isnull=True)
    office = seated(Client(), actor_for(held.get(seat__kind="office_director")))
    open_one = list_delegations_of(city.pk, Obligation.objects.values_list("pk", flat=True))[-1]
    row = Obligation.objects.get(delegation_set__pk=open_one.pk)
    page = office.get(f"/ledger/{row.pk}")
    assert "/do/ledger.delegation.withdraw" in posts(page)
    member = held.filter(seat__kind="member", seat__unit__name="市住建局").get()
    assert "/do/ledger.delegation.withdraw" not in posts(
        seated(Client(), actor_for(member)).get(f"/ledger/{row.pk}")
    )
    given = {"delegation_id": open_one.pk, "next": f"/ledger/{row.pk}"}
    assert office.post("/do/ledger.delegation.withdraw", given).status_code == 422
    assert (
        office.post("/do/ledger.delegation.withdraw", {**given, "reason": "市里统一办理"}).status_code == 302
    )
    shown = office.get(f"/ledger/{row.pk}")
    assert "已撤回" in words(shown)
    assert "/do/ledger.delegation.withdraw" not in posts(shown)
