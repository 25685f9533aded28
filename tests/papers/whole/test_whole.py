"""What an edited DOCX prints or hides beside its paragraphs: each kind is refused by name, and plain files pass."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from lianxi.core.refusals import BadInput
from lianxi.core.rooms import kind_of
from lianxi.papers.files import Upload
from lianxi.papers.incoming import Parts, docx_lines, open_docx
from lianxi.papers.layout import OfficialDocument, Paragraph
from lianxi.papers.whole import require_whole, take_in

FILES = Path(__file__).parent / "files"
DOCUMENT = OfficialDocument(kind_of("minutes"), "2026年第一次全体会议纪要", body=(Paragraph("议定。"),))
WORDS = "由市住建局牵头"
Change = Callable[[Parts], None]


def opened(name: str) -> Parts:
    return open_docx(Upload(name, (FILES / name).read_bytes()))


def said(parts: Parts) -> str:
    """The refusal's sentence, empty where the file passes."""
    try:
        require_whole("改.docx", take_in(parts), DOCUMENT)
    except BadInput as refusal:
        return refusal.message
    return ""


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("D2.docx", "脚注"),
        ("D3.docx", "页眉里的文字“本纪要所列事项逾期一律通报扣分。”"),
        ("D12.docx", "图片"),
        ("D13.docx", "带删除线的文字“由市住建局牵头"),
        ("D18.docx", "嵌入的外部文件"),
    ],
)
def test_what_offices_sent_is_refused_by_name(name: str, what: str) -> None:
    assert what in said(opened(name))


@pytest.mark.parametrize("name", ["plain.docx", "libreoffice.docx"])
def test_a_plain_file_passes_whoever_saved_it(name: str) -> None:
    assert said(opened(name)) == ""
    assert docx_lines(opened(name)) == docx_lines(opened("plain.docx"))


def test_a_file_saved_by_python_docx_passes() -> None:
    made = io.BytesIO()
    docx.Document(io.BytesIO((FILES / "plain.docx").read_bytes())).save(made)
    assert said(open_docx(Upload("a.docx", made.getvalue()))) == ""


def in_run(properties: str) -> Change:
    """Give the run of the decision these properties."""

    def change(parts: Parts) -> None:
        _replace(
            parts,
            r'<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>(?=<w:t xml:space="preserve">由市住建局)',
            f'<w:rPr><w:rFonts w:hint="eastAsia"/>{properties}</w:rPr>',
        )

    return change


def in_paragraph(properties: str) -> Change:
    """Give the paragraph of the decision these properties."""

    def change(parts: Parts) -> None:
        _replace(
            parts,
            r'<w:pStyle w:val="BodyText"/>(?=</w:pPr><w:r>(?:(?!</w:p>).)*由市住建局)',
            f'<w:pStyle w:val="BodyText"/>{properties}',
        )

    return change


def in_style(properties: str, where: str = "rPr") -> Change:
    """Give the style of the body these properties."""

    def change(parts: Parts) -> None:
        _replace(parts, rf'(w:styleId="BodyText".*?<w:{where}>)', rf"\1{properties}", "word/styles.xml")

    return change


def behind(content: str) -> Change:
    """Put something into the paragraph of the decision, behind its text."""

    def change(parts: Parts) -> None:
        _replace(parts, r"(由市住建局[^<]*</w:t></w:r>)", rf"\1{content}")

    return change


def around(before: str, after: str) -> Change:
    """Put something around the run of the decision."""

    def change(parts: Parts) -> None:
        _replace(parts, r"(<w:r>(?:(?!</w:r>).)*由市住建局.*?</w:r>)", rf"{before}\1{after}")

    return change


def part(name: str, content: str | bytes) -> Change:
    """Add a part, or put it in the place of one."""

    def change(parts: Parts) -> None:
        parts[name] = content.encode() if isinstance(content, str) else content

    return change


def _replace(parts: Parts, wrong: str, right: str, name: str = "word/document.xml") -> None:
    text, count = re.subn(wrong, right, parts[name].decode(), count=1, flags=re.DOTALL)
    assert count == 1, wrong
    parts[name] = text.encode()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
RUN = "<w:r><w:t>另加经费。</w:t></w:r>"
BEGIN, END = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def code(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f"{BEGIN}{runs}{END}"


def forms(first: str, *others: str) -> str:
    rest = "".join(f"<mc:Fallback>{other}</mc:Fallback>" for other in others)
    return f'<w:r><mc:AlternateContent {MC}><mc:Choice Requires="wps">{first}</mc:Choice>{rest}</mc:AlternateContent></w:r>'


BOX = "<w:pict><v:rect {v}><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect></w:pict>"

REFUSED: dict[str, tuple[Change, str]] = {
    "endnote": (behind('<w:r><w:endnoteReference w:id="2"/></w:r>'), "尾注"),
    "a note that no mark refers to": (
        part(
            "word/endnotes.xml",
            f'<w:endnotes {W}><w:endnote w:id="3"><w:p>{RUN}</w:p></w:endnote></w:endnotes>',
        ),
        "尾注",
    ),
    "comment": (behind('<w:r><w:commentReference w:id="0"/></w:r>'), "批注"),
    "a comment without its mark": (
        part(
            "word/comments.xml",
            f'<w:comments {W}><w:comment w:id="0"><w:p>{RUN}</w:p></w:comment></w:comments>',
        ),
        "批注",
    ),
    "double strike": (in_run("<w:dstrike/>"), "删除线"),
    "strike by style": (in_style("<w:strike/>"), "删除线"),
    "hidden": (in_run("<w:vanish/>"), "隐藏的文字"),
    "hidden by style": (in_style("<w:vanish/>"), "隐藏的文字"),
    "hidden paragraph mark": (in_paragraph("<w:rPr><w:specVanish/></w:rPr>"), "隐藏的文字"),
    "white": (in_run('<w:color w:val="FFFFFF"/>'), "看不清的文字"),
    "nearly white": (in_run('<w:color w:val="EEEEDD"/>'), "看不清的文字"),
    "background colour of the theme": (
        in_run('<w:color w:val="auto" w:themeColor="background1"/>'),
        "看不清",
    ),
    "one point": (in_run('<w:sz w:val="2"/>'), "看不清的文字"),
    "squeezed": (in_run('<w:w w:val="1"/>'), "看不清的文字"),
    "black on black": (in_run('<w:shd w:val="clear" w:fill="000000"/>'), "看不清的文字"),
    "marked": (in_run('<w:highlight w:val="black"/>'), "看不清的文字"),
    "no line height": (in_paragraph('<w:spacing w:line="20" w:lineRule="exact"/>'), "行距过小"),
    "fill without colour": (in_run(f"<w14:textFill {W14}><w14:noFill/></w14:textFill>"), "文字效果"),
    "symbol": (behind('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'), "符号字体的符号"),
    "symbol font": (in_run('<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "符号字体的文字"),
    "private use": (behind("<w:r><w:t>\uf0fc</w:t></w:r>"), "符号字体的文字"),
    "automatic number": (
        in_paragraph('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'),
        "自动编号",
    ),
    "automatic number by style": (in_style('<w:numPr><w:numId w:val="3"/></w:numPr>', "pPr"), "自动编号"),
    "line numbers": (
        in_paragraph('<w:sectPr><w:lnNumType w:countBy="1"/></w:sectPr>'),
        "自动的行号",
    ),
    "formatting under revision": (in_run('<w:rPrChange w:id="1"><w:rPr/></w:rPrChange>'), "没有接受的修订"),
    "paragraph mark under revision": (in_paragraph('<w:pPrChange w:id="1"><w:pPr/></w:pPrChange>'), "修订"),
    "old drawing": (behind(f"<w:r>{BOX.format(v=V, text='另加。')}</w:r>"), "没有核对过的内容（pict）"),
    "old picture": (behind(forms("", f"<w:pict><v:rect {V}><v:imagedata/></v:rect></w:pict>")), "图片"),
    "watermark": (
        part(
            "word/header1.xml",
            f'<w:hdr {W}><w:p><w:r><w:pict><v:shape {V}><v:textpath string="作废"/></v:shape></w:pict></w:r></w:p></w:hdr>',
        ),
        "没有核对过的内容（pict）",
    ),
    "header of another page": (
        part("word/header9.xml", f"<w:hdr {W}><w:p>{RUN}</w:p></w:hdr>"),
        "页眉里的文字",
    ),
    "footer": (part("word/footer1.xml", f"<w:ftr {W}><w:p>{RUN}</w:p></w:ftr>"), "页脚里的文字“另加经费。”"),
    "sub-document": (behind("<w:subDoc/>"), "子文档"),
    "object": (behind("<w:r><w:object/></w:r>"), "嵌入的对象"),
    "ink": (behind("<w:r><w:contentPart/></w:r>"), "墨迹"),
    "ruby": (behind(f"<w:r><w:ruby><w:rt>{RUN}</w:rt></w:ruby></w:r>"), "拼音指南"),
    "formula": (behind(f"<m:oMath {M}><m:r><m:t>x</m:t></m:r></m:oMath>"), "公式"),
    "date of the day": (behind(code(" DATE ")), "会自动变化的域（DATE）"),
    "cut field": (behind(code(" FILL", "IN ")), "会自动变化的域（FILLIN）"),
    "simple field": (behind(f'<w:fldSimple w:instr=" DOCPROPERTY x ">{RUN}</w:fldSimple>'), "DOCPROPERTY"),
    "bound control": (
        around(
            '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a"/></w:sdtPr><w:sdtContent>', "</w:sdtContent></w:sdt>"
        ),
        "内容控件",
    ),
    "list control": (
        around("<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        "内容控件",
    ),
    "other words for other programs": (
        behind(forms("", BOX.format(v=V, text="另加。"))),
        "在不同软件里显示不同的内容",
    ),
    "turned text": (around('<w:bdo w:val="rtl">', "</w:bdo>"), "改变文字方向"),
    "foreign element": (around('<x:y xmlns:x="urn:x">', "</x:y>"), "没有核对过的内容（y）"),
    "picture nobody shows": (part("word/media/image1.png", b"\x89PNG"), "图片"),
    "embedded font": (part("word/fonts/font1.odttf", b"\0"), "嵌入的字体"),
    "building blocks": (part("word/glossary/document.xml", f"<w:document {W}/>"), "文档部件"),
    "page of another kind": (part("word/other.htm", "<p>另加</p>"), "附带的内容“word/other.htm”"),
    "mail merge": (
        part("word/settings.xml", f"<w:settings {W}><w:mailMerge/></w:settings>"),
        "邮件合并",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_prints_or_hides_beside_the_text_is_refused(kind: str) -> None:
    change, what = REFUSED[kind]
    parts = opened("plain.docx")
    change(parts)
    assert what in said(parts)


def test_a_hidden_row_and_a_filled_shape_are_refused() -> None:
    parts = opened("plain.docx")
    _replace(parts, "<w:cantSplit/>", "<w:cantSplit/><w:hidden/>")
    _replace(parts, "<a:noFill/>", '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>')
    _replace(parts, r'cy="\d+"', 'cy="100"')
    assert "表格行" in said(parts)
    assert "有底色或特殊形状的图形" in said(parts)
    assert "过小的文本框" in said(parts)


PASSED: dict[str, Change] = {
    "marks of the editor": around(
        '<w:bookmarkStart w:id="1" w:name="a"/><w:proofErr w:type="spellStart"/><w:hyperlink w:anchor="a">',
        '</w:hyperlink><w:proofErr w:type="spellEnd"/><w:bookmarkEnd w:id="1"/>',
    ),
    "plain control": around(
        "<w:sdt><w:sdtPr><w:id w:val='1'/></w:sdtPr><w:sdtContent>", "</w:sdtContent></w:sdt>"
    ),
    "strike set off": in_run('<w:strike w:val="0"/>'),
    "numbering set off": in_paragraph('<w:numPr><w:numId w:val="0"/></w:numPr>'),
    "bold and underlined": in_run('<w:b/><w:u w:val="single"/>'),
    "separators of notes": part(
        "word/footnotes.xml",
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote></w:footnotes>',
    ),
    "theme and properties": part("word/theme/theme1.xml", "<a/>"),
    "page number": behind(code(" PAGE ")),
}


@pytest.mark.parametrize("kind", PASSED)
def test_what_editors_add_without_printing_passes(kind: str) -> None:
    parts = opened("plain.docx")
    PASSED[kind](parts)
    assert said(parts) == ""
    assert docx_lines(parts) == docx_lines(opened("plain.docx"))


def test_the_second_form_of_a_box_is_not_read_twice() -> None:
    text = opened("libreoffice.docx")["word/document.xml"].decode()
    assert text.count("抄报：市人民政府。") == 2
    assert docx_lines(opened("libreoffice.docx")).count("抄报：市人民政府。") == 1
    assert zipfile.is_zipfile(FILES / "libreoffice.docx")
