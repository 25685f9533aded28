"""How obligations enter the ledger: what they rest on, who may enter them, and conferences side by side."""

from datetime import date
from typing import Any

import pytest

from cast import Cast, found_cast
from ledger.steps import CLAUSE, DUE, acknowledged, assert_explained, at, clauses, entered, fresh, journal
from lianxi.core.basis import Basis
from lianxi.core.due import due_after_workdays
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, Refusal
from lianxi.journal.models import Notice
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import (
    acknowledge_obligation,
    answer_upward,
    ask_extension,
    enter_obligation,
    grant_extension,
    refuse_extension,
    report_progress,
    return_obligation,
    supersede_obligation,
    verify_obligation,
)
from lianxi.ledger.models import DueDate, Obligation


def test_an_obligation_enters_with_number_units_clause_and_due_date(cast: Cast) -> None:
    first = entered(cast, co=("市人社局", "市总工会"))
    second = entered(cast)
    assert (first.number, second.number) == ("2026-001", "2026-002")
    assert first.state == "issued"
    assert first.basis == CLAUSE
    assert first.due_derivation["rule"] == "登记时指定的日期"
    assert [row.unit.name for row in first.counit_set.order_by("pk")] == ["市人社局", "市总工会"]
    body = journal("ledger.obligation.enter")
    assert body["subject"] == f"ledger.obligation:{second.pk}"
    assert clauses(body) == {"QZ-3-5", "QZ-4-4"}
    told = Notice.objects.filter(subject=f"ledger.obligation:{first.pk}")
    assert {row.to_unit_id for row in told} == {
        cast.unit(name).pk for name in ("市住建局", "市人社局", "市总工会")
    }
    assert list(verify_chains()) == []


def test_a_derived_due_date_is_stored_as_it_came_out(cast: Cast) -> None:
    due = due_after_workdays(date(2026, 3, 2), 5, rule="交办事项5个工作日", source="设定", event="交办")
    row = entered(cast, due_on=due.due_on, due_derivation=due.as_dict())
    assert row.due_derivation["days"] == 5
    with pytest.raises(BadInput, match="推算过程不一致"):
        entered(cast, due_on=DUE, due_derivation=due.as_dict())


def test_an_obligation_without_a_date_is_kept_last(cast: Cast) -> None:
    row = entered(cast, due_on=None)
    assert row.due_on is None
    assert row.due_derivation == {}
    assert DueDate.objects.get(obligation=row).due_on is None


def test_without_an_own_clause_it_rests_on_the_clause_of_tracking(cast: Cast) -> None:
    assert entered(cast, basis=Basis()).basis_clause == "QZ-4-4"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"lead_unit_id": 0}, "没有主办单位"),
        ({"lead_unit_id": 999999}, "不是本联席会议的成员单位"),
        ({"origin": "decision"}, "不能单独登记"),
        ({"origin": "standing", "basis": Basis()}, "没有写明条款"),
        ({"title": "  "}, "请填写标题"),
        ({"title": "长" * 201}, "太长"),
        ({"due_on": date(2026, 3, 1)}, "早于登记当日"),
        ({"answer_upward": True}, "请填写向上报告的对象"),
        ({"cycle": "weekly"}, "不在可选范围"),
    ],
)
def test_what_cannot_enter(cast: Cast, values: dict[str, Any], says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        entered(cast, **values)
    assert_explained(refused.value)
    assert not Obligation.objects.exists()


def test_a_unit_is_not_named_twice(cast: Cast) -> None:
    for co in (("市住建局",), ("市人社局", "市人社局")):
        with pytest.raises(Refusal, match="出现了两次") as refused:
            entered(cast, co=co)
        assert refused.value.code == "cannot_enter_obligation"


def test_only_the_office_enters(cast: Cast) -> None:
    for actor in (cast.member("市住建局"), cast.convener, cast.liaison("市发改委")):
        with pytest.raises(NotPermitted):
            entered(cast, actor=actor)


# Two conferences


def test_another_conference_sees_and_does_nothing(cast: Cast) -> None:
    other = found_cast("另一个联席会议", "OTHER")
    row = acknowledged(cast, entered(cast))
    asked = ask_extension(
        cast.member("市住建局"),
        at(5),
        obligation_id=row.pk,
        asked_on=date(2026, 4, 3),
        reason="报告未出",
        progress="已完成大半",
    )
    lead, office = other.member("市住建局"), other.director
    tries = [
        lambda: acknowledge_obligation(lead, at(1), obligation_id=row.pk),
        lambda: report_progress(lead, at(1), obligation_id=row.pk, text="办理中。"),
        lambda: ask_extension(
            lead, at(1), obligation_id=row.pk, asked_on=date(2026, 4, 3), reason="x", progress="已完成大半"
        ),
        lambda: verify_obligation(office, at(1), obligation_id=row.pk),
        lambda: return_obligation(office, at(1), obligation_id=row.pk, reason="x"),
        lambda: grant_extension(office, at(1), extension_id=asked.pk),
        lambda: refuse_extension(office, at(1), extension_id=asked.pk, answer="x"),
        lambda: supersede_obligation(office, at(1), obligation_id=row.pk, by_id=row.pk, reason="x"),
        lambda: answer_upward(office, at(1), obligation_id=row.pk, text="x", signer="x"),
    ]
    for attempt in tries:
        with pytest.raises(NotFound):
            attempt()
    assert entered(other).number == "2026-001"
    assert fresh(row).state == "in_progress"


def test_a_decision_enters_inside_another_act(cast: Cast) -> None:
    """Rooms above enter decisions through `within`; alone the office may not."""
    from lianxi.journal.acting import Act

    act = Act(actor=cast.convener, at=at(), action="meetings.minutes.issue", chain=cast.conference.pk)
    act.subject = "meetings.minutes:1"
    row = enter_obligation.within(
        act,
        title="按月报送监测数据",
        text="按月报送监测数据。",
        lead_unit_id=cast.unit("市人社局").pk,
        basis=CLAUSE,
        origin="decision",
        source="meetings.decision:3",
        source_label="2026年第一次全体会议纪要（泉职防联〔2026〕1号）第二条",
        due_on=date(2026, 2, 27),
        cycle="monthly",
    )
    assert row.origin == "decision"
    assert act.subject == "meetings.minutes:1"
    assert row.due_derivation["rule"] == "会议议定的日期"
