"""`lianxi memos`: how many memos there are."""

import argparse
from typing import Any


def add_commands(commands: Any) -> None:
    """Add the command."""
    memos = commands.add_parser("memos", help="玩具备忘：有多少份")
    memos.set_defaults(run=count_memos)


def count_memos(_options: argparse.Namespace) -> int:
    """Print the number of memos."""
    from toy.models import Memo

    print(f"玩具备忘 {Memo.objects.count()} 份")
    return 0
