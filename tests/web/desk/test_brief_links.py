"""Links to the leader's page: the convener's alone to give, counts only, each opening in the journal."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from ledger.steps import entered
from lianxi.core.words import day_of
from lianxi.journal.models import Entry
from lianxi.ledger.models import BriefLink
from web.signing_in import seated, words


def _made(cast: Cast, days: int = 30) -> str:
    until = day_of(timezone.now()) + timedelta(days=days)
    sent = {"reader": "分管副市长", "until": until.isoformat()}
    page = seated(Client(), cast.convener).post("/brief/links", sent)
    assert page.status_code == 200
    return "/b/" + page.context["address"].rpartition("/")[2]


def test_the_reader_sees_counts_without_links_and_each_opening_is_an_entry(cast: Cast) -> None:
    entered(cast)
    url, reader, before = _made(cast), Client(), Entry.objects.count()
    assert "在办事项" not in words(reader.get(url))
    assert Entry.objects.count() == before
    page = reader.post(url)
    assert "在办事项" in words(page)
    assert "/ledger" not in page.content.decode()
    assert "/brief/records" not in page.content.decode()
    assert Entry.objects.count() == before + 1
    link = BriefLink.objects.get()
    assert link.looks == 1
    entry = Entry.objects.latest("pk")
    assert (entry.action, entry.chain_id) == ("ledger.brief.look", cast.conference.pk)
    assert link.token_hash not in str(entry.payload if hasattr(entry, "payload") else entry.__dict__)


def test_a_link_that_is_over_revoked_or_unknown_is_refused_alike(cast: Cast) -> None:
    url = _made(cast)
    BriefLink.objects.all()
    office = seated(Client(), cast.director)
    office.post(
        "/do/ledger.brief.revoke_link", {"link_id": BriefLink.objects.get().pk, "next": "/brief/links"}
    )
    answers = [words(Client().post(one)) for one in (url, "/b/unknown")]
    assert answers[0] == answers[1]
    assert Client().post(url).status_code == 404


@pytest.mark.parametrize("days", [-1, 31])
def test_a_link_serves_at_most_thirty_days(cast: Cast, days: int) -> None:
    until = day_of(timezone.now()) + timedelta(days=days)
    sent = {"reader": "分管副市长", "until": until.isoformat()}
    assert seated(Client(), cast.convener).post("/brief/links", sent).status_code == 422
    assert not BriefLink.objects.exists()


def test_the_office_gives_none_and_units_see_none(cast: Cast) -> None:
    sent = {"reader": "分管副市长", "until": day_of(timezone.now()).isoformat()}
    office = seated(Client(), cast.director)
    assert office.post("/brief/links", sent).status_code == 422
    assert "召集人同意" in words(office.get("/brief/links"))
    assert seated(Client(), cast.member("市住建局")).get("/brief/links").status_code == 403
