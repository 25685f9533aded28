"""Pages of slips: every seat sees what it may do; the list, the slip, its document, the ladder, the form by hand."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from cast import Cast
from ledger.steps import acknowledged, at, entered
from lianxi.ledger.actions import issue_slip
from lianxi.ledger.models import Rung, Slip
from lianxi.meetings.actions import issue_minutes
from lianxi.meetings.models import Meeting
from meetings.stages import LATER, agreed_minutes
from web.signing_in import posts, seated, words


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at(14, 1))


@pytest.fixture
def slip(cast: Cast) -> Slip:
    row = acknowledged(cast, entered(cast, due_on=date(2026, 3, 13)))
    return issue_slip(cast.staff, at(14), obligation_id=row.pk, step=1)


def read(client: Client, url: str) -> Any:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get(url)
    assert response.status_code == 200, response.content.decode()[:500]
    assert len(asked) <= 15
    return response


def test_the_unit_reads_receives_and_answers(client: Client, cast: Cast, slip: Slip) -> None:
    seated(client, cast.liaison("市住建局"))
    assert "你单位有1份催办单等待反馈" in words(read(client, "/slips"))
    page = read(client, f"/slips/{slip.pk}")
    assert "已逾期1个工作日" in words(page)
    assert posts(page) == ["/do/ledger.slip.receive"]
    client.post("/do/ledger.slip.receive", {"slip_id": slip.pk, "next": f"/slips/{slip.pk}"})
    assert "市住建局·办公室成员" in words(read(client, f"/slips/{slip.pk}"))
    assert f"/slips/{slip.pk}" in read(client, f"/ledger/{slip.obligation_id}").content.decode()
    assert "催办函泉职防联督办〔2026〕1号" in words(read(client, f"/slips?matter={slip.obligation_id}"))
    client.post(
        "/do/ledger.progress.report", {"obligation_id": slip.obligation_id, "text": "正在整改，3月底完成。"}
    )
    assert "没有等待反馈的催办单" in words(read(client, "/slips"))


def test_a_peer_sees_neither_the_slip_nor_the_light(client: Client, cast: Cast, slip: Slip) -> None:
    seated(client, cast.member("市总工会"))
    assert client.get(f"/slips/{slip.pk}").status_code == 404
    assert client.get(f"/slips/{slip.pk}/document.docx").status_code == 404
    assert slip.number not in words(read(client, "/slips"))
    assert slip.number not in words(read(client, f"/slips?matter={slip.obligation_id}"))
    assert "已逾期" not in words(read(client, "/ledger"))
    assert "已逾期" not in words(read(client, f"/ledger/{slip.obligation_id}"))
    assert str(slip.obligation) not in words(read(client, "/ledger?light=overdue"))
    seated(client, cast.member("市住建局"))
    assert "已逾期" in words(read(client, f"/ledger/{slip.obligation_id}"))
    seated(client, cast.member("市总工会"))
    assert client.get(f"/slips/for/{slip.obligation_id}").status_code == 404
    assert posts(read(client, "/slips/ladder")) == []


def test_the_office_issues_out_of_turn_with_a_reason_and_voids(
    client: Client, cast: Cast, slip: Slip
) -> None:
    seated(client, cast.staff)
    assert (
        f"/slips/for/{slip.obligation_id}" in read(client, f"/ledger/{slip.obligation_id}").content.decode()
    )
    page = read(client, f"/slips/for/{slip.obligation_id}")
    assert "已于2026年3月16日（周一）签发" in words(page)
    assert "越级" in words(page)
    given = {"obligation_id": slip.obligation_id, "step": 2, "next": "/slips/{id}"}
    assert "越级或提前催办须写明理由" in client.post("/do/ledger.slip.issue", given).content.decode()
    done = client.post("/do/ledger.slip.issue", {**given, "reason": "市领导批示"})
    top = Slip.objects.latest("pk")
    assert done["Location"] == f"/slips/{top.pk}"
    assert "市领导批示" in words(read(client, f"/slips/{top.pk}"))
    client.post("/do/ledger.slip.void", {"slip_id": top.pk, "reason": "误发"})
    assert "已作废" in words(read(client, "/slips?state=void"))


def test_the_document_is_drawn_from_the_frozen_words(client: Client, cast: Cast, slip: Slip) -> None:
    response = seated(client, cast.staff).get(f"/slips/{slip.pk}/document.docx")
    text = "\n".join(row.text for row in Document(io.BytesIO(response.content)).paragraphs)
    assert "泉职防联督办〔2026〕1号" in text
    assert "已逾期1个工作日" in text


def test_the_ladder_is_shown_as_configured_and_set_by_the_office(client: Client, cast: Cast) -> None:
    seated(client, cast.director)
    assert "待确认" in words(read(client, "/slips/ladder"))
    client.post("/do/ledger.ladder.set", {"profile": "default", "workdays": [1, 3, 4]})
    assert list(Rung.objects.order_by("step").values_list("workdays", flat=True)) == [-1, 3, 4]
    assert "提醒、催办函、报召集人协调" in words(read(client, "/slips/ladder"))


def test_the_office_looks_at_what_has_come_and_sends_what_it_ticks(client: Client, cast: Cast) -> None:
    rows = [acknowledged(cast, entered(cast, due_on=date(2026, 3, 13))) for _ in range(2)]
    seated(client, cast.staff)
    assert "2项到催办，待看" in words(read(client, "/slips"))
    page = read(client, "/slips/turns")
    assert "催办函" in words(page)
    assert posts(page) == ["/do/ledger.slip.issue_looked"]
    client.post("/do/ledger.slip.issue_looked", {"obligation_ids": [rows[0].pk], "next": "/slips/turns"})
    assert list(Slip.objects.values_list("obligation_id", flat=True)) == [rows[0].pk]
    assert str(rows[0]) not in words(read(client, "/slips/turns"))
    seated(client, cast.member("市住建局"))
    assert client.get("/slips/turns").status_code == 404


def test_the_open_decisions_of_an_agenda_are_shown(client: Client, cast: Cast) -> None:
    issued = issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)
    assert issued.kind == "minutes"
    seated(client, cast.member("市总工会"))
    page = read(client, f"/meetings/{Meeting.objects.get().pk}/open-decisions")
    assert "还有1项没有办结" in words(page)
