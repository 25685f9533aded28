"""Figures of the packs against figures reckoned on paper: rows as they are typed, numerator, denominator, empty."""

from collections import Counter
from decimal import Decimal

import pytest

from lianxi.ledger.holding import holders
from lianxi.work.planning import shipped
from lianxi.work.queries.counted import COUNTERS
from lianxi.work.queries.knowing import code_lists
from lianxi.work.queries.sent import RECEIPTS
from lianxi.work.rules.figures import HELD, MISSING, Figure, reckon, within
from lianxi.work.rules.periods import read_period
from lianxi.work.rules.plans import PATTERN_LABELS, Plan
from lianxi.work.rules.rows import Known, check_row
from work.figures_by_hand import CASES, Case

KNOWN = Known({"市住建局": 1, "市人社局": 2}, {"鲤城区": "鲤城区", "丰泽区": "丰泽区"}, code_lists())
PACKS = {**shipped("QZ"), **shipped("GD")}


def _figure(plan: Plan, label: str) -> Figure:
    return next(one for one in plan.figures if one.label == label)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_figures_come_out_as_on_paper(case: Case) -> None:
    act, code, typed, wanted = case
    plan, period = PACKS[act], read_period(code)
    rows = []
    for one in typed:
        checked = check_row(plan.form, one, KNOWN)
        assert checked.faults == (), (act, checked.faults)
        rows.append(checked.values)
    for label, (above, below) in wanted.items():
        told = reckon(within(_figure(plan, label), period.first, period.last), rows, lambda _count: None)
        assert (told.above, told.below) == (
            Decimal(str(above)),
            None if below is None else Decimal(str(below)),
        ), (act, label)
        if below is not None:
            assert told.value == (
                round(Decimal(str(above)) / Decimal(str(below)) * 100, 1) if below else None
            ), (act, label)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_without_rows_a_number_is_nought_and_a_rate_unknown(case: Case) -> None:
    plan, period = PACKS[case[0]], read_period(case[1])
    for label, (_above, below) in case[3].items():
        told = reckon(within(_figure(plan, label), period.first, period.last), [], lambda _count: None)
        assert told.above == 0
        assert told.value == (0 if below is None else None)


def test_forty_acts_and_four_of_each_pattern_that_counts_rows() -> None:
    patterns = Counter(PACKS[case[0]].pattern for case in CASES)
    assert len(CASES) >= 40
    # Acts of the conference itself are counted from its own records; of signals two acts count rows.
    assert {pattern: count for pattern, count in patterns.items() if count < 4} == {"signal": 2}
    assert set(patterns) == set(PATTERN_LABELS) - {"conference"}


def test_every_figure_of_a_pack_names_its_source_or_that_it_has_none() -> None:
    sources = Counter()
    for plan in PACKS.values():
        for figure in plan.figures:
            for count in filter(None, (figure.above, figure.below)):
                sources[count.source] += 1
                if count.source == MISSING:
                    assert count.words, plan.act
                if count.source == HELD:
                    assert count.code in {*COUNTERS, *holders(), *RECEIPTS}, plan.act
    assert sources["rows"] > sources[HELD] > 0
