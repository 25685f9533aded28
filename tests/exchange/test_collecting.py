"""Collections: one ask, who is missing, nil is one word, and every opinion is told what became of it."""

from datetime import date
from typing import Any

import pytest

from cast import AT, Cast
from exchange.stages import DUE, LATER, TOMORROW
from lianxi.core.refusals import BadInput, NotFound, WrongState
from lianxi.exchange.actions import (
    close_collection,
    give_reply,
    judge_opinion,
    open_collection,
    reopen_collection,
    urge_missing,
    withdraw_collection,
)
from lianxi.exchange.models import CollectedOpinion, Collection, Reply
from lianxi.exchange.rules.refusals import NotYours, TooLate
from lianxi.journal.models import Notice
from lianxi.journal.sight import seen
from lianxi.papers.files import Upload


def opened(cast: Cast, **values: Any) -> Collection:
    told = {
        "title": "2026年工作要点（征求意见稿）",
        "form": "opinions",
        "due_on": DUE,
        "to_all": True,
        **values,
    }
    return open_collection(cast.staff, AT, **told)


def reply_of(cast: Cast, row: Collection, unit: str = "市住建局") -> Reply:
    return Reply.objects.get(collection=row, unit=cast.unit(unit))


def test_all_units_are_asked_in_the_printed_order(cast: Cast) -> None:
    row = opened(cast)
    names = [one.unit.name for one in Reply.objects.filter(collection=row).order_by("ordinal")]
    assert names == ["市卫健委", "市人社局", "市住建局", "市总工会", "市发改委"]


def test_a_unit_asks_the_others_and_not_itself(cast: Cast) -> None:
    row = open_collection(
        cast.member("市总工会"), AT, title="宣传周活动计划", form="text", due_on=DUE, to_all=True
    )
    assert not Reply.objects.filter(collection=row, unit=cast.unit("市总工会")).exists()


def test_nil_is_one_word_and_says_nothing_else(cast: Cast) -> None:
    row = opened(cast)
    given = give_reply(cast.member("市住建局"), LATER, reply_id=reply_of(cast, row).pk, nil=True)
    assert (given.state, given.is_nil, given.text) == ("given", True, "")
    with pytest.raises(BadInput, match="又填写了内容"):
        give_reply(cast.member("市住建局"), LATER, reply_id=given.pk, nil=True, text="另有一点")


def test_given_again_it_takes_the_formers_place(cast: Cast) -> None:
    reply = reply_of(cast, opened(cast))
    member = cast.member("市住建局")
    give_reply(member, LATER, reply_id=reply.pk, passages=("第三条",), opinions=("“应当”改为“可以”。",))
    give_reply(
        member, TOMORROW, reply_id=reply.pk, passages=("第三条", ""), opinions=("删去后半句。", "同意其余。")
    )
    kept = CollectedOpinion.objects.filter(reply=reply, is_dropped=False).order_by("place")
    assert [(one.passage, one.text) for one in kept] == [
        ("第三条", "删去后半句。"),
        ("总体意见", "同意其余。"),
    ]


def test_an_empty_reply_and_anothers_reply_are_refused(cast: Cast) -> None:
    reply = reply_of(cast, opened(cast))
    with pytest.raises(BadInput, match="还没有填写内容"):
        give_reply(cast.member("市住建局"), LATER, reply_id=reply.pk, text=" ")
    with pytest.raises(NotFound):
        give_reply(cast.member("市人社局"), LATER, reply_id=reply.pk, nil=True)


def test_an_opinion_that_is_not_adopted_needs_its_reason(cast: Cast) -> None:
    reply = reply_of(cast, opened(cast))
    give_reply(cast.member("市住建局"), LATER, reply_id=reply.pk, passages=("五",), opinions=("增加经费。",))
    one = CollectedOpinion.objects.get()
    with pytest.raises(BadInput, match="理由"):
        judge_opinion(cast.staff, TOMORROW, opinion_id=one.pk, adoption="not_adopted")
    judged = judge_opinion(
        cast.staff, TOMORROW, opinion_id=one.pk, adoption="not_adopted", reason="预算已批复。"
    )
    assert (judged.adoption, judged.reason) == ("not_adopted", "预算已批复。")
    with pytest.raises(NotYours):
        judge_opinion(cast.member("市住建局"), TOMORROW, opinion_id=one.pk, adoption="adopted")
    give_reply(cast.member("市住建局"), TOMORROW, reply_id=reply.pk, opinions=("另有意见。",))
    with pytest.raises(TooLate, match="重新报送的内容代替"):
        judge_opinion(cast.staff, TOMORROW, opinion_id=one.pk, adoption="adopted")


def test_once_closed_nothing_is_given_until_it_is_open_again(cast: Cast) -> None:
    row = opened(cast)
    reply = reply_of(cast, row)
    close_collection(cast.staff, LATER, collection_id=row.pk)
    with pytest.raises(TooLate, match="已截止"):
        give_reply(cast.member("市住建局"), TOMORROW, reply_id=reply.pk, nil=True)
    reopen_collection(cast.staff, TOMORROW, collection_id=row.pk, due_on=date(2026, 3, 20))
    assert give_reply(cast.member("市住建局"), TOMORROW, reply_id=reply.pk, nil=True).state == "given"


def test_the_missing_are_reminded_and_a_withdrawn_one_ends(cast: Cast) -> None:
    row = opened(cast)
    give_reply(cast.member("市住建局"), LATER, reply_id=reply_of(cast, row).pk, nil=True)
    before = Notice.objects.filter(to_unit_id=cast.unit("市人社局").pk).count()
    assert urge_missing(cast.staff, TOMORROW, collection_id=row.pk) == 4
    assert Notice.objects.filter(to_unit_id=cast.unit("市人社局").pk).count() == before + 1
    withdraw_collection(cast.staff, TOMORROW, collection_id=row.pk, reason="另行布置")
    with pytest.raises(TooLate, match="征集已撤回"):
        urge_missing(cast.staff, TOMORROW, collection_id=row.pk)
    with pytest.raises(WrongState):
        close_collection(cast.staff, TOMORROW, collection_id=row.pk)


def test_a_file_is_a_reply_and_stays_when_it_is_given_again(cast: Cast) -> None:
    row = opened(cast, form="file")
    reply = reply_of(cast, row)
    file = Upload("总结.docx", b"PK\x03\x04 not read here", "application/octet-stream")
    give_reply(cast.member("市住建局"), LATER, reply_id=reply.pk, files=(file,))
    assert (
        give_reply(cast.member("市住建局"), TOMORROW, reply_id=reply.pk, text="另补一句。").state == "given"
    )


def test_what_units_give_the_office_is_not_its_host_units_to_read_or_judge(cast: Cast) -> None:
    row = opened(cast)
    reply = reply_of(cast, row)
    give_reply(cast.member("市住建局"), LATER, reply_id=reply.pk, passages=("五",), opinions=("增加经费。",))
    host = cast.member("市卫健委")
    assert [one.unit.name for one in seen(host, Reply.objects.all())] == ["市卫健委"]
    assert not seen(host, CollectedOpinion.objects.all()).exists()
    with pytest.raises(NotFound):
        judge_opinion(host, LATER, opinion_id=CollectedOpinion.objects.get().pk, adoption="adopted")
    with pytest.raises(NotYours):
        close_collection(host, LATER, collection_id=row.pk)
