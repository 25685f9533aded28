"""The OFD package of drawn pages, after GB/T 33190-2016: OFD.xml, Document.xml, PublicRes.xml, a Content.xml a page.

Fonts are named and not embedded. Nothing depends on the clock: the same pages give the same bytes.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, groupby
from xml.sax.saxutils import escape, quoteattr

from lianxi.core.canonical import digest
from lianxi.papers.ofd.pages import BLACK, Color, Drawn, Look, Page, Run, Stroke

NAMESPACE = "http://www.ofdspec.org/2016"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MOMENT = (1980, 1, 1, 0, 0, 0)
# A glyph may stand this far (mm) from its place, so that equal steps are told once.
_TOLERANCE = 0.01
# What a glyph may reach over and under its base line, in its size; what lies outside of the boundary is not drawn.
_ABOVE, _BELOW = 1.1, 0.4


def ofd_package(drawn: Drawn) -> bytes:
    """Write an OFD package."""
    ids = count(1)
    fonts = {name: next(ids) for name in sorted({run.look.font for page in drawn.pages for run in page.runs})}
    pages = [(next(ids), page) for page in drawn.pages]
    contents = [_content(page, fonts, ids) for _id, page in pages]
    parts = {"Doc_0/PublicRes.xml": _resources(fonts)}
    parts |= {f"Doc_0/Pages/Page_{place}/Content.xml": text for place, text in enumerate(contents)}
    parts["Doc_0/Document.xml"] = _document(drawn, pages, next(ids))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, text in (("OFD.xml", _root(drawn, parts)), *parts.items()):
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.create_system, entry.compress_type = 0, zipfile.ZIP_DEFLATED
            package.writestr(entry, f"{_HEAD}{text}".encode())
    return made.getvalue()


def _root(drawn: Drawn, parts: dict[str, str]) -> str:
    told = [("DocID", digest("\n".join(parts.values()).encode())[:32]), ("Title", drawn.title)]
    told += [("Author", drawn.author), ("CreationDate", drawn.day), ("Creator", "Lianxi")]
    info = "".join(_element(name, escape(text)) for name, text in told if text)
    body = _element("DocInfo", info) + _element("DocRoot", "Doc_0/Document.xml")
    return _outer("OFD", _element("DocBody", body), ' Version="1.0" DocType="OFD"')


def _document(drawn: Drawn, pages: Sequence[tuple[int, Page]], most: int) -> str:
    common = _element("MaxUnitID", str(most)) + _element("PageArea", _box(drawn.pages[0]))
    common += _element("PublicRes", "PublicRes.xml")
    rows = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{place}/Content.xml"/>'
        for place, (number, _page) in enumerate(pages)
    )
    return _outer(
        "Document", _element("CommonData", common) + _element("Pages", rows) + _bookmarks(drawn, pages)
    )


def _bookmarks(drawn: Drawn, pages: Sequence[tuple[int, Page]]) -> str:
    marks = "".join(
        f'<ofd:Bookmark Name={quoteattr(name)}><ofd:Dest Type="XYZ" PageID="{pages[page][0]}" '
        f'Left="{_n(left)}" Top="{_n(top)}"/></ofd:Bookmark>'
        for name, page, left, top in drawn.seals
    )
    return _element("Bookmarks", marks) if marks else ""


def _resources(fonts: dict[str, int]) -> str:
    rows = "".join(
        f'<ofd:Font ID="{number}" FontName={quoteattr(name)} FamilyName={quoteattr(name)}/>'
        for name, number in fonts.items()
    )
    return _outer("Res", _element("Fonts", rows), ' BaseLoc="Res"')


def _content(page: Page, fonts: dict[str, int], ids: "count[int]") -> str:
    layer = next(ids)
    lines = "".join(_path(stroke, next(ids)) for stroke in page.strokes)
    text = "".join(_text(run, fonts, next(ids)) for run in page.runs)
    body = f'<ofd:Layer ID="{layer}" Type="Body">{lines}{text}</ofd:Layer>'
    return _outer("Page", _element("Area", _box(page)) + _element("Content", body))


# ---- text ----


def _text(run: Run, fonts: dict[str, int], number: int) -> str:
    look, (first, *_rest) = run.look, run.origins
    left, top, wide, high = _boundary(run)
    turned = f' CTM="{_turn(look)}"' if look.across != (1.0, 0.0) else ""
    # The origin of the first glyph in the object's own space, before it is turned.
    x, y = _turned_back(look, first[0] - left, first[1] - top)
    deltas: list[float] = []
    for glyph, step in zip(run.glyphs, (None, *_deltas(run)), strict=True):
        # The further characters of a glyph stand where it stands.
        deltas += [*([] if step is None else [step]), *[0.0] * (len(glyph) - 1)]
    moves = f' DeltaX="{_grouped(deltas)}"' if deltas else ""
    weight = ' Weight="700"' if look.bold else ""
    text = escape("".join(run.glyphs))
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{_n(left)} {_n(top)} {_n(wide)} {_n(high)}"{turned} '
        f'Font="{fonts[look.font]}" Size="{_n(look.size)}"{weight}>{_color("FillColor", look.color)}'
        f'<ofd:TextCode X="{_n(x)}" Y="{_n(y)}"{moves}>{text}</ofd:TextCode></ofd:TextObject>'
    )


def _boundary(run: Run) -> tuple[float, float, float, float]:
    """Return a box that holds every glyph of a run, whichever font draws it: left, top, width, height."""
    (across, down), size = run.look.across, run.look.size
    corners = [
        (x + across * along - down * up, y + down * along + across * up)
        for x, y in (run.origins[0], run.origins[-1])
        for along in (-0.2 * size, 1.2 * size)
        for up in (-_ABOVE * size, _BELOW * size)
    ]
    left, top = (round(min(corner[axis] for corner in corners), 3) for axis in (0, 1))
    return left, top, max(x for x, _y in corners) - left, max(y for _x, y in corners) - top


def _turn(look: Look) -> str:
    across, down = look.across
    return " ".join(_n(part) for part in (across, down, -down, across, 0, 0))


def _turned_back(look: Look, x: float, y: float) -> tuple[float, float]:
    across, down = look.across
    return across * x + down * y, across * y - down * x


def _deltas(run: Run) -> Iterator[float]:
    """Yield the steps from glyph to glyph along the base line, each told from where the ones before it lead."""
    across, down = run.look.across
    along = [across * x + down * y for x, y in run.origins]
    reached, last = along[0], 0.0
    for place in along[1:]:
        if abs(reached + last - place) > _TOLERANCE:
            last = round(place - reached, 3)
        reached += last
        yield last


def _grouped(deltas: Iterable[float]) -> str:
    """Write steps, equal ones that follow each other as `g count step`."""
    told = []
    for step, same in groupby(deltas):
        times = len(list(same))
        told.append(f"g {times} {_n(step)}" if times > 2 else " ".join([_n(step)] * times))
    return " ".join(told)


# ---- lines ----


def _path(stroke: Stroke, number: int) -> str:
    points = [point for _step, given in stroke.steps for point in given]
    half = stroke.width / 2
    left, top = (round(min(point[axis] for point in points) - half, 3) for axis in (0, 1))
    wide, high = (max(point[axis] for point in points) + half - edge for axis, edge in ((0, left), (1, top)))
    steps = " ".join(
        " ".join((step, *(f"{_n(x - left)} {_n(y - top)}" for x, y in given))) for step, given in stroke.steps
    )
    drawn = ' Stroke="false" Fill="true"' if stroke.filled else f' LineWidth="{_n(stroke.width)}"'
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{_n(left)} {_n(top)} {_n(wide)} {_n(high)}"{drawn}>'
        f"{_color('FillColor' if stroke.filled else 'StrokeColor', stroke.color)}"
        f"<ofd:AbbreviatedData>{steps}</ofd:AbbreviatedData></ofd:PathObject>"
    )


# ---- the small words of XML ----


def _color(name: str, color: Color) -> str:
    return "" if color == BLACK else f'<ofd:{name} Value="{" ".join(map(str, color))}"/>'


def _box(page: Page) -> str:
    return _element("PhysicalBox", f"0 0 {_n(page.width)} {_n(page.height)}")


def _element(name: str, inner: str) -> str:
    return f"<ofd:{name}>{inner}</ofd:{name}>"


def _outer(name: str, inner: str, given: str = "") -> str:
    return f'<ofd:{name} xmlns:ofd="{NAMESPACE}"{given}>{inner}</ofd:{name}>'


def _n(value: float) -> str:
    """Write a number with three decimals at most."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
