"""The month of a seat: its days and meetings where they fall, days off as notices moved them, odd addresses said."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from ledger.steps import acknowledged, entered
from web.signing_in import seated, words

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_a_matter_stands_on_its_day_and_is_its_units(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    page = seated(Client(), cast.member("市住建局")).get("/month?m=2026-03")
    days = {one["day"].isoformat(): one for week in page.context["weeks"] for one in week}
    assert [one["url"] for one in days["2026-03-20"]["entries"]] == [f"/ledger/{row.pk}"]
    assert sum(len(one["entries"]) for one in days.values()) == page.context["count"] == 1
    assert days["2026-03-02"]["is_today"]
    assert "完成在建工地粉尘危害排查" in words(page)
    assert seated(Client(), cast.member("市总工会")).get("/month?m=2026-03").context["count"] == 0


def test_the_month_begins_on_monday_and_marks_the_days_that_a_notice_moved(cast: Cast) -> None:
    page = seated(Client(), cast.director).get("/month?m=2026-02")
    weeks = page.context["weeks"]
    assert next(one["day"].isoformat() for one in weeks[0]) == "2026-01-26"
    marks = {one["day"].day: one["mark"] for week in weeks for one in week if one["is_own"] and one["mark"]}
    # 春节 2026: 15 to 23 February off, 14 and 28 February worked.
    assert marks == {14: "班", 16: "休", 17: "休", 18: "休", 19: "休", 20: "休", 23: "休", 28: "班"}


@pytest.mark.parametrize("asked", ["2026-13", "2026-00", "1999-12", "9999-01", "２０２６-03", "x", "2026-3"])
def test_an_odd_month_shows_the_present_one_and_says_so(cast: Cast, asked: str) -> None:
    page = seated(Client(), cast.director).get("/month", {"m": asked})
    assert page.status_code == 200
    assert "没有看懂" in words(page)
    assert page.context["is_now"]


@pytest.mark.parametrize(
    ("asked", "before", "after"), [("2015-01", "", "2015-02"), ("2100-12", "2100-11", "")]
)
def test_the_first_and_the_last_month_lead_no_further(
    cast: Cast, asked: str, before: str, after: str
) -> None:
    page = seated(Client(), cast.director).get("/month", {"m": asked})
    assert (page.context["before"], page.context["after"]) == (before, after)
    assert "没有看懂" not in words(page)
