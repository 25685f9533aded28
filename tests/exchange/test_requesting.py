"""Requests: asked day, another day, accepted is not answered, and one answer may serve again."""

from datetime import date
from typing import Any

import pytest

from cast import AT, Cast
from exchange.stages import DUE, LATER, TOMORROW
from lianxi.core.refusals import BadInput
from lianxi.exchange.actions import (
    accept_request,
    agree_to_day,
    answer_request,
    ask_request,
    decline_request,
    insist_on_day,
    propose_day,
    withdraw_request,
)
from lianxi.exchange.models import Answer, Request
from lianxi.exchange.rules.refusals import NotYours, TooLate
from lianxi.journal.sight import seen
from lianxi.papers.files import Upload

OTHER_DAY = date(2026, 3, 20)


def asked(cast: Cast, *to: str, **values: Any) -> Request:
    told = {"kind": "material", "title": "提供2025年工伤认定人数", "asked_on": DUE, **values}
    units = tuple(cast.unit(name).pk for name in to or ("市人社局",))
    return ask_request(cast.liaison("市住建局"), AT, unit_ids=units, **told)[0]


def fresh(row: Request) -> Request:
    return Request.objects.get(pk=row.pk)


def test_accepted_is_not_answered(cast: Cast) -> None:
    row = accept_request(cast.member("市人社局"), LATER, request_id=asked(cast).pk)
    assert (row.state, row.due_on, row.answer) == ("accepted", DUE, None)
    done = answer_request(cast.member("市人社局"), TOMORROW, request_id=row.pk, text="共 12 人。")
    assert (done.state, done.answer.text, done.accepted_at) == ("answered", "共 12 人。", LATER)


def test_another_day_holds_once_the_asker_agrees(cast: Cast) -> None:
    row = asked(cast)
    propose_day(
        cast.member("市人社局"), LATER, request_id=row.pk, proposed_on=OTHER_DAY, reason="数据月中汇总"
    )
    assert fresh(row).due_on == DUE
    with pytest.raises(NotYours, match="市住建局同意"):
        agree_to_day(cast.member("市人社局"), LATER, request_id=row.pk)
    agreed = agree_to_day(cast.member("市住建局"), TOMORROW, request_id=row.pk)
    assert (agreed.state, agreed.due_on, agreed.asked_on) == ("accepted", OTHER_DAY, DUE)


def test_the_asker_may_ask_for_the_first_day_all_the_same(cast: Cast) -> None:
    row = asked(cast)
    propose_day(cast.member("市人社局"), LATER, request_id=row.pk, proposed_on=OTHER_DAY, reason="月中汇总")
    again = insist_on_day(cast.member("市住建局"), TOMORROW, request_id=row.pk, reason="市政府会议要用")
    assert (again.state, again.due_on) == ("asked", DUE)


def test_an_answer_serves_another_request(cast: Cast) -> None:
    first = answer_request(cast.member("市人社局"), LATER, request_id=asked(cast).pk, text="共 12 人。")
    second = asked(cast, title="同上，请报办公室")
    again = answer_request(cast.member("市人社局"), TOMORROW, request_id=second.pk, again_id=first.answer_id)
    assert again.answer == first.answer
    assert Answer.objects.count() == 1
    third = asked(cast, "市卫健委")
    with pytest.raises(BadInput, match="本单位的答复"):
        answer_request(cast.member("市卫健委"), TOMORROW, request_id=third.pk, again_id=first.answer_id)


def test_a_file_alone_is_an_answer_and_nothing_is_none(cast: Cast) -> None:
    row = asked(cast)
    with pytest.raises(BadInput, match="请填写答复"):
        answer_request(cast.member("市人社局"), LATER, request_id=row.pk, text=" ")
    file = Upload("人数.csv", "年,人数\n2025,12\n".encode(), "text/csv")
    done = answer_request(cast.member("市人社局"), LATER, request_id=row.pk, files=(file,))
    assert done.answer.text == "见附件。"


def test_declined_or_withdrawn_it_ends(cast: Cast) -> None:
    row = decline_request(cast.member("市人社局"), LATER, request_id=asked(cast).pk, reason="由医保部门掌握")
    with pytest.raises(TooLate, match="未受理"):
        answer_request(cast.member("市人社局"), TOMORROW, request_id=row.pk, text="迟到的答复")
    other = withdraw_request(cast.member("市住建局"), LATER, request_id=asked(cast).pk)
    with pytest.raises(TooLate, match="已撤回"):
        accept_request(cast.member("市人社局"), TOMORROW, request_id=other.pk)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"asked_on": date(2026, 2, 27)}, "已经过去"),
        ({"text": "患者李某某（52岁）的材料"}, "姓名和年龄"),
        ({"kind": "order"}, "类别"),
    ],
)
def test_what_cannot_be_asked_is_refused(cast: Cast, values: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        asked(cast, **values)
    assert not Request.objects.exists()


def test_several_units_get_a_request_each_and_a_third_sees_none(cast: Cast) -> None:
    asked(cast, "市人社局", "市卫健委")
    assert {row.to_unit.name for row in seen(cast.member("市住建局"), Request.objects.all())} == {
        "市人社局",
        "市卫健委",
    }
    assert not seen(cast.member("市总工会"), Request.objects.all()).exists()
