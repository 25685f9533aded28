"""`lianxi do` and `lianxi actions`: every action of the catalogue, from a named seat."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the commands that list and run actions."""
    listing = commands.add_parser("actions", help="列出全部动作")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=list_actions)
    seats = commands.add_parser("seats", help="列出席位及现任人员")
    seats.set_defaults(run=list_seats_command)
    doing = commands.add_parser("do", help="以某一席位办理一个动作")
    doing.add_argument("action", help="动作名，见 lianxi actions")
    doing.add_argument("--seat", type=int, required=True, help="席位编号，见 lianxi seats")
    doing.add_argument(
        "--set",
        dest="fields",
        nargs="+",
        action="extend",
        default=[],
        metavar="字段=值",
        help="多个值重复写；值写 @文件 表示上传文件",
    )
    doing.set_defaults(run=do_action)


def list_actions(options: argparse.Namespace) -> int:
    """Print the catalogue: id, title, who, payload."""
    from lianxi.core.actors import describe
    from lianxi.journal.acting import catalogue
    from lianxi.journal.catalog import load_catalogue

    load_catalogue()
    rows = [
        {
            "id": id_,
            "title": catalogue[id_].title,
            "who": describe(catalogue[id_].who),
            "payload": {name: field.words.describe() for name, field in catalogue[id_].payload.items()},
        }
        for id_ in sorted(catalogue)
    ]
    if options.json:
        json.dump(rows, sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    for row in rows:
        payload = row["payload"]
        assert isinstance(payload, dict)  # noqa: S101 - built above
        print(
            f"{row['id']}\t{row['title']}\t{row['who'] or '（只作为其他动作的一部分）'}\t{'，'.join(payload)}"
        )
    return 0


def list_seats_command(_options: argparse.Namespace) -> int:
    """Print every conference's seats of today with their holders."""
    from django.utils import timezone

    from lianxi.bodies.queries import list_seats
    from lianxi.bodies.queries.own import list_conferences
    from lianxi.core.words import day_of

    for conference in list_conferences():
        print(f"{conference.name}")
        for held in list_seats(conference, day_of(timezone.now())):
            holder = f"{held.tenure.person.name}（{held.tenure.title}）" if held.tenure else "（空缺）"
            print(f"  {held.seat.pk}\t{held.seat.label}\t{holder}")
    return 0


def do_action(options: argparse.Namespace) -> int:
    """Run an action from a seat whose holder is seated today, through the same door checks."""
    from django.utils import timezone

    from lianxi.journal.acting import catalogue
    from lianxi.journal.catalog import load_catalogue
    from lianxi.journal.payloads import parse_payload

    load_catalogue()
    if options.action not in catalogue:
        print(f"没有“{options.action}”这个动作，用 lianxi actions 查看。", file=sys.stderr)
        return 2
    action, now = catalogue[options.action], timezone.now()
    result = action(seat_actor(options.seat), now, **parse_payload(action, _raw(options.fields)))
    first = result[0] if isinstance(result, tuple | list) and result else result
    print(f"已{action.title}：{getattr(first, 'pk', '')}")
    return 0


def seat_actor(seat_id: int) -> Any:
    """Return the actor of a seat held today, marked as one that the command line acts for.

    Who sits at the server is not the seat's holder: every page that names who did it says 代. Raises BadInput
    for a vacant seat.
    """
    from dataclasses import replace

    from django.utils import timezone

    from lianxi.bodies.queries import actor_for
    from lianxi.bodies.queries.own import find_tenure_of
    from lianxi.core.actors import Door, DoorKind
    from lianxi.core.refusals import BadInput
    from lianxi.core.words import day_of

    tenure = find_tenure_of(seat_id, day_of(timezone.now()))
    if tenure is None:
        raise BadInput(f"席位 {seat_id} 现在没有人。", next_step="用 lianxi seats 查看席位。")
    actor = actor_for(tenure)
    return replace(actor, label=f"{actor.label}（服务器命令行代）", door=Door(DoorKind.COMMAND))


def _raw(fields: list[str]) -> dict[str, list[object]]:
    from lianxi.core.refusals import BadInput
    from lianxi.papers.files import Upload

    raw: dict[str, list[object]] = {}
    for field in fields:
        name, mark, value = field.partition("=")
        if not mark:
            raise BadInput(f"“{field}”不是 字段=值 的形式。")
        if value.startswith("@"):
            path = Path(value[1:])
            if not path.is_file():
                raise BadInput(f"找不到文件 {path}。")
            raw.setdefault(name, []).append(Upload(path.name, path.read_bytes()))
        else:
            raw.setdefault(name, []).append(value)
    return raw
