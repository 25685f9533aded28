"""Limits as dated parameters: which value holds on which day, and how sure it is."""

from datetime import date
from decimal import Decimal

import pytest

from lianxi.hazards.limits import METRICS, action_for, edition_of, find_limits, limit_for, metric_named
from lianxi.hazards.limits.register import edition_starts


@pytest.mark.parametrize(
    ("day", "twa", "ste", "confirmed"),
    [
        (date(2020, 4, 1), "6", "10", True),
        (date(2022, 10, 31), "6", "10", True),
        (date(2022, 11, 1), "3", "6", False),
        (date(2026, 1, 1), "3", "6", False),
    ],
)
def test_benzene_changes_with_amendment_one(day: date, twa: str, ste: str, confirmed: bool) -> None:
    first, second = limit_for("c12", "twa", day), limit_for("c12", "ste", day)
    assert first is not None
    assert second is not None
    assert (first.printed, second.printed, first.confirmed) == (twa, ste, confirmed)


def test_acetochlor_is_limited_from_may_2025() -> None:
    assert limit_for("c359", "twa", date(2025, 4, 30)) is None
    limit = limit_for("c359", "twa", date(2025, 5, 1))
    assert limit is not None
    assert (limit.value, limit.unit, limit.confirmed) == (Decimal("0.12"), "mg/m3", True)


def test_before_the_standard_nothing_is_held() -> None:
    assert limit_for("c21", "twa", date(2020, 3, 31)) is None
    assert limit_for("noise", "lex8h", date(2007, 10, 31)) is None


def test_silica_has_a_limit_for_each_band() -> None:
    day = date(2026, 1, 1)
    found = [
        (limit_for("d40", m, day, b) or pytest.fail("no limit")).printed
        for m in ("dust_total", "dust_respirable")
        for b in (1, 2, 3)
    ]
    assert found == ["1", "0.7", "0.5", "0.7", "0.3", "0.2"]
    assert limit_for("d40", "dust_total", day) is None


def test_physical_limits_are_to_be_confirmed() -> None:
    noise = limit_for("noise", "lex8h", date(2026, 1, 1))
    assert noise is not None
    assert (noise.printed, noise.unit, noise.confirmed) == ("85", "dB(A)", False)
    assert (limit_for("heat", "wbgt_50_3_hot", date(2026, 1, 1)) or noise).printed == "30"


def test_decimals_are_those_printed() -> None:
    beryllium = limit_for("c222", "twa", date(2026, 1, 1))
    assert beryllium is not None
    assert (beryllium.printed, beryllium.decimals) == ("0.0005", 4)
    spores = find_limits("b1", "mac")[0]
    assert (spores.value, spores.decimals) == (Decimal(60_000_000), 0)


def test_action_levels_are_configured() -> None:
    for hazard, share in (("c12", "0.1"), ("c87", "0.1"), ("c251", "0.1"), ("c21", "0.5"), ("d40", "0.5")):
        action = action_for(hazard)
        assert action is not None
        assert action.share == Decimal(share)
    assert (action_for("noise") or pytest.fail("no limit")).value == 80
    assert action_for("heat") is None


def test_editions_count_the_changes() -> None:
    assert [edition_of(day) for day in edition_starts()] == [1, 2, 3, 4]
    assert edition_of(date(2000, 1, 1)) == 0


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("C-TWA", "twa"),
        ("PC-STEL", "ste"),
        ("呼尘", "dust_respirable"),
        ("LEX，8h", "lex8h"),
        ("ahw(4)", "ahw4"),
    ],
)
def test_metrics_are_found_by_the_words_of_forms(word: str, code: str) -> None:
    metric = metric_named(word)
    assert metric is not None
    assert metric.code == code


def test_every_limit_is_of_a_known_metric() -> None:
    limits = [
        limit
        for code in ("c12", "d40", "b1", "noise", "heat", "microwave", "uv", "hf", "vhf")
        for limit in find_limits(code)
    ]
    assert len(limits) > 50
    assert {limit.metric for limit in limits} <= set(METRICS)
