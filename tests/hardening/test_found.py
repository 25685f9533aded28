"""What the malformed inputs found: each is refused with a sentence now."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from lianxi.core.refusals import BadInput, Told
from lianxi.law.reading.docxfile import docx_text
from lianxi.tables.sheet_package import check_package

TESTS = Path(__file__).parents[1]
DOCX = (TESTS / "papers" / "whole" / "files" / "plain.docx").read_bytes()


def test_a_document_whose_packed_text_is_damaged_is_refused() -> None:
    with zipfile.ZipFile(BytesIO(DOCX)) as package:
        place = package.getinfo("word/document.xml").header_offset + 30 + len("word/document.xml")
    damaged = DOCX[:place] + b"\xff" * 200 + DOCX[place + 200 :]
    with pytest.raises((BadInput, Told)):
        docx_text(damaged)


def test_a_workbook_packed_by_a_later_version_is_refused() -> None:
    # The version needed to unpack stands six bytes into each entry of the central directory.
    place = DOCX.index(b"PK\x01\x02") + 6
    with pytest.raises(BadInput, match="已损坏"):
        check_package("x.xlsx", DOCX[:place] + b"\xff\x00" + DOCX[place + 2 :])
