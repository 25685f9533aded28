"""Pages of circulars: what a draft says while its units look at the figures."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from cast import Cast
from ledger.steps import entered
from lianxi.bodies.actions import set_rule
from lianxi.ledger.actions import contest_figure, draft_circular, show_circular
from web.signing_in import posts, seated, words


def test_a_shown_draft_says_until_when_it_may_be_contested_and_what_waits(cast: Cast) -> None:
    now = timezone.now()
    set_rule(cast.director, now, code="circular_shown", value="on")
    entered(cast, moment=now - timedelta(hours=2), due_on=(now + timedelta(days=30)).date())
    circular = draft_circular(cast.staff, now, as_of=now - timedelta(hours=1))
    office, unit = seated(Client(), cast.director), seated(Client(), cast.member("市住建局"))
    url = f"/circulars/{circular.pk}"
    assert "草稿：核对下面的正文和数字" in words(office.get(url))
    show_circular(cast.staff, now, circular_id=circular.pk)
    page = unit.get(url)
    assert "可以对数字提出异议" in words(page)
    assert "草稿：核对" not in words(page)
    assert "/do/ledger.contest.ask" in posts(page)
    contest_figure(cast.member("市住建局"), now, circular_id=circular.pk, key="running", reason="少计一项")
    assert "1条异议等办公室答复" in words(office.get(url))
