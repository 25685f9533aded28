"""A conference writes no orders to a lower party committee or government."""

import pytest

from lianxi.papers.downward import find_orders, is_lower

CITY, PROVINCE = "福建省泉州市", "广东省"


@pytest.mark.parametrize(
    "name",
    [
        *("安溪县人民政府", "鲤城区人民政府", "各县（市、区）人民政府", "安溪县委", "鲤城区委"),
        *("泉州台商投资区管委会", "安溪县人民政府办公室", "凤城镇人民政府", "开元街道办事处"),
        *("晋江市人民政府", "石狮市委", "中共晋江市委", "福建省泉州市南安市人民政府"),
    ],
)
def test_governments_and_committees_below_a_city(name: str) -> None:
    assert is_lower(CITY, name)


@pytest.mark.parametrize(
    "name",
    [
        "泉州市人民政府",
        "厦门市人民政府",
        "泉州市委",
        "市人民政府",
        "市委",
        "福建省人民政府",
        "安溪县卫生健康局",
        "市卫健委",
        "市总工会",
        "各成员单位",
    ],
)
def test_its_own_government_its_units_and_a_county_bureau_are_none(name: str) -> None:
    assert not is_lower(CITY, name)


def test_for_a_province_the_cities_are_below_it() -> None:
    assert is_lower(PROVINCE, "各地级以上市人民政府")
    assert not is_lower(PROVINCE, "省人民政府")
    assert not is_lower(PROVINCE, "广东省人民政府")


def test_ordering_words_are_named_with_their_place() -> None:
    found = find_orders(CITY, ["市卫健委", "安溪县人民政府"], "请必须于3月底前整改，并报送落实情况。")
    assert [(one.addressee, one.word, one.place) for one in found] == [
        ("安溪县人民政府", "必须", 2),
        ("安溪县人民政府", "报送落实情况", 13),
    ]
    assert found[0].sentence() == "主送“安溪县人民政府”的公文里有“必须”（第 2 字）。"


def test_a_request_in_a_letters_words_passes_and_so_do_orders_to_a_unit() -> None:
    assert (
        find_orders(CITY, ["安溪县人民政府"], "商请于3月底前研究，有关情况可函复。限期满后另行告知。") == []
    )
    assert find_orders(CITY, ["安溪县卫生健康局"], "必须于3月底前整改。") == []
