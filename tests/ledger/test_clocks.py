"""Clocks of obligations: derived by a rule, paused, started anew, asked late, and moved by a new calendar."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cast import Cast
from clocks.notices import NOTICE
from ledger.steps import acknowledged, at, decided, entered, fresh, submitted
from lianxi.clocks.actions import apply_calendar, apply_everywhere, end_limit, load_notice, replace_limit
from lianxi.clocks.models import CalendarRun, TimeLimit
from lianxi.clocks.queries import calendar_now, list_limits, time_limit
from lianxi.core.actors import INSTALLER
from lianxi.core.refusals import BadInput, Refusal
from lianxi.core.workdays import china
from lianxi.journal.models import Entry, Notice
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import (
    ask_extension,
    enter_obligation,
    grant_extension,
    pause_clock,
    report_progress,
    resume_clock,
    return_obligation,
    supersede_obligation,
)
from lianxi.ledger.models import DueDate, Obligation
from lianxi.ledger.queries import LedgerFilter, list_obligations
from lianxi.ledger.queries.moments import figures_as_of

REASON = "等待上级机关答复"


def ruled(cast: Cast, code: str = "ledger.rework", **values: Any) -> Obligation:
    return entered(cast, due_on=None, limit_code=code, **values)


def test_a_due_date_by_rule_stores_the_rule_as_it_held(cast: Cast) -> None:
    row = ruled(cast)
    assert row.due_on == row.due_order == date(2026, 3, 16)  # ten working days after Monday 2 March
    assert row.serious_on == date(2026, 3, 30)  # ten more
    limit = row.due_derivation["limit"]
    assert (limit["code"], limit["amount"], limit["confidence"]) == ("ledger.rework", 10, "D")
    assert DueDate.objects.get(obligation=row).serious_on == row.serious_on
    replace_limit(
        cast.director,
        at(),
        code="ledger.rework",
        amount=3,
        unit="workdays",
        source_text="办公室主任会议",
        starts_on=date(2026, 3, 2),
    )
    assert fresh(row).due_derivation["limit"]["amount"] == 10
    assert ruled(cast).due_on == date(2026, 3, 5)
    with pytest.raises(BadInput, match="选用一条时限规则"):
        entered(cast, limit_code="ledger.rework")
    with pytest.raises(BadInput):
        ruled(cast, "injury.decision")


def test_a_limit_is_ended_and_replaced_and_its_history_stays(cast: Cast) -> None:
    new = {"code": "ledger.rework", "unit": "days", "source_text": "办公室设定"}
    replace_limit(cast.director, at(), amount=7, starts_on=date(2026, 4, 1), **new)
    assert time_limit(cast.conference, "ledger.rework", date(2026, 3, 31)).amount == 10
    own = time_limit(cast.conference, "ledger.rework", date(2026, 4, 1))
    assert (own.amount, own.source_words) == (7, "办公室设定，设定，待确认")
    end_limit(cast.director, at(40), code="ledger.rework", ends_before=date(2026, 5, 1), reason="不再使用")
    with pytest.raises(Refusal, match="已停用"):
        time_limit(cast.conference, "ledger.rework", date(2026, 5, 1))
    replace_limit(cast.director, at(70), amount=9, starts_on=date(2026, 6, 1), **new)
    history = list_limits(cast.conference.pk)["ledger.rework"]
    assert [one.amount for one in history] == [10, 7, 9]
    assert [one.ends_before for one in history] == [date(2026, 4, 1), date(2026, 5, 1), None]
    with pytest.raises(BadInput, match="不能追溯"):
        replace_limit(cast.director, at(80), amount=9, starts_on=date(2026, 5, 2), **new)
    for wrong in ({"amount": 0}, {"amount": 10**6}, {"unit": "weeks"}, {"restarts": ("nothing",)}):
        given = {**new, "amount": 5, "starts_on": date(2026, 9, 1), **wrong}
        with pytest.raises(BadInput):
            replace_limit(cast.director, at(80), **given)
    assert TimeLimit.objects.filter(ends_before__isnull=True).count() == 1


# ---- pauses ----


def _pause(cast: Cast, row: Obligation, first: date, last: date, reason: str = REASON) -> Any:
    told = {"obligation_id": row.pk, "reason": reason, "note": "已请示省里"}
    return pause_clock(cast.staff, at(2), starts_on=first, ends_on=last, **told)


def test_a_pause_moves_the_date_exactly_and_may_end_early(cast: Cast) -> None:
    row = ruled(cast)
    pause = _pause(cast, row, date(2026, 3, 5), date(2026, 3, 11))  # five working days
    assert fresh(row).due_on == date(2026, 3, 23)
    assert fresh(row).serious_on == date(2026, 4, 7)  # over 清明节, 4-6 April
    resume_clock(cast.staff, at(4), pause_id=pause.pk, resumes_on=date(2026, 3, 10))
    row = fresh(row)
    assert row.due_on == date(2026, 3, 19)  # 5, 6 and 9 March were lost
    assert row.due_derivation["pauses"] == [
        {"reason": REASON, "starts_on": "2026-03-05", "ends_on": "2026-03-09"}
    ]
    assert [one.cause for one in DueDate.objects.filter(obligation=row)] == ["entered", "paused", "paused"]
    with pytest.raises(Refusal, match="恢复计时须在"):
        resume_clock(cast.staff, at(5), pause_id=pause.pk, resumes_on=date(2026, 3, 10))
    assert list(verify_rows()) == []


@pytest.mark.parametrize(
    ("first", "last", "reason", "says"),
    [
        (date(2026, 3, 5), date(2026, 3, 6), "领导出差", "只在“等待上级机关答复”"),
        (date(2026, 3, 6), date(2026, 3, 5), REASON, "早于第一天"),
        (date(2026, 3, 1), date(2026, 3, 5), REASON, "早于起算日"),
        (date(2026, 3, 17), date(2026, 3, 18), REASON, "已过"),
    ],
)
def test_a_pause_the_rule_does_not_name_or_that_does_not_fit_is_refused(
    cast: Cast, first: date, last: date, reason: str, says: str
) -> None:
    row = ruled(cast)
    with pytest.raises(Refusal, match=says) as refused:
        _pause(cast, row, first, last, reason)
    assert refused.value.rule
    assert refused.value.next_step
    assert fresh(row).due_on == date(2026, 3, 16)


def test_pauses_do_not_overlap_and_a_date_that_was_set_has_none(cast: Cast) -> None:
    row = ruled(cast)
    _pause(cast, row, date(2026, 3, 5), date(2026, 3, 6))
    with pytest.raises(Refusal, match="重叠"):
        _pause(cast, row, date(2026, 3, 6), date(2026, 3, 9))
    with pytest.raises(Refusal, match="不是按规则计算的"):
        _pause(cast, entered(cast), date(2026, 3, 5), date(2026, 3, 6))
    with pytest.raises(Refusal, match="没有可以暂停的情形"):
        _pause(cast, ruled(cast, "ledger.instruction_urgent"), date(2026, 3, 5), date(2026, 3, 6))


def _return(cast: Cast, row: Obligation, moment: datetime) -> None:
    submitted(cast, row, moment - timedelta(hours=1))
    return_obligation(cast.staff, moment, obligation_id=row.pk, reason="缺签字")


def test_a_restart_ends_pauses_before_it(cast: Cast) -> None:
    row = ruled(cast)
    pause = _pause(cast, row, date(2026, 3, 5), date(2026, 3, 11))
    _return(cast, row, at(7))
    assert fresh(row).due_derivation.get("pauses", []) == []
    with pytest.raises(Refusal, match="不再影响"):
        resume_clock(cast.staff, at(8), pause_id=pause.pk, resumes_on=date(2026, 3, 10))


# ---- extensions ----


def test_asked_late_a_day_is_agreed_and_everything_counts_by_the_old_date(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))  # due on 20 March
    lead = cast.member("市住建局")
    told = {"obligation_id": row.pk, "reason": "报告未出", "progress": "已完成大半"}
    with pytest.raises(Refusal, match="已经过去"):
        ask_extension(lead, at(21), asked_on=date(2026, 3, 22), **told)
    asked = ask_extension(lead, at(21), asked_on=date(2026, 4, 30), **told)
    assert asked.late
    grant_extension(cast.convener, at(22), extension_id=asked.pk)
    row = fresh(row)
    assert (row.due_on, row.agreed_on) == (date(2026, 3, 20), date(2026, 4, 30))
    assert "2026年3月24日同意办至2026年4月30日" in _sentence(row)
    assert "仍按原时限计算" in _sentence(row)
    lines = list_obligations(cast.conference, date(2026, 3, 30), LedgerFilter(light="overdue")).lines
    assert [line.obligation.pk for line in lines] == [row.pk]
    late = next(one for one in figures_as_of(cast.conference, at(28)) if one["key"] == "light.overdue")
    assert late["records"] == [row.pk]
    # Later it is seriously late by the old date, too: ten working days after 20 March.
    serious = list_obligations(cast.conference, date(2026, 4, 3), LedgerFilter(light="serious")).lines
    assert [line.obligation.pk for line in serious] == [row.pk]


def _sentence(row: Obligation) -> str:
    from lianxi.core.due import from_dict

    return from_dict(row.due_derivation).sentence()


def test_asked_on_the_due_date_is_late_and_the_day_before_is_not(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    told = {"obligation_id": row.pk, "reason": "报告未出", "progress": "已完成大半"}
    with pytest.raises(BadInput, match="目前进展"):
        ask_extension(
            cast.member("市住建局"), at(17), **{**told, "progress": " ", "asked_on": date(2027, 1, 1)}
        )
    first = ask_extension(cast.member("市住建局"), at(17), asked_on=date(2026, 4, 3), **told)
    assert not first.late
    grant_extension(cast.staff, at(20), extension_id=first.pk)  # answered late is not asked late
    assert fresh(row).due_on == date(2026, 4, 3)
    again = ask_extension(cast.member("市住建局"), at(32), asked_on=date(2026, 4, 20), **told)
    assert again.late


# ---- a new calendar ----


def _counted(cast: Cast, start: datetime, **values: Any) -> Obligation:
    return ruled(cast, moment=start, **values)


def test_a_notice_moves_open_clocks_with_a_trace_and_tells_each_unit_once(cast: Cast) -> None:
    start = datetime(2026, 12, 24, 2, 0, tzinfo=at().tzinfo)
    rows = [_counted(cast, start, co=("市总工会",)), _counted(cast, start), _counted(cast, start)]
    fixed = entered(cast, due_on=date(2027, 1, 8), moment=start)
    assert rows[0].due_derivation["provisional"] == [2027]
    assert rows[0].due_on == date(2027, 1, 8)  # only 1 January is known to be off
    told = {"reason": "合并", "decision": decided(cast, start)}
    supersede_obligation(cast.director, start, obligation_id=rows[2].pk, by_id=fixed.pk, **told)
    load_notice(cast.director, start, text=NOTICE, paper="国办发明电〔2026〕9号（测试）")
    # The date stays, and is no longer provisional.
    row = fresh(rows[0])
    assert row.due_on == date(2027, 1, 8)
    assert row.due_derivation["provisional"] == []
    assert (rows[0].serious_on, row.serious_on) == (date(2027, 1, 22), date(2027, 1, 21))


def test_the_others_are_moved_by_the_days_run_once(cast: Cast) -> None:
    start = datetime(2027, 2, 1, 2, 0, tzinfo=at().tzinfo)
    row = _counted(cast, start, co=("市总工会",))
    other = _counted(cast, start)
    before = row.due_on
    assert before == date(2027, 2, 19)
    load_notice(INSTALLER, start, text=NOTICE, paper="国办发明电〔2026〕9号（测试）")
    assert calendar_now(exact=True).edition != china().edition
    assert fresh(row).due_on == before
    assert apply_everywhere(start) == 2
    moved = fresh(row)
    assert moved.due_on == date(2027, 2, 20)
    assert [one["was"] for one in moved.due_derivation["extensions"]] == ["2027-02-19"]
    assert DueDate.objects.filter(obligation=row).latest("pk").cause == "recomputed"
    assert moved.serious_on is not None
    run = CalendarRun.objects.get()
    told = Notice.objects.filter(subject=f"clocks.calendarrun:{run.pk}")
    assert sorted(told.values_list("to_unit_id", "title")) == sorted(
        (cast.unit(name).pk, _title(run, count)) for name, count in (("市住建局", 2), ("市总工会", 1))
    )
    assert apply_everywhere(start) == 0
    assert apply_calendar(cast.director, start) == []
    assert fresh(other).due_on == date(2027, 2, 20)
    assert Entry.objects.filter(action="clocks.calendar.apply").count() == 1
    assert list(verify_chains()) == []
    assert list(verify_rows()) == []


def _title(run: CalendarRun, count: int) -> str:
    return f"放假安排更新（{run.edition}）：你单位有{count}项在办事项的时限变动，新旧日期见清单"


def test_a_rule_of_a_code_nobody_may_enter_with_is_refused(cast: Cast) -> None:
    told = {"title": "x", "text": "", "lead_unit_id": cast.unit("市住建局").pk, "origin": "assignment"}
    with pytest.raises(BadInput):
        enter_obligation(cast.director, at(), limit_code="nobody.knows", source_label="x", **told)
    with pytest.raises(Refusal):
        report_progress(cast.member("市住建局"), at(), obligation_id=0, text="x")
