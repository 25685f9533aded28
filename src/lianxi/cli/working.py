"""`lianxi daily` and `lianxi worker`: what is due is done once, whoever asks and however often."""

import argparse
import logging
import os
import signal
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lianxi.core.ending import Ended, end, is_asked_to_end

if TYPE_CHECKING:
    from lianxi.core.rooms import DailyJob

Commands = Any
log = logging.getLogger("lianxi.worker")
# Seconds between looks into the queue, and between runs of the daily jobs: they touch only what is due.
LOOK, DAILY = 2, 600
# Seconds between runs of the jobs that follow acts, while acts come in; they run with the day's in any case.
AFTER_ACTS = 30


def add_commands(commands: Commands) -> None:
    """Add the commands that do the day's work."""
    daily = commands.add_parser("daily", help="办理当日到期的工作（可重复运行）")
    daily.add_argument("--at", type=datetime.fromisoformat, help="按这一时刻办理，例如 2026-03-16T09:00")
    daily.set_defaults(run=run_daily)
    worker = commands.add_parser("worker", help="持续办理到期的工作和页面交办的后台工作")
    worker.add_argument("--with", dest="parent", type=int, help="这个进程结束时一同结束")
    worker.set_defaults(run=run_worker)


def run_daily(options: argparse.Namespace) -> int:
    """Run every daily job and print what it touched; exit code 1 where one failed."""
    from django.utils import timezone

    from lianxi.core.refusals import BadInput
    from lianxi.core.words import CHINA

    now = timezone.now()
    at = options.at or now
    at = at if at.tzinfo else at.replace(tzinfo=CHINA)
    if at > now:
        raise BadInput("这一时刻还没有到。", next_step="请填写现在或以前的时刻。")
    return 0 if do_due_work(at, say=True) else 1


def do_due_work(at: datetime, *, say: bool = False) -> bool:
    """Run the daily jobs one after the other; False where one failed, and the others ran."""
    from lianxi.core.rooms import daily_jobs

    return _run_jobs(daily_jobs(), at, say=say)


def _run_jobs(jobs: "list[DailyJob]", at: datetime, *, say: bool) -> bool:
    from lianxi.core.rooms import load

    good = True
    for job in jobs:
        try:
            touched = load(job.run)(at)
        except Exception:  # one job that fails must not keep the others from their day
            if is_asked_to_end():
                # DuckDB turns the signal's exception into its own "Query interrupted".
                raise Ended from None
            log.exception("daily job %s failed", job.name)
            print(f"{job.title}：执行失败，原因见日志。", file=sys.stderr)
            good = False
        else:
            if say:
                print(f"{job.title}：{touched} 项")
    return good


def work_the_day(now: datetime) -> None:
    """Run the daily jobs, unless the clock jumped ahead and nobody has vouched for it."""
    from lianxi.journal.clock import keep_time

    if keep_time(now):
        do_due_work(now)
    else:
        log.error("时钟前跳一天以上，不办理定时工作：核对后运行 lianxi clock confirm")


def run_worker(options: argparse.Namespace) -> int:
    """Work until it is told to end: the queue every few seconds, the day's jobs every ten minutes.

    Any number of workers may run at once. Asked to end, it stops where it is: an act under way is undone
    as a whole, and the next run does it again.
    """
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    try:
        _work(options.parent)
    except (Ended, KeyboardInterrupt):
        return 0
    return 0


def _work(parent: int | None) -> None:
    from django.db import close_old_connections
    from django.utils import timezone

    from lianxi.journal.queue import hold_place

    # Held until this process ends: its tasks are not given to another meanwhile.
    with hold_place():
        due, seen, next_look = 0.0, 0, 0.0
        while parent is None or os.getppid() == parent:
            close_old_connections()
            _empty_queue()
            if time.monotonic() >= due:
                work_the_day(timezone.now())
                due = time.monotonic() + DAILY
            seen, next_look = _follow_acts(seen, next_look)
            time.sleep(LOOK)


def _follow_acts(seen: int, next_look: float) -> tuple[int, float]:
    """Run the jobs that follow acts, once some came in since the last look; give what was seen and when to look again."""
    from django.utils import timezone

    from lianxi.core.rooms import daily_jobs
    from lianxi.journal.clock import has_jumped
    from lianxi.journal.queries import last_entry

    if time.monotonic() < next_look:
        return seen, next_look
    now, last = timezone.now(), last_entry()
    if last != seen and not has_jumped(now):
        _run_jobs([job for job in daily_jobs() if job.after_acts], now, say=False)
    return last, time.monotonic() + AFTER_ACTS


def _empty_queue() -> None:
    """Do what pages left in the queue, one task after the other."""
    from django.db.utils import DatabaseError
    from django_tasks_db.management.commands.db_worker import Worker

    from lianxi.journal.queue import give_back_lost, worker_name

    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_name(),
        excluded_queue_names=[],
    )
    try:
        if lost := give_back_lost():
            log.warning("%s tasks of a worker that ended are done again", lost)
        worker.run()
        if is_asked_to_end():
            raise Ended
    except DatabaseError:
        # The database is away for a moment, or locked for long: the next look comes soon.
        log.exception("the queue could not be read")
