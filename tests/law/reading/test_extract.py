"""Files to text: each kind of file, each encoding, and a plain sentence for each that gives no text."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest

from lianxi.law.reading import Unreadable, extract, read_text

from .conftest import seed_reading, seed_text


def said(path: Path) -> str:
    """Give the sentence with which a file is refused; it is one Chinese sentence that says what to do."""
    with pytest.raises(Unreadable) as refusal:
        extract(path)
    sentence = str(refusal.value)
    assert re.fullmatch(r"[^。\n]{8,120}。", sentence)
    return sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("code", ["QZ", "GD"])
def test_encodings(tmp_path, encoding, code):
    path = tmp_path / "文件.txt"
    path.write_bytes(seed_text(code).encode(encoding))
    assert extract(path) == seed_text(code)


def test_big5(tmp_path, gold):
    text = gold("14")[0].text.replace("•", "").replace("档", "檔")
    path = tmp_path / "繁體.txt"
    path.write_bytes(text.encode("big5", errors="ignore"))
    assert "職業病防治工作聯席會議制度" in extract(path)


def test_docx_with_a_table(tmp_path):
    document = docx.Document()
    document.add_paragraph("乙市尘肺病防治联席会议成员单位职责分工")
    table = document.add_table(rows=0, cols=2)
    for unit, duty in (("市卫健委", "负责筛查。"), ("市教育局", "开展宣传。"), ("市财政局", "保障经费。")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = unit, duty
    document.add_paragraph("联席会议每年召开一次。")
    path = tmp_path / "职责.docx"
    document.save(str(path))
    text = extract(path)
    assert "市卫健委\t负责筛查。" in text
    assert set(read_text(text).duties) == {"市卫健委", "市教育局", "市财政局"}


def test_docx_reads_like_the_text(tmp_path):
    document = docx.Document()
    for line in seed_text("QZ").split("\n"):
        document.add_paragraph(line)
    path = tmp_path / "泉州.docx"
    document.save(str(path))
    reading = read_text(extract(path), code="QZ")
    assert [one.id for one in reading.clauses] == [one.id for one in seed_reading("QZ").clauses]


def test_html_without_scripts_and_styles(tmp_path):
    body = "".join(f"<p>{line}</p>" for line in seed_text("GD").split("\n"))
    page = f"<!DOCTYPE html><html><head><title>某网</title><style>p{{}}</style></head><body><script>alert('坏')</script>{body}</body></html>"
    path = tmp_path / "页.html"
    path.write_bytes(page.encode())
    text = extract(path)
    assert "alert" not in text
    assert "某网" not in text
    assert read_text(text).duties == seed_reading("GD").duties


def test_html_table_cells_are_parted(tmp_path):
    path = tmp_path / "表.html"
    path.write_text(
        "<html><body><table><tr><td>市卫健委</td><td>负责筛查。</td></tr></table></body></html>", "utf-8"
    )
    assert extract(path) == "市卫健委\t负责筛查。"


def test_pdf_with_a_text_layer(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(_pdf("Joint conference 2021"))
    assert "Joint conference 2021" in extract(path)


def test_pdf_with_images_only(tmp_path):
    document = pdfium.PdfDocument.new()
    document.new_page(200, 200)
    path = tmp_path / "scan.pdf"
    document.save(str(path))
    assert "文字识别" in said(path)


def test_encrypted_pdf(tmp_path):
    path = tmp_path / "locked.pdf"
    path.write_bytes(_encrypted(_pdf("secret")))
    assert "密码" in said(path)


def test_broken_pdf(tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing here")
    assert "损坏" in said(path)


@pytest.mark.parametrize("content", [b"", b"  \n\n ", "\ufeff\n".encode()])
def test_empty(tmp_path, content):
    path = tmp_path / "空.txt"
    path.write_bytes(content)
    assert re.search("空|没有任何文字", said(path))


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (bytes(range(256)) * 40, "不是文字"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "图片"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧版"),
        (b"\x7fELF\x02\x01\x01", "程序"),
    ],
)
def test_binary(tmp_path, content, word):
    path = tmp_path / "x.dat"
    path.write_bytes(content)
    assert word in said(path)


@pytest.mark.parametrize("megabytes", [50, 200])
def test_too_large_is_refused_before_it_is_read(tmp_path, megabytes):
    path = tmp_path / "大.txt"
    with path.open("wb") as stream:
        stream.truncate(megabytes * 1024 * 1024)
    assert f"{megabytes} MB" in said(path)


def test_too_much_text(tmp_path):
    path = tmp_path / "长.txt"
    path.write_text("市卫健委负责。" * 90_000, "utf-8")
    assert "上限" in said(path)


def test_missing_file_and_folder(tmp_path):
    assert "找不到" in said(tmp_path / "无.txt")
    assert "文件夹" in said(tmp_path)


def test_docx_bomb(tmp_path):
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<a>" + b" " * (64 * 1024 * 1024))
    assert "大得不正常" in said(path)


def test_docx_bomb_that_lies_about_its_size(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (32 * 1024 * 1024))
    size = (32 * 1024 * 1024).to_bytes(4, "little")
    path = tmp_path / "liar.docx"
    path.write_bytes(stream.getvalue().replace(size, (1000).to_bytes(4, "little")))
    assert re.search("损坏|大得不正常", said(path))


def test_xml_entities_are_not_expanded(tmp_path):
    path = tmp_path / "laughs.docx"
    lines = ['<!DOCTYPE d [<!ENTITY a "哈">'] + [
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "".join(lines) + "]><d>&i;</d>")
    assert len(said(path)) > 10


@pytest.mark.parametrize(
    ("member", "word"),
    [("xl/workbook.xml", "电子表格"), ("ppt/a.xml", "演示"), ("OFD.xml", "OFD 已损坏"), ("a.txt", "压缩包")],
)
def test_other_packages(tmp_path, member, word):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(member, "x")
    assert word in said(path)


def test_no_headings_is_no_error(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("各位同事，本周五下午开会，请准时参加。", "utf-8")
    assert read_text(extract(path)).founds_conference is False


def _pdf(words: str) -> bytes:
    """A one-page PDF with a text layer, written by hand."""
    stream = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return _assembled(objects, "<< /Size 6 /Root 1 0 R >>")


def _assembled(objects: list[str], trailer: str) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def _encrypted(plain: bytes) -> bytes:
    """The same page behind a user password: an encryption dictionary whose keys fit no empty password."""
    assert plain.startswith(b"%PDF")
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>",
    ]
    return _assembled(objects, f"<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<{'00' * 16}> <{'00' * 16}>] >>")
