"""Filters that a seat keeps of its lists: checked against the list, shown above it, renamed, removed; nobody else's."""

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from cast import Cast
from ledger.steps import at
from lianxi.core.actors import Actor
from lianxi.journal.filters import MOST
from lianxi.journal.models import Entry, KeptFilter
from web.signing_in import seated, words

LIST = "/ledger?light=late&q=%E7%B2%89%E5%B0%98"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at(1))


def fields_of(client: Client, address: str) -> dict[str, str]:
    """Return what the form that keeps a filter carries."""
    page = html.document_fromstring(client.get(address).content)
    (form,) = page.xpath("//form[@action='/filters/save']")
    return {one.name: one.value for one in form.inputs if one.name and one.value}


def save(actor: Actor, name: str, address: str = LIST, **other: str) -> tuple[Client, str]:
    """Keep a list's filter as a person would; return the browser and what the page then says."""
    client = seated(Client(), actor)
    given = fields_of(client, address) | {"name": name} | other
    answer = client.post("/filters/save", given)
    assert answer.status_code == 302
    return client, words(client.get(answer["Location"]))


def links(client: Client, address: str) -> dict[str, str]:
    page = html.document_fromstring(client.get(address).content)
    bar = page.xpath("//div[span='保存的筛选']")
    return {one.text: one.get("href") for one in (bar[0].xpath("./a") if bar else [])}


def test_a_filter_is_kept_under_a_name_and_opens_the_list(cast: Cast) -> None:
    before = Entry.objects.count()
    client, said = save(cast.director, "逾期的粉尘事项")
    assert "已保存" in said
    found = links(client, "/ledger")
    assert found == {"逾期的粉尘事项": LIST}
    shown = html.document_fromstring(client.get(LIST).content)
    assert shown.xpath("//a[@aria-current='true']/text()") == ["逾期的粉尘事项"]
    assert not shown.xpath("//form[@action='/filters/save']")  # it is kept already
    assert links(client, "/topics") == {}
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "address",
    ["/topics?state=accepted", "/slips?state=issued", "/journal?actor=x", "/papers?q=x", "/exchange?q=x"],
)
def test_every_list_with_filters_keeps_them(cast: Cast, address: str) -> None:
    client, said = save(cast.director, "常用", address)
    assert "已保存" in said
    assert links(client, address.partition("?")[0]) == {"常用": address}


def test_nothing_is_offered_where_nothing_is_asked_for(cast: Cast) -> None:
    client = seated(Client(), cast.director)
    assert b"/filters/" not in client.get("/ledger").content


def test_a_filter_is_its_seats_alone(cast: Cast) -> None:
    save(cast.director, "逾期")
    other = seated(Client(), cast.staff)
    assert links(other, "/ledger") == {}
    pk = KeptFilter.objects.get().pk
    for step in ("rename", "remove"):
        other.post(f"/filters/{pk}/{step}", {"name": "改", "next": "/ledger"})
        assert "不是本席位的" in words(other.get("/ledger"))
    assert KeptFilter.objects.get().name == "逾期"


def test_it_is_renamed_and_removed(cast: Cast) -> None:
    client, _said = save(cast.director, "逾期")
    save(cast.director, "临期", "/ledger?light=near")
    row = KeptFilter.objects.get(name="逾期")
    client.post(f"/filters/{row.pk}/rename", {"name": "临期", "next": "/ledger"})
    assert "已有名为“临期”的筛选" in words(client.get("/ledger"))
    client.post(f"/filters/{row.pk}/rename", {"name": "逾期事项", "next": "/ledger"})
    assert set(links(client, "/ledger")) == {"逾期事项", "临期"}
    client.post(f"/filters/{row.pk}/remove", {"next": "/ledger"})
    assert set(links(client, "/ledger")) == {"临期"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"query": "colour=red"}, "没有条件“colour”"),
        ({"query": ""}, "还没有筛选条件"),
        ({"list": "forged"}, "页面已经过期"),
        ({"name": " "}, "名称"),
        ({"name": "患者张三要求工伤认定"}, "个人信息"),
        ({"query": "q=13800001234"}, "个人信息"),
        ({"query": "q=" + "x" * 600}, "太长"),
    ],
)
def test_what_the_list_has_not_is_not_kept(cast: Cast, change: dict[str, str], said: str) -> None:
    _client, told = save(cast.director, change.pop("name", "某筛选"), **change)
    assert said in told
    assert not KeptFilter.objects.exists()


def test_a_field_that_is_gone_later_is_said(cast: Cast) -> None:
    client, _said = save(cast.director, "逾期")
    KeptFilter.objects.update(query="light=late&colour=red")
    assert "条件“colour”这个列表已没有，不起作用" in words(client.get("/ledger"))


def test_there_are_twenty_at_most(cast: Cast) -> None:
    seat = cast.director.seat_id or 0
    KeptFilter.objects.bulk_create(
        KeptFilter(seat_id=seat, page="/topics", name=f"第{n}个", query="state=accepted", at=at())
        for n in range(MOST)
    )
    _client, said = save(cast.director, "再来一个")
    assert "最多保存20个" in said
    assert KeptFilter.objects.count() == MOST
