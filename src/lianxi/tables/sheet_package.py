"""The package around a spreadsheet: refused before it unpacks to an abnormal size; where its formulas stand."""

import io
import re
import zipfile
from typing import IO

from lxml import etree

from lianxi.core.refusals import BadInput

MAX_UNPACKED, MAX_RATIO, MAX_MEMBERS = 300 * 1024 * 1024, 300, 5_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def check_package(name: str, content: bytes) -> None:
    """Refuse a package that unpacks to an abnormal size. Raises BadInput; others pass."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
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


Places = frozenset[tuple[int, int]]


def odd_cells(content: bytes, sheet: str) -> tuple[Places, Places]:
    """Return the cells of a sheet that hold formulas, and those that hold error values.

    Cells are (row, column) from 0. Only XLSX packages say so in a form read here; any other file gives none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            part = _part_of(package, sheet)
            if part is None:
                return frozenset(), frozenset()
            with package.open(part) as stream:
                return _odd(stream)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return frozenset(), frozenset()


def _part_of(package: zipfile.ZipFile, sheet: str) -> str | None:
    if "xl/workbook.xml" not in package.namelist():
        return None
    book = _tree(package.read("xl/workbook.xml"))
    links = {
        one.get("Id"): one.get("Target") or "" for one in _tree(package.read("xl/_rels/workbook.xml.rels"))
    }
    for one in book.iter(f"{_MAIN}sheet"):
        if one.get("name") == sheet:
            target = links.get(one.get(_LINK), "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _tree(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _odd(stream: IO[bytes]) -> tuple[Places, Places]:
    formulas, errors = set(), set()
    walk = etree.iterparse(
        stream, events=("end",), tag=(f"{_MAIN}c", f"{_MAIN}row"), resolve_entities=False, no_network=True
    )
    for _event, element in walk:
        if element.tag == f"{_MAIN}row":
            # Rows that were read are let go, so that memory stays flat over any length.
            element.clear()
            continue
        place = _PLACE.fullmatch(element.get("r") or "")
        if place is None:
            continue
        at = (int(place[2]) - 1, _column(place[1]))
        if element.find(f"{_MAIN}f") is not None:
            formulas.add(at)
        if element.get("t") == "e":
            errors.add(at)
    return frozenset(formulas), frozenset(errors)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
