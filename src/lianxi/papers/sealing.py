"""The place for a licensed seal product: an adapter takes the PDF, then the OFD, of an issued paper and gives it sealed.

Nothing here draws a seal. The signature leaves its place free (7.3.5.1), which `seal_places` finds; which adapter
is used is the option `LIANXI_SEALER`, a dotted path to a class or function, by default none.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from lianxi.core.refusals import BadInput
from lianxi.papers.layout.roles import MILLIMETER
from lianxi.papers.layout.signature import SEAL
from lianxi.papers.pdf.reading import READING
from lianxi.papers.pdf.source import SEAL_DESTINATION

_POINTS = 72 / 25.4
_LONGEST_NAME = 1024
_BEGINS = {"pdf": b"%PDF-", "ofd": b"PK\x03\x04"}


@dataclass(frozen=True, slots=True)
class SealPlace:
    """A square left free for a seal: page from 1, left and top edge and size in millimetres from the page's corner."""

    organ: int
    page: int
    left: float
    top: float
    size: float = SEAL / MILLIMETER


Format = Literal["pdf", "ofd"]
Box = tuple[float, float, float, float]


class Sealer(Protocol):
    """What a seal product's adapter is: called with the bytes of a file it gives the bytes of the sealed one.

    `page` (from 1) and `box` (left, top, width, height in millimetres) are the place left free for the first organ's
    seal; None, both, where the file leaves none. PDF and OFD are one layout: the place is the same in both.
    """

    def __call__(self, file: bytes, format: Format, page: int | None, box: Box | None, /) -> bytes: ...  # noqa: A002


def seal_places(pdf: bytes) -> tuple[SealPlace, ...]:
    """Find the places of the seals in a PDF of this program, in the order of the organs.

    They are the named destinations seal-1, seal-2 …; none in a PDF that came from elsewhere. Raises ValueError
    for bytes that are no PDF.
    """
    # Loaded when a PDF is looked at: its table of names takes a tenth of a second.
    import pypdfium2

    try:
        with READING, pypdfium2.PdfDocument(pdf) as document:
            return tuple(sorted(_places(document), key=lambda place: place.organ))
    except pypdfium2.PdfiumError as error:
        raise ValueError("not a PDF") from error


def _places(document: Any) -> Iterator[SealPlace]:
    from pypdfium2 import raw

    for index in range(raw.FPDF_CountNamedDests(document)):
        length = ctypes.c_long(_LONGEST_NAME)
        buffer = ctypes.create_string_buffer(_LONGEST_NAME)
        found = raw.FPDF_GetNamedDest(document, index, buffer, length)
        # A name longer than the buffer has length -1, and is none of ours.
        name = buffer.raw[: max(0, length.value)].decode("utf-16-le", "replace").rstrip("\0")
        number = name.removeprefix(SEAL_DESTINATION)
        if not found or number == name or not number.isdecimal():
            continue
        page = raw.FPDFDest_GetDestPageIndex(document, found)
        flags, x, y, zoom = [ctypes.c_int() for _ in range(3)], *(ctypes.c_float() for _ in range(3))
        raw.FPDFDest_GetLocationInPage(found, *flags, x, y, zoom)
        height = document.get_page_size(page)[1]
        yield SealPlace(int(number), page + 1, x.value / _POINTS, (height - y.value) / _POINTS)


def sealed(file: bytes, format_: Format, place: SealPlace | None) -> bytes:
    """Return a file as the configured adapter seals it; unchanged where none is configured.

    Raises BadInput when the adapter fails or gives another kind of file: nothing is issued then.
    """
    if not settings.SEALER:
        return file
    page, box = (place.page, (place.left, place.top, place.size, place.size)) if place else (None, None)
    try:
        made = cast("Sealer", import_string(settings.SEALER))(file, format_, page, box)
    except Exception as error:
        raise _failed(f"签章程序没有完成：{str(error)[:200]}") from error
    if not made.startswith(_BEGINS[format_]):
        raise _failed(f"签章程序交回的不是 {format_.upper()}。")
    return made


def _failed(message: str) -> BadInput:
    return BadInput(
        message,
        rule="按设置 LIANXI_SEALER 签章",
        next_step="没有编号、没有印发。请管理员检查签章程序后再试。",
    )
