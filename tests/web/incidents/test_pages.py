"""Pages of incidents: from the list to the event, by the forms a person posts; what units see, and what the page asks."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from cast import AT, Cast
from lianxi.incidents.models import Incident
from lianxi.meetings.models import Meeting
from web.signing_in import posts, seated, words

NOW = AT + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def post(client: Client, action: str, **fields: Any) -> Any:
    return client.post(f"/do/{action}", {"next": "/incidents", **fields}, follow=True)


@pytest.fixture
def incident(client: Client, cast: Cast) -> Incident:
    seated(client, cast.staff)
    page = post(
        client,
        "incidents.call.enter",
        source_kind="hospital", told_at=(AT + timedelta(minutes=40)).isoformat(), place="晋江市某制鞋厂",
        content="五名工人头晕", kind="acute_poisoning", division="晋江市", ill="5", dead="0", already="none",
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


def test_the_event_shows_five_gradings_the_clocks_and_who_is_told(client: Client, incident: Incident) -> None:
    page = client.get(f"/incidents/{incident.pk}")
    assert "/do/incidents.incident.open" in posts(page)
    post(
        client, "incidents.telling.note", incident_id=incident.pk, whom_kind="county_health", channel="phone"
    )
    post(client, "incidents.incident.open", incident_id=incident.pk)
    text = words(client.get(f"/incidents/{incident.pk}"))
    for title in ("职业病危害事故", "突发公共卫生事件", "网络直报范围", "生产安全事故", "辐射事故"):
        assert title in text
    assert "卫生部令25号第二条，四处转载文本" in text
    assert "（设定，待确认）" in text
    assert "联席会议不是调查机关" in text
    assert "省级调查" not in text
    post(
        client,
        "incidents.count.enter",
        incident_id=incident.pk,
        as_of=NOW.isoformat(),
        ill="11",
        source="疾控",
    )
    text = words(client.get(f"/incidents/{incident.pk}"))
    assert "省级以上卫生健康主管部门会同有关部门和工会调查" in text
    assert "发病11人（含死亡0人）" in text
    assert '<polyline points="' in client.get(f"/incidents/{incident.pk}").content.decode()


def test_a_unit_that_was_not_told_sees_numbers_only(client: Client, cast: Cast, incident: Incident) -> None:
    post(
        client,
        "incidents.count.enter",
        incident_id=incident.pk,
        as_of=NOW.isoformat(),
        ill="7",
        dead="1",
        source="疾控",
    )
    post(client, "incidents.telling.send", incident_id=incident.pk, units=f"{cast.unit('市总工会').pk}:")
    seated(client, cast.member("市发改委"))
    page = client.get(f"/incidents/{incident.pk}")
    text = words(page)
    assert "发病7人（含死亡<5人）" in text
    assert "制鞋厂" not in page.content.decode()
    assert "五名工人" not in page.content.decode()
    assert posts(page) == []
    assert client.get(f"/incidents/{incident.pk}/calls").status_code == 404
    listed = client.get("/incidents/export").getvalue().decode()  # type: ignore[attr-defined]
    assert "制鞋厂" not in listed
    assert "晋江市" in listed
    seated(client, cast.member("市总工会"))
    page = client.get("/")
    assert "签收事件告知" in words(page)
    page = client.get(f"/incidents/{incident.pk}")
    assert "制鞋厂" in words(page)
    post(client, "incidents.telling.receive", telling_id=incident.telling_set.get(unit__isnull=False).pk)
    assert "签收事件告知" not in words(client.get("/"))


def test_a_refusal_names_what_is_wrong_and_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    seated(client, cast.staff)
    page = client.post(
        "/do/incidents.call.enter",
        {
            "source_kind": "hospital", "told_at": (NOW + timedelta(days=1)).isoformat(), "place": "晋江市",
            "content": "工人头晕", "next": "/incidents/{id}",
        },
    )  # fmt: skip
    assert page.status_code == 422
    assert "晚于现在" in words(page)
    assert "工人头晕" in page.content.decode()
    assert not Incident.objects.exists()


def test_outside_office_hours_the_duty_telephone_stands_first(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    seated(client, cast.staff)
    post(
        client,
        "incidents.duty.set",
        body="市总值班室",
        day_phone="0595-11",
        night_phone="0595-22",
        call_code="duty_office",
    )
    text = words(client.get("/incidents/duty"))
    assert text.index("0595-11") < text.index("0595-22")
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=14))
    seated(client, cast.staff)
    text = words(client.get("/incidents/duty"))
    assert "现在不是工作时间" in text
    assert text.index("0595-22") < text.index("0595-11")
    assert "报告对象还没有电话：事发地县级卫生健康主管部门" in text


def test_a_meeting_called_from_an_event_keeps_where_it_came_from(
    client: Client, cast: Cast, incident: Incident
) -> None:
    url = next(
        one.attrib["href"]
        for one in html.document_fromstring(client.get(f"/incidents/{incident.pk}").content).xpath(
            "//main//a"
        )
        if "/meetings/new" in one.attrib["href"]
    )
    assert "晋江市疑似急性职业中毒事件专题会议" in client.get(url).content.decode()
    fields = {
        "kind": "special",
        "title": "专题会议",
        "place": "三楼",
        "origin": f"incidents.incident:{incident.pk}",
    }
    starts = (NOW + timedelta(days=1)).isoformat()
    client.post("/do/meetings.meeting.plan", {**fields, "starts_at": starts})
    meeting = Meeting.objects.get()
    page = client.get(f"/meetings/{meeting.pk}")
    assert f'href="/incidents/{incident.pk}"' in page.content.decode()
    wrong = {**fields, "starts_at": starts, "origin": "incidents.incident:999"}
    assert client.post("/do/meetings.meeting.plan", wrong).status_code == 422


def test_a_lower_count_offers_its_button_to_another_seat_alone(
    client: Client, cast: Cast, incident: Incident
) -> None:
    own = {"incident_id": incident.pk, "as_of": NOW.isoformat(), "source": "疾控", "reason": "两人排除"}
    post(client, "incidents.count.enter", ill="3", **own)
    page = client.get(f"/incidents/{incident.pk}")
    assert "发病5人" in words(page)
    assert "调低须由另一席位、另一人确认" in words(page)
    assert "/do/incidents.count.confirm" not in posts(page)
    seated(client, cast.director)
    assert "确认人数下调" in words(client.get("/"))
    page = client.get(f"/incidents/{incident.pk}")
    assert "/do/incidents.count.confirm" in posts(page)
    post(client, "incidents.count.confirm", count_id=incident.incidentcount_set.get(ill=3).pk)
    assert "发病3人" in words(client.get(f"/incidents/{incident.pk}"))
