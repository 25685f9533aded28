"""The DOCX as LibreOffice prints it against our PDF: the same characters in the same order, the same pages."""

from dataclasses import replace

import pytest

from lianxi.papers.layout import OfficialDocument, Paragraph, render_docx
from lianxi.papers.pdf import render_pdf
from lianxi.papers.sealing import seal_places
from papers.conftest import by_office, by_typst
from papers.layout import samples
from papers.layout.specimens import EVERY, SENTENCE
from papers.measured import Measured
from papers.office import converted

SHORT, LONG = "各成员单位要抓好落实。", "各成员单位要抓好落实，按时报送情况，不得迟报漏报，" * 3
NAMED = pytest.mark.parametrize("name", EVERY)


def tail(paragraphs: int, last: str, *, sealed: bool) -> OfficialDocument:
    """A paper whose signature falls, with the number of its paragraphs, anywhere on a page."""
    body = (Paragraph(SHORT),) * paragraphs + (Paragraph(last),)
    return replace(samples.NOTICE, attachments=(), note="", body=body, sealed=sealed)


TAILS = {
    f"{paragraphs}-{len(last)}-{sealed}": tail(paragraphs, last, sealed=sealed)
    for paragraphs in range(24)
    for last, sealed in ((SHORT, False), (LONG, True))
}


def signature_has_company(measured: Measured) -> bool:
    sheet = next(sheet for sheet in measured.sheets if "2026年3月7日" in sheet.text)
    return any(char.text == "落" for char in sheet.chars)


def test_the_signature_is_never_alone_on_a_page() -> None:
    assert [
        name for name, document in TAILS.items() if not signature_has_company(Measured(render_pdf(document)))
    ] == []


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("sole", [False, True])
def test_a_long_last_paragraph_is_parted_and_its_last_line_stays_with_the_signature(
    sealed: bool, sole: bool
) -> None:
    """Moving it whole would leave page one without text (7.3.3), or half a page blank."""
    for sentences in range(4, 22):
        last = Paragraph(SENTENCE * sentences)
        body = (last,) if sole else (Paragraph(SHORT), last)
        document = replace(samples.NOTICE, attachments=(), note="", body=body, sealed=sealed)
        content = render_pdf(document)
        measured = Measured(content)
        signed = next(sheet for sheet in measured.sheets if "2026年3月7日" in sheet.text)
        assert not signed.text.startswith((samples.OFFICE, "2026年3月7日"))
        lines = [len(sheet.lines()) for sheet in measured.sheets]
        assert lines[0] >= 8 or len(lines) == 1
        for place in seal_places(content):
            name = measured.sheets[place.page - 1].find(samples.OFFICE)
            middle = (name[0].left + name[-1].right) / 2
            assert place.left + place.size / 2 == pytest.approx(middle, abs=0.5)
            assert place.top + place.size / 2 == pytest.approx(name[0].base - 2.1, abs=0.5)


@pytest.mark.office
def test_both_break_pages_alike_wherever_the_text_ends() -> None:
    files = converted({name: render_docx(document) for name, document in TAILS.items()})
    for name, document in TAILS.items():
        office, ours = Measured(files[name]), Measured(render_pdf(document))
        assert [sheet.text for sheet in office.sheets] == [sheet.text for sheet in ours.sheets]
        assert signature_has_company(office)


@pytest.mark.office
@NAMED
def test_both_print_the_same_text_on_as_many_pages(name: str) -> None:
    assert by_office()[name].text == by_typst(name).text
    assert len(by_office()[name].sheets) == len(by_typst(name).sheets)
