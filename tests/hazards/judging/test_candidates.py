"""Names without a limit of their own: judged by the one limit they can mean, or only above all of them."""

from datetime import date
from decimal import Decimal

import pytest

from lianxi.hazards.judging.judge import Measurement, judge
from lianxi.hazards.judging.thresholds import read_double, thresholds_of
from lianxi.hazards.judging.verdicts import Outcome, Verdict
from lianxi.hazards.limits import candidates_of, find_hazard, find_limits, hazards
from lianxi.hazards.limits.tables import table

DAY = date(2026, 3, 2)


def _judged(name: str, metric: str, value: str, unit: str = "mg/m3") -> Verdict:
    hazard = find_hazard(name).hazard
    assert hazard is not None, name
    return judge(Measurement(hazard.code, metric, Decimal(value), unit, DAY))


@pytest.mark.parametrize(
    ("name", "metric", "value", "outcome", "code"),
    [
        ("锰及其化合物", "twa", "5", Outcome.EXCEEDS, ""),
        ("锰及其化合物", "twa", "0.1", Outcome.OK, ""),
        ("铬及其化合物", "twa", "0.04", Outcome.OK, ""),
        ("镍及其化合物", "twa", "1.2", Outcome.EXCEEDS, ""),
        ("镍及其化合物", "twa", "0.7", Outcome.UNDETERMINED, "which_one"),
        ("镍及其化合物", "twa", "0.1", Outcome.UNDETERMINED, "which_one"),
        ("铅及其化合物", "twa", "0.04", Outcome.UNDETERMINED, "which_one"),
        ("铅及其化合物", "twa", "5", Outcome.EXCEEDS, ""),
        ("汞及其化合物", "twa", "5", Outcome.EXCEEDS, ""),
        ("砷及其化合物", "ste", "0.03", Outcome.EXCEEDS, ""),
        ("汽油", "twa", "3000", Outcome.EXCEEDS, ""),
        ("木粉尘", "dust_total", "30", Outcome.EXCEEDS, ""),
        ("钒及其化合物", "twa", "5", Outcome.EXCEEDS, ""),
        ("柴油", "twa", "5000", Outcome.NO_LIMIT, "not_held"),
        ("矽尘", "dust_respirable", "5", Outcome.EXCEEDS, ""),
        ("矽尘", "dust_respirable", "0.3", Outcome.UNDETERMINED, "silica"),
    ],
)
def test_a_name_is_judged_as_far_as_it_goes(
    name: str, metric: str, value: str, outcome: Outcome, code: str
) -> None:
    verdict = _judged(name, metric, value)
    assert (verdict.outcome, verdict.code) == (outcome, code)
    if verdict.applied is not None:
        assert not verdict.confirmed
        assert "设定" in verdict.explain() or code == "silica" or name == "矽尘"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("环已酮", "环己酮"),
        ("正已烷", "正己烷"),
        ("已内酰胺", "己内酰胺"),
        ("氨气", "氨"),
        ("其它粉尘", "其他粉尘"),
        ("石英粉尘", "矽尘"),
        ("硫酸雾", "硫酸"),
        ("局部振动", "手传振动"),
        ("甲\u200b苯", "甲苯"),
    ],
)
def test_usual_other_writings_find_their_hazard(written: str, code: str) -> None:
    one, other = find_hazard(written).hazard, find_hazard(code).hazard
    assert one is not None
    assert one == other


def test_every_candidate_exists_and_has_a_limit_and_its_hazard_has_none() -> None:
    rows = table("candidates")
    assert len(rows) > 10
    for row in rows:
        assert find_limits(row["hazard"]) == (), row
        assert row["hazard"] in hazards()
        assert all(find_limits(code) for code in candidates_of(row["hazard"])), row


@pytest.mark.parametrize("name", ["镍及其化合物", "锰及其化合物", "汞及其化合物"])
def test_the_borders_for_many_rows_give_the_same(name: str) -> None:
    hazard = find_hazard(name).hazard
    assert hazard is not None
    borders = thresholds_of(Measurement(hazard.code, "twa", None, "mg/m3", DAY))
    for value in (0.001, 0.04, 0.15, 0.5, 1.0, 1.2, 50.0):
        exact = judge(Measurement(hazard.code, "twa", Decimal(repr(value)), "mg/m3", DAY)).outcome
        assert read_double(value) > 0
        found = (
            Outcome.EXCEEDS
            if value > borders.exceeds
            else Outcome.UNDETERMINED
            if value > borders.undetermined
            else Outcome.OK
        )
        assert found is exact, value
