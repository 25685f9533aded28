"""`lianxi archive`: a year's papers as a package for the archive, and its verification without any database."""

import argparse
import sys
from pathlib import Path
from typing import Any

Commands = Any
MOST_LINES = 200


def add_commands(commands: Commands) -> None:
    """Add the commands of archive packages."""
    archive = commands.add_parser("archive", help="归档包：制作、验证").add_subparsers(
        required=True, metavar="做什么"
    )
    make = archive.add_parser("make", help="把一年的公文制成归档包（ZIP），由办公室席位办理")
    make.add_argument("--year", type=int, required=True, help="年度")
    make.add_argument("--seat", type=int, required=True, help="席位编号，见 lianxi seats")
    make.add_argument("--out", type=Path, required=True, metavar="DIR", help="写入的文件夹")
    make.set_defaults(run=make_package)
    verify = archive.add_parser("verify", help="验证归档包，不需要数据库")
    verify.add_argument("file", type=Path)
    verify.set_defaults(run=verify_file, needs_database=False)


def make_package(options: argparse.Namespace) -> int:
    """Make a year's package from a seat of the office and copy it into a folder."""
    import shutil

    from django.utils import timezone

    from lianxi.cli.acts import seat_actor
    from lianxi.papers.actions import make_archive
    from lianxi.papers.files import path_of

    if not options.out.is_dir():
        print(f"没有文件夹 {options.out}。", file=sys.stderr)
        return 2
    row = make_archive(seat_actor(options.seat), timezone.now(), year=options.year)
    target = options.out / row.file.name
    shutil.copyfile(path_of(row.file.sha256), target)
    print(f"已制作归档包：{target}，{row.papers} 件公文。\nSHA-256 {row.file.sha256}\nSM3 {row.file.sm3}")
    return 0


def verify_file(options: argparse.Namespace) -> int:
    """Verify a package; exit code 1 and a line for everything that does not hold."""
    from lianxi.papers.archiving.verifying import verify_package

    if not options.file.is_file():
        print(f"没有文件 {options.file}。", file=sys.stderr)
        return 2
    count = 0
    for count, fault in enumerate(verify_package(options.file), 1):
        if count <= MOST_LINES:
            print(fault, file=sys.stderr)
    if count:
        print(f"归档包不完好：{count} 处。", file=sys.stderr)
        return 1
    print("归档包完好：清单、各文件和日志摘录的校验值都相符。")
    return 0
