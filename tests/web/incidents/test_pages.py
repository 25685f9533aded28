"""Pages of incidents: from the list to the event, by the forms a person posts; what units see, and what the page asks."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast
from lianxi.incidents.models import Incident
from web.signing_in import seated, words

NOW = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def post(client: Client, action: str, **fields: Any) -> Any:
    return client.post(f"/do/{action}", {"next": "/incidents/{id}", **fields}, follow=True)


@pytest.fixture
def incident(client: Client, cast: Cast) -> Incident:
    seated(client, cast.staff)
    page = post(
        client,
        "incidents.call.enter",
        source_kind="hospital", told_at=(AT + timedelta(minutes=40)).isoformat(), place="晋江市某制鞋厂",
        said="五名工人头晕", kind="acute_poisoning", division="晋江市", ill="5", dead="0", already="none",
    )  # fmt: skip
    assert page.status_code == 200, page.content.decode()[:800]
    return Incident.objects.get()


def test_the_page_asks_first_whether_county_health_and_the_cdc_know(
    client: Client, incident: Incident
) -> None:
    page = client.get(f"/incidents/{incident.pk}")
    text = words(page)
    assert text.index("是否已报县级卫健部门、疾控机构？") < text.index("分级（五种并列")
    assert text.index("1.市委市政府总值班室") < text.index("2.事发地县级卫生健康主管部门")
    assert "还没有登记告知：事发地县级卫生健康主管部门、事发地疾病预防控制机构" in text
    for code in ("county_health", "cdc"):
        post(client, "incidents.telling.note", incident_id=incident.pk, whom_kind=code, channel="phone")
    text = words(client.get(f"/incidents/{incident.pk}"))
    assert "还没有登记告知" not in text
    assert "6小时" in text
