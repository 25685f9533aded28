"""Lists as files: the same rows as CSV and XLSX, of every list, and of any length."""

import csv
import io
from datetime import date

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client, RequestFactory
from openpyxl import load_workbook

from cast import AT, Cast
from ledger.steps import entered
from lianxi.journal.models import Chain
from lianxi.ledger.actions import draft_circular, issue_slip
from lianxi.web.shared import tables
from lianxi.web.shared.tables import Column, table_response
from meetings.stages import agreed_minutes
from web.signing_in import seated

# Closing an answer ends its request, which looks at the connections.
pytestmark = pytest.mark.django_db
COLUMNS = (Column("编号"), Column("事项"), Column("时限", is_day=True), Column("数"))
ROWS = [
    ("2026-001", "=1+1", date(2026, 3, 2), 3),
    ("2026-002", "排查", None, None),
    ("2026-003", "http://x", None, 0.5),
]


def _bytes(answer: object) -> bytes:
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    # The end of a request closes its connection, which here is the test's own.
    request_finished.disconnect(close_old_connections)
    answer.close()  # type: ignore[attr-defined]
    request_finished.connect(close_old_connections)
    return content


def _sent(form: str, rows: list[tuple[object, ...]]) -> bytes:
    request = RequestFactory().get("/x", {"form": form})
    answer = table_response(request, "台账-2026-03-02", COLUMNS, iter(rows))  # type: ignore[arg-type]
    assert form in answer["Content-Disposition"]
    return _bytes(answer)


def test_a_spreadsheet_holds_texts_days_and_numbers_as_what_they_are() -> None:
    sheet = load_workbook(io.BytesIO(_sent("xlsx", ROWS))).active
    assert sheet is not None
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found[0] == ["编号", "事项", "时限", "数"]
    assert found[1][1] == "=1+1"
    assert sheet["B2"].data_type == "s"
    assert sheet["C2"].is_date
    assert found[2][2:] == [None, None]
    assert found[3][3] == 0.5
    assert sheet["B4"].hyperlink is None


def test_a_text_table_guards_formulas() -> None:
    rows = list(csv.reader(io.StringIO(_sent("csv", ROWS).decode("utf-8-sig"))))
    assert rows[1] == ["2026-001", "'=1+1", "2026-03-02", "3"]
    assert rows[2] == ["2026-002", "排查", "", ""]


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "ROWS_PER_SHEET", 2)
    book = load_workbook(io.BytesIO(_sent("xlsx", ROWS)))
    assert [sheet.max_row for sheet in book] == [3, 2]
    assert book.worksheets[1]["A2"].value == "2026-003"
    assert len(load_workbook(io.BytesIO(_sent("xlsx", []))).worksheets) == 1


@pytest.mark.parametrize(
    ("room", "heading", "least"),
    [
        ("ledger", "编号", 0),
        ("papers", "发文字号", 1),
        ("topics", "议题", 1),
        ("meetings", "名称", 1),
        ("journal", "号", 5),
        ("conference", "单位", 12),
        ("slips", "签发日期", 1),
        ("circulars", "统计时点", 1),
        ("clocks", "可靠程度", 38),
    ],
)
def test_every_list_offers_itself_as_a_file(cast: Cast, room: str, heading: str, least: int) -> None:
    agreed_minutes(cast)
    issue_slip(cast.director, AT, obligation_id=entered(cast).pk, step=1, reason="提前")
    draft_circular(cast.staff, AT, as_of=AT)
    client = seated(Client(), cast.staff)
    page = client.get(f"/{room}").content.decode()
    assert f"/{room}/export?form=xlsx" in page
    text = list(csv.reader(io.StringIO(_bytes(client.get(f"/{room}/export?form=csv")).decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(_bytes(client.get(f"/{room}/export?form=xlsx")))).active
    assert sheet is not None
    assert heading in text[0]
    assert len(text) > least
    assert sheet.max_row == len(text)


def test_the_journal_leaves_as_a_whole_across_pages(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lianxi.journal.reading.READ", 3)
    agreed_minutes(cast)
    client = seated(Client(), cast.staff)
    text = list(csv.reader(io.StringIO(_bytes(client.get("/journal/export")).decode("utf-8-sig"))))
    numbers = [int(row[0]) for row in text[1:]]
    assert numbers == list(range(Chain.objects.get(pk=cast.conference.pk).seq, 0, -1))


def test_nobody_without_a_seat_takes_a_list_away(client: Client, db: None) -> None:
    assert client.get("/papers/export").status_code == 302
