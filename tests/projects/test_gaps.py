"""Gaps: found and closed by the facts, at the unit whose they are by its clause, sent as information to a county."""

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from lianxi.bodies.models import Unit
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.exchange.actions import answer_receipt
from lianxi.exchange.models import Receipt, Sending
from lianxi.papers.files import Upload
from lianxi.projects.actions import (
    answer_condition,
    enter_date,
    enter_list,
    find_project_gaps,
    gather_returns,
    judge_projects,
    rule_filings,
    send_gaps,
    send_list,
    send_month,
    set_status,
)
from lianxi.projects.daily import look_all
from lianxi.projects.models import ProjectFact, ProjectGap, ProjectList
from lianxi.projects.queries.figures import accepted, declared
from lianxi.projects.queries.lists import area_lines, count_waiting
from lianxi.projects.rules.risk import GENERAL, OPEN, SEVERE, risk_class
from lianxi.projects.rules.wording import COUNTY_HEAD, NEVER, gap_rules
from lianxi.stories.story import Story
from lianxi.work.actions import add_row, propose_arrangements, start_set
from lianxi.work.models import Arrangement
from projects.making import CODE, ROW, entered, founded, office_of, project
from web.signing_in import seated

COUNTY = {
    **ROW,
    "code": "2603-350582-04-01-222222",
    "approver": "晋江市发展和改革局",
    "level": "县",
    "kind": "审批",
}
FILING = {**ROW, "code": "2603-350582-04-01-333333", "kind": "备案"}


@pytest.fixture
def story(db: None) -> Story:
    found = founded()
    entered(found, "approvals", [{**ROW, "industry": "C263"}], "市工信局")
    entered(found, "permits", [{"code": CODE, "permit_on": "2026-04-10"}], "市住建局")
    return found


def _found(story: Story) -> dict[str, tuple[str, str, date]]:
    find_project_gaps(office_of(story), story.at)
    rows = ProjectGap.objects.filter(closed_on__isnull=True).select_related("unit")
    return {row.gap: (row.unit.name if row.unit else "", row.clause, row.since) for row in rows}


def test_a_building_without_records_asks_the_health_line_by_its_clause(story: Story) -> None:
    assert _found(story) == {
        "no_pre_evaluation": ("市卫健委", "QZ-3-01-4", date(2026, 4, 10)),
        "no_design_review": ("市卫健委", "QZ-3-01-4", date(2026, 4, 10)),
    }
    row = ProjectGap.objects.get(gap="no_pre_evaluation")
    assert row.basis.clause == "QZ-3-01-4"
    assert row.text == "2026年4月10日已开工，未见职业病危害预评价评审记录"


def test_a_gap_closes_itself_when_the_fact_arrives_and_a_second_run_changes_nothing(story: Story) -> None:
    _found(story)
    health, day = story.speaker("市卫健委"), date(2026, 4, 12)
    enter_date(health, story.at, project_id=project().pk, fact="pre_evaluation_on", day=day)
    assert list(_found(story)) == ["no_design_review"]
    closed = ProjectGap.objects.get(gap="no_pre_evaluation")
    assert (closed.closed_on, closed.closed_by) == (day_of(story.at), "预评价评审 2026-04-12")
    before = list(ProjectGap.objects.values_list("pk", "version"))
    assert find_project_gaps(story.office, story.at) == []
    assert list(ProjectGap.objects.values_list("pk", "version")) == before


def test_a_date_ahead_does_not_count_yet(story: Story) -> None:
    health = story.speaker("市卫健委")
    enter_date(health, story.at, project_id=project().pk, fact="pre_evaluation_on", day=date(2026, 5, 1))
    assert "no_pre_evaluation" in _found(story)
    story.at += timedelta(days=12)
    assert "no_pre_evaluation" not in _found(story)


def test_presumed_and_unjudged_are_told_apart_on_page_file_and_table(story: Story) -> None:
    other = {**ROW, "code": "2603-350582-04-02-222222", "name": "数据机房", "industry": "I654"}
    entered(story, "approvals", [{**other, "shared_on": "2026-03-03"}], "市工信局")
    assert set(_found(story)) == {"no_pre_evaluation", "no_design_review", "not_judged"}
    line = area_lines(story.office, ["晋江市"])[0]
    assert (line.presumed, line.unjudged, line.open, line.presumed_open) == (1, 1, 3, 2)
    client = seated(Client(), story.office)
    told = {
        ask: client.get(f"/projects?ask={ask}").content.decode() for ask in ("open", "presumed", "unjudged")
    }
    names = {ask: [name for name in (ROW["name"], "数据机房") if name in page] for ask, page in told.items()}
    assert names == {"open": [ROW["name"], "数据机房"], "presumed": [ROW["name"]], "unjudged": ["数据机房"]}
    assert "按行业推定为可能产生，还没有判断" in client.get(f"/projects/{project().pk}").content.decode()
    assert "（其中按行业推定 1）" in client.get("/projects/areas").content.decode()
    files = ["/projects/export?form=csv", "/projects/areas/export?form=csv"]
    listed, areas = (b"".join(client.get(one).streaming_content).decode() for one in files)  # type: ignore[arg-type]
    assert ("按行业推定，未判断" in listed, ",未判断," in listed) == (True, True)
    assert [row.split(",")[2:4] for row in areas.splitlines() if row.startswith("晋江市")] == [["1", "1"]]
    sent = send_gaps(story.office, story.at, unit_id=Unit.objects.get(name="市卫健委").pk, area="晋江市")
    at = [one["name"] for one in sent.payload["fields"]].index("judged")
    assert sorted(row[at] for row in sent.payload["rows"]) == ["按行业推定，未判断"] * 2 + ["未判断"]


def test_what_the_office_does_not_share_is_its_own_gap_and_late_sharing_closes_it(db: None) -> None:
    story = founded()
    # The public list shows what the industry office approved and has not shared.
    entered(story, "public", [ROW])
    assert _found(story)["not_shared"][:2] == ("市工信局", "QZ-3-06-1")
    entered(story, "approvals", [ROW], "市工信局")
    assert "not_shared" not in _found(story)


def test_a_county_is_told_and_never_ordered(story: Story) -> None:
    entered(story, "public", [{**COUNTY, "shared_on": ""}])
    entered(story, "permits", [{"code": COUNTY["code"], "started_on": "2026-04-11"}], "市住建局")
    _found(story)
    health = Unit.objects.get(name="市卫健委")
    for text in ("请责令整改", "限期报送", "必须完成", "列入考核", "报送落实情况"):
        with pytest.raises(BadInput, match="人民政府") as told:
            send_gaps(story.office, story.at, unit_id=health.pk, area="晋江市", executes="county", note=text)
        assert "指令性公文" in told.value.rule
    sent = send_gaps(story.office, story.at, unit_id=health.pk, area="晋江市", executes="county")
    assert sent.text == COUNTY_HEAD
    assert (sent.binds, sent.respond_by, "情况告知" in sent.title) == (False, None, True)
    assert not ProjectGap.objects.filter(
        executes="county", sending__isnull=True, closed_on__isnull=True
    ).exists()


def test_no_gap_is_worded_as_a_breach() -> None:
    texts = [rule.text + rule.label for rule in gap_rules().values()]
    assert [word for word in NEVER if any(word in text for text in texts)] == []
    assert all("未见" in text or "相反的事实" in text for text in texts)


def test_a_gap_goes_to_its_unit_and_is_followed_to_its_answer(story: Story) -> None:
    _found(story)
    health = Unit.objects.get(name="市卫健委")
    sent = send_gaps(story.office, story.at, unit_id=health.pk, area="晋江市")
    assert (sent.basis.clause, sent.binds, len(sent.payload["rows"])) == ("QZ-3-01-4", True, 2)
    with pytest.raises(BadInput, match="没有待转办"):
        send_gaps(story.office, story.at, unit_id=health.pk, area="晋江市")
    receipt = Receipt.objects.get(sending=sent)
    answer_receipt(
        story.speaker("市卫健委"), story.at, receipt_id=receipt.pk, outcome="handled", text="已补填节点"
    )
    page = seated(Client(), story.speaker("市卫健委")).get(f"/projects/{project().pk}").content.decode()
    assert "市卫健委：已处理，已补填节点" in page


def test_filings_wait_for_the_offices_ruling(db: None) -> None:
    story = founded()
    entered(story, "public", [FILING])
    entered(story, "permits", [{"code": FILING["code"], "permit_on": "2026-04-10"}], "市住建局")
    assert _found(story) == {}
    assert count_waiting(story.conference.pk).filings == 1
    with pytest.raises(NotPermitted):
        rule_filings(story.speaker("市工信局"), story.at, scope="in", reason="工信认为列入")
    rule_filings(story.office, story.at, scope="in", reason="全体会议议定", from_on=date(2026, 1, 1))
    assert "no_pre_evaluation" in _found(story)
    rule_filings(story.office, story.at, scope="out", reason="市政府批复不含备案")
    assert _found(story) == {}
    assert set(ProjectGap.objects.values_list("closed_by", flat=True)) == {"不再列入或事实更正"}


def test_only_health_judges_and_a_no_needs_its_reason(story: Story) -> None:
    pk, health = project().pk, story.speaker("市卫健委")
    with pytest.raises(NotPermitted, match="不由你单位判断"):
        judge_projects(story.speaker("市工信局"), story.at, project_ids=[pk], hazard="no")
    with pytest.raises(BadInput, match="理由"):
        judge_projects(health, story.at, project_ids=[pk], hazard="no")
    _found(story)
    why = f"{'只购置设备，' * 32}末句"
    judge_projects(health, story.at, project_ids=[pk], hazard="no", ground="purchase_only", reason=why)
    assert _found(story) == {}
    # The first judgement keeps its reason to the last word, as one that replaces another does.
    assert ProjectFact.objects.get(fact="hazard").reason.endswith(why)
    # A measurement says otherwise.
    enter_date(health, story.at, project_id=pk, fact="contradicted_on", day=date(2026, 4, 18))
    assert _found(story) == {"hazard_contradicted": ("市卫健委", "QZ-3-01-3", date(2026, 4, 18))}
    judge_projects(health, story.at, project_ids=[pk], hazard="yes")
    told = ProjectFact.objects.filter(fact="hazard").order_by("pk")
    assert list(told.values_list("value", "former")) == [("no", ""), ("yes", "no")]
    assert "hazard_contradicted" not in _found(story)


def test_a_cancelled_project_lacks_nothing_a_suspended_one_does(story: Story) -> None:
    pk, planning = project().pk, story.speaker("市发改委")
    set_status(planning, story.at, project_id=pk, status="suspended", reason="平台状态")
    assert len(_found(story)) == 2
    set_status(planning, story.at, project_id=pk, status="cancelled", reason="批复文件失效")
    assert _found(story) == {}


def test_what_began_long_ago_is_stock_and_asks_nobody(db: None) -> None:
    story = founded()
    entered(story, "public", [{**ROW, "code": "2019-350582-19-03-012345", "approved_on": "2019-03-01"}])
    entered(story, "permits", [{"code": "2019-350582-19-03-012345", "permit_on": "2019-05-01"}], "市住建局")
    _found(story)
    assert set(ProjectGap.objects.filter(gap="no_pre_evaluation").values_list("is_old", flat=True)) == {True}
    assert count_waiting(story.conference.pk).unsent == 0


def test_returns_of_the_industry_office_are_listed_once(db: None) -> None:
    story = founded()
    propose_arrangements(story.office, story.at)
    start_set(story.office, story.at)
    line = Arrangement.objects.get(act="QZ-3-06-1#1")
    values = {
        "code": CODE, "title": ROW["name"], "builder": ROW["builder"], "area": "晋江市", "industry": "C1952",
        "content": "鞋", "doc_no": "泉工信核〔2026〕1号", "approved_on": "2026-03-02",
    }  # fmt: skip
    told = [f"{name}={value}" for name, value in values.items()]
    wrong = [f"{name}={'2603-1' if name == 'code' else value}" for name, value in values.items()]
    for one in (told, wrong):
        add_row(story.speaker("市工信局"), story.at, arrangement_id=line.pk, period="2026", values=one)
    look_all(story.at)
    row = ProjectList.objects.get()
    assert (row.counts["new"], len(row.refused)) == (1, 1)
    assert project().paper == "泉工信核〔2026〕1号"
    with pytest.raises(BadInput, match="没有新报送"):
        gather_returns(story.office, story.at)


def test_the_months_list_goes_to_the_units_of_the_mechanism(story: Story) -> None:
    sent = send_month(story.office, story.at, month="2026-04")
    units = set(Receipt.objects.filter(sending=sent).values_list("unit__name", flat=True))
    assert units == {"市卫健委", "市工信局", "市发改委", "市住建局", "市人社局"}
    assert (sent.basis.clause, sent.payload["rows"][0][0]) == ("QZ-1-03", CODE)
    for month in ("2026-13", "2027-01"):
        with pytest.raises(BadInput):
            send_month(story.office, story.at, month=month)


def test_guangdong_has_no_clause_on_sharing_and_none_is_invented(db: None) -> None:
    story = founded("GD")
    entered(story, "public", [{**ROW, "area": "广州市", "industry": "C263"}])
    entered(story, "nodes", [{"code": CODE, "permit_on": "2026-04-10"}], "省卫生健康委")
    assert {clause for _unit, clause, _since in _found(story).values()} == {"GD-01-07"}
    with pytest.raises(BadInput, match="没有建设项目协调的条款"):
        rule_filings(office_of(story), story.at, scope="in", reason="没有依据")
    assert Sending.objects.count() == 0


def test_areas_count_and_their_sheet_comes_back(story: Story) -> None:
    _found(story)
    lines = {one.area: one for one in area_lines(story.office, ["晋江市", "石狮市"])}
    assert (lines["晋江市"].projects, lines["晋江市"].open, lines["石狮市"].projects) == (1, 2, 0)
    answer = seated(Client(), story.office).get("/projects/export?form=xlsx&area=晋江市")
    content = b"".join(answer.streaming_content)  # type: ignore[arg-type]
    book = load_workbook(io.BytesIO(content))
    cells = book.active
    assert cells is not None
    heads = [cell.value for cell in cells[1]]
    cells.cell(row=2, column=heads.index("预评价评审日期") + 1, value=date(2026, 4, 1))
    file = io.BytesIO()
    book.save(file)
    health = story.speaker("市卫健委")
    row = send_list(health, story.at, kind="nodes", file=Upload("晋江市.xlsx", file.getvalue()))
    enter_list(health, story.at, list_id=row.pk)
    assert project().pre_evaluation_on == date(2026, 4, 1)
    assert list(_found(story)) == ["no_design_review"]


@pytest.mark.parametrize(("declared_on", "counted"), [("2026-03-31", 1), ("2026-04-01", 0)])
def test_a_declaration_counts_until_the_thirtieth_day(story: Story, declared_on: str, counted: int) -> None:
    dates = {"code": CODE, "acceptance_on": "2026-03-01", "declared_on": declared_on}
    entered(story, "nodes", [dates], "市卫健委")
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    assert accepted(story.conference.pk, 0, first, last).value == 1
    assert declared(story.conference.pk, 0, first, last).value == counted


def test_the_catalogues_question_is_answered_by_the_health_line_and_decides_the_class(db: None) -> None:
    story = founded()
    entered(story, "approvals", [ROW], "市工信局")
    row, health = project(), story.speaker("市卫健委")
    asked = {"project_ids": [row.pk], "source": "建设单位物料清单"}
    assert risk_class(row.industries, row.condition_clear) == OPEN
    with pytest.raises(NotPermitted):
        answer_condition(story.speaker("市工信局"), story.at, clear="yes", **asked)
    with pytest.raises(BadInput, match="依据"):
        answer_condition(health, story.at, clear="yes", project_ids=[row.pk], source=" ")
    with pytest.raises(BadInput):
        answer_condition(health, story.at, clear="maybe", **asked)
    assert project().condition_clear is None
    answer_condition(health, story.at, clear="yes", **asked)
    assert risk_class(project().industries, project().condition_clear) == GENERAL
    with pytest.raises(BadInput, match="没有要改的项目"):
        answer_condition(health, story.at, clear="yes", **asked)
    answer_condition(health, story.at, clear="no", **asked)
    assert risk_class(project().industries, project().condition_clear) == SEVERE
    told = ProjectFact.objects.filter(project=row, fact="condition_clear").order_by("pk")
    assert list(told.values_list("value", "former", "source")) == [
        ("是", "", "建设单位物料清单"),
        ("否", "是", "建设单位物料清单"),
    ]
