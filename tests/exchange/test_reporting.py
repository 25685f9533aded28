"""Reports owed upward come again for the next period; figures between two units are the same for both."""

from datetime import date

import pytest

from cast import AT, Cast
from exchange.stages import LATER, TABLE, TOMORROW, receipt_of, sent
from lianxi.core.refusals import BadInput, NotFound
from lianxi.exchange.actions import (
    agree_tally,
    answer_receipt,
    dispute_tally,
    draft_upward,
    drop_upward,
    open_tally,
    plan_upward,
    send_upward,
    sign_receipt,
    withdraw_sending,
)
from lianxi.exchange.models import Tally, Upward
from lianxi.exchange.queries.tallies import figures_between
from lianxi.exchange.rules.refusals import TooLate

DAY = date(2026, 3, 2)


def planned(cast: Cast, **values: object) -> Upward:
    told = {
        "title": "职业病防治工作情况",
        "to_body": "省卫生健康委",
        "form": "report",
        "unit_id": cast.unit("市卫健委").pk,
        "due_on": date(2026, 3, 31),
        "repeats": "quarterly",
        "period_from": date(2026, 1, 1),
        **values,
    }
    return plan_upward(cast.staff, AT, **told)  # type: ignore[arg-type]


def test_a_report_that_repeats_is_owed_again_on_the_same_day_of_a_later_month(cast: Cast) -> None:
    row = planned(cast)
    draft_upward(cast.member("市卫健委"), LATER, upward_id=row.pk, text="一季度工作情况如下。")
    send_upward(cast.staff, TOMORROW, upward_id=row.pk, sent_on=DAY, number="泉卫〔2026〕5号")
    following = Upward.objects.get(follows=row)
    assert (following.due_on, following.period_from) == (date(2026, 6, 30), date(2026, 4, 1))
    send_upward(cast.staff, TOMORROW, upward_id=following.pk, sent_on=DAY)
    assert Upward.objects.get(follows=following).due_on == date(2026, 9, 30)


def test_one_that_is_dropped_or_owed_once_does_not_come_again(cast: Cast) -> None:
    drop_upward(cast.staff, LATER, upward_id=planned(cast).pk, reason="上级已取消")
    send_upward(cast.staff, LATER, upward_id=planned(cast, repeats="once").pk, sent_on=DAY)
    assert Upward.objects.count() == 2


def test_another_unit_does_not_draft_and_what_went_out_is_done(cast: Cast) -> None:
    row = planned(cast)
    with pytest.raises(NotFound):
        draft_upward(cast.member("市住建局"), LATER, upward_id=row.pk, text="x")
    send_upward(cast.staff, LATER, upward_id=row.pk, sent_on=DAY)
    with pytest.raises(TooLate, match="已报送"):
        draft_upward(cast.staff, LATER, upward_id=row.pk, text="x")
    with pytest.raises(BadInput, match="还没有到"):
        send_upward(cast.staff, LATER, upward_id=planned(cast).pk, sent_on=date(2026, 5, 1))


def test_the_figures_between_two_units_count_pieces_and_rows_by_how_far_they_came(cast: Cast) -> None:
    first = sent(cast, kind="rows", table=TABLE)
    second = sent(cast, title="第二件")
    third = sent(cast, title="第三件")
    sent(cast, "市人社局", title="给别人的")
    answer_receipt(cast.member("市卫健委"), LATER, receipt_id=receipt_of(cast, first).pk, outcome="handled")
    sign_receipt(cast.member("市卫健委"), LATER, receipt_id=receipt_of(cast, second).pk)
    withdraw_sending(cast.liaison("市住建局"), LATER, sending_id=third.pk, reason="误发")
    found = figures_between(cast.conference.pk, cast.unit("市住建局").pk, cast.unit("市卫健委").pk, DAY, DAY)
    assert {key: len(some) for key, some in found.records.items()} == {
        "sent": 3,
        "signed": 2,
        "answered": 1,
        "passed": 0,
        "withdrawn": 1,
    }
    assert (found.rows["sent"], found.rows["answered"]) == (2, 2)
    assert not found.agrees
    answer_receipt(cast.member("市卫健委"), TOMORROW, receipt_id=receipt_of(cast, second).pk, outcome="told")
    assert figures_between(
        cast.conference.pk, cast.unit("市住建局").pk, cast.unit("市卫健委").pk, DAY, DAY
    ).agrees


def opened(cast: Cast) -> Tally:
    sent(cast)
    pair = {"unit_id": cast.unit("市住建局").pk, "to_unit_id": cast.unit("市卫健委").pk}
    return open_tally(cast.liaison("市住建局"), LATER, starts_on=DAY, ends_on=DAY, **pair)


def test_both_sides_agree_and_only_then_it_is_agreed(cast: Cast) -> None:
    row = opened(cast)
    assert agree_tally(cast.member("市卫健委"), LATER, tally_id=row.pk).state == "open"
    with pytest.raises(TooLate, match="已经核对过"):
        agree_tally(cast.member("市卫健委"), LATER, tally_id=row.pk)
    assert agree_tally(cast.member("市住建局"), TOMORROW, tally_id=row.pk).state == "agreed"


def test_a_side_says_what_is_not_right_and_a_third_says_nothing(cast: Cast) -> None:
    row = opened(cast)
    with pytest.raises(NotFound):
        agree_tally(cast.member("市人社局"), LATER, tally_id=row.pk)
    disputed = dispute_tally(cast.member("市卫健委"), LATER, tally_id=row.pk, note="我方还收到一份纸件")
    assert (disputed.state, disputed.note) == ("disputed", "我方还收到一份纸件")
    with pytest.raises(BadInput, match="本单位和另一单位"):
        open_tally(
            cast.member("市人社局"),
            LATER,
            unit_id=cast.unit("市住建局").pk,
            to_unit_id=cast.unit("市卫健委").pk,
            starts_on=DAY,
            ends_on=DAY,
        )
