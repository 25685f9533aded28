"""`lianxi demo DIR`: the whole procedure without a browser, in a throw-away database, with its papers as files."""

import argparse
import os
import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the demonstration."""
    demo = commands.add_parser("demo", help="在一次性数据库里走完全过程，把印发的公文写到目录里")
    demo.add_argument("dir", type=Path)
    demo.set_defaults(run=run_demo, needs_database=False)


def run_demo(options: argparse.Namespace) -> int:
    """Play the procedure and leave minutes, extracts and circular in the directory."""
    if options.dir.exists() and not options.dir.is_dir():
        print(f"{options.dir} 不是目录。", file=sys.stderr)
        return 2
    options.dir.mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="lianxi-demo-")
    os.environ |= {"LIANXI_DATA": folder, "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3"}
    try:
        from lianxi.cli.starting import start_django

        start_django()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
        return _play(options.dir)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _play(target: Path) -> int:
    from lianxi.core.words import CHINA
    from lianxi.journal.verify import verify_chains
    from lianxi.stories.founding import found_shipped
    from lianxi.stories.procedure import play_procedure

    start = datetime.now(CHINA).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=60)
    conference = found_shipped("QZ", start, is_demo=True)
    play_procedure(conference, start, _print_step, target)
    breaks = list(verify_chains())
    print(f"日志{'完好' if not breaks else '有误'}。公文在 {target}：")
    for path in sorted(target.iterdir()):
        print(f"  {path.name}")
    return 1 if breaks else 0


def _print_step(step: str, clause: str) -> None:
    from lianxi.law.queries import basis_for, find_words

    words = find_words(basis_for("QZ", 1, clause))
    print(
        f"{step}　〔{words.citation.rsplit('）', 1)[-1] or words.citation if words else clause}〕", flush=True
    )
