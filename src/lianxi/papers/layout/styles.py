"""The style part: one paragraph style per role, so that an edited paper keeps its form."""

from lxml import etree

from lianxi.papers.layout.roles import LINE, LOOKS, Face, Look, Role
from lianxi.papers.layout.wordml import element, fonts


def styles_element() -> etree._Element:
    """Return w:styles with the defaults, Normal, the table base and every role's style."""
    defaults = element(
        "docDefaults",
        element("rPrDefault", element("rPr", fonts(Face.FANG), *_size(32), _language())),
        element("pPrDefault", element("pPr")),
    )
    return element("styles", defaults, _normal(), _table_base(), *(_style(role) for role in Role))


def _language() -> etree._Element:
    return element("lang", val="zh-CN", eastAsia="zh-CN", bidi="ar-SA")


def _size(half_points: int) -> tuple[etree._Element, ...]:
    return element("sz", val=half_points), element("szCs", val=half_points)


def _normal() -> etree._Element:
    properties = element(
        "pPr",
        element("widowControl", val=0),
        # 1 and not absent: LibreOffice reads an explicit value inverted and loses hanging commas with 0.
        element("overflowPunct", val=1),
        element("autoSpaceDE", val=0),
        element("autoSpaceDN", val=0),
        element("snapToGrid", val=0),
        element("spacing", before=0, after=0, line=LINE, lineRule="exact"),
        element("jc", val="both"),
    )
    made = element("style", element("name", val="Normal"), element("qFormat"), properties)
    return _identified(made, "paragraph", "Normal", default=True)


def _table_base() -> etree._Element:
    cells = element("tblCellMar", *(element(side, w=0, type="dxa") for side in ("left", "right")))
    made = element("style", element("name", val="Normal Table"), element("tblPr", cells))
    return _identified(made, "table", "TableNormal", default=True)


def _style(role: Role) -> etree._Element:
    look = LOOKS[role]
    made = element("style", element("name", val=look.name), element("basedOn", val="Normal"))
    made.extend((element("qFormat"), _paragraph_look(look), _run_look(look)))
    return _identified(made, "paragraph", role, default=False)


def _identified(made: etree._Element, kind: str, style_id: str, *, default: bool) -> etree._Element:
    head = element("style", type=kind, styleId=style_id)
    if default:
        head = element("style", type=kind, default=1, styleId=style_id)
    head.extend(list(made))
    return head


def _paragraph_look(look: Look) -> etree._Element:
    properties = element("pPr")
    if look.keep_next:
        properties.append(element("keepNext"))
    properties.append(element("spacing", before=look.before, after=0, line=look.line, lineRule="exact"))
    if look.first:
        # In characters for editors that know them, in twips for the others.
        indents = {"firstLineChars": look.first * 100, "firstLine": look.first * look.size * 10}
        properties.append(element("ind", **indents))
    elif look.side:
        properties.append(element("ind", left=look.side, right=look.side))
    properties.append(element("jc", val=look.align))
    if look.outline is not None:
        properties.append(element("outlineLvl", val=look.outline))
    return properties


def _run_look(look: Look) -> etree._Element:
    # Levels are told apart by font alone, never by weight (7.3.3).
    properties = element("rPr", fonts(look.face), element("b", val=0))
    if look.color:
        properties.append(element("color", val=look.color))
    if look.closer:
        properties.append(element("spacing", val=look.closer))
    properties.extend(_size(look.size))
    return properties
