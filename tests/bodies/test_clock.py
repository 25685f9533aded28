"""A clock that jumps ahead is asked about before the first act; one that ran fast is left by two seats' word."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from lianxi.bodies.actions import (
    confirm_clock_repair,
    propose_clock_repair,
    set_rule,
    vouch_for_clock,
    withdraw_clock_repair,
)
from lianxi.cli import clock as command
from lianxi.cli.commands import run
from lianxi.cli.working import work_the_day
from lianxi.core.actors import INSTALLER
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.clock import ClockJumped, ClockSetBack, keep_time
from lianxi.journal.models import Beat, ClockWord, Entry
from lianxi.journal.verify import verify_entries
from web.signing_in import seated, words

NOW = timezone.now()
DAY = timedelta(days=1)
Turn = Callable[[datetime], datetime]


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Turn:
    """Set the machine's clock."""

    def set_clock(moment: datetime) -> datetime:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return moment

    return set_clock


def _act(cast: Cast, at: datetime, days: str = "7") -> None:
    set_rule(cast.director, at, code="consent_window", value=days)


def test_a_jump_of_more_than_a_day_is_asked_for_before_the_first_act(cast: Cast, turn: Turn) -> None:
    keep_time(turn(NOW))
    late = turn(NOW + 3 * DAY)
    before = Entry.objects.count()
    with pytest.raises(ClockJumped, match="晚了 3 天多") as refused:
        _act(cast, late)
    assert "lianxi clock confirm" in refused.value.next_step
    assert Entry.objects.count() == before


def test_the_operators_word_is_in_the_chain_and_opens_the_day(cast: Cast, turn: Turn) -> None:
    keep_time(turn(NOW))
    late = turn(NOW + 3 * DAY)
    assert run(["clock"]) == 1
    assert run(["clock", "confirm", "--reason", "停机检修"]) == 0
    entry = Entry.objects.get(action="bodies.clock.vouch")
    body = json.loads(entry.body)
    assert (entry.chain_id, body["door"]["kind"]) == (0, "command")
    assert ClockWord.objects.get().reason == "停机检修"
    _act(cast, late)
    assert run(["clock"]) == 0
    assert list(verify_entries()) == []


def test_nobody_vouches_for_a_clock_that_did_not_jump(cast: Cast, turn: Turn) -> None:
    keep_time(turn(NOW))
    with pytest.raises(BadInput, match="没有前跳"):
        vouch_for_clock(INSTALLER, turn(NOW + DAY / 2))


def test_acts_that_go_on_are_no_jump_though_no_worker_runs(cast: Cast, turn: Turn) -> None:
    keep_time(turn(NOW))
    before = Entry.objects.count()
    for step in range(1, 5):
        _act(cast, turn(NOW + step * 0.9 * DAY), str(step))
    assert Entry.objects.count() == before + 4
    assert not ClockWord.objects.exists()


def test_an_installation_whose_worker_never_ran_is_not_asked(cast: Cast, turn: Turn) -> None:
    _act(cast, turn(NOW))
    _act(cast, turn(NOW + 30 * DAY), "8")
    assert not Beat.objects.exists()


def test_the_worker_keeps_the_time_and_does_not_follow_a_jump(turn: Turn, db: None) -> None:
    assert keep_time(turn(NOW))
    assert keep_time(turn(NOW + DAY / 2))
    assert not keep_time(turn(NOW + 9 * DAY))
    assert Beat.objects.get().at == NOW + DAY / 2


def test_the_service_asks_who_sits_at_the_terminal(
    turn: Turn, db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_time(turn(NOW))
    turn(NOW + 9 * DAY)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    command.ask_at_start()
    assert "只能查看，不能办理" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _words: "y")
    command.ask_at_start()
    assert ClockWord.objects.get().confirmed == NOW + 9 * DAY
    assert keep_time(NOW + 9 * DAY)


@pytest.fixture
def ran_fast(cast: Cast, turn: Turn) -> Cast:
    """A conference in which one act was done while the clock was five days fast."""
    _act(cast, turn(NOW + 5 * DAY))
    turn(NOW)
    return cast


def test_two_seats_let_a_chain_go_on_after_a_fast_clock(ran_fast: Cast) -> None:
    with pytest.raises(ClockSetBack, match="早于最后一条日志"):
        _act(ran_fast, NOW, "9")
    row = propose_clock_repair(ran_fast.director, NOW, reason="时钟曾走快五天")
    with pytest.raises(ClockSetBack):
        _act(ran_fast, NOW, "9")
    confirm_clock_repair(ran_fast.member("市住建局"), NOW, repair_id=row.pk)
    _act(ran_fast, NOW, "9")
    assert "时钟走快" in json.loads(Entry.objects.get(action="bodies.clock.confirm").body)["remark"]
    assert list(verify_entries()) == []


def test_one_seat_or_one_unit_alone_does_not(ran_fast: Cast) -> None:
    row = propose_clock_repair(ran_fast.director, NOW, reason="走快")
    for same in (ran_fast.director, ran_fast.staff, ran_fast.member("市卫健委")):
        with pytest.raises(NotPermitted, match="同一单位"):
            confirm_clock_repair(same, NOW, repair_id=row.pk)
    confirm_clock_repair(ran_fast.convener, NOW, repair_id=row.pk)


def test_a_proposal_that_is_taken_back_leaves_the_chain_closed(ran_fast: Cast) -> None:
    row = propose_clock_repair(ran_fast.director, NOW, reason="走快")
    with pytest.raises(BadInput, match="待核对"):
        propose_clock_repair(ran_fast.director, NOW, reason="走快")
    withdraw_clock_repair(ran_fast.director, NOW, repair_id=row.pk)
    with pytest.raises(ClockSetBack):
        _act(ran_fast, NOW, "9")


def test_nothing_is_repaired_where_nothing_is_dated_ahead(cast: Cast, turn: Turn) -> None:
    _act(cast, turn(NOW))
    with pytest.raises(BadInput, match="不用恢复"):
        propose_clock_repair(cast.director, NOW, reason="走快")


def test_the_page_leads_both_seats_through(ran_fast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    office = seated(Client(), ran_fast.director)
    assert "时钟曾经走快" in words(office.get("/clock"))
    office.post("/do/bodies.clock.propose", {"reason": "时钟曾走快", "next": "/clock"})
    assert "同一单位的席位不能核对" in words(office.get("/clock"))
    convener = seated(Client(), ran_fast.convener)
    assert "核对时钟恢复" in words(convener.get("/"))
    page = convener.get("/clock")
    assert "核对无误，恢复办理" in words(page)
    repair = page.context["waiting"].pk
    convener.post("/do/bodies.clock.confirm", {"repair_id": repair, "next": "/clock"})
    assert "可以照常办理" in words(office.get("/clock"))


def test_the_timer_does_nothing_on_a_clock_that_jumped(
    turn: Turn, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[datetime] = []
    monkeypatch.setattr("lianxi.cli.working.do_due_work", done.append)
    work_the_day(turn(NOW))
    work_the_day(turn(NOW + 30 * DAY))
    assert done == [NOW]
