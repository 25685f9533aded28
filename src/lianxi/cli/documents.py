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
    route.add_argument("--document", type=Path, help="依据这一份文件，不用随附的文件")
    route.add_argument("--code", help="条款编号的前缀；没有时为 DOC")
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

    from lianxi.law.reading import extract
    from lianxi.stories.founding import found_text, told_links

    conference = found_text(options.code, extract(options.file), timezone.now())
    print(f"已建立：{conference.name}（{conference.region}），读取结果待办公室确认。")
    print("办公室主任和召集人席位的一次性链接：")
    for line in told_links(conference, timezone.now()):
        print(f"  {line}")
    return 0


def route_cases(options: argparse.Namespace) -> int:
    """Answer each case line of stdin on stdout, a bad line with its error.

    Exit code 1 where any line failed, 2 where the document cannot be read.
    """
    from lianxi.law.routing.contract import answer_raw

    try:
        instruments, only = _routed(options)
    except (OSError, ValueError) as error:
        print(f"{options.document}：{getattr(error, 'sentence', None) or error}", file=sys.stderr)
        return 2
    failed = False
    for number, raw in enumerate(sys.stdin.buffer, 1):
        if not raw.removeprefix(b"\xef\xbb\xbf").strip():
            continue
        answer, is_answered = answer_raw(number, raw, instruments, only=only)
        failed = failed or not is_answered
        print(json.dumps(answer, ensure_ascii=False))
    return 1 if failed else 0


def _routed(options: argparse.Namespace) -> tuple[dict[str, Any], str | None]:
    """Give the instruments to route by: the shipped ones, or the one document named, read as `law read` reads it."""
    from lianxi.law.reading import as_json, extract, read_text
    from lianxi.law.routing import build_instrument, load_instrument, shipped_codes
    from lianxi.law.shipped import identify

    if options.document is None:
        return {code: load_instrument(code) for code in shipped_codes()}, None
    text = extract(options.document)
    shipped = identify(text) if options.code is None else None
    if shipped:
        return {shipped: load_instrument(shipped)}, shipped
    code = options.code or "DOC"
    reading = read_text(text, code=code)
    rows = as_json(reading)
    instrument = build_instrument(
        code, reading.text, rows["clauses"], title=rows["title"], region=rows["region"]
    )
    return {code: instrument}, code
