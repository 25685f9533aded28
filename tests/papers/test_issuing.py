"""What is kept when a paper is issued: two files, two hashes each, the same bytes whenever they are made again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from cast import Cast
from lianxi.core.refusals import BadInput
from lianxi.meetings.actions import issue_minutes
from lianxi.papers.digests import digests_of, digests_of_file
from lianxi.papers.files import path_of, read_file
from lianxi.papers.layout import Paragraph, from_dict
from lianxi.papers.models import Paper
from lianxi.papers.rendering import render_files
from lianxi.papers.verify import verify_files
from meetings.stages import LATER, agreed_minutes, called_meeting

# GB/T 32905-2016, appendix A: the two worked examples.
SM3_ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
SM3_64 = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"


@pytest.fixture(autouse=True)
def _undone(db: None) -> Iterator[None]:
    """What a test breaks is taken back, so that the check at the end of a test passes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def issued(cast: Cast) -> Paper:
    return issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)


def _swap(pdf: bytes) -> bytes:
    return pdf + b"\n% sealed"


def _spoil(_pdf: bytes) -> bytes:
    return b"no file"


def _break_down(_pdf: bytes) -> bytes:
    raise RuntimeError("设备未连接")


def test_sm3_is_that_of_the_standard() -> None:
    assert digests_of(b"abc").sm3 == SM3_ABC
    assert digests_of(b"abcd" * 16).sm3 == SM3_64


def test_both_files_are_kept_with_both_hashes(cast: Cast) -> None:
    paper = issued(cast)
    assert paper.pdf is not None
    assert read_file(paper.file)[:2] == b"PK"
    assert read_file(paper.pdf)[:5] == b"%PDF-"
    for file in (paper.file, paper.pdf):
        assert digests_of_file(path_of(file.sha256)) == (file.sha256, file.sm3)


def test_the_same_version_gives_the_same_bytes_again(cast: Cast) -> None:
    issued(cast)
    papers = Paper.objects.select_related("file", "pdf").order_by("pk")
    assert {paper.kind for paper in papers} >= {"notice", "minutes"}
    for paper in papers:
        again = render_files(from_dict(paper.document))
        assert paper.pdf is not None
        assert (again.docx, again.pdf) == (read_file(paper.file), read_file(paper.pdf))


def test_verification_reads_both_files_and_both_hashes(cast: Cast) -> None:
    paper = issued(cast)
    assert paper.pdf is not None
    assert list(verify_files()) == []
    with connection.cursor() as cursor:
        wrong = [SM3_ABC, paper.file_id]
        cursor.execute("UPDATE papers_storedfile SET sm3 = %s WHERE id = %s", wrong)
    assert [found.message for found in verify_files()] == [
        f"文件“{paper.file.name}”（papers.storedfile:{paper.file_id}）的 SM3 校验值与登记的不符。"
    ]
    path, content = path_of(paper.pdf.sha256), read_file(paper.pdf)
    path.write_bytes(content[:-1])
    spoiled = [found.record for found in verify_files()]
    path.write_bytes(content)
    assert set(spoiled) == {f"papers.storedfile:{paper.file_id}", f"papers.storedfile:{paper.pdf_id}"}


def test_a_configured_seal_product_gets_the_pdf(cast: Cast, settings: Any) -> None:
    settings.SEALER = f"{__name__}._swap"
    called_meeting(cast)
    paper = Paper.objects.get(kind="notice")
    assert paper.pdf is not None
    assert read_file(paper.pdf) == render_files(from_dict(paper.document)).pdf + b"\n% sealed"


@pytest.mark.parametrize(("sealer", "said"), [("_spoil", "不是 PDF"), ("_break_down", "设备未连接")])
def test_a_seal_product_that_fails_refuses_the_issue(
    cast: Cast, settings: Any, sealer: str, said: str
) -> None:
    settings.SEALER = f"{__name__}.{sealer}"
    with pytest.raises(BadInput) as refused:
        called_meeting(cast)
    assert said in refused.value.message
    assert not Paper.objects.exists()


def test_what_no_font_prints_is_refused_with_its_place(cast: Cast) -> None:
    paper = issued(cast)
    odd = from_dict({**paper.document, "body": [{"block": "paragraph", "text": "见\U0001f600"}]})
    assert odd.body == (Paragraph("见\U0001f600"),)
    with pytest.raises(BadInput) as refused:
        render_files(odd)
    assert "正文第1段" in refused.value.message
