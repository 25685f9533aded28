"""A unit's own PDF beside its DOCX: the same words pass, other words and what is no text do not."""

import io
from collections.abc import Callable
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
from pypdfium2 import raw

from lianxi.core.refusals import BadInput
from lianxi.core.rooms import kind_of
from lianxi.papers.files import Upload
from lianxi.papers.incoming import Parts, open_docx
from lianxi.papers.layout import Attendance, OfficialDocument, Paragraph, Stage, render_docx
from lianxi.papers.pdf import render_pdf
from lianxi.papers.pdfchild import look_into
from lianxi.papers.whole import require_same_text, take_in

DOCUMENT = OfficialDocument(
    kind_of("minutes"),
    "2026年第一次全体会议纪要",
    mark="联席会议纪要",
    body=tuple(Paragraph(f"{n}.由市住建局牵头，市卫健委配合，完成粉尘危害检查。") for n in range(1, 60)),
    attendance=(Attendance("出席", ("市卫健委 张三", "市住建局 李四")),),
    recipients=("市卫健委", "市住建局"),
    copies_up=("市人民政府",),
    printed_by="市卫健委",
    stage=Stage.COSIGN,
)


def parts_of(document: OfficialDocument) -> Parts:
    return open_docx(Upload("a.docx", render_docx(document)))


def said(pdf: bytes, document: OfficialDocument = DOCUMENT) -> str:
    try:
        require_same_text("a.pdf", look_into(pdf), take_in(parts_of(document)))
    except BadInput as refusal:
        return refusal.message
    return ""


def test_the_same_words_pass_over_pages_with_page_header() -> None:
    made = render_pdf(DOCUMENT)
    assert len(pdfium.PdfDocument(made)) > 2
    assert said(made) == ""


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (DOCUMENT.body[:-1], "没有 DOCX 里的“59.由市住建局牵头"),
        (
            (*DOCUMENT.body, Paragraph("经费由市住建局自行解决。")),
            "多出文字（“经费由市住建局自行解决。”附近）",
        ),
        (
            (*DOCUMENT.body[:-1], Paragraph("59.由市卫健委牵头，市住建局配合，完成粉尘危害检查。")),
            "没有 DOCX 里的",
        ),
    ],
    ids=["less", "more", "units changed about"],
)
def test_other_words_are_refused(body: tuple[Paragraph, ...], what: str) -> None:
    assert what in said(render_pdf(replace(DOCUMENT, body=body)))


def saved(document: pdfium.PdfDocument) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _picture(document: pdfium.PdfDocument) -> None:
    picture = pdfium.PdfImage.new(document)
    picture.set_bitmap(pdfium.PdfBitmap.new_native(4, 4, raw.FPDFBitmap_BGR))
    page = document[0]
    page.insert_obj(picture)
    page.gen_content()


def _note(document: pdfium.PdfDocument) -> None:
    page = document[0]
    raw.FPDFPage_CloseAnnot(raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_FREETEXT))


def _attached(document: pdfium.PdfDocument) -> None:
    document.new_attachment("a.txt").set_data(b"a")


def _white(document: pdfium.PdfDocument) -> None:
    page = document[0]
    one = next(one for one in page.get_objects() if one.type == raw.FPDF_PAGEOBJ_TEXT)
    raw.FPDFPageObj_SetFillColor(one, 255, 255, 255, 255)
    page.gen_content()


@pytest.mark.parametrize(
    ("change", "what"),
    [(_picture, "图片"), (_note, "批注或表单"), (_attached, "附件"), (_white, "看不见的文字")],
)
def test_what_is_no_text_is_refused(change: Callable[[pdfium.PdfDocument], None], what: str) -> None:
    document = pdfium.PdfDocument(render_pdf(DOCUMENT))
    change(document)
    assert f"里有{what}，不能核对" in said(saved(document))


def test_a_scan_and_a_broken_file_are_told() -> None:
    empty = pdfium.PdfDocument.new()
    empty.new_page(100, 100)
    assert "里没有文字" in said(saved(empty))
    assert "读不出来" in said(b"%PDF-1.7 own")
    assert look_into(b"%PDF-1.7 own") is None
