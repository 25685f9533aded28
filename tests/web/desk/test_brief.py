"""The leader's page: figures as of any day, each with its records; units in the order of the document."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast
from ledger.steps import entered
from lianxi.ledger.queries.briefing import brief_of
from lianxi.ledger.rules.briefing import Moment, count_brief, count_units
from lianxi.ledger.rules.figures import Standing
from lianxi.ledger.rules.lights import cutoffs
from lianxi.ledger.rules.machines import ObligationState
from web.signing_in import seated, words

DAY = date(2026, 11, 30)


def _standing(pk: int, state: str, due: date | None = None, unit: int = 1) -> Standing:
    return Standing(pk, f"N{pk}", f"事项{pk}", unit, ObligationState(state), due)


def _moment(*rows: Standing, day: date = DAY) -> Moment:
    return Moment(rows, cutoffs(day, 3, 10))


def test_stocks_compare_with_the_start_and_flows_with_the_period_before() -> None:
    late = DAY - timedelta(days=5)
    earlier = _moment(_standing(1, "in_progress"), day=DAY - timedelta(days=60))
    start = _moment(_standing(1, "closed"), _standing(2, "in_progress"), day=DAY - timedelta(days=30))
    now = _moment(
        _standing(1, "closed"),
        _standing(2, "closed"),
        _standing(3, "in_progress", late),
        _standing(4, "submitted", late),
    )
    found = {one.key: (one.records, one.change) for one in count_brief(now, start, earlier)}
    assert found["running"] == ((3, 4), 1)
    assert found["late"] == ((3,), 1)
    assert found["submitted"] == ((4,), 1)
    assert found["entered"] == ((3, 4), 1)
    assert found["closed"] == ((2,), 0)


def test_units_stand_in_the_order_given_and_what_was_taken_off_is_not_due() -> None:
    rows = [_standing(1, "closed", DAY), _standing(2, "in_progress", DAY - timedelta(days=1))]
    rows += [_standing(3, "cancelled", DAY), _standing(4, "in_progress", DAY + timedelta(days=1))]
    two, one = count_units(_moment(*rows), DAY - timedelta(days=30), DAY, [(2, "乙"), (1, "甲")])
    assert (two.name, two.due, two.running) == ("乙", (), ())
    assert (one.due, one.done, one.running, one.late) == ((1, 2), (1,), (2, 4), (2,))


def test_a_past_day_is_counted_as_it_stood(cast: Cast) -> None:
    obligation = entered(cast)
    day = AT.date()
    before = brief_of(cast.conference.pk, day - timedelta(days=31), day - timedelta(days=1), timezone.now())
    after = brief_of(cast.conference.pk, day - timedelta(days=30), day, timezone.now())
    assert before.records("running") == ()
    assert after.records("running") == (obligation.pk,)
    assert after.records("no") is None
    assert after.records("unit.1.pk") is None


@pytest.mark.parametrize("who", ["convener", "director"])
def test_every_figure_opens_its_records(cast: Cast, who: str) -> None:
    entered(cast)
    client = seated(Client(), getattr(cast, who))
    page = client.get("/brief")
    links = [one["url"] for one in page.context["figures"]]
    links += [url for unit in page.context["units"] for _value, url in unit["cells"]]
    assert [client.get(url).status_code for url in links] == [200] * len(links)
    assert "不排名" in words(page)
    assert client.get("/brief/records?key=no").status_code == 404


@pytest.mark.parametrize("query", ["on=x", "on=2099-01-01", "span=7", "on=2026-02-30&span=365"])
def test_an_odd_address_shows_a_page_and_says_what_it_shows(cast: Cast, query: str) -> None:
    assert seated(Client(), cast.convener).get(f"/brief?{query}").status_code == 200


def test_a_unit_is_told_whom_the_page_is_for(cast: Cast) -> None:
    answer = seated(Client(), cast.member("市住建局")).get("/brief")
    assert answer.status_code == 403
    assert "给召集人和办公室看" in words(answer)
