"""The odd cells of an XLS workbook (BIFF8 in an OLE2 file): errors, formulas and percents, read from its records.

Layout: [MS-CFB] 2.2–2.6 for the file, [MS-XLS] 2.4 for the records. Only what says which cells are odd is read.
"""

import struct
from collections.abc import Iterator

from lianxi.tables.oddities import BUILT_IN, Odd, Oddities, kind_of_format

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFE  # from here on a number is no sector: end of chain, free, or a table's own
_BOUNDSHEET, _DATEMODE, _XF, _FORMAT = 0x85, 0x22, 0xE0, 0x41E
_FORMULA, _BOOLERR, _NUMBER, _RK, _MULRK, _EOF = 0x06, 0x205, 0x203, 0x27E, 0xBD, 0x0A
_ROUNDS = 1 << 22


def odd_xls(content: bytes, sheet: str) -> Oddities:
    """Return the odd cells of a sheet. A file that is not laid out as it should be gives none.

    Raises struct.error, IndexError or ValueError where it breaks off within.
    """
    book = _workbook(content)
    start, formats, epoch = _globals(book, sheet)
    found = Oddities(epoch_1904=epoch)
    for kind, data in _records(book, start) if start else ():
        found.cells |= _odd(kind, data, formats)
        if kind == _EOF:
            break
    return found


def _workbook(content: bytes) -> bytes:
    """Give the workbook's stream out of the OLE2 file."""
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    tables = list(struct.unpack_from("<109I", content, 76))
    more = struct.unpack_from("<I", content, 68)[0]

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    for _ in range(_ROUNDS):
        if more >= _END:
            break
        held = struct.unpack(f"<{size // 4}I", sector(more))
        tables += held[:-1]
        more = held[-1]
    following = [
        one for table in tables if table < _END for one in struct.unpack(f"<{size // 4}I", sector(table))
    ]

    def chain(number: int) -> bytes:
        parts: list[bytes] = []
        while number < _END and len(parts) <= len(following):
            parts.append(sector(number))
            number = following[number]
        return b"".join(parts)

    entries = chain(struct.unpack_from("<I", content, 48)[0])
    for at in range(0, len(entries), 128):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        name = entries[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            first, whole = struct.unpack_from("<II", entries, at + 116)
            # A stream below 4,096 bytes lies elsewhere; a workbook of any program is longer.
            return chain(first)[:whole] if whole >= 4096 else b""
    return b""


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _globals(book: bytes, sheet: str) -> tuple[int, list[Odd], bool]:
    """Give where the sheet's records begin, what each style makes of a number, and whether days begin in 1904."""
    start, epoch = 0, False
    codes: dict[int, Odd] = {}
    styles: list[int] = []
    for kind, data in _records(book, 0):
        if kind == _BOUNDSHEET and _text(data[6], data[7:]) == sheet:
            start = struct.unpack_from("<I", data)[0]
        elif kind == _DATEMODE:
            epoch = data[:2] == b"\x01\x00"
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _FORMAT:
            number, length = struct.unpack_from("<HH", data)
            codes[number] = kind_of_format(_text(length, data[4:]))
        elif kind == _EOF:
            break
    return start, [codes.get(one, BUILT_IN.get(one, Odd(0))) for one in styles], epoch


def _text(length: int, data: bytes) -> str:
    is_wide = data[0] & 1
    return data[1 : 1 + length * 2].decode("utf-16-le") if is_wide else data[1 : 1 + length].decode("latin-1")


def _odd(kind: int, data: bytes, formats: list[Odd]) -> dict[tuple[int, int], Odd]:
    if kind not in (_FORMULA, _BOOLERR, _NUMBER, _RK, _MULRK):
        return {}
    row, column, style = struct.unpack_from("<HHH", data)
    if kind == _BOOLERR:
        return {(row, column): Odd.ERROR} if data[7] else {}
    styles = [style] if kind != _MULRK else [one for (one,) in struct.iter_unpack("<H4x", data[4:-2])]
    of = [formats[one] if one < len(formats) else Odd(0) for one in styles]
    if kind == _FORMULA:
        of = [of[0] | _result(data[6:14])]
    return {(row, column + place): one for place, one in enumerate(of) if one}


def _result(value: bytes) -> Odd:
    """Say what a formula's stored result is: 0 text follows, 1 truth, 2 error, 3 empty; else a number."""
    if value[6:8] != b"\xff\xff":
        return Odd.FORMULA
    return {2: Odd.ERROR, 3: Odd.UNRECKONED}.get(value[0], Odd.FORMULA)
