"""Handing back: the first time the named unit answers, the second time the office rules, and nothing is lost."""

from datetime import timedelta
from typing import Any

import pytest

from cast import AT, Cast
from exchange.stages import DUE, LATER, TABLE, TOMORROW, receipt_of, sent
from ledger.steps import adopted
from lianxi.core.refusals import BadInput
from lianxi.exchange.actions import (
    accept_bounce,
    answer_receipt,
    bounce_receipt,
    decline_bounce,
    rule_bounce,
    sign_receipt,
    withdraw_bounce,
    withdraw_sending,
)
from lianxi.exchange.daily import run_exchange
from lianxi.exchange.models import Bounce, Receipt
from lianxi.exchange.rules.refusals import CannotBounce, NotYours, TooLate
from lianxi.law.models import Ruling
from lianxi.ledger.models import Obligation

OWN = "QZ-3-11-2"  # the duty of 市住建局


def back(cast: Cast, receipt: Receipt, by: str = "市卫健委", to: str = "市住建局", **values: Any) -> Bounce:
    told = {"clause": OWN, "reason": "工地粉尘由住建部门管。", **values}
    return bounce_receipt(
        cast.member(by), LATER, receipt_id=receipt.pk, named_unit_id=cast.unit(to).pk, **told
    )


def _sent(cast: Cast, **values: Any) -> Receipt:
    return receipt_of(cast, sent(cast, by="市发改委", **values))


def test_the_named_unit_accepts_and_has_the_same_cut(cast: Cast) -> None:
    row = _sent(cast, kind="rows", table=TABLE)
    bounce = back(cast, row)
    assert not Receipt.objects.filter(unit=cast.unit("市住建局")).exists()
    accept_bounce(cast.member("市住建局"), TOMORROW, bounce_id=bounce.pk)
    taken = receipt_of(cast, row.sending, "市住建局")
    assert (taken.state, taken.payload, taken.passed_from_id) == ("signed", row.payload, row.pk)
    assert receipt_of(cast, row.sending).state == "passed"
    answer_receipt(cast.member("市住建局"), TOMORROW, receipt_id=taken.pk, outcome="done")


def test_the_second_time_the_office_rules_and_the_ruling_is_kept(cast: Cast) -> None:
    adopted()
    row = _sent(cast)
    accept_bounce(cast.member("市住建局"), LATER, bounce_id=back(cast, row).pk)
    again = bounce_receipt(
        cast.member("市住建局"),
        TOMORROW,
        receipt_id=receipt_of(cast, row.sending, "市住建局").pk,
        named_unit_id=cast.unit("市卫健委").pk,
        clause="QZ-1-02",
        reason="属职业卫生监督。",
    )
    assert again.state == "with_office"
    with pytest.raises(TooLate, match="裁定"):
        accept_bounce(cast.member("市卫健委"), TOMORROW, bounce_id=again.pk)
    rule_bounce(
        cast.director,
        TOMORROW,
        bounce_id=again.pk,
        unit_id=cast.unit("市卫健委").pk,
        reason="由卫健委办理。",
        clause="QZ-1-02",
        facts=("matter:aid:true", "sector:mining:true"),
    )
    assert Ruling.objects.get().answering[0]["name"] == "市卫健委"
    assert receipt_of(cast, row.sending).state == "signed"
    assert receipt_of(cast, row.sending, "市住建局").state == "passed"


def test_a_unit_that_declines_puts_it_before_the_office(cast: Cast) -> None:
    bounce = back(cast, _sent(cast))
    declined = decline_bounce(
        cast.member("市住建局"), TOMORROW, bounce_id=bounce.pk, clause="QZ-1-02", reason="不属施工环节。"
    )
    assert (declined.state, declined.answer_clause) == ("with_office", "QZ-1-02")


def test_taken_back_it_is_the_own_units_again(cast: Cast) -> None:
    row = _sent(cast)
    bounce = back(cast, row)
    with pytest.raises(NotYours):
        withdraw_bounce(cast.member("市住建局"), LATER, bounce_id=bounce.pk)
    withdraw_bounce(cast.member("市卫健委"), LATER, bounce_id=bounce.pk)
    assert receipt_of(cast, row.sending).state == "signed"
    assert back(cast, receipt_of(cast, row.sending)).state == "asked"


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"clause": ""}, "没有写明依据的条款"),
        ({"to": "市卫健委"}, "本单位"),
        ({"to": "市发改委"}, "本单位和现在的"),
        ({"to": "市人社局"}, "市住建局的职责，不是市人社局的"),
        ({"reason": " "}, "理由"),
        ({"reason": "患者李某某（52岁）"}, "姓名和年龄"),
    ],
)
def test_it_names_unit_clause_and_reason(cast: Cast, values: dict[str, Any], says: str) -> None:
    row = _sent(cast)
    with pytest.raises(BadInput, match=says):
        back(cast, row, **values)
    assert not Bounce.objects.exists()


def test_once_at_a_time_and_not_after_answering(cast: Cast) -> None:
    row = _sent(cast)
    back(cast, row)
    with pytest.raises(CannotBounce, match="还没有结果"):
        back(cast, row)
    other = _sent(cast, title="另一件")
    sign_receipt(cast.member("市卫健委"), LATER, receipt_id=other.pk)
    answer_receipt(cast.member("市卫健委"), LATER, receipt_id=other.pk, outcome="told")
    with pytest.raises(CannotBounce, match="已经反馈"):
        back(cast, other)


def test_a_withdrawn_sending_ends_its_bounce(cast: Cast) -> None:
    row = _sent(cast)
    bounce = back(cast, row)
    withdraw_sending(cast.liaison("市发改委"), TOMORROW, sending_id=row.sending_id, reason="误发")
    assert Bounce.objects.get(pk=bounce.pk).state == "lapsed"
    with pytest.raises(TooLate):
        accept_bounce(cast.member("市住建局"), TOMORROW, bounce_id=bounce.pk)


def test_the_matter_of_a_missing_answer_goes_with_the_receipt(cast: Cast) -> None:
    row = _sent(cast, clause="QZ-4-4", respond_by=DUE, binds=True)
    run_exchange(AT + timedelta(days=14))
    bounce = back(cast, receipt_of(cast, row.sending))
    accept_bounce(cast.member("市住建局"), AT + timedelta(days=15), bounce_id=bounce.pk)
    owed = Obligation.objects.get()
    assert owed.lead_unit.name == "市住建局"
    taken = receipt_of(cast, row.sending, "市住建局")
    answer_receipt(cast.member("市住建局"), AT + timedelta(days=16), receipt_id=taken.pk, outcome="done")
    owed.refresh_from_db()
    assert owed.state == "closed"
