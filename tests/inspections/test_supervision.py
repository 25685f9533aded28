"""Joint supervision: only under a full designation read by two, within its term, never of a firm, checked by a second."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cast import AT, Cast
from lianxi.core.refusals import NotPermitted, Refusal
from lianxi.inspections.actions import (
    add_item,
    add_to_team,
    announce,
    ask_supervision,
    begin_on_site,
    begin_rectifying,
    check_rectified,
    close_supervision,
    conclude_supervision,
    decide_review,
    decline_result,
    enter_mandate,
    finish_item,
    give_word,
    note_review,
    plan_supervision,
    propose_result,
    read_mandate,
    report_supervision,
    take_result,
    use_other_form,
    want_mandate,
)
from lianxi.inspections.daily import lapse_all
from lianxi.inspections.holding import count_proposals, count_proposals_taken
from lianxi.inspections.models import Mandate, Supervision
from lianxi.inspections.queries import told_of
from lianxi.inspections.rules.machines import REPORT_PARTS
from lianxi.inspections.rules.openings import judge
from lianxi.inspections.rules.supervision_guards import NoMandate
from lianxi.journal.models import Entry
from web.signing_in import seated

DAY = date(2026, 3, 2)
ASKED: dict[str, Any] = {
    "title": "急性中毒事件处置督查", "target": "county_government", "object_name": "晋江市人民政府",
    "trigger": "mayor_instruction", "paper": "市长批示 2026-03-01",
}  # fmt: skip
FULL: dict[str, Any] = {
    "source": "head_order", "paper": "泉政办督〔2026〕3号", "matter": "事件处置", "scope": "晋江市",
    "duties": "听取汇报、查阅材料", "starts_on": DAY, "ends_on": DAY + timedelta(days=20),
}  # fmt: skip
REPORT = "\n".join(f"{part}\n内容。" for part in REPORT_PARTS)


def asked(cast: Cast, **more: Any) -> Supervision:
    return ask_supervision(cast.staff, AT, **{**ASKED, **more})


def entered(cast: Cast, row: Supervision, **more: Any) -> Mandate:
    given = {**FULL, "source": "government_decision", "unit_id": cast.unit("市卫健委").pk, **more}
    return enter_mandate(cast.staff, AT, supervision_id=row.pk, **given)


def mandated(cast: Cast, **more: Any) -> Supervision:
    row = asked(cast, **more)
    return read_mandate(cast.director, AT, mandate_id=entered(cast, row).pk)


def refused(action: Any, *args: Any, **fields: Any) -> str:
    before = Entry.objects.count()
    with pytest.raises(Refusal) as refusal:
        action(*args, **fields)
    assert Entry.objects.count() == before
    assert refusal.value.next_step
    return refusal.value.message


def test_a_firm_is_never_the_object_whoever_asks(cast: Cast) -> None:
    row = asked(cast, target="enterprise", object_name="某制鞋厂")
    assert row.answer["form"] == "各单位个案检查"
    assert "不改变形式" in refused(want_mandate, cast.director, AT, supervision_id=row.pk, paper="请示1号")
    mandate = entered(cast, row)
    assert "各单位个案检查" in refused(read_mandate, cast.director, AT, mandate_id=mandate.pk)
    assert use_other_form(cast.director, AT, supervision_id=row.pk, where="转市卫健委").state == "other_form"


def test_a_note_without_the_four_parts_names_what_is_missing(cast: Cast) -> None:
    row = asked(cast)
    assert row.answer["form"] == "跟踪督促"
    want_mandate(cast.director, AT, supervision_id=row.pk, paper="请示1号")
    assert "督查范围、督查职责、督查期限" in row.steps.get(kind="mandate_wanted").text
    mandate = entered(cast, row, scope="", ends_on=None)
    assert "缺少督查范围、督查期限" in refused(read_mandate, cast.director, AT, mandate_id=mandate.pk)
    union = entered(cast, row, unit_id=cast.unit("市总工会").pk)
    assert "所属部门" in refused(read_mandate, cast.director, AT, mandate_id=union.pk)
    full = entered(cast, row)
    with pytest.raises(NotPermitted, match="由你登记"):
        read_mandate(cast.staff, AT, mandate_id=full.pk)
    done = read_mandate(cast.director, AT, mandate_id=full.pk)
    assert (done.state, done.lead_unit) == ("mandated", cast.unit("市卫健委"))
    assert judge(done.facts) == done.answer
    assert done.answer["may_open_supervision"]


def test_nothing_is_done_on_site_outside_the_term(cast: Cast) -> None:
    row = mandated(cast)
    own = {"supervision_id": row.pk}
    late = DAY + timedelta(days=21)
    assert "不在指定的期限内" in refused(
        plan_supervision, cast.staff, AT, plan="方案", first_day=DAY, last_day=late, **own
    )
    plan_supervision(cast.staff, AT, plan="听取汇报", first_day=DAY, last_day=DAY, **own)
    again = mandated(cast)
    assert "已有督查" in refused(
        plan_supervision, cast.staff, AT, supervision_id=again.pk, plan="x", first_day=DAY, last_day=DAY
    )
    assert "没有找到这条联合督查" in refused(
        begin_on_site, cast.member("市住建局"), AT, where="市政府", **own
    )
    after = AT + timedelta(days=21)
    assert "不在指定的期限内" in refused(begin_on_site, cast.staff, after, where="市政府", **own)
    assert [lapse_all(AT + timedelta(days=20)), lapse_all(after), lapse_all(after)] == [0, 2, 0]
    assert Supervision.objects.get(pk=row.pk).state == "lapsed"


def test_words_that_order_a_county_government_are_refused(cast: Cast) -> None:
    row = mandated(cast)
    own = {"supervision_id": row.pk}
    plan_supervision(cast.staff, AT, plan="听取汇报", first_day=DAY, last_day=DAY, **own)
    for word in ("责令", "限期", "务必", "考核", "报送落实情况", "限7日内", "问责"):
        said = refused(announce, cast.staff, AT, text=f"请{word}整改", paper="泉卫健函〔2026〕9号", **own)
        assert f"“{word}”" in said
    begin_on_site(cast.staff, AT, where="听取汇报", **own)
    report_supervision(cast.staff, AT, text=REPORT, **own)
    told = {"approved_by": "泉政函〔2026〕5号", "served_on": DAY, **own}
    assert "“必须”" in refused(conclude_supervision, cast.staff, AT, text="必须整改到位", **told)
    conclude_supervision(cast.staff, AT, text="商请于4月1日前完善；期限届满前可以申请复核。", **told)
    assert "“考核”" in refused(add_item, cast.staff, AT, text="纳入考核", body="晋江市人民政府", **own)


def test_an_item_for_a_county_government_orders_nothing_whoever_the_object_is(cast: Cast) -> None:
    row = mandated(cast, target="county_department", object_name="晋江市卫生健康局")
    own = {"supervision_id": row.pk}
    plan_supervision(cast.staff, AT, plan="听取汇报", first_day=DAY, last_day=DAY, **own)
    begin_on_site(cast.staff, AT, where="晋江市卫生健康局", **own)
    report_supervision(cast.staff, AT, text=REPORT, **own)
    conclude_supervision(
        cast.staff, AT, text="限期整改", approved_by="泉政函〔2026〕5号", served_on=DAY, **own
    )
    assert "“限期”" in refused(add_item, cast.staff, AT, text="限期整改", body="晋江市人民政府", **own)
    assert add_item(cast.staff, AT, text="限期整改", body="晋江市卫生健康局", **own).state == "open"


def test_from_the_mandate_to_the_close_by_a_second_person(cast: Cast) -> None:
    row = mandated(cast)
    own = {"supervision_id": row.pk}
    plan_supervision(cast.staff, AT, plan="听取汇报", first_day=DAY, last_day=DAY, **own)
    announce(cast.staff, AT, text="商请于3月2日前准备材料", paper="泉卫健函〔2026〕9号", **own)
    begin_on_site(cast.staff, AT, where="晋江市政府，听取汇报", **own)
    assert "报告缺少" in refused(report_supervision, cast.staff, AT, text="没有标题", **own)
    report_supervision(cast.staff, AT, text=REPORT, **own)
    served = conclude_supervision(
        cast.staff, AT, text="处置及时，两项需改进。", approved_by="泉政函〔2026〕5号", served_on=DAY, **own
    )
    assert served.review_until == date(2026, 4, 1)
    note_review(cast.staff, AT, paper="晋政函〔2026〕8号", **own)
    decide_review(cast.staff, AT, text="维持", paper="泉卫健函〔2026〕12号", **own)
    assert "还没有列出" in refused(begin_rectifying, cast.staff, AT, **own)
    housing = cast.unit("市住建局").pk
    owed = add_item(cast.staff, AT, text="完善应急联动", unit_id=housing, clause="QZ-3-11-2", **own)
    asked_of = add_item(cast.staff, AT, text="商请完善值班", body="晋江市人民政府", **own)
    assert owed.obligation is not None
    assert owed.obligation.origin == "supervision"
    begin_rectifying(cast.staff, AT, **own)
    assert "还有 2 项" in refused(check_rectified, cast.staff, AT, paper="核查单", **own)
    for item in (owed, asked_of):
        finish_item(cast.staff, AT, item_id=item.pk, outcome="已完成，来函为凭")
    check_rectified(cast.director, AT, paper="核查单1号", **own)
    with pytest.raises(NotPermitted, match="由你核查"):
        close_supervision(cast.director, AT, paper="泉卫健〔2026〕20号", **own)


def concluded(cast: Cast) -> Supervision:
    row = mandated(cast)
    own = {"supervision_id": row.pk}
    plan_supervision(cast.staff, AT, plan="听取汇报", first_day=DAY, last_day=DAY, **own)
    begin_on_site(cast.staff, AT, where="听取汇报", **own)
    report_supervision(cast.staff, AT, text=REPORT, **own)
    return conclude_supervision(
        cast.staff, AT, text="处置及时。", approved_by="泉政函〔2026〕5号", served_on=DAY, **own
    )


def test_results_are_proposals_with_their_answers_and_counted(cast: Cast) -> None:
    told: dict[str, Any] = {"kind": "reform", "body": "市人民政府办公室", "paper": "泉卫健〔2026〕18号"}
    early = mandated(cast)
    assert "还没有督查结论" in refused(
        propose_result, cast.staff, AT, supervision_id=early.pk, text="改进值班", **told
    )
    row = concluded(cast)
    own = {"supervision_id": row.pk}
    assert "早于结论送达" in refused(
        propose_result, cast.staff, AT, text="改进值班", proposed_on=DAY - timedelta(days=1), **told, **own
    )
    assert "请填写建议内容" in refused(propose_result, cast.staff, AT, **told, **own)
    first = propose_result(cast.staff, AT, text="改进值班衔接", **told, **own)
    second = propose_result(cast.member("市卫健委"), AT, text="通报表扬", **{**told, "kind": "praise"}, **own)
    with pytest.raises(Refusal):
        take_result(cast.member("市住建局"), AT, result_id=first.pk, answer="同意")
    early_day = DAY - timedelta(days=1)
    assert "早于提出" in refused(
        take_result, cast.staff, AT, result_id=first.pk, answer="复函", answered_on=early_day
    )
    assert take_result(cast.staff, AT, result_id=first.pk, answer="复函3号，纳入修订").state == "taken"
    assert (
        decline_result(cast.staff, AT, result_id=second.pk, answer="复函4号，不属表扬范围").state
        == "declined"
    )
    assert "已采纳" in refused(decline_result, cast.staff, AT, result_id=first.pk, answer="又不采纳")
    assert told_of(row) == "整改事项 0 项；提出建议 2 件，采纳 1 件"
    days = (DAY, DAY + timedelta(days=20))
    assert count_proposals(row.conference_id, 0, *days).value == 2
    assert count_proposals_taken(row.conference_id, 0, *days).value == 1
    page = seated(Client(), cast.staff).get(f"/supervisions/{row.pk}").content.decode()
    assert "复函3号，纳入修订" in page
    assert "提出建议 2 件，采纳 1 件" in page


def test_clues_are_handed_over_sealed_and_never_by_the_office(cast: Cast) -> None:
    row = concluded(cast)
    told: dict[str, Any] = {
        "supervision_id": row.pk, "kind": "clue", "body": "市监委", "paper": "泉卫健密〔2026〕1号",
    }  # fmt: skip
    assert "不由联席会议办公室移送" in refused(propose_result, cast.director, AT, **told)
    lead = cast.member("市卫健委")
    assert "不写内容" in refused(propose_result, lead, AT, text="某科长", **told)
    assert propose_result(lead, AT, **told).text == ""
    assert count_proposals(row.conference_id, 0, DAY, DAY + timedelta(days=20)).value == 0


def test_each_unit_of_the_team_signs_the_report_or_states_its_dissent(cast: Cast) -> None:
    row = mandated(cast)
    own = {"supervision_id": row.pk}
    assert "利害关系" in refused(
        add_to_team, cast.staff, AT, role="leader", unit_id=cast.unit("市卫健委").pk, **own
    )
    health, union = (
        add_to_team(cast.staff, AT, role=role, unit_id=cast.unit(unit).pk, no_interest=True, **own)
        for role, unit in (("leader", "市卫健委"), ("invited", "市总工会"))
    )
    expert = add_to_team(cast.staff, AT, role="expert", body="职业卫生专家一名", no_interest=True, **own)
    assert "已有组长" in refused(
        add_to_team, cast.staff, AT, role="leader", unit_id=cast.unit("市人社局").pk, no_interest=True, **own
    )
    plan_supervision(cast.staff, AT, plan="听取汇报", first_day=DAY, last_day=DAY, **own)
    begin_on_site(cast.staff, AT, where="听取汇报", **own)
    assert "现在不能" in refused(give_word, cast.member("市总工会"), AT, team_id=union.pk, word="signed")
    report_supervision(cast.staff, AT, text=REPORT, **own)
    told = {"text": "处置及时", "approved_by": "泉政函〔2026〕5号", "served_on": DAY, **own}
    assert "市卫健委、市总工会" in refused(conclude_supervision, cast.staff, AT, **told)
    with pytest.raises(NotPermitted, match="市总工会的意见"):
        give_word(cast.staff, AT, team_id=union.pk, word="signed")
    give_word(cast.member("市卫健委"), AT, team_id=health.pk, word="signed")
    assert "请填写不同意见" in refused(
        give_word, cast.member("市总工会"), AT, team_id=union.pk, word="dissent"
    )
    give_word(cast.member("市总工会"), AT, team_id=union.pk, word="dissent", dissent="防护用品的评价偏高")
    done = conclude_supervision(cast.staff, AT, **told)
    assert done.team.get(pk=union.pk).dissent == "防护用品的评价偏高"
    page = seated(Client(), cast.member("市总工会")).get(f"/supervisions/{row.pk}").content.decode()
    assert "防护用品的评价偏高" in page
    assert (
        "防护用品"
        not in seated(Client(), cast.member("市住建局")).get(f"/supervisions/{row.pk}").content.decode()
    )
    assert expert.unit is None


def test_an_unverified_complaint_is_verified_first_and_no_one_is_named(cast: Cast) -> None:
    row = asked(cast, trigger="unverified_complaint")
    assert row.answer["form"] == "核实"
    assert "姓名" in refused(ask_supervision, cast.staff, AT, **{**ASKED, "paper": "李明，男，45岁来信"})
    with pytest.raises(NoMandate):
        want_mandate(cast.director, AT, supervision_id=row.pk, paper="请示")
