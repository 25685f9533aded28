"""Every PDF that a page gives, measured: the same words as its DOCX, in the type area, with the head of its kind."""

import pytest
from django.db import connection, transaction
from django.test import Client

from cast import Cast, found_cast
from ledger.steps import at, entered
from lianxi.ledger.daily import issue_slips
from lianxi.ledger.models import Slip
from lianxi.meetings.actions import issue_minutes
from lianxi.meetings.models import Minutes
from lianxi.papers.files import Upload, path_of, read_file
from lianxi.papers.incoming import docx_lines, open_docx
from lianxi.papers.models import Paper
from meetings.stages import LATER, agreed_minutes, circulated_minutes
from papers.measured import Measured
from papers.paths import drafted
from web.signing_in import seated

near = pytest.approx
# The top of the red mark under the paper's top, by the form of the kind (7.2.4, 10.1, 10.3).
ORDINARY, LETTER = 72, 30


def draft(cast: Cast) -> tuple[str, str, int]:
    pk = drafted(cast).pk
    return f"/papers/drafts/{pk}/preview.pdf", f"/papers/drafts/{pk}/preview.docx", LETTER


def slip(cast: Cast) -> tuple[str, str, int]:
    entered(cast, due_on=at(11).date())
    issue_slips(at(8))
    pk = Slip.objects.get().pk
    return f"/slips/{pk}/document.pdf", f"/slips/{pk}/document.docx", LETTER


def minutes(cast: Cast) -> tuple[str, str, int]:
    pk = circulated_minutes(cast).pk
    return f"/minutes/{pk}/preview.pdf", f"/minutes/{pk}/preview.docx", ORDINARY


def _issued(cast: Cast) -> Paper:
    return issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)


def paper(cast: Cast) -> tuple[str, str, int]:
    row = _issued(cast)
    return f"/papers/{row.pk}/paper.pdf", f"/files/{row.file_id}", ORDINARY


def notice(cast: Cast) -> tuple[str, str, int]:
    row = Minutes.objects.get(pk=circulated_minutes(cast).pk).meeting.notice
    assert row is not None
    return f"/papers/{row.pk}/paper.pdf", f"/files/{row.file_id}", ORDINARY


def extract(cast: Cast) -> tuple[str, str, int]:
    stem = f"/papers/{_issued(cast).pk}/extract/{cast.unit('市住建局').pk}"
    return f"{stem}.pdf", f"{stem}.docx", ORDINARY


@pytest.mark.parametrize("made", [draft, slip, minutes, paper, notice, extract])
def test_a_pages_pdf_is_the_docx_in_its_kinds_geometry(cast: Cast, client: Client, made: object) -> None:
    pdf_url, docx_url, top = made(cast)  # type: ignore[operator]
    seated(client, cast.staff)
    pdf, docx = client.get(pdf_url), client.get(docx_url)
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert "inline" in pdf["Content-Disposition"]
    content = docx.getvalue() if docx.streaming else docx.content
    measured = Measured(pdf.content)
    # What is at a fixed place in one file is in the flow of the other: the same characters, in any order.
    lines = docx_lines(open_docx(Upload("a.docx", content)))
    assert sorted("".join("".join(lines).split())) == sorted(measured.text)
    first = measured.sheets[0]
    assert (first.width, first.height) == near((210, 297), abs=0.1)
    mark = first.ink(25, 105, red=True) if top == ORDINARY else first.ink(20, 45, red=True)
    assert mark.top == near(top, abs=1)
    for sheet in measured.sheets:
        text = sheet.ink(38, 262, red=False)
        assert text.left > 28 - 0.5
        assert text.right < 184 + 0.5


def test_a_paper_issued_before_ofd_was_kept_gets_one_from_its_pdf_and_says_so(
    cast: Cast, client: Client
) -> None:
    row = _issued(cast)
    assert row.pdf is not None
    assert row.ofd is not None
    url = f"/papers/{row.pk}/paper.ofd"
    seated(client, cast.staff)
    kept = client.get(url).content
    assert kept == read_file(row.ofd)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE papers_paper SET ofd_id = NULL WHERE id = %s", [row.pk])
        page = client.get(f"/papers/{row.pk}").content.decode()
        assert f'href="{url}"' in page
        assert "印发时没有留存" in page
        assert client.get(url).content == kept
        path, content = path_of(row.pdf.sha256), read_file(row.pdf)
        path.write_bytes(content[:-1])
        damaged = client.get(url)
        path.write_bytes(content)
        assert (damaged.status_code, "校验值不一致" in damaged.content.decode()) == (500, True)
        transaction.set_rollback(True)


def test_the_pdf_of_another_conference_is_not_found(cast: Cast, client: Client) -> None:
    seated(client, found_cast("另一联席会议", "OTHER").staff)
    for made in (draft, extract, slip):
        assert client.get(made(cast)[0]).status_code == 404
