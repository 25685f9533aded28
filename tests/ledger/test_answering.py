"""Reports upward on matters that were assigned from above."""

from typing import Any

import pytest

from cast import Cast
from ledger.steps import assert_explained, at, clauses, closed, entered, fresh, journal, submitted
from lianxi.core.refusals import BadInput, Refusal
from lianxi.ledger.actions import (
    answer_upward,
    verify_obligation,
)
from lianxi.ledger.models import Obligation
from lianxi.papers.models import Paper, Recipient


def _assigned(cast: Cast, **values: Any) -> Obligation:
    return entered(cast, answer_upward=True, upward_body="市人民政府", **values)


def _answer(cast: Cast, row: Obligation, days: int = 4) -> Paper:
    given: dict[str, Any] = {"text": "排查已完成，未发现重大隐患。", "signer": "召集人"}
    return answer_upward(cast.director, at(days), obligation_id=row.pk, **given)


def test_a_verified_matter_is_answered_by_a_numbered_report(cast: Cast) -> None:
    row = closed(cast, _assigned(cast))
    paper = _answer(cast, row)
    assert paper.kind == "report"
    assert "〔2026〕1号" in paper.number
    recipient = Recipient.objects.get(paper=paper)
    assert (recipient.name, recipient.unit_id) == ("市人民政府", None)
    assert fresh(row).answer_paper == paper
    body = journal("ledger.obligation.answer_upward")
    assert "QZ-3-5" in clauses(body)
    with pytest.raises(Refusal, match="已经报告过") as refused:
        _answer(cast, row, 5)
    assert_explained(refused.value)


def test_a_recurring_matter_is_answered_each_period(cast: Cast) -> None:
    row = closed(cast, _assigned(cast, cycle="quarterly"))
    _answer(cast, row)
    submitted(cast, row, at(60))
    verify_obligation(cast.staff, at(61), obligation_id=row.pk)
    assert _answer(cast, row, 62).sequence == 2


def test_what_is_not_answered_upward(cast: Cast) -> None:
    with pytest.raises(Refusal, match="还没有核验通过") as refused:
        _answer(cast, _assigned(cast))
    assert_explained(refused.value)
    with pytest.raises(Refusal, match="没有要求向上报告"):
        _answer(cast, closed(cast, entered(cast)))
    row = closed(cast, _assigned(cast))
    with pytest.raises(BadInput, match="签发人"):
        answer_upward(cast.director, at(4), obligation_id=row.pk, text="完成。", signer="")
    assert not Paper.objects.exists()
