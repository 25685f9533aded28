"""What a page of merged checks offers is what the act does: both ask one guard, and each refusal says what to do."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cast import AT, Cast
from inspections.filing import ask, filed
from inspections.test_checks import AGAIN, approved, going, part_of
from inspections.test_supervision import refused
from lianxi.core.actors import Actor
from lianxi.inspections.actions import (
    add_finding,
    agree_plan,
    answer_nil,
    approve_request,
    close_finding,
    close_plan,
    end_officer,
    end_subject,
    enter_result,
    file_finding,
    merge_plan,
    order_finding,
    recheck_finding,
    rectify_finding,
    report_plan,
    set_day,
    set_lead,
    skip_part,
    to_paper,
    upload_plan,
)
from lianxi.inspections.models import CheckPlan, CheckRequest, Officer, PlanUnit, Visit
from lianxi.inspections.queries.check_facts import asked_facts_of
from web.signing_in import seated

TODAY = date(2026, 3, 2)


def shown(actor: Actor, page: str) -> str:
    """The page as a seat gets it, forms and all."""
    answer = seated(Client(), actor).get(page)
    assert answer.status_code == 200, page
    return answer.content.decode()


def said(action: Any, record: Any, actor: Actor, day: date = TODAY) -> str:
    """What a page is told of a step; nothing where it may be taken."""
    told = action.available(record, actor, day)
    assert told is None or told.next_step
    return told.message if told else ""


def test_a_subject_is_ended_on_its_page_by_its_unit_and_then_takes_no_officer(cast: Cast) -> None:
    row = filed(cast).subjects["市卫健委"]
    health, page = cast.member("市卫健委"), f"/checks/subjects/{row.pk}"
    assert "/do/inspections.subject.end" in shown(health, page)
    assert "/do/inspections.subject.end" in shown(cast.staff, page)
    assert "/do/inspections.subject.end" not in shown(cast.member("市人社局"), page)
    assert "/do/inspections.officer.enter" in shown(health, page)
    answer = seated(Client(), health).post(
        "/do/inspections.subject.end", {"subject_id": row.pk, "next": page}
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.ends_before is not None
    assert said(end_subject, row, health, row.ends_before) == "市卫健委已停用。"
    after = shown(health, page)
    for act in ("subject.end", "officer.enter", "checkitem.publish"):
        assert f"/do/inspections.{act}" not in after
    assert "/do/inspections.officer.end" in after


def test_an_officers_line_is_ended_once_by_its_unit(cast: Cast) -> None:
    subject = filed(cast).subjects["市卫健委"]
    one = Officer.objects.filter(subject=subject).order_by("pk")[0]
    assert "不是由你单位登记的" in said(end_officer, one, cast.member("市人社局"))
    assert said(end_officer, one, cast.member("市卫健委")) == ""
    end_officer(cast.staff, AT, officer_id=one.pk)
    one.refresh_from_db()
    assert said(end_officer, one, cast.staff) == refused(end_officer, cast.staff, AT, officer_id=one.pk)


def test_a_unit_agrees_once_and_one_without_a_part_is_not_asked(cast: Cast) -> None:
    made = filed(cast)
    made.upload(cast, "市卫健委", ask(1))
    made.upload(cast, "市人社局", ask(1))
    page = f"/checks/{made.plan.pk}"
    office = shown(cast.staff, page)
    assert "合并检查：还没有报送计划，也没有报无：市住建局" in office
    assert merge_plan.available(made.plan, cast.staff, TODAY) is not None
    made.nil(cast, "市住建局")
    made.merge(cast)
    own = {"plan_id": made.plan.pk}
    health, subject = cast.member("市卫健委"), made.subjects["市卫健委"]
    assert "/do/inspections.plan.agree" in shown(health, page)
    assert "没有要确认的部分" in refused(
        agree_plan, cast.member("市住建局"), AT, subject_id=made.subjects["市住建局"].pk, **own
    )
    made.agree(cast, "市卫健委")
    assert "/do/inspections.plan.agree" not in shown(health, page)
    asked = PlanUnit.objects.get(plan=made.plan, subject=subject)
    assert said(agree_plan, asked, health) == "市卫健委已经确认。"
    assert "已经确认" in refused(agree_plan, health, AT, subject_id=subject.pk, **own)
    assert made.agree(cast, "市人社局").state == "agreed"


def test_a_plan_in_which_nobody_has_a_check_is_agreed_by_any_units_word(cast: Cast) -> None:
    made = filed(cast)
    made.nil(cast, "市卫健委", "市人社局", "市住建局")
    made.merge(cast)
    assert "/do/inspections.plan.agree" in shown(cast.member("市住建局"), f"/checks/{made.plan.pk}")
    assert made.agree(cast, "市住建局").state == "agreed"


def test_the_subjects_of_a_plan_are_asked_as_their_acts_ask(cast: Cast) -> None:
    made = going(cast)
    rows = list(PlanUnit.objects.filter(plan=made.plan).select_related("subject"))
    plan = CheckPlan.objects.get(pk=made.plan.pk)
    for row in rows:
        facts = asked_facts_of(plan, rows)[row.pk]
        for act in (upload_plan, answer_nil, agree_plan):
            for seat in (cast.staff, cast.member("市卫健委"), cast.member("市人社局")):
                told = act.available(row, seat, TODAY)
                assert told is not None
                assert str(act.available(None, seat, TODAY, facts=facts)) == str(told)


def test_a_request_is_changed_only_where_something_is_to_be_changed(cast: Cast) -> None:
    made = filed(cast)
    made.upload(cast, "市卫健委", ask(1))
    health = cast.member("市卫健委")
    request = CheckRequest.objects.get(plan=made.plan)
    assert "已经齐全" in refused(approve_request, health, AT, request_id=request.pk, approval="批9号")
    request = to_paper(health, AT, request_id=request.pk)
    assert said(to_paper, request, health) == refused(to_paper, health, AT, request_id=request.pk)
    made.nil(cast, "市人社局", "市住建局")
    made.merge(cast)
    page = shown(health, f"/checks/{made.plan.pk}?placed=desk")
    assert "/do/inspections.request.withdraw" in page
    for act in ("approve", "to_paper"):
        assert f"/do/inspections.request.{act}" not in page


def test_a_result_is_told_after_the_approval_and_by_the_office_for_the_unit(cast: Cast) -> None:
    made = going(cast)
    part = part_of(made, "市卫健委")
    health, page = cast.member("市卫健委"), f"/checks/visits/{part.visit_id}"
    own = {"part_id": part.pk, "result": "pass"}
    assert said(enter_result, part, health) == refused(enter_result, health, AGAIN, **own)
    assert "/do/inspections.part.approve" in shown(health, page)
    assert "/do/inspections.part.enter" not in shown(health, page)
    approved(cast, made, "市卫健委")
    part.refresh_from_db()
    assert said(enter_result, part, health) == said(enter_result, part, cast.staff) == ""
    assert "/do/inspections.part.enter" in shown(health, page)
    assert "/do/inspections.part.enter" in shown(cast.staff, page)
    assert "不是由你单位登记的" in said(enter_result, part, cast.member("市人社局"))


def test_nothing_of_a_visit_changes_once_its_plan_is_closed(cast: Cast) -> None:
    made = going(cast)
    part = approved(cast, made, "市卫健委")
    health = cast.member("市卫健委")
    enter_result(health, AGAIN, part_id=part.pk, result="problem", checked_on=part.visit.week)
    for unit in made.subjects:
        for number in (1, 2):
            one = part_of(made, unit, number)
            if one.state != "done":
                skip_part(cast.member(unit), AGAIN, part_id=one.pk, reason="人员另有任务")
    visit = Visit.objects.get(pk=part.visit_id)
    other = {"visit_id": visit.pk, "subject_id": made.subjects["市人社局"].pk}
    set_lead(cast.staff, AGAIN, **other)
    report_plan(cast.staff, AGAIN, plan_id=made.plan.pk)
    assert "已经汇总" in refused(set_lead, cast.staff, AGAIN, **other)
    page = f"/checks/visits/{visit.pk}"
    assert "/do/inspections.finding.add" in shown(health, page)
    plan = close_plan(cast.director, AGAIN, plan_id=made.plan.pk)
    assert plan.state == "closed"
    assert "已经结束" in refused(add_finding, health, AGAIN, part_id=part.pk, fact="没有通风")
    for act in ("finding.add", "visit.set_day", "visit.lead", "part.enter"):
        assert f"/do/inspections.{act}" not in shown(health, page)
        assert f"/do/inspections.{act}" not in shown(cast.staff, page)
    visit.refresh_from_db()
    assert said(set_day, visit, cast.staff) == "这次检查没有列入已确认的安排。"


def test_who_gathered_the_results_is_not_offered_to_close(cast: Cast) -> None:
    made = going(cast)
    for unit in made.subjects:
        for number in (1, 2):
            skip_part(cast.member(unit), AGAIN, part_id=part_of(made, unit, number).pk, reason="企业停业")
    plan = report_plan(cast.director, AGAIN, plan_id=made.plan.pk)
    page = shown(cast.director, f"/checks/{plan.pk}")
    assert "/do/inspections.plan.close" not in page
    assert "结果是由你汇总的" in page
    assert said(close_plan, plan, cast.director) == refused(close_plan, cast.director, AGAIN, plan_id=plan.pk)


@pytest.mark.parametrize("number", ["", "泉卫责改〔2026〕3号"])
def test_a_failed_recheck_is_settled_where_a_paper_stands_for_it(cast: Cast, number: str) -> None:
    part = approved(cast, going(cast), "市卫健委")
    health = cast.member("市卫健委")
    enter_result(health, AGAIN, part_id=part.pk, result="problem", checked_on=part.visit.week)
    row = add_finding(health, AGAIN, part_id=part.pk, fact="刷胶岗位没有通风")
    own = {"finding_id": row.pk}
    order_finding(health, AGAIN, term=date(2026, 3, 27), case_no=number, **own)
    rectify_finding(health, AGAIN, **own)
    row = recheck_finding(health, AGAIN, result="problem", **own)
    assert said(close_finding, row, health) == ("" if number else "复查仍不合格，没有立案或文书编号。")
    page = shown(health, f"/checks/visits/{part.visit_id}")
    assert ("/do/inspections.finding.close" in page) is bool(number)
    assert "/do/inspections.finding.file" in page
    filed_ = file_finding(health, AGAIN, case_no="泉卫立〔2026〕1号", **own)
    assert (filed_.state, filed_.order_no) == ("filed", number)
    assert close_finding(health, AGAIN, **own).state == "closed"


def test_no_case_follows_a_recheck_that_was_passed(cast: Cast) -> None:
    part = approved(cast, going(cast), "市卫健委")
    health = cast.member("市卫健委")
    enter_result(health, AGAIN, part_id=part.pk, result="problem", checked_on=part.visit.week)
    row = add_finding(health, AGAIN, part_id=part.pk, fact="刷胶岗位没有通风")
    own = {"finding_id": row.pk}
    order_finding(health, AGAIN, term=date(2026, 3, 27), **own)
    rectify_finding(health, AGAIN, **own)
    row = recheck_finding(health, AGAIN, result="pass", **own)
    assert said(file_finding, row, health) == "复查合格，不再立案。"
    assert "不再立案" in refused(file_finding, health, AGAIN, case_no="泉卫立〔2026〕1号", **own)
    assert "/do/inspections.finding.file" not in shown(health, f"/checks/visits/{part.visit_id}")
