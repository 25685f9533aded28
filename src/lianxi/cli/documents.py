"""`lianxi law`: reading a founding document, entering it, adopting it."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

Commands = Any  # argparse keeps the type of its sub-parsers private


def add_commands(commands: Commands) -> None:
    """Add the commands of the law room."""
    law = commands.add_parser("law", help="文件：读取、登记、采用").add_subparsers(
        required=True, metavar="做什么"
    )
    read = law.add_parser("read", help="读取文件，只看结果，不存")
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true", help="输出 JSON")
    read.add_argument("--code", help="条款编号的前缀（随附文件用其代号和已审阅的条款）")
    read.set_defaults(run=read_document, needs_database=False)
    route = commands.add_parser("route", help="从标准输入逐行读案情（JSON），逐行给出负责单位和条款")
    route.add_argument("--json", action="store_true", help="输出 JSON（唯一的形式）")
    route.set_defaults(run=route_cases, needs_database=False)
    found = law.add_parser("found", help="读取文件并建立联席会议（由安装程序采用，待办公室确认）")
    found.add_argument("file", type=Path)
    found.add_argument("--code", required=True, help="文件代号，例如 QZ")
    found.set_defaults(run=found_from_document)


def read_document(options: argparse.Namespace) -> int:
    """Read a file and print what it says: a summary, or JSON alone on stdout."""
    from lianxi.law.reading import as_json, extract, read_text
    from lianxi.law.shipped import identify, load_shipped

    text = extract(options.file)
    shipped = identify(text) if options.code is None else None
    reading = load_shipped(shipped) if shipped else read_text(text, code=options.code or "DOC")
    if options.json:
        json.dump(as_json(reading), sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    print(f"标题：{reading.title or '（文中没有）'}")
    print(f"发文机关：{reading.issuer or '（文中没有）'}　文号：{reading.doc_number or '（文中没有）'}")
    print(f"成文日期：{reading.date or '（文中没有）'}　地区：{reading.region or '（文中没有）'}")
    print(f"建立联席会议：{'是' if reading.founds_conference else '否'}")
    print(f"成员单位 {len(reading.units)} 个：{'、'.join(unit.name for unit in reading.units)}")
    print(
        f"条款 {len(reading.clauses)} 条，名单 {len(reading.roster)} 人，机制：{'、'.join(reading.mechanisms) or '无'}"
    )
    for finding in reading.findings:
        print(f"· {finding.message}")
    return 0


def found_from_document(options: argparse.Namespace) -> int:
    """Read, enter and adopt a document as the installer, and print the office's first link."""
    from django.utils import timezone

    from lianxi.cli.founding import found_text, office_link
    from lianxi.law.reading import extract

    conference = found_text(options.code, extract(options.file), timezone.now())
    print(f"已建立：{conference.name}（{conference.region}），读取结果待办公室确认。")
    print(f"办公室主任席位的一次性链接：/invited/{office_link(conference, timezone.now())}")
    return 0


def route_cases(_options: argparse.Namespace) -> int:
    """Answer each case line of stdin on stdout; a bad line ends with exit code 2."""
    from lianxi.law.routing import answer_line, load_instrument, shipped_codes

    instruments = {code: load_instrument(code) for code in shipped_codes()}
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            answer = answer_line(json.loads(line), instruments)
        except ValueError as error:
            print(f"第 {number} 行：{getattr(error, 'sentence', '不是一行 JSON。')}", file=sys.stderr)
            return 2
        print(json.dumps(answer, ensure_ascii=False))
    return 0
