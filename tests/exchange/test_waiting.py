"""What the exchange puts on desks and into calendars, and when it leaves them."""

from dataclasses import replace
from datetime import datetime, timedelta

from cast import AT, Cast
from exchange.stages import DUE, LATER, receipt_of, sent
from exchange.test_collecting import opened, reply_of
from exchange.test_incoming import registered
from exchange.test_reporting import planned
from exchange.test_requesting import OTHER_DAY, asked
from lianxi.core.actors import Actor
from lianxi.core.desk import Desk, Task
from lianxi.exchange.actions import (
    answer_receipt,
    bounce_receipt,
    decline_bounce,
    give_reply,
    propose_day,
    sign_receipt,
)
from lianxi.exchange.waiting import list_days, list_tasks


def desk(cast: Cast, actor: Actor, at: datetime = LATER) -> Desk:
    return Desk(cast.conference.pk, actor, at, {})


def kinds(cast: Cast, actor: Actor, at: datetime = LATER) -> list[str]:
    return [one.kind for one in list_tasks(desk(cast, actor, at)) if isinstance(one, Task)]


def test_a_receipt_waits_to_be_signed_then_to_be_answered_where_a_day_was_named(cast: Cast) -> None:
    row, member = receipt_of(cast, sent(cast, respond_by=DUE)), cast.member("市卫健委")
    assert kinds(cast, member) == ["签收来件"]
    sign_receipt(member, LATER, receipt_id=row.pk)
    assert kinds(cast, member) == ["反馈来件"]
    answer_receipt(member, LATER, receipt_id=row.pk, outcome="told")
    assert kinds(cast, member) == []


def test_once_signed_nothing_waits_where_no_answer_was_asked_for(cast: Cast) -> None:
    row, member = receipt_of(cast, sent(cast)), cast.member("市卫健委")
    sign_receipt(member, LATER, receipt_id=row.pk)
    assert kinds(cast, member) == []


def test_a_bounce_waits_for_the_named_unit_and_then_for_the_office(cast: Cast) -> None:
    row = receipt_of(cast, sent(cast, by="市发改委"))
    back = bounce_receipt(
        cast.member("市卫健委"),
        LATER,
        receipt_id=row.pk,
        named_unit_id=cast.unit("市住建局").pk,
        clause="QZ-3-11-2",
        reason="属住建",
    )
    assert kinds(cast, cast.member("市住建局")) == ["接收或答复退件"]
    assert kinds(cast, cast.staff) == []
    decline_bounce(cast.member("市住建局"), LATER, bounce_id=back.pk, clause="QZ-1-02", reason="不属本单位")
    assert kinds(cast, cast.staff) == ["裁定退件"]
    assert kinds(cast, replace(cast.convener, unit_id=cast.unit("市发改委").pk)) == ["裁定退件"]
    # Nobody rules in a matter of the own unit: what the act refuses waits on no desk.
    assert kinds(cast, replace(cast.convener, unit_id=cast.unit("市住建局").pk)) == []


def test_requests_wait_for_whose_word_is_next(cast: Cast) -> None:
    row = asked(cast)
    assert kinds(cast, cast.member("市人社局")) == ["受理或另提日期"]
    propose_day(cast.member("市人社局"), LATER, request_id=row.pk, proposed_on=OTHER_DAY, reason="月中汇总")
    assert kinds(cast, cast.member("市人社局")) == []
    assert kinds(cast, cast.member("市住建局")) == ["答复另提的日期"]


def test_a_collection_waits_until_the_unit_has_given(cast: Cast) -> None:
    row, member = opened(cast), cast.member("市住建局")
    assert kinds(cast, member) == ["报送或无意见"]
    give_reply(member, LATER, reply_id=reply_of(cast, row).pk, nil=True)
    assert kinds(cast, member) == []


def test_an_incoming_paper_waits_for_the_office_and_its_handler_alone(cast: Cast) -> None:
    registered(cast, handler_id=cast.unit("市住建局").pk)
    assert kinds(cast, cast.staff) == kinds(cast, cast.member("市住建局")) == ["办理收文"]
    assert kinds(cast, cast.member("市总工会")) == []


def test_a_report_waits_two_weeks_before_its_day(cast: Cast) -> None:
    planned(cast)  # due on 31 March
    assert kinds(cast, cast.member("市卫健委")) == []
    assert kinds(cast, cast.member("市卫健委"), AT + timedelta(days=15)) == ["起草报送"]


def test_the_days_asked_for_stand_in_the_calendar(cast: Cast) -> None:
    sent(cast, "市人社局", respond_by=DUE)
    asked(cast)
    opened(cast)
    days = [(one.kind, one.due_on) for one in list_days(desk(cast, cast.member("市人社局")))]
    assert days == [("往来反馈", DUE), ("请求答复", DUE), ("征集报送", DUE)]
