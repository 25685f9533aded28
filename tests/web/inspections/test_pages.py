"""Pages of supervision: which form and why, what is missing, the mandate read by a second seat, what members see."""

import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast
from inspections.test_supervision import asked, entered, mandated
from web.signing_in import posts, seated, words


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


def test_the_page_says_which_form_and_why_and_what_is_missing(client: Client, cast: Cast) -> None:
    row = asked(cast)
    seated(client, cast.director)
    assert "急性中毒事件处置督查" in words(client.get("/supervisions"))
    page = client.get(f"/supervisions/{row.pk}")
    text = words(page)
    assert "为什么是“跟踪督促”" in text
    assert "还缺：督查事项、督查范围、督查职责、督查期限" in text
    assert "/do/inspections.supervision.want_mandate" in posts(page)
    entered(cast, row)
    page = client.get(f"/supervisions/{row.pk}")
    assert "已核对原件" in words(page)
    seated(client, cast.staff)
    assert "待另一席位核对" in words(client.get(f"/supervisions/{row.pk}"))


def test_members_see_title_and_state_and_the_lead_its_steps(client: Client, cast: Cast) -> None:
    row = mandated(cast)
    seated(client, cast.member("市住建局"))
    page = client.get(f"/supervisions/{row.pk}")
    assert "晋江市人民政府" not in words(page)
    assert posts(page) == []
    assert "晋江市人民政府" not in words(client.get("/supervisions"))
    seated(client, cast.member("市卫健委"))
    assert "登记督查方案" in words(client.get("/"))
    assert "/do/inspections.supervision.plan" in posts(client.get(f"/supervisions/{row.pk}"))
