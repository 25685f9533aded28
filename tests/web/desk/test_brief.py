"""The leader's page: figures as of any day, each with its records; units in the order of the document."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from cast import AT, UNITS, Cast
from ledger.steps import acknowledged, at, closed, entered, submitted
from lianxi.core.words import day_of
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries.briefing import brief_of
from lianxi.ledger.rules.briefing import (
    Moment,
    count_brief,
    count_states,
    count_units,
    decisions_in_motion,
    standing_words,
)
from lianxi.ledger.rules.figures import Standing
from lianxi.ledger.rules.lights import cutoffs
from lianxi.ledger.rules.machines import ObligationState
from lianxi.meetings.actions import issue_minutes
from meetings.stages import LATER, agreed_minutes
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
    sheet = page.context["sheet"]
    links = [url for one in (*sheet.figures, *sheet.states) for url in (one.url, one.url_before) if url]
    links += [piece.url for unit in sheet.units for piece in unit.pieces if piece.url]
    assert [client.get(url).status_code for url in links] == [200] * len(links)
    assert "不排名" in words(page)
    assert client.get("/brief/records?key=no").status_code == 404


@pytest.mark.parametrize("on", ["2026-03-04", "2026-03-25", "2026-04-20"])
def test_a_figure_and_what_it_was_open_as_many_records_as_they_say(cast: Cast, on: str) -> None:
    closed(cast, entered(cast))
    entered(cast, lead="市人社局", moment=at(5))
    issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)
    client = seated(Client(), cast.director)
    for one in (sheet := client.get(f"/brief?on={on}&span=20").context["sheet"]).figures:
        assert client.get(one.url).context["count"] == one.value
        if one.before:
            assert client.get(one.url_before).context["count"] == one.before
    for one in sheet.states:
        assert client.get(one.url).context["count"] == one.value


def test_decisions_in_motion_stand_by_their_day_and_what_has_ended_or_was_assigned_does_not() -> None:
    rows = [
        replace(_standing(pk, state, due), origin=origin)
        for pk, state, due, origin in (
            (1, "in_progress", None, "decision"),
            (2, "submitted", DAY, "decision"),
            (3, "closed", DAY, "decision"),
            (4, "issued", DAY - timedelta(days=1), "decision"),
            (5, "issued", DAY, "assignment"),
        )
    ]
    now = _moment(*rows)
    found = decisions_in_motion(now)
    assert [row.pk for row in found] == [4, 2, 1]
    assert [standing_words(row, now.at) for row in found] == ["待签收，逾期", "待核验", "办理中"]
    figures = {one.key: one.records for one in (*count_brief(now, now, now), *count_states(now, now))}
    assert figures["decisions"] == (1, 2, 4)
    assert figures["state.issued"] == (4, 5)
    assert "state.closed" not in figures


def test_decisions_in_motion_are_told_as_of_the_day(cast: Cast) -> None:
    entered(cast, title="交办的事")
    issue_minutes(cast.convener, LATER + timedelta(days=1), minutes_id=agreed_minutes(cast).pk)
    matter = acknowledged(cast, Obligation.objects.get(origin="decision"), LATER + timedelta(days=3))
    submitted(cast, matter, LATER + timedelta(days=4))
    client = seated(Client(), cast.director)
    sheets = [
        client.get(f"/brief?on=2026-{on}").context["sheet"] for on in ("03-09", "03-10", "03-20", "07-20")
    ]
    told = [[(one.lead, one.due, one.state) for one in sheet.decisions] for sheet in sheets]
    lead, due = "市住建局", "2026年6月30日"
    assert told == [[], [(lead, due, "待签收")], [(lead, due, "待核验")], [(lead, due, "待核验")]]


def test_a_unit_is_told_of_in_words_what_was_due_and_done(cast: Cast) -> None:
    closed(cast, entered(cast, title="排查"))
    entered(cast, title="复查")
    sheet = seated(Client(), cast.director).get("/brief?on=2026-03-25&span=30").context["sheet"]
    told = {one.name: one.words for one in sheet.units}
    assert (
        told["市住建局"] == "本期到期2项，其中办结1项：排查（办结）、复查（待签收，逾期）；在办1项，逾期1项。"
    )
    assert told["市总工会"] == "本期没有到期的事项，也没有在办的事项。"
    assert [one.name for one in sheet.units] == list(UNITS)


def test_bars_stand_beside_numbers_and_none_beside_a_unit(cast: Cast) -> None:
    entered(cast)
    page = html.document_fromstring(seated(Client(), cast.director).get("/brief?on=2026-03-08").content)
    bars = page.xpath("//main//svg[contains(@class, 'brief-bar')]")
    assert bars
    assert {bar.get("aria-hidden") for bar in bars} == {"true"}
    # The number that a bar stands for is the text behind it.
    assert all("".join(bar.getnext().text_content().split()).rstrip("项").isdecimal() for bar in bars)
    assert not page.xpath("//dl[@class='brief-units']//svg")
    assert not page.xpath("//main//*[@style]")


def test_minutes_issued_later_are_not_told_of_for_a_day_before(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    issue_minutes(cast.convener, LATER + timedelta(days=1), minutes_id=minutes.pk)
    meeting = minutes.meeting
    day = day_of(meeting.closed_at)
    page = seated(Client(), cast.director).get(f"/brief?on={day.isoformat()}")
    held = next(one for one in page.context["sheet"].others if one.key == "meetings")
    assert [one.words for one in held.rows] == [f"{meeting.title}（纪要还没有印发）"]
    opened = seated(Client(), cast.director).get(f"/brief/records?key=meetings&on={day.isoformat()}&span=30")
    assert [one.url for one in opened.context["others"]] == [f"/meetings/{meeting.pk}"]


def test_the_page_keeps_to_its_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for place in range(12):
        entered(cast, title=f"事项{place}")
    client = seated(Client(), cast.director)
    for url in ("/brief?on=2026-03-08", "/brief.pdf?on=2026-03-08"):
        client.get(url)
        with django_assert_max_num_queries(45):
            client.get(url)


@pytest.mark.parametrize("query", ["on=x", "on=2099-01-01", "span=7", "on=2026-02-30&span=365"])
def test_an_odd_address_shows_a_page_and_says_what_it_shows(cast: Cast, query: str) -> None:
    assert seated(Client(), cast.convener).get(f"/brief?{query}").status_code == 200


def test_a_unit_is_told_whom_the_page_is_for(cast: Cast) -> None:
    answer = seated(Client(), cast.member("市住建局")).get("/brief")
    assert answer.status_code == 403
    assert "给召集人和办公室看" in words(answer)
