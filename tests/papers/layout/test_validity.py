from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from lianxi.papers.layout import OfficialDocument, render_docx
from papers.layout.specimens import EVERY

# The port asks for a theme; ECMA-376 part 1, 11.3.2 and the SDK it is ported from do not.
NOT_ASKED = "officeDocument/2006/relationships/theme"


@pytest.mark.parametrize("document", EVERY.values(), ids=EVERY)
def test_an_open_xml_validator_finds_nothing(document: OfficialDocument, tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    file.write_bytes(render_docx(document))
    found = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(file).errors
    assert [str(error) for error in found if NOT_ASKED not in str(error)] == []
