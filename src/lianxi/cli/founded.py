"""`lianxi clauses`: docs/clauses.md from both conferences, founded in a throw-away database."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

Commands = Any
DOCS = Path(__file__).parents[3] / "docs"
# Stands at the end of the page: where nothing that it depends on has changed, it is not written anew.
MARK = "<!-- inputs {} -->"
_MARKED = re.compile(r"<!-- inputs ([0-9a-f]+) -->")


def add_commands(commands: Commands) -> None:
    """Add the command that writes the page."""
    told = commands.add_parser(
        "clauses", help="建立两个联席会议，逐项写出职责事项怎样办理（docs/clauses.md）"
    )
    told.set_defaults(run=run_clauses, needs_database=False)


def clauses_page(docs: Path) -> str:
    """Return docs/clauses.md: as it is where nothing it depends on has changed, else founded and written anew.

    Raises RuntimeError where the conferences cannot be founded.
    """
    from lianxi.work.queries.clauses import inputs_digest

    digest, page = inputs_digest(docs.parent / "tests"), docs / "clauses.md"
    old = page.read_text(encoding="utf-8") if page.exists() else ""
    marked = _MARKED.search(old)
    if marked is not None and marked[1] == digest:
        return old
    folder = tempfile.mkdtemp(prefix="lianxi-clauses-")
    try:
        env = {**os.environ, "LIANXI_DATA": folder, "DATABASE_URL": f"sqlite:///{folder}/founded.sqlite3"}
        told = subprocess.run(
            [sys.executable, "-c", "from lianxi.cli import main; main()", "clauses"],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if told.returncode:
        raise RuntimeError(f"docs/clauses.md cannot be written: {told.stderr[-2000:]}")
    return f"{told.stdout}\n{MARK.format(digest)}\n"


def run_clauses(_options: argparse.Namespace) -> int:
    """Found both conferences where there is none, propose their arrangements, and print the page."""
    from lianxi.cli.starting import start_django

    start_django()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    from lianxi.bodies.queries.own import list_conferences
    from lianxi.work.queries.clauses import clauses_markdown, founded_lines

    if list_conferences():
        print("这里已有联席会议；这个命令只在空的数据目录里运行。", file=sys.stderr)
        return 2
    print(clauses_markdown(founded_lines(_found(), DOCS.parent / "tests")), end="")
    return 0


def _found() -> list[Any]:
    from django.utils import timezone

    from lianxi.law.shipped import SHIPPED
    from lianxi.stories.founding import found_shipped
    from lianxi.stories.story import Story
    from lianxi.work.actions import propose_arrangements

    now, made = timezone.now(), []
    for code in SHIPPED:
        story = Story(found_shipped(code, now, is_demo=True), now)
        propose_arrangements(story.office, now)
        made.append(story.conference)
    return made
