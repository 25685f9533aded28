"""`lianxi calendar` and `lianxi limits`: notices of days off, previewed and loaded, and the time limits in force."""

import argparse
from pathlib import Path
from typing import Any

Commands = Any
SHOWN = 40


def add_commands(commands: Commands) -> None:
    """Add the commands about calendars and time limits."""
    room = commands.add_parser("calendar", help="放假安排：预览、载入、按现行日历重算时限")
    steps = room.add_subparsers(dest="step", required=True, metavar="步骤")
    look = steps.add_parser("preview", help="预览一份通知（CSV 或原文），不改动任何时限")
    look.add_argument("file", type=Path)
    look.set_defaults(run=preview_notice)
    load = steps.add_parser("load", help="载入一份通知，重算各联席会议的在办时限")
    load.add_argument("file", type=Path)
    load.add_argument("--paper", required=True, help="通知的文号或网址")
    load.set_defaults(run=load_file)
    apply = steps.add_parser("apply", help="随程序的日历更新后，重算各联席会议的在办时限")
    apply.set_defaults(run=apply_again)
    limits = commands.add_parser("limits", help="列出时限规则")
    limits.set_defaults(run=print_limits)


def _text(path: Path) -> str:
    from lianxi.clocks.rules.notices import MOST_CHARACTERS
    from lianxi.core.refusals import BadInput

    if not path.is_file():
        raise BadInput(f"找不到文件 {path}。")
    if path.stat().st_size > 4 * MOST_CHARACTERS:
        raise BadInput("文件太大，不像一年的放假安排。", next_step="请用 CSV 或通知原文。")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("文件不是 UTF-8 文本，读不出来。", next_step="请另存为 UTF-8 后再载入。") from None


def preview_notice(options: argparse.Namespace) -> int:
    """Print a notice's days and the open clocks it moves, conference by conference."""
    from django.utils import timezone

    from lianxi.bodies.queries.own import list_conferences
    from lianxi.clocks.queries import calendar_now, calendar_with, preview_moves
    from lianxi.clocks.rules.notices import read_notice
    from lianxi.core.words import day_of

    notice = read_notice(_text(options.file), calendar_now(exact=True))
    worked = sum(not one.is_off for one in notice.days.values())
    what = "只改动所列日期：" if notice.amends else ""
    print(f"{notice.year}年：{what}放假 {len(notice.days) - worked} 天，调休上班 {worked} 天")
    for note in notice.notes:
        print(f"  不作为放假安排：{note}")
    calendar = calendar_with(notice)
    for conference in list_conferences():
        moves = preview_moves(conference.pk, calendar, day_of(timezone.now()))
        print(f"{conference.name}：{len(moves)} 项时限变动")
        for move in moves[:SHOWN]:
            print(f"  {move.was} → {move.due_on}\t{move.label}")
        if len(moves) > SHOWN:
            print(f"  其余 {len(moves) - SHOWN} 项从略")
    return 0


def load_file(options: argparse.Namespace) -> int:
    """Load a notice and derive the open clocks of every conference anew."""
    from django.utils import timezone

    from lianxi.clocks.actions import apply_everywhere, load_notice
    from lianxi.core.actors import INSTALLER

    notice = load_notice(INSTALLER, timezone.now(), text=_text(options.file), paper=options.paper)
    moved = apply_everywhere(timezone.now())
    print(f"已载入{notice.year}年放假安排，{moved} 项在办时限变动。")
    return 0


def apply_again(_options: argparse.Namespace) -> int:
    """Derive the open clocks anew in every conference, whatever was applied before."""
    from django.utils import timezone

    from lianxi.clocks.actions import apply_everywhere

    print(f"{apply_everywhere(timezone.now(), again=True)} 项在办时限变动。")
    return 0


def print_limits(_options: argparse.Namespace) -> int:
    """Print every conference's limits in force, with source and whether they are confirmed."""
    from django.utils import timezone

    from lianxi.bodies.queries.own import list_conferences
    from lianxi.clocks.queries import list_limits
    from lianxi.core.words import day_of

    day = day_of(timezone.now())
    for conference in list_conferences():
        print(conference.name)
        for code, found in list_limits(conference.pk).items():
            held = next((one for one in reversed(found) if one.is_in_force(day)), None)
            told = f"{held.words}\t{held.source_words}" if held else "已停用"
            print(f"  {code}\t{found[0].title}\t{told}")
    return 0
