"""Merged checks: what a lawful check needs, one entry for several units, results, problems, and the end of a plan."""

import argparse
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from cast import AT, Cast
from inspections.filing import (
    LAST,
    MONDAY,
    PLAN,
    RESULT,
    Filed,
    ask,
    code_of,
    filed,
    merged,
    sheet,
    subject_of,
)
from inspections.test_supervision import refused
from lianxi.cli.rules import judge_lines, judge_of
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.desk import Desk, Task
from lianxi.core.refusals import NotPermitted
from lianxi.inspections.actions import (
    add_finding,
    agree_plan,
    approve_part,
    close_finding,
    close_plan,
    enter_officer,
    enter_result,
    enter_subject,
    hand_over_plan,
    join_firm,
    merge_plan,
    merging,
    move_request,
    open_plan,
    order_finding,
    publish_item,
    recheck_finding,
    rectify_finding,
    refer_finding,
    report_plan,
    set_cap_rule,
    set_day,
    set_lead,
    skip_part,
    to_paper,
    upload_plan,
    upload_results,
    withdraw_request,
)
from lianxi.inspections.daily import begin_all
from lianxi.inspections.facts import plan_facts
from lianxi.inspections.models import CheckRequest, Finding, Officer, Visit, VisitPart
from lianxi.inspections.queries.checks import checks_of_firm, list_overlaps, outcome_of
from lianxi.inspections.rules import judging
from lianxi.inspections.rules.judging import judge
from lianxi.inspections.waiting import list_tasks
from lianxi.journal.sight import seen, sight
from web.signing_in import seated

AGAIN = AT + timedelta(days=20)


def placed(plan: Any) -> dict[str, str]:
    rows = CheckRequest.objects.filter(plan=plan).exclude(placed="withdrawn").order_by("pk")
    return {f"{one.subject.body} {one.firm_name}": one.reason or one.placed for one in rows}


def going(cast: Cast) -> Filed:
    """Two firms asked by all three units, agreed and handed over."""
    made = filed(cast)
    for unit in made.subjects:
        made.upload(cast, unit, ask(1), ask(2))
    made.merge(cast)
    made.agree(cast)
    made.hand_over(cast)
    return made


def part_of(made: Filed, unit: str, number: int = 1) -> VisitPart:
    return VisitPart.objects.get(
        visit__plan=made.plan, visit__number=number, subject=made.subjects[unit], visit__is_dropped=False
    )


def approved(cast: Cast, made: Filed, unit: str, number: int = 1) -> VisitPart:
    part = part_of(made, unit, number)
    officers = [str(one.pk) for one in Officer.objects.filter(subject=part.subject)]
    return approve_part(cast.member(unit), AT, part_id=part.pk, approval="批2号", officers=officers)


def test_three_units_enter_a_firm_once(cast: Cast) -> None:
    made = filed(cast)
    made.upload(cast, "市卫健委", ask(1), ask(2))
    made.upload(cast, "市人社局", ask(1))
    made.nil(cast, "市住建局")
    plan = made.merge(cast)
    assert (plan.state, plan.separate, Visit.objects.filter(plan=plan).count()) == ("proposed", 3, 2)
    assert set(placed(plan).values()) == {"scheduled"}
    first = Visit.objects.get(plan=plan, firm=code_of(1))
    assert first.lead == made.subjects["市卫健委"]
    assert sorted(part.subject.body for part in first.parts.all()) == ["市人社局", "市卫健委"]


def test_the_page_and_the_command_line_call_one_function(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = filed(cast)
    made.upload(cast, "市卫健委", ask(1), ask(2, "B9"), ask(3, approval=""), ask(4, type="专项"))
    made.upload(cast, "市人社局", ask(1), ask(5, mode="书面"))
    made.nil(cast, "市住建局")
    requests = list(CheckRequest.objects.filter(plan=made.plan).order_by("pk"))
    facts = plan_facts(made.plan, requests)
    plan = made.merge(cast)
    answer = judge(facts)
    assert [one["reason"] for one in answer["refused"]] == [
        "item_unpublished",
        "not_approved",
        "special_unfiled",
    ]
    assert {one["id"]: one["reason"] for one in answer["refused"]} == {
        f"{one.pk:09}": one.reason for one in CheckRequest.objects.filter(plan=plan, placed="refused")
    }
    assert answer["min_visits"] == Visit.objects.filter(plan=plan, is_dropped=False).count()
    assert answer["separate_visits"] == plan.separate
    line = json.dumps({"id": "a", "facts": facts}, ensure_ascii=False)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    assert judge_lines(argparse.Namespace(name="merged_checks")) == 0
    assert json.loads(capsys.readouterr().out)["answer"] == answer
    assert judge_of("merged_checks") is judge
    assert merging.judge_text is judging.judge_text


def test_faults_of_a_sheet_are_named_by_row_and_nothing_is_stored(cast: Cast) -> None:
    made = filed(cast)
    rows = [
        ask(1, code="", place=""),
        ask(2, code=code_of(2)[:-1] + ("A" if code_of(2)[-1] != "A" else "B")),
        ask(3, type="突击"),
        ask(4, first="三月", last=LAST),
        ask(5, first=LAST, last=MONDAY),
        ask(6, first=date(2026, 6, 1), last=date(2026, 6, 5)),
        ask(7, ground="李明，男，45岁反映"),
        ask(8),
        ask(8),
    ]
    own = {"plan_id": made.plan.pk, "subject_id": made.subjects["市卫健委"].pk}
    said = refused(upload_plan, cast.member("市卫健委"), AT, file=sheet(PLAN, rows), **own)
    assert "有 8 行不能存入" in said
    assert "第 2 行：没有统一社会信用代码的企业，须写地址" in said
    assert not CheckRequest.objects.exists()
    with pytest.raises(Exception, match="统一社会信用代码校验位不符"):
        upload_plan(cast.member("市卫健委"), AT, file=sheet(PLAN, [rows[1]]), **own)
    assert "没有找到表头" in refused(
        upload_plan, cast.member("市卫健委"), AT, file=sheet(("甲",), [["乙"]]), **own
    )
    assert "读不出" in refused(
        upload_plan,
        cast.member("市卫健委"),
        AT,
        file=type(sheet(PLAN, []))("计划.xlsx", b"PK\x03\x04xx"),
        **own,
    )


def test_a_firm_without_code_stands_by_name_and_place_and_is_joined_later(cast: Cast) -> None:
    made = filed(cast)
    made.upload(cast, "市卫健委", ask(1, name="无照作坊", code="", place="陈埭镇某路1号"))
    made.nil(cast, "市人社局", "市住建局")
    made.merge(cast)
    visit = Visit.objects.get(plan=made.plan)
    assert visit.firm == "无照作坊｜陈埭镇某路1号"
    assert "校验位不符" in refused(
        join_firm, cast.member("市卫健委"), AT, visit_id=visit.pk, firm_code="9135050000000000AA"
    )
    assert join_firm(cast.member("市卫健委"), AT, visit_id=visit.pk, firm_code=code_of(9)).firm == code_of(9)


def test_who_may_not_check_is_refused_and_where_it_lies(cast: Cast) -> None:
    assert "联席会议及其办公室不是检查主体" in refused(
        enter_subject, cast.staff, AT, body="市职业病防治工作联席会议办公室", kind="enforcement", system="health", level="city",
        unit_id=cast.unit("市卫健委").pk, authority="x",
    )  # fmt: skip
    assert "没有写执法主体在哪里公布" in refused(
        enter_subject,
        cast.member("市卫健委"),
        AT,
        body="市卫健委",
        kind="enforcement",
        system="health",
        level="city",
    )
    institute = subject_of(cast, "市总工会", kind="institute", body="市疾控中心", authority="")
    own = filed(cast)
    plan = open_plan(cast.staff, AT, title="二期", first_day=MONDAY, last_day=LAST,
                     subjects=[institute.pk, own.subjects["市卫健委"].pk])  # fmt: skip
    upload_plan(
        cast.member("市总工会"), AT, plan_id=plan.pk, subject_id=institute.pk, file=sheet(PLAN, [ask(1)])
    )
    assert "还没有报送计划" in refused(merge_plan, cast.staff, AT, plan_id=plan.pk)
    upload_plan(cast.member("市卫健委"), AT, plan_id=plan.pk, subject_id=own.subjects["市卫健委"].pk,
                file=sheet(PLAN, [ask(2)]))  # fmt: skip
    assert placed(merged(cast, plan)) == {
        "市疾控中心 某鞋厂1": "not_subject", "市卫健委 某鞋厂2": "scheduled",
    }  # fmt: skip


def test_areas_caps_and_levels_are_kept(cast: Cast) -> None:
    made = filed(cast)
    county = subject_of(cast, "市卫健委", body="安溪县卫生健康局", level="county", areas=["安溪县"], cap=1)
    set_cap_rule(cast.staff, AT, system="health", number=3, year=2026, source="省卫健委公布")
    publish = {"code": "A1", "name": "监督检查", "basis": "职业病防治法", "published_on": date(2026, 1, 5)}
    publish_item(cast.member("市卫健委"), AT, subject_id=county.pk, **publish)
    for number in ("35101", "35102"):
        enter_officer(
            cast.member("市卫健委"), AT, subject_id=county.pk, certificate_no=number, valid_until=LAST
        )
    plan = open_plan(cast.staff, AT, title="县", first_day=MONDAY, last_day=LAST,
                     subjects=[county.pk, made.subjects["市卫健委"].pk])  # fmt: skip
    rows = [ask(1), ask(2, area="安溪县"), ask(3, area="安溪县", used=1)]
    upload_plan(cast.member("市卫健委"), AT, plan_id=plan.pk, subject_id=county.pk, file=sheet(PLAN, rows))
    upload_plan(cast.member("市卫健委"), AT, plan_id=plan.pk, subject_id=made.subjects["市卫健委"].pk,
                file=sheet(PLAN, [ask(2, area="安溪县")]))  # fmt: skip
    assert placed(merged(cast, plan)) == {
        "安溪县卫生健康局 某鞋厂1": "outside_jurisdiction", "安溪县卫生健康局 某鞋厂2": "same_item_other_level",
        "安溪县卫生健康局 某鞋厂3": "cap_reached", "市卫健委 某鞋厂2": "scheduled",
    }  # fmt: skip


def test_a_plan_orders_nothing(cast: Cast) -> None:
    own = filed(cast)
    told = {"first_day": MONDAY, "last_day": LAST, "subjects": [own.subjects["市卫健委"].pk]}
    assert "停产整顿" in refused(open_plan, cast.staff, AT, title="全市停产整顿制鞋企业", **told)
    assert "处罚指标" in refused(open_plan, cast.staff, AT, title="三月", aim="下达处罚指标", **told)
    assert "拍照打卡" in refused(open_plan, cast.staff, AT, title="三月", aim="拍照打卡留痕", **told)
    assert "已经过去" in refused(
        open_plan,
        cast.staff,
        AT,
        title="旧",
        **{**told, "first_day": date(2025, 3, 3), "last_day": date(2025, 3, 7)},
    )


def test_silence_binds_nobody_and_a_change_asks_again(cast: Cast) -> None:
    made = filed(cast)
    for unit in made.subjects:
        made.upload(cast, unit, ask(1))
    made.merge(cast)
    assert "待各单位确认" in refused(hand_over_plan, cast.staff, AT, plan_id=made.plan.pk, paper="x")
    with pytest.raises(NotPermitted, match="须写明来文"):
        agree_plan(cast.staff, AT, plan_id=made.plan.pk, subject_id=made.subjects["市人社局"].pk)
    assert made.agree(cast, "市卫健委", "市人社局").state == "proposed"
    request = CheckRequest.objects.get(plan=made.plan, subject=made.subjects["市住建局"])
    move_request(
        cast.member("市住建局"), AT, request_id=request.pk, first_day=LAST - timedelta(days=4), last_day=LAST
    )
    assert "有 1 条请求在合并后改过" in refused(
        agree_plan, cast.member("市住建局"), AT, plan_id=made.plan.pk, subject_id=made.subjects["市住建局"].pk
    )
    made.merge(cast)
    visit = Visit.objects.get(plan=made.plan, is_dropped=False)
    assert visit.week == date(2026, 3, 30)
    assert [part.state for part in visit.parts.all()] == ["proposed"] * 3
    assert made.agree(cast).state == "agreed"
    withdraw_request(cast.member("市住建局"), AT, request_id=request.pk)
    made.merge(cast)
    kept = Visit.objects.get(plan=made.plan, is_dropped=False).parts.exclude(state="dropped")
    assert {part.subject.body for part in kept} == {"市卫健委", "市人社局"}


def test_a_cap_that_is_used_up_is_answered_by_papers(cast: Cast) -> None:
    made = filed(cast)
    made.upload(cast, "市卫健委", ask(1, used=2))
    made.nil(cast, "市人社局", "市住建局")
    made.merge(cast)
    assert placed(made.plan) == {"市卫健委 某鞋厂1": "cap_reached"}
    request = CheckRequest.objects.get(plan=made.plan)
    to_paper(cast.member("市卫健委"), AT, request_id=request.pk)
    assert placed(made.merge(cast)) == {"市卫健委 某鞋厂1": "desk"}


def test_a_visit_has_its_day_two_officers_and_an_approval(cast: Cast) -> None:
    made = going(cast)
    part = part_of(made, "市卫健委")
    own = {"visit_id": part.visit_id}
    week = part.visit.week
    assert "休息日" in refused(set_day, cast.member("市卫健委"), AT, day=week + timedelta(days=6), **own)
    assert "不在安排的那一周" in refused(
        set_day, cast.member("市卫健委"), AT, day=week + timedelta(days=8), **own
    )
    with pytest.raises(NotPermitted, match="牵头"):
        set_day(cast.member("市人社局"), AT, day=week, **own)
    assert set_day(cast.member("市卫健委"), AT, day=week + timedelta(days=1), **own).day is not None
    expired = enter_officer(
        cast.member("市卫健委"), AT, subject_id=part.subject_id, certificate_no="35009", valid_until=week
    )
    one = Officer.objects.filter(subject=part.subject, certificate_no="35001").get()
    chosen = [str(one.pk), str(expired.pk)]
    said = refused(
        approve_part, cast.member("市卫健委"), AT, part_id=part.pk, approval="批2号", officers=chosen
    )
    assert "证件有效的不足两人" in said
    assert "5009" in said
    assert "没有登记批准" in refused(
        enter_result, cast.member("市卫健委"), AGAIN, part_id=part.pk, result="pass"
    )
    assert approved(cast, made, "市卫健委").state == "approved"
    later = AT + timedelta(days=(week + timedelta(days=1) - date(2026, 3, 2)).days)
    done = enter_result(cast.member("市卫健委"), later, part_id=part.pk, result="pass", entered_from="paper")
    assert (done.state, done.entered_from) == ("done", "paper")


def test_the_office_names_another_lead_among_those_who_go(cast: Cast) -> None:
    made = going(cast)
    visit = part_of(made, "市卫健委").visit
    office = cast.actor(SeatKind.OFFICE_DEPUTY, "市总工会")
    other = subject_of(cast, "市总工会", kind="union", authority="", cap=0)
    assert "须是参加这次检查" in refused(set_lead, office, AT, visit_id=visit.pk, subject_id=other.pk)
    wanted = made.subjects["市人社局"]
    assert set_lead(office, AT, visit_id=visit.pk, subject_id=wanted.pk).lead == wanted


def test_a_union_joins_a_visit_that_is_there_and_an_owner_goes_apart(cast: Cast) -> None:
    made = filed(cast)
    union = subject_of(cast, "市总工会", kind="union", authority="", cap=0)
    owner = subject_of(cast, "市发改委", kind="owner", authority="", cap=0)
    plan = open_plan(cast.staff, AT, title="二期", first_day=MONDAY, last_day=LAST,
                     subjects=[made.subjects["市卫健委"].pk, union.pk, owner.pk])  # fmt: skip
    for unit, row, rows in (
        ("市卫健委", made.subjects["市卫健委"], [ask(1)]),
        ("市总工会", union, [ask(1), ask(2)]),
        ("市发改委", owner, [ask(1)]),
    ):
        upload_plan(cast.member(unit), AT, plan_id=plan.pk, subject_id=row.pk, file=sheet(PLAN, rows))
    assert placed(merged(cast, plan)) == {
        "市卫健委 某鞋厂1": "scheduled", "市总工会 某鞋厂1": "attached", "市总工会 某鞋厂2": "not_attached",
        "市发改委 某鞋厂1": "owner",
    }  # fmt: skip


def test_a_problem_goes_its_way_to_the_close_of_the_plan(cast: Cast) -> None:
    made = going(cast)
    part = approved(cast, made, "市卫健委")
    health = cast.member("市卫健委")
    enter_result(health, AGAIN, part_id=part.pk, result="problem", checked_on=part.visit.week)
    told = {"part_id": part.pk, "fact": "苯超标"}
    assert "不在这次检查的清单里" in refused(add_finding, health, AGAIN, item_code="Z9", **told)
    assert "没有限值" in refused(add_finding, health, AGAIN, post="刷胶", hazard="苯", measured="9", **told)
    row = add_finding(
        health, AGAIN, post="刷胶", hazard="苯", measured="9", limit="3", item_code="A1", **told
    )
    other = add_finding(health, AGAIN, part_id=part.pk, fact="没有参加工伤保险")
    assert "没有找到" in refused(order_finding, cast.member("市人社局"), AGAIN, finding_id=row.pk, term=LAST)
    order_finding(health, AGAIN, finding_id=row.pk, term=LAST)
    gone = refer_finding(
        health, AGAIN, finding_id=other.pk, unit_id=cast.unit("市住建局").pk, clause="QZ-3-11-2"
    )
    assert gone.obligation is not None
    assert (gone.obligation.origin, "某鞋厂" in gone.obligation.title + gone.obligation.text) == (
        "check",
        False,
    )
    rectify_finding(health, AGAIN, finding_id=row.pk)
    assert "复测值高于限值" in refused(
        recheck_finding, health, AGAIN, finding_id=row.pk, result="pass", again="4"
    )
    recheck_finding(health, AGAIN, finding_id=row.pk, result="pass", again="2.5")
    for unit, number in (("市人社局", 1), ("市住建局", 1)):
        skip_part(cast.member(unit), AGAIN, part_id=part_of(made, unit, number).pk, reason="人员另有任务")
    assert "结果未报" in refused(report_plan, cast.director, AGAIN, plan_id=made.plan.pk)
    for unit in made.subjects:
        skip_part(cast.member(unit), AGAIN, part_id=part_of(made, unit, 2).pk, reason="企业停业")
    report_plan(cast.staff, AGAIN, plan_id=made.plan.pk)
    assert "问题还没有着落：市卫健委 1 个" in refused(close_plan, cast.director, AGAIN, plan_id=made.plan.pk)
    close_finding(health, AGAIN, finding_id=row.pk)
    closed = close_plan(cast.director, AGAIN, plan_id=made.plan.pk)
    told_of = outcome_of(closed)
    assert (told_of.posts.before.words, told_of.posts.after.words) == ("0/1（0.0%）", "1/1（100.0%）")
    assert (told_of.problems.words, told_of.rectified.words) == ("1/1（100.0%）", "1/1（100.0%）")


def test_results_of_the_lines_systems_come_in_whole_or_not_at_all(cast: Cast) -> None:
    made = going(cast)
    approved(cast, made, "市卫健委")
    approved(cast, made, "市卫健委", 2)
    day = part_of(made, "市卫健委").visit.week
    own = {"plan_id": made.plan.pk, "subject_id": made.subjects["市卫健委"].pk}
    bad = [
        [1, day, "有问题", "W1", "苯超标", "刷胶", "苯", 9, None, "责令改正", LAST],
        [7, day, "合格"],
        [2, day, "合格", "", "", "针车", "噪声", 99, 85],
        [2, day, "合格", *[""] * 13, "Z9"],
    ]
    said = refused(
        upload_results, cast.member("市卫健委"), AGAIN, file=sheet(RESULT, bad, "结果.xlsx"), **own
    )
    assert "第 2 行：有测值，没有限值" in said
    assert "第 4 行：测值高于限值，结果不能是合格" in said
    bad = [bad[1], bad[3]]
    said = refused(
        upload_results, cast.member("市卫健委"), AGAIN, file=sheet(RESULT, bad, "结果.xlsx"), **own
    )
    assert "没有你单位参加的第 7 号检查" in said
    assert "不在这次检查的清单里" in said
    good = [
        [1, day, "有问题", "W1", "苯超标", "刷胶", "苯", 9, 3, "责令改正", LAST],
        [1, day, "合格", "", "", "针车", "噪声", 80, 85],
        [2, day, "合格", "", "", "成型", "苯", 1, 3],
    ]
    upload_results(cast.member("市卫健委"), AGAIN, file=sheet(RESULT, good, "结果.xlsx"), **own)
    assert Finding.objects.get().state == "ordered"
    assert outcome_of(made.plan).posts.before.words == "2/3（66.7%）"
    again = [[1, day, "有问题", "W1", "苯超标", "刷胶", "苯", 9, 3, "责令改正", LAST, "", day, day, 2]]
    upload_results(cast.member("市卫健委"), AGAIN, file=sheet(RESULT, again, "结果.xlsx"), **own)
    assert (Finding.objects.get().state, Finding.objects.get().recheck_result) == ("rechecked", "pass")
    assert outcome_of(made.plan).posts.after.words == "3/3（100.0%）"


def test_another_units_file_is_not_read(cast: Cast) -> None:
    made = going(cast)
    part = approved(cast, made, "市卫健委")
    enter_result(
        cast.member("市卫健委"), AGAIN, part_id=part.pk, result="problem", checked_on=part.visit.week
    )
    row = add_finding(cast.member("市卫健委"), AGAIN, part_id=part.pk, fact="苯超标")
    peer, stranger = cast.member("市人社局"), cast.member("市总工会")
    assert sight(peer, part).shows("result")
    assert not sight(peer, part).shows("record_no")
    assert not seen(peer, Finding.objects.filter(pk=row.pk)).exists()
    office = cast.actor(SeatKind.OFFICE_DEPUTY, "市总工会")
    assert sight(office, row).shows("state")
    assert not sight(office, row).shows("fact")
    assert not seen(stranger, Visit.objects.all()).exists()
    assert not checks_of_firm(stranger, code_of(1)).visits
    assert [one.number for one in checks_of_firm(peer, code_of(1)).visits] == [part.visit.number]
    officer = Officer.objects.filter(subject=made.subjects["市卫健委"]).first()
    assert officer is not None
    assert not sight(peer, officer).shows("certificate_no")


def waiting(actor: Actor, cast: Cast) -> list[tuple[str, str]]:
    tasks = list_tasks(Desk(cast.conference.pk, actor, AT, {}))
    return [(one.kind, one.url) for one in tasks if isinstance(one, Task)]


def test_each_step_waits_on_the_desk_of_who_takes_it(cast: Cast) -> None:
    made = filed(cast)
    unit, office = cast.member("市人社局"), cast.staff
    assert waiting(unit, cast) == [("报送检查计划", f"/checks/{made.plan.pk}")]
    assert waiting(cast.member("市总工会"), cast) == []
    for name in made.subjects:
        made.upload(cast, name, ask(1))
    made.merge(cast)
    assert waiting(unit, cast) == [("确认检查安排", f"/checks/{made.plan.pk}")]
    made.agree(cast)
    assert waiting(office, cast) == [("交付检查安排", f"/checks/{made.plan.pk}")]
    made.hand_over(cast)
    part = part_of(made, "市人社局")
    assert waiting(unit, cast) == [("批准检查、定执法人员", f"/checks/visits/{part.visit_id}")]
    approved(cast, made, "市人社局")
    assert waiting(unit, cast) == [("报检查结果", f"/checks/visits/{part.visit_id}")]
    assert [begin_all(AT + timedelta(days=days)) for days in (0, 7, 8)] == [0, 1, 0]


def test_overlaps_stand_by_firm(cast: Cast) -> None:
    made = filed(cast)
    made.upload(cast, "市卫健委", ask(1), ask(2))
    made.upload(cast, "市人社局", ask(1))
    assert [(one.name, one.subjects) for one in list_overlaps(cast.staff, made.plan)] == [
        ("某鞋厂1", ["市卫健委", "市人社局"])
    ]


def test_a_drawn_list_comes_with_its_certificate(cast: Cast) -> None:
    made = filed(cast)
    own = {"plan_id": made.plan.pk, "subject_id": made.subjects["市卫健委"].pk, "kind": "drawn"}
    assert "没有写抽取证明" in refused(
        upload_plan, cast.member("市卫健委"), AT, file=sheet(PLAN, [ask(1)]), **own
    )
    taken = upload_plan(
        cast.member("市卫健委"), AT, file=sheet(PLAN, [ask(1)]), certificate="省双随机系统 2026-031", **own
    )
    assert taken.certificate.endswith("031")


def test_a_check_held_before_is_entered_afterwards_without_an_approval(cast: Cast) -> None:
    past = {"first_day": date(2026, 2, 2), "last_day": date(2026, 2, 13), "paper": "泉卫健〔2026〕2号"}
    made = filed(cast, **past)
    rows = [ask(1, first=date(2026, 2, 2), last=date(2026, 2, 6))]
    made.upload(cast, "市卫健委", *rows)
    made.nil(cast, "市人社局", "市住建局")
    made.merge(cast)
    made.agree(cast, "市卫健委")
    part = VisitPart.objects.get()
    done = enter_result(
        cast.member("市卫健委"), AT, part_id=part.pk, result="pass", checked_on=date(2026, 2, 3)
    )
    assert (done.state, done.approval) == ("done", "")


PAGES = ("/checks", "/checks/{p}", "/checks/{p}/overlaps", "/checks/{p}/arrangement", "/checks/{p}/outcome",
         "/checks/visits/{v}", "/checks/subjects", "/checks/subjects/{s}", "/checks/firms?firm={f}",
         "/checks/{p}/visits.table?form=xlsx", "/checks/export?form=csv", "/checks/template/plan?form=xlsx")  # fmt: skip


def test_every_page_opens_for_the_office_and_a_unit_and_not_for_a_stranger(cast: Cast) -> None:
    made = going(cast)
    part = approved(cast, made, "市卫健委")
    enter_result(
        cast.member("市卫健委"), AGAIN, part_id=part.pk, result="problem", checked_on=part.visit.week
    )
    add_finding(cast.member("市卫健委"), AGAIN, part_id=part.pk, fact="刷胶岗位没有通风", number="W-17")
    told = {"p": made.plan.pk, "v": part.visit_id, "s": part.subject_id, "f": code_of(1)}
    for kind, unit in (
        ("office_director", "市卫健委"),
        ("member", "市人社局"),
        ("office_deputy", "市总工会"),
    ):
        client = seated(Client(), cast.actor(SeatKind(kind), unit))
        for page in PAGES:
            answer = client.get(page.format(**told))
            assert answer.status_code == 200, (kind, page)
            assert not answer.streaming or b"".join(answer.streaming_content)  # type: ignore[arg-type]
    peer = seated(Client(), cast.member("市人社局"))
    text = peer.get(f"/checks/visits/{part.visit_id}").content.decode()
    assert "有问题" in text
    assert "没有通风" not in text
    assert "W-17" not in text
    assert "35001" in text
    assert text.count("35001") == 1
    stranger = seated(Client(), cast.member("市总工会"))
    for page in ("/checks/{p}", "/checks/{p}/outcome", "/checks/visits/{v}", "/checks/firms?firm={f}"):
        assert stranger.get(page.format(**told)).status_code == 404


def test_faults_of_a_sheet_come_back_on_the_page_by_row(cast: Cast) -> None:
    made = filed(cast)
    client = seated(Client(), cast.member("市卫健委"))
    file = io.BytesIO(sheet(PLAN, [ask(1, type="突击"), ask(2, first=None)]).content)
    file.name = "计划.xlsx"
    sent = {"subject_id": made.subjects["市卫健委"].pk, "file": file}
    answer = client.post(f"/checks/{made.plan.pk}/upload", sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "第 2 行" in text
    assert "没有写最早日期" in text
