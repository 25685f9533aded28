"""`lianxi surveillance group`: statistics of similar exposure groups, from a table or from lines of JSON."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianxi.core.refusals import BadInput

if TYPE_CHECKING:
    from lianxi.hazards.judging.similar import Similar
    from lianxi.tables.sheets import SheetRow

Commands = Any
HEADINGS = {
    "group": ("组别", "group", "id"),
    "value": ("结果", "value"),
    "limit": ("限值", "limit"),
    "below": ("低于定量下限", "below"),
}
NEEDED = ("group", "value", "limit")
MOST_ROWS = 1_000_000
MOST_BYTES = 256 * 1024**2
_YES, _NO = ("1", "是", "true", "√", "y", "yes"), ("", "0", "否", "false", "n", "no")


def add_commands(room: Commands) -> None:
    """Add the command to those of surveillance."""
    group = room.add_parser(
        "group", help="相似接触组的统计：几何均数、超限比例及置信限、第95百分位数、容忍限、EN 689"
    )
    group.add_argument(
        "file",
        nargs="?",
        type=Path,
        help="表格，列为 组别、结果、限值，可有 低于定量下限（1 表示结果是定量下限）；"
        "或每行一个 JSON：{id, limit, values, below}；省略则读标准输入",
    )
    group.add_argument("--json", action="store_true", help="每组输出一行 JSON（省略则输出 CSV）")
    group.set_defaults(run=describe_file, needs_database=False)


def describe_file(options: argparse.Namespace) -> int:
    """Describe the groups of a file; exit code 1 where one could not be read, 2 where none could."""
    from lianxi.hazards.judging.similar import COLUMNS, describe_similar

    name, content = _content(options.file)
    groups = list(_lines(content) if content.lstrip()[:1] in (b"{", b"[") else _table(name, content))
    if not groups:
        raise BadInput(f"“{name}”里没有一组结果。", next_step="请检查文件。")
    rows = describe_similar(groups)
    if options.json:
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows)
    else:
        writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    faulty = [one for one in groups if one.flaw]
    for one in faulty[:20]:
        print(f"组别“{one.id}”没有统计：{one.flaw}。", file=sys.stderr)
    if len(faulty) > 20:
        print(f"另有 {len(faulty) - 20} 组没有统计，见各组的说明。", file=sys.stderr)
    return 1 if faulty else 0


def _content(file: Path | None) -> tuple[str, bytes]:
    if file is None:
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
        name = "标准输入.csv"
    elif file.is_file():
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        name = file.name
    else:
        raise BadInput(f"找不到文件 {file}。")
    if len(content) > MOST_BYTES:
        raise BadInput(f"“{name}”超过 {MOST_BYTES // 1024**2} MB。", next_step="请按车间或年份拆分后再统计。")
    return name, content


def _lines(content: bytes) -> Iterator["Similar"]:
    """Read lines of JSON; one that is no group costs itself alone."""
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if line.strip():
            yield _line(number, line)


def _line(number: int, line: bytes) -> "Similar":
    from lianxi.hazards.judging.similar import Similar

    try:
        given = json.loads(line)
        values = tuple(_figure(one) for one in given["values"])
        below = tuple(bool(_figure(int(one))) for one in given.get("below") or [False] * len(values))
        return Similar(str(given["id"]), _figure(given["limit"]), values, below)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        words = "读不成一组：每行应为 {id, limit, values, below}，结果和限值是数，below 是与结果等长的 0、1"
        return Similar(_id_of(line, number), 0.0, (), (), f"第 {number} 行{words}")


def _figure(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return float(value)


def _id_of(line: bytes, number: int) -> str:
    try:
        return str(json.loads(line)["id"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return f"第 {number} 行"


def _table(name: str, content: bytes) -> list["Similar"]:
    from lianxi.hazards.judging.similar import Similar
    from lianxi.tables.sheets import read_sheet

    sheet = read_sheet(name, content, HEADINGS, NEEDED, most=MOST_ROWS)
    if sheet.unknown:
        print(f"没有用到的列：{'、'.join(sheet.unknown)}。", file=sys.stderr)
    found: dict[str, list[SheetRow]] = {}
    for row in sheet.rows:
        found.setdefault(row.text("group") or "（没有写组别）", []).append(row)
    groups = []
    for one, rows in found.items():
        fault = "；".join([*_faults(one, rows)][:3])
        if fault:
            groups.append(Similar(one, 0.0, (), (), fault))
            continue
        read = [_value(row) for row in rows]
        limit = _number(rows[0].text("limit"))
        groups.append(
            Similar(one, limit, tuple(value for value, _ in read), tuple(below for _, below in read))
        )
    return groups


def _faults(group: str, rows: Iterable["SheetRow"]) -> Iterator[str]:
    if group == "（没有写组别）":
        yield "没有写组别"
    limits = set()
    for row in rows:
        if row.broken:
            yield f"第 {row.number} 行有错误值或没有算出结果的公式"
            continue
        try:
            _value(row)
            limits.add(_number(row.text("limit")))
        except ValueError as error:
            yield f"第 {row.number} 行“{error}”读不成数，或不知是否低于定量下限"
    if len(limits) > 1:
        yield "同一组的限值不同"


def _value(row: "SheetRow") -> tuple[float, bool]:
    """Read a result and whether it stands for what is below it. Raises ValueError with the text."""
    text, mark = row.text("value"), row.text("below").casefold()
    is_below = text.lstrip().startswith(("<", "＜"))
    if mark not in (*_YES, *_NO):
        raise ValueError(mark)
    return _number(text.lstrip().lstrip("<＜")), is_below or mark in _YES


def _number(text: str) -> float:
    from lianxi.tables.numbers import number_of

    found = number_of(text)
    if found is None:
        raise ValueError(text)
    return found
