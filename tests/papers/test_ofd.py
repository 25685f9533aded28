"""The OFD of papers, opened by a reader that is not ours: pages, text and places are those of the PDF."""

import io
import unicodedata
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from lxml import etree

from lianxi.papers.layout import OfficialDocument, Paragraph, render_docx
from lianxi.papers.layout.roles import Face
from lianxi.papers.ofd import render_ofd
from lianxi.papers.ofd.child import ofd_of
from lianxi.papers.pdf import render_pdf
from lianxi.papers.sealing import seal_places
from papers.compared import NEAR, OFD, Glyph, glyphs_of, of_ofd, of_pdf, require_the_same, text_of
from papers.layout.specimens import EVERY
from papers.office import converted

THREE_PAGES = 12 * 1024


@pytest.mark.parametrize("name", EVERY)
def test_every_specimen_is_the_same_in_ofd(name: str) -> None:
    pdf = render_pdf(EVERY[name])
    ofd = render_ofd(pdf)
    require_the_same(pdf, ofd)
    pages = len(of_pdf(pdf))
    assert len(ofd) <= THREE_PAGES * max(1, pages / 3)


def test_the_same_document_gives_the_same_bytes_and_another_one_others() -> None:
    pdf = render_pdf(EVERY["minutes"])
    assert render_ofd(pdf) == render_ofd(pdf)
    assert _info(render_ofd(pdf))["DocID"] != _info(render_ofd(render_pdf(EVERY["letter"])))["DocID"]


def parts(ofd: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(ofd)) as package:
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: etree.fromstring(package.read(name)) for name in package.namelist()}


def _info(ofd: bytes) -> dict[str, str]:
    info = parts(ofd)["OFD.xml"].find(f".//{OFD}DocInfo")
    assert info is not None
    return {etree.QName(one).localname: one.text or "" for one in info}


def test_the_file_says_what_it_is() -> None:
    document = EVERY["circular"]
    info = _info(render_ofd(render_pdf(document)))
    assert (info["Title"], info["Author"]) == (
        document.title.replace("\n", " "),
        "、".join(document.signed_by),
    )
    assert info["CreationDate"] == str(document.issued_on)
    assert len(info["DocID"]) == 32
    undated = replace(document, issued_on=None)
    assert "CreationDate" not in _info(render_ofd(render_pdf(undated)))


@pytest.mark.parametrize("name", ["circular", "annexes", "minutes"])
def test_every_part_is_there_and_every_number_is_its_own(name: str) -> None:
    found = parts(render_ofd(render_pdf(EVERY[name])))
    document = found["Doc_0/Document.xml"]
    pages = [str(page.get("BaseLoc")) for page in document.iter(f"{OFD}Page")]
    assert set(found) == {
        "OFD.xml",
        "Doc_0/Document.xml",
        "Doc_0/PublicRes.xml",
        *(f"Doc_0/{page}" for page in pages),
    }
    assert [etree.QName(one).localname for one in document][:2] == ["CommonData", "Pages"]
    assert found["OFD.xml"].findtext(f".//{OFD}DocRoot") == "Doc_0/Document.xml"
    # In OFD.xml nothing has an ID; in the others no number is given twice.
    given = [
        int(str(one.get("ID"))) for root in found.values() for one in root.iter() if one.get("ID") is not None
    ]
    assert len(given) == len(set(given))
    assert max(given) <= int(document.findtext(f".//{OFD}MaxUnitID") or 0)
    fonts = {one.get("ID") for one in found["Doc_0/PublicRes.xml"].iter(f"{OFD}Font")}
    for page in pages:
        assert {one.get("Font") for one in found[f"Doc_0/{page}"].iter(f"{OFD}TextObject")} <= fonts


# GB/T 33190-2016 as known here: what an element holds, in this order, and what it must say.
HOLDS = {
    "OFD": "DocBody",
    "DocBody": "DocInfo DocRoot Versions Signatures",
    "DocInfo": "DocID Title Author Subject Abstract CreationDate ModDate DocUsage Cover Keywords Creator CreatorVersion",
    "Document": "CommonData Pages Outlines Permissions Actions VPreferences Bookmarks Annotations CustomTags",
    "CommonData": "MaxUnitID PageArea PublicRes DocumentRes TemplatePage DefaultCS",
    "PageArea": "PhysicalBox ApplicationBox ContentBox BleedBox",
    "Pages": "Page",
    "Bookmarks": "Bookmark",
    "Bookmark": "Dest",
    "Res": "ColorSpaces DrawParams Fonts MultiMedias CompositeGraphicUnits",
    "Fonts": "Font",
    "Page": "Template PageRes Area Content Actions",
    "Area": "PhysicalBox ApplicationBox ContentBox BleedBox",
    "Content": "Layer",
    "Layer": "PathObject TextObject",
    "TextObject": "Actions Clips FillColor StrokeColor CGTransform TextCode",
    "PathObject": "Actions Clips StrokeColor FillColor AbbreviatedData",
}
SAYS = {
    "OFD": "Version DocType",
    "Res": "BaseLoc",
    "Font": "ID FontName",
    "Layer": "ID",
    "TextObject": "ID Boundary Font Size",
    "PathObject": "ID Boundary",
    "TextCode": "X Y",
    "FillColor": "Value",
    "StrokeColor": "Value",
    "Bookmark": "Name",
    "Dest": "Type PageID Left Top",
}


@pytest.mark.parametrize("name", ["circular", "annexes", "joint", "receipt"])
def test_every_element_stands_where_the_standard_has_it(name: str) -> None:
    seen = set()
    for root in parts(render_ofd(render_pdf(EVERY[name]))).values():
        for one in root.iter():
            label = etree.QName(one).localname
            seen.add(label)
            assert etree.QName(one).namespace == OFD.strip("{}")
            places = [HOLDS.get(label, "").split().index(etree.QName(child).localname) for child in one]
            assert places == sorted(places)
            assert set(SAYS.get(label, "").split()) <= set(one.keys())
            if label == "Page" and one.getparent() is not None:
                assert {"ID", "BaseLoc"} <= set(one.keys())
    assert set(HOLDS) - {"Bookmarks", "Bookmark"} <= seen


def fonts_by_text(document: OfficialDocument) -> dict[str, str]:
    """Give the name of the font of every run of a document by its text."""
    found = parts(render_ofd(render_pdf(document)))
    names = {
        one.get("ID"): str(one.get("FontName")) for one in found["Doc_0/PublicRes.xml"].iter(f"{OFD}Font")
    }
    told = {}
    for name, root in found.items():
        for one in root.iter(f"{OFD}TextObject") if name.endswith("Content.xml") else ():
            told["".join(one.itertext())] = names[one.get("Font")]
    return told


def test_fonts_bear_the_official_names_and_are_not_embedded() -> None:
    document = EVERY["minutes"]
    told = fonts_by_text(document)
    assert told[document.mark] == "方正小标宋简体"
    assert told["一、关于职业病危害专项治理"] == "黑体"
    assert told["— 1 —"] == "宋体"
    assert "仿宋_GB2312" in told.values()
    with zipfile.ZipFile(io.BytesIO(render_ofd(render_pdf(document)))) as package:
        assert all(name.endswith(".xml") for name in package.namelist())


def test_red_stays_red_and_rules_stay_rules() -> None:
    found = parts(render_ofd(render_pdf(EVERY["circular"])))["Doc_0/Pages/Page_0/Content.xml"]
    red = [one for one in found.iter(f"{OFD}StrokeColor") if one.get("Value") == "255 0 0"]
    (rule,) = (one.getparent() for one in red)
    assert rule is not None
    left, _top, wide, high = (float(part) for part in str(rule.get("Boundary")).split())
    half = float(str(rule.get("LineWidth"))) / 2
    assert (left + half, wide - 2 * half) == pytest.approx((28, 156), abs=0.05)
    assert high == pytest.approx(2 * half, abs=0.002)
    marks = [one for one in found.iter(f"{OFD}FillColor") if one.get("Value") == "255 0 0"]
    assert ["".join(one.getparent().itertext()) for one in marks] == [EVERY["circular"].mark]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_drawn_outside_of_its_boundary(name: str) -> None:
    """A reader cuts off what lies outside; glyphs are reckoned as an em over and a third under the base line."""
    for root in parts(render_ofd(render_pdf(EVERY[name]))).values():
        for one in root.iter(f"{OFD}TextObject"):
            left, top, wide, high = (float(part) for part in str(one.get("Boundary")).split())
            size = float(str(one.get("Size")))
            for glyph in _glyphs_of(one):
                assert left <= glyph.x <= left + wide
                assert top <= glyph.y <= top + high
                if one.get("CTM") is None:
                    assert glyph.y - size >= top - 0.001
                    assert glyph.y + size / 3 <= top + high + 0.001
                    assert glyph.x + size <= left + wide + 0.02


def _glyphs_of(one: etree._Element) -> list[Glyph]:
    holder = ElementTree.Element("Page")
    holder.append(ElementTree.fromstring(etree.tostring(one)))
    return glyphs_of(holder)


def test_the_place_of_a_seal_is_a_bookmark() -> None:
    pdf = render_pdf(EVERY["joint"])
    found = parts(render_ofd(pdf))["Doc_0/Document.xml"]
    numbers = [page.get("ID") for page in found.iter(f"{OFD}Page")]
    places = seal_places(pdf)
    assert len(places) == 3
    for mark, place in zip(found.iter(f"{OFD}Bookmark"), places, strict=True):
        at = mark[0]
        assert mark.get("Name") == f"seal-{place.organ}"
        assert numbers.index(at.get("PageID")) == place.page - 1
        assert (float(str(at.get("Left"))), float(str(at.get("Top")))) == pytest.approx(
            (place.left, place.top), abs=0.001
        )


def test_odd_characters_come_through() -> None:
    """Letters with accents, rare names that another font prints, hyphens at line ends, and what XML escapes."""
    odd = "e\u0301 与 é；名单：张祎堃；A<B & C>D “引号”……——（试行），PM2.5≤0.05 mg/m³；A" + "-BCDEFGHI" * 8
    document = replace(EVERY["plan"], body=(Paragraph(odd),))
    pdf = render_pdf(document)
    ofd = render_ofd(pdf)
    require_the_same(pdf, ofd)
    text = "".join(text_of(page) for page in of_ofd(ofd))
    assert unicodedata.normalize("NFC", odd).replace(" ", "") in text.replace(" ", "")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"PK"])
def test_what_is_no_pdf_gives_none(content: bytes) -> None:
    with pytest.raises(ValueError, match="PDF"):
        render_ofd(content)


@pytest.mark.parametrize("name", EVERY)
def test_no_font_but_the_official_ones_is_named(name: str) -> None:
    assert set(fonts_by_text(EVERY[name]).values()) <= set(Face)


# ---- a PDF that another program made ----


WIDTHS = f"/FirstChar 32/LastChar 126/Widths[{'500 ' * 95}]"


def foreign(drawing: str, page: str = "", font: str = "SimHei,Bold") -> bytes:
    """A page by hand: what it draws, further entries of the page, and the name of its font F."""
    resources = f"/Font<</F<</Type/Font/Subtype/TrueType/BaseFont/{font}/Encoding/WinAnsiEncoding{WIDTHS}>>>>"
    resources += "/ExtGState<</G<</ca 0.5>>>>/XObject<</X 5 0 R>>"
    form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 15>>stream\n0 0 m 9 9 l S  \nendstream"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 720]/Contents 4 0 R/Resources<<{resources}>>{page}>>",
        f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream",
        form,
    ]
    made, offsets = "%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(f"{len(made):010d} 00000 n \n")
        made += f"{number} 0 obj\n{one}\nendobj\n"
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{''.join(offsets)}"
    return f"{made}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


TEXT = "BT /F 10 Tf 72 72 Td (Lianxi 1) Tj ET"


def test_text_lines_and_areas_of_another_program_keep_their_place_and_the_font_its_name() -> None:
    area = "1 0 0 rg 0 0 1 RG 2 w 144 144 72 36 re B 72 72 m 80 90 100 90 108 72 c S"
    pdf = foreign(f"{TEXT} {area}")
    ofd = ofd_of(pdf)
    assert ofd == render_ofd(pdf)
    require_the_same(pdf, ofd)
    found = parts(ofd)
    (font,) = found["Doc_0/PublicRes.xml"].iter(f"{OFD}Font")
    assert font.get("FontName") == "黑体"
    page = found["Doc_0/Pages/Page_0/Content.xml"]
    assert {one.get("Weight") for one in page.iter(f"{OFD}TextObject")} == {"700"}
    filled, drawn, curve = page.iter(f"{OFD}PathObject")
    assert [(one.get("Fill"), one.get("LineWidth")) for one in (filled, drawn)] == [
        ("true", None),
        (None, "0.706"),
    ]
    assert (filled[0].get("Value"), drawn[0].get("Value")) == ("255 0 0", "0 0 255")
    left, top, wide, high = (float(part) for part in str(filled.get("Boundary")).split())
    assert (left, top, wide, high) == pytest.approx((50.8, 190.5, 25.4, 12.7), abs=0.01)
    assert "B " in str(curve.findtext(f"{OFD}AbbreviatedData"))
    other = parts(render_ofd(foreign(TEXT, font="ABCDEF+Helvetica")))["Doc_0/PublicRes.xml"]
    assert [one.get("FontName") for one in other.iter(f"{OFD}Font")] == ["Helvetica"]


@pytest.mark.parametrize(
    ("drawing", "page"),
    [
        (f"{TEXT} q 9 0 0 9 9 9 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q", ""),
        (f"{TEXT} /X Do", ""),
        (f"/G gs {TEXT}", ""),
        (f"{TEXT} [3 2] 0 d 0 0 m 99 99 l S", ""),
        (TEXT.replace("72 72 Td", "200 Tz 72 72 Td"), ""),
        (TEXT.replace("72 72 Td", "1 0 0.4 1 72 72 Tm"), ""),
        (TEXT.replace("72 72 Td", "3 Tr 72 72 Td"), ""),
        (TEXT, "/Rotate 90"),
        (TEXT, "/CropBox[10 10 400 400]"),
    ],
    ids=("picture", "form", "clear", "dashed", "wide", "leaning", "unseen", "turned", "cropped"),
)
def test_what_is_not_understood_gives_none(drawing: str, page: str) -> None:
    pdf = foreign(drawing, page)
    with pytest.raises(ValueError, match="不能生成 OFD"):
        render_ofd(pdf)
    assert ofd_of(pdf) is None


@pytest.mark.office
@pytest.mark.parametrize("name", ["circular", "minutes", "annexes"])
def test_the_pdf_of_libreoffice_gives_the_same_in_ofd(name: str) -> None:
    pdf = converted({name: render_docx(EVERY[name])})[name]
    ofd = ofd_of(pdf)
    assert ofd is not None
    for given, wanted in zip(of_ofd(ofd), of_pdf(pdf), strict=True):
        # Of blanks in turned text the reader of PDF says nothing.
        printed = [[one for one in page if one.text.strip()] for page in (given, wanted)]
        assert text_of(printed[0]) == text_of(printed[1])
        for one, other in zip(*printed, strict=True):
            assert (one.x, one.y) == pytest.approx((other.x, other.y), abs=NEAR)
