"""Obligations on the database: entered, acknowledged, reported on, verified, superseded, extended, answered."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cast import Cast, found_cast
from ledger.steps import CLAUSE, DUE, FILE, acknowledged, at, closed, deputy, entered, fresh, submitted
from lianxi.core.basis import Basis
from lianxi.core.due import due_after_workdays
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, Refusal, WrongState
from lianxi.journal.models import Entry, Notice
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
from lianxi.ledger.models import DueDate, Extension, Obligation, Progress, ProgressFile, Verification
from lianxi.papers.files import read_file
from lianxi.papers.models import Paper, Recipient


def _journal(action: str) -> dict[str, Any]:
    entry = Entry.objects.filter(action=action).latest("seq")
    body: dict[str, Any] = json.loads(entry.body)
    return {**body, "subject": entry.subject}


def _clauses(body: dict[str, Any]) -> set[str]:
    return {basis["clause"] for basis in body["basis"]}


def _assert_explained(refusal: Refusal) -> None:
    assert refusal.code not in ("", "refused")
    assert refusal.message.endswith("。")
    assert refusal.rule
    assert refusal.next_step.endswith("。")


# Entering


def test_an_obligation_enters_with_number_units_clause_and_due_date(cast: Cast) -> None:
    first = entered(cast, co=("市人社局", "市总工会"))
    second = entered(cast)
    assert (first.number, second.number) == ("2026-001", "2026-002")
    assert first.state == "issued"
    assert first.basis == CLAUSE
    assert first.due_derivation["rule"] == "登记时指定的日期"
    assert [row.unit.name for row in first.counit_set.order_by("pk")] == ["市人社局", "市总工会"]
    body = _journal("ledger.obligation.enter")
    assert body["subject"] == f"ledger.obligation:{second.pk}"
    assert _clauses(body) == {"QZ-3-5", "QZ-4-4"}
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
        ({"title": "  "}, "请填写事项"),
        ({"title": "长" * 201}, "太长"),
        ({"due_on": date(2026, 3, 1)}, "早于登记当日"),
        ({"answer_upward": True}, "请填写向上报告的对象"),
        ({"cycle": "weekly"}, "不在可选范围"),
    ],
)
def test_what_cannot_enter(cast: Cast, values: dict[str, Any], says: str) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        entered(cast, **values)
    _assert_explained(refused.value)
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


# Acknowledging


def test_the_leads_word_starts_the_work_and_a_co_units_does_not(cast: Cast) -> None:
    row = entered(cast, co=("市人社局",))
    acknowledge_obligation(deputy(cast, "市人社局"), at(1), obligation_id=row.pk)
    assert fresh(row).state == "issued"
    acknowledge_obligation(cast.liaison("市住建局"), at(1), obligation_id=row.pk)
    assert fresh(row).state == "in_progress"
    assert _journal("ledger.obligation.acknowledge")["subject"] == f"ledger.obligation:{row.pk}"
    with pytest.raises(Refusal, match="已经签收过") as refused:
        acknowledge_obligation(cast.member("市住建局"), at(1), obligation_id=row.pk)
    _assert_explained(refused.value)


def test_another_unit_neither_acknowledges_nor_reports_nor_asks(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    other = cast.member("市发改委")
    with pytest.raises(NotPermitted) as refused:
        acknowledge_obligation(other, at(1), obligation_id=row.pk)
    assert refused.value.code == "not_your_obligation"
    assert "市住建局" in refused.value.next_step
    with pytest.raises(NotPermitted):
        report_progress(other, at(1), obligation_id=row.pk, text="办理中。")
    with pytest.raises(Refusal, match="由主办单位申请"):
        ask_extension(
            other,
            at(1),
            obligation_id=row.pk,
            asked_on=date(2026, 4, 1),
            reason="材料未齐",
            progress="已完成大半",
        )
    assert not Progress.objects.exists()


# Reporting


def test_reports_keep_their_files(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    report = report_progress(
        cast.member("市住建局"), at(1), obligation_id=row.pk, text="过半。", files=(FILE,)
    )
    assert fresh(row).state == "in_progress"
    assert fresh(row).last_reported_at == at(1)
    stored = ProgressFile.objects.get(progress=report).file
    assert read_file(stored) == FILE.content
    assert _journal("ledger.progress.report")["subject"] == f"ledger.obligation:{row.pk}"


def test_reporting_comes_after_acknowledging(cast: Cast) -> None:
    row = entered(cast, co=("市人社局",))
    with pytest.raises(WrongState, match="待签收"):
        report_progress(cast.member("市住建局"), at(1), obligation_id=row.pk, text="办理中。")
    acknowledged(cast, row)
    with pytest.raises(Refusal, match="还没有签收") as refused:
        report_progress(cast.member("市人社局"), at(1), obligation_id=row.pk, text="办理中。")
    _assert_explained(refused.value)


def test_only_the_lead_asks_for_closing(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市人社局",)))
    acknowledge_obligation(cast.member("市人社局"), at(1), obligation_id=row.pk)
    with pytest.raises(Refusal, match="由主办单位提出") as refused:
        report_progress(cast.member("市人社局"), at(1), obligation_id=row.pk, text="办完。", done=True)
    _assert_explained(refused.value)
    report_progress(cast.member("市人社局"), at(1), obligation_id=row.pk, text="配合部分办完。")
    assert fresh(row).state == "in_progress"


def test_closing_needs_the_evidence_wanted_or_a_reason(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, evidence_wanted="排查清单"))
    lead = cast.member("市住建局")
    with pytest.raises(Refusal, match="须附材料：排查清单") as refused:
        report_progress(lead, at(2), obligation_id=row.pk, text="办完。", done=True)
    _assert_explained(refused.value)
    reason = "清单由省厅统一存档，另行调阅"
    report_progress(lead, at(2), obligation_id=row.pk, text="办完。", done=True, without_files=reason)
    assert fresh(row).state == "submitted"


def test_a_file_of_an_earlier_report_of_the_round_is_evidence(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, evidence_wanted="排查清单", cycle="monthly"))
    lead = cast.member("市住建局")
    report_progress(lead, at(1), obligation_id=row.pk, text="过半。", files=(FILE,))
    report_progress(lead, at(2), obligation_id=row.pk, text="办完。", done=True)
    verify_obligation(cast.staff, at(3), obligation_id=row.pk)
    with pytest.raises(Refusal, match="须附材料"):
        report_progress(lead, at(4), obligation_id=row.pk, text="本期办完。", done=True)


def test_a_refused_report_stores_nothing(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    bad = replace(FILE, name="run.exe")
    with pytest.raises(BadInput):
        report_progress(
            cast.member("市住建局"), at(1), obligation_id=row.pk, text="过半。", files=(FILE, bad)
        )
    assert not Progress.objects.exists()
    assert not ProgressFile.objects.exists()


# Verifying


def test_another_seat_passes_and_the_obligation_is_closed(cast: Cast) -> None:
    row = closed(cast, entered(cast))
    assert row.state == "closed"
    assert row.closed_at == row.passed_at == at(3)
    body = _journal("ledger.obligation.verify")
    assert "QZ-4-4" in _clauses(body)
    states = [change["new"].get("state") for change in body["changes"] if change["op"] == "change"]
    assert states == ["closed"]
    with pytest.raises(WrongState, match="办结"):
        report_progress(cast.member("市住建局"), at(4), obligation_id=row.pk, text="补充。")


def test_a_returned_report_goes_round_again(cast: Cast) -> None:
    row = entered(cast)
    submitted(cast, row)
    with pytest.raises(BadInput, match="退回的理由"):
        verify_obligation(cast.staff, at(3), obligation_id=row.pk, passed=False)
    verify_obligation(cast.staff, at(3), obligation_id=row.pk, passed=False, reason="缺少复查记录")
    assert fresh(row).state == "returned"
    submitted(cast, row, at(4))
    return_obligation(cast.director, at(5), obligation_id=row.pk, reason="复查记录没有签字")
    submitted(cast, row, at(6))
    verify_obligation(deputy(cast, "市总工会"), at(7), obligation_id=row.pk)
    assert fresh(row).state == "closed"
    results = Verification.objects.filter(obligation=row).order_by("pk").values_list("result", flat=True)
    assert list(results) == ["return", "return", "pass"]


def test_a_deputy_does_not_verify_the_own_units_matter(cast: Cast) -> None:
    row = entered(cast, lead="市人社局")
    submitted(cast, row)
    own, other = deputy(cast, "市人社局"), deputy(cast, "市总工会")
    for passed in (True, False):
        with pytest.raises(NotPermitted) as refused:
            verify_obligation(own, at(3), obligation_id=row.pk, passed=passed, reason="不合要求")
        assert refused.value.code == "cannot_verify_own_matter"
        _assert_explained(refused.value)
    assert fresh(row).state == "submitted"
    verify_obligation(other, at(3), obligation_id=row.pk)


def test_the_seat_that_reported_for_a_co_unit_does_not_verify(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市总工会",)))
    union = deputy(cast, "市总工会")
    acknowledge_obligation(union, at(1), obligation_id=row.pk)
    report_progress(union, at(1), obligation_id=row.pk, text="已配合。")
    submitted(cast, row)
    with pytest.raises(NotPermitted, match="反馈过"):
        verify_obligation(union, at(3), obligation_id=row.pk)
    verify_obligation(cast.director, at(3), obligation_id=row.pk)


def test_units_do_not_verify(cast: Cast) -> None:
    row = entered(cast)
    submitted(cast, row)
    for actor in (cast.member("市住建局"), cast.convener, cast.liaison("市发改委")):
        with pytest.raises(NotPermitted):
            verify_obligation(actor, at(3), obligation_id=row.pk)


def test_a_recurring_obligation_goes_on_with_its_next_date_until_it_ends(cast: Cast) -> None:
    row = closed(cast, entered(cast, cycle="monthly", due_on=date(2026, 3, 31)))
    assert (row.state, row.due_on, row.closed_at) == ("in_progress", date(2026, 4, 30), None)
    assert "每月一期" in row.due_derivation["rule"]
    submitted(cast, row, at(30))
    verify_obligation(cast.staff, at(31), obligation_id=row.pk)
    assert fresh(row).due_on == date(2026, 5, 31)
    submitted(cast, row, at(60))
    verify_obligation(cast.staff, at(61), obligation_id=row.pk, final=True)
    assert fresh(row).state == "closed"
    assert DueDate.objects.filter(obligation=row).count() == 3


# Superseding


def test_one_obligation_takes_the_place_of_another(cast: Cast) -> None:
    old, new = entered(cast), entered(cast, title="扩大排查范围")
    supersede_obligation(cast.director, at(1), obligation_id=old.pk, by_id=new.pk, reason="范围扩大")
    assert fresh(old).state == "superseded"
    assert fresh(old).closed_at == at(1)
    assert fresh(new).supersedes == old
    assert _journal("ledger.obligation.supersede")["remark"] == "范围扩大"
    with pytest.raises(Refusal) as refused:
        acknowledge_obligation(cast.member("市住建局"), at(2), obligation_id=old.pk)
    assert refused.value.code == "obligation_ended"


def test_an_obligation_does_not_take_its_own_place_nor_two_places(cast: Cast) -> None:
    one, two, three = (entered(cast) for _ in range(3))
    with pytest.raises(Refusal, match="不能替代"):
        supersede_obligation(cast.director, at(1), obligation_id=one.pk, by_id=one.pk, reason="误")
    supersede_obligation(cast.director, at(1), obligation_id=one.pk, by_id=two.pk, reason="合并")
    for pk, by in ((three.pk, two.pk), (two.pk, one.pk)):
        with pytest.raises(Refusal) as refused:
            supersede_obligation(cast.director, at(1), obligation_id=pk, by_id=by, reason="合并")
        _assert_explained(refused.value)


# Extending


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
    assert _journal("ledger.extension.grant")["subject"] == f"ledger.obligation:{row.pk}"


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
    _assert_explained(refused.value)


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


# Answering upward


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
    body = _journal("ledger.obligation.answer_upward")
    assert "QZ-3-5" in _clauses(body)
    with pytest.raises(Refusal, match="已经报告过") as refused:
        _answer(cast, row, 5)
    _assert_explained(refused.value)


def test_a_recurring_matter_is_answered_each_period(cast: Cast) -> None:
    row = closed(cast, _assigned(cast, cycle="quarterly"))
    _answer(cast, row)
    submitted(cast, row, at(60))
    verify_obligation(cast.staff, at(61), obligation_id=row.pk)
    assert _answer(cast, row, 62).sequence == 2


def test_what_is_not_answered_upward(cast: Cast) -> None:
    with pytest.raises(Refusal, match="还没有核验通过") as refused:
        _answer(cast, _assigned(cast))
    _assert_explained(refused.value)
    with pytest.raises(Refusal, match="没有要求向上报告"):
        _answer(cast, closed(cast, entered(cast)))
    row = closed(cast, _assigned(cast))
    with pytest.raises(BadInput, match="签发人"):
        answer_upward(cast.director, at(4), obligation_id=row.pk, text="完成。", signer="")
    assert not Paper.objects.exists()


# Two conferences


def test_another_conference_sees_and_does_nothing(cast: Cast) -> None:
    other = found_cast("另一个联席会议", "OTHER")
    row = acknowledged(cast, entered(cast))
    asked = _asked(cast, row)
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
