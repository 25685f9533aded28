"""The package around an XLSX or ODS spreadsheet: refused before it unpacks too far; which of its cells are odd."""

import io
import re
import zipfile
from typing import IO

from lxml import etree

from lianxi.core.refusals import BadInput
from lianxi.tables.oddities import BUILT_IN, Odd, Oddities, kind_of_format

MAX_UNPACKED, MAX_RATIO, MAX_MEMBERS = 300 * 1024 * 1024, 300, 5_000
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# So near the end of a day a library rounds the time up to the next one.
_LATE = 1 - 1e-5
_FARTHEST = 1 << 20


def check_package(name: str, content: bytes) -> None:
    """Refuse a package that unpacks to an abnormal size. Raises BadInput; others pass."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
        raise BadInput(
            f"“{name}”已损坏，读不出内容。", next_step="请用表格软件打开后另存为 XLSX 再上传。"
        ) from error
    unpacked = sum(one.file_size for one in members)
    dense = any(
        one.file_size > 1024 * 1024 and one.file_size > MAX_RATIO * max(1, one.compress_size)
        for one in members
    )
    if unpacked > MAX_UNPACKED or len(members) > MAX_MEMBERS or dense:
        raise BadInput(
            f"“{name}”解压后大得不正常，没有读取。",
            next_step="请只保留需要的表和行，另存为新的 XLSX 再上传。",
        )


def odd_cells(package: zipfile.ZipFile, sheet: str, *, quick: bool = False) -> Oddities:
    """Return the odd cells of a sheet of an XLSX (also Strict) or ODS package.

    `quick` looks first whether there can be any but formulas with their results; a million rows are then read once.

    Raises KeyError or XMLSyntaxError where the package is not what it says; a package of another kind gives none.
    """
    names = package.namelist()
    if "content.xml" in names:
        with package.open("content.xml") as stream:
            return _of_ods(stream, sheet)
    if "xl/workbook.xml" not in names:
        return Oddities()
    book = _tree(package.read("xl/workbook.xml"))
    part = _part_of(book, package, sheet)
    found = Oddities(epoch_1904=_begins_in_1904(book))
    if part is not None:
        formats = _formats(package)
        if not quick or any(formats) or _may_be_odd(package, part):
            with package.open(part) as stream:
                found.cells = _of_xlsx(stream, formats)
    return found


_SIGNS = re.compile(rb"""t=["']e["']|</f></c>|/></c>|<v/>|<v></v>|\.9999""")


def _may_be_odd(package: zipfile.ZipFile, part: str) -> bool:
    """Tell whether a sheet may hold an error, a formula without a result or a time close to midnight."""
    with package.open(part) as stream:
        held = b""
        while block := stream.read(1 << 20):
            if _SIGNS.search(held + block):
                return True
            held = block[-16:]
    return False


def _begins_in_1904(book: etree._Element) -> bool:
    return any(one.get("date1904") in ("1", "true") for one in book.iter("{*}workbookPr"))


def _part_of(book: etree._Element, package: zipfile.ZipFile, sheet: str) -> str | None:
    links = {
        one.get("Id"): one.get("Target") or "" for one in _tree(package.read("xl/_rels/workbook.xml.rels"))
    }
    for one in book.iter("{*}sheet"):
        if one.get("name") == sheet:
            # The link's attribute has another namespace in Strict packages.
            own = [value for key, value in one.attrib.items() if str(key).endswith("}id")]
            target = links.get(str(own[0]) if own else "", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _tree(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _formats(package: zipfile.ZipFile) -> list[Odd]:
    """Say, by style number, what each style makes of a number."""
    if "xl/styles.xml" not in package.namelist():
        return []
    styles = _tree(package.read("xl/styles.xml"))
    codes = {
        one.get("numFmtId"): kind_of_format(one.get("formatCode") or "") for one in styles.iter("{*}numFmt")
    }
    listed = next(iter(styles.iter("{*}cellXfs")), None)
    found = []
    for one in listed if listed is not None else ():
        number = one.get("numFmtId") or "0"
        found.append(codes.get(number, BUILT_IN.get(int(number) if number.isdecimal() else 0, Odd(0))))
    return found


def _of_xlsx(stream: IO[bytes], formats: list[Odd]) -> dict[tuple[int, int], Odd]:
    found: dict[tuple[int, int], Odd] = {}
    walk = etree.iterparse(
        stream, events=("start", "end"), tag=("{*}c", "{*}row"), resolve_entities=False, no_network=True
    )
    row, column = -1, -1
    for event, element in walk:
        is_row = str(element.tag).endswith("}row")
        if event == "start":
            if is_row:
                # Rows and cells need not say where they stand: then each follows the one before.
                given = element.get("r") or ""
                row, column = int(given) - 1 if given.isdecimal() else row + 1, -1
            continue
        if is_row:
            # Rows that were read are let go, so that memory stays flat over any length.
            element.clear()
            continue
        place = _PLACE.fullmatch(element.get("r") or "")
        row, column = (int(place[2]) - 1, _column(place[1])) if place else (row, column + 1)
        kind = _kind(element, formats)
        if kind:
            found[row, column] = kind
    return found


def _kind(cell: etree._Element, formats: list[Odd]) -> Odd:
    value = cell.findtext("{*}v") or ""
    if cell.get("t") == "e":
        return Odd.ERROR
    found = Odd(0)
    if cell.find("{*}f") is not None:
        found = Odd.FORMULA if value or cell.get("t") == "str" else Odd.UNRECKONED
    if not value or cell.get("t") not in (None, "n", "d"):
        return found
    style = cell.get("s") or ""
    if style.isdecimal() and int(style) < len(formats):
        found |= formats[int(style)]
    if "." in value and _fraction(value) >= _LATE:
        found |= Odd.LATE
    return found


def _fraction(value: str) -> float:
    try:
        return float(value) % 1
    except ValueError:
        return 0.0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_ERROR_TYPE = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"


def _of_ods(stream: IO[bytes], sheet: str) -> Oddities:
    found, row, column, is_ours = Oddities(), -1, 0, False
    rows = 1
    tags = tuple(f"{_TABLE}{one}" for one in ("table", "table-row", "table-cell", "covered-table-cell"))
    for event, element in etree.iterparse(
        stream, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True
    ):
        name = str(element.tag).removeprefix(_TABLE)
        if event == "start":
            if name == "table":
                is_ours, row, rows = element.get(f"{_TABLE}name") == sheet, -1, 1
            elif name == "table-row":
                row, column, rows = row + rows, 0, _times(element, "rows")
        elif name.endswith("cell"):
            wide = _times(element, "columns")
            kind = _kind_of_ods(element)
            if is_ours and kind:
                found.cells[row, column] = kind
            column += wide
        elif name == "table-row":
            element.clear()
    return found


def _times(element: etree._Element, of: str) -> int:
    given = element.get(f"{_TABLE}number-{of}-repeated") or "1"
    return min(int(given), _FARTHEST) if given.isdecimal() else 1


def _kind_of_ods(cell: etree._Element) -> Odd:
    if cell.get(_ERROR_TYPE) == "error":
        return Odd.ERROR
    found = Odd.PERCENT if cell.get(_VALUE_TYPE) == "percentage" else Odd(0)
    if cell.get(f"{_TABLE}formula"):
        found |= Odd.FORMULA if cell.get(_VALUE_TYPE) else Odd.UNRECKONED
    return found
