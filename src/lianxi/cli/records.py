"""`lianxi circular` and `lianxi list`: reading back what is recorded."""

import argparse
import sys
from typing import Any

from lianxi.core.rooms import listed_kinds

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the commands that read records."""
    circular = commands.add_parser("circular", help="通报：按台账复算数字").add_subparsers(
        required=True, metavar="做什么"
    )
    again = circular.add_parser("reproduce", help="按统计时点重新计数，与通报的数字核对")
    again.add_argument("circular", type=int, help="通报编号，见 /circulars/编号")
    again.set_defaults(run=reproduce_circular)
    listing = commands.add_parser("list", help="列出记录")
    listing.add_argument("what", choices=list(listed_kinds()))
    listing.set_defaults(run=list_records)


def list_records(options: argparse.Namespace) -> int:
    """Print records of a kind, one a line: id, then what the face of its room has it tell."""
    from lianxi.journal.queries import list_lines

    kind = listed_kinds()[options.what]
    for line in list_lines(kind.table, kind.columns):
        print("\t".join(line))
    return 0


def reproduce_circular(options: argparse.Namespace) -> int:
    """Count a circular's figures again from the ledger; exit code 1 where one differs."""
    from lianxi.ledger.queries.moments import recounted
    from lianxi.ledger.queries.records import find_any_circular

    circular = find_any_circular(options.circular)
    if circular is None:
        print(f"没有编号为 {options.circular} 的通报。", file=sys.stderr)
        return 2
    differ = recounted(circular)
    for label, then, now in differ:
        print(f"{label}：通报为 {then}，现在复算为 {now}", file=sys.stderr)
    if not differ:
        print(f"{circular.title}：{len(circular.figures)} 个数字全部复现。")
    return 1 if differ else 0
