"""GB 18030-2022 as a codec: Python's own still gives 24 characters the private code points of the 2000 edition.

The 2022 edition gives ten vertical punctuation marks and fourteen ideographs their places in Unicode, and the
private code points the four-byte codes that these had: each pair changes places. Source: GB 18030-2022, as
whatwg/encoding applied it (18 + 6 characters). Importing this module makes `NAME` known to `codecs`.
"""

import codecs
from typing import Any

NAME = "gb18030_2022"
# Private code point, then the character's own.
PAIRS: dict[int, int] = {
    0xE78D: 0xFE10,
    0xE78E: 0xFE12,
    0xE78F: 0xFE11,
    0xE790: 0xFE13,
    0xE791: 0xFE14,
    0xE792: 0xFE15,
    0xE793: 0xFE16,
    0xE794: 0xFE17,
    0xE795: 0xFE18,
    0xE796: 0xFE19,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE832: 0x9FB8,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE864: 0x9FBB,
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE831: 0x215D7,
    0xE83B: 0x2298F,
    0xE855: 0x241FE,
}
_TRADED = PAIRS | {own: private for private, own in PAIRS.items()}
_old = codecs.lookup("gb18030")


def _encode(text: str, errors: str = "strict") -> tuple[bytes, int]:
    return _old.encode(text.translate(_TRADED), errors)[0], len(text)


def _decode(content: Any, errors: str = "strict") -> tuple[str, int]:
    text, read = _old.decode(content, errors)
    return text.translate(_TRADED), read


class _Decoder(codecs.IncrementalDecoder):
    def __init__(self, errors: str = "strict") -> None:
        super().__init__(errors)
        assert _old.incrementaldecoder is not None  # noqa: S101 - Python's codec has one
        self._old = _old.incrementaldecoder(errors)

    def decode(self, content: Any, final: bool = False) -> str:
        return self._old.decode(content, final).translate(_TRADED)

    def reset(self) -> None:
        self._old.reset()


def _find(name: str) -> codecs.CodecInfo | None:
    return (
        codecs.CodecInfo(_encode, _decode, incrementaldecoder=_Decoder, name=NAME) if name == NAME else None
    )


codecs.register(_find)
