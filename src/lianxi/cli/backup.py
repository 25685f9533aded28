"""`lianxi backup` and `lianxi restore`: the whole installation in one file, and back into an empty place."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the commands that back up and restore."""
    backup = commands.add_parser("backup", help="备份整个安装到一个文件（可在使用中进行，核对后才算完成）")
    backup.add_argument("file", type=Path, help="备份文件；密钥另存为同名加 .keys")
    backup.set_defaults(run=back_up)
    restore = commands.add_parser("restore", help="把备份恢复到空的地方，核对后列出各条链的最后一条")
    restore.add_argument("file", type=Path)
    restore.add_argument("--keys", type=Path, help="密钥文件（口令取自 LIANXI_BACKUP_KEY_FILE）")
    restore.add_argument("--into", type=Path, help="恢复到哪个空目录（默认 LIANXI_DATA）")
    restore.set_defaults(run=restore_backup, needs_database=False)


def back_up(options: argparse.Namespace) -> int:
    """Make a backup and say what it holds and what it does not."""
    from django.utils import timezone

    from lianxi.journal.backup.making import make_backup

    made = make_backup(options.file, timezone.now())
    print(f"已备份并核对：{made.path}，{made.files} 个文件，{made.size / 1e6:.1f} MB。")
    if made.keys is not None:
        print(f"密钥已用口令封存：{made.keys}。请与备份、与口令分开保管。")
    else:
        print(
            "密钥没有备份：没有设置 LIANXI_BACKUP_KEY_FILE。没有密钥，人员代号和身份信息不能恢复。",
            file=sys.stderr,
        )
    return 0


def restore_backup(options: argparse.Namespace) -> int:
    """Restore, verify and print the last entry of every chain; exit code 0 only when all of that holds."""
    if options.into is not None:
        os.environ["LIANXI_DATA"] = str(options.into.resolve())
    from lianxi.cli.starting import start_django

    start_django()
    from django.conf import settings

    from lianxi.cli.journal import say_breaks
    from lianxi.core.words import moment_text
    from lianxi.journal.backup.restoring import put_back_backup
    from lianxi.journal.verify import chain_heads, find_link

    manifest = put_back_backup(options.file, options.keys, Path(settings.DATA_DIR))
    taken = moment_text(datetime.fromisoformat(manifest["at"]))
    print(f"已恢复到 {settings.DATA_DIR}（备份于 {taken}），正在核对……", flush=True)
    wrong = say_breaks(None)
    for told in manifest["heads"]:
        kept = find_link(told["chain"], told["seq"])
        if told["seq"] and (kept is None or kept.hash != told["hash"]):
            print(f"链 {told['chain']}：没有备份清单所记的第 {told['seq']} 条。", file=sys.stderr)
            wrong += 1
    for chain, seq, head in chain_heads():
        last = find_link(chain, seq)
        when = f"{moment_text(last.at)}\t{last.actor}\t{last.action}" if last else "没有记录"
        print(f"链 {chain}\t第 {seq} 条\t{when}\t{head}")
    if wrong:
        print(f"恢复后有 {wrong} 处不符，不能当作已恢复。", file=sys.stderr)
        return 1
    print("已恢复，全部核对无误。")
    return 0
