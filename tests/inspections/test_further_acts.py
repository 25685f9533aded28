"""Acts beside the main road: ending subjects and officers, published lists, approvals, cases, items, leaving a team."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cast import AT, Cast
from inspections.filing import LAST, MONDAY, PLAN, Filed, ask, code_of, filed, sheet
from inspections.test_checks import AGAIN, approved, going, part_of, placed
from inspections.test_supervision import DAY, REPORT, concluded, mandated, refused
from lianxi.core.actors import Actor
from lianxi.core.refusals import NotFound, NotPermitted, Refusal
from lianxi.inspections.actions import (
    add_finding,
    add_item,
    add_to_team,
    advise_finding,
    approve_part,
    approve_request,
    begin_on_site,
    begin_rectifying,
    check_rectified,
    close_finding,
    conclude_supervision,
    end_officer,
    end_subject,
    enter_officer,
    enter_result,
    fail_item,
    file_finding,
    finish_item,
    give_word,
    hand_on_item,
    leave_team,
    open_plan,
    order_finding,
    plan_supervision,
    rectify_finding,
    report_supervision,
    upload_items,
    upload_plan,
    withdraw_request,
)
from lianxi.inspections.actions.finding import case_of
from lianxi.inspections.models import (
    CheckItem,
    CheckRequest,
    Finding,
    Officer,
    RectItem,
    Supervision,
    TeamUnit,
)
from lianxi.journal.models import Entry
from lianxi.papers.files import Upload
from web.signing_in import seated, words

TODAY = date(2026, 3, 2)
ITEMS = ("事项编码", "检查事项", "依据", "公布日期", "由哪一级检查")
NAMED = "李明，男，45岁反映"


def denied(action: Any, actor: Actor, **fields: Any) -> Refusal:
    """Give the refusal of a seat that may not; nothing is written, not even to the journal."""
    before = Entry.objects.count()
    with pytest.raises((NotPermitted, NotFound)) as refusal:
        action(actor, AGAIN, **fields)
    assert Entry.objects.count() == before
    return refusal.value


def read(actor: Actor, page: str) -> str:
    """What a seat reads on a page, without blanks."""
    answer = seated(Client(), actor).get(page)
    assert answer.status_code == 200, page
    return words(answer)


# Subjects and their officers


def test_an_ended_subject_takes_nothing_more_and_stays_readable(cast: Cast) -> None:
    made = filed(cast)
    health, row = cast.member("市卫健委"), made.subjects["市卫健委"]
    own = {"subject_id": row.pk}
    assert "不是由你单位登记的" in denied(end_subject, cast.member("市人社局"), **own).message
    denied(end_subject, cast.convener, **own)
    row.refresh_from_db()
    assert row.ends_before is None
    assert end_subject(health, AT, **own).ends_before == TODAY
    said = "市卫健委已停用"
    assert said in refused(end_subject, health, AT, **own)
    assert said in refused(enter_officer, health, AT, certificate_no="35003", valid_until=LAST, **own)
    assert said in refused(upload_items, health, AT, file=sheet(ITEMS, []), **own)
    assert said in refused(upload_plan, health, AT, plan_id=made.plan.pk, file=sheet(PLAN, [ask(1)]), **own)
    page = read(health, f"/checks/subjects/{row.pk}")
    assert "已停用。" in page
    assert "上传事项清单" not in page
    assert "职业病防治监督检查" in page


def test_an_ended_subject_is_not_asked_for_a_plan(cast: Cast) -> None:
    made = filed(cast)
    gone = end_subject(cast.staff, AT, subject_id=made.subjects["市卫健委"].pk)
    told: dict[str, Any] = {"title": "二期", "first_day": MONDAY, "last_day": LAST}
    both = [gone.pk, made.subjects["市人社局"].pk]
    assert "已停用" in refused(open_plan, cast.staff, AT, subjects=both, **told)
    assert open_plan(cast.staff, AT, subjects=both[1:], **told).asked.count() == 1


def test_an_ended_officer_goes_on_no_visit(cast: Cast) -> None:
    made = going(cast)
    part = part_of(made, "市卫健委")
    health = cast.member("市卫健委")
    first, second = Officer.objects.filter(subject=part.subject).order_by("certificate_no")
    assert "没有找到" in denied(end_officer, cast.member("市人社局"), officer_id=first.pk).message
    denied(end_officer, cast.convener, officer_id=first.pk)
    assert "35001" in read(health, f"/checks/subjects/{part.subject_id}")
    assert end_officer(health, AT, officer_id=first.pk).ends_before == TODAY
    assert "这一行已经停用" in refused(end_officer, health, AT, officer_id=first.pk)
    page = read(health, f"/checks/subjects/{part.subject_id}")
    assert ("35001" in page, "35002" in page) == (False, True)
    chosen = [str(first.pk), str(second.pk)]
    assert "证件有效的不足两人" in refused(
        approve_part, health, AT, part_id=part.pk, approval="批2号", officers=chosen
    )
    part.refresh_from_db()
    assert (part.state, part.officers) == ("agreed", [])


# The published list as a sheet


def test_a_published_list_takes_the_place_of_the_rows_of_its_codes(cast: Cast) -> None:
    made = filed(cast)
    health, row = cast.member("市卫健委"), made.subjects["市卫健委"]
    rows = [
        ["A1", "用人单位职业病防治监督检查", "职业病防治法第六十二条", date(2026, 2, 2), "县级"],
        ["A2", "职业健康检查机构监督检查", "职业病防治法", date(2026, 2, 2), ""],
    ]
    made_items = upload_items(health, AT, subject_id=row.pk, file=sheet(ITEMS, rows, "事项.xlsx"))
    assert [(one.code, one.checked_by) for one in made_items] == [("A1", "county"), ("A2", "")]
    standing = CheckItem.objects.filter(subject=row, ends_before__isnull=True)
    assert sorted(standing.values_list("code", "name")) == [
        ("A1", "用人单位职业病防治监督检查"),
        ("A2", "职业健康检查机构监督检查"),
    ]
    assert CheckItem.objects.get(subject=row, name="职业病防治监督检查").ends_before == TODAY
    assert CheckItem.objects.filter(subject=made.subjects["市人社局"], ends_before__isnull=True).count() == 1
    page = read(cast.member("市人社局"), f"/checks/subjects/{row.pk}")
    assert "职业健康检查机构监督检查" in page
    assert "上传事项清单" not in page


def test_a_published_list_with_a_fault_is_not_stored(cast: Cast) -> None:
    row = filed(cast).subjects["市卫健委"]
    health, before = cast.member("市卫健委"), list(CheckItem.objects.order_by("pk").values())
    good = ["A2", "机构监督检查", "职业病防治法", date(2026, 2, 2), "县级"]

    def said(file: Upload) -> str:
        return refused(upload_items, health, AT, subject_id=row.pk, file=file)

    assert "“空.xlsx”是空文件" in said(Upload("空.xlsx", b""))
    assert "读不出" in said(Upload("坏.xlsx", b"PK\x03\x04xx"))
    assert "没有找到表头" in said(sheet(("甲",), [["乙"]]))
    assert "“事项.xlsx”里没有一行事项" in said(sheet(ITEMS, [], "事项.xlsx"))
    told = said(
        sheet(
            ITEMS,
            [
                good,
                ["", "没有编码的事项", "职业病防治法", date(2026, 2, 2), ""],
                ["A3", "还没公布", "职业病防治法", TODAY + timedelta(days=1), ""],
                ["A4", "没有依据", "", date(2026, 2, 2), ""],
                ["A5", "哪一级", "职业病防治法", date(2026, 2, 2), "乡级"],
                ["A6", "哪一天", "职业病防治法", "二月", ""],
                good,
                ["A7", NAMED, "职业病防治法", date(2026, 2, 2), ""],
            ],
        )
    )
    assert "有 7 行不能存入" in told
    assert "第 3 行：没有写事项编码" in told
    assert "第 4 行：公布日期还没有到" in told
    assert denied(
        upload_items, cast.member("市人社局"), subject_id=row.pk, file=sheet(ITEMS, [good])
    ).message.startswith("市卫健委不是由你单位登记的")
    denied(upload_items, cast.convener, subject_id=row.pk, file=sheet(ITEMS, [good]))
    assert list(CheckItem.objects.order_by("pk").values()) == before


def test_the_faults_of_a_published_list_come_back_on_its_page(cast: Cast) -> None:
    row = filed(cast).subjects["市卫健委"]
    client = seated(Client(), cast.member("市卫健委"))

    def send(*rows: list[Any]) -> Any:
        file = io.BytesIO(sheet(ITEMS, rows).content)
        file.name = "事项.xlsx"
        return client.post(f"/checks/subjects/{row.pk}/items", {"file": file})

    answer = send(["A2", "机构监督检查", "", date(2026, 2, 2), ""])
    assert answer.status_code == 422
    assert "没有写依据" in words(answer)
    assert not CheckItem.objects.filter(code="A2").exists()
    assert send(["A2", "机构监督检查", "职业病防治法", date(2026, 2, 2), ""]).status_code == 302
    assert "机构监督检查" in words(client.get(f"/checks/subjects/{row.pk}"))


# Requests


def refused_request(cast: Cast) -> tuple[Filed, CheckRequest]:
    """A plan merged with one request that came without its approval and one special check without its filing."""
    made = filed(cast)
    made.upload(cast, "市卫健委", ask(1, approval=""), ask(2, type="专项"))
    made.nil(cast, "市人社局", "市住建局")
    made.merge(cast)
    return made, CheckRequest.objects.get(plan=made.plan, firm=code_of(1))


def test_an_approval_given_later_lets_the_request_be_placed(cast: Cast) -> None:
    made, row = refused_request(cast)
    other = CheckRequest.objects.get(plan=made.plan, firm=code_of(2))
    health, page = cast.member("市卫健委"), f"/checks/{made.plan.pk}"
    assert placed(made.plan) == {
        "市卫健委 某鞋厂1": "not_approved", "市卫健委 某鞋厂2": "special_unfiled",
    }  # fmt: skip
    assert "补报" in read(health, page)
    done = approve_request(health, AT, request_id=row.pk, approval=" 批7号 ")
    assert (done.approval, done.filing, done.placed, done.reason) == ("批7号", "", "", "")
    approve_request(health, AT, request_id=other.pk, filing="备3号")
    assert set(placed(made.merge(cast)).values()) == {"scheduled"}
    assert "补报" not in read(health, page)
    assert Entry.objects.filter(action="inspections.request.approve").count() == 2


def test_an_approval_is_refused_where_it_says_nothing_or_comes_too_late(cast: Cast) -> None:
    _made, row = refused_request(cast)
    health, own = cast.member("市卫健委"), {"request_id": row.pk}
    assert "没有填写批准文号或备案号" in refused(approve_request, health, AT, **own)
    assert "没有填写批准文号或备案号" in refused(approve_request, health, AT, approval="  ", **own)
    assert "像是" in refused(approve_request, health, AT, approval=NAMED, **own)
    assert "120" in refused(approve_request, health, AT, filing="备" * 121, **own)
    denied(approve_request, cast.member("市人社局"), approval="批7号", **own)
    denied(approve_request, cast.convener, approval="批7号", **own)
    row.refresh_from_db()
    assert (row.approval, row.placed, row.reason) == ("", "refused", "not_approved")
    withdraw_request(health, AT, **own)
    assert "已经撤回" in refused(approve_request, health, AT, approval="批7号", **own)


def test_an_approval_changes_nothing_in_a_plan_that_was_handed_over(cast: Cast) -> None:
    made = going(cast)
    row = CheckRequest.objects.filter(plan=made.plan, subject=made.subjects["市卫健委"]).earliest("pk")
    assert "计划不能再改" in refused(
        approve_request, cast.member("市卫健委"), AT, request_id=row.pk, approval="批9号"
    )
    assert CheckRequest.objects.get(pk=row.pk).approval == "批1号"


# Problems


def found(cast: Cast) -> Finding:
    """A problem that the health commission found at its part of a visit."""
    part = approved(cast, going(cast), "市卫健委")
    health = cast.member("市卫健委")
    enter_result(health, AGAIN, part_id=part.pk, result="problem", checked_on=part.visit.week)
    return add_finding(health, AGAIN, part_id=part.pk, fact="刷胶岗位没有通风")


def test_a_case_is_filed_by_the_unit_that_found_the_problem(cast: Cast) -> None:
    row = found(cast)
    health, own = cast.member("市卫健委"), {"finding_id": row.pk}
    for seat in (cast.member("市人社局"), cast.member("市总工会"), cast.convener):
        denied(file_finding, seat, case_no="泉卫立〔2026〕1号", **own)
    assert "案号" in refused(file_finding, health, AGAIN, case_no="  ", **own)
    assert "像是" in refused(file_finding, health, AGAIN, case_no=NAMED, **own)
    assert "80" in refused(file_finding, health, AGAIN, case_no="案" * 81, **own)
    row.refresh_from_db()
    assert (row.state, row.measure, row.case_no) == ("found", "", "")
    done = file_finding(health, AGAIN, case_no="泉卫立〔2026〕1号", **own)
    assert (done.state, done.measure, done.case_no) == ("filed", "file", "泉卫立〔2026〕1号")
    page = read(health, f"/checks/visits/{row.part.visit_id}")
    assert "刷胶岗位没有通风已立案" in page
    assert "泉卫立〔2026〕1号" in page
    assert "泉卫立" not in read(cast.member("市人社局"), f"/checks/visits/{row.part.visit_id}")
    assert "已立案" in refused(file_finding, health, AGAIN, case_no="泉卫立〔2026〕2号", **own)
    assert "已立案" in refused(advise_finding, health, AGAIN, **own)
    late = AGAIN.date() + timedelta(days=1)
    assert "还没有到" in refused(rectify_finding, health, AGAIN, rectified_on=late, **own)
    assert close_finding(health, AGAIN, penalty="处罚决定已公开", **own).state == "closed"
    assert Finding.objects.get(pk=row.pk).case_no == "泉卫立〔2026〕1号"


def test_a_case_follows_an_order_that_was_not_enough(cast: Cast) -> None:
    row = found(cast)
    health, own = cast.member("市卫健委"), {"finding_id": row.pk}
    order_finding(health, AGAIN, term=LAST, case_no="泉卫责改〔2026〕3号", **own)
    done = file_finding(health, AGAIN, case_no="泉卫立〔2026〕1号", **own)
    assert (done.state, done.term) == ("filed", LAST)
    assert (done.order_no, done.case_no) == ("泉卫责改〔2026〕3号", "泉卫立〔2026〕1号")
    page = read(health, f"/checks/visits/{row.part.visit_id}")
    assert "泉卫责改〔2026〕3号。泉卫立〔2026〕1号。" in page


def test_an_order_that_was_stored_in_the_cases_column_keeps_its_number() -> None:
    # As rows were stored before an order had a column of its own.
    former = Finding(measure="order", case_no="泉卫责改〔2026〕3号")
    assert case_of(former, "泉卫立〔2026〕1号") == {
        "case_no": "泉卫立〔2026〕1号",
        "order_no": "泉卫责改〔2026〕3号",
    }
    filed_before = Finding(measure="file", case_no="泉卫立〔2026〕1号")
    assert case_of(filed_before, "泉卫立〔2026〕2号")["order_no"] == ""


def test_a_problem_that_was_only_advised_is_done_with(cast: Cast) -> None:
    row = found(cast)
    health, own = cast.member("市卫健委"), {"finding_id": row.pk}
    for seat in (cast.member("市人社局"), cast.convener):
        denied(advise_finding, seat, **own)
    row.refresh_from_db()
    assert row.state == "found"
    done = advise_finding(health, AGAIN, **own)
    assert (done.state, done.measure) == ("no_action", "advise")
    assert "提示，不再处理" in read(health, f"/checks/visits/{row.part.visit_id}")
    for act, more in (
        (advise_finding, {}),
        (file_finding, {"case_no": "泉卫立〔2026〕1号"}),
        (order_finding, {"term": LAST}),
    ):
        assert "提示，不再处理" in refused(act, health, AGAIN, **more, **own)
    assert close_finding(health, AGAIN, **own).state == "closed"


def test_an_ordered_problem_is_not_advised_away(cast: Cast) -> None:
    row = found(cast)
    health, own = cast.member("市卫健委"), {"finding_id": row.pk}
    order_finding(health, AGAIN, term=LAST, **own)
    assert "已责令改正" in refused(advise_finding, health, AGAIN, **own)
    assert Finding.objects.get(pk=row.pk).measure == "order"


# What a supervision asks to put right


def rectifying(cast: Cast) -> tuple[Supervision, RectItem, RectItem]:
    """A concluded supervision in rectification with two items of another body."""
    row = concluded(cast)
    first, second = (
        add_item(cast.staff, AT, supervision_id=row.pk, text=text, body="晋江市人民政府")
        for text in ("商请完善值班", "商请完善应急联动")
    )
    return begin_rectifying(cast.staff, AT, supervision_id=row.pk), first, second


def test_items_are_settled_as_not_done_or_handed_on_and_let_the_check_be_made(cast: Cast) -> None:
    row, first, second = rectifying(cast)
    lead = cast.member("市卫健委")
    failed = fail_item(lead, AT, item_id=first.pk, outcome=" 值班表未更新，见核查单 ")
    assert (failed.state, failed.outcome) == ("not_done", "值班表未更新，见核查单")
    assert "还有 1 项没有核查结果" in refused(
        check_rectified, lead, AT, supervision_id=row.pk, paper="核查单1号"
    )
    handed = hand_on_item(cast.staff, AT, item_id=second.pk, outcome="已函转市应急局，泉卫函3号")
    assert (handed.state, handed.outcome) == ("handed_on", "已函转市应急局，泉卫函3号")
    steps = list(row.steps.filter(kind="item").order_by("pk").values_list("text", "by"))
    assert [text for text, _by in steps] == [
        "商请完善值班：值班表未更新，见核查单", "商请完善应急联动：已函转市应急局，泉卫函3号",
    ]  # fmt: skip
    assert all(by for _text, by in steps)
    page = read(lead, f"/supervisions/{row.pk}")
    assert "未整改商请完善值班——晋江市人民政府" in page
    assert "已转有关机关商请完善应急联动" in page
    assert check_rectified(lead, AT, supervision_id=row.pk, paper="核查单1号").state == "checked"


@pytest.mark.parametrize(("act", "label"), [(fail_item, "未整改"), (hand_on_item, "已转有关机关")])
def test_an_item_is_settled_once_by_the_lead_with_its_paper(cast: Cast, act: Any, label: str) -> None:
    row, item, _other = rectifying(cast)
    lead, own = cast.member("市卫健委"), {"item_id": item.pk}
    for seat in (cast.member("市住建局"), cast.convener):
        denied(act, seat, outcome="见核查单", **own)
    for outcome, said in (
        ("", "核查结果和凭据"),
        (" \n", "核查结果和凭据"),
        ("核" * 301, "300"),
        (NAMED, "像是"),
    ):
        assert said in refused(act, lead, AT, outcome=outcome, **own)
    item.refresh_from_db()
    assert (item.state, item.outcome, row.steps.filter(kind="item").count()) == ("open", "", 0)
    act(lead, AT, outcome="见核查单", **own)
    for again in (fail_item, hand_on_item, finish_item):
        assert label in refused(again, lead, AT, outcome="又一次", **own)
    assert RectItem.objects.get(pk=item.pk).outcome == "见核查单"


def test_no_item_is_settled_before_the_supervision_goes_over_to_putting_right(cast: Cast) -> None:
    row = concluded(cast)
    item = add_item(cast.staff, AT, supervision_id=row.pk, text="商请完善值班", body="晋江市人民政府")
    lead = cast.member("市卫健委")
    for act in (finish_item, fail_item, hand_on_item):
        told = act.available(item, lead, TODAY)
        assert told is not None
        assert told.message == refused(act, lead, AT, item_id=item.pk, outcome="见核查单")
        assert "已作结论" in told.message
        assert "转入整改" in told.next_step
    assert ">未整改</button>" not in seated(Client(), lead).get(f"/supervisions/{row.pk}").content.decode()
    begin_rectifying(lead, AT, supervision_id=row.pk)
    assert ">未整改</button>" in seated(Client(), lead).get(f"/supervisions/{row.pk}").content.decode()
    assert finish_item(lead, AT, item_id=item.pk, outcome="见核查单").state == "done"
    check_rectified(lead, AT, supervision_id=row.pk, paper="核查单1号")
    assert "已经核查" in refused(
        add_item, cast.staff, AT, supervision_id=row.pk, text="再列一项", body="晋江市人民政府"
    )


# The team of a supervision


def teamed(cast: Cast) -> tuple[Supervision, TeamUnit, TeamUnit]:
    """A supervision on site with its leader and an invited unit in the team."""
    row = mandated(cast)
    own = {"supervision_id": row.pk}
    leader, invited = (
        add_to_team(cast.staff, AT, role=role, unit_id=cast.unit(unit).pk, no_interest=True, **own)
        for role, unit in (("leader", "市卫健委"), ("invited", "市总工会"))
    )
    plan_supervision(cast.staff, AT, plan="听取汇报", first_day=DAY, last_day=DAY, **own)
    return begin_on_site(cast.staff, AT, where="听取汇报", **own), leader, invited


def test_a_unit_leaves_the_team_with_its_reason_and_another_may_lead(cast: Cast) -> None:
    row, leader, invited = teamed(cast)
    own = {"team_id": leader.pk}
    for seat in (cast.member("市总工会"), cast.member("市住建局"), cast.convener):
        denied(leave_team, seat, reason="回避", **own)
    for reason, said in (("", "理由"), ("  ", "理由"), ("因" * 301, "300"), (NAMED, "像是")):
        assert said in refused(leave_team, cast.member("市卫健委"), AT, reason=reason, **own)
    leader.refresh_from_db()
    assert (leader.ended_at, row.steps.filter(kind="team").count()) == (None, 0)
    assert leave_team(cast.member("市卫健委"), AT, reason="与督查对象有关联，回避", **own).ended_at == AT
    assert row.steps.get(kind="team").text == "市卫健委退出督查组：与督查对象有关联，回避"
    assert "已退出" in refused(leave_team, cast.staff, AT, reason="回避", **own)
    page = read(cast.staff, f"/supervisions/{row.pk}")
    assert "市卫健委已退出" in page
    assert "市总工会已退出" not in page
    assert "与督查对象有关联，回避" in page
    told: dict[str, Any] = {"role": "leader", "no_interest": True, "supervision_id": row.pk}
    assert add_to_team(cast.staff, AT, unit_id=cast.unit("市人社局").pk, **told).role == "leader"
    assert invited.ended_at is None


def test_a_silent_unit_leaves_after_the_report_and_no_longer_holds_up_the_conclusion(cast: Cast) -> None:
    row, leader, invited = teamed(cast)
    own = {"supervision_id": row.pk}
    report_supervision(cast.staff, AT, text=REPORT, **own)
    give_word(cast.member("市卫健委"), AT, team_id=leader.pk, word="dissent", dissent="评价偏高")
    told = {"text": "处置及时", "approved_by": "泉政函〔2026〕5号", "served_on": DAY, **own}
    assert "市总工会" in refused(conclude_supervision, cast.staff, AT, **told)
    page = read(cast.staff, f"/supervisions/{row.pk}")
    assert page.count("退出督查组") == 1  # the form stands at the silent unit alone
    assert "退出督查组" not in read(cast.member("市总工会"), f"/supervisions/{row.pk}")
    leave_team(cast.staff, AT, team_id=invited.pk, reason="没有派员参加")
    assert conclude_supervision(cast.staff, AT, **told).state == "concluded"
    assert TeamUnit.objects.get(pk=leader.pk).ended_at is None
    assert "评价偏高" in read(cast.staff, f"/supervisions/{row.pk}")


def test_nobody_leaves_the_team_once_its_word_or_the_conclusion_stands(cast: Cast) -> None:
    row, leader, invited = teamed(cast)
    own = {"supervision_id": row.pk}
    report_supervision(cast.staff, AT, text=REPORT, **own)
    give_word(cast.member("市卫健委"), AT, team_id=leader.pk, word="signed")
    assert "已对报告表示意见" in refused(leave_team, cast.staff, AT, team_id=leader.pk, reason="回避")
    page = read(cast.staff, f"/supervisions/{row.pk}")
    assert "登记督查结论：督查组还有单位没有对报告表示意见：市总工会" in page
    give_word(cast.member("市总工会"), AT, team_id=invited.pk, word="signed")
    told = {"text": "处置及时", "approved_by": "泉政函〔2026〕5号", "served_on": DAY, **own}
    conclude_supervision(cast.staff, AT, **told)
    for one in TeamUnit.objects.filter(pk__in=(leader.pk, invited.pk)):
        hindered = leave_team.available(one, cast.staff, TODAY)
        assert hindered is not None
        assert "已作结论" in hindered.message
        assert hindered.message == refused(leave_team, cast.staff, AT, team_id=one.pk, reason="回避")
    assert not TeamUnit.objects.filter(supervision=row).exclude(ended_at=None).exists()
