"""OFD files written by hand, each in a shape of its own, as other programs write them, and hostile ones."""

import io
import zipfile
from collections.abc import Callable

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
BOX = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"


def packed(parts: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Put parts into a package."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def root(*documents: str) -> str:
    """Give the OFD.xml of some documents by the paths of their roots."""
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo><ofd:DocRoot>{one}</ofd:DocRoot></ofd:DocBody>"
        for one in documents
    )
    return f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD">{bodies}</ofd:OFD>'


def document(pages: str, common: str = "") -> str:
    """Give a Document.xml."""
    area = f"<ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>{BOX}</ofd:PageArea>"
    return (
        f"<ofd:Document {NAMESPACE}><ofd:CommonData>{area}{common}</ofd:CommonData>"
        f"<ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )


def page(content: str, before: str = "") -> str:
    """Give a Content.xml with one layer."""
    return (
        f"<ofd:Page {NAMESPACE}>{before}<ofd:Content><ofd:Layer ID='2' Type='Body'>{content}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )


def text(code: str, boundary: str = "20 30 170 10", more: str = "") -> str:
    """Give a text object with these text codes."""
    return f'<ofd:TextObject ID="5" Boundary="{boundary}" Font="3" Size="5" {more}>{code}</ofd:TextObject>'


def plain(content: str, **parts: str) -> dict[str, str | bytes]:
    """Give the parts of a file of one page."""
    return {
        "OFD.xml": root("Doc_0/Document.xml"),
        "Doc_0/Document.xml": document('<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'),
        "Doc_0/Pages/Page_0/Content.xml": page(content),
        **parts,
    }


def grouped() -> bytes:
    """Several text codes in an object, steps in groups, XML's own entities, two lines in one code."""
    codes = (
        '<ofd:TextCode X="0" Y="5" DeltaX="g 3 5">关于开展</ofd:TextCode>'
        '<ofd:TextCode X="20" Y="5" DeltaX="5 5 g 2 5">A&lt;B&amp;&#x4E2D;</ofd:TextCode>'
    )
    # A code without Y stands on the line of the one before it; a step down begins another line.
    lines = (
        '<ofd:TextCode X="0" Y="5" DeltaX="g 1 5 -5 5" DeltaY="0 8 0">第一行文</ofd:TextCode>'
        '<ofd:TextCode X="10">又</ofd:TextCode>'
    )
    return packed(plain(text(codes) + text(lines, "20 45 170 20")))


def turned() -> bytes:
    """Matrices: a text twice as large by its own, one moved by it, one turned; out of order; each letter by itself."""
    letters = "".join(
        text(f'<ofd:TextCode X="0" Y="5">{letter}</ofd:TextCode>', f"{20 + 5 * place} 80 5 7")
        for place, letter in enumerate("逐字排成一行")
    )
    large = text('<ofd:TextCode X="0" Y="5" DeltaX="g 3 5">放大一倍</ofd:TextCode>', more='CTM="2 0 0 2 0 0"')
    moved = text('<ofd:TextCode X="0" Y="5" DeltaX="g 2 5">接其后</ofd:TextCode>', more='CTM="1 0 0 1 40 5"')
    side = text('<ofd:TextCode X="0" Y="0" DeltaX="g 2 5">侧边字</ofd:TextCode>', more='CTM="0 1 -1 0 0 0"')
    column = text('<ofd:TextCode X="0" Y="5" DeltaY="g 3 6">竖着写字</ofd:TextCode>', "150 120 6 30")
    return packed(plain(letters + side + large + moved + column))


def templated() -> bytes:
    """A template under two pages, blocks, a composed object, paths told from the root, upward and without its stroke."""
    unit = text('<ofd:TextCode X="0" Y="5" DeltaX="5">组合</ofd:TextCode>', "0 0 20 10")
    resources = (
        f'<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="20" Height="10">'
        f"<ofd:Content>{unit}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    common = (
        "<ofd:PublicRes>/Doc_0/PublicRes.xml</ofd:PublicRes>"
        '<ofd:TemplatePage ID="8" BaseLoc="Doc_0/Tpls/Tpl_0/Content.xml" ZOrder="Background"/>'
    )
    pages = (
        '<ofd:Page ID="1" BaseLoc="Pages/Page_0/../Page_0/Content.xml"/>'
        '<ofd:Page ID="4" BaseLoc="PAGES\\Page_1\\content.xml"/>'
    )
    used = '<ofd:Template TemplateID="8" ZOrder="Background"/>'
    block = "<ofd:PageBlock ID='6'><ofd:PageBlock ID='9'>{}</ofd:PageBlock></ofd:PageBlock>"
    first = text('<ofd:TextCode X="0" Y="5" DeltaX="g 2 5">第一页</ofd:TextCode>', "20 60 60 10")
    composed = '<ofd:CompositeObject ID="10" ResourceID="7" Boundary="20 90 20 10"/>'
    second = text('<ofd:TextCode X="0" Y="5" DeltaX="g 2 5">第二页</ofd:TextCode>', "20 60 60 10")
    head = text('<ofd:TextCode X="0" Y="5" DeltaX="g 2 5">页眉字</ofd:TextCode>', "20 10 60 10")
    return packed(
        {
            "OFD.xml": root("/Doc_0/Document.xml"),
            "Doc_0/Document.xml": document(pages, common),
            "Doc_0/PublicRes.xml": resources,
            "Doc_0/Tpls/Tpl_0/Content.xml": page(head),
            "Doc_0/Pages/Page_0/Content.xml": page(block.format(first) + composed, used),
            "Doc_0/Pages/Page_1/Content.xml": page(second, used),
        }
    )


def bare() -> bytes:
    """Two documents in one file, GB 18030, another namespace and a prefix that nobody declared."""
    body = page(text('<ofd:TextCode X="0" Y="5" DeltaX="g 2 5">国标码</ofd:TextCode>'))
    other = page(text('<ofd:TextCode X="0" Y="5" DeltaX="g 2 5">另一份</ofd:TextCode>'))
    one = '<ofd:Page ID="1" BaseLoc="Content.xml"/>'
    return packed(
        {
            "OFD.xml": root("Doc_0/Document.xml", "Doc_1/Document.xml"),
            "Doc_0/Document.xml": document(one).replace("http://www.ofdspec.org/2016", "urn:other"),
            "Doc_0/Content.xml": f'<?xml version="1.0" encoding="GB18030"?>{body}'.encode("gb18030"),
            "Doc_1/Document.xml": document(one).replace(NAMESPACE, ""),
            "Doc_1/Content.xml": "\ufeff" + other,
        },
        zipfile.ZIP_STORED,
    )


def scanned() -> bytes:
    """A page that is a picture alone."""
    return packed(plain('<ofd:ImageObject ID="5" Boundary="0 0 210 297" ResourceID="3"/>'))


MAKERS: dict[str, Callable[[], bytes]] = {
    "grouped": grouped,
    "turned": turned,
    "templated": templated,
    "bare": bare,
    "scanned": scanned,
}


# ---- what nobody writes by chance ----

ONE = '<ofd:TextCode X="0" Y="5" DeltaX="5">文字</ofd:TextCode>'
HOME = "Doc_0/Pages/Page_0/Content.xml"


def with_page(content: str | bytes) -> bytes:
    """Give a file whose one page is these bytes."""
    return packed({**plain(text(ONE)), HOME: content})


def with_document(content: str) -> bytes:
    """Give a file whose document is this."""
    return packed({**plain(text(ONE)), "Doc_0/Document.xml": content})


def without(name: str) -> bytes:
    """Give a file that lacks a part."""
    return packed({part: content for part, content in plain(text(ONE)).items() if part != name})


def lying() -> bytes:
    """A part that says it is small and unpacks to 48 MB."""
    size = 48 * 1024 * 1024
    made = with_page(page(text(ONE)) + " " * (size - len(page(text(ONE)).encode())))
    return made.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def locked() -> bytes:
    """A file whose parts say that they are encrypted."""
    made = bytearray(packed(plain(text(ONE))))
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + 8] |= 1
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


def doubled() -> bytes:
    """Two pages under one name, of which every reader would show another one."""
    made = io.BytesIO(packed(plain(text(ONE))))
    with zipfile.ZipFile(made, "a") as package:
        package.writestr(HOME.upper(), page(text(ONE)))
    return made.getvalue()


def unfolding() -> bytes:
    """Composed objects that each hold ten of the one before: a few hundred bytes that say a word a thousand million times."""
    units = [
        f'<ofd:CompositeGraphicUnit ID="u0"><ofd:Content>{text(ONE)}</ofd:Content></ofd:CompositeGraphicUnit>'
    ]
    for place in range(1, 10):
        inner = f'<ofd:CompositeObject ID="1" ResourceID="u{place - 1}" Boundary="0 0 1 1"/>' * 10
        units.append(
            f'<ofd:CompositeGraphicUnit ID="u{place}"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>'
        )
    resources = f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits>{''.join(units)}</ofd:CompositeGraphicUnits></ofd:Res>"
    pages = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    top = '<ofd:CompositeObject ID="1" ResourceID="u9" Boundary="0 0 1 1"/>'
    return packed(
        {
            **plain(top),
            "Doc_0/Document.xml": document(pages, "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"),
            "Doc_0/PublicRes.xml": resources,
        }
    )


def in_itself() -> bytes:
    """A composed object that holds itself."""
    inner = '<ofd:CompositeObject ID="1" ResourceID="7" Boundary="0 0 1 1"/>'
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>'
    common = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
    return packed(
        {
            **plain(inner),
            "Doc_0/Document.xml": document('<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>', common),
            "Doc_0/PublicRes.xml": f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>",
        }
    )


def _laughing(encoding: str) -> bytes:
    entities = ['<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'] + [
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    body = page(text('<ofd:TextCode X="0" Y="5">&i;</ofd:TextCode>'))
    told = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [{"".join(entities)}]>{body}'
    return with_page(told.encode(encoding))


def _fetching() -> bytes:
    body = page(text('<ofd:TextCode X="0" Y="5">&x;</ofd:TextCode>'))
    return with_page(f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>{body}')


def _located(location: str) -> bytes:
    return with_document(document(f'<ofd:Page ID="1" BaseLoc="{location}"/>'))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no package": (lambda: b"PK\x03\x04 broken", "已损坏"),
    "a bomb": (lambda: with_page(b"<a>" + b" " * (200 * 1024 * 1024) + b"</a>"), "大得不正常"),
    "a bomb that lies": (lying, "已损坏|大得不正常"),
    "too many parts": (
        lambda: packed({**plain(""), **{f"a/{place}": "" for place in range(20_001)}}),
        "大得不正常",
    ),
    "locked": (locked, "加了密码"),
    "two parts of a name": (doubled, "已损坏"),
    "entities": (lambda: _laughing("utf-8"), "实体定义"),
    "entities in UTF-16": (lambda: _laughing("utf-16"), "实体定义"),
    "a file fetched": (_fetching, "实体定义"),
    "a type fetched": (
        lambda: with_page(f'<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">{page(text(ONE))}'),
        "实体定义",
    ),
    "no OFD.xml": (lambda: without("OFD.xml"), "没有 OFD.xml"),
    "no document": (lambda: without("Doc_0/Document.xml"), "缺少“Doc_0/Document.xml”"),
    "no page": (lambda: without(HOME), "缺少“Pages/Page_0/Content.xml”"),
    "no pages": (lambda: with_document(document("")), "已损坏"),
    "no body": (lambda: packed({"OFD.xml": f"<ofd:OFD {NAMESPACE}/>"}), "已损坏"),
    "an absolute path": (lambda: _located("/etc/passwd"), "缺少“/etc/passwd”"),
    "a path upward": (lambda: _located("../../../../etc/passwd"), "指到文件包以外"),
    "a path upward by strokes of Windows": (lambda: _located("..\\..\\..\\boot.ini"), "指到文件包以外"),
    "a part named upward": (
        lambda: packed({**plain(text(ONE)), "../../home/x.xml": "<a/>"}),
        "指到文件包以外",
    ),
    "ten thousand pages": (
        lambda: with_document(document('<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>' * 10_000)),
        "有 10000 页，超过 300 页",
    ),
    "objects that unfold": (unfolding, "多得不正常"),
    "an object in itself": (in_itself, "多得不正常"),
    "deep blocks": (
        lambda: with_page(page("<ofd:PageBlock>" * 60 + text(ONE) + "</ofd:PageBlock>" * 60)),
        "多得不正常",
    ),
    "deep XML": (lambda: with_page("<a>" * 100_000 + "</a>" * 100_000), "已损坏"),
    "half a page": (lambda: with_page(page(text(ONE))[:-30]), "已损坏"),
    "a letter that XML has not": (lambda: with_page(page(text(ONE.replace("文", "\x01")))), "已损坏"),
    "a template that is not there": (
        lambda: with_page(page(text(ONE), '<ofd:Template TemplateID="77"/>')),
        "已损坏",
    ),
    "a composed object that is not there": (
        lambda: with_page(page('<ofd:CompositeObject ID="1" ResourceID="77"/>')),
        "已损坏",
    ),
}
