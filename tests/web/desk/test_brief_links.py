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
from lianxi.papers.pdfchild import look_into
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


def test_the_reader_takes_the_counts_as_pdf_and_that_is_an_entry_too(cast: Cast) -> None:
    entered(cast, title="粉尘危害排查", due_on=day_of(timezone.now()))
    url, reader, before = _made(cast), Client(), Entry.objects.count()
    answer = reader.post(url, {"form": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    looked = look_into(answer.content)
    assert looked is not None
    text = "".join("".join(looked.pages).split())
    assert "本期到期1项，其中办结0项；在办1项，没有逾期的。" in text
    assert "粉尘危害排查" not in text
    assert "需要召集人决定" not in text
    assert (Entry.objects.count(), BriefLink.objects.get().looks) == (before + 1, 1)
    # What opens addresses by itself gets no figure.
    assert reader.get(f"{url}?form=pdf")["Content-Type"].startswith("text/html")
    assert Entry.objects.count() == before + 1


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
    assert Client().post(url, {"form": "pdf"})["Content-Type"].startswith("text/html")


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
