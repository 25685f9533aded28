"""Check digits of identifiers against published and recomputed vectors."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxi.core.identifiers import (
    CODE_ALPHABET,
    credit_code_fault,
    identity_number_fault,
    organization_code_fault,
    plain_identifier,
)

TODAY = date(2026, 3, 2)
GOOD_CODES = (
    "91110000600037341L",  # python-stdnum's published example; the others are computed, not registered
    "91350582MA2XA00X54",
    "11350500003890125J",
    "514400005031111169",
    "52350502759384011C",
    "92350583MA31C7QX3H",
    "N2350582MF1000015J",
)
BAD_CODES = ("91350582MA2XA00X50", "91350582MA2XA005X4", "91350582MAIOZSV00X", "9135058MA2XA00X1", "")
# The first two are the examples of GB 11643-1999; the others are synthetic.
GOOD_NUMBERS = ("11010519491231002X", "440524188001010014", "350582199003072513", "350502198511150024")
BAD_NUMBERS = ("110105194912310021", "350502199002301116", "350502209901011119", "35050219851115", "")


@pytest.mark.parametrize("code", GOOD_CODES)
def test_a_credit_code_with_its_check_digit_passes(code: str) -> None:
    assert credit_code_fault(code) == ""


@pytest.mark.parametrize("code", BAD_CODES)
def test_a_wrong_credit_code_is_said(code: str) -> None:
    assert credit_code_fault(code)


@given(st.sampled_from(GOOD_CODES), st.integers(0, 16), st.sampled_from(CODE_ALPHABET))
def test_one_changed_character_never_passes(code: str, place: int, mark: str) -> None:
    if code[place] != mark:
        assert credit_code_fault(code[:place] + mark + code[place + 1 :])


@pytest.mark.parametrize("number", GOOD_NUMBERS)
def test_an_identity_number_with_its_check_digit_passes(number: str) -> None:
    assert identity_number_fault(number, TODAY) == ""


@pytest.mark.parametrize("number", BAD_NUMBERS)
def test_a_wrong_identity_number_is_said_without_repeating_it(number: str) -> None:
    fault = identity_number_fault(number, TODAY)
    assert fault
    assert not number or number not in fault


def test_an_organisation_code_is_checked_by_its_own_rule() -> None:
    assert organization_code_fault("D2143569X") == ""  # the example of GB 11714-1997
    assert organization_code_fault("D21435690")


def test_full_width_and_spaced_identifiers_are_read_plainly() -> None:
    assert plain_identifier(" ９１３５０５８２ｍａ2xa00x54\t") == "91350582MA2XA00X54"
