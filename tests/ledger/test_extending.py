"""Extensions on the database."""

from datetime import date
from typing import Any

import pytest

from cast import Cast
from ledger.steps import DUE, acknowledged, assert_explained, at, deputy, entered, fresh, journal, submitted
from lianxi.core.refusals import BadInput, NotPermitted, Refusal, WrongState
from lianxi.ledger.actions import (
    ask_extension,
    grant_extension,
    refuse_extension,
    verify_obligation,
)
from lianxi.ledger.models import DueDate, Extension, Obligation


def _asked(cast: Cast, row: Obligation, days: int = 5) -> Extension:
    lead = cast.member(row.lead_unit.name)
    given: dict[str, Any] = {"asked_on": date(2026, 4, 3), "reason": "检测报告未出", "progress": "已完成大半"}
    return ask_extension(lead, at(days), obligation_id=row.pk, **given)


def test_a_granted_extension_moves_the_date_and_keeps_the_first(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    asked = _asked(cast, row)
    grant_extension(cast.director, at(6), extension_id=asked.pk, granted_on=date(2026, 3, 31), answer="缩短")
    row = fresh(row)
    assert row.due_on == row.due_order == date(2026, 3, 31)
    assert row.due_derivation["extensions"] == [
        {"was": "2026-03-20", "reason": "同意延期申请（检测报告未出）", "changed_on": "2026-03-08"}
    ]
    assert [one.due_on for one in DueDate.objects.filter(obligation=row).order_by("pk")] == [DUE, row.due_on]
    assert Extension.objects.get().state == "granted"
    assert journal("ledger.extension.grant")["subject"] == f"ledger.obligation:{row.pk}"


def test_a_refused_extension_leaves_the_date(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    asked = _asked(cast, row)
    with pytest.raises(BadInput, match="理由"):
        refuse_extension(cast.director, at(6), extension_id=asked.pk, answer=" ")
    refuse_extension(cast.director, at(6), extension_id=asked.pk, answer="事项紧急")
    assert fresh(row).due_on == DUE
    with pytest.raises(WrongState):
        grant_extension(cast.director, at(6), extension_id=asked.pk)


@pytest.mark.parametrize(
    ("days", "asked_on", "says"),
    [
        (40, date(2026, 4, 3), "已经过去"),
        (5, DUE, "不晚于现在的时限"),
    ],
)
def test_extensions_that_cannot_be_asked(cast: Cast, days: int, asked_on: date, says: str) -> None:
    row = acknowledged(cast, entered(cast))
    with pytest.raises(Refusal, match=says) as refused:
        ask_extension(
            cast.member("市住建局"),
            at(days),
            obligation_id=row.pk,
            asked_on=asked_on,
            reason="x",
            progress="已完成大半",
        )
    assert_explained(refused.value)


def test_one_request_at_a_time_and_none_without_a_running_date(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    _asked(cast, row)
    with pytest.raises(Refusal, match="等待答复"):
        _asked(cast, row)
    undated = acknowledged(cast, entered(cast, due_on=None))
    with pytest.raises(Refusal, match="没有正在计算的时限"):
        _asked(cast, undated)


def test_an_extension_is_answered_by_another_unit_and_lapses_when_done(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, lead="市人社局"))
    asked = _asked(cast, row)
    with pytest.raises(NotPermitted) as refused:
        grant_extension(deputy(cast, "市人社局"), at(6), extension_id=asked.pk)
    assert refused.value.code == "cannot_answer_extension"
    with pytest.raises(Refusal, match="不晚于原时限"):
        grant_extension(cast.staff, at(6), extension_id=asked.pk, granted_on=DUE)
    submitted(cast, row, at(6))
    verify_obligation(cast.staff, at(7), obligation_id=row.pk)
    assert Extension.objects.get().state == "lapsed"
