"""`lianxi daily`: runs every job, refuses the future, and one failing job does not stop the others."""

import signal
from datetime import date, datetime

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cast import Cast
from ledger.steps import entered
from lianxi.cli import working
from lianxi.cli.commands import run
from lianxi.core import ending
from lianxi.core import rooms as core_rooms
from lianxi.core.rooms import DailyJob, daily_jobs, load
from lianxi.journal.models import Entry
from lianxi.ledger.models import Slip


def test_daily_issues_what_is_due_and_can_be_run_again(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    entered(cast, due_on=date(2026, 3, 13))
    assert run(["daily", "--at", "2026-03-10T09:00"]) == 0
    assert "签发到日的提醒单：1 项" in capsys.readouterr().out
    assert run(["daily", "--at", "2026-03-10T09:00"]) == 0
    assert "签发到日的提醒单：0 项" in capsys.readouterr().out
    assert Slip.objects.count() == 1


def test_a_moment_to_come_is_refused(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["daily", "--at", "2099-03-16T09:00"]) == 2
    assert "还没有到" in capsys.readouterr().err


def fail(_at: datetime) -> int:
    raise ValueError("defect")


def test_a_job_that_fails_is_told_and_the_others_run(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = DailyJob("bad", "出错的工作", f"{__name__}:fail")
    monkeypatch.setattr(core_rooms, "daily_jobs", lambda: [bad, *daily_jobs()])
    monkeypatch.setattr(core_rooms, "load", lambda name: fail if name == bad.run else load(name))
    assert run(["daily", "--at", "2026-03-10T09:00"]) == 1
    told = capsys.readouterr()
    assert "出错的工作：执行失败" in told.err
    assert "签发到日的提醒单" in told.out


def asked_within(_at: datetime) -> int:
    """Be asked to end inside an extension module that makes another exception of it."""
    try:
        signal.raise_signal(signal.SIGTERM)
    except ending.Ended:
        raise RuntimeError("Query interrupted") from None
    return 0


def test_a_job_that_swallows_the_asking_is_no_failure_and_the_worker_ends(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = DailyJob("slow", "很慢的工作", f"{__name__}:asked_within")
    monkeypatch.setattr(core_rooms, "daily_jobs", lambda: [slow])
    monkeypatch.setattr(core_rooms, "load", lambda _name: asked_within)
    monkeypatch.setattr(ending, "_asked", [])
    former = signal.signal(signal.SIGTERM, ending.end)
    try:
        with pytest.raises(ending.Ended):
            working.do_due_work(timezone.now())
    finally:
        signal.signal(signal.SIGTERM, former)
    assert "执行失败" not in capsys.readouterr().err


# The loop closes connections that are old, as between requests.
@pytest.mark.django_db(transaction=True)
def test_the_worker_does_the_day_and_the_queue_and_ends_when_its_parent_is_gone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(working, "LOOK", 0)
    monkeypatch.setattr(working, "do_due_work", lambda _at: calls.append("day"))
    monkeypatch.setattr(working, "_empty_queue", lambda: calls.append("queue"))
    monkeypatch.setattr(working.os, "getppid", lambda: 7 if len(calls) < 4 else 1)
    working._work(7)
    assert calls == ["queue", "day", "queue", "queue"]


# The queue's worker closes its connection when it has nothing to do.
@pytest.mark.django_db(transaction=True)
def test_what_a_page_left_in_the_queue_is_done_once(cast: Cast) -> None:
    count_entries.enqueue()
    working._empty_queue()
    working._empty_queue()
    done = DBTaskResult.objects.get()
    assert done.status == "SUCCESSFUL"
    assert done.return_value == Entry.objects.count()


@task()
def count_entries() -> int:
    return Entry.objects.count()
