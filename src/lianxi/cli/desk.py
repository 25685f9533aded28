"""`lianxi tasks`: what waits for a seat, as its workbench shows it."""

import argparse
import json
import sys
from typing import Any

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the command that lists what waits."""
    tasks = commands.add_parser("tasks", help="列出某一席位的待办（与工作台相同）")
    tasks.add_argument("--seat", type=int, required=True, help="席位编号，见 lianxi seats")
    tasks.add_argument("--json", action="store_true", help="输出 JSON")
    tasks.set_defaults(run=list_tasks_command)


def list_tasks_command(options: argparse.Namespace) -> int:
    """Print what waits for a seat, one a line or as JSON; what another seat must do is marked."""
    from django.utils import timezone

    from lianxi.cli.acts import seat_actor
    from lianxi.ledger.queries.desk import list_tasks

    found = list_tasks(seat_actor(options.seat), timezone.now())
    if options.json:
        json.dump(found.as_json(), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for task in found.rows:
            due = task.due_on.isoformat() if task.due_on else "—"
            whose = task.kind if task.mine else f"（{task.kind}）"
            print("\t".join((task.room, whose, task.title, due, task.light_words, task.why, task.url)))
    for rest in found.rests:
        print(f"{rest.title}事项只列最近的，其余见 {rest.url}", file=sys.stderr)
    return 0
