import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from lianxi.core.rooms import kind_of, paper_kinds
from lianxi.papers.layout import OfficialDocument, Paragraph, Stage, Table
from lianxi.papers.pdf import render_pdf, render_png_pages
from papers.layout import samples
from papers.layout.specimens import EVERY, RARE

NAMED = pytest.mark.parametrize("document", EVERY.values(), ids=EVERY)


def texts(document: OfficialDocument) -> list[str]:
    pdf = pypdfium2.PdfDocument(render_pdf(document))
    return [page.get_textpage().get_text_range() for page in pdf]


@NAMED
def test_equal_documents_are_equal_files(document: OfficialDocument) -> None:
    assert render_pdf(document) == render_pdf(replace(document))


def test_a_file_does_not_depend_on_the_process() -> None:
    code = (
        "import hashlib; from papers.layout import samples; from lianxi.papers.pdf import render_pdf;"
        "print(hashlib.sha256(render_pdf(samples.MINUTES)).hexdigest())"
    )
    root = Path(__file__).parents[3]
    environment = os.environ | {
        "PYTHONPATH": f"{root}/src:{root}/tests",
        "TZ": "America/New_York",
        "HOME": "/nowhere",
    }
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.strip() == hashlib.sha256(render_pdf(samples.MINUTES)).hexdigest()


def test_the_file_is_dated_with_the_day_of_issue() -> None:
    facts = pypdfium2.PdfDocument(render_pdf(samples.NOTICE)).get_metadata_dict()
    assert facts["CreationDate"] == facts["ModDate"] == "D:20260307000000Z"
    assert facts["Title"] == samples.NOTICE.title
    draft = replace(samples.NOTICE, issued_on=None, number=None, stage=Stage.DRAFT)
    assert "CreationDate" not in {
        key for key, value in pypdfium2.PdfDocument(render_pdf(draft)).get_metadata_dict().items() if value
    }


def test_rare_names_are_printed() -> None:
    document = replace(
        samples.NOTICE, body=(Paragraph(f"出席：{RARE}。"), Table(("姓名",), ((RARE,),))), signed_by=(RARE,)
    )
    assert "".join(texts(document)).count(RARE) == 3


@pytest.mark.parametrize("character", ["😀", "\U0010fffd", "ꦀ"])
def test_a_character_without_a_glyph_is_refused_with_its_place(character: str) -> None:
    document = replace(samples.NOTICE, body=(Paragraph("好"), Paragraph(f"坏{character}")))
    with pytest.raises(
        ValueError, match=rf"正文第2段里的“{character}”（U\+{ord(character):04X}）没有字体能印出"
    ):
        render_pdf(document)


def test_a_control_character_is_refused() -> None:
    with pytest.raises(ValueError, match="不能印出的控制字符 U\\+0007"):
        render_pdf(replace(samples.NOTICE, title="通\x07知"))


@pytest.mark.parametrize(
    "text", ['"#panic("x")', "\\u{41}\\", "#{", "$a$ *b* _c_ `d` <e> @f", "// 说明", "${x}"]
)
def test_text_is_never_markup(text: str) -> None:
    document = OfficialDocument(
        kind_of("report"),
        text,
        mark=text,
        signer=text,
        body=(Paragraph(text), Table((text,), ((text,),))),
        note=text,
    )
    shown = "".join("".join(page.split()) for page in texts(document))
    assert shown.count("".join(text.split())) >= 5


def test_an_unfinished_text_says_so_on_every_page() -> None:
    document = replace(samples.MINUTES, stage=Stage.COSIGN)
    assert all("【会签稿】" in page and "【演示】" in page for page in texts(document))
    assert not any("稿】" in page for page in texts(samples.MINUTES))


def test_the_emptiest_document_renders() -> None:
    for kind in paper_kinds().values():
        assert len(texts(OfficialDocument(kind, ""))) == 1


def test_a_very_long_paragraph_is_printed_whole() -> None:
    text = "会议指出要持续治理，" * 1000
    pages = texts(OfficialDocument(kind_of("notice"), "通知", body=(Paragraph(text),)))
    shown = "".join("".join(page.split()) for page in pages)
    assert shown.count("会议指出要持续治理，") + len(pages) >= 1000
    assert len(pages) == pytest.approx(10_000 / 22 / 28, abs=2)


def test_pages_are_drawn_for_the_screen() -> None:
    pages = render_png_pages(replace(samples.NOTICE, issued_on=date(2026, 3, 7)), ppi=48)
    assert len(pages) == 2
    assert all(page.startswith(b"\x89PNG") for page in pages)
