"""Hazard codes, names and CAS numbers: what is found, what is ambiguous, what is not there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.hazards.limits import GROUPS, Hazard, find_hazard, hazards
from lianxi.hazards.limits.names import cas_numbers, has_check_digit, plain


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("苯", "c12"),
        ("c12", "c12"),
        ("71-43-2", "c12"),
        ("Benzene", "c12"),
        ("丁烯醛", "c7"),
        ("光气", "c278"),
        ("tdi", "c105"),
        ("２，４－滴", "c39"),
        ("氯 (气)", "c189"),
        ("Ｎ，Ｎ—二甲基甲酰胺", "c73"),
        ("敌百虫", "c37"),
        ("矽尘", "d40"),
        ("水泥粉尘", "d36"),
        ("石棉纤维", "d34b"),
        ("10025-78-2", "c247"),
        ("10025-28-2", "c247"),
        ("噪声", "noise"),
        ("硫酸", "c178"),
        ("枯草杆菌蛋白酶", "b2"),
    ],
)
def test_a_name_a_number_or_a_code_finds_its_hazard(asked: str, code: str) -> None:
    found = find_hazard(asked)
    assert found.hazard is not None, found.sentence
    assert found.hazard.code == code


@pytest.mark.parametrize(
    ("asked", "candidates"),
    [
        ("7439-92-1", {"c224a", "c224b"}),
        ("630-08-0", {"c313a", "c313b", "c313c"}),
        ("1332-21-4", {"d34a", "d34b"}),
    ],
)
def test_what_can_be_several_hazards_is_asked_back(asked: str, candidates: set[str]) -> None:
    found = find_hazard(asked)
    assert found.hazard is None
    assert {one.code for one in found.candidates} == candidates
    assert "请写明是哪一种" in found.sentence


def test_carbon_monoxide_by_name_says_what_was_assumed() -> None:
    assert find_hazard("一氧化碳").note == "未注明海拔，按非高原判定（设定）"


@pytest.mark.parametrize("asked", ["木粉尘", "汞及其化合物", "柴油"])
def test_a_wider_name_of_the_catalogue_has_no_limit_of_a_narrower_one(asked: str) -> None:
    found = find_hazard(asked)
    assert found.hazard is not None
    assert found.hazard.code.startswith("k")


def test_a_wrong_check_digit_is_said() -> None:
    assert "校验位不对" in find_hazard("67-64-0").sentence
    assert find_hazard("67-64-1").hazard is not None


def test_a_part_of_a_name_gives_candidates_and_no_hazard() -> None:
    found = find_hazard("铅")
    assert found.hazard is None
    assert "铅尘（铅及其无机化合物，按Pb计）" in found.sentence


def test_every_hazard_has_a_group_and_every_group_holds_existing_hazards() -> None:
    assert {hazard.group for hazard in hazards().values()} <= set(GROUPS)
    assert {code for group in GROUPS.values() for code in group.hazards} <= set(hazards())


def test_the_tables_give_359_substances_and_49_dusts() -> None:
    codes = hazards()
    assert len({code.rstrip("abc") for code in codes if code[0] == "c"}) == 359
    assert len({code.rstrip("abc") for code in codes if code[0] == "d"}) == 49
    assert len([code for code in codes if code[0] == "b"]) == 3


def test_every_cas_number_of_the_tables_passes_its_check_digit() -> None:
    numbers = [number for hazard in hazards().values() for number in hazard.cas]
    assert len(numbers) > 350
    assert all(has_check_digit(number) for number in numbers)


@given(st.text())
def test_any_text_is_answered(asked: str) -> None:
    found = find_hazard(asked)
    assert (found.hazard is None) == bool(found.sentence)


@given(st.sampled_from(sorted(hazards().values(), key=lambda hazard: hazard.code)))
def test_full_and_half_width_are_one_name(hazard: Hazard) -> None:
    wide = "".join(chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark for mark in hazard.name)
    assert plain(wide) == plain(hazard.name)


def test_a_changed_digit_is_noticed() -> None:
    assert cas_numbers("苯 71-43-2") == ("71-43-2",)
    assert all(not has_check_digit(f"71-43-{digit}") for digit in "013456789")
