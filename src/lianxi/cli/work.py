"""`lianxi work`: what the acts of a document ask of the units, as proposals; no database."""

import argparse
import json
from pathlib import Path
from typing import Any

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the commands of the work room."""
    work = commands.add_parser("work", help="履职安排：按文件逐项提出建议").add_subparsers(
        required=True, metavar="做什么"
    )
    propose = work.add_parser("propose", help="读取文件，逐项给出办理方式的建议（JSON，每行一项）")
    propose.add_argument("--document", type=Path, required=True, help="文件（TXT、DOCX、PDF）")
    propose.add_argument("--code", default="DOC", help="条款编号的前缀；没有时为 DOC")
    propose.add_argument("--json", action="store_true", help="输出 JSON（唯一的形式）")
    propose.set_defaults(run=propose_acts, needs_database=False)


def without_notes(text: str) -> str:
    """Blank the lines at the head that begin with `# `: they are notes on the text, and offsets count them."""
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if not line.startswith("# "):
            break
        lines[number] = "".join(sign if sign in "\r\n" else " " for sign in line)
    return "".join(lines)


def propose_acts(options: argparse.Namespace) -> int:
    """Print one proposal a line for every act of a document, in its order; a text that founds nothing has acts too."""
    from lianxi.law.reading import as_json, extract, read_text
    from lianxi.work.rules.proposing import propose

    text = extract(options.document)
    reading = as_json(read_text(without_notes(text), code=options.code))
    for clause in reading["clauses"]:
        for act in clause["acts"]:
            words = text[act["start"] : act["end"]]
            found = propose(clause["unit"] or "", words)
            line = {
                "id": act["id"],
                "unit": clause["unit"],
                "text": words,
                "start": act["start"],
                "end": act["end"],
                "founds": reading["founds_conference"],
                "pattern": found.pattern,
                "by": found.by,
                "choices": list(found.choices),
                "cycle": found.cycle,
                "receivers": list(found.receivers),
                "co_units": list(found.co_units),
                "nil_return": found.nil_return,
                "fields": list(found.fields),
                "basis": found.basis,
            }
            print(json.dumps(line, ensure_ascii=False))
    return 0
