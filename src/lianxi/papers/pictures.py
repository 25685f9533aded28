"""Pictures without the words that lie beside them: descriptions, names, positions; what is seen stays as it is."""

from collections.abc import Iterator
from pathlib import PurePath

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf")
# Of a JPEG's segments: JFIF's own head, colour profile and Adobe's transform are needed to show it.
_JPEG_KEPT = (0xE0, 0xE2, 0xEE)


def without_words(name: str, content: bytes) -> bytes:
    """Return a picture without what stands beside it; what is no PNG or JPEG, as it is."""
    suffix = PurePath(name.lower()).suffix
    if suffix == ".png" and content.startswith(_PNG):
        return _PNG + b"".join(_png(content))
    if suffix in (".jpg", ".jpeg") and content.startswith(b"\xff\xd8"):
        return b"\xff\xd8" + b"".join(_jpeg(content))
    return content


def _png(content: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 12 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        if content[at + 4 : at + 8] not in _PNG_WORDS:
            yield content[at:end]
        if content[at + 4 : at + 8] == b"IEND":
            return  # No viewer shows what was put behind the picture.
        at = end


def _jpeg(content: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        mark, end = content[at + 1], at + 2 + int.from_bytes(content[at + 2 : at + 4])
        is_words = mark == 0xFE or (0xE0 <= mark <= 0xEF and mark not in _JPEG_KEPT)
        if not is_words:
            yield content[at:end]
        at = end
    # The scan and all after it.
    yield content[at:]
