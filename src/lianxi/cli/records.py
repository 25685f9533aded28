"""`lianxi journal` and `lianxi list`: reading back what happened."""

import argparse
import sys
from typing import Any

Commands = Any


def add_commands(commands: Commands) -> None:
    """This function will add the commands that read records."""
    journal = commands.add_parser("journal", help="日志：查看、验证").add_subparsers(
        required=True, metavar="做什么"
    )
    verify = journal.add_parser("verify", help="重读哈希链，指出被改动、删去、移位的条目")
    verify.add_argument("--conference", type=int, help="只验证一个联席会议（编号）")
    verify.set_defaults(run=verify_journal)
    show = journal.add_parser("show", help="最近的日志")
    show.add_argument("--conference", type=int, required=True)
    show.add_argument("--count", type=int, default=20)
    show.set_defaults(run=show_journal)
    listing = commands.add_parser("list", help="列出记录")
    listing.add_argument("what", choices=["topics", "meetings", "minutes", "obligations", "papers", "units"])
    listing.set_defaults(run=list_records)


def verify_journal(options: argparse.Namespace) -> int:
    """This function will verify the chains; exit code 1 and a line per break where one does not hold."""
    from lianxi.journal.models import Chain, Entry
    from lianxi.journal.verify import verify_chains

    breaks = list(verify_chains(options.conference))
    for found in breaks:
        print(f"链 {found.chain}：{found.message}", file=sys.stderr)
    if not breaks:
        print(f"日志完好：{Chain.objects.count()} 条链，{Entry.objects.count()} 条记录。")
    return 1 if breaks else 0


def show_journal(options: argparse.Namespace) -> int:
    """This function will print a conference's latest acts."""
    from lianxi.core.words import moment_text
    from lianxi.journal.catalog import load_catalogue
    from lianxi.journal.queries import list_entries

    load_catalogue()
    for line in list_entries(options.conference, limit=options.count):
        print(
            f"{line.entry.seq}\t{moment_text(line.entry.at)}\t{line.entry.actor}\t{line.title}\t{line.entry.subject}"
        )
    return 0


def list_records(options: argparse.Namespace) -> int:
    """This function will print records of a kind, one a line: id, state, what."""
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
