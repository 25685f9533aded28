"""`lianxi journal` and `lianxi list`: reading back what happened."""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lianxi.journal.chain import Break

Commands = Any
# More lines than these tell nobody more.
MOST_LINES = 200


def add_commands(commands: Commands) -> None:
    """Add the commands that read records."""
    journal = commands.add_parser("journal", help="日志：查看、验证").add_subparsers(
        required=True, metavar="做什么"
    )
    verify = journal.add_parser("verify", help="验证日志：重读哈希链，与各表各行、所存文件核对")
    verify.add_argument("--conference", type=int, help="只验证一个联席会议（编号）")
    verify.add_argument("--chain-only", action="store_true", help="只重读哈希链，不核对各行和文件（快）")
    verify.set_defaults(run=verify_journal)
    show = journal.add_parser("show", help="最近的日志")
    show.add_argument("--conference", type=int, required=True)
    show.add_argument("--count", type=int, default=20)
    show.set_defaults(run=show_journal)
    circular = commands.add_parser("circular", help="通报：按台账复算数字").add_subparsers(
        required=True, metavar="做什么"
    )
    again = circular.add_parser("reproduce", help="按统计时点重新计数，与通报的数字核对")
    again.add_argument("circular", type=int, help="通报编号，见 /circulars/编号")
    again.set_defaults(run=reproduce_circular)
    listing = commands.add_parser("list", help="列出记录")
    listing.add_argument("what", choices=["topics", "meetings", "minutes", "obligations", "papers", "units"])
    listing.set_defaults(run=list_records)


def verify_journal(options: argparse.Namespace) -> int:
    """Verify chains, rows and files; exit code 1 and a line per break where one fails.

    The heads are printed in the end: an end cut off together with its head is seen only by who kept them.
    """
    from lianxi.journal.models import Entry
    from lianxi.journal.verify import chain_heads, chain_ids

    only = options.conference
    if only is not None and only not in chain_ids():
        print(f"没有编号为 {only} 的联席会议。", file=sys.stderr)
        return 2
    names = _chain_names()
    count = 0
    for count, found in enumerate(_breaks(only, chain_only=options.chain_only), 1):
        if count <= MOST_LINES:
            print(f"{names.get(found.chain, f'链 {found.chain}')}：{found.message}", file=sys.stderr)
    if count > MOST_LINES:
        print(f"……共 {count} 处，只列前 {MOST_LINES} 处。", file=sys.stderr)
    heads = chain_heads(only)
    if not count:
        entries = Entry.objects.filter(chain_id__in=[chain for chain, _, _ in heads]).count()
        scope = "只重读了哈希链" if options.chain_only else "各行、各文件与日志一致"
        print(f"日志完好：{len(heads)} 条链，{entries} 条记录；{scope}。")
    print("链头（请抄存到系统之外，以后核对末尾有没有被截去）：")
    for chain, seq, head in heads:
        print(f"{names.get(chain, f'链 {chain}')}\t链 {chain}\t第 {seq} 条\t{head}")
    return 1 if count else 0


def _breaks(only: int | None, *, chain_only: bool) -> Iterator["Break"]:
    from lianxi.core.rooms import FILES, followers
    from lianxi.journal.replay import verify_rows
    from lianxi.journal.verify import verify_chains

    yield from verify_chains(only)
    if not chain_only:
        yield from verify_rows(only)
        for verify in followers(FILES):
            yield from verify(only)


def _chain_names() -> dict[int, str]:
    from lianxi.bodies.models import Conference
    from lianxi.journal.acting import INSTALLATION_CHAIN

    return {INSTALLATION_CHAIN: "安装", **dict(Conference.objects.values_list("pk", "name"))}


def show_journal(options: argparse.Namespace) -> int:
    """Print a conference's latest acts."""
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
