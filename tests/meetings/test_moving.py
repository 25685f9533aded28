"""Windows of consent and opinion under a new calendar: moved with a trace, told once, and left alone where they were set."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from clocks.notices import NOTICE
from lianxi.bodies.actions import set_rule
from lianxi.clocks.actions import load_notice
from lianxi.clocks.models import CalendarRun
from lianxi.clocks.queries import calendar_with, preview_moves
from lianxi.clocks.rules.notices import read_notice
from lianxi.core.words import day_of
from lianxi.journal.models import Notice
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.meetings.actions import ask_opinions, circulate_minutes, give_opinion, recall_minutes
from lianxi.meetings.models import Minutes, Opinion
from meetings.stages import PRESENT, accepted_topic, circulated_minutes
from web.signing_in import seated

# Monday 1 February 2027. Five working days by the statutory days alone (off from the 5th to the 10th): 2, 3, 4,
# 11, 12 February; by the notice of the tests (off from the 5th to the 11th): 2, 3, 4, 12, 15 February.
MONDAY = datetime(2027, 2, 1, 1, 0, tzinfo=UTC)
BEFORE, AFTER = date(2027, 2, 12), date(2027, 2, 15)


@pytest.fixture
def windows(cast: Cast) -> tuple[Minutes, Opinion]:
    """Minutes and one opinion out since Monday, both by the rule of five working days."""
    for code in ("consent_window", "opinion_window"):
        set_rule(cast.director, MONDAY, code=code, value="5")
    minutes = circulated_minutes(cast)
    recall_minutes(cast.staff, MONDAY, minutes_id=minutes.pk, reason="再改")
    circulate_minutes(cast.staff, MONDAY, minutes_id=minutes.pk)
    topic = accepted_topic(cast, "另一议题")
    unit = cast.unit("市发改委").pk
    (opinion,) = ask_opinions(cast.staff, MONDAY, topic_id=topic.pk, unit_ids=(unit,))
    return Minutes.objects.get(pk=minutes.pk), opinion


def _days() -> tuple[date | None, date]:
    return Minutes.objects.get().consent_due_on, Opinion.objects.get().due_on


def test_a_window_without_a_day_is_counted_by_the_rule(windows: tuple[Minutes, Opinion]) -> None:
    assert _days() == (BEFORE, BEFORE)
    stored = Opinion.objects.get().due_derivation
    assert stored["provisional"] == [2027]
    assert stored["limit"]["code"] == "opinion_window"


def test_a_notice_moves_open_windows_and_tells_each_unit_once(
    cast: Cast, windows: tuple[Minutes, Opinion]
) -> None:
    shown = preview_moves(cast.conference.pk, calendar_with(read_notice(NOTICE)), day_of(MONDAY))
    assert [(one.was, one.due_on) for one in shown] == [(BEFORE, AFTER)] * 2
    assert _days() == (BEFORE, BEFORE)
    load_notice(cast.director, MONDAY, text=NOTICE, paper="测试通知")
    assert _days() == (AFTER, AFTER)
    for stored in (Minutes.objects.get().consent_derivation, Opinion.objects.get().due_derivation):
        assert [one["was"] for one in stored["extensions"]] == [BEFORE.isoformat()]
        assert stored["provisional"] == []
    run = CalendarRun.objects.get()
    assert run.moved == 2
    told = Notice.objects.filter(subject=f"clocks.calendarrun:{run.pk}").values_list("to_unit_id", "title")
    assert sorted(pk for pk, _ in told) == sorted(cast.unit(name).pk for name in (*PRESENT, "市发改委"))
    assert all("有1项" in title for _, title in told)
    page = seated(Client(), cast.director).get(f"/clocks/runs/{run.pk}").content.decode()
    assert "书面意见：另一议题" in page
    assert page.count("2027年2月15日（周一）") == 2
    # Who was asked is not yet every member's to know; the minutes' window is.
    asked, other = (
        seated(Client(), cast.member(name)).get(f"/clocks/runs/{run.pk}").content.decode()
        for name in ("市发改委", "市总工会")
    )
    assert "书面意见：另一议题" in asked
    assert "另一议题" not in other
    assert other.count("2027年2月15日（周一）") == 1
    assert list(verify_chains()) == []
    assert list(verify_rows()) == []


def test_a_window_that_is_over_or_answered_or_was_set_stays(
    cast: Cast, windows: tuple[Minutes, Opinion]
) -> None:
    _minutes, opinion = windows
    unit = cast.unit("市总工会").pk
    ask_opinions(cast.staff, MONDAY, topic_id=opinion.topic_id, unit_ids=(unit,), due_on=BEFORE)
    give_opinion(cast.member("市发改委"), MONDAY, opinion_id=opinion.pk, stance="agree", text="", seen=1)
    load_notice(cast.director, MONDAY + timedelta(days=12), text=NOTICE, paper="测试通知")
    assert Minutes.objects.get().consent_due_on == BEFORE
    assert set(Opinion.objects.values_list("due_on", flat=True)) == {BEFORE}
    assert CalendarRun.objects.get().moved == 0


def test_the_topic_says_how_the_day_came_out(cast: Cast) -> None:
    topic = accepted_topic(cast, "另一议题")
    unit = cast.unit("市发改委").pk
    ask_opinions(cast.staff, timezone.now(), topic_id=topic.pk, unit_ids=(unit,))
    page = seated(Client(), cast.member("市发改委")).get(f"/topics/{topic.pk}").content.decode()
    assert "第5个工作日" in page
    assert "设定，待确认" in page
