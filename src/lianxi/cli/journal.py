"""`lianxi journal`: verifying, its heads, its export, the latest acts."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lianxi.journal.chain import Break

Commands = Any
# More lines than these tell nobody more.
MOST_LINES = 200
# Characters of the bar that shows how far it is.
BAR = 30


def add_commands(commands: Commands) -> None:
    """Add the commands of the journal."""
    journal = commands.add_parser("journal", help="日志：查看、验证、导出").add_subparsers(
        required=True, metavar="做什么"
    )
    verify = journal.add_parser(
        "verify", help="验证：哈希链、各行、所存文件、监测数据、身份保管、密钥、数据库"
    )
    verify.add_argument("--conference", type=int, help="只验证一个联席会议（编号）")
    part = verify.add_mutually_exclusive_group()
    part.add_argument("--chain-only", action="store_true", help="只重读哈希链（快）")
    part.add_argument("--rows-only", action="store_true", help="只核对各行、索引和通知，不重读哈希链")
    verify.add_argument("--head", type=Path, help="与另处抄存的链头核对（journal head 所印的行）")
    verify.add_argument("--from", dest="exported", type=Path, help="核对导出的文件，不用数据库")
    verify.set_defaults(run=verify_journal, needs_database=False)
    head = journal.add_parser("head", help="链头：日期、链、条数、校验值，供抄存到系统之外")
    head.set_defaults(run=print_heads)
    export = journal.add_parser("export", help="导出为 JSON 行，含清单，可不用本系统核对")
    export.add_argument("file", type=Path)
    export.set_defaults(run=export_journal)
    show = journal.add_parser("show", help="最近的日志")
    show.add_argument("--conference", type=int, required=True)
    show.add_argument("--count", type=int, default=20)
    show.set_defaults(run=show_journal)


def verify_journal(options: argparse.Namespace) -> int:
    """Verify what was asked for; exit code 1 and a line per break where something does not hold.

    The heads are printed in the end: an end cut off together with its head is seen only by who kept them.
    """
    if options.exported is not None:
        return _verify_export(options.exported, options.head)
    from lianxi.cli.starting import start_django

    start_django()
    from lianxi.journal.verify import chain_heads, chain_ids, count_entries

    only = options.conference
    if only is not None and only not in chain_ids():
        print(f"没有编号为 {only} 的联席会议。", file=sys.stderr)
        return 2
    kept = _kept_heads(options.head)
    count = say_breaks(only, chains=not options.rows_only, rows=not options.chain_only, kept=kept)
    heads = chain_heads(only)
    if not count:
        entries = count_entries([chain for chain, _, _ in heads])
        print(f"日志完好：{len(heads)} 条链，{entries} 条记录；{_scope(options, only)}。")
    print("链头（请抄存到系统之外，以后核对末尾有没有被截去）：")
    names = _chain_names()
    for chain, seq, head in heads:
        print(f"{names.get(chain, f'链 {chain}')}\t链 {chain}\t第 {seq} 条\t{head}")
    return 1 if count else 0


def _scope(options: argparse.Namespace, only: int | None) -> str:
    """Say what was covered, and what was not."""
    from lianxi.journal.library import can_verify_database

    also = "；与抄存的链头一致" if options.head else ""
    if options.chain_only:
        return f"只重读了哈希链，没有核对各行、索引、通知和文件{also}"
    chain = "没有重读哈希链" if options.rows_only else "哈希链重读无误"
    checked = only is None and can_verify_database()
    whole = "、数据库完整性" if checked else ""
    skipped = "" if checked or only is not None else "；没有安装 amcheck，数据库自身的完整性没有核对"
    shared = "；各联席会议共有的单位、人员、文件没有核对" if only is not None else ""
    told = f"{chain}；各行、索引、通知、所存文件、监测数据文件、身份保管文件及其密钥{whole}都与日志一致"
    return f"{told}{shared}{skipped}{also}"


def say_breaks(
    only: int | None,
    *,
    chains: bool = True,
    rows: bool = True,
    kept: "list[tuple[int, int, str]] | None" = None,
) -> int:
    """Verify and print a line for everything that does not hold; give how many there were."""
    names = _chain_names()
    count = 0
    for count, found in enumerate(_breaks(only, chains, rows, kept or []), 1):
        if count <= MOST_LINES:
            print(f"{names.get(found.chain, f'链 {found.chain}')}：{found.message}", file=sys.stderr)
    if count > MOST_LINES:
        print(f"……共 {count} 处，只列前 {MOST_LINES} 处。", file=sys.stderr)
    return count


def _breaks(
    only: int | None, chains: bool, rows: bool, kept: list[tuple[int, int, str]]
) -> Iterator["Break"]:
    from lianxi.core.rooms import FILES, followers
    from lianxi.journal.by_conference import verify_places_and_rows
    from lianxi.journal.library import verify_database
    from lianxi.journal.verify import verify_chains, verify_heads

    if chains:
        yield from verify_chains(only)
    yield from verify_heads(kept)
    if rows:
        if only is None:
            yield from verify_database()
        yield from verify_places_and_rows(only, _show if sys.stderr.isatty() else None)
        for verify in followers(FILES):
            yield from verify(only)


def _show(done: int, parts: int) -> None:
    """Draw how far the rows are, over the line before."""
    full = BAR * done // parts
    end = "\n" if done == parts else ""
    print(f"\r核对各行 {'█' * full}{'░' * (BAR - full)} {done}/{parts}", end=end, file=sys.stderr, flush=True)


def _chain_names() -> dict[int, str]:
    from lianxi.bodies.queries.own import list_conferences
    from lianxi.journal.acting import INSTALLATION_CHAIN

    return {INSTALLATION_CHAIN: "安装", **{one.pk: one.name for one in list_conferences()}}


def _kept_heads(path: Path | None) -> list[tuple[int, int, str]]:
    """Read the lines of `journal head` that were kept elsewhere. Raises BadInput for anything else."""
    from lianxi.core.refusals import BadInput

    if path is None:
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"读不出 {path}。", next_step="请指定保存链头的文本文件。") from error
    heads = []
    for number, line in enumerate(lines, 1):
        parts = line.split("\t")
        if not line.strip():
            continue
        if len(parts) < 4 or not (parts[1].isdecimal() and parts[2].isdecimal()):
            raise BadInput(
                f"{path} 第 {number} 行不是链头。", next_step="每行应是 lianxi journal head 所印的一行。"
            )
        heads.append((int(parts[1]), int(parts[2]), parts[3].strip()))
    return heads


def _verify_export(path: Path, head: Path | None) -> int:
    from lianxi.journal.chainfile import check

    try:
        found = check(str(path), str(head) if head else "")
    except (OSError, UnicodeDecodeError, ValueError, KeyError, TypeError, StopIteration):
        print(f"{path} 不是 lianxi journal export 导出的文件，或已损坏，读不出。", file=sys.stderr)
        return 2
    print(found[0])
    for one in found[1:]:
        print(one, file=sys.stderr)
    if len(found) == 1:
        print("导出的日志完好；只核对了哈希链，没有核对各行和文件。")
    return 0 if len(found) == 1 else 1


def print_heads(_options: argparse.Namespace) -> int:
    """Print one line a chain: day, chain, count, hash, name."""
    from lianxi.journal.export import head_line
    from lianxi.journal.verify import chain_heads

    names = _chain_names()
    for head in chain_heads():
        print(f"{head_line(head)}\t{names.get(head[0], '')}")
    return 0


def export_journal(options: argparse.Namespace) -> int:
    """Write the whole journal to a new file."""
    from lianxi.journal.export import export_to

    count = export_to(options.file, _chain_names())
    print(f"已导出 {count} 条到 {options.file}。核对：lianxi journal verify --from {options.file}，")
    print("或在任何装有 Python 的机器上用随附的 lianxi/journal/chainfile.py，不用数据库。")
    return 0


def show_journal(options: argparse.Namespace) -> int:
    """Print a conference's latest acts."""
    from lianxi.core.words import moment_text
    from lianxi.journal.catalog import load_catalogue
    from lianxi.journal.queries import list_entries

    load_catalogue()
    for line in list_entries(options.conference, limit=options.count):
        entry = line.entry
        print(f"{entry.seq}\t{moment_text(entry.at)}\t{entry.actor}\t{line.title}\t{entry.subject}")
    return 0
