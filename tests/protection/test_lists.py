"""Lists from their draft to the half-yearly check: counts agree, nobody is lost, bad input gets a sentence and no row."""

from datetime import date, timedelta
from typing import Any

import pytest

from lianxi.core.actors import SeatKind
from lianxi.core.desk import Desk
from lianxi.core.refusals import Refusal
from lianxi.core.sight import Level
from lianxi.core.words import day_of
from lianxi.journal.models import Entry, Notice
from lianxi.journal.sight import seen
from lianxi.ledger.models import Obligation
from lianxi.protection.actions import (
    answer_row,
    answer_sheet,
    ask_recognition,
    confirm_deleted,
    confirm_return,
    confirm_returns,
    contest_recognition,
    dispute_list,
    draft_list,
    drop_row,
    end_signer,
    fill_list,
    receive_list,
    remind_list,
    revoke_recognition,
    send_list,
    sign_check,
    sign_recognition,
    state_fact,
    take_over,
    withdraw_list,
)
from lianxi.protection.daily import run_patients
from lianxi.protection.holding import count_listed
from lianxi.protection.models import (
    ImpactAssessment,
    ListRow,
    PersonList,
    Recognition,
    RecognitionSigner,
    RowOutcome,
)
from lianxi.protection.queries.unfinished import count_by_unit, list_unfinished
from lianxi.protection.rules.sheets import template_headings
from lianxi.protection.rules.tokens import draw_tokens
from lianxi.protection.waiting import list_tasks
from protection.played import CIVIL, HEALTH, HR, MARKET, MEDICAL, SHA, Played, found, sheet

HEALTH_GD = "省卫生健康委"


def refused(action: Any, *args: Any, **fields: Any) -> str:
    """Return the sentence of a refusal that left nothing behind."""
    before = Entry.objects.count(), ListRow.objects.count(), RowOutcome.objects.count()
    with pytest.raises(Refusal) as refusal:
        action(*args, **fields)
    assert (Entry.objects.count(), ListRow.objects.count(), RowOutcome.objects.count()) == before
    assert refusal.value.next_step
    return refusal.value.message


def test_the_month_of_two_units(played: Played) -> None:
    row, tokens = played.listed(5)
    assert row.number.startswith("名单〔2026〕")
    assert row.state == "received"
    assert row.due_on is not None
    day = day_of(played.at)
    played.wait(14)
    played.answer(
        row,
        [
            (tokens[0], "已申请", day + timedelta(days=3), "", ""),
            (tokens[1], "已通知到人", day + timedelta(days=4), "", ""),
            (tokens[2], "查无此人", day + timedelta(days=5), "", ""),
            (tokens[3], "转其他名单", day + timedelta(days=5), "用人单位不存在", ""),
            (tokens[4], "已认定或者纳入", day + timedelta(days=9), "", ""),
        ],
    )
    rows = {one.token: one for one in ListRow.objects.filter(list=row)}
    assert [bool(rows[one].ended_on) for one in tokens] == [False, False, False, True, True]
    back = rows[tokens[2]]
    assert "送出单位" in refused(confirm_return, played.seat(HR), played.at, row_id=back.pk)
    confirm_return(played.seat(HEALTH), played.at, row_id=back.pk)
    assert RowOutcome.objects.filter(row__list=row).count() == 10
    own = {"kind": "L1", "half": "2026H2"}
    hr, health = played.unit(HR).pk, played.unit(HEALTH).pk
    assert "名单合计 5 人，与你单位登记的人数不同" in refused(
        sign_check, played.seat(HR), played.at, other_id=health, counted=4, **own
    )
    sign_check(played.seat(HR), played.at, other_id=health, counted=5, **own)
    closed = sign_check(played.seat(HEALTH), played.at, other_id=hr, counted=5, **own)
    assert (closed.state, closed.sent, closed.ended, closed.open) == ("closed", 5, 3, 2)


def test_a_difference_of_one_stops_the_check_and_names_the_list(played: Played) -> None:
    good, _tokens = played.listed(2)
    bad, tokens = played.draft(), draw_tokens(20)
    played.fill(bad, [(one, "惠安县", day_of(played.at)) for one in tokens])
    played.send(bad, 20)
    hr = played.seat(HR)
    assert "清点是 19 人" in refused(receive_list, hr, played.at, list_id=bad.pk, count=19, sha256=SHA)
    dispute_list(hr, played.at, list_id=bad.pk, count=19)
    health = played.unit(HEALTH).pk
    said = refused(sign_check, hr, played.at, kind="L1", half="2026H2", other_id=health, counted=22)
    assert bad.number in said
    assert "接收单位清点 19" in said
    assert good.number not in said
    assert PersonList.objects.get(pk=bad.pk).state == "sent"


def test_a_sheet_with_persons_in_any_column_is_refused_whole(played: Played) -> None:
    row, health = played.draft(), played.seat(HEALTH)
    token, day = draw_tokens(1)[0], day_of(played.at)
    heads = template_headings("L1")
    bad = {
        "name column": sheet([*heads, "姓名"], [(token, "晋江市", day, "陈大文")]),
        "name in the token's column": sheet(heads, [("陈大文", "晋江市", day)]),
        "name as area": sheet(heads, [(token, "陈大文", day)]),
        "name as day": sheet(heads, [(token, "晋江市", "陈大文")]),
        "identity number": sheet(heads, [("350582197003071216", "晋江市", day)]),
        "phone": sheet(heads, [(token, "13800138000", day)]),
        "beyond the columns": sheet(heads, [(token, "晋江市", day, "陈大文")]),
        "above the headings": sheet(["陈大文等名单"], [heads, (token, "晋江市", day)]),
        "below the rows": sheet(heads, [(token, "晋江市", day), ("制表：陈大文", "", "")]),
        "file name": sheet([*heads, "姓名"], [(token, "晋江市", day, "陈大文")], "陈大文.csv"),
    }
    for kind, upload in bad.items():
        said = refused(fill_list, health, played.at, list_id=row.pk, file=upload)
        assert not [one for one in ("陈大文", "1380013", "35058219") if one in said], kind
    assert not ListRow.objects.exists()


def test_bad_rows_of_a_list(played: Played) -> None:
    first, tokens = played.listed(1)
    row, health, day = played.draft(), played.seat(HEALTH), day_of(played.at)
    heads, fresh = template_headings("L1"), draw_tokens(2)

    def fill(*rows: Any) -> str:
        return refused(fill_list, health, played.at, list_id=row.pk, file=sheet(heads, rows))

    wrong = fresh[0][:-1] + ("2" if fresh[0][-1] != "2" else "3")
    assert "校验位不符" in fill((wrong, "晋江市", day))
    assert "与第 2 行相同" in fill((fresh[0], "晋江市", day), (fresh[0], "晋江市", day))
    assert first.number in fill((tokens[0], "晋江市", day))
    assert "晚于今天" in fill((fresh[0], "晋江市", day + timedelta(days=1)))
    assert "地区清单" in fill((fresh[0], "厦门市", day))
    played.fill(row, [(fresh[0], "晋江市", day), (fresh[1], "晋江市", day)])
    assert "已在本名单里" in fill((fresh[0], "晋江市", day))
    drop_row(health, played.at, list_id=row.pk, row_id=row.rows.get(token=fresh[1]).pk)
    send = {"list_id": row.pk, "way": "sealed"}
    assert "名册是 2 人，这里是 1 行" in refused(send_list, health, played.at, count=2, sha256=SHA, **send)
    assert "64 位" in refused(send_list, health, played.at, count=1, sha256="x", **send)
    send_list(health, played.at, count=1, sha256=SHA, **send)
    assert "接收单位" in refused(receive_list, health, played.at, list_id=row.pk, count=1)
    assert "不是同一个文件" in refused(
        receive_list, played.seat(HR), played.at, list_id=row.pk, count=1, sha256="0" * 64
    )


def test_lists_go_one_way_and_only_after_an_assessment(played: Played) -> None:
    month = f"{day_of(played.at):%Y-%m}"
    assert "不送" in refused(draft_list, played.seat(HR), played.at, kind="L1", month=month)
    assert "不送" in refused(draft_list, played.seat(MARKET), played.at, kind="L1", month=month)
    assert "还没有接收" in refused(draft_list, played.seat(HEALTH), played.at, kind="L2", month=month)
    assert "还没有开始" in refused(draft_list, played.seat(HEALTH), played.at, kind="L1", month="2026-12")
    row, token = played.draft(), draw_tokens(1)[0]
    played.fill(row, [(token, "晋江市", day_of(played.at))])
    told = ImpactAssessment.objects.get(unit=row.sender)
    assert told.keep_until.year == told.done_on.year + 3
    early = day_of(played.at) - timedelta(days=500)
    own = {"list_id": row.pk, "way": "paper", "count": 1, "sent_on": early}
    assert "影响评估" in refused(send_list, played.seat(HEALTH), played.at, **own)


def test_a_list_sent_to_the_wrong_unit_is_taken_back(played: Played) -> None:
    row, token = played.draft(), draw_tokens(1)[0]
    played.fill(row, [(token, "晋江市", day_of(played.at))])
    played.send(row, 1)
    withdraw_list(played.seat(HEALTH), played.at, list_id=row.pk)
    assert not ListRow.objects.filter(token=token).exists()
    told = confirm_deleted(played.seat(HR), played.at, list_id=row.pk)
    assert told.state == "deleted"
    assert told.withdrawn_on
    assert told.deleted_on
    again = played.draft()
    played.fill(again, [(token, "晋江市", day_of(played.at))])
    played.send(again, 1)
    kept = played.receive(PersonList.objects.get(pk=again.pk), 1)
    played.answer(kept, [(token, "已申请", day_of(played.at), "", "")])
    assert "已经办理" in refused(withdraw_list, played.seat(HEALTH), played.at, list_id=again.pk)


def test_a_token_answered_twice_or_before_its_diagnosis(played: Played) -> None:
    row, tokens = played.listed(2)
    one = ListRow.objects.get(token=tokens[0])
    hr, day = played.seat(HR), day_of(played.at)
    since = one.since_on
    assert since is not None
    early = {"row_id": one.pk, "word": "applied", "word_on": since - timedelta(days=1)}
    assert "早于诊断日期" in refused(answer_row, hr, played.at, **early)
    answer_row(hr, played.at, row_id=one.pk, word="granted", word_on=day)
    assert "不能再写" in refused(answer_row, hr, played.at, row_id=one.pk, word="applied", word_on=day)
    heads = template_headings("")
    twice = [(tokens[1], "已申请", day, "", ""), (tokens[1], "已通知到人", day, "", "")]
    own = {"list_id": row.pk, "file": sheet(heads, twice)}
    assert "与第 2 行相同" in refused(answer_sheet, hr, played.at, **own)
    other = ListRow.objects.get(token=tokens[1])
    assert "没有写理由" in refused(answer_row, hr, played.at, row_id=other.pk, word="refused", word_on=day)
    assert "晚于今天" in refused(
        answer_row, hr, played.at, row_id=other.pk, word="applied", word_on=day + timedelta(days=1)
    )
    told = answer_row(
        hr, played.at, row_id=other.pk, word="refused", reason="late", word_on=day, received_on=day
    )
    assert told.remedy_until == day + timedelta(days=60)


def recognised(played: Played, token: str, *, insured: str = "no") -> Recognition:
    """Have a recognition asked by labour, its four facts stated and signed as gone."""
    opinion = ask_recognition(played.seat(HR), played.at, token=token, area="晋江市")
    words = {
        "registration": "cancelled",
        "relation": "unconfirmable",
        "certificate": "named",
        "insurance": insured,
    }
    for fact in opinion.facts.order_by("pk"):
        state_fact(played.seat(fact.unit.name), played.at, fact_id=fact.pk, word=words[fact.code])
    return sign_recognition(played.seat(HR), played.at, recognition_id=opinion.pk, result="gone")


def test_aid_comes_last_and_only_on_a_recognition(played: Played) -> None:
    row, tokens = played.listed(2)
    played.name_signer(HR)
    played.answer(row, [(one, "转其他名单", day_of(played.at), "用人单位不存在", "") for one in tokens])
    aid = played.draft("L3", HR)
    assert "没有可以带入" in refused(take_over, played.seat(HR), played.at, list_id=aid.pk)
    own = sheet(template_headings("L3"), [(tokens[0], "晋江市", "用人单位不存在")])
    assert "先走工伤保险" in refused(fill_list, played.seat(HR), played.at, list_id=aid.pk, file=own)
    opinion = recognised(played, tokens[0])
    assert {one.unit.name for one in opinion.facts.all()} == {MARKET, HR, HEALTH}
    take_over(played.seat(HR), played.at, list_id=aid.pk)
    source, target = ListRow.objects.get(list=row, token=tokens[0]), aid.rows.get()
    assert source.next_id == target.pk
    assert target.cause == "gone"
    played.send(aid, 1)
    waiting = ListRow.objects.get(pk=source.pk)
    assert waiting.due_on is not None  # handed on, not received: it still waits
    told = receive_list(played.seat(MEDICAL), played.at, list_id=aid.pk, count=1, sha256=SHA)
    assert ListRow.objects.get(pk=source.pk).due_on is None
    revoke_recognition(played.seat(HR), played.at, recognition_id=opinion.pk, cause="employer_found")
    notice = Notice.objects.order_by("-pk").first()
    assert notice is not None
    assert told.number in notice.title
    assert tokens[0] not in notice.title
    assert RowOutcome.objects.filter(row=target, word="revoked").exists()
    living = played.draft("L4", HR)
    own = sheet(template_headings("L4"), [(tokens[0], "晋江市", "用人单位不存在", 3, "")])
    assert living.receiver.name == CIVIL
    assert "没有有效的核实意见" in refused(fill_list, played.seat(HR), played.at, list_id=living.pk, file=own)


def test_a_recognition_rests_on_four_facts_and_never_passes_the_insurance(played: Played) -> None:
    _row, tokens = played.listed(1)
    hr = played.seat(HR)
    ask = {"token": tokens[0], "area": "晋江市"}
    assert "还没有写明" in refused(ask_recognition, hr, played.at, **ask)
    played.name_signer(HR)
    assert "不在任何名单" in refused(ask_recognition, hr, played.at, token=draw_tokens(1)[0], area="晋江市")
    opinion = ask_recognition(hr, played.at, **ask)
    sign = {"recognition_id": opinion.pk}
    assert "还缺" in refused(sign_recognition, hr, played.at, result="gone", **sign)
    facts = {one.code: one for one in opinion.facts.all()}
    assert "掌握" in refused(state_fact, hr, played.at, fact_id=facts["registration"].pk, word="cancelled")
    for code, word in {
        "registration": "exists",
        "relation": "confirmed",
        "certificate": "named",
        "insurance": "yes",
    }.items():
        state_fact(played.seat(facts[code].unit.name), played.at, fact_id=facts[code].pk, word=word)
    assert "登记状态为存续" in refused(sign_recognition, hr, played.at, result="gone", **sign)
    assert "劳动关系可以确认" in refused(sign_recognition, hr, played.at, result="unconfirmable", **sign)
    state_fact(played.seat(MARKET), played.at, fact_id=facts["registration"].pk, word="revoked")
    assert "先申请工伤认定" in refused(sign_recognition, hr, played.at, result="gone", **sign)
    # A unit that neither asked nor signs does not even learn that there is one.
    assert "没有找到" in refused(sign_recognition, played.seat(HEALTH), played.at, result="exists", **sign)


def test_all_who_came_back_are_confirmed_at_once_by_the_sender(played: Played) -> None:
    row, tokens = played.listed(3)
    health, hr, day = played.seat(HEALTH), played.seat(HR), day_of(played.at)
    given = {"list_id": row.pk}
    assert "没有等确认的退回人员" in refused(confirm_returns, health, played.at, **given)
    played.answer(row, [(one, "查无此人", day, "", "") for one in tokens[:2]])
    assert "送出单位" in refused(confirm_returns, hr, played.at, **given)
    assert confirm_returns(health, played.at, **given) == 2
    ended = {one.token: one.ended_on for one in row.rows.all()}
    assert ended == {tokens[0]: day, tokens[1]: day, tokens[2]: None}
    assert "没有等确认的退回人员" in refused(confirm_returns, health, played.at, **given)


def test_the_receiver_is_reminded_of_what_is_open_by_the_lists_number_alone(played: Played) -> None:
    row, tokens = played.listed(2)
    health, told = played.seat(HEALTH), {"list_id": row.pk}
    assert refused(remind_list, played.seat(MARKET), played.at, **told)
    remind_list(health, played.at, **told)
    notice = Notice.objects.order_by("-pk").first()
    assert notice is not None
    assert notice.title == f"名单还有未办结的人员，请办理：{row.number}"
    assert notice.to_unit_id == played.unit(HR).pk
    played.answer(row, [(one, "查无此人", day_of(played.at), "", "") for one in tokens])
    confirm_returns(health, played.at, **told)
    assert "没有未办结的人员" in refused(remind_list, health, played.at, **told)


def test_a_naming_that_ended_signs_no_more_and_what_it_signed_stands(played: Played) -> None:
    _row, tokens = played.listed(2)
    played.name_signer(HR)
    opinion = recognised(played, tokens[0])
    naming = RecognitionSigner.objects.get()
    assert refused(end_signer, played.seat(HEALTH), played.at, signer_id=naming.pk)
    assert end_signer(played.office, played.at, signer_id=naming.pk).state == "ended"
    assert "还没有写明" in refused(
        ask_recognition, played.seat(HR), played.at, token=tokens[1], area="晋江市"
    )
    opinion.refresh_from_db()
    assert opinion.state == "signed"
    assert "已停用" in refused(end_signer, played.office, played.at, signer_id=naming.pk)


def test_a_contested_recognition_opens_no_way_to_aid_until_it_is_signed_again(played: Played) -> None:
    row, tokens = played.listed(1)
    played.name_signer(HR)
    played.answer(row, [(tokens[0], "转其他名单", day_of(played.at), "用人单位不存在", "")])
    opinion, hr = recognised(played, tokens[0]), played.seat(HR)
    contested = {"recognition_id": opinion.pk, "cause": "employer_found"}
    assert "没有找到" in refused(contest_recognition, played.seat(CIVIL), played.at, **contested)
    contest_recognition(hr, played.at, **contested)
    assert Notice.objects.filter(title__contains=f"请重新核实：{opinion.number}").exists()
    assert "“有异议”" in refused(contest_recognition, hr, played.at, **contested)
    aid = played.draft("L3", HR)
    assert "没有可以带入" in refused(take_over, hr, played.at, list_id=aid.pk)
    sign_recognition(hr, played.at, recognition_id=opinion.pk, result="gone")
    take_over(hr, played.at, list_id=aid.pk)
    assert [one.token for one in aid.rows.all()] == tokens
    contest_recognition(hr, played.at, **contested)
    revoked = revoke_recognition(hr, played.at, recognition_id=opinion.pk, cause="employer_found")
    assert revoked.state == "revoked"
    again = {"recognition_id": opinion.pk, "result": "gone"}
    assert "已撤回" in refused(sign_recognition, hr, played.at, **again)


def test_what_is_late_stands_on_the_list_and_in_the_ledger(played: Played) -> None:
    row, _tokens = played.listed(3)
    first = ListRow.objects.filter(list=row).order_by("pk").first()
    assert first is not None
    assert first.due_on == day_of(played.at) + timedelta(days=30)
    played.wait(30)
    run_patients(played.at)
    assert list_unfinished(played.seat(HR), day_of(played.at)) == []
    played.wait(1)
    run_patients(played.at)
    assert len(list_unfinished(played.seat(HR), day_of(played.at))) == 3
    assert len(list_unfinished(played.seat(HEALTH), day_of(played.at))) == 3
    assert list_unfinished(played.seat(MEDICAL), day_of(played.at)) == []
    assert list_unfinished(played.office, day_of(played.at)) == []
    owed = Obligation.objects.get(origin="person_list")
    assert owed.lead_unit.name == HR
    assert owed.basis_clause == "QZ-3-09-3"
    assert row.number in owed.title
    played.wait(32)
    run_patients(played.at)
    assert len(list_unfinished(played.office, day_of(played.at))) == 3  # hard cases by token
    played.answer(
        PersonList.objects.get(pk=row.pk),
        [(one.token, "已通知到人", day_of(played.at), "", "") for one in row.rows.all()],
    )
    assert Obligation.objects.get(pk=owed.pk).state == "closed"
    assert list_unfinished(played.office, day_of(played.at)) == []


def test_a_first_list_that_stays_a_draft_is_found_after_its_month(played: Played) -> None:
    empty, row, tokens = played.draft(), played.draft(), draw_tokens(2)
    played.fill(row, [(one, "晋江市", day_of(played.at)) for one in tokens])
    # The last day of November and five working days.
    assert {one.due_on for one in row.rows.all()} == {date(2026, 12, 7)}
    desk = Desk(played.conference.pk, played.seat(HEALTH), played.at, {})
    assert {task.title[-len(one.number) :]: task.due_on for task in list_tasks(desk) for one in (empty, row)}[
        row.number
    ] == date(2026, 12, 7)
    played.wait(35)
    run_patients(played.at)
    assert list_unfinished(played.seat(HEALTH), day_of(played.at)) == []
    played.wait(1)
    run_patients(played.at)
    assert len(list_unfinished(played.seat(HEALTH), day_of(played.at))) == 2
    assert list_unfinished(played.seat(HR), day_of(played.at)) == []
    owed = Obligation.objects.get(origin="person_list")
    assert (owed.lead_unit.name, owed.basis_clause) == (HEALTH, "QZ-4-3")
    assert owed.title == f"{row.number} 送出名单"
    assert {one.unit_id for one in count_by_unit(played.conference.pk, day_of(played.at))} == {row.sender_id}
    sent = played.send(row, 2)
    assert (Obligation.objects.get(pk=owed.pk).state, sent.obligation) == ("closed", None)
    assert list_unfinished(played.seat(HEALTH), day_of(played.at)) == []


def test_persons_in_custody_go_to_the_two_lines_of_aid_and_others_read_yearly_counts(db: None) -> None:
    played, justice = found(instrument="GD"), "省司法厅"
    played.assess(justice, ("L5a", "L5b"))
    token = draw_tokens(1)[0]
    for kind, receiver in (("L5a", "省医保局"), ("L5b", "省民政厅")):
        row = played.draft(kind, justice)
        assert row.receiver.name == receiver
        played.fill(row, [(token, "广州市")])
        played.send(row, 1)
        played.receive(PersonList.objects.get(pk=row.pk), 1)
        assert not seen(
            played.seat(HEALTH_GD, SeatKind.OFFICE_DIRECTOR), PersonList.objects.all(), Level.STATUS
        )
        assert not seen(played.seat(HEALTH_GD), ListRow.objects.all(), Level.STATUS)
        assert seen(played.seat(receiver), ListRow.objects.filter(list=row)).count() == 1
    played.wait(70)
    run_patients(played.at)
    assert count_by_unit(played.conference.pk, day_of(played.at)) == []
    assert not ListRow.objects.filter(is_hard=True)
    year = date(2026, 1, 1), date(2026, 12, 31)
    # One person on both lists is one.
    assert count_listed(played.conference.pk, played.unit(justice).pk, *year).value == 1


def test_tokens_end_with_their_purpose_and_never_stood_in_the_journal(played: Played) -> None:
    row, tokens = played.listed(2)
    played.answer(row, [(one, "已认定或者纳入", day_of(played.at), "", "") for one in tokens])
    played.wait(360)
    run_patients(played.at)
    assert ListRow.objects.filter(token__in=tokens).count() == 2
    played.wait(10)
    run_patients(played.at)
    kept = ListRow.objects.filter(list=row)
    assert {one.token for one in kept} == {""}
    assert {one.area for one in kept} == {"晋江市"}
    texts = " ".join(str(one) for one in Entry.objects.values_list())
    assert not any(token in texts for token in tokens)


def test_one_handed_on_and_received_by_nobody_keeps_its_token_on_the_list(played: Played) -> None:
    row, tokens = played.listed(1)
    played.answer(row, [(tokens[0], "转其他名单", day_of(played.at), "用人单位不存在", "")])
    played.wait(500)
    run_patients(played.at)
    assert [one.token for one in list_unfinished(played.seat(HR), day_of(played.at))] == tokens


def test_the_second_seat_and_the_stranger(played: Played) -> None:
    row, _tokens = played.listed(1)
    one = row.rows.get()
    for name in (MEDICAL, CIVIL, MARKET):
        assert "没有找到" in refused(answer_row, played.seat(name), played.at, row_id=one.pk, word="applied")
    office = played.seat(HEALTH, SeatKind.OFFICE_DIRECTOR)
    assert "不能" in refused(answer_row, office, played.at, row_id=one.pk, word="applied")
