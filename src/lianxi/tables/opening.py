"""Opening a file as one plain table, whatever it was: CSV in any of the usual encodings, XLSX, Parquet.

Everything here is bounded: a spreadsheet is measured before it is unpacked and read in a child, a text file is
read in blocks, and what is not a table is refused with a sentence.
"""

import codecs
import csv
import io
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from lianxi.core import gb18030
from lianxi.core.bounded import bounded
from lianxi.core.refusals import BadInput
from lianxi.tables.forms import Form
from lianxi.tables.headings import count_known, find_heading_line
from lianxi.tables.lines import Census, even_out, with_one_line_end, without_invisible
from lianxi.tables.sheetchild import MEMORY, SECONDS, write_sheets
from lianxi.tables.sheets import SCANNER_TEST

BLOCK = 1 << 20
# A sheet of a million rows unpacks to about 1 GB; nothing honest unpacks a thousandfold.
MAX_UNPACKED = 3 * 1024**3
MAX_RATIO = 400
FIRST_LINES = 60
_RULE = "数据文件只接收 XLSX、CSV 和 Parquet"


@dataclass(frozen=True, slots=True)
class Table:
    """A file ready for DuckDB: CSV in UTF-8 (or Parquet), its delimiter, lines above the data, its headings.

    `last` is the number of the last line with content, where it is known: as many must be read. `is_odd` where cells
    may hold error values or numbers that lost digits; `epoch_1904` where bare numbers may be days from 1904 on.
    """

    path: Path
    is_parquet: bool
    headings: tuple[str, ...]
    delimiter: str = ","
    skip: int = 0
    last: int = 0
    is_odd: bool = True
    epoch_1904: bool = False


def kind_of(path: Path, name: str) -> str:
    """Tell a file's kind by its content: sheet, parquet or text.

    Raises BadInput for what is empty, a scanner's test file, or none of them.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise BadInput(f"“{name}”是空文件。", rule=_RULE)
    if SCANNER_TEST.encode() in head:
        raise BadInput(
            f"“{name}”不是表格：内容是病毒测试串。", rule=_RULE, next_step="请上传真正的数据文件。"
        )
    if head[:4] == b"PAR1":
        return "parquet"
    if head[:4] == b"PK\x03\x04" or head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "sheet"
    if b"\0" in head and head[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise BadInput(
            f"“{name}”不是表格文件。", rule=_RULE, next_step="请用 Excel 或 WPS 另存为 XLSX 或 CSV 后再上传。"
        )
    return "text"


def open_tables(form: Form, path: Path, name: str, work: Path) -> tuple[list[Table], list[str]]:
    """Open a staged file; several tables only where a workbook has several fitting sheets. Gives also what to say.

    Raises BadInput with a sentence for anything that cannot be read as a table of the form.
    """
    if not path.exists():
        raise BadInput(
            f"上传的“{name}”已经清理，不在了。", rule=_RULE, next_step="请放弃这一批次，重新上传。"
        )
    kind = kind_of(path, name)
    if kind == "parquet":
        return [Table(path, True, ())], []
    if kind == "sheet":
        return _sheets(form, path, name, work)
    return [_text(form, path, name, work)], []


def _text(form: Form, path: Path, name: str, work: Path) -> Table:
    encoding = _encoding(path)
    if encoding != "utf-8":
        path = _transcode(path, encoding, work / "source.csv")
    path, is_odd = without_invisible(path, work / "visible.csv")
    ended = with_one_line_end(path, work / "one_end.csv")
    lines = _first_lines(ended[0])
    found = [(_rows(lines, mark), mark) for mark in (",", "\t", ";", "|")]
    best = max(found, key=lambda one: max((count_known(form, row) for row in one[0]), default=0))
    return replace(_table(form, ended, best, name, work / "even.csv"), is_odd=is_odd)


def _table(
    form: Form, ended: tuple[Path, Census], found: tuple[list[list[str]], str], name: str, even: Path
) -> Table:
    rows, delimiter = found
    place = find_heading_line(form, rows)
    if place is None:
        raise BadInput(
            f"“{name}”前 {FIRST_LINES} 行里没有“{form.label}”的表头。",
            rule=f"{form.label}的栏目要求",
            next_step="请核对数据类别和文件，或下载示例文件对照表头。",
        )
    headings = tuple(cell.removeprefix("\ufeff") for cell in rows[place])
    path, last = even_out(ended, even, delimiter, len(headings), place + 1)
    return Table(path, False, headings, delimiter, place + 1, last)


def _encoding(path: Path) -> str:
    """Tell the encoding by its mark, or as which one the first blocks have fewer faults: one may be damage."""
    with path.open("rb") as file:
        head = file.read(8 * BLOCK)
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    faults = {name: head.decode(name, "replace").count("\ufffd") for name in ("utf-8", gb18030.NAME)}
    return min(faults, key=faults.__getitem__)


def _transcode(path: Path, encoding: str, target: Path) -> Path:
    reader = codecs.getincrementaldecoder(encoding)("replace")
    with path.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
        while block := file.read(BLOCK):
            out.write(reader.decode(block))
        out.write(reader.decode(b"", final=True))
    return target


def _first_lines(path: Path) -> list[str]:
    with path.open("r", encoding="utf-8", errors="replace", newline="") as file:
        text = file.read(FIRST_LINES * 8192)
    return text.splitlines()[:FIRST_LINES]


def _rows(lines: list[str], delimiter: str) -> list[list[str]]:
    # Line by line: an open quote in a title must not swallow the heading.
    return [next(csv.reader(io.StringIO(line), delimiter=delimiter), []) for line in lines]


def _sheets(form: Form, path: Path, name: str, work: Path) -> tuple[list[Table], list[str]]:
    if _starts_like_zip(path):
        _measure(path, name)
    refusal = _unreadable(name)
    sheets = bounded(lambda: write_sheets(path, work, refusal), refusal, seconds=SECONDS, memory=MEMORY)
    tables, read, skipped = [], [], []
    for one in sheets:
        if one.why:
            skipped.append(f"“{one.name}”{one.why}")
            continue
        written, is_odd = without_invisible(work / one.file, work / f"{one.file}.visible")
        sheet = with_one_line_end(written, work / f"{one.file}.one")
        rows = _rows(_first_lines(sheet[0]), ",")
        if find_heading_line(form, rows) is None:
            skipped.append(f"“{one.name}”{'是空的' if not one.rows else f'前 {FIRST_LINES} 行里没有表头'}")
            continue
        read.append(f"“{one.name}”")
        table = _table(form, sheet, (rows, ","), name, work / f"{one.file}.even")
        tables.append(replace(table, is_odd=is_odd, epoch_1904=one.epoch_1904))
    told = [f"没有读的工作表：{'；'.join(skipped)}。"] if skipped else []
    if not tables:
        raise BadInput(
            f"“{name}”的各工作表都没有“{form.label}”的表头。{''.join(told)}",
            rule=f"{form.label}的栏目要求",
            next_step="请核对数据类别，或下载示例文件对照表头。",
        )
    return tables, [*([f"读了 {len(read)} 个工作表：{'、'.join(read)}。"] if len(read) > 1 else []), *told]


def _unreadable(name: str) -> BadInput:
    return BadInput(
        f"“{name}”读不出来：可能已损坏、加了密码，或过于庞大（例如很远的一格里有内容）。",
        rule=_RULE,
        next_step="请另存为 CSV 后再上传。",
    )


def _starts_like_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _measure(path: Path, name: str) -> None:
    """Refuse a workbook that unpacks to more than it honestly can, before anything unpacks it."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            size = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries) or 1
            if size > MAX_UNPACKED or (size > 64 * BLOCK and size / packed > MAX_RATIO):
                raise BadInput(
                    f"“{name}”展开后有 {size // 1024**2:,} MB，超出一份表格应有的大小，没有打开。",
                    rule="防止压缩炸弹",
                    next_step="请另存为 CSV 后再上传。",
                )
            if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
                raise BadInput(
                    f"“{name}”是压缩包，不是表格。", rule=_RULE, next_step="请解压后上传其中的表格。"
                )
            _unpacks_as_said(archive, entries)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise BadInput(
            f"“{name}”已损坏或加了密码，打不开。", rule=_RULE, next_step="请重新导出后再上传。"
        ) from error


def _unpacks_as_said(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    # Reading to the end checks length and checksum, so that the sizes summed above were true.
    for entry in entries:
        with archive.open(entry) as file:
            while file.read(BLOCK):
                pass
