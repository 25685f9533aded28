"""`lianxi circular` and `lianxi list`: reading back what is recorded."""

import argparse
import sys
from typing import Any

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
    listing.add_argument("what", choices=["topics", "meetings", "minutes", "obligations", "papers", "units"])
    listing.set_defaults(run=list_records)


def list_records(options: argparse.Namespace) -> int:
    """Print records of a kind, one a line: id, state, what."""
    from lianxi.bodies.models import Unit
    from lianxi.ledger.models import Obligation
    from lianxi.meetings.models import Meeting, Minutes, Topic
    from lianxi.papers.models import Paper

    if options.what == "topics":
        rows = [(t.pk, t.state, t.title) for t in Topic.objects.order_by("pk")]
    elif options.what == "meetings":
        rows = [(m.pk, m.state, m.title) for m in Meeting.objects.order_by("pk")]
    elif options.what == "minutes":
        rows = [(m.pk, m.state, m.meeting.title) for m in Minutes.objects.select_related("meeting")]
    elif options.what == "papers":
        rows = [(p.pk, p.number, p.title) for p in Paper.objects.order_by("pk")]
    elif options.what == "units":
        rows = [(u.pk, u.region, u.name) for u in Unit.objects.order_by("pk")]
    else:
        rows = [(o.pk, o.state, f"{o.number} {o.title}") for o in Obligation.objects.order_by("pk")]
    for row in rows:
        print("\t".join(str(part) for part in row))
    return 0


def reproduce_circular(options: argparse.Namespace) -> int:
    """Count a circular's figures again from the ledger; exit code 1 where one differs."""
    from lianxi.ledger.models import Circular
    from lianxi.ledger.queries.moments import recounted

    circular = Circular.objects.select_related("conference").filter(pk=options.circular).first()
    if circular is None:
        print(f"没有编号为 {options.circular} 的通报。", file=sys.stderr)
        return 2
    differ = recounted(circular)
    for label, then, now in differ:
        print(f"{label}：通报为 {then}，现在复算为 {now}", file=sys.stderr)
    if not differ:
        print(f"{circular.title}：{len(circular.figures)} 个数字全部复现。")
    return 1 if differ else 0
