"""The open fonts that stand in for the official ones in PDF, by role, and what they can print.

Every file comes with the program or with a pinned package, so that two machines give the same bytes; no
font of the system is looked at.
"""

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from lianxi.core.doctor import Sign
from lianxi.papers.layout.model import OfficialDocument
from lianxi.papers.layout.roles import Face
from lianxi.papers.layout.text import is_silent
from lianxi.papers.layout.walk import printed_texts

_OWN = Path(__file__).parent / "fonts"
# SIL Open Font License; the package holds nothing but the two files.
_PACKAGE = "pylopdf_fonts_zh_cn"


@dataclass(frozen=True, slots=True)
class Font:
    """A font file under the family name that Typst and PDF readers know it by."""

    family: str
    file: str
    own: bool = False

    @property
    def path(self) -> Path:
        """Where the file lies; it need not exist."""
        return (_OWN if self.own else _package_folder()) / self.file


_SERIF = Font("Noto Serif SC", "NotoSerifSC-Regular.otf")
_SANS = Font("Noto Sans SC", "NotoSansSC-Regular.otf")
_FANG = Font("FandolFang R", "FandolFang-Regular.otf", own=True)
_KAI = Font("FandolKai", "FandolKai-Regular.otf", own=True)
# First the stand-in, then what prints the characters it lacks, such as 祎 and 堃 in names.
_STAND_INS: dict[Face, tuple[Font, ...]] = {
    Face.TITLE: (_SERIF, _SANS),
    Face.FANG: (_FANG, _SERIF, _SANS),
    Face.KAI: (_KAI, _SERIF, _SANS),
    Face.HEI: (_SANS, _SERIF),
    Face.SONG: (_SERIF, _SANS),
}


def stand_ins(face: Face) -> tuple[Font, ...]:
    """Return the fonts that print a role, in the order in which they are asked."""
    return _STAND_INS[face]


def font_folders() -> tuple[Path, ...]:
    """Return the folders that hold the fonts."""
    return (_OWN, _package_folder())


def missing_fonts() -> tuple[Font, ...]:
    """Return the fonts whose file is not there."""
    every = {font for fonts in _STAND_INS.values() for font in fonts}
    return tuple(sorted((font for font in every if not font.path.is_file()), key=lambda font: font.family))


def look_at_fonts(_day: date) -> Iterator[Sign]:
    """Say for every role which font file prints it, or that none is there."""
    for face in Face:
        font = stand_ins(face)[0]
        if font.path.is_file():
            yield Sign(True, f"{face}：由 {font.family} 代替，{font.path}")
        else:
            yield Sign(False, f"{face}：没有字体，缺 {font.file}，请重新运行 make run 安装。")


def missing_glyphs(document: OfficialDocument) -> Iterator[tuple[str, str]]:
    """Return (place, character) for every character that no font can print."""
    for place, text in printed_texts(document):
        for character in sorted(set(text) - _printable()):
            if not is_silent(character):
                yield place, character


def require_glyphs(document: OfficialDocument) -> None:
    """Raise ValueError, naming place and character, rather than let a box be printed."""
    for place, character in missing_glyphs(document):
        raise ValueError(glyph_sentence(place, character))


def glyph_sentence(place: str, character: str) -> str:
    """Word the refusal of a character without a glyph."""
    code = f"U+{ord(character):04X}"
    return f"{place}里的“{character}”（{code}）没有字体能印出，请删去或换成文字后再生成。"


@cache
def _package_folder() -> Path:
    found = importlib.util.find_spec(_PACKAGE)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) if places else _OWN


@cache
def _printable() -> frozenset[str]:
    """Return what can be printed in every role: all roles end with the same two fonts."""
    from fontTools.ttLib import TTFont

    codes: set[int] = set()
    for font in (_SERIF, _SANS):
        with TTFont(font.path, lazy=True) as opened:
            codes.update(opened.getBestCmap())
    return frozenset(map(chr, codes))
