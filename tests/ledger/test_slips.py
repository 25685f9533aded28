"""Slips: each rung on its working day, once, stopped by a reply; out of turn only with a reason."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast, found_cast
from clocks.notices import NOTICE
from ledger.steps import acknowledged, at, decided, entered, fresh, submitted
from lianxi.bodies.actions import set_rule
from lianxi.clocks.actions import load_notice
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import INSTALLER, Actor, timer_of
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, Refusal, WrongState
from lianxi.core.words import day_of
from lianxi.core.workdays import is_workday
from lianxi.journal.models import Entry, Notice
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import (
    ask_extension,
    grant_extension,
    issue_due_slips,
    issue_looked,
    issue_slip,
    receive_slip,
    report_progress,
    return_obligation,
    set_ladder,
    supersede_obligation,
    void_slip,
)
from lianxi.ledger.daily import issue_slips
from lianxi.ledger.models import Obligation, Slip
from lianxi.ledger.queries.slips import SlipFilter, count_turns, find_turns, ladder_on, list_slips
from lianxi.ledger.rules.slips import PROFILES
from lianxi.papers.models import NumberRegister

FRIDAY = date(2026, 3, 13)  # at(11) is that day, 09:00 in China


def given() -> list[tuple[str, date]]:
    return list(Slip.objects.order_by("pk").values_list("label", "issued_on"))


def looked(cast: Cast, moment: datetime) -> int:
    """Let the office look at everything whose turn it is, and send it; nothing on a day off."""
    day = day_of(moment)
    turns = find_turns(
        cast.conference.pk, ladder_on(cast.conference.pk, day).steps, day, calendar_now(exact=True)
    )
    assert count_turns(cast.conference.pk, day, calendar_now(exact=True)) == len(turns)
    if not turns or not is_workday(day, calendar_now(exact=True)):
        return 0
    return len(issue_looked(cast.staff, moment, obligation_ids=tuple(turn.row.pk for turn in turns)))


def run_days(cast: Cast, first: int, last: int) -> None:
    for day in range(first, last + 1):
        issue_slips(at(day))
        looked(cast, at(day, 1))


def test_a_unit_sees_its_own_slips_but_not_what_was_told_the_convener(cast: Cast) -> None:
    acknowledged(cast, entered(cast, due_on=FRIDAY))
    run_days(cast, 0, 40)

    def labels(actor: Actor) -> list[str]:
        return [one.label for one in list_slips(cast.conference.pk, SlipFilter(), to=actor)]

    assert labels(cast.staff) == ["报召集人协调", "催办函", "提醒单"]
    assert labels(cast.member("市住建局")) == ["催办函", "提醒单"]
    assert labels(cast.member("市人社局")) == []


def test_the_whole_ladder_on_its_days_and_never_on_a_day_off(cast: Cast) -> None:
    """Due Friday 13 March: reminder on Tuesday; Monday is the first working day after; five later the convener."""
    acknowledged(cast, entered(cast, due_on=FRIDAY))
    run_days(cast, 0, 40)
    assert given() == [
        ("提醒单", date(2026, 3, 10)),
        ("催办函", date(2026, 3, 16)),
        ("报召集人协调", date(2026, 3, 23)),
    ]
    slips = list(Slip.objects.order_by("pk"))
    assert [slip.state for slip in slips] == ["raised", "raised", "issued"]
    assert [slip.number for slip in slips] == [f"泉职防联督办〔2026〕{n}号" for n in (1, 2, 3)]
    assert "已逾期1个工作日" in slips[1].text
    assert "还有3个工作日到期" in slips[0].text
    assert slips[0].issued_by == "系统（按办公室长期指令）"
    assert slips[1].issued_by == cast.staff.label
    assert slips[2].text.startswith("召集人：\n市住建局主办的")
    entry = Entry.objects.filter(action="ledger.slip.issue_due").earliest("pk")
    assert '"kind":"timer"' in entry.body
    assert '"seat":null' in entry.body
    told = Notice.objects.filter(subject__startswith="ledger.slip").order_by("pk")
    assert [(one.to_unit_id is not None, one.to_seat_id) for one in told] == [
        (True, None),
        (True, None),
        (False, cast.convener.seat_id),
    ]
    assert list(verify_chains()) == []


def test_the_timer_sends_reminders_only_and_the_rest_waits_for_a_look(cast: Cast) -> None:
    one, two = (acknowledged(cast, entered(cast, due_on=FRIDAY)) for _ in range(2))
    for day in range(41):
        issue_slips(at(day))
    assert {label for label, _ in given()} == {"提醒单"}
    day = day_of(at(40))
    turns = find_turns(cast.conference.pk, ladder_on(cast.conference.pk, day).steps, day, calendar_now())
    assert [(turn.row.pk, turn.step.label) for turn in turns] == [(one.pk, "催办函"), (two.pk, "催办函")]
    submitted(cast, two, at(40))
    monday = at(42)
    with pytest.raises(BadInput, match="没有选择"):
        issue_looked(cast.staff, monday, obligation_ids=())
    sent = issue_looked(cast.staff, monday, obligation_ids=(one.pk, two.pk))
    assert [slip.obligation_id for slip in sent] == [one.pk]
    entry = Entry.objects.latest("pk")
    assert f"未轮到而略去：{two.number}" in entry.body
    with pytest.raises(Refusal, match="没有轮到催办"):
        issue_looked(cast.staff, monday, obligation_ids=(one.pk, two.pk))
    with pytest.raises(NotPermitted):
        issue_looked(cast.member("市住建局"), monday, obligation_ids=(one.pk,))


@pytest.mark.parametrize(
    ("unit", "wanted"),
    [
        ("市委宣传部", "商请函"),
        ("泉州市总工会", "商请函"),
        ("团市委", "商请函"),
        ("省法院", "商请函"),
        ("市红十字会", "商请函"),
        ("市纪委监委", "商请函"),
        ("市卫健委", "催办函"),
        ("省国资委", "催办函"),
        ("市发改委", "催办函"),
        ("市委员会办公室", "催办函"),
    ],
)
def test_party_organs_and_mass_organizations_get_a_request(unit: str, wanted: str) -> None:
    assert PROFILES["default"].steps[1].name_for(unit) == wanted


def test_the_days_after_a_holiday_are_counted_as_worked(cast: Cast) -> None:
    """Due Wednesday 30 September 2026; National Day is 1 to 7 October, so the letter's turn comes on the 8th."""
    acknowledged(cast, entered(cast, due_on=date(2026, 9, 30)))
    moment = datetime.fromisoformat("2026-10-01T09:00+08:00")
    for day in range(8):
        issue_slips(moment + timedelta(days=day))
        looked(cast, moment + timedelta(days=day, hours=1))
    assert given()[-1] == ("催办函", date(2026, 10, 8))


def test_a_run_asks_the_same_whether_three_or_thirty_are_due_and_less_where_none_is(cast: Cast) -> None:
    counts = []
    for number, day, due_on in ((3, 9, FRIDAY), (30, 17, date(2026, 3, 23))):
        for _ in range(number):
            entered(cast, due_on=due_on)
        with CaptureQueriesContext(connection) as queries:
            assert issue_slips(at(day)) == number
        counts.append(len(queries))
    # The register of numbers and the chain have their rows the second time.
    assert counts[1] <= counts[0]
    with CaptureQueriesContext(connection) as queries:
        assert issue_slips(at(17, 3)) == 0
    assert len(queries) <= 6


def test_a_notice_loaded_by_another_process_counts_at_once(cast: Cast) -> None:
    """20 February 2027 is a Saturday, and worked by the notice: the first working day after the 19th."""
    entered(cast, due_on=date(2027, 2, 19))
    saturday = datetime.fromisoformat("2027-02-20T09:00+08:00")
    calendar_now()  # what a worker has read stays in its memory for some seconds
    load_notice(INSTALLER, saturday, text=NOTICE, paper="国办发明电〔2026〕9号（测试）")
    assert looked(cast, saturday) == 1
    assert "已逾期1个工作日" in Slip.objects.get().text
    assert Slip.objects.get().next_on == date(2027, 2, 26)


def test_twice_a_day_and_after_days_without_a_run_nothing_is_doubled(cast: Cast) -> None:
    for _ in range(3):
        entered(cast, due_on=FRIDAY)
    assert issue_slips(at(25)) == 0  # the reminder's time has passed: no reminder after the date
    assert looked(cast, at(25)) == 3
    assert looked(cast, at(25, 3)) == 0
    assert {label for label, _ in given()} == {"催办函"}
    assert NumberRegister.objects.get(prefix="泉职防联督办").last == 3


def test_batches_go_on_where_a_run_was_killed(cast: Cast) -> None:
    for _ in range(5):
        entered(cast, due_on=FRIDAY)
    assert issue_due_slips(timer_of(cast.conference.pk), at(8), size=2) == 2
    assert issue_slips(at(8)) == 3
    assert list(Slip.objects.order_by("pk").values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]


def test_a_reply_stops_the_ladder_and_a_return_lets_it_go_on(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, due_on=FRIDAY))
    looked(cast, at(14))
    submitted(cast, row, at(15))
    assert Slip.objects.get().state == "answered"
    run_days(cast, 16, 24)
    assert len(given()) == 1
    return_obligation(cast.staff, at(24), obligation_id=row.pk, reason="缺签字")  # Thursday 26 March
    run_days(cast, 25, 31)
    assert given()[1:] == [("报召集人协调", date(2026, 4, 2))]


def test_a_report_of_a_co_unit_is_no_reply_of_the_lead(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, due_on=FRIDAY, co=("市卫健委",)))
    looked(cast, at(14))
    from lianxi.ledger.actions import acknowledge_obligation

    acknowledge_obligation(cast.member("市卫健委"), at(14), obligation_id=row.pk)
    report_progress(cast.member("市卫健委"), at(14), obligation_id=row.pk, text="已配合。")
    assert Slip.objects.get().state == "issued"


def test_another_due_date_ends_the_slips_and_starts_the_ladder_anew(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, due_on=FRIDAY))
    issue_slips(at(8))
    asked = ask_extension(
        cast.member("市住建局"),
        at(9),
        obligation_id=row.pk,
        asked_on=date(2026, 3, 20),
        reason="材料未齐",
        progress="已完成大半",
    )
    grant_extension(cast.staff, at(9), extension_id=asked.pk)
    assert Slip.objects.get().state == "lapsed"
    run_days(cast, 10, 21)
    assert given()[1:] == [("提醒单", date(2026, 3, 17)), ("催办函", date(2026, 3, 23))]


def test_a_matter_that_ended_gets_no_slip(cast: Cast) -> None:
    one, two = entered(cast, due_on=FRIDAY), entered(cast)
    looked(cast, at(14))
    given = {"reason": "合并", "decision": decided(cast, at(14, 1))}
    supersede_obligation(cast.director, at(15), obligation_id=one.pk, by_id=two.pk, **given)
    assert Slip.objects.get(obligation=one).state == "lapsed"
    run_days(cast, 16, 40)
    assert Slip.objects.filter(obligation=one).count() == 1


def test_days_are_set_by_the_office_and_the_old_ladder_is_kept(cast: Cast) -> None:
    set_ladder(cast.director, at(), profile="default", workdays=(2, 2, 3))
    entered(cast, due_on=FRIDAY)
    run_days(cast, 0, 30)
    assert given() == [
        ("提醒单", date(2026, 3, 11)),
        ("催办函", date(2026, 3, 17)),
        ("报召集人协调", date(2026, 3, 20)),
    ]
    set_ladder(cast.director, at(31), profile="default")
    from lianxi.ledger.models import Rung

    assert Rung.objects.filter(ends_before=at(31).date()).count() == 3
    assert set(Rung.objects.values_list("source", flat=True)) == {"configured"}
    for wrong in ({"profile": "colors"}, {"profile": "default", "workdays": (1,)}):
        with pytest.raises(BadInput):
            set_ladder(cast.director, at(31), **wrong)  # type: ignore[arg-type]


def test_by_hand_a_jump_needs_a_reason_and_no_rung_comes_twice(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, due_on=FRIDAY))
    with pytest.raises(Refusal, match="周日"):
        issue_slip(cast.staff, at(13), obligation_id=row.pk, step=1)
    with pytest.raises(Refusal, match="越级") as jump:
        issue_slip(cast.staff, at(14), obligation_id=row.pk, step=2)
    assert jump.value.code == "cannot_issue_slip"
    with pytest.raises(Refusal, match="提前"):
        issue_slip(cast.staff, at(9), obligation_id=row.pk, step=1)
    first = issue_slip(cast.staff, at(14), obligation_id=row.pk, step=1)
    assert first.reason == ""
    assert looked(cast, at(14)) == 0
    with pytest.raises(Refusal, match="已于2026年3月16日"):
        issue_slip(cast.staff, at(15), obligation_id=row.pk, step=1)
    top = issue_slip(cast.staff, at(15), obligation_id=row.pk, step=2, reason="市领导批示，事项紧急")
    assert top.reason == "市领导批示，事项紧急"
    assert Slip.objects.get(pk=first.pk).state == "raised"
    with pytest.raises(Refusal, match="更高一级"):
        issue_slip(cast.staff, at(15), obligation_id=row.pk, step=0, reason="补发")
    run_days(cast, 16, 40)
    assert len(given()) == 2


def test_no_slip_without_a_date_or_while_verification_waits(cast: Cast) -> None:
    undated, waiting = entered(cast, due_on=None), entered(cast, due_on=FRIDAY)
    submitted(cast, waiting)
    for row, words in ((undated, "没有办理时限"), (waiting, "等待核验")):
        with pytest.raises(Refusal, match=words):
            issue_slip(cast.staff, at(14), obligation_id=row.pk, step=1, reason="催办")
    assert looked(cast, at(14)) == 0


def test_receipt_is_by_the_unit_and_void_keeps_the_number(cast: Cast) -> None:
    row = entered(cast, due_on=FRIDAY)
    looked(cast, at(14))
    slip = Slip.objects.get()
    with pytest.raises(NotFound):
        receive_slip(cast.member("市总工会"), at(14), slip_id=slip.pk)
    received = receive_slip(cast.liaison("市住建局"), at(14), slip_id=slip.pk)
    assert received.received_by == "市住建局·办公室成员"
    with pytest.raises(BadInput, match="签收过"):
        receive_slip(cast.member("市住建局"), at(14), slip_id=slip.pk)
    voided = void_slip(cast.staff, at(15), slip_id=slip.pk, reason="时限登记有误")
    assert (voided.state, voided.sequence) == ("void", 1)
    with pytest.raises(WrongState):
        void_slip(cast.staff, at(15), slip_id=slip.pk, reason="再次作废")
    assert looked(cast, at(15)) == 0
    entered(cast, due_on=FRIDAY, moment=at(9))
    looked(cast, at(15))
    assert Slip.objects.latest("pk").sequence == 2
    to_convener = issue_slip(cast.staff, at(16), obligation_id=row.pk, step=2, reason="急")
    with pytest.raises(NotFound):
        receive_slip(cast.liaison("市住建局"), at(16), slip_id=to_convener.pk)


def test_switched_off_the_office_issues_by_hand(cast: Cast) -> None:
    row = entered(cast, due_on=FRIDAY)
    set_rule(cast.director, at(1), code="slips_automatic", value="off")
    assert issue_slips(at(8)) == 0
    assert issue_slip(cast.staff, at(14), obligation_id=row.pk, step=1).number.endswith("1号")
    with pytest.raises(BadInput):
        set_rule(cast.director, at(1), code="slips_automatic", value="maybe")


def test_the_timer_can_do_nothing_else(cast: Cast) -> None:
    from lianxi.journal.acting import catalogue
    from lianxi.journal.catalog import load_catalogue

    load_catalogue()
    opened = {id_ for id_, action in catalogue.items() if timer_of(1).kind in action.who}
    sends = {"begin", "confirm", "fail", "give_up", "doubt", "put_off"}
    pushes = {"raise", "begin", "confirm", "settle", "fail", "give_up", "drop", "withdraw"}
    outbox = {"outbox.contact.forget", "outbox.digest.build", *(f"outbox.delivery.{step}" for step in sends)}
    outbox |= {f"outbox.todo.{step}" for step in pushes}
    assert opened == {
        "ledger.slip.issue_due",
        "ledger.obligation.begin_period",
        "clocks.calendar.apply",
        "surveillance.run.record",
        "bodies.backup.record",
        "inspections.merge.fail",
        "inspections.merge.record",
        "bodies.backup.fail",
        "exchange.receipt.oblige",
        "exchange.reminder.give",
        "work.return.open",
        "work.return.miss",
        "work.duty.carry",
        "incidents.telling.remind",
        "incidents.duty.ask_print",
        "inspections.supervision.lapse",
        "inspections.plan.begin",
        # Registers kept from what units handed in; nothing of it is sent to a unit.
        "projects.list.gather",
        "projects.match.propose",
        "projects.gap.find",
        # A term that is over is noted, what is unfinished is listed, and ended tokens are deleted by rule.
        "protection.list.oblige",
        "protection.row.list_unfinished",
        "protection.row.lapse",
        "protection.row.close_remedy",
        "protection.row.purge",
        *outbox,
    }
    other = found_cast("另一个联席会议", "OTHER")
    row = entered(cast, due_on=FRIDAY)
    assert issue_due_slips(timer_of(other.conference.pk), at(14)) == 0
    assert fresh(row).state == "issued"
    assert not Obligation.objects.filter(conference=other.conference).exists()
