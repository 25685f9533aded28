"""Returns from being switched on to what silence becomes."""

from datetime import date, timedelta

import pytest
from django.db import models
from django.test import Client

from cast import AT, Cast
from lianxi.bodies.models import Membership
from lianxi.core.actors import Actor, SeatKind, timer_of
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, Refusal, WrongState
from lianxi.core.sight import Level
from lianxi.core.small_numbers import publish
from lianxi.exchange.actions import sign_receipt
from lianxi.exchange.models import Receipt
from lianxi.journal.models import Notice
from lianxi.journal.sight import seen
from lianxi.journal.verify import verify_chains
from lianxi.ledger.models import Obligation
from lianxi.work.actions import (
    add_row,
    approve_return,
    correct_row,
    end_arrangement,
    hand_in_return,
    miss_returns,
    nil_return,
    open_returns,
    receive_return,
    refuse_return,
    remove_row,
    revise_arrangement,
    send_back_return,
    send_rows,
    set_check,
    submit_return,
    switch_on,
    take_back_return,
    upload_rows,
)
from lianxi.work.actions.filling import RowsRefused
from lianxi.work.daily import miss_all, open_all
from lianxi.work.models import Arrangement, Return, Row
from lianxi.work.queries.arrangements import Cost, costs_by_unit
from lianxi.work.queries.figures import figures_of
from lianxi.work.queries.knowing import known_for
from lianxi.work.queries.returns import count_to_receive, list_in_hand, list_open
from lianxi.work.queries.sheets import template
from lianxi.work.queries.telling import Counts
from lianxi.work.rules.forms import read_form
from lianxi.work.rules.periods import period_of, periods_of_year
from web.signing_in import seated
from work.making import due, filled, made, moment, running

ROW = ("f1=泉州甲厂", "f2=2026-03-02", "f3=2", "f4=已整改")
LATE = moment(2026, 7, 21)


def test_nothing_is_asked_before_it_is_switched_on(cast: Cast) -> None:
    row = made(cast)
    assert row.state == "proposed"
    assert not Return.objects.exists()
    with pytest.raises(WrongState, match="建议，未启用"):
        add_row(cast.member("市住建局"), AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    assert costs_by_unit([row]) == {"市住建局": Cost(2, 6)}


def test_switched_on_the_unit_owes_the_present_period_by_the_one_day(cast: Cast) -> None:
    row = running(cast)
    owed = due(row)
    assert (owed.state, owed.due_on.isoformat(), owed.unit.name) == ("due", "2026-07-20", "市住建局")
    assert row.basis.clause == "QZ-3-11-2"
    with pytest.raises(WrongState):
        switch_on(cast.staff, AT, arrangement_ids=[row.pk])


def test_rows_are_entered_corrected_and_removed_and_every_version_stays(cast: Cast) -> None:
    row, unit = running(cast), cast.member("市住建局")
    first = add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    with pytest.raises(BadInput, match="本期已有一行"):
        add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    later = AT + timedelta(days=1)
    second = correct_row(unit, later, row_id=first.pk, values=(*ROW[:2], "f3=5", "f4=未整改"))
    first.refresh_from_db()
    assert (first.values["f3"], first.until, second.values["f3"], second.edition) == (2, later, 5, 2)
    with pytest.raises(BadInput, match="更新的版次"):
        correct_row(unit, later, row_id=first.pk, values=ROW)
    third = remove_row(unit, later, row_id=second.pk, reason="重复登记")
    assert third.removed
    assert Row.objects.filter(line=row).count() == 3
    assert list(verify_chains(cast.conference.pk)) == []


def test_faults_of_a_row_store_nothing(cast: Cast) -> None:
    row = running(cast)
    with pytest.raises(BadInput, match="“检查日期”没有填写。“问题数”须是整数"):
        add_row(
            cast.member("市住建局"), AT, arrangement_id=row.pk, period="2026H1", values=("f1=甲厂", "f3=1.5")
        )
    assert not Row.objects.exists()


def test_another_unit_and_another_period_are_refused(cast: Cast) -> None:
    row = running(cast)
    with pytest.raises(NotPermitted, match="属于别的单位"):
        add_row(cast.member("市人社局"), AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    with pytest.raises(BadInput, match="不能填报2024年上半年"):
        add_row(cast.member("市住建局"), AT, arrangement_id=row.pk, period="2024H1", values=ROW)
    with pytest.raises(BadInput, match="不能填报2026年"):
        add_row(cast.member("市住建局"), AT, arrangement_id=row.pk, period="2026", values=ROW)
    with pytest.raises(NotFound):
        nil_return(cast.member("市人社局"), AT, return_id=due(row).pk)


def test_a_return_is_handed_in_received_sent_back_and_put_right(cast: Cast) -> None:
    row, unit = running(cast), cast.member("市住建局")
    add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    handed = hand_in_return(unit, AT, return_id=due(row).pk)
    assert (handed.state, handed.rows, handed.nil) == ("handed_in", 1, False)
    with pytest.raises(WrongState, match="已报送，登记行不能再改"):
        add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=("f1=乙厂", *ROW[1:]))
    with pytest.raises(WrongState, match="现在是“已报送”"):
        hand_in_return(cast.liaison("市住建局"), AT, return_id=handed.pk)
    assert receive_return(cast.staff, AT, return_id=handed.pk).state == "received"
    with pytest.raises(WrongState):
        take_back_return(unit, AT, return_id=handed.pk)
    back = send_back_return(cast.staff, AT, return_id=handed.pk, reason="甲厂问题数与检查记录不符")
    assert back.state == "returned"
    correct_row(unit, AT, row_id=Row.objects.get(until=None).pk, values=(*ROW[:2], "f3=3", "f4=已整改"))
    assert hand_in_return(unit, AT, return_id=handed.pk).state == "handed_in"


def test_nothing_to_hand_in_is_refused_and_nil_is_one_tap_and_one_record(cast: Cast) -> None:
    row, unit = running(cast), cast.member("市住建局")
    with pytest.raises(BadInput, match="还没有登记任何一行") as said:
        hand_in_return(unit, AT, return_id=due(row).pk)
    assert "本期无此类事项" in said.value.next_step
    told = nil_return(unit, AT, return_id=due(row).pk)
    assert (told.state, told.nil, told.note) == ("handed_in", True, "")
    assert Return.objects.count() == 1
    assert take_back_return(unit, AT, return_id=told.pk).nil is False
    add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    with pytest.raises(WrongState, match="已登记 1 行，不能报"):
        nil_return(unit, AT, return_id=told.pk)


def test_silence_past_the_day_is_a_matter_of_the_ledger_once(cast: Cast) -> None:
    row = running(cast)
    assert miss_all(moment(2026, 7, 20)) == 0
    assert (miss_all(LATE), miss_all(LATE)) == (1, 0)
    matter = Obligation.objects.get(origin="work")
    assert (matter.lead_unit_id, matter.basis_clause) == (due(row).unit_id, "QZ-3-11-2")
    assert (matter.due_on.isoformat(), matter.source) == ("2026-07-20", f"work.return:{due(row).pk}")
    assert "2026年上半年" in matter.title
    # What was missed and comes in late ends the matter by itself.
    nil_return(cast.member("市住建局"), LATE + timedelta(hours=1), return_id=due(row).pk)
    matter.refresh_from_db()
    assert matter.state == "closed"
    assert miss_all(LATE + timedelta(days=1)) == 0


def test_a_new_period_opens_by_itself_and_january_counts_for_last_year(cast: Cast) -> None:
    row = running(cast)
    open_all(moment(2027, 1, 4))
    assert sorted(Return.objects.values_list("period", flat=True)) == ["2026H1", "2026H2", "2027H1"]
    assert open_returns(timer_of(cast.conference.pk), moment(2027, 1, 5)) == 0
    typed = add_row(
        cast.member("市住建局"),
        moment(2027, 1, 20),
        arrangement_id=row.pk,
        period="2026H2",
        values=("f1=甲厂", "f2=2026-11-02", "f3=1"),
    )
    assert typed.about.isoformat() == "2026-12-31"


def test_a_unit_that_left_owes_nothing(cast: Cast) -> None:
    row = running(cast)
    own = models.QuerySet(Membership).filter(conference=cast.conference, unit__name="市住建局")
    own.update(ends_before=LATE.date())
    assert miss_returns(timer_of(cast.conference.pk), LATE) == 1
    owed = due(row)
    assert (owed.state, Obligation.objects.count()) == ("dropped", 0)


def test_the_units_own_check_is_another_seat_or_a_name(cast: Cast) -> None:
    row, unit, liaison = running(cast), cast.member("市住建局"), cast.liaison("市住建局")
    add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    set_check(unit, AT, mode="seat")
    with pytest.raises(NotPermitted, match="报送前由另一席位审核"):
        hand_in_return(unit, AT, return_id=due(row).pk)
    submit_return(liaison, AT, return_id=due(row).pk)
    with pytest.raises(NotPermitted, match="不能审核自己填的"):
        approve_return(liaison, AT, return_id=due(row).pk)
    handed = approve_return(unit, AT, return_id=due(row).pk)
    assert (handed.state, handed.checked_by) == ("handed_in", unit.label)
    take_back_return(unit, AT, return_id=handed.pk)
    set_check(unit, AT + timedelta(minutes=1), mode="leader")
    with pytest.raises(BadInput, match="没有写明经本单位哪位负责同志同意"):
        hand_in_return(unit, AT, return_id=handed.pk)
    assert hand_in_return(unit, AT, return_id=handed.pk, agreed_by="副局长 王某").agreed_by == "副局长 王某"


def test_the_units_own_check_gives_a_return_back_with_its_reason(cast: Cast) -> None:
    row, unit, liaison = running(cast), cast.member("市住建局"), cast.liaison("市住建局")
    add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    set_check(unit, AT, mode="seat")
    given = {"return_id": due(row).pk, "reason": "人数有误"}
    with pytest.raises(WrongState):
        refuse_return(unit, AT, **given)
    submit_return(liaison, AT, return_id=due(row).pk)
    with pytest.raises(NotFound):
        refuse_return(cast.member("市人社局"), AT, **given)
    with pytest.raises(BadInput, match="理由"):
        refuse_return(unit, AT, return_id=due(row).pk, reason=" ")
    back = refuse_return(unit, AT, **given)
    assert (back.state, back.reason) == ("due", "人数有误")
    assert Notice.objects.filter(
        title__endswith="本单位审核未通过：人数有误", to_unit_id=unit.unit_id
    ).exists()
    submit_return(liaison, AT, return_id=back.pk)
    assert approve_return(unit, AT, return_id=back.pk).state == "handed_in"


def test_a_form_replaced_in_mid_period_keeps_the_rows_and_asks_for_what_is_new(cast: Cast) -> None:
    row, unit = running(cast), cast.member("市住建局")
    add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    fields = (
        "用人单位|用人单位||必填 区分",
        "检查日期|日期||必填",
        "问题数|整数|个|必填",
        "人数|整数|人|必填",
    )
    new = revise_arrangement(cast.staff, AT, arrangement_id=row.pk, reason="加人数", fields=fields)
    row.refresh_from_db()
    assert (row.state, new.state, new.form_version, new.line_id) == ("replaced", "on", 2, row.pk)
    assert due(row).arrangement_id == new.pk
    with pytest.raises(BadInput, match="表样已改版，有 1 行还缺新栏目：泉州甲厂：缺人数"):
        hand_in_return(unit, AT, return_id=due(row).pk)
    with pytest.raises(WrongState, match="已改版"):
        add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    old = Row.objects.get(line=row, until=None)
    correct_row(unit, AT, row_id=old.pk, values=(*ROW[:3], "f7=12"))
    assert hand_in_return(unit, AT, return_id=due(row).pk).rows == 1


def test_ended_what_was_not_handed_in_is_no_longer_wanted(cast: Cast) -> None:
    row = running(cast)
    with pytest.raises(BadInput, match="请填写理由"):
        end_arrangement(cast.staff, AT, arrangement_id=row.pk, reason=" ")
    end_arrangement(cast.staff, AT, arrangement_id=row.pk, reason="并入另一张表")
    assert due(row).state == "dropped"
    assert miss_all(LATE) == 0
    assert Arrangement.objects.get(pk=row.pk).ended_why == "并入另一张表"


def test_only_the_office_switches_on(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        switch_on(cast.member("市住建局"), AT, arrangement_ids=[made(cast).pk])


def _template(cast: Cast, row: Arrangement) -> bytes:
    return template(row.title, read_form(row.form), known_for(cast.conference.pk, AT.date()))


def test_a_sheet_goes_out_and_comes_back_and_corrects_by_key(cast: Cast) -> None:
    row, unit = running(cast), cast.member("市住建局")
    out = _template(cast, row)
    sheet = filled(out, [["甲厂", "2026-03-02", 2, "已整改", 1.5, "x"], ["乙厂", "2026-03-03", 1]])
    assert len(upload_rows(unit, AT, arrangement_id=row.pk, period="2026H1", file=sheet)) == 2
    again = filled(out, [["甲厂", "2026-03-02", 3, "已整改", 1.5, "x"], ["乙厂", "2026-03-03", 1]])
    assert len(upload_rows(unit, AT, arrangement_id=row.pk, period="2026H1", file=again)) == 1
    standing = Row.objects.filter(line=row, until=None).order_by("key")
    assert {one.values["f1"]: (one.values["f3"], one.edition) for one in standing} == {
        "甲厂": (3, 2),
        "乙厂": (1, 1),
    }
    with pytest.raises(BadInput, match="完全相同"):
        upload_rows(unit, AT, arrangement_id=row.pk, period="2026H1", file=again)


def test_a_sheet_with_faults_stores_nothing_and_says_each_by_its_row(cast: Cast) -> None:
    row, unit = running(cast), cast.member("市住建局")
    sheet = filled(
        _template(cast, row),
        [
            ["甲厂", "2026-03-02", 2],
            ["乙厂", "三月", "x"],
            ["甲厂", "2026-03-05", 1],
            [None, "2026-03-05", 1],
        ],
    )
    with pytest.raises(RowsRefused) as said:
        upload_rows(unit, AT, arrangement_id=row.pk, period="2026H1", file=sheet)
    assert [(one.where, one.sentence[:12]) for one in said.value.faults] == [
        ("第 3 行", "“检查日期”不是一个日期"[:12]),
        ("第 3 行", "“问题数”须是数字，现在"[:12]),
        ("第 5 行", "“用人单位”没有填写。"[:12]),
        ("第 4 行", "“用人单位”与第 2 行相同"[:12]),
    ]
    assert not Row.objects.exists()


def test_an_empty_sheet_and_a_foreign_one_are_refused(cast: Cast) -> None:
    row, unit = running(cast), cast.member("市住建局")
    with pytest.raises(BadInput, match="没有填写任何一行"):
        upload_rows(unit, AT, arrangement_id=row.pk, period="2026H1", file=filled(_template(cast, row), []))
    other = filled(
        _template(cast, made(cast, title="另一张", fields=("别的|文字||必填",), figures=())), [["一"]]
    )
    with pytest.raises(Refusal, match="没有找到表头"):
        upload_rows(unit, AT, arrangement_id=row.pk, period="2026H1", file=other)


def test_who_sees_what(cast: Cast) -> None:
    row, unit = running(cast, receiver_ids=[cast.unit("市人社局").pk]), cast.member("市住建局")
    add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    # Rows name employers: the unit, the receiver and the office see them; others count them.
    seeing = {"市住建局": 1, "市人社局": 1, "市发改委": 0}
    for name, count in seeing.items():
        assert seen(cast.member(name), Row.objects.all()).count() == count
    assert seen(cast.staff, Row.objects.all()).count() == 1
    assert seen(cast.member("市发改委"), Row.objects.all(), Level.COUNT).count() == 1
    # What a unit owes is shown to it and to the office alone.
    assert [seen(cast.member(name), Return.objects.all()).count() for name in seeing] == [1, 0, 0]
    assert seen(cast.staff, Return.objects.all()).count() == 1


def test_rows_about_persons_are_their_units_alone(cast: Cast) -> None:
    row = running(cast, fields=("代号|人员代号||必填 区分", "办理|选项|已办、未办"), figures=())
    add_row(
        cast.member("市住建局"),
        AT,
        arrangement_id=row.pk,
        period="2026H1",
        values=("f1=P12345678", "f2=已办"),
    )
    assert row.level == "personal"
    assert seen(cast.member("市住建局"), Row.objects.all()).count() == 1
    assert seen(cast.staff, Row.objects.all()).count() == 0


def test_who_sees_no_row_is_told_no_small_number_and_none_that_gives_it_back(cast: Cast) -> None:
    row = running(
        cast,
        fields=("代号|人员代号||必填 区分", "办理|选项|已办、未办"),
        figures=("办理率|计数|办理=已办|占",),
    )
    for number in range(3):
        values = (f"f1=P1234567{number}", "f2=已办" if number else "f2=未办")
        add_row(cast.member("市住建局"), AT, arrangement_id=row.pk, period="2026H1", values=values)
    url = f"/work/arrangements/{row.pk}/rows?period="

    def told(name: str, period: str) -> str:
        page = seated(Client(), cast.member(name)).get(url + period)
        return str(page.context["table"]["total"])

    assert told("市住建局", "2026H1") == "3"
    assert told("市发改委", "2026H1") == "<5"
    assert told("市发改委", "2026H2") == "0"
    # The year's number would be the half-year's; a month is no period of it.
    assert told("市发改委", "2026") == "<5"
    assert told("市发改委", "2026-03") == "—"
    period = period_of(AT.date(), 2)
    own, other = (
        figures_of(row, [period], actor=cast.member(name))[0][0] for name in ("市住建局", "市发改委")
    )
    assert own.words != "—"
    assert (other.words, other.is_hidden) == ("—", True)


def test_numbers_of_units_and_periods_do_not_give_a_hidden_one_back() -> None:
    halves = tuple(periods_of_year(2026, 2))
    counts = Counts((1, 2), halves, publish([[9, 3], [8, 7]]))
    assert counts.cell(1, halves[1]) == "<5"
    # Beside it a second cell of its row and of its column is hidden, so that no sum tells it.
    assert [counts.cell(1, halves[0]), counts.cell(2, halves[1])] == ["—", "—"]
    assert counts.covers(halves[1])
    assert counts.total(period_of(date(2026, 1, 1), 12)) == "—"
    assert counts.cell(3, halves[0]) == "0"


def test_rows_go_to_the_receivers_each_with_its_own_cut_once(cast: Cast) -> None:
    row, unit = running(cast, receiver_ids=[cast.unit("市人社局").pk]), cast.member("市住建局")
    add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=(*ROW, "f6=已口头告知"))
    sent = send_rows(unit, AT, arrangement_id=row.pk, period="2026H1")
    receipt = Receipt.objects.get(sending=sent)
    assert (receipt.unit.name, receipt.rows, receipt.payload["rows"][0][0]) == ("市人社局", 1, "泉州甲厂")
    assert (sent.basis_clause, sent.source) == ("QZ-3-11-2", f"work.arrangement:{row.pk}")
    with pytest.raises(BadInput, match="没有新登记"):
        send_rows(unit, AT, arrangement_id=row.pk, period="2026H1")
    # The return brings what is new since; what was corrected goes again in its new version.
    add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=("f1=乙厂", *ROW[1:]))
    hand_in_return(unit, AT, return_id=due(row).pk)
    assert [one.rows for one in Receipt.objects.order_by("pk")] == [1, 1]
    signed = sign_receipt(cast.member("市人社局"), AT, receipt_id=receipt.pk)
    assert signed.state == "signed"


def test_a_receiver_that_left_gets_nothing(cast: Cast) -> None:
    row, unit = running(cast, receiver_ids=[cast.unit("市人社局").pk]), cast.member("市住建局")
    add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    own = models.QuerySet(Membership).filter(conference=cast.conference, unit__name="市人社局")
    own.update(ends_before=AT.date())
    hand_in_return(unit, AT, return_id=due(row).pk)
    assert not Receipt.objects.exists()


def test_another_unit_takes_over_and_the_clauses_own_receiver_stays(cast: Cast) -> None:
    row = running(cast, receiver_ids=[cast.unit("市人社局").pk])
    new = revise_arrangement(
        cast.staff,
        AT,
        arrangement_id=row.pk,
        reason="职责划转",
        unit_id=cast.unit("市发改委").pk,
        receiver_ids=[cast.unit("市总工会").pk],
    )
    new.refresh_from_db()
    assert new.unit is not None
    assert new.unit.name == "市发改委"
    owed = dict(Return.objects.values_list("unit__name", "state"))
    assert owed == {"市住建局": "dropped", "市发改委": "due"}
    parties = set(new.parties.values_list("role", "unit__name"))
    assert parties == {("doer", "市发改委"), ("receiver", "市总工会")}


def test_a_seat_of_the_office_is_asked_for_its_own_units_returns_alone(cast: Cast) -> None:
    row = running(cast)
    until = due(row).due_on
    deputy = cast.actor(SeatKind.OFFICE_DEPUTY, "市人社局")
    assert [one.unit.name for one in list_in_hand(cast.member("市住建局"), until=until, limit=9)] == [
        "市住建局"
    ]
    assert list_in_hand(deputy, until=until, limit=9) == []
    assert list_open(deputy) == []
    assert count_to_receive(deputy, until=until) == (0, False)


def test_a_row_s_page_offers_a_correction_while_the_act_takes_it(cast: Cast) -> None:
    row, unit = running(cast), cast.member("市住建局")
    entered = add_row(unit, AT, arrangement_id=row.pk, period="2026H1", values=ROW)

    def offered(actor: Actor) -> bool:
        page = seated(Client(), actor).get(f"/work/rows/{entered.pk}").content.decode()
        assert ("保存改正" in page) == ("删去这一行" in page)
        return "保存改正" in page

    assert offered(unit)
    assert not offered(cast.staff)
    hand_in_return(unit, AT, return_id=due(row).pk)
    assert not offered(unit)
    with pytest.raises(WrongState, match="已报送，登记行不能再改"):
        correct_row(unit, AT, row_id=entered.pk, values=ROW)
    take_back_return(unit, AT, return_id=due(row).pk)
    assert offered(unit)
