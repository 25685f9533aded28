"""How the text looks in the end, by defaults, styles and its own properties: nothing struck out, hidden or numbered."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from lianxi.papers.whole.faults import Fault, W, is_on, local, words

Look = dict[str, Any]
# 8 pt; the smallest text of a paper is 14 pt (GB/T 9704-2012, 7.4), and nobody reads what is smaller than this.
_SMALLEST, _LOWEST_LINE, _NARROWEST = 16, 160, 50
# At three quarters of full brightness a colour no longer reads on white paper.
_PALE = 0.75
_SYMBOLS = re.compile(
    r"wingdings|webdings|symbol|dingbats|marlett|mt extra|barcode|code ?39|code ?128|awesome|icon",
    re.IGNORECASE,
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_STRUCK = ("strike", "dstrike")
_HIDDEN = ("vanish", "webHidden", "specVanish")
_KNOWN = words(
    "rStyle rFonts b bCs i iCs caps smallCaps outline shadow emboss imprint noProof snapToGrid color "
    "spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout oMath"
)
_EFFECTS = words("textFill textOutline glow shadow reflection props3d scene3d")


class Sheet:
    """The styles of a package: what a paragraph or character style comes to, with those it is based on."""

    def __init__(self, styles: etree._Element | None, symbol_fonts: frozenset[str]) -> None:
        self.symbol_fonts = symbol_fonts
        self._styles: dict[str, etree._Element] = {}
        self._first: dict[str, str] = {}
        self.default: Look = {}
        if styles is None:
            return
        for one in styles.iter(f"{W}style"):
            self._styles[one.get(f"{W}styleId") or ""] = one
            if is_on(one.get(f"{W}default") or "0"):
                self._first[one.get(f"{W}type") or ""] = one.get(f"{W}styleId") or ""
        base = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.default = _look(base)

    def chain(self, style: str | None, kind: str) -> Iterator[etree._Element]:
        """Give a style after those it is based on; the default one of its kind where none is named."""
        names: list[str] = []
        at = style or self._first.get(kind, "")
        while at in self._styles and at not in names:
            names.append(at)
            based = self._styles[at].find(f"{W}basedOn")
            at = (based.get(f"{W}val") or "") if based is not None else ""
        return (self._styles[name] for name in reversed(names))

    def table_look(self, paragraph: etree._Element) -> Look:
        """Return what the style of the table around a paragraph adds, on whatever of its cells."""
        table = next(paragraph.iterancestors(f"{W}tbl"), None)
        named = table.find(f"{W}tblPr/{W}tblStyle") if table is not None else None
        look: Look = {}
        for style in self.chain(named.get(f"{W}val"), "table") if named is not None else ():
            for properties in style.iter(f"{W}rPr"):
                look |= _look(properties)
        return look


def symbol_fonts(table: etree._Element | None) -> frozenset[str]:
    """Return the fonts that the font table declares to hold symbols (character set 2)."""
    if table is None:
        return frozenset()
    return frozenset(
        font.get(f"{W}name") or ""
        for font in table.iter(f"{W}font")
        if any((one.get(f"{W}val") or "").upper() == "02" for one in font.iter(f"{W}charset"))
    )


def look_faults(root: etree._Element, sheet: Sheet) -> Iterator[Fault]:
    """Report on text of a part that does not print as the words it holds."""
    for paragraph in root.iter(f"{W}p"):
        own = paragraph.find(f"{W}pPr")
        named = own.find(f"{W}pStyle") if own is not None else None
        styles = list(sheet.chain(named.get(f"{W}val") if named is not None else None, "paragraph"))
        # Those of paragraphs in boxes inside it are theirs.
        runs = [run for run in paragraph.iter(f"{W}r") if _words(run) and _holder(run) is paragraph]
        if not runs:
            continue
        yield from _paragraph_faults([style.find(f"{W}pPr") for style in styles] + [own])
        base = sheet.default | sheet.table_look(paragraph)
        for style in styles:
            base |= _look(style.find(f"{W}rPr"))
        for run in runs:
            yield from _run_faults(run, base, sheet)


def _holder(run: etree._Element) -> etree._Element | None:
    return next(run.iterancestors(f"{W}p"), None)


def _words(run: etree._Element) -> str:
    return "".join(one.text or "" for one in run.findall(f"{W}t")).strip()


def _look(properties: etree._Element | None) -> Look:
    return {} if properties is None else {local(one.tag): one for one in properties if local(one.tag)}


def _paragraph_faults(holders: list[etree._Element | None]) -> Iterator[Fault]:
    look: Look = {}
    for holder in holders:
        look |= _look(holder)
    numbered = look.get("numPr")
    number = numbered.find(f"{W}numId") if numbered is not None else None
    if numbered is not None and (number is None or number.get(f"{W}val") != "0"):
        yield Fault("自动编号", "请把自动编号转换为文字（或删去编号）后再上传。")
    spacing = look.get("spacing")
    if spacing is None or spacing.get(f"{W}lineRule") != "exact":
        return
    if _number(spacing.get(f"{W}line"), _LOWEST_LINE) < _LOWEST_LINE:
        yield Fault("行距过小、看不见的文字", "请把行距改为正常值后再上传。")


def _run_faults(run: etree._Element, base: Look, sheet: Sheet) -> Iterator[Fault]:
    own = _look(run.find(f"{W}rPr"))
    look = dict(base)
    if "rStyle" in own:
        for style in sheet.chain(own["rStyle"].get(f"{W}val"), "character"):
            look |= _look(style.find(f"{W}rPr"))
    look |= own
    said = _words(run)
    shown = f"“{said[:20]}”"
    if any(tag in look and is_on(_value(look[tag])) for tag in _STRUCK):
        yield Fault(f"带删除线的文字{shown}", "请删去不要的文字，或取消删除线。")
    if any(tag in look and is_on(_value(look[tag])) for tag in _HIDDEN):
        yield Fault(f"隐藏的文字{shown}", "请取消“隐藏”格式，或删去这些文字。")
    if _is_unseen(look):
        yield Fault(
            f"看不清的文字{shown}（颜色过浅、字号过小、缩得过窄或有底纹）", "请改为正常的颜色和字号后再上传。"
        )
    if _PRIVATE.search(said) or any(_is_symbol(font, sheet) for font in _fonts(look)):
        yield Fault(f"符号字体的文字{shown}", "请改用普通字体和文字后再上传。")
    strange = [tag for tag in own if tag not in _KNOWN and tag not in (*_STRUCK, *_HIDDEN)]
    if found := [tag for tag in strange if tag in _EFFECTS or own[tag].tag.startswith(W)]:
        yield Fault(f"文字效果（{found[0]}）", "请清除文字效果后再上传。")


def _value(element: etree._Element) -> str | None:
    return element.get(f"{W}val")


def _number(value: str | None, otherwise: int) -> float:
    try:
        return float(value or otherwise)
    except ValueError:
        return otherwise


def _is_unseen(look: Mapping[str, Any]) -> bool:
    small = "sz" in look and _number(_value(look["sz"]), _SMALLEST) < _SMALLEST
    narrow = "w" in look and _number((_value(look["w"]) or "").rstrip("%"), 100) < _NARROWEST
    squeezed = "spacing" in look and _number(_value(look["spacing"]), 0) < -100
    raised = "position" in look and abs(_number(_value(look["position"]), 0)) > 60
    marked = "highlight" in look and is_on(_value(look["highlight"]))
    shaded = "shd" in look and (look["shd"].get(f"{W}fill") or "auto").lower() not in ("auto", "ffffff")
    return small or narrow or squeezed or raised or marked or shaded or _is_pale(look)


def _is_pale(look: Mapping[str, Any]) -> bool:
    if "color" not in look:
        return False
    value = _value(look["color"]) or "auto"
    theme = look["color"].get(f"{W}themeColor") or ""
    if re.fullmatch(r"(?i)background\d|light\d", theme):
        return True
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", value):
        return False
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (0, 2, 4))
    # Relative luminance by the weights of ITU-R BT.709.
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > _PALE


def _fonts(look: Mapping[str, Any]) -> Iterator[str]:
    if "rFonts" in look:
        yield from (value for name, value in look["rFonts"].items() if local(name) not in ("hint",))


def _is_symbol(font: str, sheet: Sheet) -> bool:
    return font in sheet.symbol_fonts or bool(_SYMBOLS.search(font))
