"""`lianxi doctor`: what this installation has and lacks, by the checks that the rooms state."""

import argparse
from typing import Any

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the command that looks over an installation."""
    doctor = commands.add_parser(
        "doctor", help="检查本机安装：字体、放假安排、空缺席位上的事项，缺什么、怎么补"
    )
    doctor.set_defaults(run=look_over)


def look_over(_options: argparse.Namespace) -> int:
    """Print every sign; exit code 1 when something is not well."""
    from django.utils import timezone

    from lianxi.core.rooms import doctor_checks, load
    from lianxi.core.words import day_of

    ill, today = 0, day_of(timezone.now())
    for check in doctor_checks():
        print(check.title)
        for sign in load(check.look)(today):
            ill += not sign.well
            print(f"  {'正常' if sign.well else '缺失'}  {sign.sentence}")
    print(f"{ill} 处需要处理。" if ill else "全部正常。")
    return 1 if ill else 0
