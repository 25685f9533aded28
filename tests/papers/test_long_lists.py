"""Lists of addressees longer than the 版记, marks of many organs, and lines that cannot be broken."""

import io
import re
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from docx import Document as Docx

from lianxi.core.papers import PaperKind
from lianxi.core.rooms import kind_of
from lianxi.papers.layout import DocNumber, OfficialDocument, Paragraph, check, render_docx
from lianxi.papers.layout.addressing import LIST_TITLE, with_listed
from lianxi.papers.pdf import render_pdf

TEXT = "各单位要抓好落实，按时报送情况，不得迟报漏报。"
PLAIN = OfficialDocument(
    kind_of("notice"),
    "关于开展专项检查的通知",
    mark="泉州市卫健委文件",
    number=DocNumber("泉卫", 2026, 1),
    issued_on=date(2026, 3, 9),
    recipients=("市住建局",),
    body=(Paragraph(TEXT),) * 4,
    signed_by=("泉州市卫健委",),
    printed_by="泉州市卫健委",
)


def names(count: int, length: int) -> tuple[str, ...]:
    return tuple(f"市{n:02d}" + "机关单位名称很长很长很长"[: length - 4] + "局" for n in range(count))


def pages(document: OfficialDocument) -> list[str]:
    """The text of each page without its number."""
    found = pypdfium2.PdfDocument(render_pdf(document))
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in found]
    return [re.sub("—\\d+—", "", text) for text in texts]


@pytest.mark.parametrize("field", ["recipients", "copies", "copies_up"])
@pytest.mark.parametrize(("count", "length"), [(40, 14), (55, 10), (100, 8), (200, 12)])
@pytest.mark.parametrize("kind", [kind_of("notice"), kind_of("minutes")])
def test_no_addressee_is_lost(kind: PaperKind, count: int, length: int, field: str) -> None:
    many = names(count, length)
    document = replace(PLAIN, kind=kind, **{field: many})  # type: ignore[arg-type]
    printed = "".join(pages(document))
    assert [name for name in many if name not in printed] == []
    made = Docx(io.BytesIO(render_docx(document)))
    written = "".join("".join(paragraph.text.split()) for paragraph in made.paragraphs)
    assert [name for name in many if name not in written] == []


def test_a_long_list_becomes_an_annex_that_the_imprint_points_to() -> None:
    printed = pages(replace(PLAIN, kind=kind_of("minutes"), recipients=names(55, 10)))
    assert f"分送：附件“{LIST_TITLE}”所列55个单位。" in printed[-1]
    assert f"附件：{LIST_TITLE}" in printed[0]


@pytest.mark.parametrize("count", [1, 5, 16])
def test_a_list_that_fits_stays_where_it_was(count: int) -> None:
    document = replace(PLAIN, kind=kind_of("minutes"), recipients=names(count, 8))
    assert with_listed(document) is document


@pytest.mark.parametrize("count", [2, 4, 6, 8, 10, 12])
def test_page_one_of_a_joint_paper_shows_text(count: int) -> None:
    organs = names(count, 12)
    first = pages(replace(PLAIN, mark="文件", mark_organs=organs, signed_by=organs))[0]
    assert all(name in first for name in organs)
    assert TEXT in first


@pytest.mark.parametrize("text", ["_" * 60, "1" * 80, "http://" + "a" * 100, "＿" * 40])
def test_what_cannot_be_broken_is_refused(text: str) -> None:
    document = replace(PLAIN, body=(Paragraph(f"姓名：{text}"),))
    assert [one.message for one in check(document) if "不能断行" in one.message]


@pytest.mark.parametrize(
    "text", ["_" * 50, "姓名：________ 职务：________", "http://www.quanzhou.gov.cn/a/b", TEXT * 5]
)
def test_what_fits_or_breaks_is_not(text: str) -> None:
    document = replace(PLAIN, body=(Paragraph(text),))
    assert not [one.message for one in check(document) if "不能断行" in one.message]
