"""What stands at a fixed place of a page in DOCX: text boxes and the rules of a letter, as DrawingML shapes."""

from dataclasses import dataclass

from lxml import etree

from lianxi.papers.layout.roles import RED
from lianxi.papers.layout.wordml import element

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_NAMES = {"wp": _WP, "a": _A, "wps": _WPS, "mc": _MC}
# English metric units in a twip.
_EMU = 635


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shape stands, in twips: `left` and `top` from the page's corner, or aligned to the margin's foot."""

    width: int
    height: int
    left: int = 0
    top: int = 0
    at_foot: bool = False


def text_box(
    place: Place, content: list[etree._Element], number: int, *, turned: bool = False
) -> etree._Element:
    """Return the run of a text box without frame; `turned` sets its text a quarter clockwise."""
    body = _of("wps", "bodyPr", lIns=0, tIns=0, rIns=0, bIns=0, anchor="b" if place.at_foot else "t")
    if turned:
        body.set("vert", "vert")
    body.append(_of("a", "noAutofit"))
    shape = _of(
        "wps", "wsp", _of("wps", "cNvSpPr", txBox=1), _shape(place, "rect", _of("a", "noFill"), _no_line())
    )
    shape.append(_of("wps", "txbx", element("txbxContent", *content)))
    shape.append(body)
    return _anchored(place, shape, number)


def double_rule(place: Place, number: int, *, thick_first: bool) -> etree._Element:
    """Return the run of a red double rule, its thick line above or below (10.1)."""
    line = _of("a", "ln", w=place.height * _EMU, cmpd="thickThin" if thick_first else "thinThick")
    line.append(_of("a", "solidFill", _of("a", "srgbClr", val=RED)))
    flat = Place(place.width, 0, place.left, place.top + place.height // 2)
    shape = _of("wps", "wsp", _of("wps", "cNvCnPr"), _shape(flat, "line", None, line), _of("wps", "bodyPr"))
    return _anchored(flat, shape, number)


def _of(prefix: str, tag: str, *children: etree._Element, **attributes: object) -> etree._Element:
    made = etree.Element(f"{{{_NAMES[prefix]}}}{tag}", nsmap=_NAMES)
    for name, value in attributes.items():
        made.set(name, str(value))
    made.extend(children)
    return made


def _shape(place: Place, form: str, fill: etree._Element | None, line: etree._Element) -> etree._Element:
    frame = _of("a", "xfrm", _of("a", "off", x=0, y=0), _extent("a", "ext", place))
    made = _of("wps", "spPr", frame, _of("a", "prstGeom", _of("a", "avLst"), prst=form))
    if fill is not None:
        made.append(fill)
    made.append(line)
    return made


def _no_line() -> etree._Element:
    return _of("a", "ln", _of("a", "noFill"))


def _extent(prefix: str, tag: str, place: Place) -> etree._Element:
    return _of(prefix, tag, cx=place.width * _EMU, cy=place.height * _EMU)


def _position(tag: str, place: Place, offset: int, align: str) -> etree._Element:
    if place.at_foot:
        made = _of("wp", tag, _text(_of("wp", "align"), align))
    else:
        made = _of("wp", tag, _text(_of("wp", "posOffset"), str(offset * _EMU)))
    made.set("relativeFrom", "margin" if place.at_foot else "page")
    return made


def _text(made: etree._Element, text: str) -> etree._Element:
    made.text = text
    return made


def _anchored(place: Place, shape: etree._Element, number: int) -> etree._Element:
    fixed = {"distT": 0, "distB": 0, "distL": 0, "distR": 0, "simplePos": 0, "relativeHeight": number}
    anchor = _of("wp", "anchor", **fixed, behindDoc=0, locked=0, layoutInCell=1, allowOverlap=1)
    data = _of("a", "graphicData", shape, uri=_WPS)
    anchor.extend(
        (
            _of("wp", "simplePos", x=0, y=0),
            _position("positionH", place, place.left, "left"),
            _position("positionV", place, place.top, "bottom"),
            _extent("wp", "extent", place),
            _of("wp", "effectExtent", l=0, t=0, r=0, b=0),
            _of("wp", "wrapNone"),
            _of("wp", "docPr", id=number, name=f"shape{number}"),
            _of("wp", "cNvGraphicFramePr"),
            _of("a", "graphic", data),
        )
    )
    choice = _of("mc", "Choice", element("drawing", anchor), Requires="wps")
    return element("r", _of("mc", "AlternateContent", choice))
