"""What is kept when a paper is issued: three files, two hashes each, the same bytes whenever they are made again."""

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
from lianxi.papers.sealing import seal_places
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


Called = tuple[str, int | None, tuple[float, ...] | None]
_calls: list[Called] = []


def _swap(file: bytes, format_: str, page: int | None, box: tuple[float, ...] | None) -> bytes:
    _calls.append((format_, page, box))
    return file + b"\n% sealed"


def _spoil(_file: bytes, *_told: object) -> bytes:
    return b"no file"


def _spoil_ofd(file: bytes, format_: str, *_told: object) -> bytes:
    return file if format_ == "pdf" else b"no file"


def _break_down(_file: bytes, *_told: object) -> bytes:
    raise RuntimeError("设备未连接")


def test_sm3_is_that_of_the_standard() -> None:
    assert digests_of(b"abc").sm3 == SM3_ABC
    assert digests_of(b"abcd" * 16).sm3 == SM3_64


def test_all_files_are_kept_with_both_hashes(cast: Cast) -> None:
    paper = issued(cast)
    assert paper.pdf is not None
    assert paper.ofd is not None
    assert read_file(paper.file)[:2] == b"PK"
    assert read_file(paper.pdf)[:5] == b"%PDF-"
    assert (paper.ofd.media_type, paper.ofd.name) == ("application/ofd", paper.pdf.name[:-3] + "ofd")
    for file in (paper.file, paper.pdf, paper.ofd):
        assert digests_of_file(path_of(file.sha256)) == (file.sha256, file.sm3)


def test_the_same_version_gives_the_same_bytes_again(cast: Cast) -> None:
    issued(cast)
    papers = Paper.objects.select_related("file", "pdf", "ofd").order_by("pk")
    assert {paper.kind for paper in papers} >= {"notice", "minutes"}
    for paper in papers:
        again = render_files(from_dict(paper.document))
        assert paper.pdf is not None
        assert paper.ofd is not None
        kept = (read_file(paper.file), read_file(paper.pdf), read_file(paper.ofd))
        assert (again.docx, again.pdf, again.ofd) == kept


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
    assert paper.ofd is not None
    for kept in (paper.pdf, paper.ofd):
        path, content = path_of(kept.sha256), read_file(kept)
        path.write_bytes(content[:-1])
        spoiled = [found.record for found in verify_files()]
        path.write_bytes(content)
        assert set(spoiled) == {f"papers.storedfile:{paper.file_id}", f"papers.storedfile:{kept.pk}"}


def test_a_configured_seal_product_gets_pdf_and_ofd(cast: Cast, settings: Any) -> None:
    settings.SEALER = f"{__name__}._swap"
    _calls.clear()
    called_meeting(cast)
    paper = Paper.objects.get(kind="notice")
    made = render_files(from_dict(paper.document))
    assert paper.pdf is not None
    assert paper.ofd is not None
    assert read_file(paper.pdf) == made.pdf + b"\n% sealed"
    assert read_file(paper.ofd) == made.ofd + b"\n% sealed"
    place = seal_places(made.pdf)[0]
    at = (place.page, (place.left, place.top, place.size, place.size))
    assert _calls == [("pdf", *at), ("ofd", *at)]


def test_a_paper_that_leaves_no_place_says_so_to_the_seal_product(cast: Cast, settings: Any) -> None:
    minutes = agreed_minutes(cast)
    settings.SEALER = f"{__name__}._swap"
    _calls.clear()
    issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    assert [call for call in _calls if call[1] is None] == [("pdf", None, None), ("ofd", None, None)]


@pytest.mark.parametrize(
    ("sealer", "said"), [("_spoil", "不是 PDF"), ("_spoil_ofd", "不是 OFD"), ("_break_down", "设备未连接")]
)
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
