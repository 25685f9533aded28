"""The areas of a conference: as the region's divisions and the document's addressees give them, and as set."""

import pytest
from django.test import Client

from cast import AT, Cast
from lianxi.core.actors import SeatKind
from lianxi.core.refusals import BadInput, NotPermitted, WrongState
from lianxi.register.actions import add_area, propose_area_list, switch_off_area, switch_on_area
from lianxi.register.models import Area
from lianxi.register.queries import list_areas
from lianxi.register.rules.areas import addressed_zones, missing_areas, propose_areas
from web.signing_in import posts, seated, words

# As the founding documents and the division table of 2025 give them (see places/README.md).
QUANZHOU = (
    "鲤城区", "丰泽区", "洛江区", "泉港区", "惠安县", "安溪县", "永春县", "德化县", "石狮市", "晋江市", "南安市",
    "泉州开发区", "泉州台商投资区",
)  # fmt: skip
GUANGDONG = (
    "广州市", "韶关市", "深圳市", "珠海市", "汕头市", "佛山市", "江门市", "湛江市", "茂名市", "肇庆市", "惠州市",
    "梅州市", "汕尾市", "河源市", "阳江市", "清远市", "东莞市", "中山市", "潮州市", "揭阳市", "云浮市",
)  # fmt: skip
TO_QUANZHOU = "各县(市、区)人民政府,泉州开发区、泉州台商投资区管委会,\n市人民政府各部门、各直属机构,各大企业,各高等院校:"


def _on(region: str, addressees: str = "") -> tuple[str, ...]:
    return tuple(one.name for one in propose_areas(region, addressees) if not one.why_off)


def test_quanzhou_has_eleven_counties_and_two_zones() -> None:
    assert _on("福建省泉州市", TO_QUANZHOU) == QUANZHOU
    off = [one for one in propose_areas("福建省泉州市", TO_QUANZHOU) if one.why_off]
    assert [(one.name, one.code) for one in off] == [("金门县", "350527")]
    assert "待确认" in off[0].why_off


def test_guangdong_has_its_twenty_one_cities() -> None:
    assert _on("广东省") == GUANGDONG


@pytest.mark.parametrize(
    ("region", "size", "among"),
    [
        ("北京市", 16, "东城区"),
        ("湖北省", 17, "仙桃市"),
        ("福建省福州市", 13, "连江县"),
        ("海南省", 19, "三沙市"),
        # Cities without counties, and regions that are none: nothing is made up.
        ("广东省东莞市", 0, ""),
        ("某开发区", 0, ""),
    ],
)
def test_other_regions_take_the_level_right_below(region: str, size: int, among: str) -> None:
    found = _on(region)
    assert len(found) == size
    assert not among or among in found


def test_a_zone_of_the_table_counts_where_the_document_names_it() -> None:
    zone = "石家庄高新技术产业开发区"
    assert zone not in _on("河北省石家庄市")
    assert zone in _on("河北省石家庄市", f"各县（市、区）人民政府，{zone}管委会：")
    assert zone in {one.name for one in propose_areas("河北省石家庄市") if one.why_off}


@pytest.mark.parametrize(
    ("line", "zones"),
    [
        (TO_QUANZHOU, ["泉州开发区", "泉州台商投资区"]),
        ("各地级以上市人民政府，省政府各部门、各直属机构：", []),
        ("各市、县（区）人民政府，平潭综合实验区管委会，省人民政府各部门：", ["平潭综合实验区"]),
        ("各区县人民政府，两江新区管委会、高新区管委会，有关单位：", ["两江新区", "高新区"]),
        ("各县(市、区)人民政府、各功能区管委会,市直有关单位:", []),
        ("各区人民政府，市政府各委、办、局，西咸新区、各开发区管委会：", ["西咸新区"]),
        ("各县人民政府，市市场监督管理局，市属各园区：", []),
        ("", []),
    ],
)
def test_zones_are_read_from_the_addressees(line: str, zones: list[str]) -> None:
    assert addressed_zones(line) == zones


def test_what_is_missing_is_reckoned_over_the_list() -> None:
    listed = [
        ("350582", "晋江市"),
        ("350583", "南安市"),
        ("", "泉州开发区"),
        ("441900", "东莞市"),
        ("440100", "广州市"),
    ]
    assert missing_areas(listed, ["350582", "440106"]) == ["南安市", "东莞市"]
    assert missing_areas(listed, []) == ["晋江市", "南安市", "东莞市", "广州市"]


def test_the_office_keeps_its_list(cast: Cast) -> None:
    made = propose_area_list(cast.staff, AT, addressees=TO_QUANZHOU)
    assert [one.name for one in made if one.state == "on"] == list(QUANZHOU)
    with pytest.raises(BadInput, match="没有新的地区"):
        propose_area_list(cast.staff, AT, addressees=TO_QUANZHOU)
    kinmen = Area.objects.get(name="金门县")
    with pytest.raises(WrongState):
        switch_off_area(cast.staff, AT, area_id=kinmen.pk, reason="不管理")
    switch_on_area(cast.staff, AT, area_id=kinmen.pk, reason="试用")
    switch_off_area(cast.staff, AT, area_id=kinmen.pk, reason="不管理")
    added = add_area(cast.staff, AT, name="泉州半导体高新技术产业园区", reason="市政府通知")
    assert (added.kind, added.origin, added.code) == ("body", "added", "")
    assert [one.name for one in list_areas(cast.conference.pk, on=True)] == [*QUANZHOU, added.name]
    for name, code, said in (
        ("晋江市", "", "已有"),
        ("甲", "350582", "已有"),
        ("甲", "359999", "区划表没有"),
    ):
        with pytest.raises(BadInput, match=said):
            add_area(cast.staff, AT, name=name, code=code, reason="试")
    with pytest.raises(NotPermitted):
        add_area(cast.member("市住建局"), AT, name="甲区", reason="试")


def test_the_page_shows_the_list_and_offers_to_change_it(cast: Cast) -> None:
    office = seated(Client(), cast.staff)
    assert "/do/register.area.propose" in posts(office.get("/areas"))
    propose_area_list(cast.staff, AT, addressees=TO_QUANZHOU)
    page = office.get("/areas")
    assert {"/do/register.area.switch_off", "/do/register.area.switch_on", "/do/register.area.add"} <= set(
        posts(page)
    )
    assert "13个地区计入" in words(page)
    assert "金门县" in words(page)
    other = seated(Client(), cast.actor(SeatKind.MEMBER, "市住建局")).get("/areas")
    assert "晋江市" in words(other)
    assert not [one for one in posts(other) if "area" in one]
