"""Words of forms as codes: places, industries, diseases, units, metrics."""

import pytest

from lianxi.surveillance.intake.words import (
    resolve_disease,
    resolve_hazards,
    resolve_industry,
    resolve_measured,
    resolve_place,
    resolve_unit,
)
from lianxi.surveillance.rules.diseases import disease_names


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (("350582", "", "", ""), "350582"),
        (("350582001", "", "", ""), "350582"),
        (("", "福建省", "泉州市", "晋江市"), "350582"),
        (("", "", "", "晋江市"), "350582"),
        (("", "", "", "鼓楼区"), ""),
        (("", "广东省", "东莞市", ""), "441900"),
        (("350500", "", "", ""), ""),
        (("", "福建省", "泉州市", ""), ""),
    ],
)
def test_a_place_is_a_county_or_nothing(texts: tuple[str, str, str, str], code: str) -> None:
    assert resolve_place(*texts) == code


@pytest.mark.parametrize(
    ("narrow", "wide", "code"),
    [
        ("1952", "", "C1952"),
        ("C1952", "", "C1952"),
        ("", "19", "C19"),
        ("不明", "", ""),
        ("稻谷种植", "", "A0111"),
    ],
)
def test_an_industry_has_its_letter(narrow: str, wide: str, code: str) -> None:
    assert resolve_industry(narrow, wide) == code


@pytest.mark.parametrize(
    ("text", "name"),
    [("矽肺", "矽肺"), ("职业性慢性苯中毒", "苯中毒"), ("2024-01-1-01", "矽肺"), ("一种没有的病", "")],
)
def test_a_disease_is_found_as_forms_write_it(text: str, name: str) -> None:
    assert disease_names().get(resolve_disease(text), "") == name


def test_lead_poisoning_is_that_of_lead_and_its_compounds() -> None:
    assert disease_names()[resolve_disease("职业性铅中毒")].startswith("铅及其化合物中毒")


@pytest.mark.parametrize(
    ("texts", "metrics"),
    [
        (("甲苯", "1", "2", ""), ("twa", "ste")),
        (("甲醛", "1", "1", ""), ("mac", "")),
        (("电焊烟尘", "2", "1", ""), ("dust_total", "peak")),
        (("电焊烟尘", "", "", "总尘"), ("dust_total", "")),
        (("电焊烟尘", "", "", "C-TWA"), ("", "")),
        (("噪声", "", "", ""), ("lex8h", "")),
    ],
)
def test_metrics_come_from_words_or_the_provinces_codes(
    texts: tuple[str, str, str, str], metrics: tuple[str, str]
) -> None:
    assert resolve_measured(*texts)[2:4] == metrics


def test_units_are_read_in_every_spelling() -> None:
    for text in ("mg/m3", "mg/m³", "MG/M3", "毫克/立方米", " mg/m³ "):
        assert resolve_unit(text) == ("mg/m3", 1.0, "air")
    assert resolve_unit("μg/m³") == resolve_unit("µg/m3") == ("mg/m3", 0.001, "air")
    assert resolve_unit("斤")[0] == ""


def test_several_hazards_are_joined() -> None:
    assert resolve_hazards("噪声；没有的物质") == "noise;x:没有的物质"
