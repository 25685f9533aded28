"""`lianxi clock`: what the machine's clock is measured against, and the operator's word after a jump ahead."""

import argparse
from datetime import datetime
from typing import Any

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the command of the clock."""
    clock = commands.add_parser("clock", help="看本机时钟与上次可靠的时刻；时钟前跳一天以上的，核对后确认")
    clock.add_argument("step", nargs="?", choices=["show", "confirm"], default="show")
    clock.add_argument("--reason", default="", help="为什么相差这么多，例如“停机检修”")
    clock.set_defaults(run=run_clock)


def run_clock(options: argparse.Namespace) -> int:
    """Show the clock, or give the operator's word for it; exit code 1 where it jumped and nobody vouched."""
    from django.utils import timezone

    from lianxi.bodies.actions import vouch_for_clock
    from lianxi.core.actors import INSTALLER
    from lianxi.journal.clock import has_jumped, keep_time

    now = timezone.now()
    if options.step == "confirm":
        vouch_for_clock(INSTALLER, now, reason=options.reason)
        keep_time(now)
        print(f"已确认：{_told(now)}。已记入安装日志。")
        return 0
    print(f"本机时钟：{_told(now)}")
    print(f"上次可靠的时刻：{_known()}")
    if has_jumped(now):
        print("相差一天以上，暂停办理。时钟不对的先校正；确实无误的，运行 lianxi clock confirm。")
        return 1
    return 0


def _told(moment: datetime) -> str:
    from lianxi.core.words import moment_text

    return moment_text(moment)


def _known() -> str:
    from lianxi.journal.clock import known_moment

    known = known_moment()
    return _told(known) if known else "没有（后台程序还没有运行过）"


def ask_at_start() -> None:
    """Look at the clock when the service starts; where it jumped, ask who sits at the terminal, else say what to do."""
    import sys

    from django.utils import timezone

    from lianxi.bodies.actions import vouch_for_clock
    from lianxi.core.actors import INSTALLER
    from lianxi.journal.clock import keep_time

    now = timezone.now()
    if keep_time(now):
        return
    print(f"本机时钟是 {_told(now)}，比上次可靠的时刻 {_known()} 晚了一天以上。", flush=True)
    asked = "这个时刻对吗？对的输入 y 后回车，不对的直接回车，先校正时钟："
    if sys.stdin is not None and sys.stdin.isatty() and input(asked).strip().lower() == "y":
        vouch_for_clock(INSTALLER, now, reason="启动服务时确认")
        keep_time(now)
        return
    print("确认之前只能查看，不能办理。核对时钟后运行 lianxi clock confirm。", flush=True)
