"""`lianxi daily`: what is due is done once, whoever asks and however often."""

import argparse
import logging
import sys
from datetime import datetime
from typing import Any

Commands = Any
log = logging.getLogger("lianxi.worker")


def add_commands(commands: Commands) -> None:
    """This function will add the commands that do the day's work."""
    daily = commands.add_parser("daily", help="办理当日到期的工作（可重复运行）")
    daily.add_argument("--at", type=datetime.fromisoformat, help="按这一时刻办理，例如 2026-03-16T09:00")
    daily.set_defaults(run=run_daily)


def run_daily(options: argparse.Namespace) -> int:
    """This function will run every daily job and print what it touched; exit code 1 where one failed."""
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
    """This function will run the daily jobs one after the other; False where one failed, and the others ran."""
    from lianxi.clocks.jobs import daily_jobs

    good = True
    for job in daily_jobs:
        try:
            touched = job.run(at)
        except Exception:  # one job that fails must not keep the others from their day
            log.exception("daily job %s failed", job.name)
            print(f"{job.title}：没有办成，原因见日志。", file=sys.stderr)
            good = False
        else:
            if say:
                print(f"{job.title}：{touched} 项")
    return good
