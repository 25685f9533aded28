"""`lianxi rules`: facts in, the rule's answer out, line by line; no database, the functions the pages call."""

import argparse
import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

Commands = Any
Judge = Callable[[dict[str, Any], str], dict[str, Any]]
# Name → module:function of the room that owns the rule.
RULES = {
    "grading": ("lianxi.incidents.rules.judging:judge", "事故分级和报告时限"),
    "supervision_openings": ("lianxi.inspections.rules.openings:judge", "督查：可以采取的形式"),
    "merged_checks": ("lianxi.inspections.rules.judging:judge", "合并检查：退回、合并、排期"),
    "project_gaps": ("lianxi.projects.rules.gaps:judge", "建设项目“三同时”：缺什么、是谁的"),
    "patient_paths": ("lianxi.protection.rules.judging:judge", "病人：下一步、时限、谁看得到"),
    "clocks": ("lianxi.clocks.rules.reckoning:judge", "时限：到期日、延长、遇休息日"),
}


def add_commands(commands: Commands) -> None:
    """Add the command that judges facts by a named rule."""
    rules = commands.add_parser("rules", help="从标准输入逐行读事实（JSON），逐行给出规则的判断")
    rules.add_argument(
        "name",
        choices=sorted(RULES),
        metavar="规则",
        help="、".join(f"{k}（{v[1]}）" for k, v in RULES.items()),
    )
    rules.add_argument("--json", action="store_true", help="输出 JSON（唯一的形式）")
    rules.set_defaults(run=judge_lines, needs_database=False)


def judge_of(name: str) -> Judge:
    """Load the judging function of a rule. Raises KeyError for a name nobody knows."""
    module, function = RULES[name][0].split(":")
    found: Judge = getattr(import_module(module), function)
    return found


def judge_lines(options: argparse.Namespace) -> int:
    """Judge each line of stdin: `{id, answer}` or `{id, error}` in its place; exit code 1 where one failed."""
    from lianxi.core.facts import BadFacts, read_lines

    judge, failed = judge_of(options.name), False
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for id_, line in read_lines(sys.stdin):
        try:
            if isinstance(line, BadFacts):
                raise line
            told: dict[str, Any] = {"id": id_, "answer": judge(line["facts"], line.get("kind", ""))}
        except BadFacts as bad:
            told, failed = {"id": id_, "error": str(bad)}, True
        print(json.dumps(told, ensure_ascii=False))
    return 1 if failed else 0
