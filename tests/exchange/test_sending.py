"""Sending and answering: everybody named gets a receipt with its own cut, signs, answers, or is told of a withdrawal."""

from datetime import date, timedelta
from typing import Any

import pytest

from cast import AT, Cast
from exchange.stages import DUE, LATER, TABLE, TOMORROW, receipt_of, sent
from ledger.steps import entered
from lianxi.core.refusals import BadInput, NotFound, NotPermitted
from lianxi.exchange.actions import (
    answer_receipt,
    oblige_missing,
    remind_due,
    send_out,
    sign_receipt,
    withdraw_sending,
)
from lianxi.exchange.daily import run_exchange
from lianxi.exchange.models import Receipt, Sending
from lianxi.exchange.rules.refusals import NotYours, TooLate
from lianxi.journal.models import Entry, Notice
from lianxi.ledger.models import Obligation
from lianxi.papers.files import Upload
from lianxi.papers.models import Attachment

PDF = Upload("情况说明.pdf", b"%PDF-1.4 text", "application/pdf")


def told(unit_id: int | None) -> list[str]:
    return list(Notice.objects.filter(to_unit_id=unit_id).order_by("pk").values_list("title", flat=True))


def test_every_receiver_gets_a_receipt_and_is_told(cast: Cast) -> None:
    sending = sent(cast, "市卫健委", "市人社局")
    assert {row.unit.name for row in sending.receipts.all()} == {"市卫健委", "市人社局"}
    assert told(cast.unit("市人社局").pk) == ["市住建局送来：建筑工地粉尘情况通报，请签收"]


def test_a_receiver_signs_and_answers_with_a_word_a_text_and_a_file(cast: Cast) -> None:
    sending = sent(cast, respond_by=DUE)
    row, member = receipt_of(cast, sending), cast.member("市卫健委")
    sign_receipt(member, LATER, receipt_id=row.pk)
    answered = answer_receipt(
        member, TOMORROW, receipt_id=row.pk, outcome="handled", text="已现场核查。", files=(PDF,)
    )
    assert (answered.state, answered.outcome, answered.signed_at) == ("answered", "handled", LATER)
    assert Attachment.objects.get().record == f"exchange.receipt:{row.pk}"
    assert told(cast.unit("市住建局").pk)[-1] == "市卫健委·成员反馈“已处理”：建筑工地粉尘情况通报"


def test_who_answers_has_signed(cast: Cast) -> None:
    row = receipt_of(cast, sent(cast))
    answered = answer_receipt(cast.member("市卫健委"), LATER, receipt_id=row.pk, outcome="told")
    assert (answered.signed_by, answered.signed_at) == ("市卫健委·成员", LATER)


def test_an_answer_is_put_right_and_the_former_one_stays_in_the_journal(cast: Cast) -> None:
    row, member = receipt_of(cast, sent(cast)), cast.member("市卫健委")
    answer_receipt(member, LATER, receipt_id=row.pk, outcome="done", text="已办结。")
    again = answer_receipt(member, TOMORROW, receipt_id=row.pk, outcome="handled", text="尚有一处未改。")
    assert (again.outcome, again.text) == ("handled", "尚有一处未改。")
    changes = Entry.objects.latest("seq").body
    assert "已办结。" in str(changes)


def test_not_adopting_needs_its_reason(cast: Cast) -> None:
    row, member = receipt_of(cast, sent(cast)), cast.member("市卫健委")
    with pytest.raises(BadInput, match="理由"):
        answer_receipt(member, LATER, receipt_id=row.pk, outcome="refused")
    answered = answer_receipt(member, LATER, receipt_id=row.pk, outcome="refused", reason="与上月重复。")
    assert answered.reason == "与上月重复。"


def test_another_unit_neither_signs_nor_answers(cast: Cast) -> None:
    row = receipt_of(cast, sent(cast))
    with pytest.raises(NotFound):
        sign_receipt(cast.member("市人社局"), LATER, receipt_id=row.pk)
    with pytest.raises(NotFound):
        answer_receipt(cast.member("市人社局"), LATER, receipt_id=row.pk, outcome="told")


def test_each_receiver_gets_its_own_cut_of_the_fields(cast: Cast) -> None:
    cuts = {cast.unit("市人社局").pk: ("企业",)}
    sending = sent(cast, "市卫健委", "市人社局", kind="rows", table=TABLE, cuts=cuts)
    assert receipt_of(cast, sending, "市人社局").payload == {
        "fields": [{"name": "企业", "label": "企业"}],
        "rows": [["甲石材厂"], ["乙家具厂"]],
    }
    whole = receipt_of(cast, sending)
    assert (whole.rows, len(whole.payload["fields"])) == (2, 3)


def test_rows_get_a_word_each(cast: Cast) -> None:
    row = receipt_of(cast, sent(cast, kind="rows", table=TABLE))
    member = cast.member("市卫健委")
    answer_receipt(member, LATER, receipt_id=row.pk, outcome="handled", results=("0:done", "1:handled"))
    assert receipt_of(cast, row.sending).results == {"0": "done", "1": "handled"}
    with pytest.raises(BadInput, match="逐行结果"):
        answer_receipt(member, LATER, receipt_id=row.pk, outcome="handled", results=("2:done",))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"kind": "rows"}, "没有数据行"),
        ({"kind": "rows", "table": "企业\t环节"}, "只有列名"),
        ({"kind": "rows", "table": "企业\t企业\n甲\t乙"}, "重复的列名"),
        ({"kind": "rows", "table": "企业\n甲\t乙"}, "第 2 行"),
        ({"kind": "rows", "table": "工人\n张建国，男，45岁"}, "数据第 1 行里有姓名和年龄、疾病"),
        ({"kind": "gift"}, "类别"),
        ({"text": "联系人13800138000"}, "说明里有手机号码（第 4 字起）"),
        ({"title": "11010519491231002X的情况"}, "标题里有身份证号"),
        ({"respond_by": date(2026, 3, 1)}, "已经过去"),
        ({"clause": "GD-12-01"}, "没有条款"),
        ({"about": "2031-001"}, "没有“2031-001”这条记录"),
        ({"binds": True}, "没有写明要求反馈的条款或期限"),
        ({"binds": True, "clause": "QZ-3-11-2", "respond_by": DUE}, "不要求市卫健委反馈"),
    ],
)
def test_what_cannot_be_sent_is_refused_whole(cast: Cast, values: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        sent(cast, **values)
    assert (Sending.objects.count(), Receipt.objects.count()) == (0, 0)


def test_no_unit_the_own_unit_and_a_stranger_are_no_receivers(cast: Cast) -> None:
    for units, says in (((), "至少"), ((cast.unit("市住建局").pk,), "本单位"), ((999,), "成员单位")):
        with pytest.raises(BadInput, match=says):
            send_out(cast.liaison("市住建局"), AT, kind="note", title="t", unit_ids=units)


def test_a_withdrawal_reaches_who_has_not_answered_and_leaves_the_answers(cast: Cast) -> None:
    sending = sent(cast, "市卫健委", "市人社局")
    answer_receipt(cast.member("市卫健委"), LATER, receipt_id=receipt_of(cast, sending).pk, outcome="told")
    with pytest.raises(NotYours):
        withdraw_sending(cast.member("市人社局"), LATER, sending_id=sending.pk, reason="误发")
    withdraw_sending(cast.liaison("市住建局"), TOMORROW, sending_id=sending.pk, reason="误发")
    assert receipt_of(cast, sending).state == "answered"
    late = receipt_of(cast, sending, "市人社局")
    assert late.state == "withdrawn"
    with pytest.raises(TooLate, match="已撤回"):
        answer_receipt(cast.member("市人社局"), TOMORROW, receipt_id=late.pk, outcome="told")


def test_a_missing_answer_that_a_clause_asks_for_is_a_matter_the_next_morning(cast: Cast) -> None:
    sending = sent(cast, clause="QZ-4-4", respond_by=DUE, binds=True)
    morning = AT + timedelta(days=14)  # 16 March, a Monday; the day was Friday the 13th
    run_exchange(AT + timedelta(days=11))
    assert not Obligation.objects.exists()
    run_exchange(morning)
    run_exchange(morning)
    (owed,) = Obligation.objects.all()
    assert (owed.lead_unit.name, owed.origin, owed.due_on) == ("市卫健委", "exchange", DUE)
    assert (owed.basis_clause, owed.source) == ("QZ-4-4", f"exchange.receipt:{receipt_of(cast, sending).pk}")


def test_the_answer_closes_the_matter_that_stood_for_it(cast: Cast) -> None:
    sending = sent(cast, clause="QZ-4-4", respond_by=DUE, binds=True)
    run_exchange(AT + timedelta(days=14))
    row = receipt_of(cast, sending)
    answer_receipt(
        cast.member("市卫健委"), AT + timedelta(days=15), receipt_id=row.pk, outcome="done", text="已办结。"
    )
    owed = Obligation.objects.get()
    assert (owed.state, owed.closed_at) == ("closed", AT + timedelta(days=15))
    assert owed.progress_set.get().text == "已反馈：办结。已办结。"


def test_without_a_clause_a_missing_answer_is_reminded_of_and_no_more(cast: Cast) -> None:
    sending = sent(cast, respond_by=DUE)
    unit = cast.unit("市卫健委").pk
    counts = [run_exchange(AT + timedelta(days=days)) for days in range(1, 20)]
    assert not Obligation.objects.exists()
    assert sum(counts) == 3
    assert [title.split("：")[0] for title in told(unit)[1:]] == [
        "已送到，请签收",
        "即将到期，请反馈",
        "已过期限，请反馈",
    ]
    assert receipt_of(cast, sending).obligation is None


def test_only_the_timer_reminds(cast: Cast) -> None:
    for step in (remind_due, oblige_missing):
        with pytest.raises(NotPermitted):
            step(cast.staff, AT)


def test_a_file_with_a_mark_of_secrecy_goes_nowhere(cast: Cast) -> None:
    with pytest.raises(BadInput, match="密级"):
        sent(cast, files=(Upload("机密★1年.pdf", b"%PDF-1.4", "application/pdf"),))
    assert not Sending.objects.exists()


def test_a_record_that_is_closed_to_the_sender_looks_missing(cast: Cast) -> None:
    row = entered(cast, lead="市住建局", origin="incoming")
    assert row.title in sent(cast, about=row.number).about_label
    with pytest.raises(BadInput, match="这条记录"):
        sent(cast, "市人社局", by="市发改委", about=row.number)


ASKS = [
    {
        "name": "handling",
        "label": "处理",
        "kind": "choice",
        "options": ["责令改正", "立案"],
        "required": True,
    },
    {"name": "removed_on", "label": "消除日期", "kind": "date"},
    {"name": "count", "label": "隐患数", "kind": "whole"},
]


def asking(cast: Cast) -> Receipt:
    """What was sent with fields of its own to be given back."""
    row = send_out(
        cast.liaison("市住建局"), AT, kind="note", title="隐患抄送", text="请核查。",
        unit_ids=(cast.unit("市卫健委").pk,), asks=ASKS,
    )  # fmt: skip
    return Receipt.objects.get(sending=row)


def test_a_receiver_gives_back_the_fields_that_were_asked_for(cast: Cast) -> None:
    row, own = asking(cast), cast.member("市卫健委")
    # The outcome alone is two taps; what is needed is asked for when the matter is done.
    answer_receipt(own, LATER, receipt_id=row.pk, outcome="handled")
    with pytest.raises(BadInput, match="办结还缺：处理"):
        answer_receipt(own, LATER, receipt_id=row.pk, outcome="done")
    told = ("handling=责令改正", "removed_on=2026-03-09", "count=3")
    done = answer_receipt(own, TOMORROW, receipt_id=row.pk, outcome="done", answers=told)
    assert done.answers == {"handling": "责令改正", "removed_on": "2026-03-09", "count": "3"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("handling=罚款", "没有“罚款”"),
        ("removed_on=三月九日", "不是一个日期"),
        ("count=许多", "须是数字"),
        ("nix=1", "不属于这件来件"),
        ("handling", "不属于这件来件"),
        (f"count={'9' * 501}", "不超过"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_a_sentence(cast: Cast, line: str, said: str) -> None:
    row = asking(cast)
    with pytest.raises(BadInput, match=said):
        answer_receipt(cast.member("市卫健委"), LATER, receipt_id=row.pk, outcome="handled", answers=(line,))
    row.refresh_from_db()
    assert (row.answers, row.state) == ({}, "sent")
