"""`lianxi check` and `lianxi docs`: what must hold of an installation's code, and the generated pages."""

import argparse
import re
import sys
from collections.abc import Iterator
from typing import Any

from lianxi.cli.founded import DOCS, clauses_page

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the commands for developers and CI."""
    check = commands.add_parser("check", help="检查设置、迁移、生成的文档是否最新")
    check.set_defaults(run=check_all)
    docs = commands.add_parser(
        "docs", help="重新生成 docs/ 里的 actions.md、states.md、limits.md、rooms.md 和 clauses.md"
    )
    docs.set_defaults(run=write_docs)


def generated_docs() -> dict[str, str]:
    """Return the generated pages by file name."""
    from lianxi.cli.diagrams import states_markdown
    from lianxi.cli.faces import rooms_markdown
    from lianxi.cli.limits import limits_markdown
    from lianxi.journal.catalog import catalogue_markdown, load_catalogue

    load_catalogue()
    return {
        "actions.md": catalogue_markdown(),
        "states.md": states_markdown(),
        "limits.md": limits_markdown(),
        "rooms.md": rooms_markdown(),
        "clauses.md": clauses_page(DOCS),
    }


def write_docs(_options: argparse.Namespace) -> int:
    """Write the generated pages."""
    for name, text in generated_docs().items():
        (DOCS / name).write_text(text, encoding="utf-8")
        print(f"docs/{name}")
    return 0


def check_all(_options: argparse.Namespace) -> int:
    """Fail where settings, migrations or generated pages do not hold."""
    from django.core.management import call_command

    call_command("check", "--fail-level", "WARNING")
    call_command("makemigrations", "--check", "--dry-run")
    stale = [
        name
        for name, text in generated_docs().items()
        if not (DOCS / name).exists() or (DOCS / name).read_text(encoding="utf-8") != text
    ]
    if stale:
        print(f"生成的文档不是最新：{'、'.join(stale)}。请运行 make docs。", file=sys.stderr)
    unanswered = list(unanswered_acts())
    for sentence in unanswered:
        print(sentence, file=sys.stderr)
    return 1 if stale or unanswered else 0


def unanswered_acts() -> Iterator[str]:
    """Say of every act of docs/clauses.md whose page has no address or whose test is not there what is wrong."""
    from django.urls import Resolver404, resolve

    from lianxi.work.queries.clauses import act_lines

    tests = DOCS.parent / "tests"
    if not tests.exists():
        return
    named: dict[str, frozenset[str]] = {}
    for one in act_lines(tests):
        try:
            resolve(one.page)
        except Resolver404:
            yield f"{one.act} 的页面 {one.page} 不存在。"
        file, _mark, name = one.test.partition("::")
        if file not in named:
            path = DOCS.parent / file
            found = (
                re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M)
                if path.exists()
                else []
            )
            named[file] = frozenset(found)
        if name not in named[file]:
            yield f"{one.act} 的测试 {one.test} 不存在。"
