"""Co-units' own parts: received, at work and finished apart from the lead; the lead closes only with them."""

import pytest

from cast import Cast
from ledger.steps import FILE, acknowledged, assert_explained, at, deputy, entered, fresh, parts_in, submitted
from lianxi.core.refusals import NotPermitted, Refusal, WrongState
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import (
    acknowledge_obligation,
    report_progress,
    return_part,
    verify_obligation,
    waive_part,
)
from lianxi.ledger.models import CoUnit, Obligation


def _part(row: Obligation, unit: str) -> CoUnit:
    return CoUnit.objects.get(obligation=row, unit__name=unit)


def _ask_closing(cast: Cast, row: Obligation, days: int = 3) -> None:
    lead = cast.member("市住建局")
    report_progress(lead, at(days), obligation_id=row.pk, text="办完。", done=True, files=(FILE,))


def test_a_co_unit_works_before_the_lead_has_acknowledged(cast: Cast) -> None:
    row = entered(cast, co=("市人社局",))
    union = cast.member("市人社局")
    states = [_part(row, "市人社局").state]
    acknowledge_obligation(union, at(1), obligation_id=row.pk)
    states.append(_part(row, "市人社局").state)
    report_progress(union, at(1), obligation_id=row.pk, text="过半。")
    report_progress(union, at(2), obligation_id=row.pk, text="完成。", done=True)
    states.append(_part(row, "市人社局").state)
    assert states == ["issued", "working", "finished"]
    assert _part(row, "市人社局").finished_at == at(2)
    assert fresh(row).state == "issued"
    with pytest.raises(Refusal, match="已报告完成") as refused:
        report_progress(union, at(3), obligation_id=row.pk, text="补充。")
    assert_explained(refused.value)


def test_the_lead_asks_for_closing_only_with_the_parts_in_or_waived(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市人社局", "市总工会")))
    acknowledge_obligation(cast.member("市人社局"), at(1), obligation_id=row.pk)
    with pytest.raises(Refusal, match="市人社局、市总工会的协办部分还没有完成") as refused:
        _ask_closing(cast, row)
    assert refused.value.code == "parts_missing"
    assert_explained(refused.value)
    report_progress(cast.member("市人社局"), at(2), obligation_id=row.pk, text="完成。", done=True)
    with pytest.raises(Refusal, match=r"^市总工会的协办部分"):
        _ask_closing(cast, row)
    waive_part(cast.director, at(2), part_id=_part(row, "市总工会").pk, reason="会议另行安排")
    _ask_closing(cast, row)
    verify_obligation(cast.director, at(4), obligation_id=row.pk)
    assert fresh(row).state == "closed"
    assert _part(row, "市总工会").waiver == "会议另行安排"
    assert list(verify_chains()) == []


def test_a_part_returned_after_the_request_holds_closing_back(cast: Cast) -> None:
    row = entered(cast, co=("市人社局",))
    submitted(cast, row)
    return_part(cast.director, at(3), part_id=_part(row, "市人社局").pk, reason="缺分县数字")
    with pytest.raises(Refusal) as refused:
        verify_obligation(cast.director, at(3), obligation_id=row.pk)
    assert refused.value.code == "parts_missing"
    report_progress(cast.member("市人社局"), at(4), obligation_id=row.pk, text="已补。", done=True)
    verify_obligation(cast.director, at(5), obligation_id=row.pk)
    assert fresh(row).state == "closed"


def test_neither_the_lead_nor_the_co_unit_judges_a_part(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, lead="市人社局", co=("市总工会",)))
    part = _part(row, "市总工会")
    for unit in ("市人社局", "市总工会"):
        with pytest.raises(NotPermitted) as refused:
            waive_part(deputy(cast, unit), at(2), part_id=part.pk, reason="x")
        assert refused.value.code == "cannot_judge_part"
        assert_explained(refused.value)
    with pytest.raises(WrongState):
        return_part(cast.director, at(2), part_id=part.pk, reason="x")
    with pytest.raises(Refusal, match="请填写免予配合的理由"):
        waive_part(cast.director, at(2), part_id=part.pk, reason=" ")
    assert _part(row, "市总工会").state == "issued"


def test_parts_start_again_with_the_next_period(cast: Cast) -> None:
    row = entered(cast, co=("市人社局", "市总工会"), cycle="monthly")
    acknowledged(cast, row)
    waive_part(cast.director, at(1), part_id=_part(row, "市总工会").pk, reason="本月无需配合")
    submitted(cast, row)
    verify_obligation(cast.director, at(3), obligation_id=row.pk)
    assert [part.state for part in CoUnit.objects.order_by("pk")] == ["working", "working"]
    assert _part(row, "市总工会").waiver == ""
    parts_in(cast, row, at(32))
    _ask_closing(cast, row, 33)
    assert fresh(row).state == "submitted"
